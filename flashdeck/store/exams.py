"""Exam dates, and what planning for them needs to know of cards and answers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.exam import Exam

_COLUMNS = "name, day, added_day, deck_id, tag, minutes"
_LOOKED_AT = 400  # answers
_LEAST_MS, _MOST_MS = 500, 120_000  # an answer of another length says nothing of the pace


def all_exams(db: sqlite3.Connection, first_day: int = 0) -> list[Exam]:
    """Return the exams on that study day and after it, the next one first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM exams WHERE day >= ? ORDER BY day, name", (first_day,)
    )
    return [
        Exam(name, day, added, DeckId(deck) if deck is not None else None, tag, minutes)
        for name, day, added, deck, tag, minutes in rows
    ]


def put_exam(db: sqlite3.Connection, exam: Exam) -> None:
    """Store an exam in place of the one of that name."""
    db.execute(
        f"INSERT OR REPLACE INTO exams ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (exam.name, exam.day, exam.added_day, exam.deck_id, exam.tag, exam.minutes),
    )


def remove_exam(db: sqlite3.Connection, name: str) -> None:
    """Forget an exam; no card or review is touched."""
    db.execute("DELETE FROM exams WHERE name = ?", (name,))


def tagged(db: sqlite3.Connection, tag: str) -> dict[DeckId, set[CardId]]:
    """Return the shown cards that have a tag or a sub-tag of it, by deck."""
    wanted = tag.casefold().rstrip("/")
    words = " ".join(
        f'"{word}"' for word in "".join(c if c.isalnum() else " " for c in wanted).split()
    )
    query = (
        "SELECT s.deck_id, s.card, c.content ->> '$.tags' FROM cards c "
        "JOIN states s ON s.card = c.id WHERE s.shown = 1 AND c.content ->> '$.tags' IS NOT NULL"
    )
    # Found by its words first, so that not every card's tags are read.
    narrow = " AND c.num IN (SELECT rowid FROM card_search WHERE card_search MATCH ?)"
    rows = db.execute(query + narrow, (f"tags : ({words})",)) if words else db.execute(query)
    found: dict[DeckId, set[CardId]] = {}
    for deck_id, card, tags in rows:
        own = [one.casefold() for one in json.loads(tags)]
        if any(one == wanted or one.startswith(wanted + "/") for one in own):
            found.setdefault(DeckId(deck_id), set()).add(CardId(card))
    return found


def answer_seconds(db: sqlite3.Connection) -> float | None:
    """Return the mean length of the last answers in seconds; None where there are too few."""
    rows = db.execute(
        "SELECT duration_ms FROM (SELECT duration_ms, kind FROM reviews "
        "ORDER BY at_ms DESC, id DESC LIMIT ?) WHERE kind = 'review' AND duration_ms BETWEEN ? "
        "AND ?",
        (_LOOKED_AT, _LEAST_MS, _MOST_MS),
    ).fetchall()
    if len(rows) < 20:
        return None
    return float(sum(duration for (duration,) in rows)) / len(rows) / 1000


class Counts(NamedTuple):
    """Cards of a deck that an exam is about: unseen, first answered today or before, reviews today.

    ``reviews`` are those answered today and those still due; suspended cards count nowhere.
    """

    unseen: int
    introduced: int
    seen: int
    reviews: int


def counts(
    db: sqlite3.Connection, deck_id: DeckId, today: int, cards: Collection[CardId] | None
) -> Counts:
    """Return what an exam asks of a deck today; ``cards`` None for all of it."""
    only = "" if cards is None else " AND card IN (SELECT value FROM json_each(:cards))"
    row = db.execute(
        "SELECT coalesce(sum(due_day IS NULL), 0), coalesce(sum(first_day = :today), 0), "
        "coalesce(sum(first_day < :today), 0), "
        "coalesce(sum(due_day <= :today OR last_day = :today), 0) "
        f"FROM states WHERE deck_id = :deck AND shown = 1 AND suspended = 0{only}",
        {"deck": deck_id, "today": today, "cards": json.dumps(list(cards or ()))},
    ).fetchone()
    unseen, introduced, seen, reviews = row
    return Counts(unseen, introduced, seen, reviews - introduced)


def siblings(db: sqlite3.Connection, deck_id: DeckId) -> dict[CardId, str]:
    """Return the sibling key of a deck's shown cards."""
    rows = db.execute(
        "SELECT card, sibling_key FROM states WHERE deck_id = ? AND shown = 1", (deck_id,)
    )
    return {CardId(card): sibling for card, sibling in rows}
