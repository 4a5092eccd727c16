"""The files that the cards of a deck show, found beside it or in the library's folder."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from flashdeck.anki.html import SOUND_ENDINGS
from flashdeck.anki.notes import Media
from flashdeck.core.errors import PackageError
from flashdeck.files.media import find_picture
from flashdeck.files.read import MEDIA_CAP, read_bytes
from flashdeck.store.rows import StoredDeck

PICTURE_ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"}
_ENDINGS = PICTURE_ENDINGS | set(SOUND_ENDINGS)
_NOT_IN_NAME = re.compile(r"[^\w.-]+")
_NAME_BYTES = 60

Changed = Callable[[str, str], int]
"""Maps a file's path and digest to when it last changed (UTC ms)."""


class DeckPictures:
    """The files of one deck by the path it writes, read when they are asked for."""

    def __init__(self, deck: StoredDeck, library_folder: Path, changed: Changed) -> None:
        self._title = deck.title
        self._folder = Path(deck.file).parent if deck.file else library_folder
        self._changed = changed
        self._found: dict[str, Media | None] = {}
        self._missing: dict[str, str] = {}

    def __call__(self, path: str) -> Media | None:
        """Return the file, named by its file name and content; None where it cannot be had."""
        if path not in self._found:
            self._found[path] = self._find(path)
        return self._found[path]

    def found(self) -> tuple[tuple[str, Media], ...]:
        """Return the files that were asked for, by path."""
        return tuple((path, media) for path, media in sorted(self._found.items()) if media)

    def notices(self) -> tuple[str, ...]:
        """Say which files were asked for and not found, and why."""
        return tuple(
            f"{self._title}: the file {path} {problem} and was left out"
            for path, problem in sorted(self._missing.items())
        )

    def _find(self, path: str) -> Media | None:
        place, problem = find_picture(self._folder, path)
        if place is not None and place.suffix.lower() not in _ENDINGS:
            problem = "is of no kind that Anki shows"
        if place is None or problem:
            self._missing[path] = problem
            return None
        data = read_bytes(place, MEDIA_CAP, error=PackageError)
        digest = hashlib.sha256(data).hexdigest()
        return Media(
            media_name(path, digest),
            lambda: read_bytes(place, MEDIA_CAP, error=PackageError),
            self._changed(path, digest),
        )


def media_name(path: str, digest: str) -> str:
    """Return the name of a file in a package: what it was called, and a hash of its content."""
    name = PurePosixPath(unicodedata.normalize("NFC", path))
    stem = _NOT_IN_NAME.sub("-", name.stem).strip("-._").encode()[:_NAME_BYTES]
    return f"{stem.decode('utf-8', 'ignore') or 'picture'}-{digest[:10]}{name.suffix.lower()}"
