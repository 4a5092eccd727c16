"""Anki's collection file, schemas 11 to 18, as plain values: nothing in it is executed."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flashdeck.anki.wire import WireError, fields_of
from flashdeck.core.errors import Location, PackageError

_DEADLINE_S = 120
_STEPS = 100_000
_LONGEST_VALUE = 20_000_000
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_SEPARATOR = "\x1f"
_JSON_TYPES = 15  # from this schema on, types and decks have tables of their own


@dataclass(frozen=True, slots=True)
class ForeignTemplate:
    """One card of a foreign note type."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class ForeignType:
    """A note type of a package; ``stock`` is Anki's number of the built-in type it comes from."""

    id: int
    name: str
    cloze: bool
    stock: int
    fields: tuple[str, ...]
    templates: tuple[ForeignTemplate, ...]


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """A note; ``changed_s`` is seconds since 1970, fields are HTML."""

    id: int
    guid: str
    type_id: int
    changed_s: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignCard:
    """A card with its schedule, in Anki's own numbers; ``home_*`` where a filtered deck has it."""

    id: int
    note_id: int
    deck_id: int
    number: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    home_due: int
    home_deck_id: int
    flag: int
    data: str


@dataclass(frozen=True, slots=True)
class ForeignReview:
    """One row of the review log, in Anki's own numbers."""

    at_ms: int
    card_id: int
    ease: int
    interval: int
    last_interval: int
    factor: int
    duration_ms: int
    kind: int


@dataclass(frozen=True, slots=True)
class ForeignCollection:
    """A whole collection. ``decks`` are full names, ``A::B``, by id.

    ``created_s`` is when it was made; due days count from that day. ``minutes_west`` is the offset
    then, None where the collection does not say; ``rollover_hour`` is when its days begin.
    """

    created_s: int
    minutes_west: int | None
    rollover_hour: int
    types: dict[int, ForeignType]
    decks: dict[int, str]
    notes: tuple[ForeignNote, ...]
    cards: tuple[ForeignCard, ...]
    reviews: tuple[ForeignReview, ...]


def read_collection(file: Path, *, name: str) -> ForeignCollection:
    """Return what a collection file holds; ``name`` is the package's in errors.

    Raises PackageError where it is damaged, of an unknown schema, or takes too long to read.
    """
    at = Location(name)
    try:
        connection = _open(file)
        try:
            return _Reader(connection).read()
        finally:
            connection.close()
    except _Unknown as failure:
        raise PackageError(str(failure), todo="update flashdeck", at=at) from None
    except (sqlite3.Error, ValueError, RecursionError, KeyError, TypeError):
        todo = "export it from Anki again"
        raise PackageError("holds a damaged collection", todo=todo, at=at) from None


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
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    # Names of schema 15 and later use this collation; without it not even a select works.
    connection.create_collation("unicase", _compare)
    deadline = time.monotonic() + _DEADLINE_S
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
    connection.set_authorizer(_authorize)
    return connection


