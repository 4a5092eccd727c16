"""Card text is data: it shows as written and never reaches the terminal as a command."""

from __future__ import annotations

import ast
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from flashdeck.core.model import Item, Quotation
from tests.tui.fake import CLOZE, ORIGINS, FakeSession, card
from tests.tui.screens import Ticks, press, running, screen_text

HOSTILE = [
    "[/x] and [b]bold[/b]",
    "[@click=app.quit]here[/]",
    "[C5-C6] and [CN VII]",
    "ring \x1b]52;c;aGFja2Vk\x07 bell",
    "red \x1b[31mtext\x1b[0m, title \x1b]0;owned\x07",
    "C1 \x9b31m and \x90q",
    "bidi \u202egnp.exe\u202c \u2066over\u2069",
    "lone \ud800 surrogate",
    "$text-primary {braces} %s \\",
]
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [80, 120])
async def test_hostile_text_shows_as_written(text: str, width: int) -> None:
    """A shared deck must not be able to run, hide or restyle anything."""
    quoted = Quotation(text, f"{text}.md", 0, 3)
    cards = [
        card(text, text, hints=(text,), extra=text, mnemonic=text, quotation=quoted),
        replace(ORIGINS, question=text, items=(Item(text), Item(text))),
        replace(CLOZE, cloze=f"{text} {{{{c1::{text}}}}}"),
    ]
    session = FakeSession(cards, title=text, place=f"{text}::x")
    ticks = Ticks()
    async with running(session, size=(width, 40), ticks=ticks) as (app, pilot):
        shown = UNSAFE.sub("", text).replace("\\", "")
        for _ in cards:
            asked = session.prompt.card
            await press(pilot, ticks, *(["h"] if asked.hints else []), "space")
            now = screen_text(app)
            assert not UNSAFE.search(now.replace("\n", ""))
            assert shown.split(" ")[0] in now
            svg = app.export_screenshot()
            assert "@click" not in svg.replace("[@click", "")
            await press(pilot, ticks, *(["o", "escape"] if asked.quotation else []), "3")
        await press(pilot, ticks, "u")
        assert not UNSAFE.search(screen_text(app).replace("\n", ""))


async def test_a_click_on_a_card_does_nothing() -> None:
    """Markup with an action in it would let a deck press keys."""
    ticks = Ticks()
    session = FakeSession([card("[@click=app.quit]here[/]", "x")])
    async with running(session, ticks=ticks) as (app, pilot):
        row = next(i for i, line in enumerate(screen_text(app).split("\n")) if "here" in line)
        for column in range(20, 60, 4):
            await pilot.click(offset=(column, row))
        assert app.is_running
        assert "here" in screen_text(app)


def test_no_widget_is_given_a_plain_string(repo: Path) -> None:
    """Textual reads strings as markup: all text goes through `safe` first."""
    parsing = {"Static", "Label", "Button", "Checkbox", "Select", "Tab", "Collapsible", "Option"}
    for path in (repo / "flashdeck" / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            given = node.args[0] if node.args else None
            where = f"{path.name}:{node.lineno}"
            if name in parsing or name == "update":
                assert not isinstance(given, ast.Constant | ast.JoinedStr | ast.BinOp), where
            if name in ("from_markup", "from_text"):
                pytest.fail(f"{where}: markup is parsed")
            if name == "notify":
                assert any(word.arg == "markup" for word in node.keywords), where


async def test_no_colour_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR the terminal's own two colours are all there is; bold and words carry it."""
    monkeypatch.setenv("NO_COLOR", "1")
    ticks = Ticks()
    async with running(FakeSession([CLOZE]), ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "space")
        painted = io.StringIO()
        for strip in app.screen._compositor.render_strips(app.size):
            painted.write(strip.apply_filter(app._filters[-1], app.screen.background_colors[1])
                          .render(app.console))  # fmt: skip
        codes = re.findall(r"\x1b\[([0-9;]*)m", painted.getvalue())
        used = {code for group in codes for code in group.split(";")}
        assert not used & {"38", "48", *map(str, [*range(30, 38), *range(40, 48)])}
        assert {"1", "7"} <= used  # bold, and the blank in reverse video
        assert "Good" in screen_text(app)


@pytest.mark.parametrize(
    ("wanted", "background", "accent"),
    [
        ("", "#16181D", "#EBA887"),
        ("paper", "#FAF7F0", "#9A4225"),
        ("no such theme", "#16181D", "#EBA887"),
    ],
)
async def test_the_first_screen_has_the_colours_of_its_theme(
    monkeypatch: pytest.MonkeyPatch, wanted: str, background: str, accent: str
) -> None:
    """The first paint must not be in Textual's own colours."""
    monkeypatch.setenv("TEXTUAL_THEME", wanted)
    async with running(FakeSession([CLOZE])) as (app, _):
        assert app.screen.styles.background.hex == background
        rows = app.screen._compositor.render_strips(app.size)
        used = {segment.style.color.name for segment in rows[19] if segment.style.color}
        assert accent.lower() in used
