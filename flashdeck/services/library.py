"""The student's library: opened safely, filled with decks, listed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from flashdeck.core.errors import NotFoundError
from flashdeck.core.ids import DeckId
from flashdeck.services.clock import Clock
from flashdeck.store import decks, states
from flashdeck.store.open import Store, explain, open_store
from flashdeck.store.rows import StoredDeck

if TYPE_CHECKING:
    from flashdeck.core.deckfile.compare import Change


@dataclass(frozen=True, slots=True)
class DeckRow:
    """One deck with its counts.

    ``new``, ``learning``, ``due`` and ``suspended`` count cards in that state; ``new_today`` and
    ``due_today`` are what today's queue would ask (limits, and siblings on other days).
    """

    id: DeckId
    title: str
    place: str
    file: str
    cards: int
    new: int
    learning: int
    due: int
    suspended: int
    new_today: int
    due_today: int


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did: cards by what became of them, and the files it refused.

    ``refused`` and ``notices`` are lines for people, each with its file. ``changes`` are what a dry
    run would change in decks that are known already, card by card.
    """

    files: int = 0
    new: int = 0
    updated: int = 0
    moved: int = 0
    orphaned: int = 0
    unchanged: int = 0
    refused: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything in the library is different now."""
        return bool(self.new or self.updated or self.moved or self.orphaned)


class Library:
    """An open library; a context manager, which explains what SQLite raises inside it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.path = store.path
        self.notices = store.notices

    @property
    def db(self) -> sqlite3.Connection:
        """The connection, for reading; writing goes through ``store.transaction()``."""
        return self.store.connection

    @property
    def today(self) -> int:
        """The study day now."""
        return self.clock().day

    def close(self) -> None:
        """Close it; everything acknowledged is on disk already."""
        self.store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise explain(error, self.path) from error


def open_library(path: Path, clock: Clock, *, create: bool = True) -> Library:
    """Open the library, making or migrating it first where that is needed.

    Raises LibraryError where the file is missing (and not to be created), no library, newer than
    this flashdeck, damaged or not writable.
    """
    return Library(open_store(path, create=create), clock)


def deck_rows(library: Library) -> tuple[DeckRow, ...]:
    """Return the decks in the order of their places."""
    from flashdeck.services.today import todays_queue

    today = library.today
    counts = states.count_states(library.db, today)
    rows = []
    for deck in decks.all_decks(library.db):
        count = counts.get(deck.id, states.Counts())
        queue = todays_queue(library.db, [deck.id], today)
        rows.append(
            DeckRow(
                id=deck.id,
                title=deck.title,
                place=deck.place,
                file=deck.file,
                cards=count.cards,
                new=count.new,
                learning=count.learning,
                due=count.due,
                suspended=count.suspended,
                new_today=len(queue.new),
                due_today=len(queue.due),
            )
        )
    return tuple(rows)


def deck_ids(library: Library, name: str | None = None) -> tuple[DeckId, ...]:
    """Return the id of the deck of that name, or without one those of all decks in order."""
    if name is not None:
        return (find_deck(library, name).id,)
    return tuple(deck.id for deck in decks.all_decks(library.db))


def find_deck(library: Library, name: str) -> StoredDeck:
    """Return the deck of that id, else title, file stem or place, case-blind.

    Raises NotFoundError where there is none or several, naming them.
    """
    known = decks.all_decks(library.db)
    wanted = name.strip().casefold()
    for deck in known:
        if deck.id == wanted:
            return deck
    found = [deck for deck in known if wanted in _names(deck)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(
            f"{len(found)} decks go by {name!r}: {_listed(found)}", todo="name one by its id"
        )
    have = f"the library has {_listed(known)}" if known else "the library has no decks yet"
    raise NotFoundError(f"no deck goes by {name!r}", todo=have)


def _names(deck: StoredDeck) -> set[str]:
    names = {deck.title.casefold(), deck.place.casefold()}
    if deck.file:
        names.add(Path(deck.file).stem.casefold())
    return names


def _listed(found: Sequence[StoredDeck]) -> str:
    most = 8
    listed = ", ".join(f"{deck.title} ({deck.id})" for deck in found[:most])
    return f"{listed} and {len(found) - most} more" if len(found) > most else listed


# What reads decks is imported only where a deck is read, so that a library whose decks have not
# changed opens without loading a parser.


def import_decks(
    library: Library, paths: Sequence[Path], *, dry_run: bool = False
) -> ImportSummary:
    """Read decks from files and folders, and remember where they lie.

    All of a file is taken or nothing; what was refused is in the summary. With ``dry_run`` nothing
    is changed.
    """
    from flashdeck.services.importing import import_paths

    return import_paths(library, paths, dry_run=dry_run)


def import_bundled(library: Library, *, dry_run: bool = False) -> ImportSummary:
    """Read the soleus deck that comes with flashdeck."""
    from flashdeck.files.bundled import bundled_decks

    return import_decks(library, [bundled_decks() / "soleus.md"], dry_run=dry_run)


def refresh(library: Library) -> ImportSummary:
    """Read remembered decks again whose files have changed; a missing file changes nothing."""
    from flashdeck.services.refreshing import changed_files

    changed = changed_files(library)
    return import_decks(library, changed) if changed else ImportSummary()


def remove_deck(library: Library, name: str) -> StoredDeck:
    """Hide a deck; its cards and their history stay, and importing it brings it back."""
    with library.store.transaction() as db:
        deck = find_deck(library, name)
        decks.hide_deck(db, deck.id)
    return deck
