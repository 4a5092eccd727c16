"""The statistics screen shows every chart with its axis, its numbers and its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flashdeck.services.library import Library
from flashdeck.tui.charts import Bar, columns, counts, shares
from flashdeck.tui.statistics_pages import PAGES
from tests.tui.lived import lived_in
from tests.tui.screens import NOW, check_golden, running, screen_text


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with lived_in(tmp_path_factory.mktemp("lived"), NOW, days=60) as opened:
        yield opened


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_page(library: Library, size: tuple[int, int]) -> None:
    """A chart whose labels are lost says nothing."""
    async with running(library=library, size=size) as (app, pilot):
        await pilot.press("t")
        await app.workers.wait_for_complete()
        await pilot.pause()
        for page in PAGES:
            await pilot.pause()
            name = page.lower().replace(" ", "-")
            check_golden(f"statistics-{name}-{size[0]}x{size[1]}", screen_text(app))
            await pilot.press("right")
        await pilot.press("d", "d", "escape")
        await pilot.pause()
        assert "Statistics" not in screen_text(app).splitlines()[1]


async def test_pages_are_turned_by_mouse_too(library: Library) -> None:
    """Nothing needs the mouse, and the mouse reaches everything."""
    async with running(library=library) as (app, pilot):
        await pilot.press("t")
        await app.workers.wait_for_complete()
        await pilot.click("#pages", offset=(20, 0))
        await pilot.pause()
        assert "Remembered  " in screen_text(app)


def _texts(lines: list) -> list[str]:  # type: ignore[type-arg]
    return [line.plain for line in lines]


def test_columns_have_an_axis_that_reads_well() -> None:
    """37 reviews stand under a tick of 40, not of 37."""
    text = _texts(columns([0, 37, 12], [(0, "today")], 60, height=4))
    assert text[0].strip().startswith("40 ┤")
    assert text[-1].strip() == "today"
    # The least of values is still seen.
    assert "▁" in _texts(columns([1000, 1], [], 60))[4]
    assert all(len(line) <= 60 for line in _texts(columns(list(range(400)), [], 60)))


def test_shares_and_counts_say_their_numbers() -> None:
    """Without colour, the words and numbers carry the meaning."""
    low, high = _texts(shares([Bar("origin", 0.8, "of 12"), Bar("joint", 0.97)], 72, goal=0.9))[:2]
    assert "80 %  of 12  low" in low
    assert "┊" in low
    assert "97 %" in high
    assert "low" not in high
    assert _texts(counts([("1 to 2", 0), ("3 to 6", 5)], 40))[0] == "1 to 2  0"
