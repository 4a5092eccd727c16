"""Review by keys and mouse: what each does, and when it does nothing."""

from __future__ import annotations

import pytest

from flashdeck.core.errors import LibraryBusyError, LibraryError
from flashdeck.core.model import Grade
from flashdeck.services.study import Progress
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens.review import GUARD_SECONDS
from tests.tui.fake import CLOZE, INNERVATION, LONG, ORIGINS, FakeSession
from tests.tui.screens import Ticks, clock, press, running, screen_text


@pytest.mark.parametrize(
    ("keys", "grade"),
    [
        (["space", "space"], Grade.GOOD),
        (["enter", "enter"], Grade.GOOD),
        (["space", "1"], Grade.AGAIN),
        (["space", "2"], Grade.HARD),
        (["enter", "3"], Grade.GOOD),
        (["space", "4"], Grade.EASY),
    ],
)
async def test_reveal_then_grade(keys: list[str], grade: Grade) -> None:
    """Two keys a card; a wrong grade would spoil the schedule."""
    session, ticks = FakeSession([INNERVATION, LONG]), Ticks()
    async with running(session, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, *keys)
        assert session.answers == [(INNERVATION, grade)]
        assert "In which position" in screen_text(app)
        assert "tibial nerve" not in screen_text(app)


async def test_no_grade_before_the_answer_was_seen() -> None:
    """A slip on the number keys must not count as an answer."""
    session, ticks = FakeSession([INNERVATION]), Ticks()
    async with running(session, ticks=ticks) as (_, pilot):
        await press(pilot, ticks, "1", "2", "3", "4")
        assert session.answers == []


async def test_a_repeated_key_does_not_grade() -> None:
    """Space held down shows the answer and stops there; 120 ms later the next key counts."""
    session, ticks = FakeSession([INNERVATION, LONG]), Ticks()
    async with running(session, ticks=ticks) as (_, pilot):
        await pilot.press("space")
        for _ in range(20):
            ticks.now += 0.03
            await pilot.press("space")
        await pilot.press("3")
        assert session.answers == []
        ticks.now += GUARD_SECONDS
        await pilot.press("3")
        assert session.answers == [(INNERVATION, Grade.GOOD)]


async def test_a_hint_marks_hard() -> None:
    """An answer found with help is not a good one; Space then takes Hard."""
    session, ticks = FakeSession([LONG]), Ticks()
    async with running(session, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "h")
        assert "One of them crosses two joints." in screen_text(app)
        await press(pilot, ticks, "h", "h")
        assert "Think of a chair." in screen_text(app)
        await press(pilot, ticks, "space", "space")
        assert session.answers == [(LONG, Grade.HARD)]


async def test_undo_and_redo_at_any_depth_and_on_the_done_screen() -> None:
    """Without undo one slip stays in the log for ever."""
    session, ticks = FakeSession([INNERVATION, CLOZE]), Ticks()
    async with running(session, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "space", "3", "space", "1")
        assert "Done for today." in screen_text(app)
        await press(pilot, ticks, "u")
        assert "Undone: Again" in screen_text(app)
        assert "lies deep" in screen_text(app)
        await press(pilot, ticks, "u")
        assert "Undone: Good on “innervation of the soleus”" in screen_text(app)
        await press(pilot, ticks, "u")
        assert "Nothing to undo." in screen_text(app)
        assert session.answers == []
        await press(pilot, ticks, "U", "ctrl+r")
        assert [grade for _, grade in session.answers] == [Grade.GOOD, Grade.AGAIN]
        assert "Done for today." in screen_text(app)


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (LibraryError("the disk is full", todo="free space"),
         "✗ Not saved: the disk is full. Nothing is lost; free space, then r."),
        (LibraryBusyError("another program is writing"),
         "✗ Not saved: another program is writing. Nothing is lost; r tries again."),
    ],
)  # fmt: skip
async def test_an_answer_that_cannot_be_saved_is_kept(failure: Exception, told: str) -> None:
    """A full disk must not cost an answer, nor show the next card as if it were saved."""
    session, ticks = FakeSession([INNERVATION, LONG], failure=failure), Ticks()
    async with running(session, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "space", "4")
        assert told in screen_text(app)
        assert "tibial nerve" in screen_text(app)
        await press(pilot, ticks, "r")
        assert session.answers == []
        session.failure = None
        await press(pilot, ticks, "r")
        assert session.answers == [(INNERVATION, Grade.EASY)]
        assert "Not saved" not in screen_text(app)
        assert "In which position" in screen_text(app)


