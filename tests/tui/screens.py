"""Reading the screen of a running app as text, and comparing it with a golden file."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from flashdeck.core.days import Moment
from flashdeck.services.clock import parse_now
from flashdeck.services.library import Library
from flashdeck.tui.app import FlashdeckApp
from tests.tui.fake import FakeSession

GOLDEN = Path(__file__).parent / "golden"
REGENERATE = "FLASHDECK_GOLDEN"  # set it to write the golden files anew
NOW = parse_now("2026-11-22T18:00:00+00:00")


class Ticks:
    """A clock of seconds that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def clock() -> Moment:
    """The time of all tests."""
    return NOW


def screen_text(app: FlashdeckApp) -> str:
    """Return what the screen shows, without colours, blanks at the ends of lines taken off."""
    strips = app.screen._compositor.render_strips(app.size)
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    return "\n".join(lines) + "\n"


@asynccontextmanager
async def running(
    session: FakeSession | None = None,
    *,
    library: Library | None = None,
    size: tuple[int, int] = (80, 24),
    ticks: Ticks | None = None,
) -> AsyncIterator[tuple[FlashdeckApp, Pilot[None]]]:
    """Run the app at this size on the session, or on the decks of the library."""
    app = FlashdeckApp(
        library,  # type: ignore[arg-type]
        clock,
        session=session,  # type: ignore[arg-type]
        ticks=ticks or Ticks(),
    )
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app, pilot


async def press(pilot: Pilot[None], ticks: Ticks, *keys: str) -> None:
    """Press keys a second apart."""
    for key in keys:
        ticks.now += 1
        await pilot.press(key)
        await pilot.pause()


def check_golden(name: str, text: str) -> None:
    """Compare a screen with its golden file, or write that file anew."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get(REGENERATE):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), f"{path} shows another screen"
