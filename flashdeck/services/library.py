"""The student's library: opened safely, its decks found by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from flashdeck.core.errors import NotFoundError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.services.clock import Clock
from flashdeck.store import decks
from flashdeck.store.open import Store, explain, open_store
from flashdeck.store.rows import StoredDeck


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
    return Library(open_store(path, create=create, now_ms=clock().utc_ms), clock)


def deck_ids(library: Library, name: str | None = None) -> tuple[DeckId, ...]:
    """Return the id of the deck of that name, or without one those of all decks in order."""
    if name is not None:
        return (find_deck(library, name).id,)
    return tuple(deck.id for deck in decks.all_decks(library.db))


def deck_names(library: Library) -> tuple[tuple[DeckId, str], ...]:
    """Return id and title of all decks in order."""
    return tuple((deck.id, deck.title) for deck in decks.all_decks(library.db))


def typed_names(library: Library) -> tuple[tuple[str, str], ...]:
    """Return of each deck a name of one word, as a shell takes it without quotes, and its title.

    The name is the title, else the stem of the file, else the id: what ``find_deck`` finds it by.
    """
    return tuple((_typed_name(deck), deck.title) for deck in decks.all_decks(library.db))


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


def deck_of_card(library: Library, card: CardId) -> str:
    """Return the file of a card's deck, '' where it came in a package or is not there."""
    row = library.db.execute(
        "SELECT d.file FROM cards c JOIN decks d ON d.id = c.deck_id WHERE c.id = ?", (card,)
    ).fetchone()
    return str(row[0]) if row else ""


def _names(deck: StoredDeck) -> set[str]:
    names = {deck.title.casefold(), deck.place.casefold()}
    if deck.file:
        names.add(Path(deck.file).stem.casefold())
    return names


def _typed_name(deck: StoredDeck) -> str:
    names = (deck.title, Path(deck.file).stem if deck.file else "")
    return next(
        (name for name in names if name and not name.startswith("-") and _is_bare(name)), deck.id
    )


def _is_bare(name: str) -> bool:
    return all(letter.isalnum() or letter in "-_." for letter in name)


def _listed(found: Sequence[StoredDeck]) -> str:
    most = 8
    listed = ", ".join(f"{deck.title} ({deck.id})" for deck in found[:most])
    return f"{listed} and {len(found) - most} more" if len(found) > most else listed
