"""The cards of a session in line: today's queue, or a cram round that no schedule knows of."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Standing
from flashdeck.core.schedule.queue import DRILL_GAP, next_card
from flashdeck.services.library import Library
from flashdeck.services.selection import Selection, cram_cards, wanted_by
from flashdeck.services.today import recent_cards, todays_queue
from flashdeck.store.states import get_standing


class Line(Protocol):
    """What a session asks, card after card."""

    def take(self, today: int, first: CardId | None = None) -> CardId | None:
        """Take the next card out of the line; ``first`` where it is given."""
        ...

    def answered(self, card: CardId, standing: Standing, *, again: bool) -> None:
        """Learn how a card was answered; ``again`` where it is to come back."""
        ...

    def holds(self, card: CardId) -> bool:
        """Tell whether a card is still to come."""
        ...

    def to_come(self) -> set[CardId]:
        """Return all cards still to come."""
        ...

    def look_again(self, today: int, asked: CardId | None = None) -> None:
        """Build the line anew: something else than an answer happened.

        ``asked`` goes back in line; it was taken out, and not answered.
        """
        ...


class TodayLine:
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

    def take(self, today: int, first: CardId | None = None) -> CardId | None:
        if today != self._day or self._version != self._library.store.data_version():
            self._load(today)
        card = first
        if card is None:
            front = [self._waiting[0]] if self._waiting else []
            card = next_card(front, self._drills, tuple(self._recent))
        if self._waiting and card == self._waiting[0]:
            self._waiting.popleft()
        elif card is not None and card in self._waiting:
            self._waiting.remove(card)
        if card in self._drills:
            self._drills.remove(card)
        return card

    def answered(self, card: CardId, standing: Standing, *, again: bool) -> None:
        self._recent.appendleft(card)
        if again and not standing.suspended:
            self._drills.append(card)

    def holds(self, card: CardId) -> bool:
        return card in self._drills or card in self._waiting

    def to_come(self) -> set[CardId]:
        return {*self._waiting, *self._drills}

    def look_again(self, today: int, asked: CardId | None = None) -> None:
        self._load(today)


class CramLine:
    """All selected cards once, and the missed ones until they are known."""

    def __init__(
        self, library: Library, deck_ids: Sequence[DeckId], selection: Selection, today: int
    ) -> None:
        self._db = library.db
        self._waiting = deque(cram_cards(library, deck_ids, selection, today))
        self._drills: list[CardId] = []
        self._recent: deque[CardId] = deque(maxlen=DRILL_GAP)

    def take(self, today: int, first: CardId | None = None) -> CardId | None:
        card = first
        if card is None:
            front = [self._waiting[0]] if self._waiting else []
            card = next_card(front, self._drills, tuple(self._recent))
        if card is not None and card in self._waiting:
            self._waiting.remove(card)
        if card in self._drills:
            self._drills.remove(card)
        return card

    def answered(self, card: CardId, standing: Standing, *, again: bool) -> None:
        self._recent.appendleft(card)
        if again:
            self._drills.append(card)

    def holds(self, card: CardId) -> bool:
        return card in self._drills or card in self._waiting

    def to_come(self) -> set[CardId]:
        return {*self._waiting, *self._drills}

    def look_again(self, today: int, asked: CardId | None = None) -> None:
        if asked is not None:
            self._waiting.appendleft(asked)
        aside = {card for card in self.to_come() if get_standing(self._db, card).suspended}
        self._waiting = deque(card for card in self._waiting if card not in aside)
        self._drills = [card for card in self._drills if card not in aside]
