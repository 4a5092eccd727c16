"""Paths as terminals paste them when files are dropped on the window."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flashdeck.files.decks import is_deck

_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"|((?:\\.|[^\s\\])+)")
_PACKAGES = frozenset((".apkg", ".colpkg", ".csv", ".tsv", ".db"))
_MOST = 10_000  # characters; longer text is no list of paths


def paths_in(text: str) -> list[Path]:
    """Return the paths in a pasted text: as they stand, quoted, escaped, or as file: addresses.

    A line is one path where such a file exists, else its words are.
    """
    found: list[Path] = []
    for line in text[:_MOST].splitlines():
        line = line.strip().strip("\x00")
        if not line:
            continue
        whole = _path(line)
        if is_there(whole):
            found.append(whole)
            continue
        words = [_word(*match.groups()) for match in _QUOTED.finditer(line)]
        paths = [_path(word) for word in words]
        found += paths if paths and all(is_there(path) for path in paths) else [whole]
    return found


def _word(single: str | None, double: str | None, bare: str | None) -> str:
    if bare is None:
        return single if single is not None else double or ""
    return bare if os.name == "nt" else re.sub(r"\\(.)", r"\1", bare)


def _path(text: str) -> Path:
    if text.startswith("file:"):
        return Path(unquote(urlsplit(text).path))
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~name of nobody
        return Path(text)


def is_there(path: Path) -> bool:
    """Tell whether there is such a file or folder; what no file can be called is not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def decks_and_articles(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return what can be imported as it is (decks, folders, packages), and what is an article."""
    decks = [path for path in paths if _is_imported(path)]
    return decks, [path for path in paths if path not in decks]


def _is_imported(path: Path) -> bool:
    if not is_there(path):
        return False
    return path.is_dir() or path.suffix.lower() in _PACKAGES or is_deck(path)
