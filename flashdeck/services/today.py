"""Today's queue: which cards wait, which come back, and which were asked last."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.queue import DRILL_GAP, spread
from flashdeck.store import decks, recent, states


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
    due: list[tuple[int, int, int, CardId]] = []
    new: list[CardId] = []
    mixed: set[CardId] = set()
    for number, deck_id in enumerate(deck_ids):
        settings = decks.settings_of(db, deck_id)
        taken = states.answered_siblings(db, deck_id, today)
        limit = settings.reviews_per_day
        room = None if limit is None else limit - states.reviewed(db, deck_id, today)
        of_deck = 0
        for due_day, position, card, sibling in states.due_cards(db, deck_id, today):
            if room is not None and of_deck >= room:
                break
            if sibling not in taken and (wants is None or wants(card)):
                taken.add(sibling)
                due.append((due_day, number, position, card))
                of_deck += 1
        fresh = _new_of_deck(db, deck_id, today, settings.new_per_day, taken, wants)
        new += fresh
        if settings.new_mixed:
            mixed.update(fresh)
    wanted = set(deck_ids)
    return Queue(
        due=tuple(card for *_, card in sorted(due)),
        new=tuple(new),
        drills=tuple(
            card
            for card, deck in states.drilled_cards(db, today)
            if deck in wanted and (wants is None or wants(card))
        ),
        mixed=frozenset(mixed),
    )


def _new_of_deck(
    db: sqlite3.Connection,
    deck_id: DeckId,
    today: int,
    limit: int,
    taken: set[str],
    wants: Callable[[CardId], bool] | None,
) -> list[CardId]:
    room = limit - states.introduced(db, deck_id, today)
    found: list[CardId] = []
    if room > 0:
        for card, sibling in states.new_cards(db, deck_id, today):
            if sibling in taken or not (wants is None or wants(card)):
                continue
            taken.add(sibling)
            found.append(card)
            if len(found) == room:
                break
    return found


def recent_cards(db: sqlite3.Connection, today: int) -> tuple[CardId, ...]:
    """Return the cards answered last today, newest first, as many as a drill waits for."""
    return tuple(recent.answered_last(db, today, DRILL_GAP))
