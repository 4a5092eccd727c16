"""What exports read: the cards of a deck note by note, and whole tables that are small."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from flashdeck.core.ids import CardId, DeckId
from flashdeck.store.cards import Overlay
from flashdeck.store.rows import CARD_COLUMNS, OVERLAY_COLUMNS, StoredCard, card_from_row

_OF_CARD = f"c.anki_note, c.anki_number, {', '.join(f'c.{n}' for n in CARD_COLUMNS.split(', '))}"
_KEY = "coalesce(anki_note, note_id)"
_SCATTERED = (
    f"SELECT 1 FROM cards WHERE deck_id = ? AND present = 1 GROUP BY {_KEY} "
    "HAVING max(position) - min(position) >= count(*) LIMIT 1"
)
_IN_ORDER = f"SELECT {_OF_CARD} FROM cards c WHERE deck_id = ? AND present = 1 ORDER BY position"
_BY_NOTE = (
    f"SELECT {_OF_CARD} FROM "
    f"(SELECT num, {_KEY} AS note, min(position) OVER (PARTITION BY {_KEY}) AS first "
    "FROM cards WHERE deck_id = ? AND present = 1) f "
    "JOIN cards c ON c.num = f.num ORDER BY f.first, f.note, c.position"
)


class OutgoingCard(NamedTuple):
    """A card, the number of its note from Anki, if it has one, and its own number in that."""

    stored: StoredCard
    original: int | None
    number: int


def notes_in_deck(db: sqlite3.Connection, deck_id: DeckId) -> Iterator[list[OutgoingCard]]:
    """Yield the cards of each note of a deck, in the order of their first cards."""
    scattered = db.execute(_SCATTERED, (deck_id,)).fetchone() is not None
    query = _BY_NOTE if scattered else _IN_ORDER
    rows: Iterator[tuple[Any, ...]] = iter(db.execute(query, (deck_id,)))
    for _, some in groupby(rows, lambda row: row[0] or row[4]):
        yield [OutgoingCard(card_from_row(row[2:]), row[0], row[1]) for row in some]


def has_cards(db: sqlite3.Connection, deck_id: DeckId) -> bool:
    """Tell whether a deck has cards, orphans aside."""
    query = "SELECT 1 FROM cards WHERE deck_id = ? AND present = 1 LIMIT 1"
    return db.execute(query, (deck_id,)).fetchone() is not None


def aliases(db: sqlite3.Connection) -> dict[CardId, list[CardId]]:
    """Return, by card, the cards whose history it carries on."""
    found: dict[CardId, list[CardId]] = {}
    for card, old in db.execute("SELECT card, old FROM aliases ORDER BY card, old"):
        found.setdefault(CardId(card), []).append(CardId(old))
    return found


def overlays(db: sqlite3.Connection) -> dict[CardId, Overlay]:
    """Return what the student added to cards, where that is anything."""
    rows = db.execute(f"SELECT card, {OVERLAY_COLUMNS} FROM overlays")
    return {CardId(row[0]): Overlay(*row[1:]) for row in rows}


def exported(db: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, int]]:
    """Return what notes showed besides the content of their cards, when last exported.

    By deck and path ('' for the source): its digest, and when that last changed (UTC ms).
    """
    rows = db.execute("SELECT deck_id, what, digest, changed_ms FROM exported")
    return {(deck, what): (digest, changed) for deck, what, digest, changed in rows}


def put_exported(db: sqlite3.Connection, shown: Mapping[tuple[str, str], tuple[str, int]]) -> None:
    """Store what notes show now."""
    db.executemany(
        "INSERT OR REPLACE INTO exported (deck_id, what, digest, changed_ms) VALUES (?, ?, ?, ?)",
        ((*key, *value) for key, value in shown.items()),
    )
