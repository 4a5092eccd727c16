"""Notes that came from Anki, kept as they came, so that an export brings the same notes back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flashdeck.core.ids import CardId, DeckId


class Original(NamedTuple):
    """A note as Anki had it: ``changed_s`` is UTC, tags and fields stand as Anki joins them.

    ``media`` is JSON: the names of files in the fields, and where these lie here. ``fields`` is ''
    where the note was changed since.
    """

    guid: str
    type_id: int
    changed_s: int
    tags: str
    fields: str
    media: str = ""


_COLUMNS = "guid, type, changed_s, tags, fields, media"


def next_number(db: sqlite3.Connection) -> int:
    """Return the first free number of a note."""
    (number,) = db.execute("SELECT coalesce(max(num), 0) + 1 FROM anki_notes").fetchone()
    return int(number)


def add_originals(db: sqlite3.Connection, notes: Iterable[tuple[int, Original]]) -> None:
    """Store notes under new numbers."""
    db.executemany(
        f"INSERT INTO anki_notes (num, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((number, *note) for number, note in notes),
    )


def change_original(db: sqlite3.Connection, number: int, note: Original) -> None:
    """Store a note that is there anew."""
    db.execute(
        f"UPDATE anki_notes SET ({_COLUMNS}) = (?, ?, ?, ?, ?, ?) WHERE num = ?", (*note, number)
    )


def forget_fields(db: sqlite3.Connection, number: int) -> None:
    """Remember only that the note exists in Anki; its words are others by now."""
    db.execute("UPDATE anki_notes SET fields = '', media = '' WHERE num = ?", (number,))


def link(db: sqlite3.Connection, card: CardId, number: int, of_note: int) -> None:
    """Remember of which note a card is, and its number there."""
    db.execute(
        "UPDATE cards SET anki_note = ?, anki_number = ? WHERE id = ?", (number, of_note, card)
    )


def originals(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Original]:
    """Return notes by their numbers."""
    wanted = list(numbers)
    marks = ", ".join("?" * len(wanted))
    rows = db.execute(f"SELECT num, {_COLUMNS} FROM anki_notes WHERE num IN ({marks})", wanted)
    return {row[0]: Original._make(row[1:]) for row in rows}


def put_types(db: sqlite3.Connection, definitions: Mapping[int, str]) -> None:
    """Store note types (JSON), the ones that came last."""
    db.executemany(
        "INSERT INTO anki_types (id, definition) VALUES (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET definition = excluded.definition",
        definitions.items(),
    )


def all_types(db: sqlite3.Connection) -> dict[int, str]:
    """Return the definitions of note types by id."""
    return dict(db.execute("SELECT id, definition FROM anki_types"))


def links(db: sqlite3.Connection, deck_id: DeckId) -> dict[CardId, tuple[int, int]]:
    """Return, by card of a deck, the number of its note from Anki and its own in that."""
    rows = db.execute(
        "SELECT id, anki_note, anki_number FROM cards WHERE deck_id = ? AND anki_note IS NOT NULL",
        (deck_id,),
    )
    return {CardId(card): (number, of_note) for card, number, of_note in rows}


def files_by_name(db: sqlite3.Connection) -> dict[str, str]:
    """Return where the files lie that notes from Anki name, by these names."""
    found: dict[str, str] = {}
    for (media,) in db.execute("SELECT media FROM anki_notes WHERE media <> '' ORDER BY num"):
        found |= json.loads(media)
    return found
