"""The spotter runs against the clock, has no way back, and goes on where it was left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flashdeck.files.bundled import bundled_decks
from flashdeck.services import spotter as exam
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows, log_entries
from tests.tui.screens import Ticks, check_golden, clock, running, screen_text


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library.db", clock) as opened:
        import_decks(opened, [bundled_decks() / "posterior-leg.md"])
        yield opened


async def test_an_exam_from_the_first_station_to_the_look_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written, timed out, left, gone on with, and marked at the end; the schedule is untouched."""
    monkeypatch.setattr(exam, "STATIONS", 3)
    drawn = exam.set_up
    monkeypatch.setattr(exam, "set_up", lambda *given: drawn(*given, most=3))
    ticks = Ticks()
    answers = {row.card.id: row.card.answer for row in card_rows(library)}
    async with running(library=library, ticks=ticks) as (app, pilot):
        await pilot.press("X")
        await pilot.pause()
        check_golden("spotter-begin-80x24", screen_text(app))
        await pilot.press("enter")
        await pilot.pause()
        ticks.now += 18
        await pilot.pause(0.4)
        assert "station 1 of 3" in screen_text(app)
        assert "0:42 left" in screen_text(app)
        kept = exam.kept(library.path)
        assert kept is not None
        assert kept.asked is not None
        await pilot.press(*answers[kept.asked], "enter")
        await pilot.pause()
        check_golden("spotter-second-question-80x24", screen_text(app))
        ticks.now += 60
        await pilot.pause(0.4)
        assert "station 2 of 3" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
    async with running(library=library, ticks=ticks) as (app, pilot):
        await pilot.press("X")
        await pilot.pause()
        assert "goes on at station 2 of 3" in screen_text(app)
        await pilot.press("enter", *"spleen", "enter", *"spleen", "enter")
        await pilot.press("enter", "enter")
        await pilot.pause()
        shown = screen_text(app)
        assert "1 of 6 points" in shown
        check_golden("spotter-look-back-80x24", shown)
    assert {entry.kind for entry in log_entries(library)} == {"cram"}
    assert all(row.state.state == "new" for row in card_rows(library))


async def test_confusions_are_listed_and_contrasted(library: Library) -> None:
    """Both sides of a mix-up, asked one after the other."""
    async with running(library=library) as (app, pilot):
        await pilot.press("C")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Nothing was taken for something else yet" in screen_text(app)
        await pilot.press("escape")
