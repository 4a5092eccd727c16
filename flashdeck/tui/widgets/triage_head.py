"""The head of triage: the article, how many cards it proposes, and what is decided."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.services.triage import Counts
from flashdeck.tui import safe, words

_LEAST_NAME = 12


class TriageHead(Widget):
    """One row; ``at`` of ``of`` counts the articles from 1."""

    article: reactive[str] = reactive("")
    at: reactive[int] = reactive(1)
    of: reactive[int] = reactive(1)
    counts: reactive[Counts | None] = reactive(None)

    def render(self) -> safe.Content:
        """Return the row; first the number of cards gives way, then the article's name."""
        width = self.size.width
        counts = self.counts
        right = _counted(counts) if counts else safe.line("")
        room = max(width - right.cell_length - 3, _LEAST_NAME)
        name = safe.title(self.article, room, "bold")
        if self.of > 1:
            name = safe.line(name, (f"  {self.at} of {self.of}", "$muted"))
        if counts:
            proposed = words.count(counts.kept + counts.unsure + counts.rejected, "card")
            long = safe.line(name, (f"  {proposed} proposed", "$muted"))
            name = long if long.cell_length <= room else name
        return safe.spread(name, right, width)


def _counted(counts: Counts) -> safe.Content:
    return safe.line(
        f"{counts.kept:,}", (" kept, ", "$muted"),
        f"{counts.unsure:,}", (" not sure, ", "$muted"),
        f"{counts.rejected:,}", (" rejected", "$muted"),
    )  # fmt: skip
