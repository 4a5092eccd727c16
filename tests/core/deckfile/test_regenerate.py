"""A generated deck made again: three versions of each fact meet, and no hand edit is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from flashdeck.core.deckfile.digests import write_generated
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.regenerate import Regenerated, regenerate
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.ids import DeckId, NoteId, fact_slot
from flashdeck.core.model import (
    Deck,
    Fact,
    Helps,
    Identity,
    Item,
    Question,
    Quotation,
    Relation,
    Structure,
)

SENTENCES = {
    "origin": "The soleus originates from the head of the fibula.",
    "insertion": "It inserts on the calcaneus.",
    "innervation": "The tibial nerve drives it.",
    "sandal": "Its name comes from a sandal.",
}


def article(**changes: str) -> str:
    """An article of these sentences, some put for others; '' takes one out."""
    return "\n".join(text for text in (SENTENCES | changes).values() if text)


def generated(text: str, **values: str) -> Deck:
    """The deck that a generator would make of the article; ``values`` replace its answers."""
    answers = {
        "origin": "head of the fibula",
        "insertion": "calcaneus",
        "innervation": "tibial nerve",
        "sandal": "A sandal",
    } | values

    def quotation(name: str) -> Quotation | None:
        for line in text.split("\n"):
            if values.get(f"{name}_text", SENTENCES[name]) == line:
                start = text.index(line)
                return Quotation(line, "soleus.txt", start, start + len(line))
        return None

    facts = tuple(
        Fact(Relation(name), fact_slot(name), value=Item(answers[name]), quotation=quotation(name))
        for name in ("origin", "insertion", "innervation")
        if quotation(name)
    )
    soleus = Structure(Identity(NoteId("abcdefghj0")), "soleus", "muscle", facts=facts)
    sandal = Question(
        Identity(NoteId("abcdefghj1")),
        "What is the soleus named after?",
        Item(answers["sandal"]),
        Helps(relation=Relation.ETYMOLOGY),
        quotation("sandal"),
        subject="soleus",
    )
    notes = (soleus, sandal) if sandal.quotation else (soleus,)
    return Deck(DeckId("dk-abcdefghj2"), "The soleus", "The soleus", notes=notes, file="x.md")


FIRST = write_generated(generated(article()))


def again(text: str, new_article: str, **values: str) -> Regenerated:
    parsed = parse_deck(text, file="x.md")
    assert parsed.deck is not None, parsed.errors
    done = regenerate(text, parsed, generated(new_article, **values), new_article)
    assert parse_deck(done.text, file="x.md").deck is not None, done.text
    return done


def answers(text: str) -> dict[str, str]:
    deck = parse_deck(text, file="x.md").deck
    assert deck is not None
    return {card.id.partition("/")[2]: card.answer for card in cards_of(deck)}


def without_record(text: str) -> str:
    """The text without the digests of what was generated last."""
    return re.sub(r"<!-- generated:.*?-->", "", text, flags=re.DOTALL)


def test_the_same_article_changes_nothing() -> None:
    """Generating twice must not touch the file, or every run would be a commit."""
    done = again(FIRST, article())
    assert done.text == FIRST
    assert done.unchanged == 4


def test_hand_edits_stay() -> None:
    """What an instructor has corrected is right; the generator does not know better."""
    mine = (
        FIRST.replace(": calcaneus", ": middle of the back of the calcaneus | heel bone")
        .replace("What is the soleus named after?", "Which shoe gave the soleus its name?")
        .replace("R: etymology", "H: Romans wore it.\nR: etymology")
        .replace("## soleus", "## Musculus soleus")
        .replace("kind: muscle", "kind: muscle\naliases: soleus\n- action: my own fact")
    )
    done = again(mine, article(new="An unrelated first sentence."))
    assert done.text == mine
    assert len(done.edited) == 2
    done = again(mine, article(), insertion="heel", sandal="The sandal of the Romans")
    assert without_record(done.text) == without_record(mine)


def test_what_nobody_edited_follows_the_article() -> None:
    """A better answer from the article reaches the deck, under the id that students know."""
    new = article(innervation="The tibial nerve (S1, S2) drives it.")
    done = again(
        FIRST,
        new,
        innervation="tibial nerve (S1, S2)",
        innervation_text="The tibial nerve (S1, S2) drives it.",
        sandal="A sandal, *solea*",
    )
    assert answers(done.text) == {
        "origin": "head of the fibula",
        "insertion": "calcaneus",
        "innervation": "tibial nerve (S1, S2)",
        "q": "A sandal, *solea*",
    }
    assert set(done.updated) >= {"soleus: innervation", "What is the soleus named after?"}
    assert not done.gone and not done.added
    assert again(done.text, new, innervation="tibial nerve (S1, S2)",
                 innervation_text="The tibial nerve (S1, S2) drives it.",
                 sandal="A sandal, *solea*").text == done.text  # fmt: skip


def test_quotations_move_with_the_article() -> None:
    """A sentence put in front must not leave every quotation pointing at the wrong place."""
    new = "Something new.\n" + article()
    done = again(FIRST, new)
    deck = parse_deck(done.text, file="x.md").deck
    assert deck is not None
    for card in cards_of(deck):
        assert card.quotation
        assert new[card.quotation.start : card.quotation.end] == card.quotation.text
    assert answers(done.text) == answers(FIRST)


def test_vanished_facts_are_marked_and_come_back() -> None:
    """A fact that the article dropped is not deleted behind the author's back, and its mark goes
    when the article has it again."""
    done = again(FIRST, article(insertion="", sandal=""))
    assert done.gone == ("soleus: insertion",)
    assert "- insertion: calcaneus <!-- fd:gone -->" in done.text
    assert done.lost == ("What is the soleus named after?",)
    assert set(answers(done.text)) == {"origin", "insertion", "innervation", "q"}
    back = again(done.text, article())
    assert back.back == ("soleus: insertion",)
    assert answers(back.text) == answers(FIRST)
    assert "gone" not in back.text


def test_another_fact_in_the_same_slot() -> None:
    """When the article says something else now, the old fact is marked and the new one is added
    beside it: two facts are two cards."""
    text = "The fibular nerve drives it."
    done = again(
        FIRST, article(innervation=text), innervation="fibular nerve", innervation_text=text
    )
    assert "- innervation: tibial nerve <!-- fd:gone -->" in done.text
    assert answers(done.text)["innervation.fibular-nerve"] == "fibular nerve"
    assert len(done.added) == 1


def test_deleted_cards_stay_deleted() -> None:
    """An author who threw a bad card out does not want it back at every run."""
    lines = FIRST.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("- insertion"))
    mine = "\n".join([*lines[:at], *lines[at + 2 :]])
    mine = mine[: mine.index("Q: ")]
    done = again(mine, article())
    assert set(answers(done.text)) == {"origin", "innervation"}
    assert len(done.deleted) == 2 and not done.added


def test_new_facts_are_added() -> None:
    """What the article gained becomes cards, under the structure's own heading."""
    first = write_generated(generated(article(innervation="", sandal="")))
    done = again(first, article())
    assert set(answers(done.text)) == {"origin", "insertion", "innervation", "q"}
    assert set(done.added) == {"soleus: innervation", "What is the soleus named after?"}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_stay(end: str) -> None:
    """A file from Windows stays one, or its whole diff is noise."""
    first = FIRST.replace("\n", end)
    done = again(first, article())
    assert done.text == first
    done = again(first, article(insertion=""))
    assert done.text.count("\n") == done.text.count(end)


def test_without_digests_nothing_is_overwritten() -> None:
    """A deck whose record was deleted may have been edited anywhere, so all of it stays."""
    start, end = FIRST.index("<!-- generated"), FIRST.index("-->\n") + 4
    bare = FIRST[:start] + FIRST[end:]
    done = again(bare, article(), innervation="tibial nerve (S1, S2)")
    assert answers(done.text) == answers(FIRST)


def test_a_note_known_by_its_words() -> None:
    """Ids that were stripped or redrawn do not make every fact a new one."""
    mine = FIRST.replace("abcdefghj0", "zbcdefghj0").replace("abcdefghj1", "zbcdefghj1")
    done = again(mine, article())
    assert answers(done.text) == answers(FIRST)
    assert "zbcdefghj0" in done.text and not done.added
    assert replace(done).unchanged == 4
