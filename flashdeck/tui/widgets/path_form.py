"""One line to type a path into, with what it means below."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from flashdeck.tui import safe


class PathForm(Vertical):
    """A label, a path and a hint; it takes the keys while it is shown."""

    hint: reactive[str] = reactive("")

    class Changed(Message):
        """Another path stands in it."""

        def __init__(self, form: PathForm, path: str) -> None:
            super().__init__()
            self.form = form
            self.path = path

        @property
        def control(self) -> PathForm:
            """The form."""
            return self.form

    class Submitted(Changed):
        """The path was entered."""

    def __init__(self, label: str, path: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self._path = path

    def compose(self) -> ComposeResult:
        """Lay label and path on one row, the hint below, and above them a line to part them."""
        yield Static(id="path-rule")
        with Horizontal():
            yield Static(safe.line((self._label, "bold")), id="path-label")
            yield Input(self._path, id="path", compact=True, select_on_focus=False)
        yield Static(id="path-hint")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()
        self.post_message(self.Changed(self, self._path))

    @property
    def path(self) -> str:
        """The path as it is typed."""
        return self.query_one(Input).value

    def fill(self, path: str) -> None:
        """Put another path in."""
        field = self.query_one(Input)
        field.value = path
        field.cursor_position = len(path)

    def watch_hint(self, hint: str) -> None:
        """Show what the path means."""
        if self.is_mounted:
            self.query_one("#path-hint", Static).update(safe.line((hint, "$muted")))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(self, event.value))
