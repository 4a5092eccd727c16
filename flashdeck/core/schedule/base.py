"""What every scheduling algorithm shares: where a card stands, and one step of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

LONGEST_INTERVAL_DAYS = 36_500
START_EASE = 250
LEECH_LAPSES = 8
_LEECH_AGAIN_LAPSES = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """What a card's answers so far have made of it.

    ``repetitions`` are the successes in a row, ``ease`` is in hundredths, ``due_day`` and
    ``last_day`` are study days (None before the first answer). ``drill`` tells that the card is to
    be asked again on ``last_day``. ``stability`` (days until recall has fallen to 90 %) and
    ``difficulty`` (1 to 10) are FSRS's; None where another algorithm answered last.
    """

    repetitions: int = 0
    ease: int = START_EASE
    interval_days: int = 0
    due_day: int | None = None
    lapses: int = 0
    drill: bool = False
    last_day: int | None = None
    stability: float | None = None
    difficulty: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a card stands after its entries.

    ``first_day`` is the study day of its first answer, ``answered_ms`` the instant of its last;
    ``buried_day`` the study day on which it is not asked again.
    """

    memory: Memory = field(default_factory=Memory)
    suspended: bool = False
    first_day: int | None = None
    answered_ms: int | None = None
    buried_day: int | None = None


class Algorithm(Protocol):
    """A pure function of memory, answer and study day."""

    @property
    def name(self) -> str:
        """The name with its parameters, as the log keeps it."""
        ...

    def schedules(self, memory: Memory, day: int) -> bool:
        """Tell whether an answer on that day gives the card a new interval."""
        ...

    def answer(self, memory: Memory, q: int, day: int) -> Memory:
        """Return the memory after an answer of quality ``q`` (0 to 5) on that study day."""
        ...


def fuzz_range(interval_days: int) -> tuple[int, int]:
    """Return the least and greatest interval that may be given in place of this one.

    Nothing below 2.5 days is moved; above, the reach is one day and 15 % of the days up to 7, 10 %
    of those up to 20 and 5 % of the rest, counted in thousandths.
    """
    if interval_days * 10 < 25:
        return interval_days, interval_days
    reach = (
        1000
        + 150 * min(interval_days, 7)
        - 375
        + 100 * max(0, min(interval_days, 20) - 7)
        + 50 * max(0, interval_days - 20)
    )
    least = (interval_days * 1000 - reach + 500) // 1000
    greatest = (interval_days * 1000 + reach + 500) // 1000
    return max(2, least), min(greatest, LONGEST_INTERVAL_DAYS)


def is_leech(lapses: int) -> bool:
    """Tell whether a card was forgotten so often that it wants rewording, not more reviews."""
    return lapses >= LEECH_LAPSES


def becomes_leech(before: int, after: int) -> bool:
    """Tell whether a lapse makes a leech of a card: the 8th, and every 4th after it."""
    return after > before and is_leech(after) and (after - LEECH_LAPSES) % _LEECH_AGAIN_LAPSES == 0
