"""Pictures of every screen, taken from the running app: ``python -m tests.tui.pictures FOLDER``.

Writes SVG files, each screen at 80x24 and 120x40 in both of our themes and in the terminal's own
colours, from the deck that comes with flashdeck, a library of a year's use and a fixed clock.
Chromium turns them into PNGs faithfully.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from flashdeck.files.bundled import bundled_decks
from flashdeck.services.clock import parse_now
from flashdeck.services.decklist import deck_rows
from flashdeck.services.importing import import_decks
from flashdeck.services.library import open_library
from flashdeck.services.refreshing import import_bundled
from flashdeck.services.study import Session
from flashdeck.tui.app import FlashdeckApp
from tests.tui.fake import CLOZE, INNERVATION, LONG, ORIGINS, FakeSession
from tests.tui.leg import BROKEN, LEG
from tests.tui.lived import NAMES, lived_in

NOW = parse_now("2026-11-22T18:00:00+00:00")
SIZES = ((80, 24), (120, 40))
THEMES = ("night", "paper", "ansi-dark")
MANY = [f"{name} {part}" for name in NAMES for part in ("muscle", "head", "belly", "tendon")]
# Name of the picture, the cards (none: the home screen), and the keys pressed before it is taken.
SCENES = (
    ("home-empty", None, ()),
    ("question", [INNERVATION, *[LONG] * 30], ()),
    ("answer", [INNERVATION, *[LONG] * 30], ("space",)),
    ("long", [LONG, INNERVATION], ("space",)),
    ("hint", [LONG, INNERVATION], ("h",)),
    ("list", [ORIGINS, INNERVATION], ("down", "down")),
    ("list-answer", [ORIGINS, INNERVATION], ("space",)),
    ("cloze", [CLOZE, INNERVATION], ()),
    ("cloze-answer", [CLOZE, INNERVATION], ("space",)),
    ("undone", [INNERVATION, LONG], ("space", "3", "u")),
    ("help", [INNERVATION], ("question_mark",)),
    ("done", [INNERVATION, LONG, ORIGINS], ("space", "3", "space", "1", "space", "1")),
)


class Ticks:
    """Seconds that pass only when a key is pressed."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def picture(
    app: FlashdeckApp, ticks: Ticks, keys: tuple[str, ...], size: tuple[int, int], theme: str
) -> str:
    """Run the app, press the keys, and return the screen as SVG."""
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in keys:
            ticks.now += 61
            await pilot.press({" ": "space"}.get(key, key))
            await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause(0.3)  # what was typed is checked a moment later
        return app.export_screenshot(title="flashdeck")


async def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        empty = open_library(Path(temporary) / "empty.db", lambda: NOW)
        sources = bundled_decks() / "sources"
        filled = open_library(Path(temporary) / "filled.db", lambda: NOW)
        written = open_library(Path(temporary) / "written" / "library.db", lambda: NOW)
        leg = Path(temporary) / "leg.md"
        leg.write_text(LEG, encoding="utf-8")
        with (
            empty,
            filled,
            written,
            lived_in(Path(temporary) / "used", NOW, days=330, names=MANY) as used,
        ):
            import_bundled(filled)
            soleus = [row.id for row in deck_rows(filled)]
            import_decks(filled, [bundled_decks() / "posterior-leg.md"])
            import_decks(written, [leg])
            for size in SIZES:
                for theme in THEMES:
                    for name, cards, keys in SCENES:
                        ticks = Ticks()
                        session = FakeSession(cards) if cards else None
                        app = FlashdeckApp(empty, lambda: NOW, session=session, ticks=ticks)
                        svg = await picture(app, ticks, keys, size, theme)
                        target = folder / f"{name}-{size[0]}x{size[1]}-{theme}.svg"
                        target.write_text(svg, encoding="utf-8")
                    for name, keys in (
                        ("triage", ("x", "down", "down", "down")),
                        ("triage-edit", ("down", "e", "x")),
                        ("triage-article", ("o", "down", "down", "down")),
                        ("triage-save", ("x", "s")),
                    ):
                        ticks = Ticks()
                        articles = [sources / "soleus.md"]
                        app = FlashdeckApp(empty, lambda: NOW, articles=articles, ticks=ticks)
                        svg = await picture(app, ticks, keys, size, theme)
                        target = folder / f"{name}-{size[0]}x{size[1]}-{theme}.svg"
                        target.write_text(svg, encoding="utf-8")
                        shutil.rmtree(Path(temporary) / "drafts", ignore_errors=True)
                    for name, keys in (
                        ("editor", ("e", *["down"] * 15)),
                        ("editor-preview", ("e", *["down"] * 12, "f2")),
                        ("editor-keys", ("e", "f1")),
                        ("new-deck", ("n", *"Arm", "tab", *"Upper limb")),
                        ("new-card", ("e", "f3", *"Soleus", "tab", *"joint", "tab", *"ankle")),
                    ):
                        text = BROKEN if name == "editor" else LEG
                        leg.write_text(text, encoding="utf-8")
                        ticks = Ticks()
                        app = FlashdeckApp(written, lambda: NOW, ticks=ticks)
                        svg = await picture(app, ticks, keys, size, theme)
                        target = folder / f"{name}-{size[0]}x{size[1]}-{theme}.svg"
                        target.write_text(svg, encoding="utf-8")
                    for name, reviewed, keys in (
                        ("home-year", False, ()),
                        ("home-tags", False, ("g",)),
                        ("filter", False, ("s",)),
                        ("settings", False, ("comma", *["down"] * 7)),
                        ("palette", False, ("colon",)),
                        ("info", True, ("space", "i")),
                        ("note", True, ("space", "n", *"as in the plate")),
                        ("review-help", True, ("question_mark",)),
                    ):
                        ticks = Ticks()
                        session = Session(used, lambda: NOW) if reviewed else None
                        app = FlashdeckApp(used, lambda: NOW, session=session, ticks=ticks)
                        svg = await picture(app, ticks, keys, size, theme)
                        target = folder / f"{name}-{size[0]}x{size[1]}-{theme}.svg"
                        target.write_text(svg, encoding="utf-8")
                    for name, session, keys in (
                        ("coverage", None, ("c", "down", "right", "right", "m")),
                        ("editor-note", Session(filled, lambda: NOW), ("space", "e")),
                        ("home", None, ()),
                        ("soleus", Session(filled, lambda: NOW, soleus), ("space",)),
                        ("source", Session(filled, lambda: NOW, soleus), ("space", "o")),
                    ):
                        ticks = Ticks()
                        app = FlashdeckApp(filled, lambda: NOW, session=session, ticks=ticks)
                        svg = await picture(app, ticks, keys, size, theme)
                        target = folder / f"{name}-{size[0]}x{size[1]}-{theme}.svg"
                        target.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
