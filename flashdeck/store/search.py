"""Full-text search over cards; the rows follow every change within its own transaction."""

from __future__ import annotations

import sqlite3

from flashdeck.core.card import Card


def index_card(db: sqlite3.Connection, num: int, card: Card, *, new: bool) -> None:
    """Store a card's words under its number."""
    if not new:
        db.execute("DELETE FROM card_search WHERE rowid = ?", (num,))
    db.execute(INSERT_WORDS, card_words(num, card))


INSERT_WORDS = (
    "INSERT INTO card_search (rowid, question, answer, tags, more) VALUES (?, ?, ?, ?, ?)"
)


def card_words(num: int, card: Card) -> tuple[int, str, str, str, str]:
    """Return the values of a card's row."""
    more = [card.subject, *card.alternatives, *card.hints, card.extra, card.mnemonic]
    more += [text for item in card.items for text in item.alternatives]
    text = "\n".join(filter(None, more))
    return num, card.question, card.answer, " ".join(card.tags), text
