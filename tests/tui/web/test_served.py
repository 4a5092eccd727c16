"""In a browser the app opens no file, starts no program, and studies as ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from flashdeck.files.bundled import bundled_decks
from flashdeck.services.importing import import_decks
from flashdeck.services.library import open_library
from flashdeck.tui.commands import all_bindings
from flashdeck.tui.screens.home import HomeScreen
from flashdeck.tui.screens.review import ReviewScreen
from flashdeck.tui.web.served import SERVED_VARIABLE, SHUT
from tests.tui.screens import clock, running, screen_text


def test_every_shut_key_is_one_that_is_there() -> None:
    """A key that was renamed would be open again unnoticed."""
    known = {binding.id for bindings in all_bindings() for binding in bindings}
    assert known >= SHUT


async def test_files_and_programs_are_shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who studies in a browser must not read or write the files of the machine that serves."""
    monkeypatch.setenv(SERVED_VARIABLE, "1")
    with open_library(tmp_path / "library.db", clock) as library:
        async with running(library=library) as (app, pilot):
            await pilot.pause()
            assert "add an article" not in screen_text(app)
            await pilot.press("a", "n")
            app.screen.post_message(events.Paste("/etc/hostname"))
            await pilot.pause()
            assert isinstance(app.screen, HomeScreen)
        import_decks(library, [bundled_decks() / "soleus.md"])
        async with running(library=library) as (app, pilot):
            await pilot.press("e", "c")
            await pilot.pause()
            assert isinstance(app.screen, HomeScreen)
            await pilot.press("enter", "e", "E", "D", "O")
            await pilot.pause()
            assert isinstance(app.screen, ReviewScreen)
            assert " Edit" not in screen_text(app)
