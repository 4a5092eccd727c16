"""The review log: entries are added, never changed, and everything else follows from them."""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Entry, Kind, voided
from flashdeck.store.log_rows import ENTRY_COLUMNS, entry_from_row, entry_values

_RANDOM_BITS = 74
# The longest that one transaction goes on adding entries.
_STEP_MS = 60_000


def device_of(db: sqlite3.Connection) -> str:
    """Return the id of this library's device."""
    (device,) = db.execute("SELECT value FROM meta WHERE key = 'device'").fetchone()
    return str(device)


def put_device(db: sqlite3.Connection, device: str) -> None:
    """Give this library's device an id, with a checksum by which damage to it is found."""
    for key, value in (("device", device), ("device check", device_check(device))):
        db.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def put_new_device(db: sqlite3.Connection) -> str:
    """Give this library's device a new id, and return it."""
    device = str(uuid.uuid4())
    put_device(db, device)
    return device


def device_check(device: str) -> str:
    """Return the checksum of a device's id."""
    return f"{zlib.crc32(device.encode('utf-8', 'surrogatepass')):08x}"


def new_id(at_ms: int, after: str = "") -> str:
    """Return a UUIDv7 (RFC 9562) of that instant; it sorts after ``after``.

    Its random part starts with a zero bit, which leaves room to count up within a millisecond.
    """
    number = _spread(at_ms, secrets.randbits(_RANDOM_BITS - 1))
    text = _spell(number)
    if text > after:
        return text
    digits = int(after.replace("-", ""), 16)
    counted = digits >> 80 << _RANDOM_BITS | (digits >> 64 & 0xFFF) << 62 | digits & (1 << 62) - 1
    at_ms, random = divmod(counted + 1, 1 << _RANDOM_BITS)
    return _spell(_spread(at_ms, random))


def _spread(at_ms: int, random: int) -> int:
    return at_ms << 80 | 7 << 76 | (random >> 62) << 64 | 2 << 62 | random & (1 << 62) - 1


def _spell(number: int) -> str:
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def append(db: sqlite3.Connection, entry: Entry) -> None:
    """Add an entry to the log."""
    db.execute(_APPEND, entry_values(entry))


_APPEND = (
    f"INSERT INTO reviews ({ENTRY_COLUMNS}, crc) "
    f"VALUES ({', '.join('?' * (2 + ENTRY_COLUMNS.count(',')))})"
)


def find_entry(db: sqlite3.Connection, ids: Iterable[str]) -> Entry | None:
    """Return the entry of one of these ids that is in the log."""
    for entry_id in ids:
        row = db.execute(
            f"SELECT {ENTRY_COLUMNS} FROM reviews WHERE id = ?", (entry_id,)
        ).fetchone()
        if row:
            return entry_from_row(row)
    return None


@dataclass(frozen=True, slots=True)
class Last:
    """What a new entry needs to know of the one before it by this device; '' where it is first."""

    device: str
    id: str = ""
    at_ms: int = 0
    kind: Kind = Kind.REVIEW


def last_of_device(db: sqlite3.Connection) -> Last:
    """Return this library's device, and the device's newest entry."""
    device, last, at_ms, kind = db.execute(_LAST_OF_DEVICE).fetchone()
    return Last(device) if last is None else Last(device, last, at_ms, Kind(kind))


_LAST_OF_DEVICE = (
    "SELECT m.value, r.id, r.at_ms, r.kind FROM meta m LEFT JOIN reviews r ON r.seq = "
    "(SELECT seq FROM reviews WHERE device = m.value ORDER BY at_ms DESC, id DESC LIMIT 1) "
    "WHERE m.key = 'device'"
)


def entries_near(db: sqlite3.Connection, entry: Entry) -> list[Entry]:
    """Return the entries that one transaction may have added with this one, by its device."""
    rows = db.execute(
        f"SELECT {ENTRY_COLUMNS} FROM reviews WHERE device = ? AND at_ms BETWEEN ? AND ?",
        (entry.device, entry.at_ms - _STEP_MS, entry.at_ms + _STEP_MS),
    )
    return [entry_from_row(row) for row in rows]


def all_entries(db: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the whole log, oldest first."""
    for row in db.execute(f"SELECT {ENTRY_COLUMNS} FROM reviews ORDER BY at_ms, id"):
        yield entry_from_row(row)


def raw_entries(db: sqlite3.Connection) -> Iterator[tuple[int, dict[str, object], object]]:
    """Yield the log as its rows are, trusted in nothing: number, values by name, and CRC."""
    names = ENTRY_COLUMNS.split(", ")
    for row in db.execute(f"SELECT seq, {ENTRY_COLUMNS}, crc FROM reviews ORDER BY seq"):
        values: dict[str, object] = dict(zip(names, row[1:-1], strict=True))
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            values["options"] = json.loads(row[1 + names.index("options")])
        yield row[0], values, row[-1]


def newest_first(db: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the log, newest first, as far as it is wanted."""
    for row in db.execute(f"SELECT {ENTRY_COLUMNS} FROM reviews ORDER BY at_ms DESC, id DESC"):
        yield entry_from_row(row)


def newest_asked(db: sqlite3.Connection, asked: Sequence[str], most: int) -> list[Entry]:
    """Return the newest answers that were asked in these ways, but for those taken back."""
    gone = voided_ids(db)
    rows = db.execute(
        f"SELECT {ENTRY_COLUMNS} FROM reviews WHERE kind IN ('review', 'cram') "
        f"AND asked IN ({', '.join('?' * len(asked))}) ORDER BY at_ms DESC, id DESC LIMIT ?",
        (*asked, most),
    )
    return [entry for entry in map(entry_from_row, rows) if entry.id not in gone]


def entries_after(db: sqlite3.Connection, at_ms: int) -> list[Entry]:
    """Return the entries dated later than that, oldest first."""
    rows = db.execute(
        f"SELECT {ENTRY_COLUMNS} FROM reviews WHERE at_ms > ? ORDER BY at_ms, id", (at_ms,)
    )
    return [entry_from_row(row) for row in rows]


def voids(db: sqlite3.Connection) -> list[Entry]:
    """Return all voids, oldest first."""
    rows = db.execute(f"SELECT {ENTRY_COLUMNS} FROM reviews WHERE kind = 'void' ORDER BY at_ms, id")
    return [entry_from_row(row) for row in rows]


def voided_ids(db: sqlite3.Connection) -> frozenset[str]:
    """Return the ids of all entries that are taken back."""
    return voided(voids(db))


def entries_of(db: sqlite3.Connection, cards: Iterable[CardId]) -> list[Entry]:
    """Return the entries of these cards, voids of theirs included."""
    found = []
    for card in cards:
        rows = db.execute(f"SELECT {ENTRY_COLUMNS} FROM reviews WHERE card = ?", (card,))
        found += [entry_from_row(row) for row in rows]
    return found


def has_entries(db: sqlite3.Connection, cards: Iterable[CardId]) -> bool:
    """Tell whether the log has anything of these cards."""
    query = "SELECT 1 FROM reviews WHERE card = ? LIMIT 1"
    return any(db.execute(query, (card,)).fetchone() for card in cards)


def answered_below_rev(db: sqlite3.Connection, card: CardId, rev: int) -> bool:
    """Tell whether a card has answers to an earlier meaning of its note."""
    row = db.execute(
        "SELECT 1 FROM reviews WHERE card = ? AND kind = ? AND rev < ? LIMIT 1",
        (card, Kind.REVIEW.value, rev),
    ).fetchone()
    return row is not None
