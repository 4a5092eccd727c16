"""Home on a real library: what is listed, what Enter starts, and what a session leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashdeck.services.decklist import deck_rows
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.tui.widgets.deck_list import DeckList
from tests.tui.screens import Ticks, check_golden, clock, press, running, screen_text

DECKS = {
    "leg.md": ("Calf", "Lower limb::Calf", 3),
    "thigh.md": ("Thigh", "Lower limb::Thigh", 2),
    "arm.md": ("[/x] Arm", "Upper limb::[/x] Arm", 1),
    "skin.md": ("Skin", "Skin", 1),
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of four small decks."""
    for name, (title, place, cards) in DECKS.items():
        questions = "\n".join(
            f"Q: {title}, question {number}?\nA: answer {number}\n"
            for number in range(1, cards + 1)
        )
        text = f"---\nflashdeck: 1\ntitle: {title!r}\ndeck: {place!r}\n---\n{questions}"
        (tmp_path / name).write_text(text, encoding="utf-8")
    with open_library(tmp_path / "library.db", clock) as library:
        import_decks(library, [tmp_path])
        assert len(deck_rows(library)) == len(DECKS)
        yield library


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    """A library with nothing in it."""
    with open_library(tmp_path / "library.db", clock) as library:
        yield library


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_screens(library: Library, size: tuple[int, int]) -> None:
    """The list of decks is the first thing that a student sees each day."""
    ticks = Ticks()
    async with running(library=library, size=size, ticks=ticks) as (app, pilot):
        check_golden(f"home-{size[0]}x{size[1]}", screen_text(app))
        await press(pilot, ticks, "question_mark")
        check_golden(f"home-help-{size[0]}x{size[1]}", screen_text(app))


async def test_empty_library_starts_the_first_deck_with_one_key(empty: Library) -> None:
    """Three keys from nothing to a graded card: Enter, Space, Space."""
    ticks = Ticks()
    async with running(library=empty, ticks=ticks) as (app, pilot):
        await pilot.pause()
        shown = screen_text(app)
        assert "Nothing to study yet." in shown
        assert deck_rows(empty) == ()
        assert "cards about one calf muscle" in shown
        await press(pilot, ticks, "enter", "space", "space")
        assert "2 of" in screen_text(app)
        await press(pilot, ticks, "q")
        assert "starts with Soleus" in screen_text(app)
        await press(pilot, ticks, "q")
    assert (app.return_code or 0) == 0


async def test_counts_follow_the_session(library: Library) -> None:
    """What was studied is not offered again."""
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        decks = app.screen.query_one(DeckList)
        assert decks.current is not None
        assert decks.current.name == "Calf"
        await press(pilot, ticks, "enter", "space", "3", "space", "1", "space", "3", "escape")
        decks = app.screen.query_one(DeckList)
        calf = next(branch for branch in decks.branches if branch.name == "Calf")
        assert (calf.counts.due, calf.counts.again, calf.counts.new) == (0, 1, 0)
        limb = next(branch for branch in decks.branches if branch.name == "Lower limb")
        assert (limb.counts.again, limb.counts.new) == (1, 2)


async def test_a_folder_studies_all_its_decks(library: Library) -> None:
    """Enter on a folder asks what lies in it, and nothing else."""
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "up")
        decks = app.screen.query_one(DeckList)
        assert decks.current is not None
        assert decks.current.name == "Lower limb"
        await press(pilot, ticks, "enter")
        assert "1 of 5" in screen_text(app)


async def test_folders_fold_and_the_selection_holds(library: Library) -> None:
    """Forty decks in six folders are six rows when folded."""
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "left", "left")
        assert "▸ Lower limb" in screen_text(app)
        assert "Calf" not in screen_text(app).split("Decks", 1)[1]
        await press(pilot, ticks, "right")
        assert "▾ Lower limb" in screen_text(app)
        await press(pilot, ticks, *["down"] * 20)
        decks = app.screen.query_one(DeckList)
        assert decks.current is not None
        assert decks.current == decks.rows[-1]


async def test_many_decks_scroll(library: Library, tmp_path: Path) -> None:
    """The selected deck is always in view, at every size."""
    for number in range(60):
        text = f"---\nflashdeck: 1\ntitle: Deck {number:02}\n---\nQ: Question {number}?\nA: Yes\n"
        (tmp_path / f"many{number}.md").write_text(text, encoding="utf-8")
    import_decks(library, [tmp_path])
    ticks = Ticks()
    async with running(library=library, ticks=ticks, size=(60, 20)) as (app, pilot):
        for _ in range(4):
            await press(pilot, ticks, *["down"] * 16)
            decks = app.screen.query_one(DeckList)
            assert decks.current is not None
            assert re.search(rf"▌[ ▾]+{decks.current.name} ", screen_text(app))
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert decks.current.name in screen_text(app)


async def test_a_click_selects_and_a_second_one_studies(library: Library) -> None:
    """By mouse alone."""
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        row = next(i for i, text in enumerate(screen_text(app).split("\n")) if "Thigh" in text)
        await pilot.click(offset=(20, row))
        await pilot.pause()
        assert "starts with Thigh" in screen_text(app)
        await pilot.click(offset=(20, row), times=2)
        await pilot.pause()
        assert "Thigh, question 1?" in screen_text(app)


async def test_a_deck_that_is_done_says_so(library: Library) -> None:
    """Nothing happens without a word."""
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, *["down"] * 9)
        name = app.screen.query_one(DeckList).current
        await press(pilot, ticks, "enter", "space", "3", "enter")
        assert name is not None
        assert f"{name.name} is done for today" in screen_text(app)
        await press(pilot, ticks, "enter")
        assert f"{name.name} is done for today." in screen_text(app)
