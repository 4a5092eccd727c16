"""Rows of settings under headings: a name, its value, and arrows on the selected one."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.tui import safe

_VALUE_AT = 36
_LEAST_GAP = 4


class OptionRow(NamedTuple):
    """One row; a heading has no value. ``bound`` tells whether a value differs from its default."""

    title: str
    value: str | None = None
    changed: bool = False


class SettingsList(Widget):
    """Draws the rows in view; a click selects one, a click on a selected value changes it."""

    rows: reactive[tuple[OptionRow, ...]] = reactive((), init=False)
    selected: reactive[int] = reactive(0)
    top: reactive[int] = reactive(0)

    class Moved(Message):
        """Another row is selected."""

    class Turned(Message):
        """The value of the selected row is to change, by one step on or back."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def watch_rows(self) -> None:
        """Keep a row selected that has a value."""
        if self.rows and self.rows[min(self.selected, len(self.rows) - 1)].value is None:
            self.move(1)

    def move(self, step: int) -> None:
        """Select the next row with a value in that direction."""
        at = self.selected + step
        while 0 <= at < len(self.rows) and self.rows[at].value is None:
            at += step
        if 0 <= at < len(self.rows):
            self.selected = at

    def watch_selected(self) -> None:
        """Bring the row into view, with the heading above it, and tell the screen."""
        height = max(self.size.height, 1)
        above = self.selected
        while above > 0 and self.rows[above - 1].value is None:
            above -= 1
        if above < self.top:
            self.top = above
        elif self.selected >= self.top + height:
            self.top = self.selected - height + 1
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the selected row in view."""
        self.top = max(min(self.top, len(self.rows) - self.size.height), 0)
        self.watch_selected()

    def render(self) -> safe.Content:
        """Return the rows in view."""
        found = [
            self._row(number)
            for number in range(self.top, min(self.top + self.size.height, len(self.rows)))
        ]
        return safe.Content("\n").join(found)

    def _row(self, number: int) -> safe.Content:
        row, width = self.rows[number], self.size.width
        if row.value is None:
            return safe.line((f" {row.title}", "bold"))
        at = min(_VALUE_AT, width // 2)
        selected = number == self.selected
        name = safe.title(row.title, at - _LEAST_GAP)
        mark = safe.line(("▌", "$text-primary") if selected else " ", "  ", name)
        sides = ("◂ ", " ▸") if selected else ("  ", "  ")
        value = safe.title(row.value, max(width - at - 4, 1), "bold" if row.changed else "")
        text = safe.line(
            mark.pad_right(max(at - mark.cell_length, 0)),
            (sides[0], "$text-primary"), value, (sides[1], "$text-primary"),
        )  # fmt: skip
        text = text.pad_right(max(width - text.cell_length, 0))
        return text.stylize_before("on $foreground 8%") if selected else text

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked; on the selected one, go to the next value."""
        event.stop()
        offset = event.get_content_offset(self)
        number = self.top + offset.y if offset is not None else -1
        if offset is None or not 0 <= number < len(self.rows) or self.rows[number].value is None:
            return
        if number != self.selected:
            self.selected = number
        else:
            back = offset.x <= min(_VALUE_AT, self.size.width // 2) + 1
            self.post_message(self.Turned(-1 if back else 1))

    def on_mouse_scroll_down(self) -> None:
        """Go down by a row."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up by a row."""
        self.move(-1)
