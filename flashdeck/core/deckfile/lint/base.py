"""What a rule of the linter is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flashdeck.core.diagnostics import Severity
from flashdeck.core.ids import NoteId, Slot, split_card_id
from flashdeck.core.model import (
    Card,
    CardKind,
    Deck,
    Item,
    Note,
    Quotation,
    Relation,
    Structure,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is asked, as its author wrote it; reverse cards are none.

    ``question`` is what the student reads; ``worded`` tells that flashdeck worded it from a fact.
    ``answers`` is one item, or the items of a list.
    """

    file: str
    note: Note
    slot: Slot
    line: int
    subject: str
    relation: Relation
    question: str
    worded: bool
    answers: tuple[Item, ...]
    is_list: bool
    kind: CardKind
    quotation: Quotation | None

    @property
    def answer(self) -> str:
        """The answer as one text."""
        return "; ".join(item.text for item in self.answers)


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding of a rule: its line, what is wrong and what to do, and the text that mends it."""

    line: int
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A deck with its cards, and its pieces.

    ``sources`` are the texts of the files that it quotes, by their names; None for a file that is
    not there, and nothing where the sources were not looked for.
    """

    deck: Deck
    cards: tuple[Card, ...]
    pieces: tuple[Piece, ...]
    by_note: Mapping[NoteId, tuple[Piece, ...]]
    sources: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: one deck, among all that are checked together with it."""

    own: Checked
    all: tuple[Checked, ...]

    @property
    def deck(self) -> Deck:
        """The deck."""
        return self.own.deck

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What the deck asks."""
        return self.own.pieces

    def pieces_of(self, note: Note) -> tuple[Piece, ...]:
        """What one note asks."""
        return self.own.by_note.get(note.identity.id, ())


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how much it matters, and the function that finds.

    The first line of the function's docstring is the reason for the rule.
    """

    code: str
    severity: Severity
    find: Callable[[Subject], Iterator[Hit]]

    @property
    def reason(self) -> str:
        """Why the rule is there, in one line."""
        return (self.find.__doc__ or "").strip().splitlines()[0]


def checked(
    deck: Deck, cards: tuple[Card, ...], sources: Mapping[str, str | None] | None = None
) -> Checked:
    """Return the deck with what it asks, piece by piece."""
    notes = {note.identity.id: note for note in deck.notes}
    pieces = []
    for card in cards:
        note = notes.get(card.note_id)
        if note is None or card.kind is CardKind.REVERSE:
            continue
        _, slot, _ = split_card_id(card.id)
        pieces.append(
            Piece(
                file=deck.file,
                note=note,
                slot=slot,
                line=card.line,
                subject=card.subject,
                relation=card.relation,
                question=card.question,
                worded=isinstance(note, Structure) or card.kind is CardKind.IMAGE,
                answers=card.items or (Item(card.answer, card.alternatives),),
                is_list=card.kind is CardKind.LIST,
                kind=card.kind,
                quotation=card.quotation,
            )
        )
    by_note: dict[NoteId, tuple[Piece, ...]] = {}
    for piece in pieces:
        key = piece.note.identity.id
        by_note[key] = (*by_note.get(key, ()), piece)
    return Checked(deck, cards, tuple(pieces), by_note, sources or {})
