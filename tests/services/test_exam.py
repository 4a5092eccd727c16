"""Exams in the library: today's queue follows the plan, and the plan is said plainly."""

from __future__ import annotations

import pytest

from flashdeck.core.errors import NotFoundError, UsageError
from flashdeck.core.ids import DeckId
from flashdeck.core.model import Grade
from flashdeck.core.schedule.exam import gain
from flashdeck.core.schedule.fsrs import Fsrs
from flashdeck.services.decklist import deck_rows
from flashdeck.services.exam import (
    add_exam,
    coming_exams,
    exam_status,
    exam_statuses,
    remove_exam,
)
from flashdeck.services.exam_words import lines
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library
from flashdeck.services.memory import memories
from flashdeck.services.study import Session
from flashdeck.services.today import todays_queue
from flashdeck.store import reviews

MANY = DeckId("dk-bq7c3k9x2m")


@pytest.fixture
def many(library: Library, tmp_path) -> Library:
    """The library with a deck of sixty more cards, a third of them tagged."""
    deck = tmp_path / "many.md"
    notes = "".join(
        f"Q: Question {n}?\nA: Answer {n}\n{'T: leg/posterior' if n % 3 == 0 else ''}\n\n"
        for n in range(60)
    )
    deck.write_text(f"---\nflashdeck: 1\nid: {MANY}\ntitle: Many\n---\n{notes}", encoding="utf-8")
    assert import_decks(library, [deck]).new == 60
    return library


def study(library: Library, clock, days: int, seconds: float = 10) -> list[int]:
    """Study all of each day, the third answer always Again; return the new cards of each day."""
    found = []
    for _ in range(days):
        session = Session(library, clock, [MANY])
        found.append(len(todays_queue(library.db, [MANY], clock().day).new))
        number = 0
        while session.prompt is not None:
            number += 1
            grade = Grade.AGAIN if number % 3 == 0 else Grade.GOOD
            session.answer(grade, duration_ms=round(seconds * 1000))
            clock.forward(seconds=seconds)
        clock.forward(days=1)
    return found


def test_new_cards_come_at_the_pace_of_the_exam(many: Library, clock) -> None:
    """Sixty cards in sixty days: two a day, not twenty on each of the first three."""
    add_exam(many, "Anatomy I", clock().day + 58, deck="Many")
    assert study(many, clock, 40) == [2] * 29 + [1] * 2 + [0] * 9
    (row,) = [row for row in deck_rows(many) if row.id == MANY]
    assert row.new == 0


def test_a_tag_has_its_pace_and_the_rest_its_own(many: Library, clock) -> None:
    """An exam about a part of a deck leaves the other cards as they were."""
    add_exam(many, "Leg", clock().day + 47, tag="LEG")
    queue = todays_queue(many.db, [MANY], clock().day)
    assert len(queue.new) == 21  # twenty others, and one at the pace of the exam
    status = exam_status(many, coming_exams(many)[0])
    assert (status.cards, status.new, status.new_per_day) == (20, 20, 1)


def test_the_last_days_go_where_they_help(many: Library, clock) -> None:
    """Within the minutes, the cards that gain most for the day, due or not."""
    add_exam(many, "Anatomy I", clock().day + 50, deck="Many", minutes=4)
    study(many, clock, 40)
    today, exam = clock().day, coming_exams(many)[0]
    assert exam.is_close(today)
    waiting = todays_queue(many.db, [MANY], today).waiting
    assert len(waiting) == 24  # four minutes at ten seconds
    model = Fsrs()
    worth = {
        card: gain(model, standing.memory, today, exam.day)
        for card, standing in memories(many.db, MANY).items()
    }
    assert list(waiting) == sorted(worth, key=lambda card: (-worth[card], card))[:24]
    session = Session(many, clock, [MANY])
    for _ in range(5):
        assert session.prompt is not None
        session.answer(Grade.GOOD, duration_ms=10_000)
    assert len(todays_queue(many.db, [MANY], today).waiting) == 19
    kinds = {entry.kind.value for entry in reviews.all_entries(many.db)}
    assert kinds == {"review"}
    clock.forward(days=11)
    assert coming_exams(many) == ()
    assert todays_queue(many.db, [MANY], clock().day).waiting


def test_it_says_plainly_what_does_not_fit(many: Library, clock) -> None:
    """A student has to hear in time that the minutes do not suffice, and by how much."""
    add_exam(many, "Anatomy I", clock().day + 20, deck="Many", minutes=2)
    (status,) = exam_statuses(many)
    assert not status.fits and status.missing_minutes == status.minutes_needed - 2 > 0
    assert status.unseen > 0 and status.recall < 1 and status.recall_if_stopped == 0
    said = " ".join(lines(status))
    assert "does not fit" in said and "would stay unseen" in said and "predicted recall" in said
    assert "mark" not in said and "grade" not in said
    add_exam(many, "anatomy i", clock().day + 90, deck="Many")
    (status,) = exam_statuses(many)
    assert status.fits and status.exam.minutes is None and status.days_left == 90
    assert status == exam_status(many, status.exam)
    assert remove_exam(many, "ANATOMY I").name == "anatomy i"
    assert coming_exams(many) == ()


def test_what_cannot_be_planned(many: Library, clock) -> None:
    """A typing error is one clear line, and nothing is kept."""
    today = clock().day
    for wrong in (
        {"name": " "}, {"day": today - 1}, {"minutes": 0}, {"deck": "Many", "tag": "leg"},
    ):  # fmt: skip
        values = {"name": "x", "day": today + 9, **wrong}
        with pytest.raises(UsageError):
            add_exam(many, values.pop("name"), values.pop("day"), **values)  # type: ignore[arg-type]
    for missing in ({"deck": "Nothing"}, {"tag": "no such tag"}):
        with pytest.raises(NotFoundError):
            add_exam(many, "x", today + 9, **missing)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        remove_exam(many, "x")
    assert coming_exams(many) == ()
