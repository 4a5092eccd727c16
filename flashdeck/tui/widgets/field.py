"""Fields of a form: a word at the left, what is written at the right."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from flashdeck.core.text import clean, clean_line
from flashdeck.tui import safe


class SafeInput(Input):
    """An input of one line; what is pasted is made safe to show first."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(clean_line(event.text), *self.selection)


class Suggestions(Suggester):
    """Completes from words that may change, whichever way they are capitalised."""

    def __init__(self, suggestions: Sequence[str] = ()) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.words = tuple(suggestions)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first word that goes on where the value ends."""
        for word in self.words:
            if len(word) > len(value) and word.casefold().startswith(value.casefold()):
                return value + word[len(value) :]
        return None


class Field(Horizontal):
    """One row: label and input."""

    def __init__(
        self, name: str, label: str, *, value: str = "", hint: str = "",
        suggester: Suggester | None = None,
    ) -> None:  # fmt: skip
        super().__init__(id=f"field-{name}")
        self._label = label
        self.input = SafeInput(
            value, placeholder=hint, suggester=suggester, compact=True, id=f"input-{name}",
            select_on_focus=False,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Lay label and input."""
        yield Static(safe.line(self._label), classes="label")
        yield self.input

    @property
    def value(self) -> str:
        """What is written."""
        return self.input.value

    @value.setter
    def value(self, text: str) -> None:
        self.input.value = text


class _Lines(TextArea):
    """A few lines of text; what is pasted is made safe to show first."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean(event.text.replace("\r\n", "\n").replace("\r", "\n"))
        self._replace_via_keyboard(text, *self.selection)


class LinesField(Horizontal):
    """Several rows: label and a small text area."""

    def __init__(self, name: str, label: str, *, hint: str = "") -> None:
        super().__init__(id=f"field-{name}")
        self._label = label
        self.input = _Lines(
            tab_behavior="focus", compact=True, placeholder=hint, id=f"input-{name}",
            highlight_cursor_line=False,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Lay label and text."""
        yield Static(safe.line(self._label), classes="label")
        yield self.input

    @property
    def value(self) -> str:
        """What is written."""
        return self.input.text

    @value.setter
    def value(self, text: str) -> None:
        self.input.text = text


class Choice(Widget, can_focus=True):
    """One of a few words; the chosen one is marked. Left and right choose, and a click."""

    chosen: reactive[int] = reactive(0)

    class Changed(Message):
        """Another word is chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The widget."""
            return self.choice

    def __init__(self, label: str, words: Sequence[str]) -> None:
        super().__init__()
        self._label = label
        self._words = tuple(words)

    def render(self) -> safe.Content:
        """Return label and words."""
        parts: list[safe.Content] = [
            safe.line(
                (
                    f"{self._label:<{LABEL_WIDTH}}",
                    "bold $text-primary" if self.has_focus else "$muted",
                )
            )
        ]
        for number, word in enumerate(self._words):
            if number == self.chosen:
                parts.append(safe.line(("▌", "$text-primary"), (word, "bold")))
            else:
                parts.append(safe.line(" ", (word, "$muted")))
            parts.append(safe.line("   "))
        return safe.line(*parts)

    def watch_chosen(self) -> None:
        """Tell the form."""
        if self.is_mounted:
            self.post_message(self.Changed(self))

    def step(self, by: int = 1) -> None:
        """Choose the next word, round and round."""
        self.chosen = (self.chosen + by) % len(self._words)

    def on_key(self, event: events.Key) -> None:
        """Choose with the arrow keys."""
        if event.key in ("left", "right"):
            event.stop()
            self.step(1 if event.key == "right" else -1)

    def on_click(self, event: events.Click) -> None:
        """Choose the word that was clicked."""
        offset = event.get_content_offset(self)
        at = LABEL_WIDTH
        for number, word in enumerate(self._words):
            if offset is not None and at <= offset.x <= at + len(word):
                self.chosen = number
            at += len(word) + 4


LABEL_WIDTH = 14
