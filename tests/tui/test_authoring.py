"""Decks written in the app, on real libraries: forms, the editor, edits during review."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from flashdeck.core.model import Grade
from flashdeck.files.bundled import bundled_decks
from flashdeck.services.decklist import deck_rows
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows, log_entries
from flashdeck.services.study import Session
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens.editor import EditorScreen
from flashdeck.tui.screens.home import HomeScreen
from flashdeck.tui.screens.review import ReviewScreen
from tests.tui.leg import BROKEN, LEG
from tests.tui.screens import Ticks, check_golden, clock, screen_text

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with open_library(tmp_path / "library" / "library.db", clock) as library:
        yield library


@pytest.fixture
def leg(library: Library, tmp_path: Path) -> Path:
    """A deck of the library, two of its notes without an id."""
    path = tmp_path / "leg.md"
    path.write_text(LEG, encoding="utf-8")
    assert not import_decks(library, [path]).refused
    return path


@asynccontextmanager
async def app_on(
    library: Library, *, size: tuple[int, int] = (80, 24), study: bool = False
) -> AsyncIterator[tuple[FlashdeckApp, Pilot[None]]]:
    session = Session(library, clock) if study else None
    app = FlashdeckApp(library, clock, session=session, ticks=Ticks())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; a word after ``:`` is typed."""
    for key in keys:
        if key.startswith(":"):
            for char in key[1:]:
                await pilot.press({" ": "space"}.get(char, char))
        else:
            await pilot.press(key)
        await pilot.pause()


async def settle(pilot: Pilot[None]) -> None:
    """Wait until what was typed is checked."""
    await pilot.pause(0.25)
    await pilot.pause()


def questions(library: Library) -> list[str]:
    return [row.card.question for row in card_rows(library)]


def editor_of(app: FlashdeckApp) -> EditorScreen:
    assert isinstance(app.screen, EditorScreen)
    return app.screen


async def test_the_instructors_way(library: Library) -> None:
    """A new deck, three cards by form, a cloze by text, a mistake mended; then it is studied."""
    async with app_on(library) as (app, pilot):
        await press(pilot, "n", ":My muscles", "tab", ":Lower limb", "ctrl+s")
        await settle(pilot)
        await press(pilot, ":Popliteus", "tab", ":muscle", "tab", ":origin", "tab")
        await press(pilot, ":lateral condyle of the femur")
        await settle(pilot)
        assert "Where does the popliteus originate?" in screen_text(app)
        await press(pilot, "ctrl+s")
        assert "Saved: Where does the popliteus originate?" in screen_text(app)
        await press(pilot, ":nerve", "tab", ":tibial nerve | n. tibialis", "ctrl+s")
        await press(pilot, "f2", "f2", ":Which bone does it insert on", "tab", ":Tibia", "ctrl+s")
        await press(pilot, "escape")
        await settle(pilot)
        editor = editor_of(app)
        assert "3 cards" in screen_text(app)
        editor._text_area.move_cursor(editor._text_area.document.end)
        await press(pilot, "enter", ":C: It forms the floor of the {{c1::}}.")
        await settle(pilot)
        assert "deletion is empty" in screen_text(app)
        assert "1 error" in screen_text(app)
        await press(pilot, "home", "f8")
        row, column = editor._text_area.cursor_location
        line = editor._text_area.document.get_line(row)
        await press(pilot, *["right"] * (line.index("}}") - column), ":popliteal fossa")
        await settle(pilot)
        assert "error" not in screen_text(app)
        await press(pilot, "ctrl+s")
        assert "Saved my-muscles.md, 4 cards." in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, ReviewScreen)
        await press(pilot, "space")
        app.ticks.now += 5  # type: ignore[attr-defined]
        await press(pilot, "3")
    (row,) = deck_rows(library)
    assert (row.title, row.place, row.cards) == ("My muscles", "Lower limb::My muscles", 4)
    text = Path(row.file).read_text(encoding="utf-8")
    assert text.count("<!-- fd:") == 3
    assert "- innervation: tibial nerve | n. tibialis" in text
    assert [entry.grade for entry in log_entries(library)] == [Grade.GOOD]


