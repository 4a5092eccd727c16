"""How each deck is studied: kept in the library, never in the deck."""

from __future__ import annotations

from flashdeck.core.errors import UsageError
from flashdeck.core.ids import DeckId
from flashdeck.core.schedule.fsrs import (
    GREATEST_RETENTION,
    LEAST_RETENTION,
    PARAMETERS,
    are_parameters,
)
from flashdeck.services import entries
from flashdeck.services.library import Library
from flashdeck.services.memory import replay_deck
from flashdeck.services.scheduling import ALGORITHMS, memory_model_for
from flashdeck.store import decks, memories
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

    Raises UsageError where a number is out of range, or there is no such algorithm.
    """
    _check(settings)
    with library.store.transaction() as db:
        before = decks.settings_of(db, deck_id)
        decks.put_settings(db, deck_id, settings)
        if entries.algorithm_for(before) != entries.algorithm_for(settings):
            replay_deck(db, deck_id)
        elif memory_model_for(before) != memory_model_for(settings):
            memories.forget_memory(db, deck_id)


def _check(settings: DeckSettings) -> None:
    limits = (settings.new_per_day, settings.reviews_per_day or 0)
    if not all(0 <= limit <= _MOST_PER_DAY for limit in limits):
        raise UsageError("no such daily limit", todo=f"limits run from 0 to {_MOST_PER_DAY}")
    if settings.drill_below not in DRILLS:
        raise UsageError("no such drill", todo="cards are drilled until Good, or until Hard")
    if settings.algorithm not in ALGORITHMS:
        raise UsageError("no such algorithm", todo=f"choose one of {', '.join(ALGORITHMS)}")
    if not LEAST_RETENTION <= settings.retention <= GREATEST_RETENTION:
        raise UsageError(
            "no such retention", todo=f"it runs from {LEAST_RETENTION} to {GREATEST_RETENTION}"
        )
    if settings.parameters and not are_parameters(settings.parameters):
        raise UsageError(
            "these are no parameters of FSRS-6", todo=f"it takes {PARAMETERS} within their bounds"
        )
