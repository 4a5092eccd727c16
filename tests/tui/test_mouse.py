"""A whole session by mouse alone."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from flashdeck.services.library import open_library
from flashdeck.services.refreshing import import_bundled
from flashdeck.store import decks
from flashdeck.store.rows import DeckSettings
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens.done import DoneScreen
from flashdeck.tui.screens.help import HelpScreen
from flashdeck.tui.screens.home import HomeScreen
from flashdeck.tui.screens.review import ReviewScreen
from tests.tui.screens import Ticks, clock, screen_text


async def _click(app: FlashdeckApp, pilot: Pilot[None], ticks: Ticks, text: str) -> None:
    """Click the last place on the screen that shows the text."""
    ticks.now += 1
    rows = screen_text(app).split("\n")
    at = max(number for number, row in enumerate(rows) if text in row)
    await pilot.click(offset=(rows[at].index(text) + 1, at), times=1)
    await pilot.pause()


async def test_a_session_by_mouse_alone(tmp_path: Path) -> None:
    """Who works with the mouse gets from the decks through all cards and back."""
    ticks = Ticks()
    with open_library(tmp_path / "library.db", clock) as library:
        import_bundled(library)
        with library.store.transaction() as db:
            for deck in decks.all_decks(db):
                decks.put_settings(db, deck.id, DeckSettings(new_per_day=3))
        app = FlashdeckApp(library, clock, ticks=ticks)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await _click(app, pilot, ticks, "Soleus")
            if not isinstance(app.screen, ReviewScreen):
                await _click(app, pilot, ticks, "Study")
            assert isinstance(app.screen, ReviewScreen)
            await _click(app, pilot, ticks, "More keys")
            assert isinstance(app.screen, HelpScreen)
            await _click(app, pilot, ticks, "Close")
            for grade in ("Good", "Easy", "Good"):
                await _click(app, pilot, ticks, "show the answer")
                await _click(app, pilot, ticks, grade)
            assert isinstance(app.screen, DoneScreen)
            await _click(app, pilot, ticks, "Undo")
            assert isinstance(app.screen, ReviewScreen)
            await _click(app, pilot, ticks, "show the answer")
            await _click(app, pilot, ticks, "Good")
            assert isinstance(app.screen, DoneScreen)
            await _click(app, pilot, ticks, "Decks")
            assert isinstance(app.screen, HomeScreen)
            (kept,) = library.db.execute("SELECT count(*) FROM states WHERE repetitions = 1")
            assert kept == (3,)
