"""Another library into this one: its log, and the decks that are not here yet."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.lines import NotAnEntryError, entry_from_values
from flashdeck.core.schedule.replay import Entry, crc_of
from flashdeck.services import entries
from flashdeck.services.library import Library
from flashdeck.services.merging import merge
from flashdeck.services.summary import ImportSummary
from flashdeck.store import cards, decks, originals, reviews
from flashdeck.store.backup import copy_library
from flashdeck.store.open import open_store
from flashdeck.store.rows import StoredDeck

_AT_ONCE = 500


def import_library(library: Library, path: Path, *, dry_run: bool = False) -> ImportSummary:
    """Bring another library's log into this one, with the decks that this one has not.

    The other file is only read. Raises LibraryError where it is no library, newer, or damaged.
    """
    with tempfile.TemporaryDirectory(prefix="flashdeck-") as folder:
        copy = Path(folder) / "other.db"
        copy_library(path, copy)
        store = open_store(copy, create=False)  # brings an older one up to date
        try:
            with store.guard():
                return _take(library, store.connection, path, dry_run=dry_run)
        finally:
            store.close()


def _take(
    library: Library, other: sqlite3.Connection, path: Path, *, dry_run: bool
) -> ImportSummary:
    bad: list[str] = []
    with library.store.transaction() as db:
        if dry_run:
            db.execute("SAVEPOINT dry_run")
        new = sum(_take_deck(library, db, other, deck) for deck in decks.all_decks(other))
        merged = merge(library, db, _entries(other, path, bad))
        if dry_run:
            db.execute("ROLLBACK TO dry_run")
    library.store.checkpoint()
    return ImportSummary(
        files=1,
        new=new,
        reviews=merged.new,
        refused=(*bad, *merged.refused),
        notices=merged.late,
    )


def _entries(other: sqlite3.Connection, path: Path, bad: list[str]) -> Iterator[tuple[str, Entry]]:
    for number, values, crc in reviews.raw_entries(other):
        place = f"{path}: row {number} of the log"
        try:
            entry = entry_from_values(values)
        except NotAnEntryError as failure:
            bad.append(f"{place}: {failure}; left out")
            continue
        if crc_of(entry) != crc:
            bad.append(f"{place}: is damaged; left out")
            continue
        yield place, entry


def _take_deck(
    library: Library, db: sqlite3.Connection, other: sqlite3.Connection, deck: StoredDeck
) -> int:
    """Take over a deck that this library has not; return how many cards came with it."""
    if decks.get_deck(db, deck.id) is not None:
        return 0
    found = [
        stored
        for stored in cards.deck_cards(other, deck.id)
        if not cards.has_card(db, stored.card.id)
    ]
    if not found:
        return 0
    kept = deck.file if _still_there(deck) else ""
    decks.put_deck(db, deck._replace(file=kept))
    decks.put_settings(db, deck.id, decks.settings_of(other, deck.id))
    for stored in found:
        card = stored.card
        cards.add_card(db, card, deck.id, stored.position, stored.content_mod_ms)
        cards.put_overlay(db, card.id, cards.overlay_of(other, card.id))
        cards.set_aliases(db, card.id, card.was)
        if reviews.has_entries(db, cards.carried_cards(db, card.id)):
            entries.replay_state(db, card.id)
    _take_originals(db, other, deck, [stored.card.id for stored in found])
    return len(found)


def _take_originals(
    db: sqlite3.Connection, other: sqlite3.Connection, deck: StoredDeck, ids: Sequence[CardId]
) -> None:
    """Take over the notes from Anki that these cards came from."""
    there = originals.links(other, deck.id)
    wanted = [there[card][0] for card in ids if card in there]
    if not wanted:
        return
    first = originals.next_number(db)
    numbers = {old: first + place for place, old in enumerate(dict.fromkeys(wanted))}
    for some in (list(numbers)[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)):
        notes = originals.originals(other, some)
        originals.add_originals(db, ((numbers[old], note) for old, note in notes.items()))
    originals.put_types(db, {**originals.all_types(other), **originals.all_types(db)})
    for card in ids:
        if card in there:
            old, of_note = there[card]
            originals.link(db, card, numbers[old], of_note)


def _still_there(deck: StoredDeck) -> bool:
    try:
        return hashlib.sha256(Path(deck.file).read_bytes()).hexdigest() == deck.file_digest
    except (OSError, ValueError):
        return False
