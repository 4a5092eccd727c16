"""Anki's collection file, schemas 11 to 18, as plain values: nothing in it is executed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from flashdeck.anki import schemas
from flashdeck.anki.foreign import (
    ForeignCard,
    ForeignDeck,
    ForeignNote,
    ForeignReview,
    ForeignType,
)
from flashdeck.core.errors import Location, PackageError

# Work that SQLite may do for one collection: a sound one of a million cards needs a tenth of it.
_STEPS = 100_000
_MOST_STEPS = 50_000
_LONGEST_VALUE = 20_000_000
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_FUNCTION = "coalesce"
_JSON_TYPES = 15  # from this schema on, types and decks have tables of their own
_NEW = 0
_DAMAGE = (sqlite3.Error, ValueError, RecursionError, KeyError, TypeError, AttributeError)


class ForeignCollection:
    """A collection that is open: types and decks at once, notes and answers as they are read.

    ``decks`` are by id. ``created_s`` is when it was made; due days count from that day.
    ``minutes_west`` is the offset then, None where the collection does not say. Its methods raise
    PackageError where the file is damaged, or would take too long to read.
    """

    def __init__(self, connection: sqlite3.Connection, at: Location) -> None:
        self._db, self._at = connection, at
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        self._tables = {
            name for name, sql in rows if str(sql).lstrip().upper().startswith("CREATE TABLE")
        }
        created, schema, conf, models, decks = self._one(
            "col", f"SELECT {_int('crt')}, {_int('ver')}, {_texts('conf models decks')} FROM col"
        )
        if not 11 <= schema <= 18:
            raise _Unknown(f"has a collection of schema {schema}, which is not known")
        in_tables = schema >= _JSON_TYPES
        settings = self._settings() if in_tables else json.loads(conf or "{}")
        west = settings.get("creationOffset")
        self.created_s: int = created
        self.minutes_west: int | None = west if isinstance(west, int) else None
        self.types: dict[int, ForeignType] = {
            one.id: one for one in (self._types() if in_tables else schemas.types_from_json(models))
        }
        self.decks: dict[int, ForeignDeck] = dict(
            schemas.decks_from_table(
                self._rows("decks", f"SELECT {_int('id')}, {_text('name')}, kind FROM decks")
            )
            if in_tables
            else schemas.decks_from_json(decks)
        )

    def notes(self) -> Iterator[tuple[ForeignNote, list[ForeignCard]]]:
        """Yield every note with its cards, in the order in which the notes were made."""
        columns = (
            f"{_int('n.id')}, {_text('n.guid')}, {_ints('n.mid n.mod')}, {_texts('n.tags n.flds')}",
            f"c.id, {_ints('c.did c.ord c.type c.queue c.due c.ivl c.factor c.reps c.lapses')}",
            f"{_ints('c.left c.odue c.odid')}, {_int('c.flags')} & 7, {_text('c.data')}",
        )
        query = f"SELECT {', '.join(columns)} FROM notes n LEFT JOIN cards c ON c.nid = n.id"
        note: ForeignNote | None = None
        cards: list[ForeignCard] = []
        for row in self._rows("notes", f"{query} ORDER BY n.id", "cards"):
            if note is None or row[0] != note.id:
                if note is not None:
                    yield note, cards
                note, cards = ForeignNote._make(row[:6]), []
            if row[6] is not None:
                cards.append(ForeignCard._make(row[6:]))
        if note is not None:
            yield note, cards

    def order(self) -> dict[int, int]:
        """Return the rank of every card: as new ones are introduced, or were before study."""
        query = f"SELECT {_ints('nid ord id type due')}, {_text('data')} FROM cards"
        places = sorted(
            (due if kind == _NEW else _first_place(data), note, number, card)
            for note, number, card, kind, due, data in self._rows("cards", query)
        )
        return {place[-1]: rank for rank, place in enumerate(places)}

    def reviews(self) -> Iterator[ForeignReview]:
        """Yield the review log, oldest first."""
        query = f"SELECT {_ints('id cid ease ivl lastIvl factor time type')} FROM revlog"
        return map(ForeignReview._make, self._rows("revlog", f"{query} ORDER BY id"))

    def _rows(self, table: str, query: str, *more: str) -> Iterator[tuple[Any, ...]]:
        if not self._tables.issuperset((table, *more)):
            raise self._damaged()
        try:
            yield from self._db.execute(query)
        except sqlite3.Error:
            raise self._damaged() from None

    def _one(self, table: str, query: str) -> tuple[Any, ...]:
        for row in self._rows(table, query):
            return row
        raise self._damaged()

    def _settings(self) -> dict[str, Any]:
        found = {}
        for key, value in self._rows("config", f"SELECT {_text('KEY')}, val FROM config"):
            try:
                found[key] = json.loads(value)
            except (ValueError, TypeError, RecursionError):
                continue
        return found

    def _types(self) -> Iterator[ForeignType]:
        part = f"SELECT {_int('ntid')}, {_text('name')}, config FROM %s ORDER BY ntid, ord"
        return schemas.types_from_tables(
            self._rows(
                "notetypes",
                f"SELECT {_int('id')}, {_text('name')}, {_int('mtime_secs')}, config "
                "FROM notetypes",
            ),
            self._rows("fields", part % "fields"),
            self._rows("templates", part % "templates"),
        )

    def _damaged(self) -> PackageError:
        return PackageError(
            "holds a damaged collection", todo="export it from Anki again", at=self._at
        )


@contextmanager
def open_collection(file: Path, *, name: str) -> Iterator[ForeignCollection]:
    """Open a collection file; ``name`` is the package's in errors.

    Raises PackageError where it is damaged, or of an unknown schema.
    """
    at = Location(name)
    connection = None
    try:
        try:
            connection = _open(file)
            collection = ForeignCollection(connection, at)
        except _Unknown as failure:
            raise PackageError(str(failure), todo="update flashdeck", at=at) from None
        except _DAMAGE:
            todo = "export it from Anki again"
            raise PackageError("holds a damaged collection", todo=todo, at=at) from None
        yield collection
    finally:
        if connection is not None:
            connection.close()


class _Unknown(Exception):  # noqa: N818  (a form, rather than a failure)
    """The collection is of a form that this flashdeck does not know."""


def _open(file: Path) -> sqlite3.Connection:
    """Open the file so that nothing can be written, attached or called."""
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.text_factory = _decoded
    # Names of schema 15 and later use this collation; without it not even a select works.
    connection.create_collation("unicase", _compare)
    steps = count()
    connection.set_progress_handler(lambda: int(next(steps) > _MOST_STEPS), _STEPS)
    connection.set_authorizer(_authorize)
    return connection


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _compare(one: str, other: str) -> int:
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def _authorize(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    allowed = action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second == _FUNCTION)
    return sqlite3.SQLITE_OK if allowed and trigger is None else sqlite3.SQLITE_DENY


# SQLite keeps text in number columns and the other way round, as a stranger's file likes it.
def _int(column: str) -> str:
    return f"{_FUNCTION}(CAST({column} AS INTEGER), 0)"


def _text(column: str) -> str:
    return f"{_FUNCTION}(CAST({column} AS TEXT), '')"


def _ints(columns: str) -> str:
    return ", ".join(map(_int, columns.split()))


def _texts(columns: str) -> str:
    return ", ".join(map(_text, columns.split()))


def _first_place(data: str) -> int:
    """Return where a card stood among the new ones before it was studied; -1 if not known."""
    if '"pos"' not in data:
        return -1
    try:
        place = json.loads(data)["pos"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return -1
    return place if isinstance(place, int) else -1
