"""The exams screen: a date is planned with one line, and it is said plainly what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from flashdeck.core.days import day_to_iso
from flashdeck.services.exam import coming_exams
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from tests.tui.screens import Ticks, clock, press, running, screen_text


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of one deck with thirty cards."""
    notes = "".join(f"Q: Question {n}?\nA: answer {n}\n\n" for n in range(30))
    deck = tmp_path / "leg.md"
    deck.write_text(f"---\nflashdeck: 1\ntitle: Leg\n---\n{notes}", encoding="utf-8")
    with open_library(tmp_path / "library.db", clock) as library:
        import_decks(library, [deck])
        yield library


async def test_an_exam_is_planned_and_forgotten(library: Library) -> None:
    """From the list of decks: p, n, a line, and the plan stands; d takes it back."""
    ticks, day = Ticks(), clock().day + 40
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "No exam is planned" in screen_text(app)
        await press(pilot, ticks, "n")
        line = app.screen.query_one(Input)
        line.value = "Anatomy [I], tomorrow"
        await press(pilot, ticks, "enter")
        assert "is no date" in screen_text(app)
        await press(pilot, ticks, "n")
        app.screen.query_one(Input).value = f"Anatomy [I], {day_to_iso(day)}, 1"
        await press(pilot, ticks, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        (exam,) = coming_exams(library)
        assert (exam.name, exam.day, exam.minutes) == ("Anatomy [I]", day, 1)
        shown = screen_text(app)
        assert "Anatomy [I]" in shown and "40 days left" in shown
        assert "predicted recall" in shown and "30 cards still new" in shown
        await press(pilot, ticks, "d")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert coming_exams(library) == ()
        await press(pilot, ticks, "escape")
        assert "starts with Leg" in screen_text(app)
