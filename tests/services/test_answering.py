"""Answers, undo and redo on a real library: durable, replayable, never doubled."""

from __future__ import annotations

import random
import sqlite3

import pytest

from flashdeck.core.errors import LibraryError, NotFoundError
from flashdeck.core.ids import CardId
from flashdeck.core.model import Grade
from flashdeck.core.schedule.replay import Entry, Kind, replay, replay_card, reset_id
from flashdeck.core.schedule.sm2 import Sm2
from flashdeck.services.answering import Answer, record, redo, undo
from flashdeck.services.entries import replay_states
from flashdeck.services.library import Library
from flashdeck.services.listing import card_rows
from flashdeck.services.marking import set_suspended
from flashdeck.services.merging import merge
from flashdeck.services.study import Session
from flashdeck.store import reviews, states

CARD = CardId("n7kq3m9xwa/insertion")
GOOD = Answer(q=4, grade=3)


def log(library: Library) -> list[Entry]:
    return list(reviews.all_entries(library.db))


def test_an_answer_in_the_log(library: Library, clock) -> None:
    """What is not logged can never be analysed, so every field is there from the start."""
    clock.offset_min = 330
    done = record(library, CARD, Answer(q=4, grade=3, duration_ms=900, asked="typed", typed="tub"))
    (entry,) = log(library)
    assert entry == done.entry
    assert (entry.card, entry.kind, entry.grade, entry.q) == (CARD, Kind.REVIEW, 3, 4)
    assert (entry.at_ms, entry.utc_offset_min, entry.day) == (clock.ms, 330, library.today)
    assert (entry.interval_days, entry.algorithm, entry.rev) == (1, "sm2", 1)
    assert (entry.duration_ms, entry.asked, entry.typed) == (900, "typed", "tub")
    assert entry.id[14] == "7"
    assert int(entry.id.replace("-", "")[:12], 16) == clock.ms


def test_a_retry_is_not_recorded_twice(library: Library) -> None:
    """After an uncertain commit the student presses the key again: that is one review."""
    attempt: list[str] = []
    first = record(library, CARD, GOOD, attempt)
    assert record(library, CARD, GOOD, attempt).entry == first.entry
    assert len(log(library)) == 1


def test_an_unknown_card_is_refused(library: Library) -> None:
    """A mistyped card id must not become a review of nothing."""
    with pytest.raises(NotFoundError, match="nowhere/q"):
        record(library, CardId("nowhere/q"), GOOD)
    assert not log(library)


def test_a_failed_answer_leaves_nothing(library: Library, monkeypatch) -> None:
    """Log and state are written together or not at all."""

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(states, "put_standing", fail)
    with pytest.raises(LibraryError):
        record(library, CARD, GOOD)
    assert not log(library)
    assert not library.db.in_transaction


def test_undo_and_redo_to_any_depth(library: Library, clock) -> None:
    """Every slip can be taken back, and taking back can be taken back."""
    before = []
    for q in (4, 2, 4, 5):
        before.append(states.get_standing(library.db, CARD))
        record(library, CARD, Answer(q=q))
        clock.forward(days=2)
    end = states.get_standing(library.db, CARD)
    for expected in reversed(before):
        assert undo(library) is not None
        assert states.get_standing(library.db, CARD) == expected
    assert undo(library) is None
    for expected in before[1:]:
        assert redo(library) is not None
        assert states.get_standing(library.db, CARD) == expected
    assert redo(library) is not None
    assert redo(library) is None
    assert states.get_standing(library.db, CARD) == end
    undo(library)
    record(library, CARD, GOOD)
    assert redo(library) is None, "another answer was given since"


def test_the_log_never_runs_backwards(library: Library, clock) -> None:
    """A clock set back an hour must not put an answer before the one it followed."""
    record(library, CARD, GOOD)
    clock.forward(seconds=-3600)
    record(library, CardId("n7kq3m9xwa/action"), GOOD)
    first, second = log(library)
    assert second.at_ms == first.at_ms
    assert second.id > first.id


