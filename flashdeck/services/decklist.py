"""The decks of the library with their counts, and decks put aside."""

from __future__ import annotations

from dataclasses import dataclass

from flashdeck.core.ids import DeckId
from flashdeck.services.library import Library, find_deck
from flashdeck.services.today import queue_lengths
from flashdeck.store import decks, states
from flashdeck.store.rows import StoredDeck


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


def deck_rows(library: Library) -> tuple[DeckRow, ...]:
    """Return the decks in the order of their places."""
    today = library.today
    known = decks.all_decks(library.db)
    counts = states.count_states(library.db, today)
    lengths = queue_lengths(library.db, [deck.id for deck in known], today)
    rows = []
    for deck, (due_today, new_today) in zip(known, lengths, strict=True):
        count = counts.get(deck.id, states.Counts())
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
                new_today=new_today,
                due_today=due_today,
            )
        )
    return tuple(rows)


def remove_deck(library: Library, name: str) -> StoredDeck:
    """Hide a deck; its cards and their history stay, and importing it brings it back."""
    with library.store.transaction() as db:
        deck = find_deck(library, name)
        decks.hide_deck(db, deck.id)
    return deck
