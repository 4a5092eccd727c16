"""The words of the domain: decks, notes, facts and the cards that show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from flashdeck.core.card import Card, CardKind, Grade, Item, Quotation, Relation
from flashdeck.core.ids import DeckId, NoteId, Slot
from flashdeck.core.picture import Label, Picture, Region

__all__ = [
    "Alias",
    "Card",
    "CardKind",
    "Cloze",
    "Deck",
    "Fact",
    "Grade",
    "Helps",
    "Identity",
    "Item",
    "Label",
    "Note",
    "Picture",
    "PictureNote",
    "Question",
    "Quotation",
    "Region",
    "Relation",
    "Source",
    "Structure",
]


@dataclass(frozen=True, slots=True)
class Alias:
    """History that this note carries on: card slot ``old_slot`` of note ``old_note``.

    Without ``slot`` the same slot names are meant throughout the note.
    """

    old_note: NoteId
    old_slot: Slot | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What the ``fd:`` comment of a note says; ``derived`` if the file has no id for it."""

    id: NoteId
    derived: bool = False
    rev: int = 1
    slot_revs: tuple[tuple[Slot, int], ...] = ()
    aliases: tuple[Alias, ...] = ()

    def rev_of(self, slot: str) -> int:
        """Return the revision of the meaning of one slot."""
        return dict(self.slot_revs).get(Slot(slot), self.rev)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a structure: a value, or the items of a list."""

    relation: Relation
    slot: Slot
    name: str = ""
    value: Item | None = None
    items: tuple[Item, ...] = ()
    ordered: bool = False
    quotation: Quotation | None = None
    gone: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Helps:
    """What may stand after a question, cloze or picture: hints, extra, mnemonic, tags, relation."""

    hints: tuple[str, ...] = ()
    extra: str = ""
    mnemonic: str = ""
    tags: tuple[str, ...] = ()
    relation: Relation = Relation.OTHER


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure with its facts. ``reverse`` and ``typed`` are None where the deck decides."""

    identity: Identity
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    reverse: tuple[Relation, ...] | None = None
    typed: tuple[Relation, ...] | None = None
    facts: tuple[Fact, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A free question. ``subject`` is the structure under whose heading it stands, or ''."""

    identity: Identity
    question: str
    answer: Item
    helps: Helps = field(default_factory=Helps)
    quotation: Quotation | None = None
    subject: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Cloze:
    """A text with deletions in Anki's form."""

    identity: Identity
    text: str
    helps: Helps = field(default_factory=Helps)
    quotation: Quotation | None = None
    subject: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class PictureNote:
    """A labelled picture."""

    identity: Identity
    picture: Picture
    helps: Helps = field(default_factory=Helps)
    quotation: Quotation | None = None
    subject: str = ""
    line: int = 0


Note = Structure | Question | Cloze | PictureNote


@dataclass(frozen=True, slots=True)
class Source:
    """Where a deck's facts come from, as its front matter says."""

    title: str = ""
    url: str = ""
    accessed: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """One deck file. ``place`` is its path in the deck tree, ``A::B``; ``file`` as it was named."""

    id: DeckId
    title: str
    place: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    source: Source = field(default_factory=Source)
    release: str = ""
    reverse: tuple[Relation, ...] = ()
    typed: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()
    file: str = ""
    id_derived: bool = False
