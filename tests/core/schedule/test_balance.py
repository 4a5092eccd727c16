"""Near the computed day, the one with the fewest cards: no day heaps up what another could take."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.schedule.balance import moved, quietest
from flashdeck.core.schedule.base import Memory, fuzz_range


@given(st.integers(1, 36_500), st.integers(0, 10**6))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_fewest_then_the_middle_then_the_earlier(interval: int, seed: int) -> None:
    """The rule that is written down is the one that runs."""

    def count(day: int) -> int:
        return (seed * (day + 7) * 2_654_435_761 >> 7) % 4

    chosen = quietest(interval, count)
    if interval < 3:
        assert chosen == interval
        return
    reach = 1 + 0.15 * (min(interval, 7) - 2.5)
    reach += 0.1 * max(0, min(interval, 20) - 7) + 0.05 * max(0, interval - 20)
    least = max(2, math.floor(interval - reach + 0.5 + 1e-9))
    greatest = min(36_500, math.floor(interval + reach + 0.5 + 1e-9))
    assert (least, greatest) == fuzz_range(interval)
    days = range(least, greatest + 1)
    lowest = min(map(count, days))
    fewest = [day for day in days if count(day) == lowest]
    middle = (least + greatest) / 2
    nearest = min(abs(day - middle) for day in fewest)
    assert chosen == min(day for day in fewest if abs(day - middle) == nearest)


@pytest.mark.parametrize(
    ("interval", "due", "expected"),
    [(15, {}, 15), (15, {15: 1}, 14), (15, {14: 1, 15: 1}, 16), (6, dict.fromkeys(range(9), 2), 6),
     (18, dict.fromkeys(range(15, 21), 5), 21), (2, {2: 50}, 2), (1, {1: 50}, 1)],
)  # fmt: skip
def test_examples(interval: int, due: dict[int, int], expected: int) -> None:
    """A student can follow it by hand."""
    assert quietest(interval, lambda days: due.get(days, 0)) == expected


def test_a_moved_card_is_due_then() -> None:
    """Interval and due day never contradict each other."""
    memory = Memory(3, 250, 15, 115, 0, False, 100)
    assert moved(memory, 17) == Memory(3, 250, 17, 117, 0, False, 100)
    assert moved(memory, 15) is memory
