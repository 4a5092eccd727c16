"""The tour of the first three cards."""

from __future__ import annotations

from pathlib import Path

from flashdeck.services.library import open_library
from flashdeck.services.refreshing import import_bundled
from flashdeck.services.study import Session
from flashdeck.tui.app import FlashdeckApp
from tests.tui.screens import Ticks, clock, press, screen_text


async def test_the_first_three_cards_say_how_it_goes_and_no_more(tmp_path: Path) -> None:
    """A newcomer learns the keys without a manual, and is left alone after that."""
    ticks = Ticks()
    with open_library(tmp_path / "library.db", clock) as library:
        import_bundled(library)
        app = FlashdeckApp(library, clock, session=Session(library, clock), ticks=ticks)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for said in ("Say the answer to yourself", "takes the marked grade", "leaves at any"):
                assert said in screen_text(app)
                await press(pilot, ticks, "space", "space")  # nothing stands in the way
            assert "Say the answer" not in screen_text(app)
            assert "leaves at any" not in screen_text(app)
