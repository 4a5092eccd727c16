"""The question stands where it stood when the answer appears."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.widgets.card import CardStage
from tests.tui.fake import CLOZE, LONG, ORIGINS, FakeSession, card
from tests.tui.screens import Ticks, press, running, screen_text

WORDS = "In which position of the knee is the soleus the main plantar flexor of the ankle, "
LENGTHS = {
    "short": card("Which nerve?", "tibial"),
    "one line": card(WORDS[:58] + "?", "Knee bent. " * 3),
    "long": replace(LONG, answer=WORDS * 6),
    "endless": card(WORDS * 20 + "?", WORDS * 20),
    "list": ORIGINS,
    "cloze": CLOZE,
    "cloze that grows": replace(CLOZE, cloze="The {{c1::" + "soleus muscle " * 9 + "}} is deep."),
    "cloze that shrinks": replace(CLOZE, cloze="It {{c1::is::" + "a long hint " * 9 + "}} deep."),
}


def region(app: FlashdeckApp) -> list[str]:
    """Return the rows of the question, without the field of a cloze that is filled in place."""
    zone = app.screen.query_one(CardStage).question_region
    return screen_text(app).split("\n")[zone.y : zone.bottom]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)], ids=str)
@pytest.mark.parametrize("length", LENGTHS)
async def test_question_region_is_identical(length: str, size: tuple[int, int]) -> None:
    """The eye must not search for what it has just read."""
    ticks = Ticks()
    async with running(FakeSession([LENGTHS[length]]), size=size, ticks=ticks) as (app, pilot):
        stage = app.screen.query_one(CardStage)
        where, shown = stage.question_region, region(app)
        await press(pilot, ticks, "space")
        assert stage.question_region == where
        if not length.startswith("cloze"):
            assert region(app) == shown
        else:
            first = next(line for line in shown if line.strip())
            again = next(line for line in region(app) if line.strip())
            assert shown.index(first) == region(app).index(again)
            assert first[:6] == again[:6]


async def test_list_items_stand_still() -> None:
    """What of a list is shown already does not move when more of it shows."""
    ticks = Ticks()
    async with running(FakeSession([ORIGINS]), ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "down")
        first = screen_text(app).split("\n")[11]
        assert "posterior surface" in first
        await press(pilot, ticks, "down")
        assert screen_text(app).split("\n")[11] == first
        await press(pilot, ticks, "down")
        assert screen_text(app).split("\n")[11] == first
        assert "Good" in screen_text(app)
