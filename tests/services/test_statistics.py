"""The numbers of the statistics are those that a plain count of the log gives."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import replace

import pytest

from flashdeck.core.card import Grade
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.fsrs import Fsrs
from flashdeck.core.schedule.replay import Entry, live
from flashdeck.core.statistics import AGES, Reviewed, calibration, histogram, reviewed
from flashdeck.services.answering import undo
from flashdeck.services.library import Library, deck_ids
from flashdeck.services.statistics import Statistics, statistics
from flashdeck.services.study import Session
from flashdeck.store import reviews

from .conftest import CARDS, HandClock


def _studied(
    library: Library, clock: HandClock, days: int = 60, weights: tuple[int, ...] = (2, 1, 6, 1)
) -> None:
    chance = random.Random(11)
    for _ in range(days):
        session = Session(library, clock)
        while session.prompt:
            grade = chance.choices(tuple(Grade), weights)[0]
            session.answer(grade, duration_ms=chance.randrange(1_000, 20_000))
            clock.forward(seconds=20)
            if chance.random() < 0.1:
                undo(library)
                break
        clock.forward(days=1)


def _statistics(library: Library) -> Statistics:
    found = statistics(library.path, deck_ids(library), library.today)
    assert found is not None
    return found


def test_numbers_agree_with_a_plain_count_of_the_log(library: Library, clock: HandClock) -> None:
    """A student who steers by these numbers must be able to trust them."""
    _studied(library, clock)
    found = _statistics(library)
    entries = list(reviews.all_entries(library.db))
    gone = {entry.voids for entry in entries if entry.kind == "void"}
    answers = [entry for entry in entries if entry.kind == "review" and entry.id not in gone]
    assert len(answers) > 80
    per_day: dict[int, list[int]] = defaultdict(list)
    first_seen: dict[str, int] = {}
    remembered: dict[str, list[bool]] = defaultdict(list)
    last: dict[str, tuple[int, int]] = {}
    for entry in answers:
        per_day[entry.day].append(entry.duration_ms or 0)
        first_seen.setdefault(entry.card, entry.day)
        if entry.card not in last:
            last[entry.card] = (entry.day, entry.interval_days or 0)
        elif last[entry.card][0] < entry.day:
            interval = last[entry.card][1]
            age = next(name for least, name in reversed(AGES) if max(interval, 1) >= least)
            remembered[age].append((entry.q or 0) >= 3)
            last[entry.card] = (entry.day, entry.interval_days or 0)
    assert {load.day: load.reviews for load in found.loads} == {
        day: len(done) for day, done in per_day.items()
    }
    assert sum(load.minutes for load in found.loads) == pytest.approx(
        sum(map(sum, per_day.values())) / 60_000
    )
    assert sum(load.new for load in found.loads) == len(first_seen)
    assert {rate.name: (rate.remembered, rate.of) for rate in found.by_age} == {
        age: (sum(right), len(right)) for age, right in remembered.items()
    }
    assert found.overall.of == sum(rate.of for rate in found.by_relation)
    due = dict(library.db.execute("SELECT due_day, count(*) FROM states GROUP BY due_day"))
    assert found.forecast[0] == sum(n for day, n in due.items() if day and day <= library.today)
    assert found.forecast[3] == due.get(library.today + 3, 0)
    assert sum(found.intervals) == sum(found.eases) == found.cards - found.new
    assert found.cards == CARDS


def test_retention_is_told_by_relation_and_region(library: Library, clock: HandClock) -> None:
    """Which relation is weak tells a student what to look at again."""
    _studied(library, clock, days=12)
    found = _statistics(library)
    assert {"origin", "innervation", "action"} <= {rate.name for rate in found.by_relation}
    assert [rate.name for rate in found.by_region] == ["shoulder"]


def test_an_empty_library_has_statistics_too(library: Library) -> None:
    """The screen opens on the first day as well."""
    found = _statistics(library)
    assert (found.new, found.overall.of, found.loads, found.calibration) == (CARDS, 0, (), None)


def test_nobody_waits_for_numbers_that_are_no_longer_wanted(library: Library) -> None:
    """Leaving the screen ends the work."""
    wanted = deck_ids(library)
    assert statistics(library.path, wanted, library.today, cancelled=lambda: False) is not None


def _scored(predicted: float, q: int) -> Reviewed:
    return Reviewed(CardId("a/q"), 100, q, 0, 10, False, True, predicted)


def test_predictions_are_judged_once_there_are_enough(library: Library, clock: HandClock) -> None:
    """A calibration from ten reviews would be noise that looks like knowledge."""
    _studied(library, clock, days=10)
    assert _statistics(library).calibration is None
    answers = [_scored(0.82, 4 if n % 4 else 1) for n in range(100)]
    assert calibration(answers) is None
    found = calibration([*answers, *(_scored(0.97, 4) for _ in range(100))])
    assert found is not None
    assert [(step.least, step.most, step.of) for step in found.steps] == [
        (0.8, 0.85, 100),
        (0.95, 1.0, 100),
    ]
    assert [step.remembered for step in found.steps] == [0.75, 1.0]
    assert found.error == pytest.approx(((0.07**2 + 0.03**2) / 2) ** 0.5)
    loss = -(75 * math.log(0.82) + 25 * math.log(0.18) + 100 * math.log(0.97)) / 200
    assert found.log_loss == pytest.approx(loss)


def test_recall_is_predicted_from_the_answers_before(library: Library, clock: HandClock) -> None:
    """A prediction that knew the answer would always come true."""
    _studied(library, clock, days=10)
    by_card: dict[str, list[Entry]] = defaultdict(list)
    for entry in reviews.all_entries(library.db):
        by_card[entry.card].append(entry)
    for entries in by_card.values():
        whole = reviewed(entries, Fsrs())
        for place, answer in enumerate(whole):
            assert (answer.predicted is None) == (not answer.scored)
            flipped = [
                replace(e, q=1, grade=1) if n == place else e for n, e in enumerate(live(entries))
            ]
            assert reviewed(flipped, Fsrs())[place].predicted == answer.predicted


def test_steps_of_a_histogram() -> None:
    """A card of 7 days belongs to "7 to 13", not to "3 to 6"."""
    assert histogram([1, 2, 3, 6, 7, 400], (1, 3, 7, 14)) == (2, 2, 1, 1)
    assert histogram([0], (1, 3)) == (1, 0)
