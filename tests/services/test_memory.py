"""A deck changes its algorithm, and nothing is lost; memory is known when it is asked for."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from flashdeck.core.errors import UsageError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Grade
from flashdeck.core.schedule.fsrs import Fsrs
from flashdeck.core.schedule.replay import replay
from flashdeck.core.schedule.sm2 import Sm2
from flashdeck.services.answering import Answer, record, undo
from flashdeck.services.doctor import examine, rebuild
from flashdeck.services.library import Library
from flashdeck.services.memory import kept_memories
from flashdeck.services.settings import deck_settings, set_deck_settings
from flashdeck.services.study import Session
from flashdeck.services.why import card_info
from flashdeck.store import health, reviews
from flashdeck.store.rows import DeckSettings

DECK = DeckId("dk-mv4t8q2rxh")
FSRS = DeckSettings(algorithm="fsrs")


def study(library: Library, clock, days: int) -> None:
    """Answer what is due for some days, by chance but the same each time."""
    rng = random.Random(7)
    for _ in range(days):
        session = Session(library, clock)
        for _ in range(8):
            if session.prompt is None:
                break
            session.answer(rng.choice(list(Grade)), duration_ms=1000)
            clock.forward(seconds=20)
        clock.forward(days=1)


def fresh(library: Library, algorithm: Sm2 | Fsrs) -> dict:
    return replay(reviews.all_entries(library.db), lambda card: algorithm)


def cached(library: Library) -> dict:
    return {c: s for c, s in health.all_standings(library.db).items() if s.first_day is not None}


def test_there_and_back(library: Library, clock) -> None:
    """Trying FSRS for a week must not cost a student the old schedule, nor the new one."""
    study(library, clock, 12)
    before = cached(library)
    assert before == fresh(library, Sm2()) and len(before) > 4
    set_deck_settings(library, DECK, FSRS)
    assert cached(library) == fresh(library, Fsrs()) != before
    study(library, clock, 5)
    assert cached(library) == fresh(library, Fsrs())
    assert not examine(library).findings
    set_deck_settings(library, DECK, DeckSettings())
    assert cached(library) == fresh(library, Sm2())
    assert not examine(library).findings


def test_memory_is_known_whatever_schedules(library: Library, clock) -> None:
    """Exam predictions must not depend on which algorithm a student likes."""
    study(library, clock, 12)
    expected = {card: s.memory for card, s in fresh(library, Fsrs()).items()}
    for _ in range(2):  # the second time from what was kept
        found = kept_memories(library, DECK)
        assert len(found) >= len(expected) > 4
        for card, standing in found.items():
            memory = expected.get(card)
            known = (memory.stability, memory.difficulty) if memory else (None, None)
            assert (standing.memory.stability, standing.memory.difficulty) == known
    assert not examine(library).findings
    assert {c: replace(s, memory=replace(s.memory, stability=None, difficulty=None))
            for c, s in cached(library).items()} == fresh(library, Sm2())  # fmt: skip
    assert next(iter(cached(library).values())).memory.stability is not None
    card = next(iter(expected))
    record(library, card, Answer(q=4, grade=3))
    assert kept_memories(library, DECK, [card])[card].memory.stability != expected[card].stability
    undo(library)
    assert kept_memories(library, DECK, [card])[card].memory.stability == expected[card].stability


def test_a_damaged_memory_state_is_found(library: Library, clock) -> None:
    """A wrong prediction that nothing can find would stay for ever."""
    study(library, clock, 3)
    kept_memories(library, DECK)
    with library.store.transaction() as db:
        db.execute("UPDATE states SET stability = stability * 2 WHERE stability IS NOT NULL")
    assert [finding.code for finding in examine(library).findings] == ["cache"]
    rebuild(library)
    assert not examine(library).findings


def test_same_day_answers_count_under_fsrs(library: Library, clock) -> None:
    """Each answer changes the memory; the buttons say beforehand what each would bring."""
    set_deck_settings(library, DECK, FSRS)
    session = Session(library, clock)
    assert session.prompt is not None
    first = session.prompt.card.id
    assert [button.again_today for button in session.prompt.buttons] == [True, True, False, False]
    session.answer(Grade.AGAIN, duration_ms=1)
    while session.prompt is not None and session.prompt.card.id != first:
        session.answer(Grade.GOOD, duration_ms=1)
    assert session.prompt is not None and session.prompt.state.state == "learning"
    promised = session.prompt.buttons[Grade.EASY - 1]
    assert session.answer(Grade.EASY, duration_ms=1) == promised
    history = [e for e in reviews.all_entries(library.db) if e.card == first]
    assert [entry.algorithm for entry in history] == ["fsrs", "fsrs"]
    assert cached(library) == fresh(library, Fsrs())
    info = card_info(library, CardId(first))
    assert info.why.startswith("A further answer on the same day counts less.")


def test_settings_that_cannot_be(library: Library) -> None:
    """A mistyped number must not make a schedule of nonsense."""
    for wrong in (
        DeckSettings(algorithm="fsrs7"),
        DeckSettings(retention=0.5),
        DeckSettings(parameters=(1.0, 2.0)),
    ):
        with pytest.raises(UsageError):
            set_deck_settings(library, DECK, wrong)
    fine = DeckSettings(algorithm="fsrs", retention=0.85, parameters=Fsrs().parameters)
    set_deck_settings(library, DECK, fine)
    assert deck_settings(library, DECK) == fine
