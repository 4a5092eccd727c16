"""Reading files that other people made: regular, not too big, UTF-8, or one clear error."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from flashdeck.core.errors import DeckError, FlashdeckError, Location

DECK_CAP = 20_000_000
ARTICLE_CAP = 100_000_000
MEDIA_CAP = 50_000_000
TABLE_CAP = 100_000_000


def read_bytes(path: Path, cap: int, *, error: type[FlashdeckError] = DeckError) -> bytes:
    """Return the bytes of a regular file of at most ``cap`` bytes.

    Never waits for a pipe or a device. Raises ``error`` where it cannot be read.
    """
    at = Location(str(path))
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        raise error("no such file", todo="check the name", at=at) from None
    except (OSError, ValueError) as failure:
        raise error(_why(failure, path), todo="name a file you may read", at=at) from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            what = "is a folder" if stat.S_ISDIR(found.st_mode) else "is no regular file"
            raise error(what, todo="name a file", at=at)
        with os.fdopen(handle, "rb", closefd=False) as source:
            data = source.read(cap + 1)
    except OSError as failure:
        raise error(_why(failure, path), todo="try again", at=at) from None
    finally:
        os.close(handle)
    if len(data) > cap:
        raise error(f"is larger than {cap // 1_000_000} MB", todo="split it", at=at)
    return data


def real(path: Path) -> Path:
    """Return the file that a path means, links followed; a link to itself means itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # RuntimeError is what a loop of links raises before 3.13
        return path.absolute()


def read_text(path: Path, cap: int, *, error: type[FlashdeckError] = DeckError) -> str:
    """Return the text of a regular UTF-8 file, line ends and a BOM as they stand.

    Raises ``error`` where it cannot be read or is not UTF-8, with the offset of the first bad byte.
    """
    return decode(read_bytes(path, cap, error=error), str(path), error=error)


def decode(data: bytes, name: str, *, error: type[FlashdeckError] = DeckError) -> str:
    """Return UTF-8 data as text; ``name`` is the file's name in the error."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        raise error(
            f"not UTF-8 at byte {failure.start} (likely {_likely_encoding(data)})",
            todo="save it as UTF-8",
            at=Location(name, line),
        ) from None


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of the data in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _likely_encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        return "UTF-16 without a mark"
    if head.count(0):
        return "not a text at all"
    return "Windows-1252"


def _why(failure: OSError | ValueError, path: Path) -> str:
    if isinstance(failure, OSError) and path.is_dir():  # Windows cannot even open one
        return "is a folder"
    reason = failure.strerror if isinstance(failure, OSError) else str(failure)
    return f"cannot be read ({(reason or 'unknown reason').lower()})"
