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
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from flashdeck.anki.bulk import uncollected
from flashdeck.anki.notes import AnkiCard, AnkiNote, ExportDeck, History, Media, Review, notes_of
from flashdeck.anki.notetypes import NoteType
from flashdeck.anki.places import place_key
from flashdeck.anki.schema11 import (
    CREATED_DAY,
    INDEXES,
    SCHEMA_VERSION,
    TABLES,
    col_row,
    json_text,
)
from flashdeck.core.errors import PackageError

# Ids of notes, cards and decks look like the milliseconds that Anki expects, yet come from ours.
_IDS_FROM = 1_577_836_800_000  # 2020-01-01
_IDS_SPAN = 5 * 365 * 86_400_000

_AT_ONCE = 1000
_SETTINGS = ("page_size = 4096", "journal_mode = off", "synchronous = off", "cache_size = -8000")
_BY_DAY = 3  # the queue of cards whose next step is on another day
_LONGEST_ANSWER_MS = 2_147_483_647
_EASE_OF_Q = (1, 1, 1, 2, 3, 4)
_STORED = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp3", ".ogg", ".mp4", ".webm"}
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Package:
    """A package ready to be written to a file, and what it holds."""

    data: bytes
    decks: int
    notes: int
    cards: int
    reviews: int
    media: int


@uncollected()
def write_package(decks: Iterable[ExportDeck], *, with_history: bool = False) -> Package:
    """Return the decks as an Anki package; without history every card is new.

    Raises PackageError where two decks hold the same note, or there is nothing to export.
    """
    ordered = sorted(decks, key=lambda deck: (deck.place, deck.id))
    deck_ids = _deck_ids(ordered)
    with tempfile.TemporaryDirectory(prefix="flashdeck-") as folder:
        file = Path(folder, "collection.db")
        with _Builder(file, with_history=with_history) as builder:
            for deck in ordered:
                deck_id = deck_ids[place_key(deck)]
                for note in notes_of(deck):
                    builder.add(note, deck, deck_id)
            if not builder.notes:
                raise PackageError("there is no card to export")
            builder.finish(deck_ids)
        media = [builder.media[name] for name in sorted(builder.media)]
        return Package(
            data=_zip(file, media),
            decks=builder.decks,
            notes=builder.notes,
            cards=builder.cards,
            reviews=builder.reviews,
            media=len(media),
        )


