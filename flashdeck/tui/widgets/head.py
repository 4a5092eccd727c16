"""The head of a review: deck, place in the session, minutes, and the progress rule."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.tui import safe

_MINUTES_WIDTH = 8  # "   3 min"


class Head(Widget):
    """Two rows; ``at`` counts from 1."""

    deck: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    at: reactive[int] = reactive(0)
    done: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    minutes: reactive[int] = reactive(0)

    def render(self) -> safe.Content:
        """Return the line of names and numbers over the rule."""
        width = self.size.width
        spent = f"   {self.minutes:,} min"
        right = safe.line(
            (f"{self.at:,}", "bold"),
            (f" of {self.total:,}", "$muted"),
            (f"{spent:>{_MINUTES_WIDTH}}", "$muted"),
        )
        room = max(width - right.cell_length - 2, 0)
        names = safe.title(self.deck, room, "bold")
        if self.place:
            names = safe.line(names, "  ", (safe.shorten(self.place, room), "$muted"))
        done = width * self.done // self.total if self.total else 0
        rule = safe.line(("━" * done, "$text-primary"), ("─" * (width - done), "$foreground 22%"))
        return safe.Content.assemble(safe.spread(names, right, width), "\n", rule)