async def test_lists_show_whole_or_item_by_item() -> None:
    """The origins of a muscle are recalled one by one."""
    session, ticks = FakeSession([ORIGINS]), Ticks()
    async with running(session, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "down")
        assert "posterior surface" in screen_text(app)
        assert "head of the fibula" not in screen_text(app)
        await press(pilot, ticks, "3")
        assert session.answers == []
        await press(pilot, ticks, "space")
        assert "aponeurosis" in screen_text(app)
        await press(pilot, ticks, "3")
        assert session.answers == [(ORIGINS, Grade.GOOD)]


async def test_the_mouse_alone_is_enough() -> None:
    """Reveal by a click on the dock, grade by a click on a grade."""
    session, ticks = FakeSession([INNERVATION, LONG]), Ticks()
    async with running(session, ticks=ticks) as (app, pilot):
        await pilot.click("Dock")
        await pilot.pause()
        assert "tibial nerve" in screen_text(app)
        ticks.now += 1
        await pilot.click("Dock", offset=(70, 1))
        await pilot.pause()
        assert session.answers == [(INNERVATION, Grade.EASY)]
        at = screen_text(app).split("\n")[23].index("u Undo") - 3
        await pilot.click("KeyLine", offset=(at, 0))
        await pilot.pause()
        assert session.answers == []


async def test_only_keys_that_work_are_offered() -> None:
    """A key in the footer that does nothing makes all the others doubtful."""
    ticks = Ticks()
    async with running(FakeSession([INNERVATION, LONG]), ticks=ticks) as (app, pilot):
        footer = screen_text(app).split("\n")[23]
        assert "Hint" not in footer
        assert "Source" not in footer
        await press(pilot, ticks, "space")
        assert "o Source" in screen_text(app).split("\n")[23]
        await press(pilot, ticks, "3")
        assert "h Hint" in screen_text(app).split("\n")[23]


async def test_help_shows_the_keys_of_this_screen_and_closes() -> None:
    """? is the only key that one has to know."""
    ticks = Ticks()
    async with running(FakeSession([INNERVATION]), ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "question_mark")
        assert "Keys while reviewing" in screen_text(app)
        await press(pilot, ticks, "question_mark")
        assert "What is the innervation" in screen_text(app)


async def test_control_q_quits_from_anywhere_with_success() -> None:
    """Leaving is never an error, and never loses an answer."""
    session, ticks = FakeSession([INNERVATION, LONG]), Ticks()
    async with running(session, ticks=ticks) as (app, pilot):
        await press(pilot, ticks, "space", "3", "question_mark", "ctrl+q")
        await pilot.pause()
    assert (app.return_code or 0) == 0
    assert len(session.answers) == 1


async def test_a_notice_of_the_start_is_said_on_the_first_screen() -> None:
    """A deck that could not be read again must not go unnoticed behind the app."""
    app = FlashdeckApp(
        None,  # type: ignore[arg-type]
        clock,
        session=FakeSession([INNERVATION]),  # type: ignore[arg-type]
        notices=["arm.md:12:3: cloze has no answer; the deck stays as it was"],
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "✗ arm.md:12:3: cloze has no answer" in screen_text(app)


async def test_an_error_that_nobody_expected_ends_the_app_and_is_handed_on() -> None:
    """The terminal is whole again, and the error goes where errors are reported."""

    class Broken(FakeSession):
        def progress(self) -> Progress:
            raise RuntimeError("out of order")

    app = FlashdeckApp(
        None,  # type: ignore[arg-type]
        clock,
        session=Broken([INNERVATION]),  # type: ignore[arg-type]
    )
    with pytest.raises(RuntimeError, match="out of order"):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
    assert isinstance(app.failure, RuntimeError)
