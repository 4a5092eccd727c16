"""The line in which the answer to a card is written."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from flashdeck.tui.screens.asking import Asking
from flashdeck.tui.widgets.field import SafeInput


class AnswerInput(SafeInput):
    """The line in which an answer is written; Esc leaves it for the plain card."""

    DEFAULT_CSS = """
    AnswerInput { position: absolute; height: 1; background: $foreground 8%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Show the answer", id="write.take", tooltip="compare"),
        Binding("escape", "leave", "Don't write", id="write.leave", tooltip="answer without it"),
    ]

    def action_leave(self) -> None:
        """Close the line."""
        screen = self.screen
        assert isinstance(screen, Asking)
        screen.close_line()
