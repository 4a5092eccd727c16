"""The answers of a year, day by day, and how many days in a row there were any."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flashdeck.store import reviews, tallies
from flashdeck.store.open import explain

DAYS = 53 * 7


@dataclass(frozen=True, slots=True)
class Year:
    """Answers by study day over the last 53 weeks; ``streak`` and ``best`` are days in a row.

    The streak ends today, or yesterday while nothing is answered yet today.
    """

    today: int
    answers: Mapping[int, int] = field(default_factory=dict)
    streak: int = 0
    best: int = 0


class YearCounter:
    """Counts the year, and after that only what has come since."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._from = 0
        self._mark = 0
        self._counted: Counter[int] = Counter()

    def count(self, today: int) -> Year:
        """Return the year up to today; takes as long as a look through the log the first time.

        Raises LibraryError where the library cannot be read.
        """
        first = today - DAYS + 1
        try:
            with tallies.reading(self._path) as db:
                if first != self._from:
                    self._counted, self._from, self._mark = Counter(), first, 0
                new, self._mark = tallies.answers_by_day(db, first, self._mark)
                self._counted += new
                undone = tallies.days_of(db, reviews.voided_ids(db), first)
        except sqlite3.Error as failure:
            raise explain(failure, self._path) from failure
        answers = {day: n - undone[day] for day, n in self._counted.items() if n > undone[day]}
        return Year(today, answers, *_streaks(answers, today))


def _streaks(answers: Mapping[int, int], today: int) -> tuple[int, int]:
    best = run = 0
    for day in range(today - DAYS + 1, today + 1):
        run = run + 1 if answers.get(day) else 0
        best = max(best, run)
    now = 0
    day = today if answers.get(today) else today - 1
    while answers.get(day):
        now += 1
        day -= 1
    return now, best
