"""Every screen as text, at the two sizes that most terminals have."""

from __future__ import annotations

import pytest

from flashdeck.core.model import Card
from tests.tui.fake import CLOZE, INNERVATION, LONG, ORIGINS, FakeSession, card
from tests.tui.screens import Ticks, check_golden, press, running, screen_text

SIZES = [(80, 24), (120, 40)]
TABLE = card(
    "Which roots supply the *soleus* and the plantaris?",
    "| muscle | nerve | roots |\n|---|---|---|\n| soleus | tibial | S1, S2 |\n"
    "| plantaris | tibial | S1, S2 |",
    extra="1. **first** the nerve\n2. then its roots\n   - S~1~\n   - S~2~\n\n> by heart",
    mnemonic="S1, S2: *buckle my shoe*",
)
SCENES: dict[str, tuple[list[Card], tuple[str, ...]]] = {
    "question": ([INNERVATION, LONG], ()),
    "answer": ([INNERVATION, LONG], ("space",)),
    "long-answer": ([LONG, INNERVATION], ("space",)),
    "hints": ([LONG, INNERVATION], ("h", "h")),
    "list-in-parts": ([ORIGINS, INNERVATION], ("down", "down")),
    "list-answer": ([ORIGINS, INNERVATION], ("space",)),
    "cloze": ([CLOZE, INNERVATION], ()),
    "cloze-answer": ([CLOZE, INNERVATION], ("enter",)),
    "markdown": ([TABLE], ("space",)),
    "next": ([INNERVATION, LONG], ("space", "3")),
    "undone": ([INNERVATION, LONG], ("space", "4", "u")),
    "help": ([INNERVATION], ("question_mark",)),
    "source-unread": ([INNERVATION], ("space", "o")),
    "done": ([INNERVATION, LONG, CLOZE], ("space", "3", "space", "1", "space", "1")),
    "done-help": ([INNERVATION], ("space", "3", "question_mark")),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
async def test_screen(scene: str, size: tuple[int, int]) -> None:
    """A screen that changes unnoticed is a screen that students must learn again."""
    cards, keys = SCENES[scene]
    ticks = Ticks()
    async with running(FakeSession(cards), size=size, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, *keys)
        check_golden(f"{scene}-{size[0]}x{size[1]}", screen_text(app))


@pytest.mark.parametrize("size", [(60, 20), (59, 20), (200, 60)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_least_and_largest(size: tuple[int, int]) -> None:
    """At 60 by 20 all that matters still shows; below it one sentence says what to do."""
    ticks = Ticks()
    async with running(FakeSession([LONG, INNERVATION]), size=size, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "space")
        check_golden(f"sizes-{size[0]}x{size[1]}", screen_text(app))


async def test_resize_at_any_moment() -> None:
    """A window that shrinks and grows again shows what it showed."""
    ticks = Ticks()
    async with running(FakeSession([LONG, INNERVATION]), ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "space")
        before = screen_text(app)
        for size in [(40, 10), (60, 20), (200, 60), (1, 1), (80, 24)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert screen_text(app) == before
        await press(pilot, ticks, "3")
        assert "innervation" in screen_text(app)
