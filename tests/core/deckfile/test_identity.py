"""No edit loses a schedule: what each change does to the ids of cards."""

from __future__ import annotations

import pytest

from flashdeck.core.deckfile.edit import fix, stamp
from flashdeck.core.deckfile.parse import ParsedDeck, parse_deck
from flashdeck.core.deckfile.views import cards_of

FRONT = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Calf\nreverse: [innervation]\n---\n"
STRUCTURE = "## Soleus <!-- fd:n7kq3m9xwa -->\n- origin: tibia\n- innervation: tibial nerve\n"
QUESTION = "Q: Which muscle? <!-- fd:k2v8r5t1pd -->\nA: Soleus\n"
CLOZE = "C: {{c1::a}} and {{c2::b}} <!-- fd:w3h6z0y4cb -->\n"
DECK = FRONT + "\n".join([STRUCTURE, QUESTION, CLOZE])
BARE = (
    FRONT + "## Soleus\n- origin: tibia\n\nQ: Which?\nA: one\n\nQ: Which?\nA: two\n\nC: {{c1::x}}\n"
)


def parsed(text: str, file: str = "calf.md") -> ParsedDeck:
    return parse_deck(text, file=file)


def ids(text: str, file: str = "calf.md") -> set[str]:
    found = parsed(text, file)
    assert found.deck is not None, found.diagnostics
    return {card.id for card in cards_of(found.deck)}


KEPT = {
    "reword a question": lambda t: t.replace("Which muscle?", "What is its name?"),
    "reword an answer": lambda t: t.replace("A: Soleus", "A: The soleus"),
    "reword a fact": lambda t: t.replace("tibia\n", "back of the tibia\n"),
    "rename a heading": lambda t: t.replace("## Soleus", "## Musculus soleus"),
    "reorder notes": lambda t: FRONT + "\n".join([CLOZE, QUESTION, STRUCTURE]),
    "reorder facts": lambda t: t.replace(
        "- origin: tibia\n- innervation: tibial nerve\n",
        "- innervation: tibial nerve\n- origin: tibia\n",
    ),
    "rename the deck": lambda t: t.replace("title: Calf", "title: Leg"),
    "Windows line ends": lambda t: t.replace("\n", "\r\n"),
    "a byte order mark": lambda t: "\ufeff" + t,
    "synonym of a relation": lambda t: t.replace("- innervation:", "- Nerve supply:"),
    "another deletion": lambda t: t.replace(" and ", " and so "),
}


@pytest.mark.parametrize("change", KEPT)
def test_edits_that_keep_every_id(change: str) -> None:
    """Each of these is a lost schedule with tools that know a card by its words."""
    changed = KEPT[change](DECK)
    assert changed != DECK
    assert ids(changed) == ids(DECK)


def test_file_name_does_not_count() -> None:
    """Renaming the file of a deck with an id must change nothing, stamped or not."""
    assert ids(DECK, "a.md") == ids(DECK, "folder/b.md")
    assert ids(BARE, "a.md") == ids(BARE, "folder/b.md")


def test_moving_a_note_to_another_deck() -> None:
    """A note that moves takes its history along, since its id does not name the deck."""
    other = FRONT.replace("mv4t8q2rxh", "ab4t8q2rxh") + QUESTION
    assert ids(other) <= ids(DECK)


def test_derived_ids() -> None:
    """Unstamped notes are studied at once; another answer keeps them, another question does not."""
    assert ids(BARE.replace("A: one", "A: 1")) == ids(BARE)
    assert ids(BARE.replace("  ", " ").replace("Q: Which?", "Q:  which?")) == ids(BARE)
    assert len(ids(BARE) - ids(BARE.replace("Q: Which?\nA: one", "Q: Why?\nA: one"))) == 1
    assert ids(BARE) != ids(BARE.replace("dk-mv", "dk-ab"))
    assert len(ids(BARE)) == 4


