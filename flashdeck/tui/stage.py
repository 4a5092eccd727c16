"""Where a card stands on its stage: the question on a fixed fold, the answer below it."""

from __future__ import annotations

from typing import NamedTuple

from flashdeck.tui import safe
from flashdeck.tui.cards import EMPTY
from flashdeck.tui.flow import Flow, Group, Row

_BAR = 1  # the column of a zone's scroll bar
_NONE = safe.Content("")


class Shape(NamedTuple):
    """The rows of a stage: the least and most of a question, and the fold."""

    least: int
    most: int
    fold: int


class Zone(NamedTuple):
    """Rows of text of which ``height`` are seen at a time."""

    rows: list[safe.Content]
    height: int

    @property
    def end(self) -> int:
        """The greatest offset it can be scrolled to."""
        return max(len(self.rows) - self.height, 0)

    def seen(self, offset: int, width: int) -> list[safe.Content]:
        """Return exactly ``height`` rows from the offset on; a long zone has a bar at its right."""
        rows = self.rows[offset : offset + self.height]
        rows += [_NONE] * (self.height - len(rows))
        if not self.end:
            return rows
        thumb = max(self.height * self.height // len(self.rows), 1)
        at = round(offset / self.end * (self.height - thumb))
        bar = safe.line(("▐", "$foreground 30%"))
        return [
            safe.line(row.pad_right(max(width - _BAR - row.cell_length, 0)), bar)
            if at <= number < at + thumb
            else row
            for number, row in enumerate(rows)
        ]


class Zones(NamedTuple):
    """A card on its stage: the question, the rows of the fold, and the answer."""

    question: Zone
    fold: int
    answer: Zone


def shape(height: int, *, tall: bool, low: bool) -> Shape:
    """Return how a stage of that height is shared out; nothing of it depends on the answer."""
    return Shape(height * (40 if tall else 34) // 100, height * 65 // 100, 1 if low else 3)


def zones(question: Flow, answer: Flow, width: int, height: int, shape: Shape) -> Zones:
    """Return where question and answer stand.

    The question stands on the fold and grows upwards; it keeps the rows that it needs at its
    longest.
    """
    rows = _rows(question, width, shape.most)
    high = min(max(len(rows), shape.least), max(shape.most, 1))
    rows = [_NONE] * (high - len(rows)) + rows
    fold = min(shape.fold, max(height - high, 0))
    left = max(height - high - fold, 0)
    return Zones(Zone(rows, high), fold, Zone(_rows(answer, width, left), left))


def remark(text: str) -> Group:
    """Return a quiet line below a question."""
    return Group((Row(safe.line((text, "$muted"))),), align="lines", indent=4, gap=0)


def fold(rows: int, width: int, *, shown: bool) -> list[safe.Content]:
    """Return the rows of the fold, with its mark where something stands below it."""
    mark = safe.line((EMPTY, "$foreground 30%")) if shown else _NONE
    middle = rows // 2
    blank = (width - mark.cell_length) // 2
    return [mark.pad_left(max(blank, 0)) if at == middle else _NONE for at in range(rows)]


def _rows(flow: Flow, width: int, most: int) -> list[safe.Content]:
    """Return the rows of a text, narrower where it must be scrolled."""
    rows = flow.rows(width)
    return rows if len(rows) <= most else flow.rows(max(width - _BAR, 1))
