"""The app: what all screens share, which screen comes next, and the keys that work everywhere."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from flashdeck.core.ids import DeckId
from flashdeck.services.clock import Clock
from flashdeck.services.library import Library
from flashdeck.services.study import Session
from flashdeck.tui import themes

if TYPE_CHECKING:
    from pathlib import Path

Ticks = Callable[[], float]


class FlashdeckApp(App[None]):
    """flashdeck in a terminal.

    With ``start`` (the decks to study) or a session it begins in the middle of study, with
    ``articles`` on the cards that they propose, which go to ``target``; else with the list of
    decks. ``notices`` are said on the first screen. ``ticks`` are seconds that only run forward.
    """

    TITLE = "flashdeck"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"), (60, "-narrow"), (80, "-normal"), (120, "-wide"), (200, "-huge"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-flat"), (20, "-low"), (24, "-even"), (40, "-tall"),
    ]  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q", "quit", show=False, key_display="^q", priority=True, id="app.quit",
            tooltip="quit from anywhere",
        ),
        Binding(
            "colon", "command_palette", show=False, key_display=":", id="app.commands",
            tooltip="every command",
        ),
    ]  # fmt: skip

    def __init__(
        self,
        library: Library,
        clock: Clock,
        *,
        start: Sequence[DeckId] | None = None,
        session: Session | None = None,
        articles: Sequence[Path] = (),
        target: Path | None = None,
        notices: Sequence[str] = (),
        ticks: Ticks = time.monotonic,
    ) -> None:
        if session is None and start:
            session = Session(library, clock, start)
        # Without colour Textual drops every colour only if the terminal's own are in use.
        super().__init__(
            css_path=["app.tcss", _first_style(session, articles)],
            ansi_color=True if themes.no_colour() else None,
        )
        self.library = library
        self.clock = clock
        self.ticks = ticks
        self.notices = list(notices)
        self._session = session
        self._articles = tuple(articles)
        self._target = target
        self._started_at = ticks()
        for theme in themes.OWN:
            self.register_theme(theme)
        for name in set(self.available_themes) - set(themes.NAMES):
            self.unregister_theme(name)
        first = themes.first_theme()
        if first == themes.DEFAULT:  # nothing is drawn yet that would have to be drawn again
            self.set_reactive(App.theme, first)
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            self.theme = first

    def get_default_screen(self) -> Screen[None]:
        """Begin with the list of decks, in the middle of study, or with the cards of an article."""
        if self._articles:
            screen = _triage(self._articles, self._target)
        else:
            screen = _home() if self._session is None else _study(self._session)
        # Textual does this for every screen but the first, which it then cannot switch away from.
        screen._push_result_callback(self, None)
        # The classes of this window's size, so that the first layout is the right one.
        for number, steps in zip(
            self.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        ):
            fitting = [name for least, name in steps if number >= least]
            screen.add_class(fitting[-1], update=False)
        return screen

    def on_ready(self) -> None:
        """Do what could wait for the first paint."""
        from flashdeck.services.study import warm_up

        warm_up()
        if not gc.isenabled():  # the start turned it off; what is there now is there to stay
            gc.freeze()
            gc.enable()

    def get_css_variables(self) -> dict[str, str]:
        """Add the colour of secondary text, and without colour leave only the text's own."""
        variables = super().get_css_variables()
        variables["muted"] = themes.muted(variables["background"])
        if self.no_color:
            variables["text-primary"] = variables["foreground"]
        return variables

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what works everywhere."""
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave flashdeck; every answer is saved", self.action_quit)

    def minutes_since_start(self) -> int:
        """Return the whole minutes since the session began."""
        return int((self.ticks() - self._started_at) // 60)

    def study(self, decks: Sequence[DeckId], *, instead: bool = False) -> None:
        """Study these decks now; ``instead`` of the screen that is shown, or on top of it."""
        session = Session(self.library, self.clock, decks)
        self._started_at = self.ticks()
        if instead:
            self.switch_screen(_study(session))
        else:
            self.push_screen(_study(session))

    def triage(self, articles: Sequence[Path]) -> None:
        """Show the cards that these articles propose, instead of the screen that is shown."""
        self.switch_screen(_triage(articles, None))

    def show_home(self, message: str = "") -> None:
        """Go to the list of decks, from wherever study began, and say something there."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.switch_screen(_home())
        if message:
            self.call_after_refresh(self._say, message)

    def _say(self, message: str) -> None:
        from flashdeck.tui.screens.page import Page

        if isinstance(self.screen, Page):
            self.screen.say(message)

    @property
    def failure(self) -> Exception | None:
        """The error that ended the app; no screen caught it."""
        return self._exception

    def _fatal_error(self) -> None:
        """End the app quietly; `run` hands the error on to whoever reports errors."""
        self._close_messages_no_wait()


# Screens are imported when they are shown, so that the first card need not wait for the others.


def _home() -> Screen[None]:
    from flashdeck.tui.screens.home import HomeScreen

    return HomeScreen()


def _study(session: Session) -> Screen[None]:
    if session.prompt is None:
        from flashdeck.tui.screens.done import DoneScreen

        return DoneScreen(session)
    from flashdeck.tui.screens.review import ReviewScreen

    return ReviewScreen(session)


def _triage(articles: Sequence[Path], target: Path | None) -> Screen[None]:
    from flashdeck.tui.screens.triage import TriageScreen

    return TriageScreen(articles, target=target)


def _first_style(session: Session | None, articles: Sequence[Path]) -> str:
    """Name the style sheet of the first screen; Textual loads those of later screens itself."""
    if articles:
        return "screens/triage.tcss"
    if session is None:
        return "screens/home.tcss"
    return "screens/review.tcss" if session.prompt is not None else "screens/done.tcss"


def run(app: FlashdeckApp) -> int:
    """Run the app in the terminal and return its exit code.

    An error that no screen caught is raised here, after the terminal is itself again.
    """
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
