"""The options of a choice question, from the cards of its deck; it may run in any thread."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from flashdeck.core.card import Card
from flashdeck.core.choices import Choice, choice_for
from flashdeck.store import tallies
from flashdeck.store.cards import deck_cards
from flashdeck.store.open import explain

_NEAR = 1500  # cards before and behind it in its deck that may lend wrong answers


def options_for(path: Path, card: Card) -> Choice | None:
    """Return four options for a card, or None where three good wrong ones are not to be had.

    Raises LibraryError where the library cannot be read.
    """
    try:
        with tallies.reading(path) as db:
            found = db.execute("SELECT deck_id FROM cards WHERE id = ?", (card.id,)).fetchone()
            if found is None:
                return None
            pool = [stored.card for stored in deck_cards(db, found[0])]
    except sqlite3.Error as failure:
        raise explain(failure, path) from failure
    at = next((n for n, one in enumerate(pool) if one.id == card.id), 0)
    return choice_for(card, pool[max(at - _NEAR, 0) : at + _NEAR])
