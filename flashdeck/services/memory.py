"""Memory states of FSRS for every card, whatever schedules it: made from the log when needed.

An answer under another algorithm leaves the state unknown, which costs it nothing; whoever asks for
predictions has the cards answered since replayed, and the library keeps what came of it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from flashdeck.core.errors import LibraryBusyError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Memory, Standing
from flashdeck.core.schedule.fsrs import Fsrs
from flashdeck.core.schedule.replay import replay_card
from flashdeck.services.library import Library
from flashdeck.services.scheduling import algorithm_for, memory_model_for
from flashdeck.store import decks, histories
from flashdeck.store import memories as kept


def replay_deck(db: sqlite3.Connection, deck_id: DeckId) -> int:
    """Make the states of a deck's cards again from the log, in one go; return how many.

    Only the entries of the deck's cards are read.
    """
    algorithm = algorithm_for(decks.settings_of(db, deck_id))
    replayed = [
        (card, replay_card(card, history, algorithm))
        for card, history in histories.histories_of_deck(db, deck_id)
    ]
    kept.put_standings(db, replayed)
    return len(replayed)


def with_memory(memory: Memory, replayed: Standing, model: Fsrs) -> Memory:
    """Return a schedule with the memory state that the replay under the model came to."""
    known = model.known(replayed.memory)
    return replace(memory, stability=known.stability, difficulty=known.difficulty)


def memories(
    db: sqlite3.Connection,
    deck_id: DeckId,
    wanted: Iterable[CardId] | None = None,
    found: dict[CardId, Standing] | None = None,
) -> dict[CardId, Standing]:
    """Return where the shown cards of a deck stand, all with the memory state of FSRS.

    ``wanted`` leaves out the others; ``found`` is filled with those that the library did not know.
    Cards never answered have no memory state.
    """
    settings = decks.settings_of(db, deck_id)
    model = memory_model_for(settings)
    standings = kept.shown_standings(db, deck_id, wanted)
    unknown = [
        card
        for card, standing in standings.items()
        if standing.memory.last_day is not None and standing.memory.stability is None
    ]
    for card, history in histories.histories_of(db, unknown):
        standing = standings[card]
        replayed = replay_card(card, history, model)
        standings[card] = replace(standing, memory=with_memory(standing.memory, replayed, model))
        if found is not None and settings.algorithm != "fsrs":
            found[card] = standings[card]
    return standings


def kept_memories(
    library: Library, deck_id: DeckId, wanted: Iterable[CardId] | None = None
) -> dict[CardId, Standing]:
    """Return the same, and have the library keep what it did not know."""
    found: dict[CardId, Standing] = {}
    standings = memories(library.db, deck_id, wanted, found)
    if found:
        # Where another program writes all the time it is found again the next time.
        with contextlib.suppress(LibraryBusyError), library.store.transaction() as db:
            kept.put_memory(db, found.items())
    return standings
