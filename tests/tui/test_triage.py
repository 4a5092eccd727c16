"""Triage in the app: from an article to a deck that is studied, with every key on the way."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from flashdeck.core.errors import SourceError
from flashdeck.core.model import CardKind
from flashdeck.files.decks import load_deck
from flashdeck.services.check import check_decks
from flashdeck.services.decklist import deck_rows
from flashdeck.services.library import Library, open_library
from flashdeck.services.passage import read_passage
from flashdeck.services.triage import Triage, Verdict
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens import article_page as screen
from flashdeck.tui.screens.triage import TriageScreen
from flashdeck.tui.widgets.article import ArticlePane
from tests.tui.proposed import ARTICLE, CARDS, NAME, UNSURE, open_proposed, proposed
from tests.tui.screens import Ticks, check_golden, clock, screen_text

SIZES = [(80, 24), (120, 40), (60, 20)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with nothing in it."""
    with open_library(tmp_path / "home" / "library.db", clock) as library:
        yield library


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The article with its fixed proposals."""
    monkeypatch.setattr(screen, "open_article", open_proposed)
    path = tmp_path / NAME
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@asynccontextmanager
async def opened(
    library: Library,
    *articles: Path,
    size: tuple[int, int] = (80, 24),
    target: Path | None = None,
) -> AsyncIterator[tuple[FlashdeckApp, Pilot[None]]]:
    """The app on the cards of these articles, or on its decks."""
    app = FlashdeckApp(library, clock, articles=articles, target=target, ticks=Ticks())
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def settled(app: FlashdeckApp, pilot: Pilot[None]) -> None:
    """Wait until the article is read and shown."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    for _ in range(3):
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await pilot.pause()


async def shows(app: FlashdeckApp, pilot: Pilot[None], text: str) -> bool:
    """Wait until the screen shows the text, at most some seconds."""
    for _ in range(60):
        if text in screen_text(app):
            return True
        await pilot.pause(0.05)
    return False


def triage_of(app: FlashdeckApp) -> Triage:
    shown = app.screen
    assert isinstance(shown, TriageScreen)
    return shown._triage


def verdicts(app: FlashdeckApp) -> list[Verdict]:
    return [decision.verdict for decision in triage_of(app).decisions]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_screens(library: Library, article: Path, size: tuple[int, int]) -> None:
    """Article and cards must be read side by side, at every size."""
    name = f"{size[0]}x{size[1]}"
    async with opened(library, article, size=size) as (app, pilot):
        await press(pilot, "space", "x", "down")
        check_golden(f"triage-{name}", screen_text(app))
        await press(pilot, "e", "x")
        check_golden(f"triage-edit-{name}", screen_text(app))
        await press(pilot, "escape", "o")
        check_golden(f"triage-article-{name}", screen_text(app))
        await press(pilot, "question_mark")
        check_golden(f"triage-help-{name}", screen_text(app))


async def test_keep_reject_and_doubt_are_counted_and_undone(
    library: Library, article: Path
) -> None:
    """Every key can be taken back, in the order in which they were pressed."""
    async with opened(library, article) as (app, pilot):
        assert "5 kept, 1 not sure, 0 rejected" in screen_text(app)
        await press(pilot, "x")
        assert verdicts(app)[:2] == [Verdict.REJECTED] * 2  # the question backwards goes with it
        assert "3 kept, 1 not sure, 2 rejected" in screen_text(app)
        await press(pilot, "n", "tab")
        assert UNSURE in screen_text(app)
        await press(pilot, "tab", "space")
        assert verdicts(app).count(Verdict.UNSURE) == 1
        await press(pilot, "u", "u", "u")
        assert "5 kept, 1 not sure, 0 rejected" in screen_text(app)
        await press(pilot, "u")
        assert "Nothing to undo." in screen_text(app)
        await press(pilot, "U", "U", "U")
        assert verdicts(app).count(Verdict.UNSURE) == 1


