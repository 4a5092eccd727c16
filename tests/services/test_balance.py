"""Load balancing in study: what the button says is what is saved, and days are even."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from flashdeck.core.ids import DeckId
from flashdeck.core.model import Grade
from flashdeck.core.schedule.base import fuzz_range
from flashdeck.core.schedule.replay import replay
from flashdeck.services.answering import Answer, record
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library
from flashdeck.services.scheduling import algorithm_for
from flashdeck.services.settings import set_deck_settings
from flashdeck.services.study import Session
from flashdeck.services.why import card_info
from flashdeck.store import health, reviews
from flashdeck.store.rows import DeckSettings

MANY = DeckId("dk-bq7c3k9x2m")


@pytest.fixture
def many(library: Library, tmp_path) -> Library:
    """The library with a deck of sixty more cards, all of them new today."""
    deck = tmp_path / "many.md"
    notes = "".join(f"Q: Question {number}?\nA: Answer {number}\n\n" for number in range(60))
    deck.write_text(f"---\nflashdeck: 1\nid: {MANY}\ntitle: Many\n---\n{notes}", encoding="utf-8")
    assert import_decks(library, [deck]).new == 60
    return library


def study(library: Library, clock, settings: DeckSettings, days: int) -> None:
    """Answer Good until nothing is left, on each of some days."""
    set_deck_settings(library, MANY, settings)
    for _ in range(days):
        session = Session(library, clock, [MANY])
        while session.prompt is not None:
            promised = session.prompt.buttons[Grade.GOOD - 1]
            assert session.answer(Grade.GOOD, duration_ms=1) == promised
        clock.forward(days=1)


def due(library: Library) -> Counter[int]:
    standings = health.all_standings(library.db)
    return Counter(s.memory.due_day for s in standings.values() if s.memory.due_day is not None)


@pytest.mark.parametrize("algorithm", ["sm2", "fsrs"])
def test_days_are_even_and_replay_keeps_them(many: Library, clock, algorithm: str) -> None:
    """Sixty cards learned on one day do not all come back on one day for ever after."""
    start = DeckSettings(new_per_day=60, algorithm=algorithm)
    study(many, clock, start, 16)
    load = due(many)
    assert max(load.values()) < 25
    rule = algorithm_for(start)
    cached = {c: s for c, s in health.all_standings(many.db).items() if s.first_day is not None}
    assert replay(reviews.all_entries(many.db), lambda card: rule) == cached


def test_without_it_they_stay_together(many: Library, clock) -> None:
    """Who wants the exact days of the algorithm can have them."""
    study(many, clock, DeckSettings(new_per_day=60, balanced=False), 16)
    assert list(due(many).values()) == [60]


def test_the_button_names_the_quietest_day(many: Library, clock) -> None:
    """Each choice is the best one by the library as it is then, whatever happened in between."""
    study(many, clock, DeckSettings(new_per_day=60), 2)
    clock.forward(days=9)
    session = Session(many, clock, [MANY])
    checked = 0
    while session.prompt is not None:
        prompt = session.prompt
        today, load = clock().day, due(many)
        if checked == 7:
            session.undo()
            session.redo()
        before = health.all_standings(many.db)[prompt.card.id].memory
        plain = algorithm_for(DeckSettings()).answer(before, 4, today)
        least, greatest = fuzz_range(plain.interval_days)
        days = range(least, greatest + 1)
        fewest = min(load[today + day] for day in days)
        good = session.prompt.buttons[Grade.GOOD - 1]
        assert least <= good.interval_days <= greatest
        assert load[good.due_day] == fewest
        info = card_info(many, prompt.card.id)
        assert info.outcomes[Grade.GOOD - 1].interval_days == good.interval_days
        if good.interval_days != plain.interval_days:
            assert f"day {good.interval_days} has the fewest cards" in info.outcomes[2].why
        session.answer(Grade.GOOD, duration_ms=1)
        checked += 1
    assert checked == 60


def test_only_study_balances(many: Library, clock) -> None:
    """A script that records answers gets the dates that it can compute itself."""
    study(many, clock, DeckSettings(new_per_day=60), 2)
    clock.forward(days=5)
    session = Session(many, clock, [MANY])
    assert session.prompt is not None
    card, state = session.prompt.card.id, session.prompt.state
    memory = health.all_standings(many.db)[card].memory
    recorded = record(many, card, Answer(q=4, grade=3)).standing.memory
    plain = algorithm_for(DeckSettings()).answer(memory, 4, clock().day)
    assert recorded == plain and state.due_day is not None
    assert replace(recorded, interval_days=0) != recorded
