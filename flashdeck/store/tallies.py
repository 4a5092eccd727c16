"""Counts over the whole log and all tags: read on connections of their own, beside the session."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flashdeck.core.ids import CardId

_AT_ONCE = 500
_BUSY_SECONDS = 5.0


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a library for reading, in any thread; what is written meanwhile does not wait for it."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        yield connection
    finally:
        connection.close()


def answers_by_day(
    db: sqlite3.Connection, first_day: int, after: int = 0
) -> tuple[Counter[int], int]:
    """Return the answers of each study day from ``first_day`` on, undone ones too, and a mark.

    With the mark of an earlier look as ``after`` only rows that arrived since are counted.
    """
    (last,) = db.execute("SELECT coalesce(max(seq), 0) FROM reviews").fetchone()
    rows = db.execute(
        "SELECT day, count(*) FROM reviews WHERE seq > ? AND seq <= ? AND day >= ? "
        "AND kind IN ('review', 'cram') GROUP BY day",
        (after, last, first_day),
    )
    return Counter({int(day): int(number) for day, number in rows}), int(last)


def days_of(db: sqlite3.Connection, ids: Iterable[str], first_day: int) -> Counter[int]:
    """Return how many of these answers each study day from ``first_day`` on had."""
    found: Counter[int] = Counter()
    for entry in ids:
        row = db.execute(
            "SELECT day FROM reviews WHERE id = ? AND day >= ? AND kind IN ('review', 'cram')",
            (entry, first_day),
        ).fetchone()
        if row is not None:
            found[int(row[0])] += 1
    return found


def tags_of(db: sqlite3.Connection, cards: Iterable[CardId]) -> dict[CardId, tuple[str, ...]]:
    """Return the tags of these cards; those without any are left out."""
    wanted = list(cards)
    found: dict[CardId, tuple[str, ...]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = db.execute(
            "SELECT id, content ->> '$.tags' FROM cards "
            f"WHERE id IN ({', '.join('?' * len(some))}) AND content ->> '$.tags' IS NOT NULL",
            some,
        )
        found |= {CardId(card): tuple(json.loads(tags)) for card, tags in rows}
    return found


def all_tags(db: sqlite3.Connection) -> list[str]:
    """Return every tag of a card that can be studied, in alphabetical order."""
    rows = db.execute(
        "SELECT DISTINCT content ->> '$.tags' FROM cards JOIN states ON states.card = cards.id "
        "WHERE states.shown = 1 AND content ->> '$.tags' IS NOT NULL"
    )
    tags = {tag for (text,) in rows for tag in json.loads(text)}
    return sorted(tags, key=lambda tag: (tag.casefold(), tag))
