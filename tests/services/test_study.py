"""A session: the right cards in the right order, and what the buttons say is what is saved."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flashdeck.core.errors import UsageError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Grade
from flashdeck.services.decklist import deck_rows
from flashdeck.services.doctor import examine
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import due_rows
from flashdeck.services.settings import set_deck_settings
from flashdeck.services.study import Session
from flashdeck.store import decks, reviews, states
from flashdeck.store.rows import DeckSettings

DECK = DeckId("dk-mv4t8q2rxh")


def asked(session: Session, grade: Grade = Grade.GOOD) -> list[str]:
    """Answer everything; return the cards in the order asked."""
    order = []
    while session.prompt is not None:
        order.append(session.prompt.card.id)
        session.answer(grade, duration_ms=1000)
    return order


def test_a_first_day(library: Library, clock) -> None:
    """New cards come in deck order, of siblings one a day, and the listing says the same."""
    listed = [row.card.id for row in due_rows(library)]
    assert listed == [
        "n7kq3m9xwa/origin",
        "n7kq3m9xwa/insertion",
        "n7kq3m9xwa/innervation",
        "n7kq3m9xwa/blood_supply",
        "n7kq3m9xwa/action",
        "k2v8r5t1pd/q",
        "w3h6z0y4cb/c1",
    ]
    assert asked(Session(library, clock)) == listed
    assert Session(library, clock).prompt is None
    clock.forward(days=1)
    assert [row.state.state for row in due_rows(library)] == ["review"] * 7
    clock.forward(days=-1, seconds=1)
    assert [row.new_today for row in deck_rows(library)] == [0]


def test_buttons_promise_what_is_saved(library: Library, clock) -> None:
    """An interval that differs from its button would make every button a guess."""
    rng = random.Random(7)
    for _ in range(25):
        session = Session(library, clock)
        while session.prompt is not None:
            prompt = session.prompt
            grade = rng.choice((Grade.AGAIN, Grade.HARD, Grade.GOOD, Grade.GOOD, Grade.EASY))
            saved = session.answer(grade, duration_ms=5)
            assert saved == prompt.buttons[grade - 1]
            memory = states.get_standing(library.db, prompt.card.id).memory
            assert (memory.interval_days, memory.due_day) == (saved.interval_days, saved.due_day)
            assert memory.drill is saved.again_today
        clock.forward(days=rng.randrange(1, 9))


def test_failed_cards_come_back_after_others(library: Library, clock) -> None:
    """A forgotten card is drilled the same day, but not at once."""
    session = Session(library, clock)
    assert session.prompt is not None
    first = session.prompt.card.id
    session.answer(Grade.AGAIN, duration_ms=1)
    assert session.progress().total == 8
    rest = asked(session)
    assert rest.index(first) == 5
    assert session.prompt is None
    assert session.progress().done == session.progress().total == 8


def test_limits_of_a_deck(library: Library, clock) -> None:
    """A class that starts a large deck is not buried on the first morning."""
    with library.store.transaction() as db:
        decks.put_settings(db, DECK, DeckSettings(new_per_day=3, reviews_per_day=2))
    assert len(asked(Session(library, clock))) == 3
    assert Session(library, clock).prompt is None
    clock.forward(days=1)
    session = Session(library, clock)
    assert session.progress().total == 5
    asked(session)
    assert Session(library, clock).prompt is None


def test_oldest_due_first_then_new(library: Library, clock) -> None:
    """What has waited longest is closest to being forgotten."""
    with library.store.transaction() as db:
        decks.put_settings(db, DECK, DeckSettings(new_per_day=1))
    first = asked(Session(library, clock))
    clock.forward(days=1)
    second = asked(Session(library, clock))
    assert second[0] == first[0]
    clock.forward(days=30)
    order = [row.card.id for row in due_rows(library)]
    assert order[:2] == [second[1], first[0]]
    assert len(order) == 3


def test_undo_brings_the_card_back_also_after_restart(
    library: Library, clock, tmp_path: Path
) -> None:
    """The wrong key is noticed on the next card, or the next morning."""
    session = Session(library, clock)
    order = [session.prompt.card.id if session.prompt else ""]
    session.answer(Grade.EASY, duration_ms=1)
    order.append(session.prompt.card.id if session.prompt else "")
    session.answer(Grade.AGAIN, duration_ms=1)
    undone = session.undo()
    assert undone and (undone.card_id, undone.grade) == (order[1], Grade.AGAIN)
    assert session.prompt and session.prompt.card.id == order[1]
    assert session.progress().done == 1
    redone = session.redo()
    assert redone and redone.card_id == order[1]
    assert session.progress().done == 2
    session.undo()
    library.close()
    with open_library(tmp_path / "library.db", clock) as again:
        session = Session(again, clock)
        undone = session.undo()
        assert undone and undone.card_id == order[0]
        assert session.prompt and session.prompt.card.id == order[0]
        assert session.prompt.state.state == "new"
        assert session.undo() is None


def test_undo_on_the_done_screen(library: Library, clock) -> None:
    """The last answer of the day can be taken back as well."""
    session = Session(library, clock)
    last = asked(session)[-1]
    assert session.undo() is not None
    assert session.prompt and session.prompt.card.id == last


def test_another_process_answered_first(library: Library, clock, tmp_path: Path) -> None:
    """Two windows on one library do not ask the same card twice."""
    session = Session(library, clock)
    with open_library(tmp_path / "library.db", clock) as other:
        theirs = asked(Session(other, clock))
    assert session.prompt and session.prompt.card.id == theirs[0]
    session.answer(Grade.GOOD, duration_ms=1)
    assert session.prompt is None


def test_suspended_cards_are_not_asked(library: Library, clock) -> None:
    """What a student has put aside stays aside."""
    from flashdeck.services.marking import set_suspended

    card = CardId("n7kq3m9xwa/origin")
    set_suspended(library, [card], suspended=True)
    assert card not in asked(Session(library, clock))
    set_suspended(library, [card], suspended=False)
    assert asked(Session(library, clock)) == [card]
    assert [e.kind for e in reviews.entries_of(library.db, [card])][:2] == ["suspend", "resume"]


def test_a_new_day_begins_at_four(library: Library, clock) -> None:
    """A session that runs past 04:00 goes on with the new day's cards."""
    session = Session(library, clock)
    asked(session)
    clock.forward(days=1)
    assert session.undo() is not None
    session.answer(Grade.GOOD, duration_ms=1)
    assert session.prompt is not None


def test_summary(library: Library, clock) -> None:
    """The done screen says what was remembered, and what was not."""
    session = Session(library, clock)
    assert session.prompt is not None
    missed = session.prompt.card
    session.answer(Grade.AGAIN, duration_ms=4000)
    asked(session)
    done = session.summary()
    assert (done.cards, done.remembered, done.elapsed_ms) == (7, 6, 11_000)
    assert done.missed == (missed,)
    assert done.tomorrow == 7


def test_settings_that_change_the_schedule_replay_it(library: Library, clock) -> None:
    """Changing how cards are drilled changes what is drilled now, and nothing else is lost."""
    session = Session(library, clock)
    assert session.prompt is not None
    card = session.prompt.card.id
    session.answer(Grade.HARD, duration_ms=1)
    assert states.get_standing(library.db, card).memory.drill
    set_deck_settings(library, DECK, DeckSettings(drill_below=3))
    assert not states.get_standing(library.db, card).memory.drill
    assert examine(library).findings == ()
    with pytest.raises(UsageError):
        set_deck_settings(library, DECK, DeckSettings(new_per_day=-1))
