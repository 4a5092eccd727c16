"""The words of study: a card, what it asks and how it is answered.

Apart from `core.model`, so that study need not load what only deck files have.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from flashdeck.core.ids import CardId, NoteId, Slot

if TYPE_CHECKING:
    from flashdeck.core.picture import Picture


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
