"""The cards that a search found, as a table of which only the rows in view are read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.services.listing import CardRow
from flashdeck.tui import safe, words

_DUE, _INTERVAL = 14, 10
_WHEEL = 3
_KEPT = 2000  # rows that were read and may be looked at again


class CardTable(Widget):
    """Rows of found cards: a cursor, marks, and what is in view.

    ``read`` gets the numbers of rows that come into view and returns them as cards.
    """

    nums: reactive[array[int]] = reactive(array("q"), init=False, always_update=True)
    at: reactive[int] = reactive(0, init=False)
    top: reactive[int] = reactive(0)
    marked: reactive[frozenset[int]] = reactive(frozenset())

    class Moved(Message):
        """Another card is under the cursor."""

    class Opened(Message):
        """The card under the cursor was clicked once more."""

    def __init__(self, read: Callable[[Sequence[int]], list[CardRow]], today: int) -> None:
        super().__init__()
        self._read = read
        self._today = today
        self._rows: dict[int, CardRow] = {}

    @property
    def row(self) -> CardRow | None:
        """The card under the cursor."""
        if not self.nums:
            return None
        num = self.nums[min(self.at, len(self.nums) - 1)]
        self._fetch([num])
        return self._rows.get(num)

    def forget(self) -> None:
        """Read the rows again, since something about them changed."""
        self._rows.clear()
        self.refresh()
        self.post_message(self.Moved())

    def watch_nums(self) -> None:
        """Keep the cursor within the rows."""
        last = max(len(self.nums) - 1, 0)
        self.at = min(self.at, last)
        self.top = min(self.top, max(len(self.nums) - self._room, 0))
        self.post_message(self.Moved())

    def watch_at(self) -> None:
        """Bring the cursor into view, and tell the screen."""
        if self.at < self.top:
            self.top = self.at
        elif self.at >= self.top + self._room:
            self.top = self.at - self._room + 1
        self.post_message(self.Moved())

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.at = min(max(self.at + rows, 0), max(len(self.nums) - 1, 0))

    @property
    def page(self) -> int:
        """How many rows are in view."""
        return self._room

    def toggle(self) -> None:
        """Mark the card under the cursor, or take its mark off."""
        if self.nums:
            self.marked = self.marked ^ {self.nums[self.at]}

    @property
    def _room(self) -> int:
        return max(self.size.height - 1, 1)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.watch_at()

    def _fetch(self, nums: Sequence[int]) -> None:
        unknown = [num for num in nums if num not in self._rows]
        if unknown:
            if len(self._rows) > _KEPT:
                self._rows.clear()
            self._rows.update((row.num, row) for row in self._read(unknown))

    def render(self) -> safe.Content:
        """Return the head and the rows in view."""
        width = max(self.size.width, 20)
        last = _DUE + _INTERVAL if width >= 60 else _DUE
        room = width - last - 2
        head = f"  {'Question':<{room}}{'Due':<{_DUE}}"
        if last > _DUE:
            head += f"{'Interval':>{_INTERVAL}}"
        lines = [safe.line((head.rstrip(), "$muted"))]
        shown = self.nums[self.top : self.top + self._room]
        self._fetch(shown)
        for place, num in enumerate(shown, self.top):
            row = self._rows.get(num)
            if row is not None:
                lines.append(self._line(row, place == self.at, room, last, width))
        return safe.Content("\n").join(lines)

    def _line(self, row: CardRow, here: bool, room: int, last: int, width: int) -> safe.Content:
        state = row.state
        mark = "✓" if row.num in self.marked else "▌" if here else " "
        name = safe.title(row.card.question, room - 3)
        if state.suspended:
            due = "suspended"
        elif state.due_day is None:
            due = "new"
        else:
            due = words.day_beside(state.due_day, self._today)
        flag = f"{state.flag}!" if state.flag else ""
        interval = words.count(state.interval_days, "day") if state.due_day is not None else ""
        style = "$muted" if state.suspended else ""
        line = safe.line(
            (mark, "$text-primary"), " ",
            name.pad_right(max(room - 3 - name.cell_length, 0)),
            (f"{flag:>2} ", "$text-primary"),
            (f"{due:<{_DUE}}"[:_DUE], style),
            (f"{interval:>{_INTERVAL}}" if last > _DUE else "", style),
        ).truncate(width)  # fmt: skip
        line = line.pad_right(max(width - line.cell_length, 0))
        return line.stylize_before("on $foreground 8%") if here else line

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked; with Ctrl or Shift mark as well."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 1:
            return
        event.stop()
        place = self.top + offset.y - 1
        if place >= len(self.nums):
            return
        if event.ctrl or event.shift or offset.x < 2:
            self.at = place
            self.toggle()
        elif place == self.at:
            self.post_message(self.Opened())
        else:
            self.at = place

    def on_mouse_scroll_down(self) -> None:
        """Look further down; the cursor comes along at the edge."""
        self.top = min(self.top + _WHEEL, max(len(self.nums) - self._room, 0))
        self.at = min(max(self.at, self.top), self.top + self._room - 1)

    def on_mouse_scroll_up(self) -> None:
        """Look further up."""
        self.top = max(self.top - _WHEEL, 0)
        self.at = min(max(self.at, self.top), self.top + self._room - 1)
