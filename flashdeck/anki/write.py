"""Packages for Anki: ``meta``, ``collection.anki21`` (schema 11), ``media`` and its members.

The bytes depend on the content alone: no clock, no time zone, no order of hashing goes in.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flashdeck.anki.bulk import uncollected
from flashdeck.anki.html import to_html
from flashdeck.anki.notes import AnkiCard, AnkiNote, ExportDeck, History, Media, Review, notes_of
from flashdeck.core.days import study_day
from flashdeck.core.errors import PackageError

# The collection's day zero. At noon UTC, with `creationOffset` 0, Anki finds the same calendar date
# wherever it runs, and counts due days from that date to the learner's own, both by calendar.
_CREATED = 1_262_347_200  # 2010-01-01T12:00:00Z
_CREATED_DAY = study_day(_CREATED * 1000, 0)

# Ids of notes, cards and decks look like the milliseconds that Anki expects, yet come from ours.
_IDS_FROM = 1_577_836_800_000  # 2020-01-01
_IDS_SPAN = 5 * 365 * 86_400_000

_SCHEMA_VERSION = 11
_LONGEST_ANSWER_MS = 2_147_483_647
_EASE_OF_Q = (1, 1, 1, 2, 3, 4)
_STORED = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp3", ".ogg", ".mp4", ".webm"}
_TAG = re.compile(r"<[^>]*>")

_TABLES = """
create table col (id integer primary key, crt integer not null, mod integer not null,
  scm integer not null, ver integer not null, dty integer not null, usn integer not null,
  ls integer not null, conf text not null, models text not null, decks text not null,
  dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null,
  mod integer not null, usn integer not null, tags text not null, flds text not null,
  sfld integer not null, csum integer not null, flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null,
  ord integer not null, mod integer not null, usn integer not null, type integer not null,
  queue integer not null, due integer not null, ivl integer not null, factor integer not null,
  reps integer not null, lapses integer not null, left integer not null, odue integer not null,
  odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
  time integer not null, type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
"""
_INDEXES = """
create index ix_notes_usn on notes (usn);
create index ix_cards_usn on cards (usn);
create index ix_revlog_usn on revlog (usn);
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A package ready to be written to a file, and what it holds."""

    data: bytes
    notes: int
    cards: int
    reviews: int
    media: int


@uncollected()
def write_package(decks: Sequence[ExportDeck], *, with_history: bool = False) -> Package:
    """Return the decks as an Anki package; without history every card is new.

    Raises PackageError where two decks hold the same note, or there is nothing to export.
    """
    by_deck = [(deck, notes_of(deck)) for deck in sorted(decks, key=lambda d: (d.place, d.id))]
    _refuse_duplicates(by_deck)
    notes = [note for _, group in by_deck for note in group]
    if not notes:
        raise PackageError("there is no card to export")
    builder = _Builder(with_history=with_history)
    deck_ids = _deck_ids([deck for deck, _ in by_deck])
    for deck, group in by_deck:
        deck_id = deck_ids[_place_key(deck)]
        for note in group:
            builder.add(note, deck_id)
    collection = builder.collection(_col_row(by_deck, deck_ids, notes))
    by_name = {media.name: media for note in notes for media in note.media}
    media = [by_name[name] for name in sorted(by_name)]
    return Package(
        data=_zip(collection, media),
        notes=len(builder.note_rows),
        cards=len(builder.card_rows),
        reviews=len(builder.review_rows),
        media=len(media),
    )


def _refuse_duplicates(by_deck: Iterable[tuple[ExportDeck, tuple[AnkiNote, ...]]]) -> None:
    seen: dict[str, str] = {}
    for deck, notes in by_deck:
        for note in notes:
            if note.guid in seen:
                raise PackageError(
                    f"the note {note.guid} is in {seen[note.guid]} and in {deck.place}",
                    todo="give one of them a new id with 'flashdeck check --fix'",
                )
            seen[note.guid] = deck.place


class _Ids:
    """Hands out ids that belong to keys; where two fall together the later one moves up."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def of(self, key: str) -> int:
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
        number = _IDS_FROM + int.from_bytes(digest[:8]) % _IDS_SPAN
        while number in self._taken:
            number += 1
        self._taken.add(number)
        return number


_BLANK = History()
_NEW_CARD = (0, 0)  # type and queue
_ZEROS = (0, 0, 0, 0, 0, 0, 0, 0, "{}")


class _Builder:
    """Collects the rows of the collection, in the order in which notes are added."""

    def __init__(self, *, with_history: bool) -> None:
        self.note_rows: list[tuple[object, ...]] = []
        self.card_rows: list[tuple[object, ...]] = []
        self.review_rows: list[tuple[object, ...]] = []
        self._with_history = with_history
        self._note_ids, self._card_ids = _Ids(), _Ids()
        self._reviews: list[tuple[int, int, Review, bool]] = []

    def add(self, note: AnkiNote, deck_id: int) -> None:
        """Add a note with its cards; its place among the new cards is that of this call."""
        note_id = self._note_ids.of(note.guid)
        changed = note.changed_ms // 1000
        sort_field = _plain(note.fields[0])
        checksum = int(hashlib.sha1(sort_field.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        fields = "\x1f".join(note.fields)
        self.note_rows.append(
            (
                note_id,
                note.guid,
                note.type.id,
                changed,
                -1,
                tags,
                fields,
                sort_field,
                checksum,
                0,
                "",
            )
        )
        for card in note.cards:
            self._add_card(card, note_id, deck_id, changed, position=len(self.note_rows))

    def _add_card(
        self, card: AnkiCard, note_id: int, deck_id: int, changed: int, *, position: int
    ) -> None:
        card_id = self._card_ids.of(card.source.card.id)
        history = card.source.history
        if not self._with_history or history == _BLANK:
            self.card_rows.append(
                (card_id, note_id, deck_id, card.number, changed, -1, *_NEW_CARD, position, *_ZEROS)
            )
            return
        queue = -1 if history.suspended else -3 if history.buried else 0
        if history.due_day is None:
            schedule: tuple[object, ...] = (0, queue, position, 0, 0, 0, 0)
        else:
            schedule = (
                2,
                queue or 2,
                history.due_day - _CREATED_DAY,
                history.interval_days,
                history.ease * 10,
                max(len(history.reviews), 1),
                history.lapses,
            )
        reviewed = history.answered_ms // 1000
        data = _card_data(history, reviewed) if reviewed else "{}"
        flag = history.flag & 0b111
        self.card_rows.append(
            (
                *(card_id, note_id, deck_id, card.number, max(changed, reviewed), -1),
                *schedule,
                *(0, 0, 0, flag, data),
            )
        )
        ordered = sorted(history.reviews, key=lambda review: review.at_ms)
        for number, review in enumerate(ordered):
            self._reviews.append((review.at_ms, card_id, review, number == 0))

    def collection(self, col_row: tuple[object, ...]) -> bytes:
        """Return the SQLite file."""
        self.review_rows = list(_review_rows(self._reviews))
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            connection.execute("pragma page_size = 4096")
            connection.execute("begin")
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            _insert(connection, "col", [col_row])
            _insert(connection, "notes", sorted(self.note_rows, key=_row_id))
            _insert(connection, "cards", sorted(self.card_rows, key=_row_id))
            _insert(connection, "revlog", self.review_rows)
            for statement in _INDEXES.split(";"):
                connection.execute(statement)
            connection.execute(f"pragma user_version = {_SCHEMA_VERSION}")
            connection.execute("commit")
            data = bytearray(connection.serialize())
        finally:
            connection.close()
        # Which SQLite wrote the file, and how often: no part of the content.
        data[24:28] = data[92:96] = (1).to_bytes(4)
        data[96:100] = (3_040_001).to_bytes(4)
        return bytes(data)


def _row_id(row: tuple[object, ...]) -> int:
    return row[0] if isinstance(row[0], int) else 0


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into {table} values ({marks})", rows)


def _review_rows(
    reviews: list[tuple[int, int, Review, bool]],
) -> Iterator[tuple[object, ...]]:
    """Yield the log; its key is the millisecond, so an answer moves up to the next free one."""
    latest = 0
    for at_ms, card_id, review, first in sorted(reviews, key=lambda entry: entry[:2]):
        latest = max(at_ms, latest + 1)
        row = review.row or (
            _EASE_OF_Q[review.q],
            review.interval_days,
            review.last_interval_days,
            review.ease * 10,
            0 if first else 1,
        )
        yield (
            latest,
            card_id,
            -1,
            *row[:4],
            min(max(review.duration_ms, 0), _LONGEST_ANSWER_MS),
            row[4],
        )


def _card_data(history: History, reviewed_s: int) -> str:
    data: dict[str, object] = {"lrt": reviewed_s}
    if history.stability:
        fsrs = {"s": history.stability, "d": history.difficulty}
        if history.decay:
            fsrs |= {"dr": history.retention, "decay": history.decay}
        data = {**fsrs, **data}
    return json.dumps(data, separators=(",", ":"))


def _plain(markup: str) -> str:
    """Return a field's text as Anki sorts and compares it."""
    if "<" not in markup and "&" not in markup:
        return markup
    return html.unescape(_TAG.sub("", markup))


def _deck_ids(decks: Iterable[ExportDeck]) -> dict[str, int]:
    """Return Anki's deck id by place; files that share a place share the deck."""
    ids = _Ids()
    found = {"default": 1}
    for deck in sorted(decks, key=lambda deck: deck.id):
        key = _place_key(deck)
        if key not in found:
            found[key] = ids.of(deck.id)
    return found


def place_of(deck: ExportDeck) -> str:
    """Return the deck's full name as Anki takes it: no level of it empty."""
    levels = (level.strip() for level in deck.place.split("::"))
    return "::".join(level for level in levels if level) or "flashdeck"


def _place_key(deck: ExportDeck) -> str:
    """Return what is equal for names that are one to Anki, which does not look at case."""
    return unicodedata.normalize("NFC", place_of(deck)).casefold()


def _col_row(
    by_deck: Sequence[tuple[ExportDeck, tuple[AnkiNote, ...]]],
    deck_ids: dict[str, int],
    notes: Sequence[AnkiNote],
) -> tuple[object, ...]:
    types = sorted({note.type.id: note.type for note in notes}.items())
    decks = {"1": _deck_json(1, "Default", "")}
    for deck, group in by_deck:
        number = deck_ids[_place_key(deck)]
        if group and str(number) not in decks:
            decks[str(number)] = _deck_json(number, place_of(deck), to_html(deck.description))
    conf = {
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": 0,
        "curDeck": 1,
        "activeDecks": [1],
        "curModel": types[0][0],
        "nextPos": len(notes) + 1,
        "sortType": "noteFld",
        "sortBackwards": False,
        "collapseTime": 1200,
        "timeLim": 0,
        "estTimes": True,
        "dueCounts": True,
        "newSpread": 0,
        "addToCur": True,
        "dayLearnFirst": False,
    }
    changed = max(note.changed_ms for note in notes)
    models = {str(number): one.as_json() for number, one in types}
    return (
        1, _CREATED, changed, changed, _SCHEMA_VERSION, 0, 0, 0,
        _json(conf), _json(models), _json(decks), _json({"1": _PRESET}), "{}",
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _deck_json(number: int, name: str, description: str) -> dict[str, object]:
    today = [0, 0]
    return {
        "id": number, "mod": 0, "name": name, "usn": 0, "desc": description, "dyn": 0, "conf": 1,
        "collapsed": False, "browserCollapsed": False, "extendNew": 0, "extendRev": 0,
        "newToday": today, "revToday": today, "lrnToday": today, "timeToday": today,
    }  # fmt: skip


_PRESET: dict[str, object] = {
    "id": 1, "mod": 0, "name": "Default", "usn": 0, "maxTaken": 60, "autoplay": True, "timer": 0,
    "replayq": True, "dyn": False,
    "new": {"bury": True, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0],
            "order": 1, "perDay": 20},
    "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200,
            "hardFactor": 1.2},
    "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
}  # fmt: skip


def _zip(collection: bytes, media: Sequence[Media]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        _member(package, "meta", b"\x08\x02", stored=True)
        _member(package, "collection.anki21", collection)
        names = {str(number): one.name for number, one in enumerate(media)}
        _member(package, "media", _json(names).encode())
        for number, one in enumerate(media):
            extension = one.name[one.name.rfind(".") :].lower()
            _member(package, str(number), one.read(), stored=extension in _STORED)
    return out.getvalue()


def _member(package: zipfile.ZipFile, name: str, data: bytes, *, stored: bool = False) -> None:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.create_system = 3  # else the byte says on which system it was made
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    package.writestr(info, data, compresslevel=None if stored else 1)
