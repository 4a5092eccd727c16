"""What can be wrong with a library's file, looked for row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.lines import NotAnEntryError, entry_from_values
from flashdeck.core.schedule.replay import Standing, crc_of
from flashdeck.store import reviews
from flashdeck.store.cards import get_card
from flashdeck.store.rows import STATE_COLUMNS, standing_from_row
from flashdeck.store.search import index_card

_SCHEMA = (
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL "
    "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'card_search_%' ORDER BY type, name"
)
# What a state repeats of its card, so that today's queue needs no other table.
_COPIED = (
    "FROM states s JOIN cards c ON c.id = s.card JOIN decks d ON d.id = c.deck_id WHERE "
    "s.deck_id <> c.deck_id OR s.position <> c.position "
    "OR s.sibling_key <> coalesce(json_extract(c.content, '$.sibling_key'), '') "
    "OR s.shown <> (c.present = 1 AND d.hidden = 0)"
)


# What the triggers on the states keep up to date.
_COUNTED = (
    "SELECT deck_id, count(*), sum(suspended = 0 AND due_day IS NULL), sum(suspended) "
    "FROM states WHERE shown = 1 GROUP BY deck_id"
)


def page_faults(db: sqlite3.Connection) -> list[str]:
    """Return what SQLite's own full check finds."""
    rows = [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)")]
    return [] if rows == ["ok"] else rows


def key_faults(db: sqlite3.Connection) -> int:
    """Return how many rows refer to a row that is not there."""
    return len(db.execute("PRAGMA foreign_key_check").fetchall())


def schema_faults(db: sqlite3.Connection, model: sqlite3.Connection) -> list[str]:
    """Return the tables, indexes and triggers that differ from those of a new library."""
    here, there = ({row[:2]: row[2] for row in one.execute(_SCHEMA)} for one in (db, model))
    return sorted(key[1] for key in here.keys() | there.keys() if here.get(key) != there.get(key))


def bad_entries(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield the id of each damaged row of the log, and what is wrong with it."""
    for _, values, crc in reviews.raw_entries(db):
        try:
            entry = entry_from_values(values)
        except NotAnEntryError as failure:
            yield str(values["id"]), str(failure)
            continue
        if crc_of(entry) != crc:
            yield entry.id, "is damaged"


def device_is_whole(db: sqlite3.Connection) -> bool:
    """Tell whether this device's id is as it was given."""
    values = dict(db.execute("SELECT key, value FROM meta").fetchall())
    device = values.get("device", "")
    return values.get("device check") == reviews.device_check(device)


def search_is_whole(db: sqlite3.Connection) -> bool:
    """Tell whether the words of all cards, and no others, are there for search."""
    try:
        db.execute("INSERT INTO card_search (card_search) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        return False
    (off,) = db.execute(
        "SELECT (SELECT count(*) FROM cards WHERE num NOT IN (SELECT rowid FROM card_search)) + "
        "(SELECT count(*) FROM card_search WHERE rowid NOT IN (SELECT num FROM cards))"
    ).fetchone()
    return not off


def count_faults(db: sqlite3.Connection) -> int:
    """Return how many decks have other numbers of cards than are counted for them."""
    counted = {row[0]: row[1:] for row in db.execute(_COUNTED)}
    kept = {
        row[0]: row[1:]
        for row in db.execute("SELECT deck_id, cards, new, suspended FROM deck_counts")
    }
    decks = counted.keys() | kept.keys()
    return sum(counted.get(deck, (0, 0, 0)) != kept.get(deck, (0, 0, 0)) for deck in decks)


def copied_faults(db: sqlite3.Connection) -> int:
    """Return how many states miss, or differ from, what they repeat of their cards."""
    (off,) = db.execute(f"SELECT count(*) {_COPIED}").fetchone()
    (missing,) = db.execute(
        "SELECT count(*) FROM cards WHERE id NOT IN (SELECT card FROM states)"
    ).fetchone()
    return int(off + missing)


def all_standings(db: sqlite3.Connection) -> dict[CardId, Standing]:
    """Return where all cards stand by the cache."""
    rows = db.execute(f"SELECT card, {STATE_COLUMNS} FROM states")
    return {CardId(row[0]): standing_from_row(row[1:]) for row in rows}


def orphans(db: sqlite3.Connection) -> tuple[int, int]:
    """Return how many cards have lost their note, and how many of the log no card at all."""
    (without_note,) = db.execute("SELECT count(*) FROM cards WHERE present = 0").fetchone()
    (without_card,) = db.execute(
        "SELECT count(DISTINCT card) FROM reviews WHERE card NOT IN (SELECT id FROM cards)"
    ).fetchone()
    return int(without_note), int(without_card)


def rebuild_copies(db: sqlite3.Connection) -> None:
    """Make indexes, search and what states repeat of their cards again."""
    db.execute("REINDEX")
    db.execute("DELETE FROM states WHERE card NOT IN (SELECT id FROM cards)")
    db.execute(
        "INSERT OR IGNORE INTO states (card, deck_id, position, sibling_key, shown) "
        "SELECT id, deck_id, position, '', 0 FROM cards"
    )
    db.execute(
        "UPDATE states SET (deck_id, position, sibling_key, shown) = "
        "(SELECT c.deck_id, c.position, coalesce(json_extract(c.content, '$.sibling_key'), ''), "
        "c.present = 1 AND d.hidden = 0 FROM cards c JOIN decks d ON d.id = c.deck_id "
        "WHERE c.id = states.card)"
    )
    db.execute("DELETE FROM deck_counts")
    db.execute(f"INSERT INTO deck_counts {_COUNTED}")
    db.execute("DELETE FROM card_search")
    for num, card in db.execute("SELECT num, id FROM cards").fetchall():
        stored = get_card(db, CardId(card))
        if stored is not None:
            index_card(db, num, stored.card, new=True)
