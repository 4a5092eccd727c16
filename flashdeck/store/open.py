"""The library's file: opened with every check, written only inside one kind of transaction."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flashdeck.core.errors import LibraryBusyError, LibraryError, Location
from flashdeck.store.lock import SessionLock

APPLICATION_ID = 0x464C4453  # "FLDS"
SCHEMA_VERSION = 6
# What migrations.py has applied in a library of this version; checked without loading it.
MIGRATIONS = (
    "m001_library",
    "m002_put_off",
    "m003_memory_and_exams",
    "m004_as_it_came",
    "m005_counters",
    "m006_own_tags",
)

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_BUSY_MS = 10_000
_CHECKPOINT_BYTES = 1 << 18
_LEAST_ROOM_BYTES = 1 << 16


class Store:
    """An open library file: its one writing connection in this process."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: SessionLock, notices: list[str]
    ) -> None:
        self.path = path
        self.connection = connection
        self.notices = tuple(notices)
        self._lock = lock

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn what SQLite raises into a LibraryError that says what to do."""
        try:
            yield
        except sqlite3.Error as failure:
            raise explain(failure, self.path) from failure

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write: BEGIN IMMEDIATE, and COMMIT unless the block raises.

        What was written is on disk when the block has been left.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as failure:
            raise explain(failure, self.path) from failure

    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def mark(self) -> tuple[int, int]:
        """Return what stays the same as long as nothing is written, by this process or another."""
        return self.data_version(), self.connection.total_changes

    def checkpoint(self) -> None:
        """Move a long write-ahead log into the library file, where no other session is open.

        SQLite before 3.51.3 can lose a write when two connections checkpoint and write at the same
        moment, so it is never done beside another session; the last one to close does it anyway.
        """
        log = self.path.with_name(self.path.name + "-wal")
        try:
            long = log.stat().st_size > _CHECKPOINT_BYTES
        except OSError:
            return
        if long:
            with self._lock.alone() as alone, self.guard():
                if alone:
                    self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close the connection."""
        with self.guard():
            self.connection.close()
        self._lock.release()


def open_store(path: Path, *, create: bool, now_ms: int | None = None) -> Store:
    """Open a library file, making it where it is missing and ``create`` is set.

    Raises LibraryError where it is missing, no library, newer than this flashdeck, damaged or not
    writable; nothing is changed then. A library of an earlier schema is backed up first, under the
    time ``now_ms`` (UTC; else the system's clock).
    """
    fresh = inspect(path, create=create)
    notices: list[str] = []
    with ExitStack() as undo:
        lock = SessionLock(path.with_name(path.name + ".lock"))
        undo.callback(lock.release)
        with lock.alone() as alone:
            crashed = alone and not fresh and _left_a_log(path)
            try:
                connection = sqlite3.connect(
                    path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
                )
                undo.callback(connection.close)
                _prepare(connection, path, notices, now_ms)
                if crashed:
                    _check_pages(connection, path)
            except sqlite3.Error as failure:
                raise explain(failure, path) from failure
        undo.pop_all()
    return Store(path, connection, lock, notices)


