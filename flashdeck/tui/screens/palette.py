"""The palette (``:``): every command of the screen below, every place, every theme, every deck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.binding import Binding, BindingType
from textual.fuzzy import Matcher
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.library import deck_names
from flashdeck.tui import keys, safe, themes
from flashdeck.tui.commands import PLACES
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.field import SafeInput

_KEYS_WIDTH = 16
_KEYS_ONLY = ("move(", "scroll(", "page(", "fold(", "grade(", "help")  # of no use by name
_NAME_COUNTS, _ABOUT_COUNTS = 1.0, 0.7


class Command(NamedTuple):
    """Something that can be done; ``keys`` are shown beside it, ``about`` is searched as well."""

    name: str
    keys: str
    run: Callable[[], object]
    about: str = ""


class CommandList(Widget):
    """Commands, one a row; only those in view are drawn."""

    commands: reactive[tuple[Command, ...]] = reactive(())
    selected: reactive[int] = reactive(0)
    top: reactive[int] = reactive(0)

    class Chosen(Message):
        """A command was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    @property
    def current(self) -> Command | None:
        """The selected command."""
        return self.commands[self.selected] if self.selected < len(self.commands) else None

    def watch_commands(self) -> None:
        """Begin at the best one."""
        self.selected = self.top = 0

    def move(self, step: int) -> None:
        """Select another command."""
        self.selected = max(0, min(self.selected + step, len(self.commands) - 1))
        height = max(self.size.height, 1)
        self.top = min(max(self.top, self.selected - height + 1), self.selected)

    def render(self) -> safe.Content:
        """Return the rows in view."""
        width = self.size.width
        rows = []
        for number in range(self.top, min(self.top + self.size.height, len(self.commands))):
            command = self.commands[number]
            mark = ("▌", "$text-primary") if number == self.selected else " "
            name = safe.line(mark, " ", safe.title(command.name, width - _KEYS_WIDTH))
            row = safe.spread(name, safe.line((f"{command.keys} ", "$text-primary")), width)
            rows.append(row.stylize_before("on $foreground 8%") if number == self.selected else row)
        return safe.Content("\n").join(rows)

    def on_click(self, event: events.Click) -> None:
        """Run the command that was clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        number = self.top + offset.y if offset is not None else -1
        if 0 <= number < len(self.commands):
            self.post_message(self.Chosen(self.commands[number]))

    def on_mouse_scroll_down(self) -> None:
        """Go down by a row."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up by a row."""
        self.move(-1)


class PaletteScreen(Page):
    """Finds commands by their words and runs them on the screen below."""

    CSS_PATH = "palette.tcss"
    AUTO_FOCUS = "SafeInput"
    KEYS_TITLE = "Keys in the palette"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Go": ("palette.run", "palette.down", "palette.up", "palette.close", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "run", "Do it", id="palette.run", tooltip="do it"),
        Binding("down", "move(1)", show=False, id="palette.down", tooltip="next"),
        Binding("up", "move(-1)", show=False, id="palette.up", tooltip="previous"),
        Binding("escape", "close", "Back", id="palette.close", tooltip="back"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._commands: list[Command] = []

    def body(self) -> Iterable[Widget]:
        """Lay the line to type into over the commands."""
        yield SafeInput(placeholder="Type what you want to do", compact=True, id="wanted")
        yield Static(id="found")
        yield CommandList()

    def on_mount(self) -> None:
        """Collect the commands, and show those of the screen and the app."""
        self._commands = [*self._here(), *self._everywhere(), *self._decks()]
        self._search("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no help, and no second palette."""
        return action not in ("help", "command_palette")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._search(event.value.strip())

    def _search(self, wanted: str) -> None:
        found = self._commands
        if wanted:
            matcher = Matcher(wanted)
            scored = [
                (max(matcher.match(one.name) * _NAME_COUNTS,
                     matcher.match(one.about) * _ABOUT_COUNTS), one)
                for one in self._commands
            ]  # fmt: skip
            ranked = sorted(scored, key=lambda pair: -pair[0])
            found = [one for score, one in ranked if score > 0]
        self.query_one(CommandList).commands = tuple(found)
        told = "" if found else f"No command goes by “{safe.shorten(wanted, 40)}”."
        self.query_one("#found", Static).update(safe.line((told, "$muted")))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_run()

    @on(CommandList.Chosen)
    def _chosen(self, event: CommandList.Chosen) -> None:
        self._run(event.command)

    def action_run(self) -> None:
        """Run the selected command on the screen below."""
        current = self.query_one(CommandList).current
        if current is not None:
            self._run(current)

    def action_move(self, step: int) -> None:
        """Select another command."""
        self.query_one(CommandList).move(step)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def _run(self, command: Command) -> None:
        app = self.app
        self.dismiss()
        app.call_later(command.run)

    def _here(self) -> Iterator[Command]:
        """Yield the commands of the screen below that work on what it shows now."""
        places = {place.id for place in PLACES}
        found: dict[str, tuple[str, str, list[str]]] = {}
        for key, active in self._below.active_bindings.items():
            binding = active.binding
            if not active.enabled or not binding.tooltip or binding.id in places:
                continue
            if binding.id == "app.commands" or binding.action.startswith(_KEYS_ONLY):
                continue
            name, about = binding.tooltip, binding.description
            if not binding.show and about:  # a name of its own, which no footer has to fit
                name, about = about, name
            found.setdefault(binding.action, (name, about, []))[2].append(keys.display(key))
        for action, (words, label, pressed) in found.items():
            run = partial(self.app.run_action, action, self._below)
            yield Command(_capital(words), " ".join(pressed), run, label)

    def _everywhere(self) -> Iterator[Command]:
        below = self._below
        for place in PLACES:
            if isinstance(below, Page):
                run = partial(below.action_go, place.id)
                name = self.app.keys.get(place.id, (place.key,))[0]
                yield Command(_capital(place.about), keys.display(name), run, place.label)
        for name in themes.NAMES:
            yield Command(f"Theme: {themes.title(name)}", "", partial(self._wear, name), "colours")

    def _decks(self) -> Iterator[Command]:
        if self.app.library is None or not isinstance(self._below, Page):
            return
        for deck_id, title in deck_names(self.app.library):
            run = partial(self.app.study_or_say, [deck_id])
            yield Command(f"Study {safe.shorten(title, 60)}", "", run)

    def _wear(self, name: str) -> None:
        try:
            self.app.prefer("theme", name)
        except FlashdeckError as failure:
            if isinstance(self._below, Page):
                self._below.say(safe.sentence(str(failure)), error=True)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
