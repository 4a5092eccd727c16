"""Adding decks in the app: beside it, with a word about how long, and with a way to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashdeck.services.decklist import deck_rows
from flashdeck.services.library import Library, open_library
from flashdeck.services.summary import ImportSummary
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens import add
from flashdeck.tui.screens.home import HomeScreen
from tests.tui.screens import Ticks, clock, press, running, screen_text

DECK = "---\nflashdeck: 1\ntitle: Leg\n---\nQ: Which?\nA: This\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with nothing in it."""
    with open_library(tmp_path / "library.db", clock) as library:
        yield library


async def shows(app: FlashdeckApp, pilot, text: str) -> bool:
    """Tell whether the screen shows a text soon."""
    for _ in range(100):
        if text in screen_text(app):
            return True
        await asyncio.sleep(0.05)
        await pilot.pause()
    return False


async def test_a_deck_by_path(library: Library, tmp_path: Path) -> None:
    """Typed or dropped, it is there at once, and what is wrong with it is one line."""
    deck = tmp_path / "my leg.md"
    deck.write_text(DECK, encoding="utf-8")
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "a")
        app.screen.query_one("#path").value = str(tmp_path / "none.md")
        await press(pilot, ticks, "enter")
        assert "No such file" in screen_text(app)
        app.screen.query_one("#path").value = str(deck)
        await press(pilot, ticks, "enter")
        assert await shows(app, pilot, "Added my leg.md: 1 new card.")
        assert isinstance(app.screen, HomeScreen)
        deck.write_text(DECK + "A: twice\nA: thrice\n", encoding="utf-8")
        await press(pilot, ticks, "a")
        app.screen.query_one("#path").value = str(deck)
        await press(pilot, ticks, "enter")
        assert await shows(app, pilot, "✗")
        assert deck_rows(library)[0].cards == 1


async def test_long_work_is_stopped(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package too large for today must not hold the app, nor leave half of itself behind."""
    (tmp_path / "leg.md").write_text(DECK, encoding="utf-8")

    def endless(own: Library, paths: list[Path]) -> ImportSummary:
        with own.store.transaction() as db:
            db.execute("INSERT INTO meta VALUES ('half', 'done')")
            db.execute(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                "SELECT max(x) FROM n"
            ).fetchone()
        return ImportSummary()

    monkeypatch.setattr(add, "import_decks", endless)
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "a")
        app.screen.query_one("#path").value = str(tmp_path / "leg.md")
        await press(pilot, ticks, "enter")
        ticks.now += 2
        assert await shows(app, pilot, "seconds so far. Esc stops.")
        await press(pilot, ticks, "escape")
        assert await shows(app, pilot, "Stopped; a file that was not read to its end")
        await press(pilot, ticks, "escape")
        assert isinstance(app.screen, HomeScreen)
    assert library.db.execute("SELECT 1 FROM meta WHERE key = 'half'").fetchone() is None
