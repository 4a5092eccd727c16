"""The cards of a session in line: today's queue, or a cram round that no schedule knows of."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Standing
from flashdeck.core.schedule.queue import DRILL_GAP, next_card
from flashdeck.services.balance import Balance
from flashdeck.services.library import Library
from flashdeck.services.selection import Selection, cram_cards, wanted_by
from flashdeck.services.today import recent_cards, todays_queue
from flashdeck.store.states import get_standing


class Line(Protocol):
    """What a session asks, card after card; ``balance`` knows the load of the days to come."""

    balance: Balance

    def __len__(self) -> int:
        """Return how many cards are still to come."""
        ...

    def take(self, today: int, version: int, first: CardId | None = None) -> CardId | None:
        """Take the next card out of the line; ``first`` where it is given.

        ``version`` is the library's `Store.data_version`.
        """
        ...

    def after(self, card: CardId) -> CardId | None:
        """Return the card that follows this one, which is asked now, unless it must come back."""
        ...

    def answered(self, card: CardId, standing: Standing, *, again: bool) -> None:
        """Learn how a card was answered; ``again`` where it is to come back."""
        ...

    def holds(self, card: CardId) -> bool:
        """Tell whether a card is still to come."""
        ...

    def look_again(self, today: int, asked: CardId | None = None) -> None:
        """Build the line anew: something else than an answer happened.

        ``asked`` goes back in line; it was taken out, and not answered.
        """
        ...


class _Cards:
    """Cards that wait, those that come back, and those asked last."""

    _waiting: deque[CardId]
    _drills: list[CardId]
    _recent: deque[CardId]
    balance: Balance

    def __len__(self) -> int:
        return len(self._waiting) + len(self._drills)

    def take(self, today: int, version: int, first: CardId | None = None) -> CardId | None:
        card = self._front(self._recent) if first is None else first
        if self._waiting and card == self._waiting[0]:
            self._waiting.popleft()
        elif card in self._drills:
            self._drills.remove(card)
        elif card is not None and card in self._waiting:
            self._waiting.remove(card)
        return card

    def after(self, card: CardId) -> CardId | None:
        return self._front((card, *self._recent))

    def answered(self, card: CardId, standing: Standing, *, again: bool) -> None:
        self._recent.appendleft(card)
        if again and not standing.suspended:
            self._drills.append(card)

    def holds(self, card: CardId) -> bool:
        return card in self._drills or card in self._waiting

    def _front(self, recent: Sequence[CardId]) -> CardId | None:
        front = [self._waiting[0]] if self._waiting else []
        return next_card(front, self._drills, tuple(recent))


class TodayLine(_Cards):
    """Today's queue, kept in memory and built again only when another program wrote."""

    def __init__(
        self, library: Library, deck_ids: Sequence[DeckId], selection: Selection, today: int
    ) -> None:
        self._library = library
        self._deck_ids = deck_ids
        self._selection = selection
        self._load(today)

    def _load(self, today: int) -> None:
        db = self._library.db
        self._day = today
        self._version = self._library.store.data_version()
        wants = wanted_by(self._library, self._selection, today)
        queue = todays_queue(db, self._deck_ids, today, wants)
        self._waiting = deque(queue.waiting)
        self._drills = list(queue.drills)
        self._recent = deque(recent_cards(db, today), maxlen=DRILL_GAP)
        self.balance = Balance(db)

    def take(self, today: int, version: int, first: CardId | None = None) -> CardId | None:
        if today != self._day or self._version != version:
            self._load(today)
        return super().take(today, version, first)

    def look_again(self, today: int, asked: CardId | None = None) -> None:
        self._load(today)


class CramLine(_Cards):
    """All selected cards once, and the missed ones until they are known."""

    def __init__(
        self, library: Library, deck_ids: Sequence[DeckId], selection: Selection, today: int
    ) -> None:
        self._db = library.db
        self._waiting = deque(cram_cards(library, deck_ids, selection, today))
        self._drills = []
        self._recent = deque(maxlen=DRILL_GAP)
        self.balance = Balance(library.db)

    def look_again(self, today: int, asked: CardId | None = None) -> None:
        if asked is not None:
            self._waiting.appendleft(asked)
        aside = {
            card
            for card in (*self._waiting, *self._drills)
            if get_standing(self._db, card).suspended
        }
        self._waiting = deque(card for card in self._waiting if card not in aside)
        self._drills = [card for card in self._drills if card not in aside]
