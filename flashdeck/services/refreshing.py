"""Remembered decks read again where their files have changed, which is told without reading them.

What reads decks is imported only when one is read, so that a library whose decks have not changed
opens without loading a parser.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from flashdeck import __version__
from flashdeck.services.library import Library
from flashdeck.store import decks
from flashdeck.store.rows import StoredDeck

if TYPE_CHECKING:
    from flashdeck.services.summary import ImportSummary

# A file written again within this time of being read may keep its size and time.
_RACY_MS = 2_000


def refresh(library: Library) -> ImportSummary:
    """Read remembered decks again whose files have changed; a missing file changes nothing."""
    from flashdeck.services.summary import ImportSummary

    return _read_again(library, changed_files(library)) or ImportSummary()


def refused_by_refresh(library: Library) -> tuple[str, ...]:
    """Do the same, and return only the lines about refused files."""
    summary = _read_again(library, changed_files(library))
    return summary.refused if summary else ()


def import_bundled(library: Library, *, dry_run: bool = False) -> ImportSummary:
    """Read the soleus deck that comes with flashdeck."""
    from flashdeck.files.bundled import bundled_decks
    from flashdeck.services.importing import import_decks

    return import_decks(library, [bundled_decks() / "soleus.md"], dry_run=dry_run)


def changed_files(library: Library) -> list[Path]:
    """Return the files to read again: changed since, or read by another version of flashdeck."""
    changed = []
    for deck in decks.all_decks(library.db):
        if deck.file:
            path = Path(deck.file)
            try:
                found = path.stat()
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode) and _differs(library, deck, path, found):
                changed.append(path)
    return changed


def _read_again(library: Library, changed: list[Path]) -> ImportSummary | None:
    if not changed:
        return None
    from flashdeck.services.importing import import_decks

    return import_decks(library, changed, backup=False)


def _differs(library: Library, deck: StoredDeck, path: Path, found: os.stat_result) -> bool:
    if deck.reader != __version__:
        return True
    same = (found.st_size, found.st_mtime_ns) == (deck.file_size, deck.file_mtime_ns)
    if same and deck.read_ms - found.st_mtime_ns // 1_000_000 > _RACY_MS:
        return False
    try:
        data = path.read_bytes()
    except OSError:
        return False
    import hashlib

    if hashlib.sha256(data).hexdigest() != deck.file_digest:
        return True
    with library.store.transaction() as db:
        now_ms = library.clock().utc_ms
        decks.touch_deck(db, deck.id, found.st_size, found.st_mtime_ns, now_ms)
    return False
