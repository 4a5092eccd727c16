"""The library's schema: numbered steps, each applied once; only ever added to, never changed."""

from __future__ import annotations

import sqlite3
import uuid

from sqlite_utils import Database, Migrations

from flashdeck.store.open import APPLICATION_ID, SCHEMA_VERSION
from flashdeck.store.reviews import put_device

library = Migrations("flashdeck")


@library()
def m001_library(db: Database) -> None:
    """Decks, cards and their states, the append-only log, a student's own additions, search."""
    for statement in _M001:
        db.conn.execute(statement)
    db.table("meta").insert({"key": "device", "value": str(uuid.uuid4())})


@library()
def m002_put_off(db: Database) -> None:
    """Burying, two settings a deck, and a check on the device's id, which no log row repeats."""
    for statement in _M002:
        db.conn.execute(statement)
    (device,) = db.conn.execute("SELECT value FROM meta WHERE key = 'device'").fetchone()
    put_device(db.conn, device)


@library()
def m003_memory_and_exams(db: Database) -> None:
    """The memory state of FSRS a card, how a deck wants it, and exam dates."""
    for statement in _M003:
        db.conn.execute(statement)


@library()
def m004_as_it_came(db: Database) -> None:
    """Notes from Anki as they came, so that they go back so; what exports held, and since when."""
    for statement in _M004:
        db.conn.execute(statement)


@library()
def m005_counters(db: Database) -> None:
    """Counters a deck, and one index that all queues are read from, and nothing else."""
    for statement in _M005:
        db.conn.execute(statement)


@library()
def m006_own_tags(db: Database) -> None:
    """Tags that a student gave a card."""
    db.conn.execute("ALTER TABLE overlays ADD COLUMN tags TEXT NOT NULL DEFAULT ''")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a library up to date, inside the transaction that the caller began."""
    db = Database(connection, execute_plugins=False)
    library.apply(db)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


_LOG_IS_APPEND_ONLY = """
    CREATE TRIGGER reviews_no_{event} BEFORE {event} ON reviews {when}
    BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END
