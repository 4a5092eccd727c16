"""Decks for property tests: everything the model can hold and a deck file can say."""

from __future__ import annotations

from hypothesis import strategies as st

from flashdeck.core.deckfile.identity import deck_id_for, with_derived_ids
from flashdeck.core.deckfile.lines import value_text
from flashdeck.core.ids import ALPHABET, DeckId, NoteId, Slot, fact_slot
from flashdeck.core.model import (
    Alias,
    Cloze,
    Deck,
    Fact,
    Helps,
    Identity,
    Item,
    Label,
    Picture,
    PictureNote,
    Question,
    Quotation,
    Region,
    Relation,
    Source,
    Structure,
)
from flashdeck.core.text import clean, fold_space

# What could be read as structure, and ordinary words.
PIECES = st.sampled_from(
    [
        "Q:",
        "A:",
        "A: x",
        "C:",
        "I:",
        "H:",
        "T: a",
        "## x",
        "#",
        "---",
        "- origin: x",
        "- L1: x @ 1%",
        "- a",
        "* b",
        "1. c",
        ">",
        '> "x" (f.md:1-2)',
        "```",
        "~~~",
        "    ```",
        "<!-- fd:gone -->",
        "<!--",
        "-->",
        "\\",
        "\\\\",
        "\\A: x",
        "|",
        " | ",
        "\\|",
        "{{c1::x}}",
        "}}",
        "::",
        "soleus",
        "tibial nerve (S1, S2)",
        " ",
        "  ",
        "\t",
        "<<<<<<< a",
        "=======",
        ">>>>>>> b",
        "- x",
        "é",
        "—",
        "kind: muscle",
        "aliases: x",
        ": ",
        "@",
        " @ ",
        "5%",
        "\u00a0",
        "\\<!-- fd:x",
        "\\- x",
    ]
)
LINES = st.lists(PIECES | st.text(max_size=8), max_size=5).map(lambda p: clean("".join(p)))
SINGLE = LINES.map(lambda t: t.replace("\n", " ").strip()).filter(bool)
TEXT = (
    st.lists(LINES, min_size=1, max_size=5)
    .map(lambda lines: value_text("\n".join(lines).split("\n")))
    .filter(bool)
)
FOLDED = SINGLE.map(fold_space).filter(bool)
WORD = st.text("abcdefgé0123456789 -_'", min_size=1, max_size=12).map(fold_space).filter(bool)
WORDS = st.lists(WORD, max_size=3, unique=True).map(tuple)
NOTE_ID = st.tuples(st.sampled_from(ALPHABET[10:]), st.text(ALPHABET, min_size=9, max_size=9)).map(
    lambda t: NoteId("".join(t))
)
SLOT = st.sampled_from(["q", "c1", "origin", "action.balance", "L2"]).map(Slot)
RELATIONS = st.lists(st.sampled_from(Relation), max_size=3, unique=True).map(tuple)
QUOTATION = st.none() | st.builds(
    Quotation,
    FOLDED,
    st.sampled_from(["a.md", "sources/my file (2).md", "x:y.md"]),
    st.integers(0, 999),
    st.integers(0, 999),
)
ALIAS = st.builds(Alias, NOTE_ID, st.none() | SLOT, st.none() | SLOT)
WRITTEN = st.builds(
    Identity,
    NOTE_ID,
    rev=st.integers(1, 9),
    slot_revs=st.dictionaries(SLOT, st.integers(1, 9), max_size=2).map(lambda d: tuple(d.items())),
    aliases=st.lists(ALIAS, max_size=2).map(tuple),
)
IDENTITY = WRITTEN | st.just(Identity(NoteId(""), derived=True))
HELPS = st.builds(
    Helps,
    st.lists(TEXT, max_size=2).map(tuple),
    TEXT | st.just(""),
    TEXT | st.just(""),
    WORDS,
    st.sampled_from(Relation),
)


@st.composite
def items(draw, text=SINGLE):
    """An answer with alternatives; text of several lines has none."""
    shown = draw(text)
    return Item(shown) if "\n" in shown else Item(shown, tuple(draw(st.lists(SINGLE, max_size=2))))


