"""Merging decks: what is new goes in, what is there stays byte for byte."""

from __future__ import annotations

import pytest

from flashdeck.core.deckfile.merge import merge
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.model import Deck

THERE = """\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Leg
---

## Soleus <!-- fd:n7kq3m9xwa -->
kind: muscle
aliases: musculus soleus
- origin: fibula | head of the fibula
- action: plantar flexion
Some prose that is no card.

Q: Where is the soleus? <!-- fd:k2v8r5t1pd -->
A: in the calf

## Plantaris <!-- fd:w3h6z0y4cb -->
- innervation: tibial nerve
"""
NEW = """\
---
flashdeck: 1
id: dk-a2345678bc
title: New
---
## soleus <!-- fd:b2345678bc -->
kind: muscle
- origin: Fibula
- insertion: calcaneus
- action: venous return of the leg
- innervation:
  - tibial nerve
  - S1 and S2

Q: Where is the soleus? <!-- fd:c2345678bc -->
A: in the leg

Q: What is the soleus made of? <!-- fd:d2345678bc -->
A: slow fibres

## Popliteus <!-- fd:f2345678bc -->
- action: unlocks the knee
"""


def deck(text: str) -> Deck:
    parsed = parse_deck(text, file="deck.md")
    assert parsed.deck is not None, parsed.diagnostics
    return parsed.deck


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("tail", ["", "\n", "\n\n\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_only_what_is_new_goes_in(end: str, tail: str, bom: str) -> None:
    """A deck that was edited for a year takes in a new article without a line changed."""
    there = bom + (THERE.rstrip("\n") + tail).replace("\n", end)
    text = merge(there, parse_deck(there, file="a.md"), deck(NEW))
    merged = deck(text)
    lines = text.split("\n")
    assert [line for line in there.split("\n") if line.strip() and line not in lines] in (
        [],
        ["- innervation: tibial nerve"],  # the last line, which had no end of its own
    )
    assert ("\r" in text) == (end == "\r\n")
    assert text.startswith(bom)
    before, after = cards_of(deck(there)), cards_of(merged)
    assert {(c.id, c.question, c.answer) for c in before} <= {
        (c.id, c.question, c.answer) for c in after
    }
    new = [card for card in after if card.id not in {one.id for one in before}]
    assert [(card.subject, card.relation.value, card.answer) for card in new] == [
        ("Soleus", "insertion", "calcaneus"),
        ("Soleus", "action", "venous return of the leg"),
        ("Soleus", "innervation", "tibial nerve; S1 and S2"),
        ("Soleus", "other", "slow fibres"),
        ("Popliteus", "action", "unlocks the knee"),
    ]
    assert "- action (venous return leg): venous return of the leg" in text
    assert merge(text, parse_deck(text, file="a.md"), deck(NEW)) == text


def test_a_deck_into_itself_changes_nothing() -> None:
    """Saving twice is saving once."""
    written = write_deck(deck(NEW))
    assert merge(written, parse_deck(written, file="a.md"), deck(NEW)) == written


def test_hand_edited_facts_of_the_same_id_stay_alone() -> None:
    """A corrected answer must not come back as a second, wrong fact."""
    written = write_deck(deck(NEW)).replace("calcaneus", "back of the calcaneus")
    assert merge(written, parse_deck(written, file="a.md"), deck(NEW)) == written
