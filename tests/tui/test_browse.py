"""Browse finds cards as one types, and changes many of them at once, with undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from flashdeck.services.finding import found_cards
from flashdeck.services.library import Library
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens.browse import BrowseScreen
from flashdeck.tui.widgets.card_table import CardTable
from tests.tui.lived import lived_in
from tests.tui.screens import NOW, check_golden, running, screen_text


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with lived_in(tmp_path, NOW, days=4) as opened:
        yield opened


async def _do(app: FlashdeckApp, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await pilot.pause(0.15)
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_screens(library: Library, size: tuple[int, int]) -> None:
    """What is under the cursor, what is marked and how many there are is always in view."""
    async with running(library=library, size=size) as (app, pilot):
        await _do(app, pilot, "slash", "slash", "ctrl+u", *"nerve", "enter")
        await _do(app, pilot, "space", "space")
        check_golden(f"browse-{size[0]}x{size[1]}", screen_text(app))


async def test_many_cards_are_changed_and_undone(library: Library) -> None:
    """Forty cards suspended by mistake come back with one key."""
    async with running(library=library) as (app, pilot):
        await _do(app, pilot, "slash", "slash", "ctrl+u", *"nerve", "enter", "a")
        await _do(app, pilot, "s")
        assert "Suspended: 12 cards." in screen_text(app)
        assert len(found_cards(library, "is:suspended")) == 12
        await _do(app, pilot, "f", "backspace", "4", "enter")
        assert len(found_cards(library, "flag:4 nerve")) == 12
        await _do(app, pilot, "t", *"exam/oral", "enter")
        assert len(found_cards(library, "tag:exam")) == 12
        await _do(app, pilot, "t", "minus", *"exam/oral", "enter")
        assert len(found_cards(library, "tag:exam")) == 0
        for left in ("tag:exam", "flag:4", "is:suspended"):
            await _do(app, pilot, "u")
            assert len(found_cards(library, left)) == 12
        await _do(app, pilot, "u")
        assert len(found_cards(library, "is:suspended or flag:4 or tag:exam")) == 0
        await _do(app, pilot, "U")
        assert len(found_cards(library, "is:suspended")) == 12


async def test_a_search_is_followed_as_it_is_typed(library: Library) -> None:
    """Each letter narrows the table; what means nothing is said and loses nothing."""
    async with running(library=library) as (app, pilot):
        await _do(app, pilot, "slash", "slash", "ctrl+u", *"ne")
        assert isinstance(app.screen, BrowseScreen)
        assert len(app.screen.query_one(CardTable).nums) == 12
        await _do(app, pilot, *"rve -soleus")
        assert len(app.screen.query_one(CardTable).nums) == 10
        await _do(app, pilot, *" color:red")
        assert 'There is no search by "color:"' in screen_text(app)
        await _do(app, pilot, "ctrl+u", *"zzz")
        assert "No card matches." in screen_text(app)
        await _do(app, pilot, "escape", "escape")
        assert not isinstance(app.screen, BrowseScreen)


async def test_found_cards_are_studied_without_touching_their_schedule(library: Library) -> None:
    """The evening before the exam, all nerves once more."""
    async with running(library=library) as (app, pilot):
        await _do(app, pilot, "slash", "slash", "ctrl+u", *"nerve", "enter", "c")
        assert "of 12" in screen_text(app)
        assert "nerve" in screen_text(app)


async def test_by_mouse(library: Library) -> None:
    """A click selects, a second one opens, a click on the margin marks."""
    async with running(library=library) as (app, pilot):
        await _do(app, pilot, "slash")
        await pilot.click(CardTable, offset=(10, 3))
        await pilot.click(CardTable, offset=(1, 4))
        await pilot.pause()
        table = app.screen.query_one(CardTable)
        assert (table.at, len(table.marked)) == (3, 1)
        await pilot.click(CardTable, offset=(10, 4))
        await pilot.pause()
        assert "History" in screen_text(app) or "never answered" in screen_text(app)