class _Ids:
    """Hands out ids that belong to keys; where two fall together the later one moves up."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def __contains__(self, key: str) -> bool:
        return _id_of(key) in self._taken

    def of(self, key: str) -> int:
        number = _id_of(key)
        while number in self._taken:
            number += 1
        self._taken.add(number)
        return number


def _id_of(key: str) -> int:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return _IDS_FROM + int.from_bytes(digest[:8]) % _IDS_SPAN


_BLANK = History()
_LEARNING, _REVIEW = 1, 2
_NOTE_ROW = "insert into notes values (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')"
_CARD_ROW = "insert into cards values (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)"
_REVIEW_ROW = "insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)"


class _Builder:
    """Writes the collection's file, row by row in the order in which notes are added."""

    def __init__(self, file: Path, *, with_history: bool) -> None:
        self.notes = self.cards = self.reviews = 0
        self._deck_ids: set[str] = set()
        self.media: dict[str, Media] = {}
        self._with_history = with_history
        self._note_ids, self._card_ids = _Ids(), _Ids()
        self._known: dict[str, int] = {}
        self._filled: dict[str, ExportDeck] = {}
        self._deck: ExportDeck | None = None
        self._types: dict[int, NoteType] = {}
        self._changed_ms = 0
        self._note_rows: list[tuple[object, ...]] = []
        self._card_rows: list[tuple[object, ...]] = []
        self._reviews: list[tuple[int, int, Review, bool]] = []
        self._db = sqlite3.connect(file, isolation_level=None)
        # The file is read once, by this program; who would need it after a crash is nobody.
        for setting in _SETTINGS:
            self._db.execute(f"pragma {setting}")
        self._db.execute("begin")
        for statement in TABLES.split(";"):
            self._db.execute(statement)

    @property
    def decks(self) -> int:
        """How many of the decks have notes in the file."""
        return len(self._deck_ids)

    def __enter__(self) -> _Builder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def add(self, note: AnkiNote, deck: ExportDeck, deck_id: int) -> None:
        """Add a note with its cards; its place among the new cards is that of this call."""
        if deck is not self._deck:
            self._deck = deck
            self._deck_ids.add(deck.id)
            self._filled.setdefault(place_key(deck), deck)
        if note.guid in self._known:
            note = self._apart(note, deck)
        if note.guid in self._known:  # one note of Anki's, its cards in several decks
            self._add_cards(note, self._known[note.guid], deck_id)
            return
        self.notes += 1
        self._types.setdefault(note.type.id, note.type)
        for media in note.media:
            self.media.setdefault(media.name, media)
        self._changed_ms = max(self._changed_ms, note.changed_ms)
        note_id = self._note_ids.of(note.guid)
        self._known[note.guid] = note_id
        changed = note.changed_ms // 1000
        sort_field = _plain(note.fields[0])
        checksum = int(hashlib.sha1(sort_field.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        fields = "\x1f".join(note.fields)
        self._note_rows.append(
            (note_id, note.guid, note.type.id, changed, tags, fields, sort_field, checksum)
        )
        self._add_cards(note, note_id, deck_id)
        if len(self._note_rows) >= _AT_ONCE:
            self._flush()

    def _apart(self, note: AnkiNote, deck: ExportDeck) -> AnkiNote:
        """Return a note of which another deck has cards, as a note of its own if it is ours.

        Raises PackageError where the decks share a card.
        """
        ids = {card.source.card.id for card in note.cards}
        if any(id_ in self._card_ids for id_ in ids):
            raise PackageError(
                f"the note {note.guid} is in two decks, one of them {deck.place}",
                todo="give one of them a new id with 'flashdeck check --fix'",
            )
        return note if note.cards[0].source.kept else note._replace(guid=min(ids))

    def _add_cards(self, note: AnkiNote, note_id: int, deck_id: int) -> None:
        for card in note.cards:
            self._add_card(card, note_id, deck_id, note.changed_ms // 1000)

    def _add_card(self, card: AnkiCard, note_id: int, deck_id: int, changed: int) -> None:
        self.cards += 1
        card_id = self._card_ids.of(card.source.card.id)
        history, position = card.source.history, self.notes
        where = (card_id, note_id, deck_id, card.number)
        if not self._with_history or history is _BLANK or history == _BLANK:
            self._card_rows.append((*where, changed, 0, 0, position, 0, 0, 0, 0, 0, 0, "{}"))
            return
        reviewed = history.answered_ms // 1000
        self._card_rows.append(
            (
                *where,
                max(changed, reviewed),
                *_schedule(history, position),
                history.flag & 0b111,
                _card_data(history, reviewed, position) if reviewed else "{}",
            )
        )
        ordered = sorted(history.reviews, key=lambda review: review.at_ms)
        for number, review in enumerate(ordered):
            self._reviews.append((review.at_ms, card_id, review, number == 0))

    def _flush(self) -> None:
        self._db.executemany(_NOTE_ROW, self._note_rows)
        self._db.executemany(_CARD_ROW, self._card_rows)
        self._note_rows, self._card_rows = [], []

    def finish(self, deck_ids: Mapping[str, int]) -> None:
        """Write what is left, and make the file independent of what wrote it."""
        self._flush()
        self.reviews = len(self._reviews)
        self._db.executemany(_REVIEW_ROW, _review_rows(self._reviews))
        col = col_row(self._filled, deck_ids, self._types, self._changed_ms, self.notes)
        self._db.execute(f"insert into col values ({', '.join('?' * len(col))})", col)
        for statement in INDEXES.split(";"):
            self._db.execute(statement)
        self._db.execute(f"pragma user_version = {SCHEMA_VERSION}")
        self._db.execute("commit")


def _schedule(history: History, position: int) -> tuple[int, ...]:
    """Return type, queue, due, interval, factor, repetitions, lapses and steps left of a card."""
    queue = -1 if history.suspended else -3 if history.buried else 0
    if history.due_day is None or not history.interval_days:  # never answered, or forgotten
        return 0, queue, position, 0, 0, 0, 0, 0
    due = history.due_day - CREATED_DAY
    factor = history.factor or history.ease * 10
    reps = history.reps or max(len(history.reviews), 1)
    if not history.steps:
        return _REVIEW, queue or 2, due, history.interval_days, factor, reps, history.lapses, 0
    kind, left, instant, interval, factor = history.steps
    waits = _LEARNING if instant else _BY_DAY
    return kind, queue or waits, instant or due, interval, factor, reps, history.lapses, left


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
            *row[:4],
            min(max(review.duration_ms, 0), _LONGEST_ANSWER_MS),
            row[4],
        )


def _card_data(history: History, reviewed_s: int, position: int) -> str:
    """Return Anki's record of a studied card; ``pos`` is where it stood among the new ones."""
    data: dict[str, object] = {"pos": position}
    if history.data:
        data |= {"lrt": reviewed_s, **history.data, **data}
    else:
        if history.stability:
            data |= {"s": history.stability, "d": history.difficulty}
            if history.decay:
                data |= {"dr": history.retention, "decay": history.decay}
        data["lrt"] = reviewed_s
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


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
        key = place_key(deck)
        if key not in found:
            found[key] = ids.of(deck.id)
    return found


def _zip(collection: Path, media: Sequence[Media]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        _member(package, "meta", b"\x08\x02", stored=True)
        _member(package, "collection.anki21", _content(collection))
        names = {str(number): one.name for number, one in enumerate(media)}
        _member(package, "media", json_text(names).encode())
        for number, one in enumerate(media):
            extension = one.name[one.name.rfind(".") :].lower()
            _member(package, str(number), one.read(), stored=extension in _STORED)
    return out.getvalue()


def _content(collection: Path) -> bytearray:
    """Return a SQLite file without what says which SQLite wrote it, and how often."""
    data = bytearray(collection.stat().st_size)
    with collection.open("rb") as file:
        file.readinto(data)
    data[24:28] = data[92:96] = (1).to_bytes(4)
    data[96:100] = (3_040_001).to_bytes(4)
    return data


def _member(
    package: zipfile.ZipFile, name: str, data: bytes | bytearray, *, stored: bool = False
) -> None:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.create_system = 3  # else the byte says on which system it was made
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    package.writestr(info, data, compresslevel=None if stored else 1)
