"""All that a prompt shows of a card, in one look at the library."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from flashdeck.core.card import Card
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.base import Standing
from flashdeck.store.rows import (
    CARD_COLUMNS,
    SETTINGS_COLUMNS,
    STATE_COLUMNS,
    DeckSettings,
    Overlay,
    card_from_row,
    settings_from_row,
    standing_from_row,
)


@dataclass(frozen=True, slots=True)
class StoredPrompt:
    """A card, its deck's names and settings, where it stands, and what its student added."""

    card: Card
    deck_title: str
    deck_place: str
    deck_file: str
    standing: Standing
    settings: DeckSettings
    own: Overlay


def get_prompt(db: sqlite3.Connection, card: CardId) -> StoredPrompt | None:
    """Return a card as it is asked; None where its note or its deck is not shown."""
    row = db.execute(_QUERY, (card,)).fetchone()
    if row is None:
        return None
    title, place, file = row[_DECK]
    settings, own = row[_SETTINGS], row[_OWN]
    return StoredPrompt(
        card_from_row(row[_CARD]).card,
        title,
        place,
        file,
        standing_from_row(row[_STATE]),
        settings_from_row(settings) if settings[0] is not None else DeckSettings(),
        Overlay(*own) if own[0] is not None else Overlay(),
    )


def _of(table: str, columns: str) -> list[str]:
    return [f"{table}.{name}" for name in columns.split(", ")]


_PARTS = (
    _of("c", CARD_COLUMNS),
    _of("d", "title, place, file"),
    _of("o", SETTINGS_COLUMNS),
    _of("v", "hint, mnemonic, note, flag"),
    _of("s", STATE_COLUMNS),
)
_ENDS = [sum(len(part) for part in _PARTS[: number + 1]) for number in range(len(_PARTS))]
_CARD, _DECK, _SETTINGS, _OWN, _STATE = (
    slice(end - len(part), end) for end, part in zip(_ENDS, _PARTS, strict=True)
)
_QUERY = (
    f"SELECT {', '.join(name for part in _PARTS for name in part)} "
    "FROM cards c JOIN decks d ON d.id = c.deck_id JOIN states s ON s.card = c.id "
    "LEFT JOIN deck_settings o ON o.deck_id = c.deck_id LEFT JOIN overlays v ON v.card = c.id "
    "WHERE c.id = ? AND c.present = 1 AND d.hidden = 0"
)
