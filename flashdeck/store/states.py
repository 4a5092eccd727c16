"""Where cards stand: the cache of the log's replay, and what today's queue takes from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    """What an answer needs to know of its card.

    ``carried_on``: other cards have its history. ``by_replay``: where the card stands after an
    answer does not follow from where it stands now, since its history has more than its own past.
    """

    rev: int
    release: str
    settings: DeckSettings
    standing: Standing
    carried_on: bool
    by_replay: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked up for an answer, and when: `Store.mark`, and UTC ms.

    Where nothing has been written since, it holds. ``last`` is the device's newest entry.
    """

    mark: tuple[int, int]
    now_ms: int
    asked: Asked
    last: Entry | None = None


CARRIED_ON = "EXISTS (SELECT 1 FROM aliases WHERE old = c.id)"
# It carries on another's history; or a merged log holds entries of it from later than now, or knows
# a later meaning of its note than the deck here.
BY_REPLAY = (
    "(EXISTS (SELECT 1 FROM aliases WHERE card = c.id) OR EXISTS (SELECT 1 FROM reviews r "
    "WHERE r.card = c.id AND (r.at_ms >= :now OR (r.kind = 'reset' AND r.rev > c.rev))))"
)


def asked_card(db: sqlite3.Connection, card: CardId, now_ms: int) -> Asked | None:
    """Return a shown card as an answer finds it, in one look; None where it cannot be asked.

    ``now_ms`` is UTC; the answer comes then, or later.
    """
    row = db.execute(_ASKED, {"card": card, "now": now_ms}).fetchone()
    if row is None:
        return None
    rev, release, carried_on, by_replay = row[:4]
    settings = settings_from_row(row[4:_STATE]) if row[4] is not None else DeckSettings()
    standing = standing_from_row(row[_STATE:])
    return Asked(rev, release, settings, standing, bool(carried_on), bool(by_replay))


_STATE = 4 + len(SETTINGS_COLUMNS.split(", "))
_ASKED = (
    f"SELECT c.rev, d.release, {CARRIED_ON}, {BY_REPLAY}, "
    f"{', '.join(f'o.{name}' for name in SETTINGS_COLUMNS.split(', '))}, "
    f"{', '.join(f's.{name}' for name in STATE_COLUMNS.split(', '))} "
    "FROM cards c JOIN decks d ON d.id = c.deck_id JOIN states s ON s.card = c.id "
    "LEFT JOIN deck_settings o ON o.deck_id = c.deck_id "
    "WHERE c.id = :card AND c.present = 1 AND d.hidden = 0"
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
    """Return the counts of every deck; only cards that are due or were answered today are read."""
    drilled = {
        row[0]: row[1:]
        for row in db.execute(
            "SELECT deck_id, count(*), sum(due_day <= :today) FROM states WHERE last_day = :today "
            "AND drill = 1 AND shown = 1 AND suspended = 0 GROUP BY deck_id",
            {"today": today},
        )
    }
    rows = db.execute(
        "SELECT deck_id, cards, new, suspended, (SELECT count(*) FROM states s "
        "  WHERE s.deck_id = k.deck_id AND s.shown = 1 AND s.suspended = 0 AND s.due_day <= ?) "
        "FROM deck_counts k",
        (today,),
    )
    counts = {}
    for deck_id, cards, new, suspended, due in rows:
        learning, due_too = drilled.get(deck_id, (0, 0))
        counts[DeckId(deck_id)] = Counts(cards, new, learning, due - due_too, suspended)
    return counts


def due_cards(
    db: sqlite3.Connection, deck_ids: Sequence[DeckId], today: int
) -> list[tuple[int, CardId, str]]:
    """Return the due cards of these decks, oldest due first, then as decks and cards are ordered.

    Each with its deck's place among ``deck_ids`` and its sibling key. Cards answered today are left
    out: those to be drilled are not due, they come back.
    """
    return db.execute(
        "SELECT j.key, s.card, s.sibling_key FROM json_each(?) j JOIN states s "
        "ON s.deck_id = j.value WHERE s.shown = 1 AND s.suspended = 0 AND s.due_day <= ? "
        "AND (s.last_day IS NULL OR s.last_day < ?) AND s.buried_day IS NOT ? "
        "ORDER BY s.due_day, j.key, s.position",
        (json.dumps(deck_ids), today, today, today),
    ).fetchall()


def new_cards(
    db: sqlite3.Connection, deck_id: DeckId, today: int, *, limit: int = -1
) -> Iterator[tuple[CardId, str]]:
    """Yield card and sibling key of a deck's unanswered cards, in its order."""
    return iter(
        db.execute(
            "SELECT card, sibling_key FROM states WHERE deck_id = ? AND shown = 1 "
            "AND suspended = 0 AND due_day IS NULL AND buried_day IS NOT ? ORDER BY position "
            "LIMIT ?",
            (deck_id, today, limit),
        )
    )


class Answered(NamedTuple):
    """A card answered today; ``drilled`` where it is to be asked again."""

    card: CardId
    deck_id: DeckId
    sibling_key: str
    first_day: int | None
    drilled: bool


def answered_cards(db: sqlite3.Connection, today: int) -> list[Answered]:
    """Return the cards answered today, the longest unasked first."""
    rows = db.execute(
        "SELECT card, deck_id, sibling_key, first_day, "
        "  drill = 1 AND shown = 1 AND suspended = 0 AND buried_day IS NOT :today "
        "FROM states WHERE last_day = :today ORDER BY answered_ms, card",
        {"today": today},
    )
    return [Answered(*row) for row in rows]


def due_per_day(db: sqlite3.Connection, deck_id: DeckId, first: int, last: int) -> dict[int, int]:
    """Return how many cards of a deck are due on each day of a span that has any."""
    rows = db.execute(
        "SELECT due_day, count(*) FROM states WHERE deck_id = ? AND shown = 1 AND suspended = 0 "
        "AND due_day IS NOT NULL AND due_day BETWEEN ? AND ? GROUP BY due_day",
        (deck_id, first, last),
    )
    return dict(rows.fetchall())


def due_on(db: sqlite3.Connection, deck_id: DeckId, day: int) -> int:
    """Return how many cards of a deck are due on a day or before it."""
    (number,) = db.execute(
        "SELECT count(*) FROM states WHERE deck_id = ? AND shown = 1 AND suspended = 0 "
        "AND due_day <= ?",
        (deck_id, day),
    ).fetchone()
    return int(number)