async def test_an_edit_during_review_keeps_the_schedule(library: Library, leg: Path) -> None:
    """Rewording a card at the moment one stumbles over it costs nothing."""
    async with app_on(library, study=True) as (app, pilot):
        await press(pilot, "space")
        app.ticks.now += 5  # type: ignore[attr-defined]
        await press(pilot, "3", "space", "e")
        await settle(pilot)
        assert "calcaneus" in screen_text(app)
        assert "Which knee position" not in screen_text(app)
        await press(pilot, "end", ": tuberosity")
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ReviewScreen)
        assert "calcaneus tuberosity" in screen_text(app)
        app.ticks.now += 5  # type: ignore[attr-defined]
        await press(pilot, "3")
    states = {str(row.card.id): row.state for row in card_rows(library)}
    assert states["n7kq3m9xwa/origin"].repetitions == 1
    assert states["n7kq3m9xwa/insertion"].repetitions == 1
    assert len(states) == 7
    assert "- insertion: calcaneus tuberosity\n" in leg.read_text(encoding="utf-8")


async def test_a_note_without_id_is_reworded_in_place(library: Library, leg: Path) -> None:
    """The editor writes the ids by which the library knows the notes; no history is left behind."""
    session = Session(library, clock)
    while session.prompt is not None and "knee position" not in session.prompt.card.question:
        session.answer(Grade.GOOD, duration_ms=1000)
    assert session.prompt is not None
    session.answer(Grade.GOOD, duration_ms=1000)
    before = {row.card.id for row in card_rows(library)}
    async with app_on(library) as (app, pilot):
        await press(pilot, "e")
        editor = editor_of(app)
        text = editor.whole.replace("Which knee position isolates", "How is the knee held to test")
        editor.show_text(text, 1)
        await press(pilot, "ctrl+s")
        assert "Saved leg.md" in screen_text(app)
    after = {row.card.id: row for row in card_rows(library)}
    assert set(after) == before
    reworded = next(row for row in after.values() if "held to test" in row.card.question)
    assert reworded.state.repetitions == 1


async def test_control_q_loses_no_word(library: Library, leg: Path) -> None:
    """What was typed and not saved is there again; what the file says is one undo away."""
    before = leg.read_bytes()
    async with app_on(library) as (app, pilot):
        await press(pilot, "e")
        await press(pilot, ":x", "ctrl+q")
    assert (app.return_code or 0) == 0
    assert leg.read_bytes() == before
    async with app_on(library) as (app, pilot):
        await press(pilot, "e")
        assert "Your unsaved changes are back." in screen_text(app)
        assert editor_of(app).whole.startswith("x---")
        await press(pilot, "ctrl+z")
        assert editor_of(app).whole.startswith("---")
        await press(pilot, "escape")
    assert not list((library.path.parent / "drafts").glob("*"))


async def test_a_new_deck_that_was_never_saved_comes_back(library: Library) -> None:
    """A deck that is only half written has no file yet, and is not lost."""
    async with app_on(library) as (app, pilot):
        await press(pilot, "n", ":Arm", "ctrl+s")
        await settle(pilot)
        await press(pilot, "escape", ":Q: half")
        await settle(pilot)
        await press(pilot, "ctrl+q")
    async with app_on(library) as (app, pilot):
        await press(pilot, "n")
        assert "arm.md was not saved; F5 opens it." in screen_text(app)
        await press(pilot, "f5")
        assert "Q: half" in editor_of(app).whole


async def test_another_programs_change_is_not_overwritten(library: Library, leg: Path) -> None:
    """Two writers of one file: the second is told, and chooses."""
    async with app_on(library) as (app, pilot):
        await press(pilot, "e", ":x")
        other = leg.read_text(encoding="utf-8") + "\nQ: From elsewhere?\nA: yes\n"
        leg.write_text(other, encoding="utf-8")
        await press(pilot, "ctrl+s")
        assert "leg.md was changed by another program" in screen_text(app)
        assert leg.read_text(encoding="utf-8") == other
        await press(pilot, "f5")
        assert "From elsewhere?" in editor_of(app).whole
        await press(pilot, "ctrl+s")
        assert "Saved leg.md" in screen_text(app)
    assert any("From elsewhere?" in question for question in questions(library))


async def test_a_bundled_deck_is_copied_before_it_changes(library: Library) -> None:
    """What came with flashdeck stays as it came; the student's copy keeps the history."""
    path = bundled_decks() / "soleus.md"
    before = path.read_bytes()
    import_decks(library, [path])
    session = Session(library, clock)
    assert session.prompt is not None
    first = session.prompt.card.id
    session.answer(Grade.GOOD, duration_ms=1000)
    async with app_on(library) as (app, pilot):
        await press(pilot, "down", "e")
        assert "Saving makes your own copy of soleus.md, schedule kept." in screen_text(app)
        await press(pilot, "ctrl+s")
        assert "Saved soleus.md, " in screen_text(app)
    assert path.read_bytes() == before
    copy = library.path.parent / "decks" / "soleus.md"
    assert [Path(row.file) for row in deck_rows(library)] == [copy.resolve()]
    assert (copy.parent / "sources" / "soleus.md").is_file()
    states = {row.card.id: row.state for row in card_rows(library)}
    assert states[first].repetitions == 1


