"""Backups and the way back; each works on the file, so that it may run beside a session."""

from __future__ import annotations

import threading
from pathlib import Path

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.clock import Clock
from flashdeck.store import backup

# A session backs up at its start if the last backup is older than this.
SESSION_MINUTES = 30


def back_up(path: Path, clock: Clock, target: Path | None = None) -> Path:
    """Copy the library to a file, else among its backups; return where.

    Raises LibraryError where there is none, it is damaged, or the copy cannot be written.
    """
    if target is None:
        return backup.make_backup(path, clock().utc_ms)
    backup.save_copy(path, target)
    return target


def back_up_before(path: Path, clock: Clock) -> str:
    """Back up before something that changes much, if anything changed since the last backup.

    Return a line for people where that failed: a full disk must not keep anyone from studying.
    """
    try:
        backup.backup_if_due(path, clock().utc_ms)
    except FlashdeckError as failure:
        return f"no backup was made: {failure}"
    return ""


def back_up_session(path: Path, clock: Clock) -> str:
    """Back up at the start of a session, at most every half hour; return as `back_up_before`."""
    try:
        backup.backup_if_due(path, clock().utc_ms, after_minutes=SESSION_MINUTES)
    except FlashdeckError as failure:
        return f"no backup was made: {failure}"
    return ""


def back_up_meanwhile(path: Path, clock: Clock) -> threading.Thread:
    """Do `back_up_session` in a thread of its own, so that no card waits for it."""
    thread = threading.Thread(target=back_up_session, args=(path, clock), daemon=True)
    thread.start()
    return thread


def restore_library(path: Path, source: Path, clock: Clock) -> Path | None:
    """Put a backup in the library's place; return where the present library was put aside.

    Raises LibraryError where the backup is no good library, or the present one is open.
    """
    return backup.restore(path, source, clock().utc_ms)
