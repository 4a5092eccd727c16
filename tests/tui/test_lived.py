"""The app on a library of a year's use: home, card actions, settings, palette, filtered study."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashdeck.core.ids import DeckId
from flashdeck.services import marking
from flashdeck.services.library import Library, deck_ids, open_library
from flashdeck.services.settings import deck_settings
from flashdeck.services.study import Session
from flashdeck.store import cards, states
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens.done import DoneScreen
from flashdeck.tui.screens.home import HomeScreen
from flashdeck.tui.screens.review import ReviewScreen
from tests.tui.lived import lived_in
from tests.tui.screens import NOW, Ticks, check_golden, clock, press, running, screen_text

SIZES = [(80, 24), (120, 40)]
SMALL = {"lived-home", "settings", "info"}  # also at the least size


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with sixty days of study in it."""
    folder = tmp_path_factory.mktemp("lived")
    with lived_in(folder, NOW, days=60):
        pass
    return folder


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Iterator[Library]:
    """A copy of it, for one test."""
    shutil.copytree(made, tmp_path / "own")
    with open_library(tmp_path / "own" / "library.db", clock) as library:
        yield library


def session(library: Library) -> Session:
    """Return a session over all decks."""
    return Session(library, clock, deck_ids(library))


async def settle(app: FlashdeckApp, pilot) -> None:
    """Wait for what is read beside the app."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


SCENES = {
    "lived-home": (False, ()),
    "tags": (False, ("g",)),
    "filter": (False, ("s", "down", "right")),
    "settings": (False, ("comma", *["down"] * 7)),
    "palette": (False, ("colon",)),
    "palette-found": (False, ("colon", *"theme")),
    "info": (True, ("space", "i")),
    "own-note": (True, ("space", "n", *"as", "enter")),
    "fix-later": (True, ("m", *"two")),
    "suspended": (True, ("s",)),
}


@pytest.mark.parametrize(
    ("scene", "size"),
    [(scene, size) for scene in SCENES for size in SIZES]
    + [(scene, (60, 20)) for scene in sorted(SMALL)],
    ids=lambda one: one if isinstance(one, str) else f"{one[0]}x{one[1]}",
)
async def test_screen(library: Library, scene: str, size: tuple[int, int]) -> None:
    """What a student of a year sees must not change unnoticed."""
    reviewed, keys = SCENES[scene]
    ticks = Ticks()
    study = session(library) if reviewed else None
    async with running(study, library=library, size=size, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, *keys)
        await settle(app, pilot)
        check_golden(f"{scene}-{size[0]}x{size[1]}", screen_text(app))


async def test_put_aside_and_back_again(library: Library) -> None:
    """Each step is one key, and one u takes it back."""
    ticks = Ticks()
    study = session(library)
    async with running(study, library=library, ticks=ticks) as (app, pilot):
        assert study.prompt is not None
        first = study.prompt.card
        for key, told in (("s", "Suspended."), ("b", "Put off until tomorrow.")):
            await press(pilot, ticks, key)
            assert told in screen_text(app)
            assert study.prompt.card.id != first.id
            await press(pilot, ticks, "u")
            assert study.prompt.card.id == first.id
            assert "Undone: " in screen_text(app)
        await press(pilot, ticks, "f")
        assert "flag 1" in screen_text(app)
        await press(pilot, ticks, "F", "backspace", "5", "enter")
        assert "flag 5" in screen_text(app)
        await press(pilot, ticks, "F", "backspace", "9", "enter")
        assert "Flags run from 1 to 7" in screen_text(app)
        await press(pilot, ticks, "f")
        assert "flag" not in screen_text(app).split("\n")[1]
        await press(pilot, ticks, "u", "u", "u")
        assert cards.overlay_of(library.db, first.id).flag == 0


async def test_own_words_stay_with_the_card(library: Library) -> None:
    """A hint, a mnemonic, a note and a reason, written without leaving the card."""
    ticks = Ticks()
    study = session(library)
    async with running(study, library=library, ticks=ticks) as (app, pilot):
        assert study.prompt is not None
        card = study.prompt.card.id
        before = screen_text(app).split("\n")
        await press(pilot, ticks, "H", *"1 q", "enter")
        assert screen_text(app).split("\n")[:18] == before[:18]
        await press(pilot, ticks, "h")
        assert "hint  1 q" in screen_text(app)
        await press(pilot, ticks, "M", *"[/x]", "enter", "n", *"no", "escape")
        await press(pilot, ticks, "space")
        assert "mnemonic  [/x]" in screen_text(app)
        await press(pilot, ticks, "m", *"unclear", "enter")
        assert "Fix: unclear" in screen_text(app)
        own = cards.overlay_of(library.db, card)
        assert (own.hint, own.mnemonic, own.flag) == ("1 q", "[/x]", marking.FIX_FLAG)
        await press(pilot, ticks, "u")
        own = cards.overlay_of(library.db, card)
        assert (own.note, own.flag) == ("", 0)
        await press(pilot, ticks, "space", "3")
        assert study.progress().done == 1


async def test_delete_and_undo_on_the_done_screen(library: Library) -> None:
    """Also the last card of the session, whose place Done has taken."""
    ticks = Ticks()
    study = session(library)
    async with running(study, library=library, ticks=ticks) as (app, pilot):
        assert study.prompt is not None
        while study.progress().total - study.progress().done > 1:
            await press(pilot, ticks, "b")
        card, path = study.prompt.card, Path(study.prompt.deck_file)
        text = path.read_text(encoding="utf-8")
        await press(pilot, ticks, "D")
        assert isinstance(app.screen, DoneScreen)
        assert f"Deleted from {path.name}. u brings it back." in screen_text(app)
        await press(pilot, ticks, "u")
        assert isinstance(app.screen, ReviewScreen)
        assert study.prompt.card.id == card.id
        assert "{" not in text
        assert path.read_text(encoding="utf-8").count("Q:") == text.count("Q:")


async def test_the_missed_ones_again(library: Library) -> None:
    """An extra round right away must not move any schedule."""
    ticks = Ticks()
    study = session(library)
    async with running(study, library=library, ticks=ticks) as (app, pilot):
        assert study.prompt is not None
        card = study.prompt.card.id
        await press(pilot, ticks, "space", "1")
        while study.prompt is not None:
            await press(pilot, ticks, "space", "3")
        due = states.get_standing(library.db, card).memory
        assert "a  the missed one again, schedule untouched" in screen_text(app)
        await press(pilot, ticks, "a")
        assert "once more, schedule untouched" in screen_text(app)
        await press(pilot, ticks, "space")
        assert "no change" in screen_text(app)
        await press(pilot, ticks, "1", "space", "3")
        assert "the schedule is as it was" in screen_text(app)
        assert states.get_standing(library.db, card).memory == due
        await press(pilot, ticks, "enter")
        assert isinstance(app.screen, HomeScreen)


async def test_undo_after_a_restart(library: Library) -> None:
    """The last answer before the terminal was closed can still be taken back."""
    ticks = Ticks()
    study = session(library)
    assert study.prompt is not None
    card = study.prompt.card
    async with running(study, library=library, ticks=ticks) as (_, pilot):
        await press(pilot, ticks, "space", "1")
    again = session(library)
    async with running(again, library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "u")
        assert "Undone: Again" in screen_text(app)
        assert again.prompt is not None
        assert again.prompt.card.id == card.id


async def test_all_by_mouse(library: Library) -> None:
    """Reveal, grade, footer keys, days and settings, each by a click."""
    ticks = Ticks()
    study = session(library)
    async with running(study, library=library, ticks=ticks) as (app, pilot):
        await pilot.click(offset=(40, 18))
        await pilot.pause()
        ticks.now += 1
        assert "3 Good" in screen_text(app)
        await pilot.click(offset=(12, 18))
        await pilot.pause()
        assert study.progress().done == 1
        footer = screen_text(app).split("\n")[23]
        await pilot.click(offset=(footer.index("u Undo"), 23))
        await pilot.pause()
        assert study.progress().done == 0
        footer = screen_text(app).split("\n")[23]
        await pilot.click(offset=(footer.index("Esc Decks"), 23))
        await settle(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        row = next(
            i for i, t in enumerate(screen_text(app).split("\n")) if t.strip().startswith("Sun")
        )
        await pilot.click(offset=(60, row))
        await pilot.pause()
        assert "November: " in screen_text(app)
        await press(pilot, ticks, "comma")
        rows = screen_text(app).split("\n")
        row = next(i for i, text in enumerate(rows) if "Symbols" in text)
        await pilot.click(offset=(50, row))
        await pilot.click(offset=(50, row))
        await pilot.pause()
        assert app.preferences.symbols == "ascii"
        assert "> ASCII" not in screen_text(app) or "▸" not in screen_text(app)


async def go_to(pilot, app: FlashdeckApp, title: str) -> None:
    """Select the setting of that title."""
    for _ in range(30):
        if re.search(rf"▌ +{title} ", screen_text(app)):
            return
        await pilot.press("down")
        await pilot.pause()
    raise AssertionError(title)


async def test_settings_last_and_decks_have_theirs(library: Library, tmp_path: Path) -> None:
    """What is set is there tomorrow: the app's in a file, the deck's in the library."""
    config = tmp_path / "config"
    app = FlashdeckApp(library, clock, config=config)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press("comma", "right", "down", "right")
        await pilot.pause()
        assert app.theme == "paper"
        (deck,) = app.screen_stack[-2].decks_in_mind
        await go_to(pilot, app, "New cards a day")
        await pilot.press("right")
        await pilot.pause()
        assert deck_settings(library, deck).new_per_day == 30
        await go_to(pilot, app, "Scheduler")
        await pilot.press("right")
        await settle(app, pilot)
        assert "Schedules are up to date." in screen_text(app)
        assert deck_settings(library, deck).algorithm == "fsrs"
        await pilot.press("r")
        await settle(app, pilot)
        assert deck_settings(library, deck).algorithm == "sm2"
    text = (config / "settings.toml").read_text(encoding="utf-8")
    assert 'theme = "paper"' in text
    assert "motion = false" in text
    assert text.startswith("# Settings of flashdeck.")
    again = FlashdeckApp(library, clock, config=config)
    assert (again.theme, again.preferences.motion) == ("paper", False)


async def test_wrong_settings_are_said_in_one_line(library: Library, tmp_path: Path) -> None:
    """The app starts with the defaults and says what is wrong, here and in the settings."""
    (tmp_path / "settings.toml").write_text(
        'theme = "neon"\n\ncolour = 1\ntimer_seconds = true\n', encoding="utf-8"
    )
    app = FlashdeckApp(library, clock, config=tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(app, pilot)
        path = "settings.toml"
        assert app.config_problems[0].startswith(f'{path}:1: theme cannot be "neon"')
        assert app.config_problems[1].startswith(f"{path}:3: no setting is called colour")
        assert app.config_problems[2].startswith(f"{path}:4: timer_seconds cannot be true")
        assert "(and 2 more)" in screen_text(app) or "…" in screen_text(app)
        await pilot.press("comma")
        await pilot.pause()
        assert "✗ settings.toml:1: theme cannot be" in screen_text(app)
        assert "✗ settings.toml:4: timer_seconds cannot be true" in screen_text(app)


async def test_the_palette_finds_and_does(library: Library) -> None:
    """Every command by its words, and every deck by its name."""
    ticks = Ticks()
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "colon", *"nord", "enter")
        await settle(app, pilot)
        assert app.theme == "nord"
        await press(pilot, ticks, "colon", *"xq")
        assert "No command goes by “xq”." in screen_text(app)
        await press(pilot, ticks, "escape", "colon", *"trunk", "enter")
        await settle(app, pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert "Trunk" in screen_text(app)
        await press(pilot, ticks, "colon", *"suspend", "enter")
        await settle(app, pilot)
        assert "Suspended. u brings it back." in screen_text(app)


async def test_some_of_the_cards(library: Library) -> None:
    """By tag from the list of tags, and by flag from the choices, due or all."""
    ticks = Ticks()
    flagged = [card.card.id for card in cards.deck_cards(library.db, DeckId(deck_ids(library)[0]))]
    marking.set_flag(library, flagged[:2], 7)
    async with running(library=library, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "s", "down", "down", "left")
        assert "flag 7, to be fixed" in screen_text(app)
        await press(pilot, ticks, "enter")
        assert "No card is left." in screen_text(app) or "of 2" in screen_text(app)
        if "No card is left." in screen_text(app):
            await press(pilot, ticks, "down", "down", "down", "right", "enter")
            assert "1 of 2" in screen_text(app)
        await press(pilot, ticks, "escape", "g")
        await settle(app, pilot)
        assert "Tags" in screen_text(app)
        await press(pilot, ticks, "enter")
        assert isinstance(app.screen, ReviewScreen)


async def test_the_timer_counts_and_does_nothing_else(library: Library, tmp_path: Path) -> None:
    """A timer that graded would take the answer out of the student's hands."""
    (tmp_path / "settings.toml").write_text("timer_seconds = 10\n", encoding="utf-8")
    ticks = Ticks()
    study = session(library)
    app = FlashdeckApp(library, clock, session=study, config=tmp_path, ticks=ticks)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "0:10 left" in screen_text(app)
        ticks.now += 60
        await pilot.pause(1.1)
        assert "time is up" in screen_text(app)
        assert study.progress().done == 0
        await pilot.press("space")
        await pilot.pause()
        assert "time is up" not in screen_text(app)


async def test_ascii_draws_no_other_sign(library: Library, tmp_path: Path) -> None:
    """Terminals and braille displays that lack box drawing get plain signs."""
    (tmp_path / "settings.toml").write_text('symbols = "ascii"\n', encoding="utf-8")
    app = FlashdeckApp(library, clock, session=session(library), config=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        for key in ("space", "question_mark", "escape", "i", "escape", "escape", "comma"):
            await pilot.press(key)
            await settle(app, pilot)
            assert app.export_screenshot().isascii() or screen_ascii(app)


def screen_ascii(app: FlashdeckApp) -> bool:
    """Tell whether all that would be written to the terminal is ASCII."""
    filters = app.get_line_filters()
    for strip in app.screen._compositor.render_strips(app.size):
        for one in filters:
            strip = strip.apply_filter(one, app.screen.background_colors[1])
        if not strip.text.isascii():
            return False
    return True
