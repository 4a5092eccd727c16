"""What can be told of a card: where it stands, why, its history, and what each answer would do."""

from __future__ import annotations

from dataclasses import dataclass

from flashdeck.core.errors import NotFoundError
from flashdeck.core.ids import CardId
from flashdeck.core.model import Grade
from flashdeck.core.schedule.replay import Entry, Kind, in_order, replay_card, voided
from flashdeck.core.schedule.why import why
from flashdeck.services import entries
from flashdeck.services.balance import Balance
from flashdeck.services.library import Library
from flashdeck.services.study import CardState, card_state
from flashdeck.store import cards, reviews
from flashdeck.store.prompts import get_prompt


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the four next answers, and why it would bring the card back then."""

    grade: Grade
    interval_days: int
    due_day: int
    again_today: bool
    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a card's history; ``undone`` where it was taken back.

    ``interval_before`` and ``interval_after`` are in days, None where it did not schedule.
    """

    entry: Entry
    undone: bool
    interval_before: int | None = None
    interval_after: int | None = None


@dataclass(frozen=True, slots=True)
class CardInfo:
    """All of it; ``why`` explains the interval that the card has, '' where it has none."""

    state: CardState
    why: str
    outcomes: tuple[Outcome, Outcome, Outcome, Outcome]
    history: tuple[Event, ...]


def card_info(library: Library, card: CardId) -> CardInfo:
    """Return what can be told of a card; raises NotFoundError where it is not in the library."""
    with library.store.guard():
        found = get_prompt(library.db, card, library.clock().utc_ms)
        if found is None:
            raise NotFoundError(
                f"no card goes by {card!r}", todo="'flashdeck cards' lists them by id"
            )
        log = in_order(reviews.entries_of(library.db, cards.carried_cards(library.db, card)))
    today = library.today
    algorithm = entries.algorithm_for(found.settings)
    memory = found.standing.memory

    balance = Balance(library.db) if found.settings.balanced else None

    def outcome(grade: Grade) -> Outcome:
        if balance is None:
            after = algorithm.answer(memory, grade.q, today)
        else:
            after = balance.after(found.deck_id, memory, algorithm, grade.q, today)
        assert after.due_day is not None
        words = why(memory, grade.q, today, algorithm, after.interval_days)
        return Outcome(grade, after.interval_days, after.due_day, after.drill, words)

    gone = voided(log)
    reason = ""
    history = []
    for place, entry in enumerate(log):
        if entry.kind is Kind.VOID:
            continue
        undone = entry.id in gone
        event = Event(entry, undone)
        if not undone and entry.kind is Kind.REVIEW and entry.q is not None:
            counted = [one for one in log[: place + 1] if one.id not in gone]
            before = replay_card(card, counted[:-1], algorithm).memory
            if algorithm.schedules(before, entry.day):
                after = replay_card(card, counted, algorithm).memory
                event = Event(entry, undone, before.interval_days, after.interval_days)
                reason = why(before, entry.q, entry.day, algorithm, after.interval_days)
        history.append(event)
    return CardInfo(
        state=card_state(found.standing, today, found.own.flag),
        why=reason,
        outcomes=(
            outcome(Grade.AGAIN),
            outcome(Grade.HARD),
            outcome(Grade.GOOD),
            outcome(Grade.EASY),
        ),
        history=tuple(history),
    )
