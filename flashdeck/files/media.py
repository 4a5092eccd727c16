"""Pictures of decks: inside the deck's folder, regular files, not too big."""

from __future__ import annotations

import stat
from pathlib import Path
from urllib.parse import unquote

from flashdeck.core.deckfile.picture import path_problem
from flashdeck.files.read import MEDIA_CAP


def find_picture(folder: Path, path: str) -> tuple[Path | None, str]:
    """Return the file that a deck's picture path names, or None and why it cannot be used.

    The path is taken as it stands, else with its percent signs decoded; its real place must be in
    the deck's folder.
    """
    problem = path_problem(path)
    if problem:
        return None, problem
    try:
        root = folder.resolve()
        for spelling in dict.fromkeys((path, unquote(path))):
            if path_problem(spelling):
                continue
            place = (root / spelling).resolve()
            if not place.is_relative_to(root):
                return None, "leads out of the deck's folder"
            if place.exists():
                return _usable(place)
    except (OSError, ValueError, RuntimeError):
        return None, "has a path that cannot be followed"
    return None, "is missing"


def _usable(place: Path) -> tuple[Path | None, str]:
    found = place.stat()
    if not stat.S_ISREG(found.st_mode):
        return None, "is no regular file"
    if found.st_size > MEDIA_CAP:
        return None, f"is larger than {MEDIA_CAP // 1_000_000} MB"
    return place, ""
