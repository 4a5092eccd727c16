"""The message line above the footer: what just happened, and what went wrong."""

from __future__ import annotations

from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from flashdeck.tui import safe

_STAYS_SECONDS = 4.0


class MessageLine(Widget):
    """One row that is always there, so that nothing moves when it speaks."""

    text: reactive[str] = reactive("")
    is_error: reactive[bool] = reactive(False)

    _timer: Timer | None = None

    def say(self, text: str, *, error: bool = False) -> None:
        """Show a message: for 4 seconds, or an error until it is cleared."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.is_error = error
        self.text = text
        if text and not error:
            self._timer = self.set_timer(_STAYS_SECONDS, self.clear)

    def clear(self) -> None:
        """Take the message away."""
        self.say("")

    def render(self) -> safe.Content:
        """Return the message on one line; what does not fit is cut."""
        text = safe.shorten(self.text, max(self.size.width - 2 * self.is_error, 1))
        if not text:
            return safe.line("")
        if self.is_error:
            return safe.line(("✗ ", "$text-error"), (text, "$text-error"))
        return safe.line((text, "$muted"))
