"""Answers into the log and out of it again: each one transaction, log row first."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from flashdeck.core.days import Moment, ms_to_iso, study_day
from flashdeck.core.errors import LibraryError, Location, NotFoundError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Algorithm
from flashdeck.core.schedule.replay import (
    Entry,
    Kind,
    Standing,
    replay_card,
    reset_id,
    step,
)
from flashdeck.core.schedule.sm2 import Sm2
from flashdeck.services.library import Library
from flashdeck.store import cards, decks, reviews, states
from flashdeck.store.rows import DeckSettings

_ANSWERS = (Kind.REVIEW, Kind.CRAM)
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a student answered: SM-2's ``q`` (0 to 5) and the button, None where q was given.

    ``interval_days`` is the interval that the button promised, None where none was shown.
    """

    q: int
    grade: int | None = None
    duration_ms: int | None = None
    interval_days: int | None = None
    asked: str = ""
    typed: str = ""
    picked: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer in the log, and where its card stands after it."""

    entry: Entry
    standing: Standing


def algorithm_for(settings: DeckSettings) -> Algorithm:
    """Return the algorithm that a deck's settings name."""
    return Sm2(drill_below=settings.drill_below)


def record(
    library: Library, card: CardId, answer: Answer, attempt: list[str] | None = None
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
        row = db.execute(
            "SELECT c.rev, d.release, d.id FROM cards c JOIN decks d ON d.id = c.deck_id "
            "WHERE c.id = ? AND c.present = 1 AND d.hidden = 0",
            (card,),
        ).fetchone()
        if row is None:
            raise NotFoundError(
                f"no card goes by {card!r}", todo="'flashdeck cards' lists them by id"
            )
        rev, release, deck_id = row
        algorithm = algorithm_for(decks.settings_of(db, DeckId(deck_id)))
        draft = _stamped(
            library,
            db,
            Entry(
                id="",
                device="",
                card=card,
                at_ms=0,
                utc_offset_min=0,
                day=0,
                kind=Kind.REVIEW,
                grade=answer.grade,
                q=answer.q,
                duration_ms=answer.duration_ms,
                interval_days=answer.interval_days,
                algorithm=algorithm.name,
                asked=answer.asked,
                typed=answer.typed,
                picked=answer.picked,
                options=answer.options,
                rev=rev,
                release=release,
            ),
        )
        tried.append(draft.id)
        before = states.get_standing(db, card)
        if before.answered_ms is not None and before.answered_ms > draft.at_ms:
            # A merged log holds later answers to this card: it counts where it belongs.
            history = reviews.entries_of(db, cards.carried_cards(db, card))
            after = replay_card(card, [*history, draft], algorithm)
        else:
            after = step(before, draft, algorithm)
        entry = replace(draft, interval_days=after.memory.interval_days)
        reviews.append(db, entry)
        states.put_standing(db, card, after)
        _replay_carrying(db, card)
        return Recorded(entry, after)


def undo(library: Library) -> Recorded | None:
    """Take back the newest answer that counts; return it, or None where there is none."""
    with library.store.transaction() as db:
        gone = reviews.voided_ids(db)
        for entry in reviews.newest_first(db):
            if entry.kind in _ANSWERS and entry.id not in gone:
                _void(library, db, entry)
                return Recorded(entry, _replay(db, entry.card))
    return None


def redo(library: Library) -> Recorded | None:
    """Give again the answer that was taken back last, unless another was given since."""
    with library.store.transaction() as db:
        voids = reviews.voids(db)
        gone = reviews.voided_ids(db)
        for entry in reviews.newest_first(db):
            if entry.id in gone:
                continue
            if entry.kind in _ANSWERS:
                return None
            target = reviews.find_entry(db, [entry.voids]) if entry.voids else None
            if target is not None and target.kind in _ANSWERS:
                for void in voids:
                    if void.voids == target.id and void.id not in gone:
                        _void(library, db, void)
                return Recorded(target, _replay(db, target.card))
    return None


def set_suspended(library: Library, card: CardId, *, suspended: bool) -> None:
    """Take a card out of study, or bring it back; the log keeps both."""
    with library.store.transaction() as db:
        if states.get_standing(db, card).suspended != suspended:
            kind = Kind.SUSPEND if suspended else Kind.RESUME
            blank = Entry("", "", card, 0, 0, 0, kind)
            reviews.append(db, _stamped(library, db, blank))
            _replay(db, card)


def reset_for_meaning(library: Library, db: sqlite3.Connection, card: CardId, rev: int) -> bool:
    """Reset a card whose note has a new meaning, once; tell whether that was needed.

    Only a card with answers to an earlier meaning has anything to forget.
    """
    if rev < 2:
        return False
    entry_id = reset_id(card, rev)
    known = reviews.find_entry(db, [entry_id]) is not None
    if known or not reviews.answered_below_rev(db, card, rev):
        return False
    entry = _stamped(library, db, Entry("", "", card, 0, 0, 0, Kind.RESET, rev=rev))
    reviews.append(db, replace(entry, id=entry_id))
    return True


def _void(library: Library, db: sqlite3.Connection, target: Entry) -> None:
    blank = Entry("", "", target.card, 0, 0, 0, Kind.VOID, voids=target.id)
    reviews.append(db, _stamped(library, db, blank, after=target))


def _stamped(
    library: Library, db: sqlite3.Connection, entry: Entry, *, after: Entry | None = None
) -> Entry:
    """Return the entry with id, device and time: after the device's last, and after ``after``."""
    device = reviews.device_of(db)
    now = library.clock()
    last = reviews.last_of_device(db, device)
    at_ms = now.utc_ms
    if last is not None and after is None and last.at_ms > now.utc_ms + _DAY_MS:
        _refuse_future(library, db, last)
        last = None
    if last is not None:
        at_ms = max(at_ms, last.at_ms)
    if after is not None and after.at_ms >= at_ms and after.device != device:
        at_ms = after.at_ms + 1
    return replace(
        entry,
        id=reviews.new_id(at_ms, last.id if last is not None and last.at_ms == at_ms else ""),
        device=device,
        at_ms=at_ms,
        utc_offset_min=now.utc_offset_min,
        day=study_day(at_ms, now.utc_offset_min),
    )


def _refuse_future(library: Library, db: sqlite3.Connection, last: Entry) -> None:
    if last.kind is Kind.VOID or last.id in reviews.voided_ids(db):
        return
    raise LibraryError(
        f"the last review is dated {ms_to_iso(last.at_ms)}, more than a day ahead of the clock",
        todo="set the clock, or take that review back with 'flashdeck undo'",
        at=Location(str(library.path)),
    )


def _replay(db: sqlite3.Connection, card: CardId) -> Standing:
    """Make the states of a card and of those that carry its history on again from the log."""
    _replay_carrying(db, card)
    return replay_state(db, card)


def _replay_carrying(db: sqlite3.Connection, card: CardId) -> None:
    for other in cards.carrying_cards(db, card) - {card}:
        replay_state(db, other)


def replay_state(db: sqlite3.Connection, card: CardId) -> Standing:
    """Make the state of one card again from the log, and return it."""
    row = db.execute("SELECT deck_id FROM states WHERE card = ?", (card,)).fetchone()
    settings = decks.settings_of(db, DeckId(row[0])) if row else DeckSettings()
    standing = reviews.replayed(db, card, algorithm_for(settings))
    states.put_standing(db, card, standing)
    return standing


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