def explain(failure: sqlite3.Error, path: Path) -> LibraryError:
    """Return the error of SQLite in our words."""
    at = Location(str(path))
    code = getattr(failure, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusyError(
            "another program has been writing to the library for a while",
            todo="nothing was changed; try again when it is done",
            at=at,
        )
    failed = primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
    if primary == sqlite3.SQLITE_FULL or (failed and _is_full(path)):
        return LibraryError(
            "the disk is full", todo="nothing is lost; free space, then try again", at=at
        )
    if code == sqlite3.SQLITE_IOERR_WRITE:
        return LibraryError(
            "the disk took no more; it is full, or a limit is reached",
            todo="nothing is lost; free space, then try again",
            at=at,
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return LibraryError(
            "the library cannot be written",
            todo="check the permissions of the file and its folder, or name another with --library",
            at=at,
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path)
    if primary == sqlite3.SQLITE_IOERR:
        return LibraryError(
            "the disk could not be read or written",
            todo="nothing was acknowledged that is not saved; check the disk, then try again",
            at=at,
        )
    return LibraryError(f"the library could not be used ({failure})", at=at)


def _is_full(path: Path) -> bool:
    """Tell whether the disk has no room even for what SQLite needs to read a library."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM_BYTES
    except OSError:
        return False


def damaged(path: Path) -> LibraryError:
    """Return the error for a library whose content cannot be trusted; it names the way out."""
    from flashdeck.store.backup import list_backups

    backups = list_backups(path)
    if backups:
        todo = f"'flashdeck restore {backups[0].path}' puts the newest backup in its place"
    else:
        todo = "there is no backup beside it; keep the file, and restore a copy you have elsewhere"
    return LibraryError("the library is damaged", todo=todo, at=Location(str(path)))


def inspect(path: Path, *, create: bool, write: bool = True) -> bool:
    """Refuse what is no library of ours by its first bytes; tell whether it is still to be made.

    Without ``write`` a library that can only be read will do.
    """
    at = Location(str(path))
    try:
        found = path.stat()
    except FileNotFoundError:
        if not create:
            raise LibraryError("there is no library", todo="check --library", at=at) from None
        _make_folder(path)
        return True
    except OSError as failure:
        raise LibraryError(f"cannot be read ({failure.strerror})", at=at) from failure
    if not stat.S_ISREG(found.st_mode):
        raise LibraryError("is no file", todo="name the library file with --library", at=at)
    if found.st_size == 0:
        return True
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as failure:
        raise LibraryError(f"cannot be read ({failure.strerror})", at=at) from failure
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise LibraryError(
            "is not a flashdeck library", todo="name another file with --library", at=at
        )
    # While the first log is not yet moved into the file its header is still blank.
    application, version = _number(header, 68), _number(header, 60)
    if application not in (0, APPLICATION_ID):
        raise foreign(path)
    if application == APPLICATION_ID and version > SCHEMA_VERSION:
        raise newer(path)
    if application == 0:
        _refuse_foreign_tables(path)
    if write and not os.access(path, os.W_OK):
        raise LibraryError(
            "the library is read-only",
            todo="make it writable, or name another with --library",
            at=at,
        )
    return False


def _refuse_foreign_tables(path: Path) -> None:
    """Look before opening for real: to close a database as the last may already change it."""
    try:
        look = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (application,) = look.execute("PRAGMA application_id").fetchone()
            (tables,) = look.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            look.close()
    except sqlite3.Error as failure:
        raise explain(failure, path) from failure
    if application != APPLICATION_ID and tables:
        raise foreign(path)


def foreign(path: Path) -> LibraryError:
    """Return the error for another program's database."""
    return LibraryError(
        "is another program's database, not a flashdeck library",
        todo="name another file with --library",
        at=Location(str(path)),
    )


def newer(path: Path) -> LibraryError:
    """Return the error for a library of a later flashdeck."""
    return LibraryError(
        "the library was written by a newer flashdeck and is left untouched",
        todo="update flashdeck, or name another library with --library",
        at=Location(str(path)),
    )


def _number(header: bytes, offset: int) -> int:
    return int.from_bytes(header[offset : offset + 4], "big")


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise LibraryError(
            f"the library's folder cannot be made ({failure.strerror})",
            todo="name another library with --library",
            at=Location(str(path.parent)),
        ) from failure


def _left_a_log(path: Path) -> bool:
    """Tell whether a session ended without closing: the last to close removes the log."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def _prepare(
    connection: sqlite3.Connection, path: Path, notices: list[str], now_ms: int | None
) -> None:
    """Check whose file it is before anything is set, then set it up and bring it up to date."""
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "cache_size=-32768",  # KiB: what a day's study of a large library needs stays at hand
        "synchronous=FULL",
        "wal_autocheckpoint=0",
        # Without this, an INSERT OR REPLACE would delete a row of the log past its trigger.
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    current = _is_current(connection, path)
    mode = _journal_mode(connection)
    if mode != "wal":
        notices.append(
            "this disk cannot keep a write-ahead log; the library uses a plain journal, "
            "and two programs wait for each other"
        )
    if not current:
        _back_up_earlier(connection, path, now_ms)
        from flashdeck.store.migrations import migrate

        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have made or migrated it while this one waited.
            if not _is_current(connection, path):
                migrate(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _back_up_earlier(connection: sqlite3.Connection, path: Path, now_ms: int | None) -> None:
    """Back up a library of an earlier schema before it is changed."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version:
        from flashdeck.store.backup import make_backup

        make_backup(path, now_ms if now_ms is not None else time.time_ns() // 1_000_000)


def _is_current(connection: sqlite3.Connection, path: Path) -> bool:
    """Tell whether the schema is this version's; refuse what is foreign or newer."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    if application != APPLICATION_ID:
        if application or tables:
            raise foreign(path)
        return False
    if version > SCHEMA_VERSION:
        raise newer(path)
    if not {"cards", "reviews", "_sqlite_migrations"} <= tables:
        raise damaged(path)
    applied = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = 'flashdeck'"
        )
    }
    if applied - set(MIGRATIONS):
        raise newer(path)
    return bool(version == SCHEMA_VERSION)


def _journal_mode(connection: sqlite3.Connection) -> str:
    """Set the write-ahead log, or a plain journal where the disk cannot have one."""
    deadline = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
            break
        except sqlite3.OperationalError as failure:
            # SQLite does not wait here when two processes open a new library at once.
            busy = getattr(failure, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    if mode != "wal":
        (mode,) = connection.execute("PRAGMA journal_mode=TRUNCATE").fetchone()
    return str(mode)


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damaged(path)
