"""The app: what all screens share, which screen comes next, and the keys that work everywhere."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services.clock import Clock
from flashdeck.services.library import Library
from flashdeck.services.selection import ALL
from flashdeck.services.study import Session
from flashdeck.tui import keys, themes
from flashdeck.tui.preferences import Preferences
from flashdeck.tui.screens.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from textual.filter import LineFilter

    from flashdeck.services.selection import Selection
    from flashdeck.services.year import YearCounter

Ticks = Callable[[], float]


class FlashdeckApp(App[None]):
    """flashdeck in a terminal.

    With ``start`` (the decks to study) or a session it begins in the middle of study, with
    ``articles`` on the cards that they propose, which go to ``target``; else with the list of
    decks. ``notices`` are said on the first screen. ``ticks`` are seconds that only run forward.
    ``config`` is the folder of the student's settings and keys; without it nothing of them is kept.
    """

    TITLE = "flashdeck"
    _has_themes = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"), (60, "-narrow"), (80, "-normal"), (120, "-wide"), (200, "-huge"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-flat"), (20, "-low"), (24, "-even"), (40, "-tall"),
    ]  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q", "quit", show=False, priority=True, id="app.quit",
            tooltip="quit from anywhere",
        ),
        Binding(
            "colon", "command_palette", show=False, id="app.commands", tooltip="every command"
        ),
    ]  # fmt: skip
    ENABLE_COMMAND_PALETTE = False  # Textual's own; ours has our keys and decks

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
        config: Path | None = None,
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
        self.config = config
        self.preferences, self.keys = Preferences(), keys.Keys()
        self.config_problems: list[str] = []
        self._ascii: LineFilter | None = None
        self._own_bindings = self._bindings
        self.read_config()
        self.notices += self.config_problems
        self._session = session
        self._articles = tuple(articles)
        self._target = target
        self._started_at = ticks()
        self._has_themes = True
        for theme in themes.OWN:
            self.register_theme(theme)
        for name in set(self.available_themes) - set(themes.NAMES):
            self.unregister_theme(name)
        first = themes.first_theme(self.preferences.theme)
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
        if not self._has_themes:  # Textual asks once more when ours are there
            return {}
        variables = super().get_css_variables()
        variables["muted"] = themes.muted(variables["background"])
        if self.no_color:
            variables["text-primary"] = variables["foreground"]
        return variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Draw our signs in ASCII where that is wished."""
        filters = super().get_line_filters()
        if self.preferences.symbols == "unicode":
            return filters
        if self._ascii is None:
            from flashdeck.tui.symbols import AsciiFilter

            self._ascii = AsciiFilter()
        return [*filters, self._ascii]

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as it is shown."""
        return binding.key_display or keys.display(binding.key)

    def prefer(self, name: str, value: Any) -> None:
        """Change a setting of the app, now and for the next time.

        Raises ConfigError where the file does not take it; it then holds until the app is left.
        """
        self.preferences = self.preferences._replace(**{name: value})
        self.apply_preferences()
        if self.config is not None:
            from flashdeck.services.config import SETTINGS_FILE, write_value
            from flashdeck.tui.options import template

            write_value(self.config / SETTINGS_FILE, name, value, template())

    def apply_preferences(self) -> None:
        """Show the app as the settings and keys say."""
        if self.theme != self.preferences.theme and not themes.no_colour():
            self.theme = self.preferences.theme
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.take_keys()
            for widget in screen.walk_children(with_self=True):
                widget.refresh()

    def read_config(self) -> None:
        """Read settings and keys; what is wrong in their files is in ``config_problems``."""
        if self.config is None or not self.config.is_dir():
            return  # most students change nothing, and then nothing is imported for it
        from flashdeck.tui.configured import read_all

        self.preferences, self.keys, self.config_problems = read_all(self.config)
        self._bindings = keys.remapped(self._own_bindings, self.keys)

    def action_command_palette(self) -> None:
        """Show every command of the screen that is shown, and of the app."""
        from flashdeck.tui.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.screen))

    def minutes_since_start(self) -> int:
        """Return the whole minutes since the session began."""
        return int((self.ticks() - self._started_at) // 60)

    def study(
        self,
        decks: Sequence[DeckId],
        selection: Selection = ALL,
        *,
        instead: bool = False,
    ) -> None:
        """Study these decks now; ``instead`` of the screen that is shown, or on top of it."""
        session = Session(self.library, self.clock, decks, selection)
        self._started_at = self.ticks()
        if instead:
            self.switch_screen(_study(session))
        else:
            self.push_screen(_study(session))

    def study_some(self, decks: Sequence[DeckId], selection: Selection) -> bool:
        """Study the selected cards instead of the screen shown; False where there are none."""
        session = Session(self.library, self.clock, decks, selection)
        if session.prompt is None:
            return False
        self._started_at = self.ticks()
        self.switch_screen(_study(session))
        return True

    @cached_property
    def year(self) -> YearCounter:
        """What counts the answers of the year, and remembers what it has counted."""
        from flashdeck.services.year import YearCounter

        return YearCounter(self.library.path)

    def study_or_say(self, decks: Sequence[DeckId]) -> None:
        """Study these decks, or say why that cannot be."""
        try:
            self.study(decks)
        except FlashdeckError as failure:
            self._say(str(failure))

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
