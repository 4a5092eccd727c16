"""The entries of many cards, card by card: what a replay of a deck reads, and no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.replay import Entry
from flashdeck.store.cards import carried_cards
from flashdeck.store.log_rows import ENTRY_COLUMNS, entry_from_row
from flashdeck.store.reviews import entries_of


def histories_of_deck(
    db: sqlite3.Connection, deck_id: DeckId
) -> Iterator[tuple[CardId, list[Entry]]]:
    """Yield the cards of a deck that have entries, each with all that count for it."""
    heirs = _heirs(db)
    columns = ", ".join(f"r.{name}" for name in ENTRY_COLUMNS.split(", "))
    rows = db.execute(
        f"SELECT {columns} FROM states s JOIN reviews r ON r.card = s.card WHERE s.deck_id = ? "
        "ORDER BY s.card",
        (deck_id,),
    )
    for card, entries in groupby(map(entry_from_row, rows), attrgetter("card")):
        if card not in heirs:
            yield card, list(entries)
    of_deck = db.execute("SELECT card FROM states WHERE deck_id = ?", (deck_id,)) if heirs else ()
    for (card,) in list(of_deck):
        if card in heirs:
            yield card, entries_of(db, carried_cards(db, card))


def histories_of(
    db: sqlite3.Connection, wanted: Iterable[CardId]
) -> Iterator[tuple[CardId, list[Entry]]]:
    """Yield these cards, each with all entries that count for it."""
    heirs = _heirs(db)
    for card in wanted:
        yield card, entries_of(db, carried_cards(db, card) if card in heirs else [card])


def _heirs(db: sqlite3.Connection) -> frozenset[CardId]:
    """Return the cards that carry the history of others on."""
    return frozenset(CardId(row[0]) for row in db.execute("SELECT DISTINCT card FROM aliases"))