def test_two_machines_stamp_alike() -> None:
    """Two instructors who stamp their clones must not get a merge conflict, or two ids."""
    unix, windows = BARE, BARE.replace("\n", "\r\n")
    once = stamp(unix, parsed(unix, "a/calf.md"))
    again = stamp(windows, parsed(windows, "C:\\decks\\leg.md"))
    assert again == once.replace("\n", "\r\n")
    assert ids(once) == ids(unix)


def test_a_note_added_after_stamping_takes_no_id_of_another() -> None:
    """A copy without id above a stamped note must not take over that note's schedule."""
    stamped = stamp(BARE, parsed(BARE))
    more = stamped.replace("Q: Which?", "Q: Which?\nA: zero\n\nQ: Which?", 1)
    assert ids(stamped) < ids(more)


def test_duplicate_in_one_file() -> None:
    """A copied note with its id would share one schedule between two questions."""
    twice = DECK + "\n" + QUESTION.replace("Which muscle?", "Which one?")
    found = parsed(twice)
    assert found.deck is None
    (error,) = found.errors
    assert error.code == "D162" and error.line == twice.count("\n") - 1
    assert "line 11" in error.message
    mended = fix(twice, found)
    assert ids(DECK) < ids(mended)
    assert mended.splitlines()[:-2] == twice.splitlines()[:-2]


def test_fix_names_facts_and_decks() -> None:
    """What check --fix offers, it must do: a name from the value, an id in the front matter."""
    text = "---\nflashdeck: 1\ntitle: Calf\n---\n## Soleus\n- action: flexes\n- action: stands up\n"
    for end in ("\n", "\r\n"):
        source = text.replace("\n", end)
        mended = fix(source, parsed(source))
        assert "- action (stands up): stands up" in mended
        assert mended.count(end) == mended.count("\n")
        again = parsed(mended)
        assert again.deck is not None and not again.deck.id_derived
        assert again.deck.id == parsed(source).draft.id


def test_fix_leaves_other_errors_alone() -> None:
    """A file that cannot be understood must not be rewritten."""
    text = DECK + "\nQ: no answer\n"
    assert fix(text, parsed(text)) == text
    assert stamp(text, parsed(text)) == text


@pytest.mark.parametrize(
    ("comment", "card", "was"),
    [
        ("was=k2v8r5t1pd", "origin", ("k2v8r5t1pd/origin",)),
        ("was=k2v8r5t1pd", "innervation~rev", ("k2v8r5t1pd/innervation~rev",)),
        ("was=origin:k2v8r5t1pd/q", "origin", ("k2v8r5t1pd/q",)),
        ("was=origin:k2v8r5t1pd/q", "innervation", ()),
        ("was=k2v8r5t1pd/innervation,w3h6z0y4cb/origin", "origin", ("w3h6z0y4cb/origin",)),
    ],
)
def test_aliases(comment: str, card: str, was: tuple[str, ...]) -> None:
    """Splitting or merging notes keeps the history that the author says they carry on."""
    text = FRONT + STRUCTURE.replace("n7kq3m9xwa", f"n7kq3m9xwa {comment}")
    deck = parsed(text).deck
    assert deck is not None
    found = {each.id: each.was for each in cards_of(deck)}
    assert found[f"n7kq3m9xwa/{card}"] == was


def test_revisions() -> None:
    """Only the cards whose meaning changed are relearned."""
    text = FRONT + STRUCTURE.replace("n7kq3m9xwa", "n7kq3m9xwa rev=2 rev=origin:3")
    deck = parsed(text).deck
    assert deck is not None
    assert {card.id.partition("/")[2]: card.rev for card in cards_of(deck)} == {
        "origin": 3,
        "innervation": 2,
        "innervation~rev": 2,
    }


def test_a_conflict_inside_a_comment() -> None:
    """Git does not care where it leaves its markers; a file with any of them is not merged yet."""
    comment = "<!-- generated:\n<<<<<<< ours\nabcdefgh\n=======\nzbcdefgh\n>>>>>>> theirs\n-->\n"
    found = parsed(FRONT + comment + QUESTION)
    assert found.deck is None
    assert {error.code for error in found.errors} == {"D112"}
