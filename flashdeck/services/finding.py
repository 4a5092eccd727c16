"""Cards found by a search, in the language of `core.query`."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from flashdeck.core.ids import DeckId
from flashdeck.core.query import parse_query
from flashdeck.services.library import Library
from flashdeck.store import decks, find, tallies
from flashdeck.store.find import Order as Order
from flashdeck.store.open import explain
from flashdeck.store.rows import StoredDeck


def found_cards(
    library: Library,
    text: str,
    *,
    typing: bool = False,
    order: Order = Order.BEST,
    descending: bool = False,
    limit: int = -1,
) -> array[int]:
    """Return the numbers of the cards that a search finds, in order.

    While it is being ``typing`` the last word counts as a beginning. Raises QueryError where the
    search means nothing.
    """
    return find.find_nums(
        library.db,
        parse_query(text, typing=typing),
        _decks_called(library),
        library.today,
        order=order,
        descending=descending,
        limit=limit,
    )


def found_meanwhile(
    path: Path,
    text: str,
    today: int,
    *,
    typing: bool = False,
    order: Order = Order.ADDED,
    descending: bool = False,
) -> array[int]:
    """Return what `found_cards` does, read beside the library; it may run in any thread.

    Raises QueryError where the search means nothing, LibraryError where it cannot be read.
    """
    query = parse_query(text, typing=typing)
    try:
        with tallies.reading(path) as db:
            return find.find_nums(
                db, query, _called_in(db), today, order=order, descending=descending
            )
    except sqlite3.Error as failure:
        raise explain(failure, path) from failure


def _decks_called(library: Library) -> Callable[[str], Sequence[DeckId]]:
    """Return what tells the decks of a name: its own, and those below it; ``*`` is any text."""
    return _called_in(library.db)


def _called_in(db: sqlite3.Connection) -> Callable[[str], Sequence[DeckId]]:
    known = decks.all_decks(db)

    def called(name: str) -> list[DeckId]:
        wanted = name.casefold().replace("[", "[[]")
        return [deck.id for deck in known if any(_fits(one, wanted) for one in _names(deck))]

    return called


def _fits(name: str, wanted: str) -> bool:
    return fnmatchcase(name, wanted) or fnmatchcase(name, wanted + "::*")


def _names(deck: StoredDeck) -> set[str]:
    names = {deck.id, deck.title.casefold(), deck.place.casefold()}
    if deck.file:
        names.add(Path(deck.file).stem.casefold())
    return names
