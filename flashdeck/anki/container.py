"""The archive that a package is: counted before it is opened, read within a budget.

The sizes that an archive states may lie, its members may overlap, a few kilobytes may unpack to
gigabytes. So nothing is believed: what is read is counted while it is read. No member is ever
written under a name from the archive.
"""

from __future__ import annotations

import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO

import zstandard

from flashdeck.anki.wire import WireError, fields_of
from flashdeck.core.errors import Location, PackageError

COLLECTION_CAP = 512_000_000
TOTAL_CAP = 1_000_000_000
MEDIA_FILE_CAP = 50_000_000
_LIST_CAP = 64_000_000
_ENTRIES_CAP = 200_000
_META_CAP = 1_000
_NEWEST_VERSION = 3
_CHUNK = 1 << 20
_WINDOW = 1 << 27
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
# Newest first: packages for newer programs carry a dummy of the oldest, which asks to update.
_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_ZIP_ERRORS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error)
_TODO = "export it from Anki again"


class Container:
    """An open package file; a context manager.

    ``media`` maps the names of its media files to members. Raises PackageError, also from every
    method, where the file is no package, damaged, or larger than is allowed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = TOTAL_CAP
        self._file = _open(path)
        try:
            self._zip = self._directory()
            self._members = self._census()
            self._check_version()
            self._collection = self._newest_collection()
            self._compressed = self._collection == _COLLECTIONS[0]
            self.media = self._media_list()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()
        self._file.close()

    def write_collection(self, target: BinaryIO) -> None:
        """Write the collection, a SQLite file, to an open file."""
        for chunk in self._stream(self._collection, COLLECTION_CAP, packed=self._compressed):
            target.write(chunk)

    def read_media(self, name: str) -> bytes:
        """Return the content of a media file."""
        member = self.media[name]
        return b"".join(self._stream(member, MEDIA_FILE_CAP, packed=self._compressed))

    def _refuse(self, what: str, todo: str = _TODO) -> PackageError:
        return PackageError(what, todo=todo, at=Location(str(self._path)))

    def _directory(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._file)
        except _ZIP_ERRORS:
            raise self._refuse("is no Anki package, or a damaged one") from None

    def _census(self) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        if len(entries) > _ENTRIES_CAP:
            raise self._refuse(f"holds more than {_ENTRIES_CAP} files")
        if sum(entry.file_size for entry in entries) > TOTAL_CAP:
            raise self._refuse(f"unpacks to more than {TOTAL_CAP // 1_000_000} MB")
        members: dict[str, zipfile.ZipInfo] = {}
        reached = 0
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if entry.filename in members:
                raise self._refuse("holds two files of one name")
            if entry.flag_bits & _ENCRYPTED:
                raise self._refuse("is encrypted")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._refuse("is compressed in a way that Anki does not use")
            if entry.header_offset < reached:
                raise self._refuse("holds files that overlap")
            reached = entry.header_offset + _LOCAL_HEADER + entry.compress_size
            members[entry.filename] = entry
        return members

    def _check_version(self) -> None:
        """Refuse a package of a form that is still to come; what it holds for others is a dummy."""
        if "meta" not in self._members:
            return
        data = b"".join(self._stream("meta", _META_CAP, packed=False))
        try:
            version = dict(fields_of(data)).get(1, 0)
        except WireError:
            raise self._refuse("is damaged: meta is no record of Anki's") from None
        if not isinstance(version, int) or version > _NEWEST_VERSION:
            raise self._refuse(
                "is of a form newer than this flashdeck knows",
                "update flashdeck, or export it from Anki for older versions",
            )

    def _newest_collection(self) -> str:
        for name in _COLLECTIONS:
            if name in self._members:
                return name
        raise self._refuse("is no Anki package: it holds no collection")

    def _media_list(self) -> dict[str, str]:
        """Return the members by the names of their files; unreadable lists are refused."""
        if "media" not in self._members:
            return {}
        data = b"".join(self._stream("media", _LIST_CAP, packed=self._compressed))
        try:
            pairs = list(_modern_list(data) if self._compressed else _legacy_list(data))
        except (WireError, ValueError, RecursionError):
            raise self._refuse("has a damaged list of media") from None
        return {name: member for member, name in pairs if member in self._members}

    def _stream(self, member: str, cap: int, *, packed: bool) -> Iterator[bytes]:
        """Yield what a member unpacks to, in pieces, as long as the budget lasts."""
        left = cap
        try:
            with self._zip.open(self._members[member]) as source:
                reader: IO[bytes] = source
                if packed:
                    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
                        source, read_across_frames=False, closefd=False
                    )
                while chunk := reader.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    self._left -= len(chunk)
                    if left < 0 or self._left < 0:
                        raise self._refuse(f"unpacks to more than {cap // 1_000_000} MB")
                    yield chunk
        except (zstandard.ZstdError, zlib.error, EOFError, *_ZIP_ERRORS):
            raise self._refuse(f"is damaged: {member} cannot be unpacked") from None


def _open(path: Path) -> BinaryIO:
    """Open a regular file; never waits for a pipe or a device."""
    at = Location(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise PackageError("is no regular file", todo="name a package", at=at)
        return path.open("rb")
    except FileNotFoundError:
        raise PackageError("no such file", todo="check the name", at=at) from None
    except OSError as failure:
        reason = (failure.strerror or "unknown reason").lower()
        raise PackageError(f"cannot be read ({reason})", at=at) from None


def _legacy_list(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield member and name of a JSON list: ``{"0": "name.png"}``."""
    listed = json.loads(data or b"{}")
    if not isinstance(listed, dict):
        raise ValueError("no object")
    for member, name in listed.items():
        if isinstance(name, str):
            yield member, name


def _modern_list(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield member and name of a protobuf list: the n-th entry is member n, field 1 its name."""
    entries = [value for number, value in fields_of(data) if number == 1]
    for member, entry in enumerate(entries):
        if isinstance(entry, bytes):
            for number, value in fields_of(entry):
                if number == 1 and isinstance(value, bytes):
                    yield str(member), value.decode("utf-8", "replace")
