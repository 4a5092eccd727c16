"""Many cards at once: what a package of fifty thousand needs to arrive in seconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from flashdeck.core.card import Card
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.replay import Entry, Standing
from flashdeck.store.log_rows import ENTRY_COLUMNS, entry_from_row, entry_values
from flashdeck.store.rows import (
    STATE_COLUMNS,
    card_content,
    standing_from_row,
    standing_values,
)
from flashdeck.store.search import INSERT_WORDS, card_words

_AT_ONCE = 500
_CACHE_KB = -24_000  # negative: kilobytes, not pages
_MERGE = "INSERT INTO card_search (card_search, rank) VALUES ('automerge', ?)"
_MERGED_AT = 4  # FTS5's own


class Known(NamedTuple):
    """A card that the library has; ``file`` is that of its deck, '' where it has none.

    ``original`` is the number of its note from Anki, which had changed at ``changed_s`` (UTC).
    """

    num: int
    deck_id: DeckId
    position: int
    present: bool
    hidden: bool
    content: str
    file: str
    original: int | None
    changed_s: int | None


class NewCard(NamedTuple):
    """A card to be stored, where it stands by its history, and which card of which note it was."""

    card: Card
    deck_id: DeckId
    position: int
    standing: Standing
    original: int | None = None
    number: int = 0


@contextmanager
def much_to_write(db: sqlite3.Connection) -> Iterator[None]:
    """Let SQLite keep more pages, and merge words for search later, while the block runs.

    It stands within a transaction.
    """
    (pages,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute(f"PRAGMA cache_size = {_CACHE_KB}")
    db.execute(_MERGE, (0,))
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute(_MERGE, (_MERGED_AT,))
        db.execute(f"PRAGMA cache_size = {pages}")


def known_cards(db: sqlite3.Connection, ids: Sequence[CardId]) -> dict[CardId, Known]:
    """Return those of these cards that the library has, orphans too."""
    found: dict[CardId, Known] = {}
    for marks, some in _portions(ids):
        rows = db.execute(
            "SELECT c.id, c.num, c.deck_id, c.position, c.present, d.hidden, c.content, d.file, "
            "c.anki_note, n.changed_s FROM cards c JOIN decks d ON d.id = c.deck_id "
            f"LEFT JOIN anki_notes n ON n.num = c.anki_note WHERE c.id IN ({marks})",
            some,
        )
        found |= {CardId(row[0]): Known._make(row[1:]) for row in rows}
    return found


def logged(db: sqlite3.Connection, ids: Sequence[CardId]) -> dict[CardId, list[Entry]]:
    """Return the entries of those of these cards that have any."""
    found: dict[CardId, list[Entry]] = {}
    for marks, some in _portions(ids):
        query = f"SELECT {ENTRY_COLUMNS} FROM reviews WHERE card IN ({marks})"
        for row in db.execute(query, some):
            entry = entry_from_row(row)
            found.setdefault(entry.card, []).append(entry)
    return found


def standings(db: sqlite3.Connection, ids: Sequence[CardId]) -> dict[CardId, Standing]:
    """Return where those of these cards stand that were ever answered, or put aside."""
    found: dict[CardId, Standing] = {}
    for marks, some in _portions(ids):
        rows = db.execute(
            f"SELECT card, {STATE_COLUMNS} FROM states WHERE card IN ({marks}) AND (due_day IS NOT "
            "NULL OR suspended <> 0 OR buried_day IS NOT NULL OR answered_ms IS NOT NULL)",
            some,
        )
        found |= {CardId(row[0]): standing_from_row(row[1:]) for row in rows}
    return found


def next_positions(db: sqlite3.Connection) -> dict[DeckId, int]:
    """Return the first free position of every deck that has cards."""
    rows = db.execute("SELECT deck_id, max(position) + 1 FROM cards GROUP BY deck_id")
    return {DeckId(deck_id): position for deck_id, position in rows}


def add_cards(db: sqlite3.Connection, new: Sequence[NewCard], now_ms: int) -> None:
    """Store new cards with their states and their words for search."""
    (first,) = db.execute("SELECT coalesce(max(num), 0) + 1 FROM cards").fetchone()
    numbered = list(enumerate(new, first))
    db.executemany(
        "INSERT INTO cards (num, id, note_id, deck_id, position, present, rev, line, content, "
        "content_mod_ms, anki_note, anki_number) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        (
            (
                num,
                one.card.id,
                one.card.note_id,
                one.deck_id,
                one.position,
                one.card.rev,
                one.card.line,
                card_content(one.card),
                now_ms,
                one.original,
                one.number,
            )
            for num, one in numbered
        ),
    )
    marks = ", ".join("?" * (5 + STATE_COLUMNS.count(",")))
    db.executemany(
        f"INSERT INTO states (card, deck_id, position, sibling_key, shown, {STATE_COLUMNS}) "
        f"VALUES (?, {marks})",
        (
            (
                one.card.id,
                one.deck_id,
                one.position,
                one.card.sibling_key,
                1,
                *standing_values(one.standing),
            )
            for one in new
        ),
    )
    db.executemany(INSERT_WORDS, (card_words(num, one.card) for num, one in numbered))


def append_all(db: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Add entries to the log, none of which is there."""
    marks = ", ".join("?" * (2 + ENTRY_COLUMNS.count(",")))
    db.executemany(
        f"INSERT INTO reviews ({ENTRY_COLUMNS}, crc) VALUES ({marks})", map(entry_values, entries)
    )


def _portions(ids: Sequence[CardId]) -> Iterator[tuple[str, Sequence[CardId]]]:
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        yield ", ".join("?" * len(some)), some
