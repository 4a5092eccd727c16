"""How each deck is studied: kept in the library, never in the deck."""

from __future__ import annotations

from flashdeck.core.errors import UsageError
from flashdeck.core.ids import DeckId
from flashdeck.services import entries
from flashdeck.services.library import Library
from flashdeck.store import decks, reviews, states
from flashdeck.store.rows import DeckSettings

_MOST_PER_DAY = 9999
# The least quality that needs no drill: 4 as the paper has it, 3 where only failures come back.
DRILLS = (4, 3)


def deck_settings(library: Library, deck_id: DeckId) -> DeckSettings:
    """Return how a deck is studied."""
    with library.store.guard():
        return decks.settings_of(library.db, deck_id)


def set_deck_settings(library: Library, deck_id: DeckId, settings: DeckSettings) -> None:
    """Change how a deck is studied; where that changes the schedule, it is made again from the log.

    Raises UsageError where a number is out of range.
    """
    limits = (settings.new_per_day, settings.reviews_per_day or 0)
    if not all(0 <= limit <= _MOST_PER_DAY for limit in limits):
        raise UsageError("no such daily limit", todo=f"limits run from 0 to {_MOST_PER_DAY}")
    if settings.drill_below not in DRILLS:
        raise UsageError("no such drill", todo="cards are drilled until Good, or until Hard")
    with library.store.transaction() as db:
        before = decks.settings_of(db, deck_id)
        decks.put_settings(db, deck_id, settings)
        if entries.algorithm_for(before) != entries.algorithm_for(settings):
            for card in states.deck_standings(db, deck_id):
                if reviews.has_entries(db, [card]):
                    entries.replay_states(db, [card])
