"""What every screen has: one column, the message line, the key line, help, and a least size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.tui import safe
from flashdeck.tui.commands import place
from flashdeck.tui.keys import remapped
from flashdeck.tui.web.served import SHUT, is_served
from flashdeck.tui.widgets.key_line import KeyLine
from flashdeck.tui.widgets.message import MessageLine

if TYPE_CHECKING:
    from flashdeck.core.ids import DeckId
    from flashdeck.tui.app import FlashdeckApp

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
_TOO_SMALL = (
    "This window is smaller than 60 by 20. Make it larger, or study line by line with "
    "flashdeck study --plain."
)


class Page(Screen[None]):
    """A screen of one column; subclasses say what stands in it and which keys it has.

    ``KEY_GROUPS`` puts the ids of bindings under headings, in the order of the help screen.
    """

    AUTO_FOCUS = ""
    KEYS_TITLE: ClassVar[str] = "Keys"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "More keys", id="help", tooltip="these keys"),
    ]

    app: FlashdeckApp

    @property
    def decks_in_mind(self) -> tuple[DeckId, ...]:
        """The decks that the screen is about, for a place that goes on with them."""
        return ()

    def body(self) -> Iterable[Widget]:
        """Return the widgets of the column, from the top."""
        return ()

    def compose(self) -> ComposeResult:
        """Lay the column."""
        self.take_keys()
        with Vertical(id="column"):
            yield from self.body()
            yield MessageLine()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say once what there was to say at the start."""
        if self.app.notices:
            first, *others = self.app.notices
            more = f" (and {len(others)} more)" if others else ""
            self.say(f"{first}{more}", error=True)
            self.app.notices.clear()

    def on_resize(self, event: events.Resize) -> None:
        """In a window too small for any screen, say so instead."""
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        if small and not self.query("#too-small"):
            self.mount(Static(safe.block(_TOO_SMALL), id="too-small"))

    def take_keys(self) -> None:
        """Put the commands on the keys that the student gave them."""
        own = self._merged_bindings or self._bindings
        bindings = remapped(own.copy(), self.app.keys)
        if is_served():
            open_ones = [binding for _, binding in bindings if binding.id not in SHUT]
            bindings = BindingsMap(open_ones)
        self._bindings = bindings

    def key(self, command: str) -> str:
        """Return the key of a command as it is shown, the first where it has several."""
        found = self.own_bindings([command])
        return self.app.get_key_display(found[0]) if found else ""

    def own_bindings(self, ids: Sequence[str]) -> list[Binding]:
        """Return the bindings of these ids, the app's among them, in this order."""
        found = [binding for _, binding in (*self._bindings, *self.app._bindings)]
        return [binding for one in ids for binding in found if binding.id == one]

    def say(self, text: str, *, error: bool = False) -> None:
        """Show a message on the line above the keys."""
        self.query_one(MessageLine).say(text, error=error)

    def update_keys(self) -> None:
        """Show the keys that matter now."""
        self.query_one(KeyLine).refresh()

    def action_go(self, name: str) -> None:
        """Go to one of the places that every screen knows."""
        self.app.push_screen(place(name).screen(self))

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from flashdeck.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))
