"""Notes put into a deck's text: at their place, and nothing else moves."""

from __future__ import annotations

import pytest

from flashdeck.core.deckfile.compose import add_fact, add_note
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.ids import NoteId, fact_slot
from flashdeck.core.model import Fact, Identity, Item, Question, Relation, Structure

NEW = NoteId("a123456789")
TEXT = """---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Leg
---
## Soleus <!-- fd:n7kq3m9xwa -->
kind: muscle
- action: plantar flexion
  of the ankle
  > "It flexes." (a.md:1-5)

Q: Why?
A: So.

## Plantaris <!-- fd:b7kq3m9xwa -->"""


def action(value: str) -> Fact:
    return Fact(Relation.ACTION, fact_slot("action"), value=Item(value))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_fact_stands_after_the_facts_of_its_structure(end: str) -> None:
    """A fact after a note of its structure would be an error; its neighbours keep their bytes."""
    text = TEXT.replace("\n", end)
    parsed = parse_deck(text, file="leg.md")
    changed = add_fact(text, parsed, "SOLEUS", "", action("holds the body up"), NEW)
    assert changed.replace(f"- action (holds body up): holds the body up{end}", "") == text
    again = parse_deck(changed, file="leg.md")
    assert not again.errors
    soleus = again.draft.notes[0]
    assert isinstance(soleus, Structure)
    assert [fact.slot for fact in soleus.facts] == ["action", "action.holds-body-up"]


def test_a_fact_at_the_very_end_of_a_file_gets_a_line_of_its_own() -> None:
    """The last line may have no end."""
    parsed = parse_deck(TEXT, file="leg.md")
    changed = add_fact(TEXT, parsed, "Plantaris", "", action("none"), NEW)
    assert changed == f"{TEXT}\n- action: none"
    assert not parse_deck(changed, file="leg.md").errors


def test_an_unknown_structure_is_added_under_the_given_id() -> None:
    """The id is drawn by the app, so that two authors never share one."""
    parsed = parse_deck(TEXT, file="leg.md")
    changed = add_fact(TEXT, parsed, "Popliteus", "muscle", action("unlocks the knee"), NEW)
    added = f"## Popliteus <!-- fd:{NEW} -->\nkind: muscle\n- action: unlocks the knee\n"
    assert changed == f"{TEXT}\n\n{added}"


def test_a_note_is_added_after_one_blank_line() -> None:
    """However many blank lines a file ends in."""
    note = Question(Identity(NEW), "Who?", Item("You"))
    for tail in ("", "\n", "\n\n\n"):
        changed = add_note(TEXT + tail, note)
        assert changed == f"{TEXT}\n\nQ: Who? <!-- fd:{NEW} -->\nA: You\n"
    assert add_note("", note).startswith("Q: Who?")
