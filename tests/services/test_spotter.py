"""A mock exam is drawn, written, left, gone on with after a crash, and marked; all off schedule."""

from __future__ import annotations

import pytest

from flashdeck.core.card import Grade
from flashdeck.core.errors import LibraryError
from flashdeck.files.bundled import bundled_decks
from flashdeck.services import spotter
from flashdeck.services.confusions import confusions
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, deck_ids
from flashdeck.services.listing import card_rows, log_entries
from flashdeck.services.study import Session


@pytest.fixture
def leg(library: Library) -> Library:
    import_decks(library, [bundled_decks() / "posterior-leg.md"])
    return library


def _answers(library: Library) -> dict[str, str]:
    return {row.card.id: row.card.answer for row in card_rows(library)}


def test_an_exam_asks_two_things_of_each_structure(leg: Library) -> None:
    """Twice the same question, or two structures at one station, is no spotter."""
    exam = spotter.set_up(leg, deck_ids(leg), "seed")
    assert 5 <= len(exam.stations) <= spotter.STATIONS
    assert exam == spotter.set_up(leg, deck_ids(leg), "seed")
    assert exam != spotter.set_up(leg, deck_ids(leg), "another")
    cards = {row.card.id: row.card for row in card_rows(leg)}
    for station in exam.stations:
        first, second = cards[station.first], cards[station.second]
        assert first.id != second.id
        names = {first.subject.casefold(), first.answer.casefold()}
        assert names & {second.subject.casefold(), second.answer.casefold()}
    # Pictures first: that is what a spotter is.
    assert cards[exam.stations[0].first].kind.value == "image"


def test_results_are_kept_apart_from_the_schedule(leg: Library) -> None:
    """A mock exam must not move a single card."""
    exam = spotter.set_up(leg, deck_ids(leg), "seed")
    answers = _answers(leg)
    assert exam.asked is not None
    exam = spotter.write(leg, exam, answers[exam.asked], 41_000)
    assert exam.part == 1
    exam = spotter.write(leg, exam, "spleen", 12_000)
    assert (exam.at, exam.part) == (1, 0)
    assert [(e.kind, e.asked, e.q) for e in log_entries(leg)] == [
        ("cram", "spotter", 4),
        ("cram", "spotter", 1),
    ]
    assert [e.duration_ms for e in log_entries(leg)] == [19_000, 29_000]
    assert all(row.state.state == "new" for row in card_rows(leg))
    first, second = spotter.marked(leg, exam)[0]
    assert (first.points, second.points) == (1.0, 0.0)


def test_an_exam_goes_on_after_a_crash(leg: Library) -> None:
    """Ten stations written before the crash are not written again."""
    exam = spotter.set_up(leg, deck_ids(leg), "seed")
    spotter.keep(leg.path, exam)
    exam = spotter.write(leg, exam, "soleus", 30_000)
    assert spotter.kept(leg.path) == exam
    exam = spotter.time_is_up(leg, exam)
    assert exam.stations[0].written == ("soleus", None)
    exam = spotter.write(leg, exam, "", 50_000)
    exam = spotter.stopped(exam, 33_000)
    spotter.keep(leg.path, exam)
    again = spotter.kept(leg.path)
    assert again == exam
    assert again is not None
    assert (again.at, again.part, again.station and again.station.left_ms) == (1, 1, 33_000)
    while exam.station is not None:
        exam = spotter.time_is_up(leg, exam)
    assert spotter.kept(leg.path) is None
    assert spotter.write(leg, exam, "too late", 1) == exam
    assert sum(one.points for pair in spotter.marked(leg, exam) for one in pair) <= 2


def test_a_damaged_exam_is_said_and_loses_nothing(leg: Library) -> None:
    """One line with a way out, never a crash."""
    leg.path.with_name("spotter.json").write_text("{", encoding="utf-8")
    with pytest.raises(LibraryError, match="cannot be read"):
        spotter.kept(leg.path)
    spotter.end(leg.path)
    assert spotter.kept(leg.path) is None


def test_what_is_swapped_is_told(leg: Library, clock) -> None:
    """Who takes the plantaris for the popliteus twice wants to see both together."""
    session = Session(leg, clock)
    assert session.prompt is not None
    while session.prompt and session.prompt.card.answer != "tibial nerve (L4, L5)":
        session.bury()
    assert session.prompt is not None
    session.answer(Grade.AGAIN, duration_ms=1, asked="typed", typed="deep fibular nerve")
    assert confusions(leg)[0].given == "deep fibular nerve"
    found = confusions(leg)[0]
    assert (found.right, found.times) == ("tibial nerve (L4, L5)", 1)
    assert found.cards
    session.undo()
    assert confusions(leg) == ()
    session.answer(Grade.HARD, duration_ms=1, asked="typed", typed="tibal nerve (L4, L5)")
    session.answer(Grade.AGAIN, duration_ms=1, asked="typed", typed="no idea")
    assert confusions(leg) == ()
