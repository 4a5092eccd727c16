"""Whole tables at once, for exports that take every card."""

from __future__ import annotations

import sqlite3

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Entry
from flashdeck.store.reviews import all_entries


def entries_by_card(db: sqlite3.Connection) -> dict[CardId, list[Entry]]:
    """Return the log by card, each card's entries oldest first."""
    found: dict[CardId, list[Entry]] = {}
    for entry in all_entries(db):
        found.setdefault(entry.card, []).append(entry)
    return found


def aliases(db: sqlite3.Connection) -> dict[CardId, list[CardId]]:
    """Return, by card, the cards whose history it carries on."""
    found: dict[CardId, list[CardId]] = {}
    for card, old in db.execute("SELECT card, old FROM aliases ORDER BY card, old"):
        found.setdefault(CardId(card), []).append(CardId(old))
    return found


def flags(db: sqlite3.Connection) -> dict[CardId, int]:
    """Return the flags of the cards that have one, 1 to 7."""
    rows = db.execute("SELECT card, flag FROM overlays WHERE flag > 0")
    return {CardId(card): flag for card, flag in rows}
