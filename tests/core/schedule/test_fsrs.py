"""FSRS on study days is the library's own, number for number, and predicts what learners recall."""

from __future__ import annotations

import csv
import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsrs
import pytest

from flashdeck.core.days import study_day
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.fsrs import Fsrs, are_parameters, default_parameters, memory_state
from flashdeck.core.schedule.replay import Entry, Kind, replay_card
from flashdeck.core.schedule.why import why

NOON = datetime(1970, 1, 1, 12, tzinfo=UTC)
STEEP = (*default_parameters()[:20], 0.4)


def by_hand(
    steps: list[tuple[int, int]], retention: float = 0.9, parameters: tuple[float, ...] = ()
) -> list[tuple[float | None, float | None, int]]:
    """Return stability, difficulty and due day after each (grade, study day), from the library."""
    scheduler = fsrs.Scheduler(
        parameters or fsrs.scheduler.DEFAULT_PARAMETERS,
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=36500,
        enable_fuzzing=False,
    )
    card = fsrs.Card(card_id=1)
    found = []
    for number, (grade, day) in enumerate(steps):
        at = NOON + timedelta(days=day, seconds=number)
        card, _ = scheduler.review_card(card, fsrs.Rating(grade), at)
        found.append((card.stability, card.difficulty, (card.due - NOON).days))
    return found


@pytest.mark.parametrize(("retention", "parameters"), [(0.9, ()), (0.8, ()), (0.93, STEEP)])
def test_states_are_those_of_the_library(retention: float, parameters: tuple[float, ...]) -> None:
    """A student who changes over from another FSRS app must find the same dates."""
    rng = random.Random(f"{retention}")
    algorithm = Fsrs(retention, parameters)
    for _ in range(200):
        day, steps = rng.randrange(0, 25_000), []
        for _ in range(rng.randrange(1, 16)):
            steps.append((rng.randrange(1, 5), day))
            day += rng.choice((0, 0, 1, 1, 2, 3, 7, 20, 60, 400))
        memory, found = Memory(), []
        for grade, on in steps:
            memory = algorithm.answer(memory, grade + 1, on)
            found.append((memory.stability, memory.difficulty, memory.due_day))
        assert found == by_hand(steps, retention, parameters)


def test_what_a_day_counts() -> None:
    """Successes, lapses and drills mean the same under both algorithms."""
    good = Fsrs().answer(Memory(), 4, 100)
    assert (good.repetitions, good.lapses, good.drill, good.interval_days) == (1, 0, False, 2)
    failed = Fsrs().answer(good, 1, 102)
    assert (failed.repetitions, failed.lapses, failed.drill, failed.last_day) == (0, 1, True, 102)
    hard = Fsrs().answer(failed, 3, 102)
    assert (hard.lapses, hard.drill) == (1, True)
    assert Fsrs(drill_below=3).answer(failed, 3, 102).drill is False
    done = Fsrs().answer(hard, 4, 102)
    assert (done.repetitions, done.drill) == (0, False)
    assert Fsrs().answer(done, 2, 102).drill is False
    earlier = Fsrs().answer(done, 4, 90)
    assert earlier == Fsrs().answer(done, 4, 102)


def test_recall_falls_from_one_to_ninety_percent_in_the_stability() -> None:
    """Predictions are those of the library, and unseen cards are not known."""
    memory = Fsrs().answer(Memory(), 4, 0)
    card = fsrs.Card(1, fsrs.State.Review, None, memory.stability, memory.difficulty, NOON, NOON)
    for day in (0, 1, 2, 30, 3000):
        expected = fsrs.Scheduler().get_card_retrievability(card, NOON + timedelta(days=day))
        assert Fsrs().recall(memory, day) == expected
    assert Fsrs().recall(Memory(), 10) == 0


def test_a_schedule_without_memory_state_gets_one() -> None:
    """Cards from a package of SM-2 must not be taken for unknown, nor break on odd numbers."""
    known = Fsrs().known(Memory(3, 250, 30, 130, 0, False, 100))
    assert known.stability == 30
    assert known.difficulty is not None and 1 < known.difficulty < 10
    good = Fsrs().answer(known, 4, 130)
    assert abs(good.interval_days / 30 - 2.5) < 0.05  # the ease it had
    odd = Fsrs().known(Memory(3, 100, 0, 130, 0, False, 100))
    assert (odd.stability, odd.difficulty) == (1, 10)


