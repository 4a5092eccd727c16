"""The year and the tags on the first screen: counted beside the session, never wrong by an undo."""

from __future__ import annotations

from flashdeck.core.model import Grade
from flashdeck.services.library import Library, deck_ids
from flashdeck.services.study import Session
from flashdeck.services.tags import tag_names, tag_rows
from flashdeck.services.year import YearCounter


def test_answers_by_day_streak_and_undo(library: Library, clock) -> None:
    """A streak that is wrong by a day is the first thing a student notices."""
    counter = YearCounter(library.path)
    first = clock().day
    assert counter.count(first).answers == {}
    for _ in range(2):
        Session(library, clock).answer(Grade.GOOD, duration_ms=1)
        clock.forward(days=1)
    today = clock().day
    year = counter.count(today)
    assert (year.answers, year.streak, year.best) == ({first: 1, first + 1: 1}, 2, 2)
    session = Session(library, clock)
    session.answer(Grade.GOOD, duration_ms=1)
    session.answer(Grade.GOOD, duration_ms=1)
    assert counter.count(today).streak == 3
    session.undo()
    assert counter.count(today).answers[today] == 1
    session.redo()
    assert counter.count(today).answers[today] == 2
    clock.forward(days=2)
    year = counter.count(clock().day)
    assert (year.streak, year.best) == (0, 3)
    clock.forward(days=600)
    assert counter.count(clock().day).answers == {}


def test_tags_count_each_card_once(library: Library, clock, tmp_path) -> None:
    """A tag shows what studying it will ask."""
    text = (
        "---\nflashdeck: 1\ntitle: Leg\ntags: [leg/posterior]\n---\n"
        "Q: one?\nA: 1\nT: leg/anterior, exam\n\nQ: two?\nA: 2\n"
    )
    (tmp_path / "leg.md").write_text(text, encoding="utf-8")
    from flashdeck.services.importing import import_decks

    import_decks(library, [tmp_path / "leg.md"])
    rows = tag_rows(library.path, deck_ids(library), clock().day)
    assert [(row.tag, row.new) for row in rows] == [
        ("exam", 1),
        ("leg", 2),
        ("leg/anterior", 1),
        ("leg/posterior", 2),
    ]
    assert tag_names(library.path) == ("exam", "leg/anterior", "leg/posterior")
