"""Copies of the library: made whole or not at all, thinned with age, and put back."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flashdeck.core.days import DAY_STARTS_HOUR
from flashdeck.core.errors import FlashdeckError, LibraryError, Location
from flashdeck.store.lock import SessionLock
from flashdeck.store.open import explain, inspect

_STAMP = "%Y%m%dT%H%M%S"
_STALE_TEMPORARY_S = 6 * 3600
# What stays: all of two days, then the last of so many days, weeks and months.
_ALL_OF_DAYS = 2
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9
_SPARE_BYTES = 16 << 20
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
# What differs between two states of a library that are worth two backups.
_FINGERPRINT = (
    "SELECT (SELECT max(seq) FROM reviews), (SELECT group_concat(id || file_digest || hidden "
    "|| place || title) FROM (SELECT * FROM decks ORDER BY id)), (SELECT group_concat(deck_id || "
    "new_per_day || coalesce(reviews_per_day, '') || algorithm || drill_below || new_mixed || "
    "leeches_rest) FROM (SELECT * FROM deck_settings ORDER BY deck_id)), "
    "(SELECT count(*) FROM cards), (SELECT max(content_mod_ms) FROM cards)"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file and when it was made."""

    path: Path
    made: datetime


def backups_folder(library: Path) -> Path:
    """Return where a library's backups lie: beside it."""
    return library.parent / "backups"


def list_backups(library: Path) -> list[Backup]:
    """Return the backups of a library, the newest first."""
    prefix = f"{library.stem}-"
    found = []
    with contextlib.suppress(OSError):
        for path in backups_folder(library).glob(f"{glob_escaped(prefix)}*.db"):
            stamp = path.stem[len(prefix) :].split("-", 1)[0]
            with contextlib.suppress(ValueError):
                made = datetime.strptime(stamp, _STAMP + "Z").replace(tzinfo=UTC)
                found.append(Backup(path, made))
    return sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True)


