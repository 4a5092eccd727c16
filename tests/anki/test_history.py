"""Schedules and logs arrive in Anki as they were, wherever on Earth it runs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flashdeck.anki.notes import ExportCard, History, Review
from flashdeck.anki.write import write_package
from flashdeck.core.days import day_to_iso
from tests.anki.conftest import Judge
from tests.anki.samples import MADE_MS, make_card, make_deck

DAY_MS = 86_400_000
FIRST_MS = 1_709_000_000_000  # February 2024: summer in Auckland, winter in Los Angeles
ZONES = ["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati"]


def _studied(number: int) -> ExportCard:
    reviews = tuple(
        Review(
            at_ms=FIRST_MS + number * 1000 + step * 40 * DAY_MS,
            q=(2, 3, 4, 5, 4)[(number + step) % 5],
            interval_days=1 + step * number,
            last_interval_days=step and 1 + (step - 1) * number,
            ease=250 - step * 7,
            duration_ms=900 + number,
        )
        for step in range(1 + number % 4)
    )
    history = History(
        due_day=19_700 + number * 29,
        interval_days=1 + number * 3,
        ease=130 + number * 5,
        lapses=number % 3,
        answered_ms=reviews[-1].at_ms,
        suspended=number % 7 == 3,
        flag=number % 8,
        reviews=reviews,
    )
    return ExportCard(make_card(f"b{number:09d}/q"), MADE_MS, history)


def _package(path: Path, *cards: ExportCard, with_history: bool = True) -> str:
    deck = replace(make_deck(), cards=cards)
    path.write_bytes(write_package([deck], with_history=with_history).data)
    return str(path)


@pytest.mark.parametrize("zone", ZONES)
def test_schedule_and_log_are_equal_card_by_card(tmp_path: Path, judge: Judge, zone: str) -> None:
    """A day lost in a time zone makes every card of a student come too early or too late."""
    cards = [_studied(number) for number in range(48)]
    package = _package(tmp_path / "a.apkg", *cards, ExportCard(make_card("c000000000/q"), MADE_MS))
    imported, seen, problems = judge(
        {"do": "import", "path": package, "history": True},
        {"do": "dump"},
        {"do": "check"},
        zone=zone,
    )
    assert imported["new"] == 49
    assert problems == []
    notes = {note["guid"]: note["cards"][0] for note in seen["notes"]}
    assert (notes["c000000000/q"]["type"], notes["c000000000/q"]["queue"]) == (0, 0)
    today = (datetime.now(ZoneInfo(zone)) - timedelta(hours=4)).date()
    log: dict[int, list[list[int]]] = {}
    for row in seen["reviews"]:
        log.setdefault(row[1], []).append([row[0], *row[3:]])
    for one in cards:
        was, card = one.history, notes[one.card.id]
        due = today + timedelta(days=card["due"] - seen["today"])
        assert was.due_day is not None
        assert due.isoformat() == day_to_iso(was.due_day)
        assert card["type"] == 2
        assert card["queue"] == (-1 if was.suspended else 2)
        assert (card["ivl"], card["factor"]) == (was.interval_days, was.ease * 10)
        assert (card["reps"], card["lapses"]) == (len(was.reviews), was.lapses)
        assert card["flag"] == was.flag
        assert json.loads(card["data"])["lrt"] == was.answered_ms // 1000
        assert log[card["id"]] == [
            [
                review.at_ms,
                {2: 1, 3: 2, 4: 3, 5: 4}[review.q],
                review.interval_days,
                review.last_interval_days,
                review.ease * 10,
                review.duration_ms,
                0 if number == 0 else 1,
            ]
            for number, review in enumerate(was.reviews)
        ]


def test_answers_of_one_millisecond_all_arrive(tmp_path: Path, judge: Judge) -> None:
    """Anki drops a row whose millisecond is taken, in silence."""
    review = Review(FIRST_MS, 4, 1, 0, 250, 5)
    cards = [
        ExportCard(
            make_card(f"b{number:09d}/q"),
            MADE_MS,
            History(19_800, 1, 250, answered_ms=FIRST_MS, reviews=(review,)),
        )
        for number in range(5)
    ]
    package = _package(tmp_path / "a.apkg", *cards)
    _, seen = judge({"do": "import", "path": package, "history": True}, {"do": "dump"})
    assert [row[0] for row in seen["reviews"]] == [FIRST_MS + number for number in range(5)]
    assert len({row[1] for row in seen["reviews"]}) == 5


def test_without_history_every_card_is_new(tmp_path: Path, judge: Judge) -> None:
    """Who shares a deck does not share how well they know it."""
    package = _package(tmp_path / "a.apkg", _studied(3), _studied(4), with_history=False)
    _, seen = judge({"do": "import", "path": package, "history": True}, {"do": "dump"})
    cards = [card for note in seen["notes"] for card in note["cards"]]
    assert {(card["type"], card["queue"], card["flag"], card["reps"]) for card in cards} == {
        (0, 0, 0, 0)
    }
    assert seen["reviews"] == []


def test_a_suspended_new_card_stays_suspended(tmp_path: Path, judge: Judge) -> None:
    """Otherwise Anki asks what the student had put away."""
    card = ExportCard(make_card("b000000001/q"), MADE_MS, History(suspended=True, flag=2))
    package = _package(tmp_path / "a.apkg", card)
    _, seen = judge({"do": "import", "path": package, "history": True}, {"do": "dump"})
    (shown,) = seen["notes"][0]["cards"]
    assert (shown["type"], shown["queue"], shown["flag"]) == (0, -1, 2)