"""

_M001 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """
    CREATE TABLE decks (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        place TEXT NOT NULL,
        description TEXT NOT NULL,
        tags TEXT NOT NULL,               -- JSON array
        source TEXT NOT NULL,             -- JSON object: title, url, accessed
        release TEXT NOT NULL,
        file TEXT NOT NULL,               -- where it was read from; '' where it came in a package
        file_digest TEXT NOT NULL,
        file_size INTEGER NOT NULL,
        file_mtime_ns INTEGER NOT NULL,
        read_ms INTEGER NOT NULL,         -- UTC
        reader TEXT NOT NULL,             -- the flashdeck that read it
        hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
    ) STRICT
    """,
    """
    CREATE TABLE cards (
        num INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        deck_id TEXT NOT NULL REFERENCES decks (id),
        note_id TEXT NOT NULL,
        position INTEGER NOT NULL,        -- within the deck
        present INTEGER NOT NULL CHECK (present IN (0, 1)),  -- 0: an orphan, its note has vanished
        rev INTEGER NOT NULL,
        line INTEGER NOT NULL,
        content TEXT NOT NULL,            -- JSON, what the card asks and answers
        content_mod_ms INTEGER NOT NULL   -- UTC, last change of that content
    ) STRICT
    """,
    "CREATE INDEX cards_deck ON cards (deck_id, position)",
    "CREATE INDEX cards_note ON cards (note_id)",
    """
    CREATE TABLE aliases (                -- whose history a card carries on
        card TEXT NOT NULL,
        old TEXT NOT NULL,
        PRIMARY KEY (card, old)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX aliases_old ON aliases (old)",
    """
    CREATE TABLE states (                 -- a cache: the replay of the log makes it again
        card TEXT PRIMARY KEY REFERENCES cards (id),
        deck_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        sibling_key TEXT NOT NULL,
        shown INTEGER NOT NULL,           -- present, and its deck not hidden
        suspended INTEGER NOT NULL DEFAULT 0,
        repetitions INTEGER NOT NULL DEFAULT 0,
        ease INTEGER NOT NULL DEFAULT 250,          -- hundredths
        interval_days INTEGER NOT NULL DEFAULT 0,
        due_day INTEGER,                            -- NULL: never answered
        lapses INTEGER NOT NULL DEFAULT 0,
        drill INTEGER NOT NULL DEFAULT 0,
        last_day INTEGER,
        first_day INTEGER,
        answered_ms INTEGER
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX states_due ON states (deck_id, due_day, position, sibling_key, last_day)
    WHERE shown = 1 AND suspended = 0 AND due_day IS NOT NULL
    """,
    """
    CREATE INDEX states_new ON states (deck_id, position, sibling_key)
    WHERE shown = 1 AND suspended = 0 AND due_day IS NULL
    """,
    "CREATE INDEX states_last_day ON states (last_day, deck_id) WHERE last_day IS NOT NULL",
    "CREATE INDEX states_first_day ON states (deck_id, first_day) WHERE first_day IS NOT NULL",
    """
    CREATE TABLE reviews (                -- append-only, and the truth
        seq INTEGER PRIMARY KEY,          -- order of arrival here; means nothing elsewhere
        id TEXT NOT NULL UNIQUE,
        device TEXT NOT NULL,
        card TEXT NOT NULL,
        at_ms INTEGER NOT NULL,           -- UTC
        utc_offset_min INTEGER NOT NULL,
        day INTEGER NOT NULL,
        kind TEXT NOT NULL,
        grade INTEGER CHECK (grade BETWEEN 1 AND 4),
        q INTEGER CHECK (q BETWEEN 0 AND 5),
        duration_ms INTEGER,
        interval_days INTEGER,
        algorithm TEXT NOT NULL,
        asked TEXT NOT NULL,              -- shown, typed, choice, spotter
        typed TEXT NOT NULL,
        picked TEXT NOT NULL,
        options TEXT NOT NULL,            -- JSON array
        voids TEXT,
        rev INTEGER NOT NULL,
        release TEXT NOT NULL,
        detail TEXT NOT NULL,             -- JSON object, or ''
        crc INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX reviews_card ON reviews (card)",
    "CREATE INDEX reviews_time ON reviews (at_ms, id)",
    "CREATE INDEX reviews_device ON reviews (device, at_ms, id)",
    "CREATE INDEX reviews_voids ON reviews (at_ms, id) WHERE kind = 'void'",
    _LOG_IS_APPEND_ONLY.format(event="UPDATE", when=""),
    _LOG_IS_APPEND_ONLY.format(event="DELETE", when=""),
    # INSERT OR REPLACE deletes before it inserts, unseen by the trigger above where recursive
    # triggers are off.
    _LOG_IS_APPEND_ONLY.format(
        event="INSERT",
        when="WHEN EXISTS (SELECT 1 FROM reviews WHERE id = NEW.id OR seq = NEW.seq)",
    ),
    """
    CREATE TABLE overlays (               -- what a student adds; survives every update of the deck
        card TEXT PRIMARY KEY,
        hint TEXT NOT NULL DEFAULT '',
        mnemonic TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        flag INTEGER NOT NULL DEFAULT 0 CHECK (flag BETWEEN 0 AND 7)
    ) STRICT
    """,
    """
    CREATE TABLE deck_settings (
        deck_id TEXT PRIMARY KEY,
        new_per_day INTEGER NOT NULL DEFAULT 20,
        reviews_per_day INTEGER,          -- NULL: no limit
        algorithm TEXT NOT NULL DEFAULT 'sm2',
        drill_below INTEGER NOT NULL DEFAULT 4 CHECK (drill_below IN (3, 4))
    ) STRICT
    """,
    """
    CREATE VIRTUAL TABLE card_search USING fts5 (
        question, answer, tags, more,
        tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
    )
    """,
)

_M002 = (
    "ALTER TABLE states ADD COLUMN buried_day INTEGER",  # not asked again on that study day
    "DROP INDEX states_due",
    """
    CREATE INDEX states_due
    ON states (deck_id, due_day, position, sibling_key, last_day, buried_day)
    WHERE shown = 1 AND suspended = 0 AND due_day IS NOT NULL
    """,
    "DROP INDEX states_new",
    """
    CREATE INDEX states_new ON states (deck_id, position, sibling_key, buried_day)
    WHERE shown = 1 AND suspended = 0 AND due_day IS NULL
    """,
    "DROP INDEX states_first_day",  # a card first answered today was last answered today
    "ALTER TABLE deck_settings ADD COLUMN new_mixed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE deck_settings ADD COLUMN leeches_rest INTEGER NOT NULL DEFAULT 0",
)

_M003 = (
    # NULL: not known since the card's last answer; the replay of its entries tells it.
    "ALTER TABLE states ADD COLUMN stability REAL",
    "ALTER TABLE states ADD COLUMN difficulty REAL",
    "ALTER TABLE deck_settings ADD COLUMN retention REAL NOT NULL DEFAULT 0.9",
    "ALTER TABLE deck_settings ADD COLUMN parameters TEXT NOT NULL DEFAULT ''",  # JSON, or default
    "ALTER TABLE deck_settings ADD COLUMN balanced INTEGER NOT NULL DEFAULT 1",
    """
    CREATE TABLE exams (
        name TEXT PRIMARY KEY,
        day INTEGER NOT NULL,             -- the study day of the exam
        added_day INTEGER NOT NULL,
        deck_id TEXT,                     -- NULL: every deck, or those with the tag
        tag TEXT NOT NULL,
        minutes INTEGER                   -- a day; NULL: what the ordinary schedule takes
    ) STRICT
    """,
)

_M004 = (
    "CREATE TABLE anki_types (id INTEGER PRIMARY KEY, definition TEXT NOT NULL) STRICT",
    """
    CREATE TABLE anki_notes (
        num INTEGER PRIMARY KEY,
        guid TEXT NOT NULL,
        type INTEGER NOT NULL,
        changed_s INTEGER NOT NULL,       -- UTC, as Anki had it
        tags TEXT NOT NULL,
        fields TEXT NOT NULL,             -- HTML, joined as Anki does; '' where it was changed here
        media TEXT NOT NULL               -- JSON: the names in the fields, and our files; or ''
    ) STRICT
    """,
    "ALTER TABLE cards ADD COLUMN anki_note INTEGER",  # its note of anki_notes, if it has one
    "ALTER TABLE cards ADD COLUMN anki_number INTEGER NOT NULL DEFAULT 0",  # which card of that
    """
    CREATE TABLE exported (               -- what notes show besides the content of their cards
        deck_id TEXT NOT NULL,
        what TEXT NOT NULL,               -- the path of a file; '' for the deck's source
        digest TEXT NOT NULL,
        changed_ms INTEGER NOT NULL,      -- UTC; 0: not since it was first exported
        PRIMARY KEY (deck_id, what)
    ) STRICT, WITHOUT ROWID
    """,
)

# A deck's row, with this card counted in or out.
_COUNT_IN = """
    INSERT INTO deck_counts VALUES (
        NEW.deck_id, 1, NEW.suspended = 0 AND NEW.due_day IS NULL, NEW.suspended
    )
    ON CONFLICT (deck_id) DO UPDATE SET cards = cards + 1, new = new + excluded.new,
        suspended = suspended + excluded.suspended
"""
_COUNT_OUT = """
    UPDATE deck_counts SET cards = cards - 1,
        new = new - (OLD.suspended = 0 AND OLD.due_day IS NULL),
        suspended = suspended - OLD.suspended
    WHERE deck_id = OLD.deck_id
"""
_RECOUNTED = (
    "(OLD.deck_id, OLD.shown, OLD.suspended, OLD.due_day IS NULL) <> "
    "(NEW.deck_id, NEW.shown, NEW.suspended, NEW.due_day IS NULL)"
)
_M005 = (
    # It holds all that a queue asks for: an index is read alone only if it has every column that a
    # query names, also those that its own condition settles.
    """
    CREATE INDEX states_queue ON states (
        deck_id, shown, suspended, due_day, position, sibling_key, last_day, buried_day
    )
    """,
    "DROP INDEX states_due",
    "DROP INDEX states_new",
    """
    CREATE TABLE deck_counts (            -- what counting all states of a deck would come to
        deck_id TEXT PRIMARY KEY,
        cards INTEGER NOT NULL,           -- shown ones
        new INTEGER NOT NULL,             -- of these, never answered, and not suspended
        suspended INTEGER NOT NULL        -- of these
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO deck_counts
    SELECT deck_id, count(*), sum(suspended = 0 AND due_day IS NULL), sum(suspended)
    FROM states WHERE shown = 1 GROUP BY deck_id
    """,
    f"""
    CREATE TRIGGER states_counted_in AFTER INSERT ON states WHEN NEW.shown = 1
    BEGIN {_COUNT_IN}; END
    """,
    f"""
    CREATE TRIGGER states_counted_out AFTER DELETE ON states WHEN OLD.shown = 1
    BEGIN {_COUNT_OUT}; END
    """,
    # A change is an old row counted out and a new one counted in, where either counts.
    f"""
    CREATE TRIGGER states_recounted_out AFTER UPDATE OF deck_id, shown, suspended, due_day ON states
    WHEN OLD.shown = 1 AND {_RECOUNTED}
    BEGIN {_COUNT_OUT}; END
    """,
    f"""
    CREATE TRIGGER states_recounted_in AFTER UPDATE OF deck_id, shown, suspended, due_day ON states
    WHEN NEW.shown = 1 AND {_RECOUNTED}
    BEGIN {_COUNT_IN}; END
    """,
)
