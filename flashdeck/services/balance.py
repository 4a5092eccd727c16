"""Even days: each answer's interval chosen near the computed one, where a deck has fewest cards."""

from __future__ import annotations

import sqlite3

from flashdeck.core.ids import DeckId
from flashdeck.core.schedule.balance import moved, quietest
from flashdeck.core.schedule.base import Algorithm, Memory, fuzz_range
from flashdeck.store.states import due_per_day


class Balance:
    """How many cards are due on days to come, each day of a deck counted once in a session.

    Whoever keeps it tells it of answers; after any other change a new one is needed.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._due: dict[DeckId, dict[int, int]] = {}

    def after(
        self, deck_id: DeckId, memory: Memory, algorithm: Algorithm, q: int, today: int
    ) -> Memory:
        """Return a card's memory after an answer, come back on the quietest day near its due one.

        The card's own place among those due is not counted. An answer that does not schedule moves
        nothing.
        """
        answered = algorithm.answer(memory, q, today)
        if not algorithm.schedules(memory, today) or answered.due_day is None:
            return answered
        start = answered.due_day - answered.interval_days
        least, greatest = fuzz_range(answered.interval_days)
        if least == greatest:
            return answered
        due = self._counted(deck_id, start + least, start + greatest)

        def cards_due(days: int) -> int:
            return due[start + days] - (memory.due_day == start + days)

        return moved(answered, quietest(answered.interval_days, cards_due))

    def moved(self, deck_id: DeckId, before: int | None, after: int | None) -> None:
        """Learn that a card is due on another day than before; None where on no day."""
        due = self._due.get(deck_id, {})
        if before in due:
            due[before] -= 1
        if after in due:
            due[after] += 1

    def _counted(self, deck_id: DeckId, first: int, last: int) -> dict[int, int]:
        due = self._due.setdefault(deck_id, {})
        missing = [day for day in range(first, last + 1) if day not in due]
        if missing:
            found = due_per_day(self._db, deck_id, missing[0], missing[-1])
            for day in missing:
                due[day] = found.get(day, 0)
        return due
