"""Today's queue: which cards wait, which come back, and which were asked last."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.queue import DRILL_GAP, spread
from flashdeck.store import decks, recent, states
from flashdeck.store.rows import DeckSettings

if TYPE_CHECKING:
    from flashdeck.services.exam_day import ExamDay, NewRoom


class Queue(NamedTuple):
    """Today's cards: ``due`` oldest first, ``new`` in deck order, ``drills`` to be asked again.

    ``mixed`` are those of the new cards that are asked among the due ones.
    """

    due: tuple[CardId, ...]
    new: tuple[CardId, ...]
    drills: tuple[CardId, ...]
    mixed: frozenset[CardId] = frozenset()

    @property
    def waiting(self) -> tuple[CardId, ...]:
        """The cards not yet asked today, in order."""
        among = [card for card in self.new if card in self.mixed]
        after = [card for card in self.new if card not in self.mixed]
        return (*spread(self.due, among), *after)


def todays_queue(
    db: sqlite3.Connection,
    deck_ids: Sequence[DeckId],
    today: int,
    wants: Callable[[CardId], bool] | None = None,
) -> Queue:
    """Return what is to be asked today from these decks, within their limits.

    Of siblings only one is asked on a day. ``wants`` leaves out cards before anything is counted.
    """
    parts = _Parts(db, deck_ids, today, wants)
    due = parts.due()
    new: list[CardId] = []
    mixed: set[CardId] = set()
    for number in range(len(deck_ids)):
        fresh = parts.new(number)
        new += fresh
        if parts.settings[number].new_mixed:
            mixed.update(fresh)
    wanted = set(deck_ids)
    return Queue(
        due=tuple([card for _, card, _ in due]),  # a list is made faster than a generator runs
        new=tuple(new),
        drills=tuple(
            one.card
            for one in parts.answered
            if one.drilled and one.deck_id in wanted and (wants is None or wants(one.card))
        ),
        mixed=frozenset(mixed),
    )


def queue_lengths(
    db: sqlite3.Connection, deck_ids: Sequence[DeckId], today: int
) -> list[tuple[int, int]]:
    """Return how many due and how many new cards of each deck are to be asked today."""
    parts = _Parts(db, deck_ids, today, None)
    due = Counter(number for number, *_ in parts.due())
    return [(due[number], len(parts.new(number))) for number in range(len(deck_ids))]


class _Parts:
    """What each deck brings to today's queue, by its number among those asked for."""

    def __init__(
        self,
        db: sqlite3.Connection,
        deck_ids: Sequence[DeckId],
        today: int,
        wants: Callable[[CardId], bool] | None,
    ) -> None:
        self._db, self._deck_ids, self._today, self._wants = db, deck_ids, today, wants
        known, plain = decks.all_settings(db), DeckSettings()
        self.settings = [known.get(deck_id, plain) for deck_id in deck_ids]
        self.answered = states.answered_cards(db, today)
        numbers = {deck_id: number for number, deck_id in enumerate(deck_ids)}
        self._exams = _exam_day(db, deck_ids, today, self.settings)
        self._taken: set[str] = set()  # siblings that have had their turn
        self._introduced = [0] * len(deck_ids)
        self._reviewed = [0] * len(deck_ids)
        for one in self.answered:
            number = numbers.get(one.deck_id)
            if number is not None:
                self._taken.add(one.sibling_key)
                if one.first_day is not None:
                    self._introduced[number] += one.first_day == today
                    self._reviewed[number] += one.first_day < today

    def due(self) -> list[tuple[int, CardId, str]]:
        """Return number, card and sibling key of the due cards, oldest first, of siblings one."""
        rows = states.due_cards(self._db, self._deck_ids, self._today)
        if self._exams is not None:
            rows = self._exams.reordered(rows, self._taken)
        limited = any(one.reviews_per_day is not None for one in self.settings)
        if not limited and self._all_may_come([sibling for *_, sibling in rows]):
            return rows
        room = [
            len(rows) if one.reviews_per_day is None else one.reviews_per_day - had
            for one, had in zip(self.settings, self._reviewed, strict=True)
        ]
        found: list[tuple[int, CardId, str]] = []
        for row in rows:
            number, card, sibling = row
            if room[number] > 0 and self._may_come(card, sibling):
                room[number] -= 1
                found.append(row)
        return found

    def new(self, number: int) -> list[CardId]:
        """Return the unanswered cards of a deck that there is room for; after `due`."""
        room = self.settings[number].new_per_day - self._introduced[number]
        deck_id = self._deck_ids[number]
        planned = self._exams.rooms(deck_id) if self._exams is not None else ()
        if planned:
            return self._new_by_exam(deck_id, planned, room)
        if room <= 0:
            return []
        first = list(states.new_cards(self._db, deck_id, self._today, limit=room))
        if self._all_may_come([sibling for _, sibling in first]):
            return [card for card, _ in first]
        found: list[CardId] = []
        for card, sibling in states.new_cards(self._db, deck_id, self._today):
            if self._may_come(card, sibling):
                found.append(card)
                if len(found) == room:
                    break
        return found

    def _new_by_exam(self, deck_id: DeckId, planned: Sequence[NewRoom], room: int) -> list[CardId]:
        """Return the new cards at the pace of exams, and others as far as there is room."""
        found: list[CardId] = []
        for card, sibling in states.new_cards(self._db, deck_id, self._today):
            exam = next((one for one in planned if one.covers(card)), None)
            if (room if exam is None else exam.left[0]) <= 0 or not self._may_come(card, sibling):
                continue
            if exam is None:
                room -= 1
            else:
                exam.left[0] -= 1
            found.append(card)
        return found

    def _all_may_come(self, siblings: list[str]) -> bool:
        """Tell, as is usual, that nothing keeps any of these back; they have their turn then."""
        new = set(siblings)
        if self._wants is not None or len(new) < len(siblings) or new & self._taken:
            return False
        self._taken |= new
        return True

    def _may_come(self, card: CardId, sibling: str) -> bool:
        """Tell whether a card may be asked; its siblings wait then."""
        if sibling in self._taken or not (self._wants is None or self._wants(card)):
            return False
        self._taken.add(sibling)
        return True


def _exam_day(
    db: sqlite3.Connection, deck_ids: Sequence[DeckId], today: int, settings: list[DeckSettings]
) -> ExamDay | None:
    """Return what exams make of today; None, at next to no cost, where none is to come."""
    if db.execute("SELECT 1 FROM exams WHERE day >= ? LIMIT 1", (today,)).fetchone() is None:
        return None
    from flashdeck.services.exam_day import ExamDay

    return ExamDay(db, deck_ids, today, settings)


def recent_cards(db: sqlite3.Connection, today: int) -> tuple[CardId, ...]:
    """Return the cards answered last today, newest first, as many as a drill waits for."""
    return tuple(recent.answered_last(db, today, DRILL_GAP))
