"""Which of the days near the computed one a card comes back on: that with the fewest cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flashdeck.core.schedule.base import Memory, fuzz_range


def quietest(interval_days: int, cards_due: Callable[[int], int]) -> int:
    """Return the interval within the fuzz range that ends on the day with the fewest cards.

    ``cards_due`` tells how many are due after so many days. Of equal days the one nearest the
    middle of the range is taken, then the earlier.
    """
    least, greatest = fuzz_range(interval_days)
    if least >= greatest:
        return interval_days
    return min(
        range(least, greatest + 1),
        key=lambda days: (cards_due(days), abs(2 * days - least - greatest), days),
    )


def moved(memory: Memory, interval_days: int) -> Memory:
    """Return the memory with another interval, its due day moved with it."""
    if memory.due_day is None or interval_days == memory.interval_days:
        return memory
    due = memory.due_day - memory.interval_days + interval_days
    return replace(memory, interval_days=interval_days, due_day=due)