def test_memory_that_comes_in_is_used_if_it_can_be() -> None:
    """Years of another app's FSRS are not thrown away; nonsense in a package does no harm."""
    card = Memory(1)

    def replayed(detail: str) -> Memory:
        entry = Entry("1", "anki", "a/q", 0, 0, 100, Kind.IMPORT, interval_days=9, detail=detail)
        return replay_card("a/q", [entry], Fsrs()).memory

    assert card and replayed('{"stability": 12.5, "difficulty": 4.5}').stability == 12.5
    assert replayed('{"stability": "x", "difficulty": 4.5}').stability is None
    assert memory_state(float("nan"), 5.0) is None
    assert memory_state(-1, 5.0) is None
    assert memory_state(1e300, 50) == (36500.0, 10.0)
    assert Fsrs().answer(replayed('{"stability": 1e300, "difficulty": -4}'), 5, 9999).interval_days


def test_only_parameters_of_this_model_are_taken() -> None:
    """Numbers of an older FSRS would give absurd intervals in silence."""
    assert are_parameters(STEEP)
    assert not are_parameters(STEEP[:19])
    assert not are_parameters((*STEEP[:20], 7.0))
    assert Fsrs().name == "fsrs"
    assert Fsrs(0.85, STEEP, 3).name.startswith("fsrs retention=0.85 parameters=0.212,1.2931")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(4, 0)], "The first answer tells how long it lasts: after Good, 2.3 days until recall "
         "falls to 90 %. Your goal is 90 %: 2 days."),
        ([(4, 0), (4, 2)], "Predicted recall was 91 %. The time until it falls to 90 % was 2.3 "
         "days, after Good 11 days. Your goal is 90 %: 11 days."),
        ([(4, 0), (1, 2), (4, 2)], "A further answer on the same day counts less. The time until "
         "recall falls to 90 % was less than a day, after Good less than a day. "
         "Your goal is 90 %: 1 day."),
    ],
)  # fmt: skip
def test_reasons(steps: list[tuple[int, int]], expected: str) -> None:
    """An interval that nobody can explain is an interval that nobody trusts."""
    memory = Memory()
    for q, day in steps[:-1]:
        memory = Fsrs().answer(memory, q, day)
    assert why(memory, *steps[-1], Fsrs()) == expected


def predictions(path: Path, algorithm: Fsrs) -> list[tuple[float, bool]]:
    """Return predicted recall and outcome of the first review of each study day of a card.

    The learner's day begins at 10:00 UTC, as the README beside the log says: with the day of
    flashdeck beginning at 04:00 local time, that is an offset of six hours west.
    """
    memories: dict[str, Memory] = {}
    found = []
    with path.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["review_time"])
    for row in rows:
        at_ms = round(datetime.fromisoformat(row["review_time"]).timestamp() * 1000)
        day, grade = study_day(at_ms, -360), int(row["review_rating"])
        memory = memories.get(row["card_id"], Memory())
        if memory.last_day is not None and day > memory.last_day:
            found.append((algorithm.recall(memory, day), grade > 1))
        memories[row["card_id"]] = algorithm.answer(memory, grade + 1, day)
    return found


def log_loss(found: list[tuple[float, bool]]) -> float:
    """Return the mean of -log(probability of what happened)."""
    return -sum(math.log(p if right else 1 - p) for p, right in found) / len(found)


def area_under_curve(found: list[tuple[float, bool]]) -> float:
    """Return how often a remembered card had the higher prediction than a forgotten one."""
    ordered = sorted(found)
    ranks: dict[float, list[int]] = {}
    for rank, (p, _) in enumerate(ordered, 1):
        ranks.setdefault(p, []).append(rank)
    positive = [sum(ranks[p]) / len(ranks[p]) for p, right in found if right]
    negatives = len(found) - len(positive)
    least = len(positive) * (len(positive) + 1) / 2
    return (sum(positive) - least) / (len(positive) * negatives)


def test_predictions_on_a_real_log(shared: Path) -> None:
    """Predicted recall is what the exam planner plans by; it has to be worth that."""
    found = predictions(shared / "revlogs" / "pyfsrs_josh.csv", Fsrs())
    assert len(found) == 6372
    assert log_loss(found) < 0.4655
    assert area_under_curve(found) > 0.724
