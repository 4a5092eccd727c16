"""Where many cards stand at once, and their memory states, which are known only when needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Standing
from flashdeck.store.rows import STATE_COLUMNS, standing_from_row, standing_values


def put_standings(db: sqlite3.Connection, changed: Iterable[tuple[CardId, Standing]]) -> None:
    """Store where many cards stand."""
    changes = ", ".join(f"{name} = ?" for name in STATE_COLUMNS.split(", "))
    db.executemany(
        f"UPDATE states SET {changes} WHERE card = ?",
        ((*standing_values(standing), card) for card, standing in changed),
    )


def put_memory(db: sqlite3.Connection, known: Iterable[tuple[CardId, Standing]]) -> None:
    """Store stability and difficulty of cards, except those answered since."""
    db.executemany(
        "UPDATE states SET stability = ?, difficulty = ? WHERE card = ? AND answered_ms IS ?",
        (
            (standing.memory.stability, standing.memory.difficulty, card, standing.answered_ms)
            for card, standing in known
        ),
    )


def forget_memory(db: sqlite3.Connection, deck_id: DeckId) -> None:
    """Forget the memory states of a deck, which are then made again from the log when needed."""
    db.execute(
        "UPDATE states SET stability = NULL, difficulty = NULL WHERE deck_id = ?", (deck_id,)
    )


def shown_standings(
    db: sqlite3.Connection, deck_id: DeckId, wanted: Iterable[CardId] | None = None
) -> dict[CardId, Standing]:
    """Return where the shown cards of a deck stand; ``wanted`` leaves out the others."""
    query = f"SELECT card, {STATE_COLUMNS} FROM states WHERE deck_id = ? AND shown = 1"
    if wanted is None:
        rows = db.execute(query, (deck_id,)).fetchall()
    else:
        found = (db.execute(f"{query} AND card = ?", (deck_id, c)).fetchone() for c in wanted)
        rows = [row for row in found if row is not None]
    return {CardId(row[0]): standing_from_row(row[1:]) for row in rows}