@st.composite
def facts(draw):
    """Facts of one structure, each slot once, named from the second of a relation on."""
    made: dict[str, Fact] = {}
    bare: set[Relation] = set()
    for _ in range(draw(st.integers(0, 4))):
        relation = draw(st.sampled_from(Relation))
        name = draw(WORD | st.just("")) if relation not in bare else draw(WORD)
        slot = fact_slot(relation.value, name)
        if slot in made or (slot == relation.value and (relation in bare or name)):
            continue
        bare.add(relation)
        several = draw(st.booleans())
        made[slot] = Fact(
            relation,
            slot,
            name,
            None if several else draw(items(TEXT)),
            tuple(draw(st.lists(items(), min_size=1, max_size=3))) if several else (),
            draw(st.booleans()) if several else False,
            draw(QUOTATION),
            draw(st.booleans()),
        )
    return tuple(made.values())


REGION = st.one_of(
    st.builds(
        Region,
        st.sampled_from(["rect", "ellipse"]),
        st.tuples(*[st.integers(1, 1000).map(lambda n: n / 10)] * 4),
    ),
    st.builds(
        Region,
        st.just("polygon"),
        st.lists(st.integers(0, 100).map(float), min_size=6, max_size=10)
        .filter(lambda n: len(n) % 2 == 0)
        .map(tuple),
    ),
)


@st.composite
def pictures(draw, identity):
    """A picture with labels L1, L2, ...; its alt text is one line."""
    labels = tuple(
        Label(Slot(f"L{n}"), draw(items()), draw(REGION))
        for n in range(1, draw(st.integers(1, 3)) + 1)
    )
    hide_one = not identity.derived and draw(st.booleans())
    path = draw(st.sampled_from(["media/leg.png", "my leg (2).png", "a/../b.svg"]))
    return Picture(path, draw(WORD | st.just("")), labels, hide_one)


@st.composite
def clozes(draw):
    """A cloze text whose deletions are closed and not empty."""
    plain = WORD | st.just("é **x**\nA: b") | st.just("- origin: x")
    text = draw(plain)
    for _ in range(draw(st.integers(1, 3))):
        hint = draw(st.just("") | WORD.map(lambda h: "::" + h))
        text += f" {{{{c{draw(st.integers(1, 500))}::{draw(WORD)}{hint}}}}}\n{draw(plain)}"
    return value_text(text.split("\n"))


@st.composite
def decks(draw):
    """A whole deck, in the form in which a parser hands it over, lines left out."""
    notes = []
    subject = ""
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from("SQCI"))
        identity = draw(IDENTITY)
        if kind == "S":
            subject = draw(SINGLE.filter(lambda t: not t.startswith("#")))
            optional = st.none() | RELATIONS
            notes.append(
                Structure(
                    identity,
                    subject,
                    draw(WORD | st.just("")),
                    draw(WORDS),
                    draw(WORDS),
                    draw(optional),
                    draw(optional),
                    draw(facts()),
                )
            )
            continue
        helps, quotation = draw(HELPS), draw(QUOTATION)
        if kind == "Q":
            note = Question(identity, draw(TEXT), draw(items(TEXT)), helps, quotation, subject)
        elif kind == "C":
            note = Cloze(identity, draw(clozes()), helps, quotation, subject)
        else:
            note = PictureNote(identity, draw(pictures(identity)), helps, quotation, subject)
        notes.append(note)
    ids = [note.identity.id for note in notes if note.identity.id]
    if len(set(ids)) < len(ids):
        notes = []
    title = draw(FOLDED)
    derived = draw(st.booleans())
    deck_id = deck_id_for(title) if derived else DeckId("dk-" + draw(NOTE_ID))
    place = draw(st.just(title) | st.just("Leg::Calf"))
    place = "::".join(part.strip() for part in place.split("::") if part.strip()) or title
    return Deck(
        deck_id,
        title,
        place,
        draw(TEXT | st.just("")),
        draw(WORDS),
        draw(st.builds(Source, FOLDED | st.just(""), FOLDED | st.just(""), FOLDED | st.just(""))),
        draw(WORD | st.just("")),
        draw(RELATIONS),
        draw(RELATIONS),
        with_derived_ids(deck_id, notes),
        "x.md",
        derived,
    )


def without_lines(deck: Deck) -> Deck:
    """The deck with every line number 0, so that decks compare by what they say."""
    from dataclasses import replace

    def bare(note):
        if isinstance(note, Structure):
            return replace(note, line=0, facts=tuple(replace(f, line=0) for f in note.facts))
        if isinstance(note, PictureNote):
            labels = tuple(replace(label, line=0) for label in note.picture.labels)
            return replace(note, line=0, picture=replace(note.picture, labels=labels))
        return replace(note, line=0)

    return replace(deck, notes=tuple(bare(note) for note in deck.notes))