def glob_escaped(text: str) -> str:
    """Return a text that a glob pattern takes as it stands."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in text)


def make_backup(library: Path, now_ms: int) -> Path:
    """Back the library up into its folder of backups, thin the old ones, and return the file.

    Raises LibraryError where the disk has no room or the library is damaged; a damaged library
    never takes a good backup's place.
    """
    folder = backups_folder(library)
    at = Location(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        needed = library.stat().st_size + _SPARE_BYTES
        if shutil.disk_usage(folder).free < needed:
            raise LibraryError(
                "there is no room for a backup",
                todo=f"free {needed // 1_000_000 + 1} MB on this disk",
                at=at,
            )
        stamp = datetime.fromtimestamp(now_ms / 1000, UTC).strftime(_STAMP) + "Z"
        target = folder / f"{library.stem}-{stamp}.db"
        number = 1
        while target.exists():
            number += 1
            target = folder / f"{library.stem}-{stamp}-{number}.db"
        save_copy(library, target)
        _thin(library, now_ms)
    except OSError as failure:
        raise LibraryError(
            f"the backup could not be written ({(failure.strerror or str(failure)).lower()})",
            todo="the library itself is untouched",
            at=at,
        ) from None
    return target


def backup_if_due(library: Path, now_ms: int, *, after_minutes: int = 0) -> Path | None:
    """Back the library up if it has changed and the last backup is older than that.

    An empty library needs none. Returns the file, None where nothing was to be done.
    """
    known = list_backups(library)
    if known and now_ms - known[0].made.timestamp() * 1000 < after_minutes * 60_000:
        return None
    here = _fingerprint(library)
    if here is None or (here[0] is None and not here[3]):
        return None
    if known and _fingerprint(known[0].path) == here:
        return None
    return make_backup(library, now_ms)


def save_copy(library: Path, target: Path) -> None:
    """Write a checked copy of a library to a file: in a temporary one, synced, then renamed.

    Raises LibraryError where the library is damaged or the target is no file to be written.
    """
    at = Location(str(target))
    if target.is_dir() or (target.exists() and not target.is_file()):
        raise LibraryError("is no regular file", todo="name a file", at=at)
    temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.tmp")
    try:
        try:
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            copy_library(library, temporary)
            temporary.replace(target)
        finally:
            for litter in (temporary, *map(temporary.with_name, _companions(temporary.name))):
                litter.unlink(missing_ok=True)
        sync_folder(target.parent)
    except OSError as failure:
        raise LibraryError(
            f"cannot be written ({(failure.strerror or str(failure)).lower()})",
            todo="choose a folder you may write to",
            at=at,
        ) from None


def copy_library(library: Path, target: Path) -> None:
    """Copy a library, open or not, to a file that nobody else uses; check the copy and sync it.

    Raises LibraryError where it is no library of ours, newer, or damaged.
    """
    if not library.exists():
        raise LibraryError(
            "there is no such file", todo="check its name", at=Location(str(library))
        )
    inspect(library, create=False, write=False)
    try:
        with (
            contextlib.closing(_read_only(library)) as source,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            # One file, with no log beside it, whatever the library's own mode is.
            copy.execute("PRAGMA journal_mode=DELETE")
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as failure:
        full = getattr(failure, "sqlite_errorcode", 0) in _NO_ROOM
        raise explain(failure, target.parent if full else library) from failure
    if verdict != "ok":
        raise explain(_corrupt(), library)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def check_backup(path: Path) -> None:
    """Raise LibraryError where a backup is no whole library."""
    inspect(path, create=False, write=False)
    _check_whole(path, path)


def restore(library: Path, backup: Path, now_ms: int) -> Path | None:
    """Put a backup in the library's place; return where the present library was put aside.

    The backup is checked first, and copied: it stays where it is. Raises LibraryError where it is
    no good library, or where flashdeck has the present one open.
    """
    at = Location(str(library))
    try:
        same = library.exists() and library.samefile(backup)
    except OSError:
        same = False
    if same:
        raise LibraryError("is the library itself", todo="name a backup", at=Location(str(backup)))
    library.parent.mkdir(parents=True, exist_ok=True)
    lock = SessionLock(library.with_name(library.name + ".lock"))
    try:
        with lock.alone() as alone:
            if not alone and os.name == "posix":
                raise LibraryError(
                    "flashdeck has the library open", todo="close it, then restore", at=at
                )
            temporary = library.with_name(f".{library.name}.{secrets.token_hex(6)}.tmp")
            try:
                copy_library(backup, temporary)
                _check_whole(temporary, backup)
                aside = _put_aside(library, now_ms)
                temporary.replace(library)
            finally:
                for litter in (temporary, *map(temporary.with_name, _companions(temporary.name))):
                    litter.unlink(missing_ok=True)
            sync_folder(library.parent)
            return aside
    except OSError as failure:
        raise LibraryError(
            f"could not be restored ({(failure.strerror or str(failure)).lower()})",
            todo="nothing is lost; look into its folder before trying again",
            at=at,
        ) from None
    finally:
        lock.release()


def _put_aside(library: Path, now_ms: int) -> Path | None:
    """Rename the library with its log; a log must never lie beside another library."""
    if not library.exists():
        return None
    with (
        contextlib.suppress(FlashdeckError, sqlite3.Error),
        contextlib.closing(sqlite3.connect(library)) as present,
    ):
        present.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stamp = datetime.fromtimestamp(now_ms / 1000, UTC).strftime(_STAMP) + "Z"
    aside = library.with_name(f"{library.stem}-replaced-{stamp}.db")
    number = 1
    while aside.exists():
        number += 1
        aside = library.with_name(f"{library.stem}-replaced-{stamp}-{number}.db")
    for old, new in zip(_companions(library.name), _companions(aside.name), strict=True):
        with contextlib.suppress(FileNotFoundError):
            library.with_name(old).rename(library.with_name(new))
    library.rename(aside)
    return aside


def _check_whole(copy: Path, named: Path) -> None:
    with contextlib.closing(_read_only(copy)) as look:
        try:
            (verdict,) = look.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.Error as failure:
            raise explain(failure, named) from failure
    if verdict != "ok":
        raise explain(_corrupt(), named)


def _corrupt() -> sqlite3.DatabaseError:
    failure = sqlite3.DatabaseError("the copy is not whole")
    failure.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return failure


def _companions(name: str) -> tuple[str, str, str]:
    return f"{name}-wal", f"{name}-shm", f"{name}-journal"


def _read_only(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=10)


def _fingerprint(path: Path) -> tuple[object, ...] | None:
    """Return what tells two states of a library apart; None where it cannot be read."""
    try:
        with contextlib.closing(_read_only(path)) as look:
            row = look.execute(_FINGERPRINT).fetchone()
    except sqlite3.Error:
        return None
    return tuple(row)


def _thin(library: Path, now_ms: int) -> None:
    """Remove the backups that the younger ones stand for, and what interrupted ones left."""
    known = list_backups(library)
    kept = to_keep([backup.made for backup in known], datetime.fromtimestamp(now_ms / 1000, UTC))
    for place, backup in enumerate(known):
        if place not in kept:
            backup.path.unlink(missing_ok=True)
    for litter in backups_folder(library).glob(f".{glob_escaped(library.stem)}-*.tmp*"):
        with contextlib.suppress(OSError):
            if time.time() - litter.stat().st_mtime > _STALE_TEMPORARY_S:
                litter.unlink()


def to_keep(made: Sequence[datetime], now: datetime) -> set[int]:
    """Return the places of the backups to keep, of those made at these times, newest first.

    All of two days, and the newest of each of 12 days, 10 weeks and 9 months; the newest always.
    """
    kept = {0} if made else set()
    days = [(moment.timestamp() - DAY_STARTS_HOUR * 3600) // 86_400 for moment in made]
    today = (now.timestamp() - DAY_STARTS_HOUR * 3600) // 86_400
    kept |= {place for place, day in enumerate(days) if day > today - _ALL_OF_DAYS}
    dates = [date.fromordinal(int(day) + date(1970, 1, 1).toordinal()) for day in days]
    kept |= _newest_of((day.toordinal() for day in dates), _DAILY)
    kept |= _newest_of((day.isocalendar()[:2] for day in dates), _WEEKLY)
    kept |= _newest_of(((day.year, day.month) for day in dates), _MONTHLY)
    return kept


def _newest_of(spans: Iterable[object], most: int) -> set[int]:
    first: dict[object, int] = {}
    for place, span in enumerate(spans):
        first.setdefault(span, place)
    return set(list(first.values())[:most])


def sync_folder(folder: Path) -> None:
    """Make a rename durable; systems that cannot sync a folder do without."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
