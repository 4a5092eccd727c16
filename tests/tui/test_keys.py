"""Keys that a student moved: they work, they are shown, and collisions are one clear line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from flashdeck.core.model import Grade
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.commands import all_bindings, all_screens
from flashdeck.tui.keyfile import read_keys, template, without_conflicts
from flashdeck.tui.keys import display
from tests.tui.fake import INNERVATION, LONG, FakeSession
from tests.tui.screens import Ticks, clock, press, screen_text


def app_with(folder: Path, keys: str, session: FakeSession) -> tuple[FlashdeckApp, Ticks]:
    """Return an app whose student wrote this file of keys."""
    (folder / "keys.toml").write_text(keys, encoding="utf-8")
    ticks = Ticks()
    app = FlashdeckApp(None, clock, session=session, config=folder, ticks=ticks)  # type: ignore[arg-type]
    app.animation_level = "none"
    return app, ticks


async def test_moved_keys_work_and_are_shown(tmp_path: Path) -> None:
    """A left-handed student grades with the right keys, and the screen says which."""
    keys = '"review.good" = ["g", "space"]\nreview.take = "f2"\n[session]\nundo = "backspace"\n'
    session = FakeSession([INNERVATION, LONG])
    app, ticks = app_with(tmp_path, keys, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.config_problems == []
        assert "F2  show the answer" in screen_text(app)
        await press(pilot, ticks, "space")
        assert "tibial" not in screen_text(app)
        await press(pilot, ticks, "f2")
        assert "Backspace Undo" in screen_text(app)
        await press(pilot, ticks, "3")
        assert session.answers == []
        await press(pilot, ticks, "g")
        assert session.answers == [(INNERVATION, Grade.GOOD)]
        await press(pilot, ticks, "u")
        assert session.answers != []
        await press(pilot, ticks, "backspace")
        assert session.answers == []
        await press(pilot, ticks, "question_mark")
        assert "F2" in screen_text(app)


async def test_collisions_and_typos_are_said_and_do_nothing(tmp_path: Path) -> None:
    """Two commands on one key would do one of them at random."""
    keys = 'session.undo = "h"\nreview.god = "x"\nreview.easy = "ctrl+"\napp.quit = "q"\n'
    session = FakeSession([LONG])
    app, ticks = app_with(tmp_path, keys, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        told = "\n".join(app.config_problems)
        assert "keys.toml:3: review.easy has no such key" in told
        assert "keys.toml:2: no command is called review.god" in told
        assert "keys.toml:1: h cannot be session.undo, it is review.hint" in told
        assert "keys.toml:4: q cannot be app.quit" in told
        assert len(app.config_problems) == 4
        assert "(and 3 more)" in screen_text(app) or "…" in screen_text(app)
        await press(pilot, ticks, "h")
        assert "One of them crosses two joints." in screen_text(app)
        await press(pilot, ticks, "space", "4", "u")
        assert session.answers == []


async def test_swapped_keys_are_no_collision(tmp_path: Path) -> None:
    """Each takes the other's place."""
    session = FakeSession([INNERVATION, LONG])
    app, ticks = app_with(tmp_path, 'review.again = "4"\nreview.easy = "1"\n', session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.config_problems == []
        await press(pilot, ticks, "space", "1")
        assert session.answers == [(INNERVATION, Grade.EASY)]


@pytest.mark.parametrize("text", ["x = [", "x = 1", 'a.b.c = [["g"]]', 'x = ""', "[a]\nb = []"])
def test_no_file_of_keys_stops_the_app(tmp_path: Path, text: str) -> None:
    """Whatever stands in it."""
    (tmp_path / "keys.toml").write_text(text, encoding="utf-8")
    keys, problems = read_keys(tmp_path)
    assert keys == {}
    assert len(problems) == 1
    assert "\n" not in problems[0]


def test_every_screen_is_in_the_file(tmp_path: Path) -> None:
    """Every key can be moved: each command has an id, and the file lists it with its keys."""
    groups = []
    for screen in all_screens():
        bindings = [binding for _, binding in screen._merged_bindings or ()]
        own = [one for one in bindings if not one.action.startswith(("app.", "screen."))]
        assert all(one.id for one in own), screen
        assert all(one.tooltip for one in own if one.id), screen
        groups.append((screen.KEYS_TITLE, bindings))
    text = template(groups)
    active = "\n".join(
        line.removeprefix("# ") for line in text.splitlines() if line.startswith('# "')
    )
    (tmp_path / "keys.toml").write_text(active, encoding="utf-8")
    written = {line.split("=")[0] for line in active.splitlines()}
    unique = "\n".join({line.split("=")[0]: line for line in active.splitlines()}.values())
    assert len(tomllib.loads(unique)) == len(written)
    (tmp_path / "keys.toml").write_text(unique, encoding="utf-8")
    keys, problems = read_keys(tmp_path)
    assert problems == []
    good, problems = without_conflicts(keys, all_bindings(), tmp_path / "keys.toml")
    assert problems == []
    assert good == keys


def test_names_of_keys() -> None:
    """A key that is shown is a key that a student finds."""
    shown = {
        "space": "Space", "question_mark": "?", "ctrl+q": "^q", "f8": "F8", "shift+f8": "⇧F8",
        "U": "U", "comma": ",", "slash": "/", "down": "↓", "alt+x": "Alt+x",
    }  # fmt: skip
    assert {key: display(key) for key in shown} == shown
