"""Whole tables at once, for exports that take every card."""

from __future__ import annotations

import sqlite3

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Entry
from flashdeck.store.cards import Overlay
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


def overlays(db: sqlite3.Connection) -> dict[CardId, Overlay]:
    """Return what the student added to cards, where that is anything."""
    rows = db.execute("SELECT card, hint, mnemonic, note, flag FROM overlays")
    return {CardId(row[0]): Overlay(*row[1:]) for row in rows}
