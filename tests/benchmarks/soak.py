"""Random keys, clicks and resizes over all screens; the suite runs a short form.

``python -m tests.benchmarks.soak [EVENTS] [SEED]``: a library with the bundled decks, events drawn
from a seeded generator. Every 50 events the way back to the decks must be found by Esc alone. At
the end each answer that was acknowledged is in the log, once. Prints what was done; an error ends
it with its traceback and the last events.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
import tempfile
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.pilot import OutOfBounds, Pilot

from flashdeck.core.days import Moment
from flashdeck.files.bundled import bundled_decks
from flashdeck.services import external
from flashdeck.services.clock import parse_now
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.study import Session
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens.home import HomeScreen

EVENTS = 5000
SEED = 1
CHECK_EVERY = 50
ESCAPES = 25
NOW = parse_now("2026-11-22T18:00:00+00:00")
SIZES = ((80, 24), (120, 40), (60, 20), (200, 60), (40, 12), (81, 23), (59, 50))
# Everything that is bound somewhere, and letters for the fields; answers come most often.
KEYS = (
    *("space",) * 12, *("enter",) * 8, *("1", "2", "3", "4") * 3, *("down", "up") * 4,
    *("escape",) * 6, "left", "right", "tab", "shift+tab", "backspace", "delete",
    "pagedown", "pageup", "home", "end", "colon", "question_mark", "slash", "comma",
    "f1", "f2", "f3", "f8",
    "ctrl+s", "ctrl+r", "ctrl+z", "ctrl+a", *"abcdefghijklmnopqrstuvwxyz", *"ABCDEFGHIJKLMNOPRSTU",
)  # fmt: skip


@dataclass
class Report:
    """What was done."""

    seen: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    logged: int = 0
    starts: int = 1


class _Ticks:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def clock() -> Moment:
    """The time of the whole run."""
    return NOW


async def soak(events: int, seed: int, folder: Path) -> Report:
    """Run so many events in an empty folder. Raises AssertionError or what the app raises."""
    chance, report = random.Random(seed), Report()
    decks = folder / "decks"
    shutil.copytree(bundled_decks(), decks, ignore=shutil.ignore_patterns("README.md"))
    last: deque[str] = deque(maxlen=30)
    answer = Session.answer

    def counted(session: Session, *values: Any, **named: Any) -> Any:
        given = answer(session, *values, **named)
        report.acknowledged += 1
        return given

    with (
        open_library(folder / "library.db", clock) as library,
        patch.object(Session, "answer", counted),
        patch.object(external, "open_viewer", lambda path: None),
        patch.object(external, "run_editor", lambda command: None),
    ):
        import_decks(library, sorted(decks.glob("*.md")), backup=False)
        left = events
        try:
            while left > 0:
                left = await _one_run(library, chance, left, report, last, folder)
                report.starts += 1
        except BaseException:
            print("last events:", *last, file=sys.stderr)
            raise
        (report.logged,) = library.db.execute(
            "SELECT count(*) FROM reviews WHERE kind IN ('review', 'cram')"
        ).fetchone()
    assert report.logged == report.acknowledged, report
    return report


async def _one_run(
    library: Library, chance: random.Random, left: int, report: Report, last: deque[str],
    folder: Path,
) -> int:  # fmt: skip
    """Use the app until it is quit or nothing is left; return how many events are."""
    ticks = _Ticks()
    app = FlashdeckApp(library, clock, ticks=ticks, config=folder)
    async with app.run_test(size=chance.choice(SIZES)) as pilot:
        await pilot.pause()
        while left > 0 and app.is_running and app._exit is False:
            ticks.now += chance.choice((0.05, 1.0))
            await _event(app, pilot, chance, last)
            left -= 1
            report.seen[type(app.screen).__name__] += 1
            if left % CHECK_EVERY == 0 and not app._exit:
                await _find_home(app, pilot)
    return left


async def _event(
    app: FlashdeckApp, pilot: Pilot[None], chance: random.Random, last: deque[str]
) -> None:
    drawn = chance.random()
    if drawn < 0.03:
        size = chance.choice(SIZES)
        last.append(f"resize{size}")
        await pilot.resize_terminal(*size)
    elif drawn < 0.15:
        x, y = chance.randrange(app.size.width), chance.randrange(app.size.height)
        last.append(f"click({x},{y})")
        try:
            await pilot.click(offset=(x, y), times=chance.choice((1, 1, 2)))
        except OutOfBounds:
            return
    else:
        key = chance.choice(KEYS)
        last.append(key)
        await pilot.press(key)


async def _find_home(app: FlashdeckApp, pilot: Pilot[None]) -> None:
    await pilot.resize_terminal(80, 24)
    for _ in range(ESCAPES):
        await pilot.pause()
        if app._exit or isinstance(app.screen, HomeScreen):
            return
        await pilot.press("escape")
    raise AssertionError(f"no way back from {app.screen!r}")


def main(events: int, seed: int) -> None:
    """Run it and print what was done."""
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(soak(events, seed, Path(folder)))
    print(f"{events} events, seed {seed}: {report.starts} runs, {report.acknowledged} answers")
    print(", ".join(f"{name} {count}" for name, count in report.seen.most_common()))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS,
        int(sys.argv[2]) if len(sys.argv) > 2 else SEED,
    )
