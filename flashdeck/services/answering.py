"""Answers into the log and out of it again: each one transaction, log row first."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace

from flashdeck.core.days import Moment
from flashdeck.core.errors import NotFoundError
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.base import Algorithm, becomes_leech
from flashdeck.core.schedule.replay import (
    Entry,
    Kind,
    Standing,
    detail_of,
    in_order,
    is_derived,
    replay_card,
    step,
    voided,
)
from flashdeck.core.text import clean
from flashdeck.services import entries
from flashdeck.services.library import Library
from flashdeck.store import cards, reviews, states

# What a student did: undo takes back the newest of these, whatever it is.
STEPS = frozenset(
    (
        Kind.REVIEW,
        Kind.CRAM,
        Kind.SUSPEND,
        Kind.RESUME,
        Kind.BURY,
        Kind.FLAG,
        Kind.NOTE,
        Kind.RESET,
    )
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a student answered: SM-2's ``q`` (0 to 5) and the button, None where q was given.

    ``interval_days`` is the interval that the button promised, None where none was shown. ``cram``
    leaves the schedule alone.
    """

    q: int
    grade: int | None = None
    duration_ms: int | None = None
    interval_days: int | None = None
    asked: str = ""
    typed: str = ""
    picked: str = ""
    options: tuple[str, ...] = ()
    cram: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry in the log, and where its card stands after it.

    ``alone`` tells that nothing else was written since the card was seen, by whomever.
    """

    entry: Entry
    standing: Standing
    alone: bool = False


def record(
    library: Library,
    card: CardId,
    answer: Answer,
    attempt: list[str] | None = None,
    seen: states.Seen | None = None,
) -> Recorded:
    """Record an answer; it is on disk when this returns.

    ``attempt`` keeps the ids under which this answer was tried: given again after a failure whose
    outcome is unknown, it cannot be recorded twice. Raises NotFoundError for a card that is not in
    the library, LibraryError where the log runs ahead of the clock or cannot be written.
    """
    tried = [] if attempt is None else attempt
    with library.store.transaction() as db:
        kept = reviews.find_entry(db, tried)
        if kept is not None:
            return Recorded(kept, states.get_standing(db, card))
        now_ms = library.clock().utc_ms
        known = seen if seen is not None and seen.now_ms <= now_ms else None
        if known and known.mark != library.store.mark():
            known = None
        asked = known.asked if known else states.asked_card(db, card, now_ms)
        if asked is None:
            raise NotFoundError(
                f"no card goes by {card!r}", todo="'flashdeck cards' lists them by id"
            )
        algorithm = entries.algorithm_for(asked.settings)
        stamp = entries.next_stamp(library, db, last=known.last if known else None)
        draft = Entry(
            id=stamp.id,
            device=stamp.device,
            card=card,
            at_ms=stamp.at_ms,
            utc_offset_min=stamp.utc_offset_min,
            day=stamp.day,
            kind=Kind.CRAM if answer.cram else Kind.REVIEW,
            grade=answer.grade,
            q=answer.q,
            duration_ms=answer.duration_ms,
            interval_days=None if answer.cram else answer.interval_days,
            algorithm="" if answer.cram else algorithm.name,
            asked=answer.asked,
            typed=clean(answer.typed),
            picked=clean(answer.picked),
            options=tuple(map(clean, answer.options)),
            rev=asked.rev,
            release=asked.release,
        )
        tried.append(draft.id)
        if answer.cram:
            reviews.append(db, draft)
            return Recorded(draft, asked.standing, known is not None)
        after = _after(db, asked, draft, algorithm)
        given = after.memory.interval_days
        entry = draft if given == draft.interval_days else replace(draft, interval_days=given)
        reviews.append(db, entry)
        states.put_standing(db, card, after)
        lapses = asked.standing.memory.lapses, after.memory.lapses
        if asked.settings.leeches_rest and becomes_leech(*lapses):
            after, known = _rest(library, db, entry), None
        if asked.carried_on:
            entries.replay_states_carrying(db, card)
            known = None
        return Recorded(entry, after, known is not None)


def _after(
    db: sqlite3.Connection, asked: states.Asked, draft: Entry, algorithm: Algorithm
) -> Standing:
    if not asked.by_replay:
        return step(asked.standing, draft, algorithm)
    history = reviews.entries_of(db, cards.carried_cards(db, draft.card))
    return replay_card(draft.card, [*history, draft], algorithm)


def _rest(library: Library, db: sqlite3.Connection, answer: Entry) -> Standing:
    """Suspend a card that has become a leech; undoing the answer takes that back as well."""
    detail = json.dumps({"with": answer.id})
    entries.append(library, db, entries.blank(answer.card, Kind.SUSPEND, detail=detail))
    return entries.replay_state(db, answer.card)


def undo(library: Library) -> Recorded | None:
    """Take back the newest step that counts; return it, or None where there is none.

    Steps that were taken together, like burying all cards of a note, are taken back together.
    """
    with library.store.transaction() as db:
        gone = _Gone(db)
        for newest in reviews.newest_first(db):
            if _is_step(newest) and newest not in gone:
                together = _together(db, newest)
                for entry in together:
                    if entry not in gone:
                        _void(library, db, entry)
                entries.replay_states(db, [entry.card for entry in together])
                first = together[-1]
                return Recorded(first, states.get_standing(db, first.card))
    return None


def redo(library: Library) -> Recorded | None:
    """Take again the step that was taken back last, unless another was taken since."""
    with library.store.transaction() as db:
        gone = _Gone(db)
        for newest in reviews.newest_first(db):
            if newest in gone:
                continue
            if _is_step(newest):
                return None
            target = reviews.find_entry(db, [newest.voids]) if newest.voids else None
            if target is not None and _is_step(target):
                together = _together(db, target)
                ids = {entry.id for entry in together}
                for void in reviews.entries_of(db, {entry.card for entry in together}):
                    if void.voids in ids and void not in gone:
                        _void(library, db, void)
                entries.replay_states(db, [entry.card for entry in together])
                first = together[-1]
                return Recorded(first, states.get_standing(db, first.card))
    return None


class _Gone:
    """Which entries are taken back, found out card by card as it is asked."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[CardId, frozenset[str]] = {}

    def __contains__(self, entry: Entry) -> bool:
        if entry.card not in self._known:
            history = in_order(reviews.entries_of(self._db, [entry.card]))
            self._known[entry.card] = voided(history)
        return entry.id in self._known[entry.card]


def _is_step(entry: Entry) -> bool:
    return entry.kind in STEPS and not is_derived(entry)


def _together(db: sqlite3.Connection, entry: Entry) -> list[Entry]:
    """Return the entries that were made in one step with this one, newest first."""
    first = detail_of(entry).get("with", entry.id)
    found = {
        one.id: one
        for one in (entry, *reviews.entries_near(db, entry))
        if _is_step(one) and first in (one.id, detail_of(one).get("with"))
    }
    return sorted(found.values(), key=lambda one: (one.at_ms, one.id), reverse=True)


def _void(library: Library, db: sqlite3.Connection, target: Entry) -> None:
    entries.append(
        library, db, entries.blank(target.card, Kind.VOID, voids=target.id), after=target
    )


def four_outcomes(
    standing: Standing, algorithm: Algorithm, card: CardId, moment: Moment
) -> tuple[Standing, Standing, Standing, Standing]:
    """Return where the card would stand after Again, Hard, Good and Easy."""

    def after(grade: int) -> Standing:
        entry = Entry(
            "", "", card, moment.utc_ms, moment.utc_offset_min, moment.day, Kind.REVIEW, q=grade + 1
        )
        return step(standing, entry, algorithm)

    return after(1), after(2), after(3), after(4)
