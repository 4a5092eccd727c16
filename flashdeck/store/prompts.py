"""All that a prompt shows of a card, in one look at the library."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from flashdeck.core.card import Card
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Standing
from flashdeck.store.rows import (
    CARD_COLUMNS,
    OVERLAY_COLUMNS,
    SETTINGS_COLUMNS,
    STATE_COLUMNS,
    DeckSettings,
    Overlay,
    card_from_row,
    settings_from_row,
    standing_from_row,
)
from flashdeck.store.states import BY_REPLAY, CARRIED_ON, Asked


class StoredPrompt(NamedTuple):
    """A card, its deck's names, what its student added, and all that an answer needs to know."""

    card: Card
    deck_id: DeckId
    deck_title: str
    deck_place: str
    deck_file: str
    own: Overlay
    asked: Asked

    @property
    def standing(self) -> Standing:
        """Where the card stands."""
        return self.asked.standing

    @property
    def settings(self) -> DeckSettings:
        """How its deck is studied."""
        return self.asked.settings


def get_prompt(db: sqlite3.Connection, card: CardId, now_ms: int) -> StoredPrompt | None:
    """Return a card as it is asked at ``now_ms`` (UTC) or later; None where it is not shown."""
    row = db.execute(_QUERY, {"card": card, "now": now_ms}).fetchone()
    if row is None:
        return None
    title, place, file, release, carried_on, by_replay = row[_DECK]
    settings, own = row[_SETTINGS], row[_OWN]
    stored = card_from_row(row[_CARD])
    found = stored.card
    asked = Asked(
        found.rev,
        release,
        settings_from_row(settings) if settings[0] is not None else DeckSettings(),
        standing_from_row(row[_STATE]),
        bool(carried_on),
        bool(by_replay),
    )
    shown = Overlay(*own) if own[0] is not None else Overlay()
    return StoredPrompt(found, stored.deck_id, title, place, file, shown, asked)


def _of(table: str, columns: str) -> list[str]:
    return [f"{table}.{name}" for name in columns.split(", ")]


_PARTS = (
    _of("c", CARD_COLUMNS),
    [*_of("d", "title, place, file, release"), CARRIED_ON, BY_REPLAY],
    _of("o", SETTINGS_COLUMNS),
    _of("v", OVERLAY_COLUMNS),
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
    "WHERE c.id = :card AND c.present = 1 AND d.hidden = 0"
)