def test_a_log_ahead_of_the_clock_is_reported(library: Library, clock) -> None:
    """A clock that ran years ahead would schedule years ahead; taking that review back mends it."""
    clock.forward(days=3650)
    record(library, CARD, GOOD)
    clock.forward(days=-3650)
    with pytest.raises(LibraryError, match="ahead of the clock"):
        record(library, CARD, GOOD)
    undo(library)
    done = record(library, CARD, GOOD)
    assert done.standing.memory.due_day == library.today + 1


def test_answers_of_other_devices_keep_their_place(library: Library, clock) -> None:
    """An answer given here before one that another device logged later counts before it."""
    day = library.today
    theirs = Entry(
        reviews.new_id(clock.ms + 60_000),
        "other",
        CARD,
        clock.ms + 60_000,
        0,
        day,
        Kind.REVIEW,
        q=2,
        rev=1,
    )
    with library.store.transaction() as db:
        reviews.append(db, theirs)
        replay_states(db, [CARD])
    done = record(library, CARD, GOOD)
    assert done.standing.memory.repetitions == 1
    assert done.standing == replay_card(CARD, log(library), Sm2())
    taken_back = undo(library)
    assert taken_back and taken_back.entry.id == theirs.id, "the newest in the log, wherever made"


@pytest.mark.parametrize(
    "kind", [Kind.RESET, Kind.DUE, Kind.SUSPEND, Kind.RESUME, Kind.BURY, Kind.IMPORT]
)
def test_whatever_another_device_logged_later_comes_after(
    library: Library, clock, kind: Kind
) -> None:
    """A device whose clock runs ahead has the last word, on every device."""
    record(library, CARD, GOOD)
    ahead = clock.ms + 3_000_000
    theirs = Entry(
        reviews.new_id(ahead), "other", CARD, ahead, 120, library.today, kind, interval_days=9
    )
    with library.store.transaction() as db:
        merge(library, db, [("elsewhere", theirs)])
    clock.forward(seconds=5)
    session = Session(library, clock)
    while session.prompt is not None:
        session.prepare()
        session.answer(Grade.AGAIN if session.progress().done < 9 else Grade.GOOD, duration_ms=1)
    for q in (2, 4):
        record(library, CARD, Answer(q=q))
        assert states.get_standing(library.db, CARD) == replay_card(CARD, log(library), Sm2())


def test_answers_to_a_meaning_that_changed_elsewhere(library: Library, clock) -> None:
    """Where the deck is still the old one, an answer is to the old meaning, as everywhere."""
    record(library, CARD, GOOD)
    moment = clock()
    reset = Entry(
        reset_id(CARD, 2), "other", CARD, moment.utc_ms - 9, 120, moment.day, Kind.RESET, rev=2
    )
    with library.store.transaction() as db:
        merge(library, db, [("elsewhere", reset)])
    clock.forward(days=1)
    done = record(library, CARD, GOOD)
    assert done.standing == states.get_standing(library.db, CARD)
    assert done.standing == replay_card(CARD, log(library), Sm2())


@pytest.mark.parametrize("seed", range(5))
def test_the_cache_is_the_replay(library: Library, clock, seed: int) -> None:
    """The stored states must be what the log says, or a rebuild would change due dates."""
    rng = random.Random(seed)
    ids = [row.card.id for row in card_rows(library)]
    for _ in range(120):
        clock.forward(days=rng.choice((0, 0, 0.01, 1, 3, 20)), seconds=1)
        act = rng.randrange(10)
        if act < 6:
            record(library, rng.choice(ids), Answer(q=rng.randrange(6)))
        elif act < 8:
            undo(library)
        elif act < 9:
            redo(library)
        else:
            set_suspended(library, [rng.choice(ids)], suspended=bool(rng.randrange(2)))
    fresh = replay(log(library), lambda card: Sm2())
    for card in ids:
        if card in fresh:
            assert states.get_standing(library.db, card) == fresh[card]
