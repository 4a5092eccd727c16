"""Logs exchanged through a folder that any service may synchronise.

Each device appends to one file of its own, ``DEVICE.jsonl``, and reads all others; no file is ever
rewritten, so that services that copy files find nothing to merge. A file that such a service has
doubled is read like any other. Lines may be torn or damaged: the entry on them is sent again by
whoever has it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flashdeck.core.errors import LibraryError, Location
from flashdeck.core.schedule.lines import NotAnEntryError, entry_of, line_of
from flashdeck.core.schedule.replay import Entry
from flashdeck.services.library import Library
from flashdeck.services.merging import merge
from flashdeck.store import reviews

SUFFIX = ".jsonl"
_LONGEST_LINE = 1 << 20
_LARGEST_FILE = 4 << 30


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """What came in and went out; ``refused`` and ``notices`` are lines for people."""

    files: int
    received: int
    sent: int
    refused: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What was found in a folder besides entries."""

    files: int = 0
    seen: set[str] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)


def sync_folder(library: Library, folder: Path) -> SyncSummary:
    """Take in what the folder's files have, and append what they lack to this device's own.

    Raises LibraryError where the folder cannot be read or written; what was taken in stays.
    """
    if not folder.is_dir():
        raise LibraryError(
            "is no folder", todo="make it, or name another", at=Location(str(folder))
        )
    reading = _Reading()
    try:
        incoming = list(_incoming(reading, folder))
        with library.store.transaction() as db:
            device = reviews.device_of(db)
            merged = merge(library, db, incoming)
            if device in merged.devices:
                # Another library goes by this device's name: a copy of this one, or an older or
                # newer state of it. From now on they are two.
                device = reviews.put_new_device(db)
        outgoing = [line_of(one) for one in _unsent(library, reading.seen)]
        if outgoing:
            _append(folder / f"{device}{SUFFIX}", outgoing)
    except OSError as failure:
        raise LibraryError(
            f"could not be read or written ({(failure.strerror or str(failure)).lower()})",
            todo="nothing is lost; mend that, and sync again",
            at=Location(str(failure.filename or folder)),
        ) from None
    library.store.checkpoint()
    return SyncSummary(
        files=reading.files,
        received=merged.new,
        sent=len(outgoing),
        refused=merged.refused,
        notices=(*reading.notices, *merged.late),
    )


def _incoming(reading: _Reading, folder: Path) -> Iterator[tuple[str, Entry]]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST_FILE:
            reading.notices.append(f"{path}: is no log of a device; left out")
            continue
        reading.files += 1
        yield from _entries_of(reading, path)


def _entries_of(reading: _Reading, path: Path) -> Iterator[tuple[str, Entry]]:
    bad: dict[str, list[int]] = {}
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            whole = line.endswith(b"\n")
            if not whole and len(line) == _LONGEST_LINE:
                while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                    continue
                whole = True
            if not line.strip():
                continue
            try:
                entry = entry_of(line.decode("utf-8"))
            except (NotAnEntryError, UnicodeDecodeError) as failure:
                # The last line of a file may still be on its way.
                if whole:
                    what = str(failure) if isinstance(failure, NotAnEntryError) else "is damaged"
                    bad.setdefault(what, []).append(number)
                continue
            reading.seen.add(entry.id)
            yield f"{path}:{number}", entry
    for what, numbers in bad.items():
        more = f", and {len(numbers) - 1} more like it" if len(numbers) > 1 else ""
        reading.notices.append(f"{path}:{numbers[0]}: {what}{more}; left out")


def _unsent(library: Library, seen: set[str]) -> Iterator[Entry]:
    with library.store.guard():
        for entry in reviews.all_entries(library.db):
            if entry.id not in seen:
                yield entry


def _append(path: Path, lines: list[str]) -> None:
    """Append whole lines to this device's file; a torn line before them is ended first."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600)
    with os.fdopen(handle, "rb+") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(None, "is no regular file", str(path))
        size = file.seek(0, os.SEEK_END)
        torn = False
        if size:
            file.seek(size - 1)
            torn = file.read(1) != b"\n"
        file.write(("\n" if torn else "").encode() + "".join(f"{one}\n" for one in lines).encode())
        file.flush()
        os.fsync(file.fileno())
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
