"""What a review log tells: load, retention, intervals, and whether predictions come true.

Retention counts the first answer of a study day to a card that was answered on an earlier one; an
answer of quality 3 or more (Hard and better) is remembered. All of it is a pure function of the
entries.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.fsrs import Fsrs
from flashdeck.core.schedule.replay import Entry as Entry
from flashdeck.core.schedule.replay import Kind, live

REMEMBERED = 3  # the least quality of an answer that counts as remembered
LEAST_FOR_CALIBRATION = 200  # scored reviews
# Ages of a card by the interval it had, in days: Anki calls a card mature from 21 on.
AGES = (
    (1, "under 1 week"),
    (7, "1 to 3 weeks"),
    (21, "3 weeks to 3 months"),
    (90, "over 3 months"),
)
_RECALL_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One answer that counts.

    ``before_days`` is the interval that the card had, 0 for a new one; ``first_of_day`` whether it
    is the one that schedules; ``predicted`` the recall that FSRS foretold, None for a new card or
    where it was not asked for. ``duration_ms`` is 0 where it is not known.
    """

    card: CardId
    day: int
    q: int
    duration_ms: int
    before_days: int
    new: bool
    first_of_day: bool
    predicted: float | None = None

    @property
    def scored(self) -> bool:
        """Whether it tells of memory: the day's first answer to a card seen on another day."""
        return self.first_of_day and not self.new

    @property
    def remembered(self) -> bool:
        """Whether the answer was Hard or better."""
        return self.q >= REMEMBERED


@dataclass(frozen=True, slots=True)
class DayLoad:
    """What was done on a study day; ``minutes`` as far as durations are known."""

    day: int
    reviews: int
    new: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of ``of`` scored reviews were remembered."""

    name: str
    remembered: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.remembered / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class CalibrationStep:
    """Reviews whose predicted recall was from ``least`` up to ``most``, and what came of them."""

    least: float
    most: float
    of: int
    predicted: float
    remembered: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well predicted recall came true: ``error`` is the root mean square over the steps,
    weighted by reviews; ``log_loss`` the mean over all reviews, in nats."""

    steps: tuple[CalibrationStep, ...]
    of: int
    error: float
    log_loss: float


def reviewed(entries: Iterable[Entry], fsrs: Fsrs | None = None) -> list[Reviewed]:
    """Return the answers among the entries of one card, oldest first; what was undone is left out.

    With ``fsrs`` each carries the recall predicted for its day from the answers before it. Cram
    and what the card got besides answers do not count; a reset makes it new again.
    """
    found: list[Reviewed] = []
    memory = Memory()
    interval, last_day, new = 0, None, True
    for entry in live(entries):
        if entry.kind is Kind.RESET:
            memory, interval, last_day, new = Memory(), 0, None, True
        elif entry.kind is Kind.IMPORT:
            interval, last_day, new = entry.interval_days or 0, entry.day, False
            memory = Memory(
                interval_days=interval, last_day=entry.day, due_day=entry.day + interval
            )
        elif entry.kind is Kind.DUE:
            interval = max(0, entry.day + (entry.interval_days or 0) - (last_day or entry.day))
        if entry.kind is not Kind.REVIEW or entry.q is None:
            continue
        first = last_day is None or entry.day > last_day
        foretold = fsrs.recall(memory, entry.day) if fsrs and first and not new else None
        found.append(
            Reviewed(
                card=entry.card,
                day=entry.day,
                q=entry.q,
                duration_ms=entry.duration_ms or 0,
                before_days=interval,
                new=new,
                first_of_day=first,
                predicted=foretold,
            )
        )
        if fsrs:
            memory = fsrs.answer(memory, entry.q, entry.day)
        if first and entry.interval_days is not None:
            interval = entry.interval_days
        last_day, new = max(entry.day, last_day or entry.day), False
    return found


def day_loads(answers: Iterable[Reviewed]) -> tuple[DayLoad, ...]:
    """Return what was done on each study day that has answers, oldest first."""
    days: dict[int, list[Reviewed]] = {}
    for answer in answers:
        days.setdefault(answer.day, []).append(answer)
    return tuple(
        DayLoad(
            day,
            len(done),
            sum(one.new for one in done),
            sum(one.duration_ms for one in done) / 60_000,
        )
        for day, done in sorted(days.items())
    )


def retention(answers: Iterable[Reviewed], name_of: Callable[[Reviewed], str]) -> tuple[Rate, ...]:
    """Return how many scored reviews were remembered, by whatever ``name_of`` tells; '' is none."""
    counts: dict[str, list[int]] = {}
    for answer in answers:
        name = name_of(answer) if answer.scored else ""
        if name:
            count = counts.setdefault(name, [0, 0])
            count[0] += answer.remembered
            count[1] += 1
    return tuple(Rate(name, right, of) for name, (right, of) in sorted(counts.items()))


def age_of(answer: Reviewed) -> str:
    """Return the age of a card at a review, in the words of `AGES`."""
    return [name for least, name in AGES if least <= max(answer.before_days, 1)][-1]


def calibration(answers: Iterable[Reviewed]) -> Calibration | None:
    """Return how predictions came true; None under `LEAST_FOR_CALIBRATION` scored reviews."""
    scored = [(one.predicted, one.remembered) for one in answers if one.predicted is not None]
    if len(scored) < LEAST_FOR_CALIBRATION:
        return None
    steps = []
    loss = error = 0.0
    for least, most in itertools.pairwise(_RECALL_STEPS):
        here = [(p, right) for p, right in scored if least < p <= most or p == least == 0]
        if here:
            predicted = sum(p for p, _ in here) / len(here)
            came = sum(right for _, right in here) / len(here)
            steps.append(CalibrationStep(least, most, len(here), predicted, came))
            error += len(here) * (predicted - came) ** 2
    for p, right in scored:
        certain = min(max(p, 1e-6), 1 - 1e-6)
        loss -= math.log(certain if right else 1 - certain)
    return Calibration(
        tuple(steps), len(scored), math.sqrt(error / len(scored)), loss / len(scored)
    )


def histogram(values: Iterable[float], edges: Sequence[float]) -> tuple[int, ...]:
    """Return how many values lie in each step: from an edge up to, not including, the next.

    The last step is open; what lies below the first edge counts in the first step.
    """
    counts = [0] * len(edges)
    for value in values:
        place = 0
        while place + 1 < len(edges) and value >= edges[place + 1]:
            place += 1
        counts[place] += 1
    return tuple(counts)
