"""Backups and the way back; each works on the file, so that it may run beside a session.

What copies libraries is imported only where one is copied: the app starts without it.
"""

from __future__ import annotations

import threading
from pathlib import Path

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.clock import Clock

# A session backs up at its start if the last backup is older than this.
SESSION_MINUTES = 30
_AFTER_FIRST_CARD_S = 3.0


def back_up(path: Path, clock: Clock, target: Path | None = None) -> Path:
    """Copy the library to a file, else among its backups; return where.

    Raises LibraryError where there is none, it is damaged, or the copy cannot be written.
    """
    from flashdeck.store import backup

    if target is None:
        return backup.make_backup(path, clock().utc_ms)
    backup.save_copy(path, target)
    return target


def back_up_before(path: Path, clock: Clock) -> str:
    """Back up before something that changes much, if anything changed since the last backup.

    Return a line for people where that failed: a full disk must not keep anyone from studying.
    """
    from flashdeck.store import backup

    try:
        backup.backup_if_due(path, clock().utc_ms)
    except FlashdeckError as failure:
        return f"no backup was made: {failure}"
    return ""


def back_up_session(path: Path, clock: Clock) -> str:
    """Back up at the start of a session, at most every half hour; return as `back_up_before`."""
    from flashdeck.store import backup

    try:
        backup.backup_if_due(path, clock().utc_ms, after_minutes=SESSION_MINUTES)
    except FlashdeckError as failure:
        return f"no backup was made: {failure}"
    return ""


def back_up_meanwhile(path: Path, clock: Clock) -> threading.Timer:
    """Do `back_up_session` a little later in a thread of its own, so that no card waits for it.

    It is cancelled, or given up, when the session ends before it is done.
    """
    timer = threading.Timer(_AFTER_FIRST_CARD_S, back_up_session, (path, clock))
    timer.daemon = True
    timer.start()
    return timer


def restore_library(path: Path, source: Path, clock: Clock) -> Path | None:
    """Put a backup in the library's place; return where the present library was put aside.

    Raises LibraryError where the backup is no good library, or the present one is open.
    """
    from flashdeck.store import backup

    return backup.restore(path, source, clock().utc_ms)
