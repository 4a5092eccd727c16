"""Answers written by hand or picked from four are compared, proposed as a grade, and logged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from flashdeck.files.bundled import bundled_decks
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, deck_ids, open_library
from flashdeck.services.listing import log_entries
from flashdeck.tui.app import FlashdeckApp
from tests.tui.screens import Ticks, check_golden, clock, screen_text

DECK = """\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Leg
typed: [innervation]
---
## Soleus <!-- fd:n7kq3m9xwa -->
kind: muscle
- innervation: tibial nerve (S1, S2)
- origin:
  - head of the fibula
  - soleal line of the tibia

## Tibialis anterior <!-- fd:p7kq3m9xwa -->
kind: muscle
- innervation: deep fibular nerve

## Fibularis longus <!-- fd:q7kq3m9xwa -->
kind: muscle
- innervation: superficial fibular nerve
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "leg.md").write_text(DECK, encoding="utf-8")
    with open_library(tmp_path / "library.db", clock) as opened:
        import_decks(opened, [tmp_path / "leg.md"])
        yield opened


@asynccontextmanager
async def _studied(library: Library) -> AsyncIterator[tuple[FlashdeckApp, Pilot[None], Ticks]]:
    ticks = Ticks()
    app = FlashdeckApp(library, clock, start=deck_ids(library), ticks=ticks)
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield app, pilot, ticks


async def _do(app: FlashdeckApp, pilot: Pilot[None], ticks: Ticks, *keys: str) -> str:
    for key in keys:
        ticks.now += 1
        await pilot.press(key)
    # What is mounted or closed for an answer shows after a refresh or two.
    for _ in range(3):
        await pilot.pause()
        await app.workers.wait_for_complete()
    await pilot.pause(0.05)
    return screen_text(app)


async def test_a_typed_card_is_written_compared_and_graded(library: Library) -> None:
    """The deck says that the nerve is to be written: one root is wrong, Hard is proposed."""
    async with _studied(library) as (app, pilot, ticks):
        shown = await _do(app, pilot, ticks, *"tibial n. (S1, S3)")
        assert "Enter  compare" in shown
        check_golden("asking-writing-80x24", shown)
        shown = await _do(app, pilot, ticks, "enter")
        assert "Almost: one root differs." in shown
        check_golden("asking-compared-80x24", shown)
        await _do(app, pilot, ticks, "space")
    (entry,) = log_entries(library)
    assert (entry.asked, entry.typed, entry.grade) == ("typed", "tibial n. (S1, S3)", 2)


async def test_the_grade_stays_the_students(library: Library) -> None:
    """A proposal is a proposal: every grade can still be given."""
    async with _studied(library) as (app, pilot, ticks):
        await _do(app, pilot, ticks, *"tibial artery", "enter")
        await _do(app, pilot, ticks, "4")
    (entry,) = log_entries(library)
    assert (entry.typed, entry.grade) == ("tibial artery", 4)


async def test_a_line_that_is_left_asks_the_card_as_usual(library: Library) -> None:
    """Who doesn't want to write is not made to."""
    async with _studied(library) as (app, pilot, ticks):
        shown = await _do(app, pilot, ticks, "escape")
        assert "Space  show the answer" in shown
        await _do(app, pilot, ticks, "space", "3")
    (entry,) = log_entries(library)
    assert (entry.asked, entry.typed) == ("shown", "")


async def test_a_list_is_compared_item_by_item(library: Library) -> None:
    """What is missing of a list is seen at a glance."""
    async with _studied(library) as (app, pilot, ticks):
        await _do(app, pilot, ticks, "escape", "b")
        while app.screen.session.prompt.card.kind != "list":  # type: ignore[attr-defined]
            await _do(app, pilot, ticks, "escape", "b")
        shown = await _do(app, pilot, ticks, "w", *"fibular hed; spleen", "enter")
        assert "1 of 2 right." in shown
        assert "missing" in shown
        check_golden("asking-list-80x24", shown)


async def test_one_of_four_is_picked_by_number(tmp_path: Path) -> None:
    """A number before the answer picks; after it, it grades; both go into the log."""
    with open_library(tmp_path / "library.db", clock) as library:
        import_decks(library, [bundled_decks() / "posterior-leg.md"])
        async with _studied(library) as (app, pilot, ticks):
            shown = await _do(app, pilot, ticks, "c")
            for _ in range(20):
                if "1 to 4  your choice" in shown:
                    break
                shown = await _do(app, pilot, ticks, "b", "c")
            check_golden("asking-choice-80x24", shown)
            shown = await _do(app, pilot, ticks, "2")
            assert "your choice" in shown
            check_golden("asking-picked-80x24", shown)
            shown = await _do(app, pilot, ticks, "space")
            assert "your choice" not in shown
        *_, entry = log_entries(library)
        assert entry.asked == "choice"
        assert entry.picked == entry.options[1]
        assert len(entry.options) == 4


async def test_without_three_wrong_answers_there_is_no_choice(library: Library) -> None:
    """A choice between two is a coin."""
    async with _studied(library) as (app, pilot, ticks):
        await _do(app, pilot, ticks, "escape", "b")
        while app.screen.session.prompt.card.kind != "list":  # type: ignore[attr-defined]
            await _do(app, pilot, ticks, "escape", "b")
        assert "no three good wrong answers" in await _do(app, pilot, ticks, "c")
