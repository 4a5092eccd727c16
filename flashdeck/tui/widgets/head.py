"""The head of a review: deck, place in the session, minutes, and the progress rule."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.tui import safe

_MINUTES_WIDTH = 8  # "   3 min"
_GLIDE_SECONDS = 0.2


class Head(Widget):
    """Two rows; ``at`` counts from 1, ``left`` are seconds of the timer, ``flag`` is 0 to 7."""

    deck: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    at: reactive[int] = reactive(0)
    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    minutes: reactive[int] = reactive(0)
    left: reactive[int | None] = reactive(None)
    flag: reactive[int] = reactive(0)
    glides: reactive[bool] = reactive(False)
    _drawn: reactive[float] = reactive(0.0)

    def watch_done(self, before: int, done: int) -> None:
        """Let the rule glide to its new length, where that is wished and there is one to leave."""
        if self.glides and 0 < before < done <= self.total:
            self.animate("_drawn", float(done), duration=_GLIDE_SECONDS, level="basic")
        else:
            self._drawn = float(done)

    def render(self) -> safe.Content:
        """Return the line of names and numbers over the rule."""
        width = self.size.width
        spent = f"   {self.minutes:,} min"
        timer = ""
        if self.left is not None:
            timer = (
                f"   {self.left // 60}:{self.left % 60:02} left" if self.left else "   time is up"
            )
        right = safe.line(
            (f"{self.at:,}", "bold"),
            (f" of {self.total:,}", "$muted"),
            (timer, "$text-primary" if self.left == 0 else "$muted"),
            (f"{spent:>{_MINUTES_WIDTH}}", "$muted"),
        )
        room = max(width - right.cell_length - 2, 0)
        names = safe.title(self.deck, room, "bold")
        if self.place:
            names = safe.line(names, "  ", (safe.shorten(self.place, room), "$muted"))
        if self.flag:
            names = safe.line(names, (f"  flag {self.flag}", "$text-primary"))
        done = int(width * min(self._drawn, self.total) / self.total) if self.total else 0
        rule = safe.line(("━" * done, "$text-primary"), ("─" * (width - done), "$foreground 22%"))
        return safe.Content.assemble(safe.spread(names, right, width), "\n", rule)