def _compare(one: str, other: str) -> int:
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def _authorize(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED and trigger is None else sqlite3.SQLITE_DENY


class _Reader:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        self._tables = {
            name for name, sql in rows if str(sql).lstrip().upper().startswith("CREATE TABLE")
        }

    def read(self) -> ForeignCollection:
        created, version, conf, models, decks = self._one(
            "col", "SELECT crt, ver, conf, models, decks FROM col LIMIT 1"
        )
        schema = _int(version)
        if not 11 <= schema <= 18:
            raise _Unknown(f"has a collection of schema {schema}, which is not known")
        tables = schema >= _JSON_TYPES
        settings = self._settings() if tables else _object(conf)
        west = settings.get("creationOffset")
        return ForeignCollection(
            created_s=_int(created),
            minutes_west=west if isinstance(west, int) else None,
            rollover_hour=_int(settings.get("rollover", 4)) % 24,
            types=dict(self._types() if tables else _types_from_json(models)),
            decks=dict(self._decks() if tables else _decks_from_json(decks)),
            notes=tuple(self._notes()),
            cards=tuple(self._cards()),
            reviews=tuple(self._reviews()),
        )

    def _rows(self, table: str, query: str) -> Iterator[tuple[Any, ...]]:
        if table not in self._tables:
            raise ValueError(table)
        return iter(self._db.execute(query))

    def _one(self, table: str, query: str) -> tuple[Any, ...]:
        for row in self._rows(table, query):
            return row
        raise ValueError(table)

    def _settings(self) -> dict[str, Any]:
        found = {}
        for key, value in self._rows("config", "SELECT KEY, val FROM config"):
            try:
                found[_text(key)] = json.loads(value)
            except (ValueError, TypeError, RecursionError):
                continue
        return found

    def _types(self) -> Iterator[tuple[int, ForeignType]]:
        fields: dict[int, list[str]] = {}
        for owner, name in self._rows("fields", "SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields.setdefault(owner, []).append(_text(name))
        templates: dict[int, list[ForeignTemplate]] = {}
        for owner, name, config in self._rows(
            "templates", "SELECT ntid, name, config FROM templates ORDER BY ntid, ord"
        ):
            values = _message(config)
            one = ForeignTemplate(_text(name), _text(values.get(1)), _text(values.get(2)))
            templates.setdefault(owner, []).append(one)
        for id_, name, config in self._rows("notetypes", "SELECT id, name, config FROM notetypes"):
            values = _message(config)
            yield (
                _int(id_),
                ForeignType(
                    id=_int(id_),
                    name=_text(name),
                    cloze=values.get(1) == 1,
                    stock=_int(values.get(9, 0)),
                    fields=tuple(fields.get(id_, ())),
                    templates=tuple(templates.get(id_, ())),
                ),
            )

    def _decks(self) -> Iterator[tuple[int, str]]:
        for id_, name in self._rows("decks", "SELECT id, name FROM decks"):
            yield _int(id_), _text(name).replace(_SEPARATOR, "::")

    def _notes(self) -> Iterator[ForeignNote]:
        query = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
        for id_, guid, type_id, changed, tags, fields in self._rows("notes", query):
            yield ForeignNote(
                id=_int(id_),
                guid=_text(guid),
                type_id=_int(type_id),
                changed_s=_int(changed),
                tags=tuple(_text(tags).split()),
                fields=tuple(_text(fields).split(_SEPARATOR)),
            )

    def _cards(self) -> Iterator[ForeignCard]:
        query = (
            "SELECT id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, odue, odid, "
            "flags, data FROM cards ORDER BY id"
        )
        for row in self._rows("cards", query):
            (
                id_, note_id, deck_id, number, kind, queue, due, interval, factor, reps, lapses,
                home_due, home_deck_id, flags,
            ) = map(_int, row[:-1])  # fmt: skip
            yield ForeignCard(
                id=id_,
                note_id=note_id,
                deck_id=deck_id,
                number=number,
                type=kind,
                queue=queue,
                due=due,
                interval=interval,
                factor=factor,
                reps=reps,
                lapses=lapses,
                home_due=home_due,
                home_deck_id=home_deck_id,
                flag=flags & 0b111,
                data=_text(row[-1]),
            )

    def _reviews(self) -> Iterator[ForeignReview]:
        query = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"
        for row in self._rows("revlog", query):
            yield ForeignReview(*map(_int, row))


def _int(value: object) -> int:
    """Return a number that a file of strangers gives; what is none counts as 0."""
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and abs(value) < 1e18 else 0


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _object(text: object) -> dict[str, Any]:
    value = json.loads(_text(text) or "{}")
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def _message(data: object) -> dict[int, int | bytes]:
    """Return the fields of a protobuf record by number; of a repeated one the last."""
    try:
        return dict(fields_of(data)) if isinstance(data, bytes) else {}
    except WireError:
        return {}


def _types_from_json(text: object) -> Iterator[tuple[int, ForeignType]]:
    for key, value in _object(text).items():
        fields = sorted(value["flds"], key=lambda one: _int(one.get("ord", 0)))
        templates = sorted(value["tmpls"], key=lambda one: _int(one.get("ord", 0)))
        yield (
            int(key),
            ForeignType(
                id=int(key),
                name=_text(value.get("name")),
                cloze=value.get("type") == 1,
                stock=_int(value.get("originalStockKind", 0)),
                fields=tuple(_text(one["name"]) for one in fields),
                templates=tuple(
                    ForeignTemplate(
                        _text(one.get("name")), _text(one.get("qfmt")), _text(one.get("afmt"))
                    )
                    for one in templates
                ),
            ),
        )


def _decks_from_json(text: object) -> Iterator[tuple[int, str]]:
    for key, value in _object(text).items():
        yield int(key), _text(value.get("name"))
