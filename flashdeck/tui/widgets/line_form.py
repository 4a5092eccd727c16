"""One line to write into, above the message line, while the card stays in view."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from flashdeck.tui import safe
from flashdeck.tui.widgets.field import SafeInput


class LineForm(Horizontal):
    """A label and a line; Enter takes what is written, Esc leaves it. ``purpose`` tells it apart.

    Keys that act on the screen below wait until it is closed.
    """

    DEFAULT_CSS = """
    LineForm { height: 1; padding: 0 1; }
    LineForm Static { width: auto; padding: 0 2 0 0; }
    LineForm Input { width: 1fr; background: $foreground 8%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Leave it", id="line.leave", tooltip="leave it as it was"),
        Binding("enter", "take", "Keep", id="line.take", tooltip="keep what is written"),
    ]

    class Closed(Message):
        """It is done with; ``text`` is None where it was left."""

        def __init__(self, form: LineForm, text: str | None) -> None:
            super().__init__()
            self.form = form
            self.text = text

        @property
        def control(self) -> LineForm:
            """The form."""
            return self.form

    def __init__(self, label: str, text: str, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose
        self._label = label
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay label and line."""
        yield Static(safe.line((self._label, "bold")))
        yield SafeInput(self._text, compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Closed(self, event.value))

    def action_take(self) -> None:
        """Take what is written."""
        self.post_message(self.Closed(self, self.query_one(Input).value))

    def action_close(self) -> None:
        """Leave it as it was."""
        self.post_message(self.Closed(self, None))
