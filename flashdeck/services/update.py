"""What an import would mean for a student, card by card."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from flashdeck.core.deckfile.compare import Change, Placed, compare
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Card, Deck
from flashdeck.store import cards, decks


def changes_for(
    db: sqlite3.Connection, read: Iterable[tuple[Deck, Sequence[Card]]]
) -> tuple[Change, ...]:
    """Return what reading these decks would change in those that the library has already.

    A deck that is new to the library has no changes: all of it is new.
    """
    old: list[Placed] = []
    new: list[Placed] = []
    returning: set[CardId] = set()
    for deck, read_cards in read:
        known = decks.get_deck(db, deck.id)
        if known is None or known.hidden:
            continue
        file = known.file or known.title
        old += [Placed(one.card, deck.id, file) for one in cards.deck_cards(db, deck.id)]
        new += [Placed(card, deck.id, deck.file) for card in read_cards]
    present = {placed.card.id for placed in old}
    for placed in new:
        if placed.card.id not in present:
            stored = cards.get_card(db, placed.card.id)
            if stored is not None and not stored.present:
                returning.add(placed.card.id)
            elif stored is not None:  # comes from a deck that is not read here
                old.append(Placed(stored.card, DeckId(stored.deck_id), ""))
                present.add(placed.card.id)
    return compare(old, new, returning=returning)