async def test_the_sides_follow_each_other(library: Library, article: Path) -> None:
    """A click on a sentence shows its card; the keys move through both."""
    async with opened(library, article) as (app, pilot):
        pane = app.screen.query_one(ArticlePane)
        numbers = [
            number
            for number, one in enumerate(triage_of(app).proposals)
            if "musculocutaneous" in one.card.answer
        ]
        place = triage_of(app).proposals[numbers[0]].facts[0]
        row = next(
            at
            for at, line in enumerate(pane.rows())
            if line.paragraph == place.paragraph and line.start <= place.start < line.end
        )
        column = place.start - pane.rows()[row].start
        await pilot.click(ArticlePane, offset=(column + 1, row - pane.top))
        await pilot.pause()
        assert pane.current == numbers[0]
        await press(pilot, "end")
        assert pane.current == CARDS - 1
        await pilot.click("ProposalList", offset=(5, 1))
        await pilot.pause()
        assert pane.current < CARDS - 1


async def test_words_are_changed_in_place(library: Library, article: Path) -> None:
    """An answer of one's own says that it is, and an empty one is not taken."""
    async with opened(library, article) as (app, pilot):
        await press(pilot, "e")
        assert "stands in its quotation" in screen_text(app)
        await press(pilot, "space", "x")
        assert "own wording" in screen_text(app)
        app.screen.query(TextArea).last().text = ""
        await press(pilot, "enter")
        assert "A card needs an answer." in screen_text(app)
        await press(pilot, "b", "enter")
        assert triage_of(app).wording(0).answer == "b"
        assert "own words" in screen_text(app)
        await press(pilot, "e", "z", "escape")
        assert triage_of(app).wording(0).answer == "b"
        await press(pilot, "u")
        assert "humerus" in triage_of(app).wording(0).answer


async def test_save_asks_for_the_file_and_leaves_doubts_out(
    library: Library, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is saved is what was kept, it has no errors, and the library has it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    async with opened(library, article) as (app, pilot):
        await press(pilot, "x", "s")
        assert await shows(app, pilot, "A new deck, 3 cards.")
        check_golden("triage-save-80x24", screen_text(app))
        await press(pilot, "enter")
        assert await shows(app, pilot, "Saved brachialis.md, 3 cards; 1 not sure was left out.")
        assert deck_rows(library)[0].cards == 3
    saved = tmp_path / "home" / "decks" / "brachialis.md"
    assert not [f for f in check_decks([saved]).findings if f.severity == "error"]
    for card in load_deck(saved).cards:
        assert card.quotation is not None
        assert read_passage(str(saved), card.quotation) is not None
    assert list((tmp_path / "home" / "drafts").iterdir()) == []


async def test_save_and_study_is_one_key(library: Library, article: Path) -> None:
    """From an article to its first card: S."""
    async with opened(library, article) as (app, pilot):
        await press(pilot, "S")
        assert await shows(app, pilot, "1 of 4")
        await press(pilot, "space", "space", "q")
        assert "The brachialis" in screen_text(app)
        assert app.screen.__class__.__name__ == "HomeScreen"


async def test_cards_go_into_a_deck_that_is_there(
    library: Library, article: Path, tmp_path: Path
) -> None:
    """A deck of one's own takes what is new; its own lines stay."""
    own = tmp_path / "arm.md"
    text = (
        "---\nflashdeck: 1\nid: dk-a2345678bc\ntitle: Arm\n---\n"
        "## Brachialis <!-- fd:b2345678bc -->\n- innervation: mine\n"
    )
    own.write_text(text, encoding="utf-8")
    from flashdeck.services.importing import import_decks

    import_decks(library, [own])
    async with opened(library, article) as (app, pilot):
        await press(pilot, "m")
        assert await shows(app, pilot, "to Arm; its 1 stay")
        await press(pilot, "enter")
        assert await shows(app, pilot, "Added 4 cards to arm.md")
    after = own.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line in text.splitlines()] == text.splitlines()
    assert "- innervation (musculocutaneous nerve C5)" in after
    assert deck_rows(library)[0].cards == 5


async def test_a_triage_left_in_the_middle_is_taken_up_again(
    library: Library, article: Path
) -> None:
    """Esc, or the end of the app, costs no decision."""
    async with opened(library, article) as (app, pilot):
        await press(pilot, "x", "escape")
        assert await shows(app, pilot, f"{NAME} is kept as a draft")
    async with opened(library, article) as (app, pilot):
        assert "Taken up where you left it" in screen_text(app)
        assert "3 kept, 1 not sure, 2 rejected" in screen_text(app)
        await press(pilot, "u")
        assert "5 kept, 1 not sure, 0 rejected" in screen_text(app)


