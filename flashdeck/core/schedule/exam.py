"""Studying for a date: how many new cards a day, and which reviews help most on the day.

An exam is planned by the recall that FSRS predicts for its day. The last new card comes 14 to 28
days before it. In the last 14 days the day's time goes to the cards whose review raises the
predicted recall most. (To cap intervals at the date, the usual advice, would heap all cards on the
last day.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.fsrs import Fsrs

LAST_DAYS = 14  # before the exam: reviews by what they bring, no more new cards
FIRST_DAYS = 28  # before the exam: the last new card need not come sooner
ENOUGH = 0.8  # cards predicted below this are counted
_AGAIN, _GOOD = 2, 4
_REVIEWS_OF_NEW, _REVIEWS_OF_SEEN = 6, 3
_CROWDED = 0.3


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a student is: seconds for a review, and for a new card with its repetitions."""

    review_seconds: float
    new_seconds: float


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam on a study day: of a deck, of a tag with its sub-tags, or of everything.

    ``minutes`` is the time a day that may go to it, None where that is left open; ``added_day`` the
    study day on which it was entered.
    """

    name: str
    day: int
    added_day: int
    deck_id: DeckId | None = None
    tag: str = ""
    minutes: int | None = None

    @property
    def last_new_day(self) -> int:
        """The last study day for new cards; of an exam entered late, half-way from there."""
        halfway = self.added_day + max(self.day - self.added_day, 0) // 2
        return max(self.day - LAST_DAYS, halfway)

    def is_close(self, today: int) -> bool:
        """Tell whether only reviews are left, chosen by what they bring."""
        return self.last_new_day < today <= self.day


def share(cards: int, days: int) -> int:
    """Return how many of the cards to take today so that the last comes on the last of the days.

    Where there are fewer cards than days they are spread: none on most of them.
    """
    if cards <= 0 or days <= 0:
        return 0
    if cards >= days:
        return -(-cards // days)
    return int((days - 1) % (days // cards) == 0)


def load_share(exam: Exam, unseen: int, seen: int, today: int, pace: Pace) -> float:
    """Return which part of the minutes until the exam its cards will take, roughly; 0 without any.

    A new card is counted with six reviews after its first day, a known one with three.
    """
    if exam.minutes is None:
        return 0.0
    work = unseen * (pace.new_seconds + _REVIEWS_OF_NEW * pace.review_seconds)
    work += seen * _REVIEWS_OF_SEEN * pace.review_seconds
    return work / (60 * exam.minutes * max(exam.day - today, 1))


def new_today(exam: Exam, unseen: int, today: int, usual: int, load: float = 0.0) -> int:
    """Return how many new cards a study day takes, of those unseen when it began.

    At the pace that ends 28 days before the exam, if that is within the ``usual`` number a day;
    else at the usual one, where that ends in time; else at what it takes to end on the last day.
    Where little time is to spare, by ``load`` (`load_share`), none of it is left unused: then at
    the usual number at least, from the first day on.
    """
    if unseen <= 0 or today > exam.last_new_day:
        return 0
    needed = share(unseen, exam.last_new_day - today + 1)
    if load > _CROWDED:
        return max(needed, min(unseen, usual))
    first = min(exam.day - FIRST_DAYS, exam.last_new_day)
    relaxed = share(unseen, first - today + 1) if today <= first else needed
    return max(needed, min(relaxed, usual))


def gain(model: Fsrs, memory: Memory, today: int, exam_day: int) -> float:
    """Return what a review today adds to a card's recall predicted for the day of the exam.

    The recall after Good and after Again, weighted by the recall predicted for now, minus the
    recall without a review. A card never answered has nothing to go by: 0.
    """
    if memory.last_day is None:
        return 0.0
    known = model.recall(memory, today)
    good = model.recall(model.answer(memory, _GOOD, today), exam_day)
    again = model.recall(model.answer(memory, _AGAIN, today), exam_day)
    return known * good + (1 - known) * again - model.recall(memory, exam_day)


def by_gain(gains: Iterable[tuple[float, CardId]]) -> list[CardId]:
    """Return the cards that a review helps, the most helped first."""
    return [card for worth, card in sorted(gains, key=lambda one: (-one[0], one[1])) if worth > 0]
