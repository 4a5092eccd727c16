"""Decks and their settings, as the library keeps them."""

from __future__ import annotations

import sqlite3

from flashdeck.core.ids import DeckId
from flashdeck.store.rows import (
    DECK_COLUMNS,
    SETTINGS_COLUMNS,
    DeckSettings,
    StoredDeck,
    deck_from_row,
    deck_values,
    settings_from_row,
    settings_values,
)


def all_decks(db: sqlite3.Connection, *, hidden: bool = False) -> list[StoredDeck]:
    """Return the decks in the order of their places; with ``hidden`` also the removed ones."""
    rows = db.execute(f"SELECT {DECK_COLUMNS} FROM decks")
    decks = [deck for deck in map(deck_from_row, rows) if hidden or not deck.hidden]
    return sorted(decks, key=lambda deck: (deck.place.casefold(), deck.title.casefold(), deck.id))


def get_deck(db: sqlite3.Connection, deck_id: DeckId) -> StoredDeck | None:
    """Return a deck, also a removed one."""
    row = db.execute(f"SELECT {DECK_COLUMNS} FROM decks WHERE id = ?", (deck_id,)).fetchone()
    return deck_from_row(row) if row else None


def put_deck(db: sqlite3.Connection, deck: StoredDeck) -> None:
    """Store a deck, new or changed."""
    columns = DECK_COLUMNS.split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    db.execute(
        f"INSERT INTO decks ({DECK_COLUMNS}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT (id) DO UPDATE SET {changes}",
        deck_values(deck),
    )


def touch_deck(db: sqlite3.Connection, deck_id: DeckId, size: int, mtime_ns: int, ms: int) -> None:
    """Remember that the deck's file, as it is now, holds what was read before."""
    db.execute(
        "UPDATE decks SET file_size = ?, file_mtime_ns = ?, read_ms = ? WHERE id = ?",
        (size, mtime_ns, ms, deck_id),
    )


def hide_deck(db: sqlite3.Connection, deck_id: DeckId) -> None:
    """Hide a deck with its cards; nothing of it is deleted."""
    db.execute("UPDATE decks SET hidden = 1 WHERE id = ?", (deck_id,))
    db.execute("UPDATE states SET shown = 0 WHERE deck_id = ?", (deck_id,))


def hide_replaced(db: sqlite3.Connection, deck_id: DeckId, file: str) -> int:
    """Hide the decks that were read from a file which holds another deck now.

    Return how many of their cards are without a note by that.
    """
    replaced = db.execute(
        "SELECT id FROM decks WHERE file = ? AND id <> ? AND hidden = 0", (file, deck_id)
    ).fetchall()
    orphans = 0
    for (old,) in replaced:
        query = "UPDATE cards SET present = 0 WHERE deck_id = ? AND present = 1"
        orphans += db.execute(query, (old,)).rowcount
        hide_deck(db, DeckId(old))
    return orphans


def settings_of(db: sqlite3.Connection, deck_id: DeckId) -> DeckSettings:
    """Return how a deck is studied."""
    row = db.execute(
        f"SELECT {SETTINGS_COLUMNS} FROM deck_settings WHERE deck_id = ?", (deck_id,)
    ).fetchone()
    return settings_from_row(row) if row else DeckSettings()


def all_settings(db: sqlite3.Connection) -> dict[DeckId, DeckSettings]:
    """Return how the decks are studied that have settings of their own."""
    rows = db.execute(f"SELECT deck_id, {SETTINGS_COLUMNS} FROM deck_settings")
    return {DeckId(row[0]): settings_from_row(row[1:]) for row in rows}


def put_settings(db: sqlite3.Connection, deck_id: DeckId, settings: DeckSettings) -> None:
    """Store how a deck is studied."""
    columns = SETTINGS_COLUMNS.split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
    db.execute(
        f"INSERT INTO deck_settings (deck_id, {SETTINGS_COLUMNS}) "
        f"VALUES ({', '.join('?' * (1 + len(columns)))}) "
        f"ON CONFLICT (deck_id) DO UPDATE SET {changes}",
        (deck_id, *settings_values(settings)),
    )
