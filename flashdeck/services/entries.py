"""New entries of the log: stamped in order on this device, and the states that follow from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flashdeck.core.days import ms_to_iso, study_day
from flashdeck.core.errors import LibraryError, Location
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.replay import (
    Entry,
    Kind,
    Standing,
    own_words,
    replay_card,
    reset_id,
)
from flashdeck.services.library import Library
from flashdeck.services.scheduling import algorithm_for as algorithm_for
from flashdeck.store import cards, decks, reviews, states
from flashdeck.store.rows import DeckSettings

DAY_MS = 86_400_000


def blank(card: CardId, kind: Kind, **fields: object) -> Entry:
    """Return an entry that is still to be stamped."""
    return replace(Entry("", "", card, 0, 0, 0, kind), **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a new entry from all others."""

    id: str
    device: str
    at_ms: int
    utc_offset_min: int
    day: int


def stamped(
    library: Library, db: sqlite3.Connection, entry: Entry, *, after: Entry | None = None
) -> Entry:
    """Return the entry with the next stamp."""
    stamp = next_stamp(library, db, after=after)
    return replace(
        entry,
        id=stamp.id,
        device=stamp.device,
        at_ms=stamp.at_ms,
        utc_offset_min=stamp.utc_offset_min,
        day=stamp.day,
    )


def next_stamp(
    library: Library,
    db: sqlite3.Connection,
    *,
    after: Entry | None = None,
    last: reviews.Last | Entry | None = None,
) -> Stamp:
    """Return id, device and time of a new entry: after the device's last, and after ``after``.

    ``last`` is the device's last where that is known. Raises LibraryError where the log runs more
    than a day ahead of the clock, unless the entry is about ``after``.
    """
    last = last or reviews.last_of_device(db)
    now = library.clock()
    at_ms = now.utc_ms
    if last.at_ms > now.utc_ms:
        if after is None and last.at_ms > now.utc_ms + DAY_MS:
            _refuse_future(library, db, last)
        else:
            at_ms = last.at_ms
    if after is not None and after.at_ms >= at_ms and after.device != last.device:
        at_ms = after.at_ms + 1
    return Stamp(
        id=reviews.new_id(at_ms, last.id if last.at_ms == at_ms else ""),
        device=last.device,
        at_ms=at_ms,
        utc_offset_min=now.utc_offset_min,
        day=study_day(at_ms, now.utc_offset_min),
    )


def _refuse_future(library: Library, db: sqlite3.Connection, last: reviews.Last | Entry) -> None:
    if last.kind is Kind.VOID or last.id in reviews.voided_ids(db):
        return
    raise LibraryError(
        f"the last review is dated {ms_to_iso(last.at_ms)}, more than a day ahead of the clock",
        todo="set the clock, or take that review back with 'flashdeck undo'",
        at=Location(str(library.path)),
    )


def append(
    library: Library, db: sqlite3.Connection, entry: Entry, *, after: Entry | None = None
) -> Entry:
    """Stamp an entry, add it to the log and return it."""
    entry = stamped(library, db, entry, after=after)
    reviews.append(db, entry)
    return entry


def replay_states(db: sqlite3.Connection, changed: Iterable[CardId]) -> None:
    """Make the states of these cards, and of those that carry their history on, from the log."""
    for card in {one for given in changed for one in cards.carrying_cards(db, given)}:
        replay_state(db, card)


def replay_states_carrying(db: sqlite3.Connection, card: CardId) -> None:
    """Make the states of the cards that carry this one's history on again from the log."""
    for other in cards.carrying_cards(db, card) - {card}:
        replay_state(db, other)


def replay_state(db: sqlite3.Connection, card: CardId) -> Standing:
    """Make the state of one card again from the log, and return it."""
    row = db.execute("SELECT deck_id FROM states WHERE card = ?", (card,)).fetchone()
    settings = decks.settings_of(db, DeckId(row[0])) if row else DeckSettings()
    history = reviews.entries_of(db, cards.carried_cards(db, card))
    standing = replay_card(card, history, algorithm_for(settings))
    states.put_standing(db, card, standing)
    words = own_words(history)
    if words:
        cards.put_overlay(db, card, cards.overlaid(cards.overlay_of(db, card), words))
    return standing


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
    entry = stamped(library, db, blank(card, Kind.RESET, rev=rev))
    reviews.append(db, replace(entry, id=entry_id))
    return True
