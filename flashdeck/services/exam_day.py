"""What exams that are near make of today's queue."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Standing
from flashdeck.core.schedule.exam import (
    ENOUGH,
    Exam,
    Pace,
    by_gain,
    gain,
    load_share,
    new_today,
)
from flashdeck.services.memory import memories
from flashdeck.services.scheduling import memory_model_for
from flashdeck.store import exams
from flashdeck.store.rows import DeckSettings

_REVIEW_SECONDS = 10.0  # until the student's own pace is known
_NEW_REVIEWS = 2  # a new card takes the time of so many reviews on its first day

Row = tuple[int, CardId, str]


def pace_of(db: sqlite3.Connection) -> Pace:
    """Return the student's pace by the last answers."""
    seconds = exams.answer_seconds(db) or _REVIEW_SECONDS
    return Pace(seconds, seconds * _NEW_REVIEWS)


def members(
    db: sqlite3.Connection, exam: Exam, deck_ids: Sequence[DeckId]
) -> dict[DeckId, set[CardId] | None]:
    """Return which of these decks an exam is about, each with its cards; None for all of them."""
    if exam.tag:
        found = exams.tagged(db, exam.tag)
        return {deck_id: found[deck_id] for deck_id in deck_ids if deck_id in found}
    return {deck_id: None for deck_id in deck_ids if exam.deck_id in (None, deck_id)}


@dataclass(slots=True)
class NewRoom:
    """How many more new cards of a deck an exam wants today; ``cards`` None for the whole deck."""

    cards: set[CardId] | None
    left: list[int]  # one number, shared by all decks of the exam

    def covers(self, card: CardId) -> bool:
        """Tell whether the exam is about the card."""
        return self.cards is None or card in self.cards


class ExamDay:
    """Today by the exams that are near: new cards at their pace, last reviews by what they bring.

    A card that several exams are about belongs to the next of them.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        deck_ids: Sequence[DeckId],
        today: int,
        settings: Sequence[DeckSettings],
    ) -> None:
        self._db, self._deck_ids, self._today = db, deck_ids, today
        self._settings = dict(zip(deck_ids, settings, strict=True))
        self._pace = pace_of(db)
        self._rooms: dict[DeckId, list[NewRoom]] = {}
        self._close: list[tuple[Exam, dict[DeckId, set[CardId] | None]]] = []
        for exam in exams.all_exams(db, today):
            about = members(db, exam, deck_ids)
            if exam.is_close(today):
                self._close.append((exam, about))
            left = [self._new_room(exam, about)]
            for deck_id, cards in about.items():
                self._rooms.setdefault(deck_id, []).append(NewRoom(cards, left))

    def rooms(self, deck_id: DeckId) -> Sequence[NewRoom]:
        """Return the room for new cards of a deck, exam by exam; none where no exam has it."""
        return self._rooms.get(deck_id, ())

    def reordered(self, due: Sequence[Row], taken: set[str]) -> list[Row]:
        """Return the due cards with those of close exams ranked by what they bring, and first.

        ``taken`` are the siblings that were answered today.
        """
        rows: list[Row] = list(due)
        ranked: list[Row] = []
        seen: set[CardId] = set()
        for exam, about in self._close:
            before = {row[1] for row in rows if self._is_about(about, row)}
            ranked += self._ranked(exam, about, before, taken, seen)
            rows = [row for row in rows if row[1] not in before]
        return [*ranked, *rows]

    def _is_about(self, about: Mapping[DeckId, set[CardId] | None], row: Row) -> bool:
        deck_id = self._deck_ids[row[0]]
        if deck_id not in about:
            return False
        cards = about[deck_id]
        return cards is None or row[1] in cards

    def _ranked(
        self,
        exam: Exam,
        about: Mapping[DeckId, set[CardId] | None],
        due: set[CardId],
        taken: set[str],
        seen: set[CardId],
    ) -> list[Row]:
        today = self._today
        gains: list[tuple[float, CardId]] = []
        rows: dict[CardId, Row] = {}
        answered = 0
        for deck_id, cards in about.items():
            model = memory_model_for(self._settings[deck_id])
            number = self._deck_ids.index(deck_id)
            siblings_of = exams.siblings(self._db, deck_id)
            for card, standing in memories(self._db, deck_id, cards).items():
                if standing.memory.last_day == today:
                    answered += 1
                elif card not in seen and _can_be_asked(standing, today):
                    recall = model.recall(standing.memory, exam.day)
                    if exam.minutes is not None or card in due or recall < ENOUGH:
                        gains.append((gain(model, standing.memory, today, exam.day), card))
                        rows[card] = (number, card, siblings_of[card])
        order = by_gain(gains)
        seen.update(card for _, card in gains)
        if exam.minutes is None:
            return [rows[card] for card in order]
        room = int(exam.minutes * 60 / self._pace.review_seconds) - answered
        chosen: list[Row] = []
        siblings = set(taken)
        for card in order:
            sibling = rows[card][2]
            if len(chosen) >= room:
                break
            if sibling not in siblings:
                siblings.add(sibling)
                chosen.append(rows[card])
        return chosen

    def _new_room(self, exam: Exam, about: Mapping[DeckId, set[CardId] | None]) -> int:
        unseen = introduced = reviews = seen = 0
        usual = 0
        for deck_id, cards in about.items():
            counts = exams.counts(self._db, deck_id, self._today, cards)
            unseen += counts.unseen
            introduced += counts.introduced
            reviews += counts.reviews
            seen += counts.seen
            usual = max(usual, self._settings[deck_id].new_per_day)
        load = load_share(exam, unseen + introduced, seen, self._today, self._pace)
        wanted = new_today(exam, unseen + introduced, self._today, usual, load)
        if exam.minutes is not None:
            left = exam.minutes * 60 - reviews * self._pace.review_seconds
            wanted = min(wanted, max(0, int(left / self._pace.new_seconds)))
        return max(0, wanted - introduced)


def _can_be_asked(standing: Standing, today: int) -> bool:
    return (
        standing.memory.last_day is not None
        and not standing.suspended
        and standing.buried_day != today
    )
