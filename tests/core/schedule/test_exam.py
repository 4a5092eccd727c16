"""The plan for an exam: new cards end in time, last reviews go where they help most."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.exam import Exam, Pace, by_gain, gain, new_today
from flashdeck.core.schedule.forecast import Learned, forecast
from flashdeck.core.schedule.fsrs import Fsrs
from flashdeck.core.schedule.sm2 import Sm2


def days_of_new_cards(exam: Exam, unseen: int, usual: int) -> dict[int, int]:
    """Return how many new cards each day before the exam takes, by days left."""
    found = {}
    for today in range(exam.added_day, exam.day + 1):
        number = min(unseen, new_today(exam, unseen, today, usual))
        unseen -= number
        if number:
            found[exam.day - today] = number
    assert unseen == 0
    return found


@given(st.integers(1, 3000), st.integers(1, 60), st.integers(28, 300))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_last_new_card_comes_14_to_28_days_before(unseen: int, usual: int, days: int) -> None:
    """Later there is no time to learn it; much sooner it only makes days longer."""
    found = days_of_new_cards(Exam("x", 1000 + days, 1000), unseen, usual)
    assert 14 <= min(found) <= 28
    if unseen <= usual * max(1, days - 27):
        assert max(found.values()) <= usual


def test_an_exam_entered_late_still_has_new_cards() -> None:
    """Ten days before, a student needs the cards more than a rule about fourteen."""
    assert days_of_new_cards(Exam("x", 110, 100), 40, 20) == {
        10: 7, 9: 7, 8: 7, 7: 7, 6: 6, 5: 6}  # fmt: skip
    assert new_today(Exam("x", 110, 60), 40, 100, 20) == 0


def learned(q: int, *days: int) -> Memory:
    memory = Memory()
    for day in days:
        memory = Fsrs().answer(memory, q, day)
    return memory


def test_gain_is_largest_where_a_review_changes_most() -> None:
    """Minutes before an exam are worth most on cards that would be lost, not on safe ones."""
    model = Fsrs()
    safe, shaky = learned(5, 0, 30, 120), learned(4, 118)
    assert gain(model, shaky, 125, 130) > gain(model, safe, 125, 130) > 0
    assert gain(model, Memory(), 125, 130) == 0
    recall = model.recall(shaky, 125)
    expected = (
        recall * model.recall(model.answer(shaky, 4, 125), 130)
        + (1 - recall) * model.recall(model.answer(shaky, 2, 125), 130)
        - model.recall(shaky, 130)
    )
    assert gain(model, shaky, 125, 130) == pytest.approx(expected)
    assert by_gain([(0.1, "a/q"), (0.3, "b/q"), (-0.2, "c/q")]) == ["b/q", "a/q"]


@pytest.mark.parametrize("algorithm", [Sm2(), Fsrs()])
def test_more_minutes_never_predict_less(algorithm: Sm2 | Fsrs) -> None:
    """The planner must not tell a student that studying more makes it worse."""
    cards = [Learned(Memory(), algorithm, Fsrs(), "a") for _ in range(40)]
    exam = Exam("x", 45, 0)

    def play(minutes: float | None) -> float:
        plan = forecast(cards, exam, 0, Pace(10, 20), whole=400, minutes=minutes, usual=20)
        assert minutes is None or max(plan.minutes) <= minutes + 10
        return plan.recall

    tight, some, much = play(6), play(20), play(60)
    assert tight < some < much <= 1
    assert play(20) == some