async def test_articles_come_one_after_the_other(
    library: Library, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article without anatomy is named and passed over; each deck is saved by itself."""
    bad, last = tmp_path / "cake.txt", tmp_path / "second.txt"

    def reading(path: Path, tell: object = None) -> tuple[str, Triage]:
        if path == bad:
            raise SourceError("not UTF-8")
        return open_proposed(path)

    monkeypatch.setattr(screen, "open_article", reading)
    async with opened(library, article, bad, last) as (app, pilot):
        assert "1 of 3" in screen_text(app)
        await press(pilot, "s", "enter")
        await settled(app, pilot)
        assert "3 of 3" in screen_text(app)
        assert "Not UTF-8" in screen_text(app)
        await press(pilot, "x", "s", "enter")
        assert await shows(app, pilot, "brachialis.md had them all already")
        assert app.screen.__class__.__name__ == "HomeScreen"
    # Both texts give the same deck, so that the second goes where the first went.
    assert [path.name for path in (tmp_path / "home" / "decks").iterdir()] == ["brachialis.md"]


async def test_no_anatomy_says_so(library: Library, tmp_path: Path) -> None:
    """An empty screen would look like a failure."""
    path = tmp_path / "recipe.txt"
    path.write_text("Beat two eggs, add flour, and bake for an hour.\n", encoding="utf-8")
    async with opened(library, path) as (app, pilot):
        assert "No anatomy found in recipe.txt; no cards made." in screen_text(app)
        await press(pilot, "space", "x", "s", "enter")
        assert app.screen.__class__.__name__ == "HomeScreen"


async def test_reading_a_long_article_can_be_stopped(
    library: Library, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a book that was dropped by mistake: Esc ends the work, not only the wait."""
    started, stopped = threading.Event(), threading.Event()

    def reading(path: Path, tell: object = None) -> tuple[str, Triage]:
        assert callable(tell)
        started.set()
        try:
            for number in range(100_000):
                tell(number, 100_000)
                threading.Event().wait(0.002)
        finally:
            stopped.set()
        return ARTICLE, proposed()

    monkeypatch.setattr(screen, "open_article", reading)
    app = FlashdeckApp(library, clock, articles=[article], ticks=Ticks())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.6)
        assert started.is_set()
        assert "of 100,000 paragraphs   Esc stops" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert stopped.wait(2)
        assert "Stopped reading brachialis.txt" in screen_text(app)


async def test_add_on_home_takes_paths_typed_and_dropped(
    library: Library, article: Path, tmp_path: Path
) -> None:
    """A file dropped on the window is the shortest way to its cards."""
    deck = tmp_path / "own deck.md"
    deck.write_text("---\nflashdeck: 1\ntitle: Own\n---\nQ: Mine?\nA: Yes\n", encoding="utf-8")
    async with opened(library) as (app, pilot):
        await press(pilot, "a")
        check_golden("add-80x24", screen_text(app))
        await press(pilot, "x", "enter")
        assert "No such file: x" in screen_text(app)
        await press(pilot, "escape")
        app.screen.post_message(events.Paste(f"'{deck}' "))
        assert await shows(app, pilot, "Added own deck.md: 1 new card.")
        app.screen.post_message(events.Paste(str(article)))
        assert await shows(app, pilot, "5 kept, 1 not sure")
        await press(pilot, "escape")
        assert app.screen.__class__.__name__ == "HomeScreen"


@pytest.mark.parametrize("article_name", ["shared", "bundled"])
async def test_the_soleus_article_from_text_to_checked_deck(
    library: Library, repo: Path, article_name: str, request: pytest.FixtureRequest
) -> None:
    """The way that a first student takes, with the real generator."""
    if article_name == "shared":
        path = request.getfixturevalue("shared") / "articles" / "soleus.txt"
    else:
        path = repo / "decks" / "sources" / "soleus.md"
    async with opened(library, path, size=(120, 40)) as (app, pilot):
        total = len(triage_of(app).proposals)
        kinds = {one.card.kind for one in triage_of(app).proposals}
        assert CardKind.BASIC in kinds
        assert total > 30
        await press(pilot, *["space"] * 3, "x", "e", "x", "enter", "u", "s")
        await pilot.pause(0.2)
        await press(pilot, "enter")
        assert await shows(app, pilot, "Saved soleus.md")
    saved = library.path.parent / "decks" / "soleus.md"
    assert not [f for f in check_decks([saved]).findings if f.severity == "error"]
    for card in load_deck(saved).cards:
        if card.quotation is not None:
            assert read_passage(str(saved), card.quotation) is not None
