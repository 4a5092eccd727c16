"""The words of the domain: decks, notes, facts and the cards that show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from flashdeck.core.ids import CardId, DeckId, NoteId, Slot


class Relation(StrEnum):
    """What a fact says of its structure, in the order in which a course teaches it."""

    DEFINITION = "definition"
    ETYMOLOGY = "etymology"
    LOCATION = "location"
    PART_OF = "part_of"
    COMPOSITION = "composition"
    ORIGIN = "origin"
    INSERTION = "insertion"
    INNERVATION = "innervation"
    BLOOD_SUPPLY = "blood_supply"
    ACTION = "action"
    JOINT = "joint"
    SYNERGIST = "synergist"
    ANTAGONIST = "antagonist"
    CONDITION = "condition"
    SYMPTOM = "symptom"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment"
    EXERCISE = "exercise"
    DURATION = "duration"
    OTHER = "other"


class CardKind(StrEnum):
    """How a card asks."""

    BASIC = "basic"
    LIST = "list"
    CLOZE = "cloze"
    REVERSE = "reverse"
    IMAGE = "image"


class Grade(IntEnum):
    """The four answers; in SM-2's terms q = grade + 1."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def q(self) -> int:
        """SM-2's quality of the response, 2 to 5."""
        return int(self) + 1


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of a source that carry a fact: characters ``start`` to ``end`` of ``file``.

    ``file`` is relative to the deck; offsets count characters of the file decoded as UTF-8.
    """

    text: str
    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One accepted answer: the text that is shown, and what is accepted besides it."""

    text: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled place in a picture, in percent of its width and height.

    ``shape`` is ``rect`` or ``ellipse`` (left, top, width, height), or
    ``polygon`` (x, y, x, y, ...).
    """

    shape: str
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a picture note; ``name`` is its slot, ``L1``."""

    name: Slot
    answer: Item
    region: Region
    line: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its labels; ``path`` is relative to the deck."""

    path: str
    alt: str
    labels: tuple[Label, ...] = ()
    hide_one: bool = False


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


@dataclass(frozen=True, slots=True)
class Card:
    """One question with a schedule of its own: a view of a note.

    ``sibling_key`` is equal for cards that should not be asked on one day. ``question`` and
    ``answer`` are Markdown; a list's ``answer`` joins its ``items`` with "; "; a cloze card's
    ``question`` shows its blank as ``[...]`` or ``[hint]``, and ``cloze`` keeps the whole text with
    the number of the deletion in ``cloze_number``. ``was`` names the cards whose history it
    carries on.
    """

    id: CardId
    note_id: NoteId
    sibling_key: str
    kind: CardKind
    relation: Relation
    subject: str
    question: str
    answer: str
    alternatives: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    ordered: bool = False
    cloze: str = ""
    cloze_number: int = 0
    picture: Picture | None = None
    label: Slot | None = None
    hints: tuple[str, ...] = ()
    extra: str = ""
    mnemonic: str = ""
    tags: tuple[str, ...] = ()
    quotation: Quotation | None = None
    typed: bool = False
    rev: int = 1
    was: tuple[CardId, ...] = ()
    gone: bool = False
    line: int = 0
