"""Today's cards by their tags: what a student could study across decks."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flashdeck.core.ids import CardId, DeckId
from flashdeck.services.today import todays_queue
from flashdeck.store import tallies
from flashdeck.store.open import explain

SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class TagRow:
    """What today holds of a tag and its sub-tags; ``tag`` is the whole path, ``leg/posterior``."""

    tag: str
    due: int
    again: int
    new: int


def tag_rows(path: Path, deck_ids: Sequence[DeckId], today: int) -> tuple[TagRow, ...]:
    """Return today's queue by tag, tags in alphabetical order, each above its sub-tags.

    It reads the library at this path on a connection of its own. Raises LibraryError where that
    fails.
    """
    try:
        with tallies.reading(path) as db:
            queue = todays_queue(db, deck_ids, today)
            groups: tuple[Sequence[CardId], ...] = (queue.due, queue.drills, queue.new)
            counted: list[Counter[str]] = []
            written: dict[str, str] = {}
            for cards in groups:
                count: Counter[str] = Counter()
                for tags in tallies.tags_of(db, cards).values():
                    own = {one.casefold(): one for tag in tags for one in _prefixes(tag)}
                    written = own | written
                    count.update(own.keys())
                counted.append(count)
    except sqlite3.Error as failure:
        raise explain(failure, path) from failure
    due, again, new = counted
    order = sorted(written, key=lambda tag: tag.split(SEPARATOR))
    return tuple(TagRow(written[tag], due[tag], again[tag], new[tag]) for tag in order)


def tag_names(path: Path) -> tuple[str, ...]:
    """Return all tags of the library; reads it on a connection of its own."""
    try:
        with tallies.reading(path) as db:
            return tuple(tallies.all_tags(db))
    except sqlite3.Error as failure:
        raise explain(failure, path) from failure


def _prefixes(tag: str) -> list[str]:
    parts = tag.split(SEPARATOR)
    return [SEPARATOR.join(parts[:end]) for end in range(1, len(parts) + 1)]
