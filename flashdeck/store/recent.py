"""The cards answered last, read from the log without making entries of its rows.

A session looks at it before its first card, which need not wait for all that a log can hold.
"""

from __future__ import annotations

import sqlite3

from flashdeck.core.ids import CardId

_PASS = 3  # the least quality that is no failure


def answered_last(db: sqlite3.Connection, today: int, most: int) -> list[CardId]:
    """Return the cards answered on a study day, newest answer first; voided answers do not count.

    A card answered twice is there twice.
    """
    gone: set[str] = set()
    found: list[CardId] = []
    rows = db.execute("SELECT id, day, kind, card, voids FROM reviews ORDER BY at_ms DESC, id DESC")
    for entry_id, day, kind, card, voids in rows:
        if day < today or len(found) == most:
            break
        if entry_id in gone:
            continue
        if kind == "void":
            gone.add(voids)
        elif kind == "review":
            found.append(CardId(card))
    return found


def missed_first(db: sqlite3.Connection, today: int) -> frozenset[CardId]:
    """Return the cards whose first answer of a study day, voided ones aside, was a failure."""
    gone: set[str] = set()
    first: dict[CardId, int] = {}
    rows = db.execute(
        "SELECT id, day, kind, card, voids, q FROM reviews ORDER BY at_ms DESC, id DESC"
    )
    for entry_id, day, kind, card, voids, q in rows:
        if day < today:
            break
        if entry_id in gone:
            continue
        if kind == "void":
            gone.add(voids)
        elif kind == "review" and day == today:
            first[CardId(card)] = q
    return frozenset(card for card, q in first.items() if q is not None and q < _PASS)
