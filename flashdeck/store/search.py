"""Full-text search over cards; the rows follow every change within its own transaction."""

from __future__ import annotations

import sqlite3

from flashdeck.core.card import Card
from flashdeck.store.rows import CARD_COLUMNS, StoredCard, card_from_row


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


def match_expression(text: str) -> str:
    """Return the FTS5 query for words that must all occur, the last one as a beginning.

    Whatever stands in the text, it is words to look for, never FTS5 syntax.
    """
    words = [word.replace('"', '""') for word in text.split() if any(map(str.isalnum, word))]
    return " ".join(f'"{word}"' for word in words) + ("*" if words else "")


def search_cards(db: sqlite3.Connection, text: str, *, limit: int = -1) -> list[StoredCard]:
    """Return the cards of shown decks that hold all the words, the best first."""
    match = match_expression(text)
    if not match:
        return []
    columns = ", ".join(f"c.{name}" for name in CARD_COLUMNS.split(", "))
    rows = db.execute(
        f"SELECT {columns} FROM card_search s JOIN cards c ON c.num = s.rowid "
        "JOIN decks d ON d.id = c.deck_id "
        "WHERE card_search MATCH ? AND c.present = 1 AND d.hidden = 0 "
        "ORDER BY bm25(card_search, 4.0, 4.0, 2.0, 1.0), c.num LIMIT ?",
        (match, limit),
    )
    return [card_from_row(row) for row in rows]
