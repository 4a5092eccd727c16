"""The reason given is the rule that was applied, with its own numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.sm2 import Sm2
from flashdeck.core.schedule.why import why


def card(repetitions: int, interval: int, due: int, ease: int = 250) -> Memory:
    return Memory(repetitions, ease, interval, due, 0, False, due - interval)


@pytest.mark.parametrize(
    ("memory", "q", "day", "expected"),
    [
        (Memory(), 4, 100, "The first success brings the card back the next day."),
        (Memory(), 2, 100, "Again begins again at 1 day; its ease stays 2.50. "
         "Again also brings it back today, until it is Good."),
        (card(1, 1, 100), 5, 100, "The second success in a row brings 6 days. "
         "Then the ease rises to 2.60."),
        (card(1, 1, 100), 4, 113, "The second success in a row brings 6 days, or more after a "
         "longer wait. You are 13 days late, and Good credits half of that: 1 + 6.5 = 7.5, "
         "rounded up to 8."),
        (card(2, 6, 100), 4, 102, "The third success in a row multiplies the interval by the ease. "
         "You are 2 days late, and Good credits half of that: (6 + 1) × 2.50 = 17.5, rounded up "
         "to 18."),
        (card(2, 6, 100), 5, 98, "The third success in a row multiplies the interval by the ease. "
         "You are 2 days early, so only the days that passed count: 4 × 2.50 = 10. An early answer "
         "does not raise the ease; it stays 2.50."),
        (card(4, 40, 100), 1, 100, "q1 starts the card over: 1 day; its ease stays 2.50, and it "
         "counts as forgotten once. q1 also brings it back today, until it is Good."),
    ],
)  # fmt: skip
def test_reasons(memory: Memory, q: int, day: int, expected: str) -> None:
    """A student who doubts a date can do the sum."""
    assert why(memory, q, day) == expected


def test_a_day_chosen_for_its_fewer_cards_is_told() -> None:
    """18 where the sum says 15 would look like an error."""
    told = why(card(2, 6, 100), 4, 100, given=16)
    assert told.endswith("6 × 2.50 = 15. From 13 to 17 days, day 16 has the fewest cards.")


@given(
    st.integers(2, 30), st.integers(1, 400), st.integers(130, 320), st.integers(3, 5),
    st.integers(-50, 200),
)  # fmt: skip
def test_the_last_number_is_the_interval(
    repetitions: int, interval: int, ease: int, q: int, delay: int
) -> None:
    """Whatever the numbers, the sum that is shown ends in the interval that is given."""
    memory = card(repetitions, interval, 10_000, ease)
    day = max(10_000 + delay, 10_000 - interval + 1)
    after = Sm2().answer(memory, q, day)
    told = why(memory, q, day).split(" Then the ease")[0].split(" An early")[0]
    told = told.split(" Hard also")[0]
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", told)]
    assert after.interval_days in numbers, told
