"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from flashdeck.core.errors import DeckError, FlashdeckError, Location


def write_atomically(path: Path, data: bytes, *, error: type[FlashdeckError] = DeckError) -> None:
    """Replace the file's content, or make it; after a failure the old file is untouched.

    A temporary file beside the target is written, synced, read back in size, given the target's
    mode and renamed over it; a link is followed to the file it means. Raises ``error`` where that
    fails or the target is no regular file.
    """
    at = Location(str(path))
    try:
        target = path.resolve()
        mode = _mode_of(target, at, error)
        temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.tmp")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(temporary, flags, 0o600)
    except (OSError, ValueError, RuntimeError) as failure:
        raise error(_why(failure), todo="choose a folder you may write to", at=at) from None
    try:
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
                if os.fstat(out.fileno()).st_size != len(data):
                    raise OSError("the disk took only a part of it")
            temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as failure:
        raise error(_why(failure), todo="nothing was changed; try again", at=at) from None


def _mode_of(target: Path, at: Location, error: type[FlashdeckError]) -> int:
    """Return the mode that the written file gets: the old file's, or the default for a new one."""
    try:
        found = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
    if not stat.S_ISREG(found.st_mode):
        what = "is a folder" if stat.S_ISDIR(found.st_mode) else "is no regular file"
        raise error(what, todo="name a file", at=at)
    return stat.S_IMODE(found.st_mode)


def _sync_folder(folder: Path) -> None:
    """Make the rename durable; systems that cannot sync a folder do without."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _why(failure: Exception) -> str:
    reason = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure)
    return f"cannot be written ({reason.lower()})"
