"""The text of a deck file under the hands: numbered lines, highlighting, one marked line."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import TextArea

from flashdeck.services.authoring import shown_text
from flashdeck.tui.highlight import STYLES, front_matter_end, highlights

_FRONT_MOST = 200  # lines of front matter that are looked at
_INDENT = "  "


class DeckText(TextArea):
    """A text area for deck files; what is pasted is made safe to show first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"deck-text--{name}" for name in STYLES),
        "deck-text--mark",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "indent", show=False, id="text.indent", tooltip="indent by two"),
    ]

    _front = 0

    def __init__(self, text: str = "", *, first_line: int = 1, id: str | None = None) -> None:
        super().__init__(
            text,
            show_line_numbers=True,
            line_number_start=first_line,
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=True,
            id=id,
        )

    @property
    def line(self) -> int:
        """The line of the cursor as it is numbered."""
        return self.cursor_location[0] + self.line_number_start

    def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor at a line as it is numbered, and a column from 1."""
        row = min(max(line - self.line_number_start, 0), self.document.line_count - 1)
        at = min(max(column - 1, 0), len(self.document.get_line(row)))
        self.move_cursor((row, at), center=True)

    def bring_to(self, text: str) -> None:
        """Make the text this one by one edit, which can be undone; the cursor stays in its line."""
        before, after = self.text.split("\n"), text.split("\n")
        if before == after:
            return
        head, most = 0, min(len(before), len(after))
        while head < most and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < most - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        row, column = self.cursor_location
        if head + tail == len(before):  # lines are only added
            added = after[head : len(after) - tail]
            if head == len(before):
                end = (head - 1, len(before[-1]))
                self.insert("\n" + "\n".join(added), end, maintain_selection_offset=True)
            else:
                self.insert("\n".join(added) + "\n", (head, 0), maintain_selection_offset=True)
        else:
            last = len(before) - tail - 1
            middle = "\n".join(after[head : len(after) - tail])
            if head + tail == len(after):  # lines are only taken away
                self._take_away(head, last, len(before))
            else:
                self.replace(middle, (head, 0), (last, len(before[last])))
        if row >= len(before) - tail and tail:
            row += len(after) - len(before)
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document.get_line(row)))))

    def _take_away(self, first: int, last: int, count: int) -> None:
        if last + 1 < count:
            self.delete((first, 0), (last + 1, 0))
        elif first:
            self.delete(
                (first - 1, len(self.document.get_line(first - 1))),
                (last, len(self.document.get_line(last))),
            )
        else:
            self.delete((0, 0), (last, len(self.document.get_line(last))))

    def get_line(self, line_index: int) -> Text:
        """Return a line with what stands out in it."""
        text = super().get_line(line_index)
        front = line_index < self._front
        for start, end, name in highlights(text.plain, front=front):
            style = self.get_component_rich_style(f"deck-text--{name}", partial=True)
            text.stylize(style, start, end)
        return text

    def get_component_rich_style(
        self, *names: str, partial: bool = False, default: Style | None = None
    ) -> Style:
        """Return a component's style; the cursor's line has a ground only, its colours stay."""
        partial = partial or names == ("text-area--cursor-line",)
        return super().get_component_rich_style(*names, partial=partial, default=default)

    def render_line(self, y: int) -> Strip:
        """Return a row of the screen, the cursor's line marked in the margin."""
        strip = super().render_line(y)
        row, _ = self.cursor_location
        top = self.wrapped_document.location_to_offset((row, 0)).y
        at = y + self.scroll_offset.y
        margin = self.gutter_width
        if not margin or not top <= at <= self._last_offset(row, top):
            return strip
        mark = Strip([Segment("▌", self.get_component_rich_style("deck-text--mark"))], 1)
        return Strip.join([strip.crop(0, margin - 1), mark, strip.crop(margin)])

    def _last_offset(self, row: int, top: int) -> int:
        return top + len(self.wrapped_document.get_offsets(row))

    def _build_highlight_map(self) -> None:
        """Note where the front matter ends, as Textual asks for after each edit."""
        super()._build_highlight_map()
        if self.line_number_start == 1:
            most = min(self.document.line_count, _FRONT_MOST)
            self._front = front_matter_end([self.document.get_line(i) for i in range(most)])

    def action_indent(self) -> None:
        """Insert two blanks."""
        self.replace(_INDENT, *self.selection, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert pasted text without what a terminal could obey."""
        event.stop()
        event.prevent_default()
        if result := self._replace_via_keyboard(_pasted(event.text), *self.selection):
            self.move_cursor(result.end_location)

    def action_paste(self) -> None:
        """Insert from the app's own clipboard, which is made safe as well."""
        if result := self._replace_via_keyboard(_pasted(self.app.clipboard), *self.selection):
            self.move_cursor(result.end_location)


def _pasted(text: str) -> str:
    return shown_text(text.replace("\r\n", "\n").replace("\r", "\n"))