async def test_a_file_that_cannot_be_written_loses_nothing(library: Library, leg: Path) -> None:
    """A save that fails says so, and keeps the text."""
    async with app_on(library) as (app, pilot):
        await press(pilot, "e", ":x")
        leg.unlink()
        leg.mkdir()
        (leg / "full").write_text("")
        await press(pilot, "ctrl+s")
        assert "✗ Not saved:" in screen_text(app)
        assert editor_of(app).whole.startswith("x---")


async def test_a_deck_with_errors_is_saved_and_studied_as_it_was(
    library: Library, leg: Path
) -> None:
    """Half a sentence may be saved; the cards that are studied wait until it is mended."""
    before = questions(library)
    async with app_on(library) as (app, pilot):
        await press(pilot, "e")
        editor_of(app).show_text(BROKEN, 1)
        await press(pilot, "ctrl+s")
        assert "Until it is mended you study it as it was." in screen_text(app)
    assert questions(library) == before


async def test_names_that_flashdeck_can_write_are_mended(library: Library, leg: Path) -> None:
    """A second fact of a relation needs a name; F4 writes one."""
    async with app_on(library) as (app, pilot):
        await press(pilot, "e")
        editor = editor_of(app)
        action = "- action: plantar flexion of the ankle"
        editor.show_text(editor.whole.replace(action, f"{action}\n- action: holds the body up"), 1)
        await settle(pilot)
        assert "second fact" in screen_text(app)
        await press(pilot, "f4")
        await settle(pilot)
        assert "error" not in screen_text(app)
        assert "- action (holds body up): holds the body up" in editor.whole


async def test_pasted_control_characters_never_reach_the_screen(
    library: Library, leg: Path
) -> None:
    """A terminal obeys what is pasted into it, unless it is taken out first."""
    from textual import events

    async with app_on(library) as (app, pilot):
        await press(pilot, "e")
        app.screen.query_one("#text").post_message(events.Paste("\x1b]0;x\x07\u202ea\u2028b\r\nc"))
        await pilot.pause()
        assert editor_of(app).whole.startswith("]0;xa b\nc---")


async def test_coverage_leads_to_what_is_missing(library: Library, leg: Path) -> None:
    """Enter on a gap opens the form with structure and relation filled in."""
    text = leg.read_text(encoding="utf-8").replace("- insertion: calcaneus\n", "")
    leg.write_text(text, encoding="utf-8")
    import_decks(library, [leg])
    async with app_on(library) as (app, pilot):
        await press(pilot, "c", "m")
        assert "Soleus, insertion  missing" in screen_text(app)
        await press(pilot, "enter")
        await settle(pilot)
        await press(pilot, ":calcaneus", "ctrl+s")
        assert "Saved: Where does the soleus insert?" in screen_text(app)
        await press(pilot, "escape", "escape")
        assert "4 of 4 facts" in screen_text(app)


async def test_the_own_editor_is_called_at_the_line(
    library: Library, leg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E hands the file and the line to $EDITOR; where no terminal can be lent, it says so."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with app_on(library, study=True) as (app, pilot):
        await press(pilot, "E")
        assert "No editor is named" in screen_text(app)
        monkeypatch.setenv("EDITOR", "vim -u NONE")
        await press(pilot, "E")
        assert "cannot be lent" in screen_text(app)
        assert isinstance(app.screen, ReviewScreen)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("editor-errors", ("e", *["down"] * 13)),
        ("editor-preview", ("e", *["down"] * 12, "f2")),
        ("editor-help", ("e", "f1")),
        ("coverage", ("c", "down", "right")),
        ("new-card", ("e", "f3")),
    ],
)
async def test_screen(
    library: Library, leg: Path, name: str, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    """A screen that changes unnoticed is a screen that authors must learn again."""
    if "errors" in name:
        leg.write_text(BROKEN, encoding="utf-8")
    async with app_on(library, size=size) as (app, pilot):
        await press(pilot, *keys)
        await settle(pilot)
        check_golden(f"{name}-{size[0]}x{size[1]}", screen_text(app))


async def test_the_least_window(library: Library, leg: Path) -> None:
    """At 60 by 20 there is still text, a problem and the keys."""
    leg.write_text(BROKEN, encoding="utf-8")
    async with app_on(library, size=(60, 20)) as (app, pilot):
        await press(pilot, "e", "f8")
        await settle(pilot)
        check_golden("editor-60x20", screen_text(app))
