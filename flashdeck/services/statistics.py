"""The numbers behind the statistics screen and ``flashdeck stats``, read beside the session."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.core.card import Card
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import LEECH_LAPSES
from flashdeck.core.statistics import (
    AGES,
    Calibration,
    DayLoad,
    Rate,
    Reviewed,
    age_of,
    calibration,
    day_loads,
    histogram,
    retention,
    reviewed,
)
from flashdeck.services.scheduling import memory_model_for
from flashdeck.store import decks, histories, tallies
from flashdeck.store.cards import get_card
from flashdeck.store.open import explain

FORECAST_DAYS = 30
INTERVAL_EDGES = (1, 3, 7, 14, 30, 60, 90, 180, 365)  # days
EASE_EDGES = (1.3, 1.5, 1.7, 1.9, 2.1, 2.3, 2.5, 2.7, 2.9)
_HARDEST = 10
_CANCELLED_EVERY = 512  # cards read between two looks whether anyone still waits


@dataclass(frozen=True, slots=True)
class HardCard:
    """A card that is often forgotten; ``ease`` in hundredths."""

    card: CardId
    question: str
    lapses: int
    ease: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the library tells about its decks on a study day.

    ``forecast`` are the cards due today (the overdue ones among them) and on the days after;
    ``loads`` the days with answers, oldest first; ``intervals`` and ``eases`` count the cards that
    were answered, by `INTERVAL_EDGES` and `EASE_EDGES`. Retention leaves out cram and new cards.
    """

    today: int
    cards: int
    new: int
    suspended: int
    overdue: int
    forecast: tuple[int, ...]
    loads: tuple[DayLoad, ...]
    overall: Rate
    by_age: tuple[Rate, ...]
    by_relation: tuple[Rate, ...]
    by_region: tuple[Rate, ...]
    intervals: tuple[int, ...]
    eases: tuple[int, ...]
    hardest: tuple[HardCard, ...]
    leeches: tuple[HardCard, ...]
    calibration: Calibration | None


def statistics(
    path: Path,
    deck_ids: Sequence[DeckId],
    today: int,
    *,
    progress: Callable[[int], None] = lambda cards: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Statistics | None:
    """Return the statistics of some decks; None where ``cancelled`` said so on the way.

    It may run in any thread, and reads the whole log of these decks once; ``progress`` hears how
    many cards are read. Raises LibraryError where the library cannot be read.
    """
    try:
        with tallies.reading(path) as db:
            return _statistics(db, deck_ids, today, progress, cancelled)
    except sqlite3.Error as failure:
        raise explain(failure, path) from failure


def _statistics(
    db: sqlite3.Connection,
    deck_ids: Sequence[DeckId],
    today: int,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> Statistics | None:
    answers: list[Reviewed] = []
    read = 0
    for deck_id in deck_ids:
        model = memory_model_for(decks.settings_of(db, deck_id))
        for card, history in histories.histories_of_deck(db, deck_id):
            # What another card was answered under an older id is told under the one it has now.
            answers += [replace(one, card=card) for one in reviewed(history, model)]
            read += 1
            if read % _CANCELLED_EVERY == 0:
                progress(read)
                if cancelled():
                    return None
    scored = [one for one in answers if one.scored]
    labels = _Labels(db)
    standing = [row for deck_id in deck_ids for row in _standing(db, deck_id)]
    answered = [row for row in standing if row[1] is not None]
    return Statistics(
        today=today,
        cards=len(standing),
        new=len(standing) - len(answered),
        suspended=sum(row[5] for row in standing),
        overdue=sum(row[1] is not None and row[1] < today for row in answered if not row[5]),
        forecast=_forecast(answered, today),
        loads=day_loads(answers),
        overall=Rate("all", sum(one.remembered for one in scored), len(scored)),
        by_age=_by_age(retention(scored, age_of)),
        by_relation=retention(scored, labels.relation),
        by_region=retention(scored, labels.region),
        intervals=histogram((row[2] for row in answered), INTERVAL_EDGES),
        eases=histogram((row[3] / 100 for row in answered), EASE_EDGES),
        hardest=_hard(db, sorted(answered, key=lambda r: (-r[4], r[3], r[0]))[:_HARDEST]),
        leeches=_hard(db, [row for row in answered if row[4] >= LEECH_LAPSES]),
        calibration=calibration(answers),
    )


def _by_age(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    order = [name for _, name in AGES]
    return tuple(sorted(rates, key=lambda rate: order.index(rate.name)))


# card, due day, interval in days, ease in hundredths, lapses, suspended
_Row = tuple[CardId, int | None, int, int, int, int]


def _standing(db: sqlite3.Connection, deck_id: DeckId) -> list[_Row]:
    rows = db.execute(
        "SELECT card, due_day, interval_days, ease, lapses, suspended FROM states "
        "WHERE deck_id = ? AND shown = 1",
        (deck_id,),
    )
    return [(CardId(row[0]), *row[1:]) for row in rows]


def _forecast(answered: Sequence[_Row], today: int) -> tuple[int, ...]:
    days = [0] * FORECAST_DAYS
    for _, due, _, _, _, suspended in answered:
        if due is not None and not suspended and due < today + FORECAST_DAYS:
            days[max(0, due - today)] += 1
    return tuple(days)


def _hard(db: sqlite3.Connection, rows: Sequence[_Row]) -> tuple[HardCard, ...]:
    found = []
    for card, _, _, ease, lapses, _ in rows:
        stored = get_card(db, card)
        if stored is not None and lapses:
            found.append(HardCard(card, stored.card.question, lapses, ease))
    return tuple(found)


class _Labels:
    """What a card is about, looked up once a card."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._cards: dict[CardId, tuple[str, str]] = {}

    def relation(self, answer: Reviewed) -> str:
        return self._of(answer.card)[0]

    def region(self, answer: Reviewed) -> str:
        return self._of(answer.card)[1]

    def _of(self, card: CardId) -> tuple[str, str]:
        if card not in self._cards:
            stored = get_card(self._db, card)
            self._cards[card] = (
                (stored.card.relation.value, _region(stored.card)) if stored else ("", "")
            )
        return self._cards[card]


def _region(card: Card) -> str:
    """Return the region of a card's structure, '' where the lexicon does not know it."""
    from flashdeck.core.extract.lexicon import lexicon

    term = lexicon().find(card.subject) if card.subject else None
    return term.region if term else ""
