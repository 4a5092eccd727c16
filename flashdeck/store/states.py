"""Where cards stand: the cache of the log's replay, and what today's queue takes from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Standing
from flashdeck.store.rows import (
    SETTINGS_COLUMNS,
    STATE_COLUMNS,
    DeckSettings,
    settings_from_row,
    standing_from_row,
    standing_values,
)

if TYPE_CHECKING:
    from flashdeck.core.schedule.replay import Entry

_SET = ", ".join(f"{name} = ?" for name in STATE_COLUMNS.split(", "))


@dataclass(frozen=True, slots=True)
class Counts:
    """A deck's cards by state; suspended ones are counted nowhere else."""

    cards: int = 0
    new: int = 0
    learning: int = 0
    due: int = 0
    suspended: int = 0


def get_standing(db: sqlite3.Connection, card: CardId) -> Standing:
    """Return where a card stands; a blank standing where the library has no such card."""
    row = db.execute(f"SELECT {STATE_COLUMNS} FROM states WHERE card = ?", (card,)).fetchone()
    return standing_from_row(row) if row else Standing()


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer needs to know of its card; ``carried_on``: other cards have its history."""

    rev: int
    release: str
    settings: DeckSettings
    standing: Standing
    carried_on: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked up for an answer, and when: `Store.mark`.

    Where nothing has been written since, it holds. ``last`` is the device's newest entry.
    """

    mark: tuple[int, int]
    asked: Asked
    last: Entry | None = None


CARRIED_ON = "EXISTS (SELECT 1 FROM aliases WHERE old = c.id)"


def asked_card(db: sqlite3.Connection, card: CardId) -> Asked | None:
    """Return a shown card as an answer finds it, in one look; None where it cannot be asked."""
    row = db.execute(_ASKED, (card,)).fetchone()
    if row is None:
        return None
    rev, release, carried_on = row[:3]
    settings = settings_from_row(row[3:_STATE]) if row[3] is not None else DeckSettings()
    return Asked(rev, release, settings, standing_from_row(row[_STATE:]), bool(carried_on))


_STATE = 3 + len(SETTINGS_COLUMNS.split(", "))
_ASKED = (
    f"SELECT c.rev, d.release, {CARRIED_ON}, "
    f"{', '.join(f'o.{name}' for name in SETTINGS_COLUMNS.split(', '))}, "
    f"{', '.join(f's.{name}' for name in STATE_COLUMNS.split(', '))} "
    "FROM cards c JOIN decks d ON d.id = c.deck_id JOIN states s ON s.card = c.id "
    "LEFT JOIN deck_settings o ON o.deck_id = c.deck_id "
    "WHERE c.id = ? AND c.present = 1 AND d.hidden = 0"
)


def is_waiting(db: sqlite3.Connection, card: CardId, today: int) -> bool:
    """Tell whether a card can still be asked today, unless it is drilled."""
    row = db.execute(
        "SELECT 1 FROM states WHERE card = ? AND shown = 1 AND suspended = 0 "
        "AND (last_day IS NULL OR last_day < ?) AND buried_day IS NOT ?",
        (card, today, today),
    ).fetchone()
    return row is not None


def put_standing(db: sqlite3.Connection, card: CardId, standing: Standing) -> None:
    """Store where a card stands."""
    db.execute(f"UPDATE states SET {_SET} WHERE card = ?", (*standing_values(standing), card))


def deck_standings(db: sqlite3.Connection, deck_id: DeckId) -> dict[CardId, Standing]:
    """Return where the cards of a deck stand."""
    rows = db.execute(f"SELECT card, {STATE_COLUMNS} FROM states WHERE deck_id = ?", (deck_id,))
    return {CardId(row[0]): standing_from_row(row[1:]) for row in rows}


def count_states(db: sqlite3.Connection, today: int) -> dict[DeckId, Counts]:
    """Return the counts of every deck."""
    rows = db.execute(
        "SELECT deck_id, count(*), "
        "  sum(suspended = 0 AND due_day IS NULL), "
        "  sum(suspended = 0 AND drill = 1 AND last_day = :today), "
        "  sum(suspended = 0 AND due_day <= :today AND NOT (drill = 1 AND last_day = :today)), "
        "  sum(suspended) "
        "FROM states WHERE shown = 1 GROUP BY deck_id",
        {"today": today},
    )
    return {DeckId(row[0]): Counts(*(number or 0 for number in row[1:])) for row in rows}


def due_cards(
    db: sqlite3.Connection, deck_id: DeckId, today: int
) -> Iterator[tuple[int, int, CardId, str]]:
    """Yield due day, position, card and sibling key of a deck's due cards, oldest due first.

    Cards answered today are left out: those to be drilled are not due, they come back.
    """
    return iter(
        db.execute(
            "SELECT due_day, position, card, sibling_key FROM states "
            "WHERE deck_id = ? AND shown = 1 AND suspended = 0 AND due_day IS NOT NULL "
            "AND due_day <= ? AND (last_day IS NULL OR last_day < ?) AND buried_day IS NOT ? "
            "ORDER BY due_day, position",
            (deck_id, today, today, today),
        )
    )


def new_cards(db: sqlite3.Connection, deck_id: DeckId, today: int) -> Iterator[tuple[CardId, str]]:
    """Yield card and sibling key of a deck's unanswered cards, in its order."""
    return iter(
        db.execute(
            "SELECT card, sibling_key FROM states WHERE deck_id = ? AND shown = 1 "
            "AND suspended = 0 AND due_day IS NULL AND buried_day IS NOT ? ORDER BY position",
            (deck_id, today),
        )
    )


def drilled_cards(db: sqlite3.Connection, today: int) -> list[tuple[CardId, DeckId]]:
    """Return the cards to be asked again today with their decks, the longest unasked first."""
    rows = db.execute(
        "SELECT card, deck_id FROM states WHERE last_day = ? AND drill = 1 AND shown = 1 "
        "AND suspended = 0 AND buried_day IS NOT ? ORDER BY answered_ms, card",
        (today, today),
    )
    return [(CardId(card), DeckId(deck_id)) for card, deck_id in rows]


def answered_siblings(db: sqlite3.Connection, deck_id: DeckId, today: int) -> set[str]:
    """Return the sibling keys of a deck's cards answered today."""
    rows = db.execute(
        "SELECT sibling_key FROM states WHERE last_day = ? AND deck_id = ?", (today, deck_id)
    )
    return {row[0] for row in rows}


def introduced(db: sqlite3.Connection, deck_id: DeckId, today: int) -> int:
    """Return how many cards of a deck were answered for the first time today."""
    (number,) = db.execute(
        "SELECT count(*) FROM states WHERE last_day = ? AND deck_id = ? AND first_day = ?",
        (today, deck_id, today),
    ).fetchone()
    return int(number)


def reviewed(db: sqlite3.Connection, deck_id: DeckId, today: int) -> int:
    """Return how many cards of a deck, new ones aside, were answered today."""
    (number,) = db.execute(
        "SELECT count(*) FROM states WHERE last_day = ? AND deck_id = ? AND first_day < ?",
        (today, deck_id, today),
    ).fetchone()
    return int(number)


def due_on(db: sqlite3.Connection, deck_id: DeckId, day: int) -> int:
    """Return how many cards of a deck are due on a day or before it."""
    (number,) = db.execute(
        "SELECT count(*) FROM states WHERE deck_id = ? AND shown = 1 AND suspended = 0 "
        "AND due_day IS NOT NULL AND due_day <= ?",
        (deck_id, day),
    ).fetchone()
    return int(number)
