"""Files that other programs made, told from deck files by what they are."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.library import Library
from flashdeck.services.summary import ImportSummary

_PACKAGES = frozenset({".apkg", ".colpkg"})
_TABLES = frozenset({".csv", ".tsv", ".txt"})
_LIBRARIES = frozenset({".db"})
_ZIP = b"PK\x03\x04"

Reader = Callable[[Library, Path, bool], ImportSummary]


def reader_of(path: Path) -> Reader | None:
    """Return what reads a file into the library; None for deck files and folders."""
    ending = path.suffix.lower()
    if path.is_dir():
        return None
    if ending in _PACKAGES or _begins_as_archive(path):
        return _read_package
    if ending in _LIBRARIES:
        return _read_library
    return _read_table if ending in _TABLES else None


def import_foreign(library: Library, path: Path, reader: Reader, *, dry_run: bool) -> ImportSummary:
    """Read one file; a refusal is in the summary."""
    try:
        return reader(library, path, dry_run)
    except FlashdeckError as failure:
        if failure.at is None or failure.at.path == str(library.path):
            raise
        return ImportSummary(refused=(str(failure),))


def _begins_as_archive(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except (OSError, ValueError):
        return False


def _read_package(library: Library, path: Path, dry_run: bool) -> ImportSummary:
    from flashdeck.services.packages import import_package

    return import_package(library, path, dry_run=dry_run)


def _read_table(library: Library, path: Path, dry_run: bool) -> ImportSummary:
    from flashdeck.services.tables import import_table

    return import_table(library, path, dry_run=dry_run)


def _read_library(library: Library, path: Path, dry_run: bool) -> ImportSummary:
    from flashdeck.services.other import import_library

    return import_library(library, path, dry_run=dry_run)
