"""A deck with a note of every kind, for the tests of packages."""

from __future__ import annotations

from dataclasses import replace

from flashdeck.anki.notes import ExportCard, ExportDeck, Media
from flashdeck.core.ids import CardId, DeckId, NoteId, Slot
from flashdeck.core.model import (
    Card,
    CardKind,
    Item,
    Label,
    Picture,
    Quotation,
    Region,
    Relation,
    Source,
)

MADE_MS = 1_790_000_000_000
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "6460f85f0f0002870180eb47ba920000000049454e44ae426082"
)
PICTURES = {
    "media/leg.png": Media("leg-0123456789.png", lambda: PIXEL),
    "media/other.png": Media("other-0123456789.png", lambda: b"x"),
}
CLOZE = "The {{c1::soleus}} lies deep to the {{c2::gastro**cnemius**::calf}}, in the {{c1::leg}}."
PICTURE = Picture(
    "media/leg.png",
    "Posterior leg",
    (
        Label(Slot("L1"), Item("soleus"), Region("rect", (31, 42, 18, 25))),
        Label(
            Slot("L2"), Item("calcaneal tendon", ("Achilles",)), Region("ellipse", (44, 78, 8, 15))
        ),
        Label(Slot("L3"), Item("fibula"), Region("polygon", (10, 10, 20, 10, 15.55555, 20))),
    ),
)


def make_card(id_: str, kind: CardKind = CardKind.BASIC, **values: object) -> Card:
    """Return a card; what is not given is ordinary."""
    note = NoteId(id_.partition("/")[0])
    blank = Card(CardId(id_), note, note, kind, Relation.OTHER, "Soleus", "What is it?", "a muscle")
    return replace(blank, **values)  # type: ignore[arg-type]


def make_deck(*cards: Card, made_ms: int = MADE_MS, **values: object) -> ExportDeck:
    """Return a deck of these cards, all last changed at ``made_ms``."""
    blank = ExportDeck(
        DeckId("dk-mv4t8q2rxh"),
        "Anatomy::Leg::Soleus",
        tuple(ExportCard(card, made_ms) for card in cards),
        title="Soleus",
        description="The *soleus*.",
        source=Source("Soleus muscle", "https://example.org/soleus?a=1&b=2"),
        picture=PICTURES.get,
    )
    return replace(blank, **values)  # type: ignore[arg-type]


NERVE = make_card(
    "n7kq3m9xwa/innervation",
    relation=Relation.INNERVATION,
    question="What innervates the soleus?",
    answer="tibial nerve (S1, S2)",
    alternatives=("n. tibialis",),
    tags=("lower-limb", "leg/posterior", "two words"),
    quotation=Quotation('"Innervated" by <it> & more.', "sources/soleus.md", 10, 38),
)
NERVE_REVERSE = make_card(
    "n7kq3m9xwa/innervation~rev",
    CardKind.REVERSE,
    relation=Relation.INNERVATION,
    question="Which muscle is innervated by the tibial nerve?",
    answer="Soleus",
    tags=("lower-limb", "leg/posterior", "two words"),
)
ORIGIN = make_card(
    "n7kq3m9xwa/origin",
    CardKind.LIST,
    relation=Relation.ORIGIN,
    question="What are the two origins of the soleus?",
    answer="upper tibia; head of the fibula",
    items=(Item("upper tibia", ("back of the tibia",)), Item("head of the *fibula*")),
)
STEPS = make_card(
    "n7kq3m9xwa/treatment",
    CardKind.LIST,
    question="In which order?",
    answer="rest; load",
    items=(Item("rest"), Item("load")),
    ordered=True,
)
QUESTION = make_card(
    "k2v8r5t1pd/q",
    question="Which knee position isolates the soleus?",
    answer="Knee bent",
    hints=("The gastrocnemius crosses two joints.", "Think", "of", "it"),
    extra="| a | b |\n|---|---|\n| 1 | 2 |",
    mnemonic="Bent for **S**oleus",
)
TYPED = make_card("k2v8r5t1pe/q", question="Latin for sandal?", answer="solea", typed=True)
CLOZES = tuple(
    make_card(f"w3h6z0y4cb/c{number}", CardKind.CLOZE, cloze=CLOZE, cloze_number=number)
    for number in (1, 2)
)
LABELS = tuple(
    make_card(
        f"p0q4d7m2ka/L{number}",
        CardKind.IMAGE,
        question="What is hidden here?",
        picture=PICTURE,
        label=Slot(f"L{number}"),
    )
    for number in (1, 2, 3)
)
ALL = (NERVE, NERVE_REVERSE, ORIGIN, STEPS, QUESTION, TYPED, *CLOZES, *LABELS)
