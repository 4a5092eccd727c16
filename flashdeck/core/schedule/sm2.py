"""SM-2, as P. A. Wozniak published it in 1990, on whole hundredths and study days.

Algorithm SM-2, (C) Copyright SuperMemo World, 1991. https://www.supermemo.com
What the paper leaves open, early and late answers, is settled here so that an early answer never
earns more than a punctual one, and a late one is credited with what it proved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from flashdeck.core.schedule.base import LONGEST_INTERVAL_DAYS, Memory

_LEAST_EASE = 130
_EASE_CHANGE = {5: 10, 4: 0, 3: -14}
# The part of a delay that a late answer is credited with, in halves.
_CREDIT_HALVES = {5: 2, 4: 1, 3: 0}
_PASS = 3


class Sm2(NamedTuple):
    """The algorithm; ``drill_below`` is the least quality that needs no drill today.

    Rule 7 of the paper drills everything below 4; 3 drills failures only.
    """

    drill_below: int = 4

    @property
    def name(self) -> str:
        """``sm2``, and the drill setting where it is not the paper's."""
        return "sm2" if self.drill_below == 4 else "sm2 drill=again"

    def schedules(self, memory: Memory, day: int) -> bool:
        """Tell whether this is the card's first answer of a study day: only that one schedules."""
        return memory.last_day is None or day > memory.last_day

    def answer(self, memory: Memory, q: int, day: int) -> Memory:
        """Return the memory after an answer of quality ``q`` on that study day.

        A later answer of the day can only end the drill. A day before the card's last one counts
        as that day. Raises ValueError where ``q`` is not 0 to 5.
        """
        if not 0 <= q <= 5:
            raise ValueError(f"SM-2 grades run from 0 to 5, not {q}")
        if not self.schedules(memory, day):
            return replace(memory, drill=memory.drill and q < self.drill_below)
        if q < _PASS:
            interval, repetitions, ease = 1, 0, memory.ease
        else:
            repetitions = memory.repetitions + 1
            interval = min(_interval(memory, repetitions, q, day), LONGEST_INTERVAL_DAYS)
            ease = _ease(memory, q, day)
        return Memory(
            repetitions=repetitions,
            ease=ease,
            interval_days=interval,
            due_day=day + interval,
            lapses=memory.lapses + (q < _PASS and memory.repetitions >= 1),
            drill=q < self.drill_below,
            last_day=day,
        )


def _ceil(number: int, divisor: int) -> int:
    return -(-number // divisor)


def _delay(memory: Memory, day: int) -> int:
    """Return how many days late the answer is; negative when early."""
    return 0 if memory.due_day is None else day - memory.due_day


def _interval(memory: Memory, repetition: int, q: int, day: int) -> int:
    """Return the days until the next repetition after the n-th success in a row."""
    delay = _delay(memory, day)
    had = memory.interval_days
    halves = max(delay, 0) * _CREDIT_HALVES[q]
    if repetition == 1:
        return 1
    if repetition == 2:
        return max(6, had + _ceil(halves, 2)) if delay > 0 else 6
    if delay >= 0:
        return _ceil((2 * had + halves) * memory.ease, 200)
    elapsed = max(had + delay if memory.last_day is None else day - memory.last_day, 0)
    return min(_ceil(had * memory.ease, 100), max(had, _ceil(elapsed * memory.ease, 100)))


def _ease(memory: Memory, q: int, day: int) -> int:
    change = _EASE_CHANGE[q]
    if _delay(memory, day) < 0:
        change = min(change, 0)
    return max(_LEAST_EASE, memory.ease + change)
