"""Settings: the app's own in a commented file, and those of each deck in the library."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.errors import FlashdeckError, NotFoundError
from flashdeck.core.ids import DeckId
from flashdeck.services.beside import library_beside
from flashdeck.services.config import SETTINGS_FILE, write_new
from flashdeck.services.library import deck_names
from flashdeck.services.settings import deck_settings, set_deck_settings
from flashdeck.store.rows import DeckSettings
from flashdeck.tui import options, safe, words
from flashdeck.tui.deck_options import DECK_OPTIONS
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.options import OPTIONS, Choice
from flashdeck.tui.preferences import Preferences
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.option_list import OptionRow, SettingsList

_SPINNER_SECONDS = 0.3
_MOST_PROBLEMS = 4
_REPLAYS = ("algorithm", "retention", "drill_below")  # changes that make schedules anew


class _Setting(NamedTuple):
    """One row that can be changed: what it is, its value now, and what changes it."""

    option: Choice
    value: Any
    default: Any
    change: Callable[[Any], None]
    where: str


class SettingsScreen(Page):
    """Shows every setting with what it means; ``decks`` are those whose settings show first."""

    CSS_PATH = "settings.tcss"
    KEYS_TITLE = "Keys in the settings"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Change": ("settings.next", "settings.back", "settings.default"),
        "Go": ("settings.down", "settings.up", "settings.deck", "settings.file", "settings.keys",
               "settings.close", "app.commands", "app.quit"),
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,enter,space,l", "turn(1)", "Change", id="settings.next",
                tooltip="next value"),
        Binding("left,h", "turn(-1)", show=False, id="settings.back", tooltip="value before"),
        Binding("r", "default", "Default", id="settings.default", tooltip="the default value"),
        Binding("d", "deck", "Deck", id="settings.deck", tooltip="settings of the next deck"),
        Binding("E", "open('settings.toml')", "File", id="settings.file",
                tooltip="open settings.toml in $EDITOR"),
        Binding("k", "open('keys.toml')", "Keys", id="settings.keys",
                tooltip="open keys.toml in $EDITOR"),
        Binding("down,j", "move(1)", show=False, id="settings.down", tooltip="next"),
        Binding("up", "move(-1)", show=False, id="settings.up", tooltip="previous"),
        Binding("escape,q", "close", "Back", id="settings.close", tooltip="back"),
    ]  # fmt: skip

    def __init__(self, decks: Sequence[DeckId] = ()) -> None:
        super().__init__()
        self._wanted = tuple(decks)
        self._choices: list[tuple[tuple[DeckId, ...], str]] = []
        self._deck = 0
        self._settings: list[_Setting | None] = []
        self._busy = False
        self._stop = threading.Event()

    def body(self) -> Iterable[Widget]:
        """Lay title, rows and what the selected one means."""
        yield Static(safe.line(("Settings", "bold"), ("  saved as you change them", "$muted")),
                     id="title")  # fmt: skip
        yield Static(id="problems")
        yield SettingsList()
        yield Static(id="meaning")

    def on_mount(self) -> None:
        """Read the decks, and say what is wrong in the files."""
        names = deck_names(self.app.library) if self.app.library else ()
        self._choices = [((deck_id,), title) for deck_id, title in names]
        if len(names) > 1:
            self._choices.insert(0, (tuple(deck_id for deck_id, _ in names), "all decks"))
        if self._wanted and self._wanted not in [decks for decks, _ in self._choices]:
            count = words.count(len(self._wanted), "deck")
            self._choices.insert(0, (self._wanted, f"these {count}"))
        ids = [decks for decks, _ in self._choices]
        self._deck = ids.index(self._wanted) if self._wanted in ids else 0
        self._list()

    # What is shown

    def _list(self) -> None:
        self._show_problems()
        rows: list[OptionRow] = [OptionRow("Look")]
        self._settings = [None]
        defaults = Preferences()
        for option in OPTIONS:
            self._add(rows, _Setting(
                option, getattr(self.app.preferences, option.name),
                getattr(defaults, option.name), self._setter(option.name), SETTINGS_FILE,
            ))  # fmt: skip
        if self._choices:
            decks, name = self._choices[self._deck]
            rows += [OptionRow(""), OptionRow(f"Study of {safe.shorten(name, 40)}")]
            self._settings += [None, None]
            now = [deck_settings(self.app.library, deck) for deck in decks]
            plain = DeckSettings()
            for option in DECK_OPTIONS:
                values = {getattr(one, option.name) for one in now}
                value = values.pop() if len(values) == 1 else "differs"
                self._add(rows, _Setting(
                    option, value, getattr(plain, option.name),
                    self._deck_setter(decks, option.name), "the library",
                ))  # fmt: skip
        self.query_one(SettingsList).rows = tuple(rows)
        self._explain()
        self.update_keys()

    def _show_problems(self) -> None:
        """Show what is wrong in the files, whole, above the settings."""
        sign = safe.line(("✗ ", "$text-error"))
        rows = [Row(safe.line(one), sign) for one in self.app.config_problems[:_MOST_PROBLEMS]]
        problems = self.query_one("#problems", Static)
        problems.display = bool(rows)
        problems.update(Flow([Group(tuple(rows))]))

    def _add(self, rows: list[OptionRow], setting: _Setting) -> None:
        word = setting.option.word(setting.value)
        rows.append(OptionRow(setting.option.title, word, setting.value != setting.default))
        self._settings.append(setting)

    @on(SettingsList.Moved)
    def _explain(self) -> None:
        setting = self._current
        if setting is None:
            return
        where = f"kept in {setting.where}, with the reviews"
        if setting.where == SETTINGS_FILE:
            shown = options.shown(setting.value)
            where = f"{setting.option.name} = {shown}   in {SETTINGS_FILE}, which you may also edit"
        rule = safe.line(("─" * max(self.query_one(SettingsList).size.width - 2, 0),
                          "$foreground 22%"))  # fmt: skip
        about = Row(safe.line(setting.option.about))
        groups = [Group((Row(rule), about, Row(safe.line((where, "$muted")))))]
        self.query_one("#meaning", Static).update(Flow(groups))

    @property
    def _current(self) -> _Setting | None:
        at = self.query_one(SettingsList).selected
        return self._settings[at] if at < len(self._settings) else None

    # What the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer other decks only where there are some."""
        return action != "deck" or len(self._choices) > 1

    @on(SettingsList.Turned)
    def _turned(self, event: SettingsList.Turned) -> None:
        self.action_turn(event.step)

    def action_turn(self, step: int) -> None:
        """Go to the next value, or to the one before."""
        setting = self._current
        if setting is None or self._busy:
            return
        values = [value for value, _ in setting.option.choices]
        value: Any
        if setting.value in values:
            value = values[(values.index(setting.value) + step) % len(values)]
        else:
            value = _nearest(values, setting.value)
        self._change(setting, value)

    def action_default(self) -> None:
        """Go back to the default value."""
        if self._current is not None and not self._busy:
            self._change(self._current, self._current.default)

    def action_move(self, step: int) -> None:
        """Select another setting."""
        self.query_one(SettingsList).move(step)

    def action_deck(self) -> None:
        """Show the settings of the next deck."""
        self._deck = (self._deck + 1) % max(len(self._choices), 1)
        self._list()

    def action_open(self, name: str) -> None:
        """Open a file of settings in the student's own editor, and read it again."""
        from textual.app import SuspendNotSupported

        from flashdeck.services import external

        app = self.app
        if app.config is None:
            self.say("Settings are not kept here: there is no folder for them.")
            return
        path = app.config / name
        try:
            write_new(path, options.template() if name == SETTINGS_FILE else _all_keys())
            command = external.editor_command(path, 1, os.environ)
            with app.suspend():
                external.run_editor(command)
        except SuspendNotSupported:
            self.say(f"This terminal cannot be lent to an editor; the file is {path}.", error=True)
            return
        except NotFoundError:
            self.say(f"No editor is named in $EDITOR; the file is {path}.", error=True)
            return
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        app.read_config()
        app.apply_preferences()
        self._list()
        if not app.config_problems:
            self.say(f"Read {name} again.")

    def action_close(self) -> None:
        """Go back; schedules that are being made again stay as they were."""
        if self._busy and not self._stop.is_set():
            self._stop.set()
            self.say("Stopping.")
            return
        self.dismiss()

    def on_unmount(self) -> None:
        """Leave nothing running behind."""
        self._stop.set()

    def _change(self, setting: _Setting, value: Any) -> None:
        try:
            setting.change(value)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
        self._list()

    def _setter(self, name: str) -> Callable[[Any], None]:
        return lambda value: self.app.prefer(name, value)

    def _deck_setter(self, decks: tuple[DeckId, ...], name: str) -> Callable[[Any], None]:
        def change(value: Any) -> None:
            if name in _REPLAYS:
                self._busy = True
                self._stop.clear()
                self.set_timer(_SPINNER_SECONDS, self._tell)
                self._replay(decks, name, value)
                return
            for deck in decks:
                before = deck_settings(self.app.library, deck)
                set_deck_settings(self.app.library, deck, before._replace(**{name: value}))

        return change

    @work(thread=True, exclusive=True, group="settings", exit_on_error=False)
    def _replay(self, decks: tuple[DeckId, ...], name: str, value: Any) -> None:
        """Change what replays whole logs, on a connection of its own."""
        problem = ""
        try:
            with library_beside(self.app.library.path, self.app.clock, self._stop) as library:
                for deck in decks:
                    before = deck_settings(library, deck)
                    set_deck_settings(library, deck, before._replace(**{name: value}))
        except FlashdeckError as failure:
            problem = safe.sentence(str(failure))
        if self._stop.is_set():
            problem = "Stopped; the deck stays as it was."
        if self.app.is_running:
            self.app.call_from_thread(self._replayed, problem)

    def _tell(self) -> None:
        """Say that it takes a while, and how to stop it."""
        if self._busy:
            key = self.key("settings.close")
            self.say(f"Schedules are made again from the log. {key} stops.")

    def _replayed(self, problem: str) -> None:
        self._busy = False
        if not self.is_attached:
            return
        self._list()
        self.say(problem or "Schedules are up to date.", error=bool(problem))


def _nearest(values: Sequence[object], value: Any) -> object:
    """Return the choice nearest to a value that is none of them."""
    numbers = [one for one in values if isinstance(one, int | float)]
    if isinstance(value, int | float) and numbers:
        return min(numbers, key=lambda one: abs(one - value))
    return values[0]


def _all_keys() -> str:
    from flashdeck.tui.commands import all_screens
    from flashdeck.tui.keyfile import template

    groups = [(one.KEYS_TITLE, [binding for _, binding in one._merged_bindings or ()])
              for one in all_screens()]  # fmt: skip
    return template(groups)
