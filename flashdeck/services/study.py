"""One session of study: what to ask next, what each answer would do, and answers that last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Card, Grade
from flashdeck.services.clock import Clock
from flashdeck.services.library import Library


@dataclass(frozen=True, slots=True)
class Button:
    """One of the four answers, computed before the answer; what is shown is what is saved."""

    grade: Grade
    interval_days: int
    due_day: int
    again_today: bool


@dataclass(frozen=True, slots=True)
class CardState:
    """Where a card stands. ``ease`` is in hundredths, days are study days, ``flag`` 0 to 7.

    ``state`` is ``new`` (never answered), ``learning`` (to be drilled today) or ``review``.
    """

    state: str
    due_day: int | None
    interval_days: int
    ease: int
    repetitions: int
    lapses: int
    suspended: bool
    flag: int
    last_day: int | None


@dataclass(frozen=True, slots=True)
class Prompt:
    """The card that is asked now, with its four answers."""

    card: Card
    deck_title: str
    deck_place: str
    deck_file: str
    state: CardState
    buttons: tuple[Button, Button, Button, Button]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the session is: ``total`` is ``done`` and what is still to come today."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Undone:
    """The answer that was taken back, or given again."""

    card_id: CardId
    grade: Grade
    question: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the session came to. ``tomorrow`` counts cards due then."""

    cards: int
    elapsed_ms: int
    remembered: int
    tomorrow: int
    missed: tuple[Card, ...]


class Session:
    """Study of some decks, or of all: the next card, its answer, undo and redo."""

    def __init__(
        self, library: Library, clock: Clock, deck_ids: Sequence[DeckId] | None = None
    ) -> None:
        raise NotImplementedError

    @property
    def prompt(self) -> Prompt | None:
        """The card to ask now; None when today's queue is empty."""
        raise NotImplementedError

    def progress(self) -> Progress:
        """Return how far the session is."""
        raise NotImplementedError

    def answer(self, grade: Grade, *, duration_ms: int) -> Button:
        """Record the answer; it is on disk when this returns, and `prompt` is then the next."""
        raise NotImplementedError

    def undo(self) -> Undone | None:
        """Take the last answer back, also one from before this session; its card is asked again."""
        raise NotImplementedError

    def redo(self) -> Undone | None:
        """Give again the answer that was last taken back."""
        raise NotImplementedError

    def summary(self) -> Summary:
        """Return what the session came to so far."""
        raise NotImplementedError
