"""Labelled pictures under review: half blocks, numbers, labels, words, and the way outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from textual.pilot import Pilot

from flashdeck.services import external
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.study import Session
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.web.served import SERVED_VARIABLE
from tests.tui.screens import Ticks, clock, press, screen_text

DECK = """\
---
flashdeck: 1
title: Leg
---

I: ![Posterior leg](leg.png) <!-- fd:p0q4d7m2ka{hide} -->
- L1: soleus @ 31% 42% 18% 25%
- L2: calcaneal tendon @ ellipse 44% 78% 8% 15%
- L3: fibula @ polygon 80%,40% 90%,40% 85%,60%
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library.db", clock) as opened:
        yield opened


def _deck(library: Library, *, hide: str = "") -> Path:
    folder = library.path.parent
    Image.new("RGB", (300, 400), (200, 120, 90)).save(folder / "leg.png")
    path = folder / "leg.md"
    path.write_text(DECK.replace("{hide}", hide), encoding="utf-8")
    import_decks(library, [path])
    return path


@asynccontextmanager
async def _studying(library: Library, size: tuple[int, int] = (80, 24)) -> Any:
    ticks = Ticks()
    app = FlashdeckApp(library, clock, session=Session(library, clock), ticks=ticks)
    async with app.run_test(size=size) as pilot:
        await _drawn(app, pilot)
        yield app, pilot, ticks


async def _drawn(app: FlashdeckApp, pilot: Pilot[None]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)], ids=str)
async def test_the_answer_fills_its_row_among_the_labels(
    library: Library, size: tuple[int, int]
) -> None:
    """The picture is the question; without numbers in it there is nothing to answer."""
    _deck(library)
    async with _studying(library, size) as (app, pilot, ticks):
        shown = screen_text(app)
        assert "Which structure is 1?" in shown
        assert "▀" in shown and " 2 " in shown
        assert "1  ╌╌╌" in shown and "2  …" in shown
        assert "soleus" not in shown and "tendon" not in shown
        await press(pilot, ticks, "space")
        await _drawn(app, pilot)
        assert "1  soleus" in screen_text(app)
        assert "tendon" not in screen_text(app)


async def test_with_one_hidden_the_other_names_are_told(library: Library) -> None:
    """That is what the author of the picture chose."""
    _deck(library, hide=" hide=one")
    async with _studying(library) as (app, _, _):
        assert "2  calcaneal tendon" in screen_text(app)


async def test_the_picture_in_words(library: Library) -> None:
    """Who cannot see the picture studies the same card."""
    _deck(library, hide=" hide=one")
    async with _studying(library) as (app, pilot, ticks):
        await press(pilot, ticks, "T")
        shown = screen_text(app)
        assert "▀" not in shown
        assert "Posterior leg" in shown
        assert "Label 1 of 3: centre, middle fifth" in shown
        await press(pilot, ticks, "T")
        assert "▀" in screen_text(app)


@pytest.mark.parametrize("damage", ["gone", "odd"])
async def test_a_picture_that_cannot_be_drawn_leaves_its_words(
    library: Library, damage: str
) -> None:
    """A missing file must not keep anyone from studying the card."""
    path = _deck(library).with_name("leg.png")
    path.unlink() if damage == "gone" else path.write_bytes(b"odd")
    async with _studying(library) as (app, pilot, ticks):
        shown = " ".join(screen_text(app).split())
        assert "Posterior leg" in shown and "Label 1 of 3" in shown
        assert ("no picture that can be drawn" in shown) == (damage == "odd")
        await press(pilot, ticks, "space")
        assert "soleus" in screen_text(app)


async def test_outside_it_is_opened_by_a_fixed_list_of_arguments(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's name must never reach a shell, and a browser opens nothing on this machine."""
    path = _deck(library).with_name("leg.png")
    called: list[tuple[object, dict[str, object]]] = []
    monkeypatch.setattr(external.sys, "platform", "linux")
    monkeypatch.setattr(external.subprocess, "Popen", lambda *a, **k: called.append((a[0], k)))
    async with _studying(library) as (app, pilot, ticks):
        await press(pilot, ticks, "O")
        assert [one for one, _ in called] == [["xdg-open", str(path.resolve())]]
        assert not any(options.get("shell") for _, options in called)
        monkeypatch.setenv(SERVED_VARIABLE, "1")
        await press(pilot, ticks, "O")
        assert len(called) == 1
        assert "no other program" in screen_text(app)
    assert external.viewer_command(path, "darwin") == ["open", str(path.resolve())]
