"""The article beside its cards: facts underlined, that of the current card reversed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.services.article import Paragraph, Place
from flashdeck.tui import safe
from flashdeck.tui.wrapping import breaks

_SENTENCE = "$foreground"
_FACT = "underline $foreground"
_CURRENT = "bold reverse $text-primary"
_WHEEL_ROWS = 3


class Marks(NamedTuple):
    """Where one card stands; ``is_shown`` is off where its words are not to be underlined."""

    sentence: tuple[Place, ...]
    facts: tuple[Place, ...]
    is_shown: bool = True


class _Row(NamedTuple):
    """One line of the article: characters ``start`` to ``end`` of a paragraph, -1 for none."""

    paragraph: int
    start: int = 0
    end: int = 0


class ArticlePane(Widget):
    """Paragraphs in lines; only those in view are drawn."""

    paragraphs: reactive[tuple[Paragraph, ...]] = reactive(())
    marks: reactive[tuple[Marks, ...]] = reactive(())
    current: reactive[int] = reactive(0)
    top: reactive[int] = reactive(0)

    _rows: tuple[int, int, list[_Row]] = (-1, -1, [])
    _by_paragraph: dict[int, list[tuple[int, int, int]]]

    class Picked(Message):
        """A fact was clicked; ``number`` is its card."""

        def __init__(self, pane: ArticlePane, number: int) -> None:
            super().__init__()
            self.pane = pane
            self.number = number

        @property
        def control(self) -> ArticlePane:
            """The article."""
            return self.pane

    def rows(self) -> list[_Row]:
        """Return all lines at the width of now."""
        width = max(self.size.width, 1)
        if self._rows[:2] != (width, id(self.paragraphs)):
            found: list[_Row] = []
            before: Paragraph | None = None
            for number, paragraph in enumerate(self.paragraphs):
                if before is not None and not (before.marker and paragraph.marker):
                    found.append(_Row(-1))
                room = width - len(paragraph.marker)
                found += [_Row(number, *line) for line in breaks(paragraph.text, room)]
                before = paragraph
            self._rows = (width, id(self.paragraphs), found)
        return self._rows[2]

    def watch_marks(self, marks: Sequence[Marks]) -> None:
        """Sort the marks by paragraph."""
        self._by_paragraph = {}
        for number, mark in enumerate(marks):
            for place in mark.facts:
                self._by_paragraph.setdefault(place.paragraph, []).append(
                    (place.start, place.end, number)
                )

    def watch_current(self) -> None:
        """Follow the card."""
        self.call_after_refresh(self.follow)

    def on_resize(self) -> None:
        """Bring the current fact into view again."""
        self.follow()

    def follow(self) -> None:
        """Bring the words of the current card into view, a third down where they were not."""
        if not 0 <= self.current < len(self.marks):
            return
        mark = self.marks[self.current]
        places = mark.facts or mark.sentence
        if not places:
            return
        first = self._row_of(places[0].paragraph, places[0].start)
        near = [place for place in places if place.paragraph == places[0].paragraph]
        last = self._row_of(near[-1].paragraph, near[-1].end - 1)
        height = max(self.size.height, 1)
        if first < self.top + (1 if self.top else 0) or last >= self.top + height - 1:
            self.scroll_to_row(first - height // 3)

    def scroll_to_row(self, row: int) -> None:
        """Show from this line on; the last page is the end."""
        self.top = max(0, min(row, len(self.rows()) - self.size.height))

    def _row_of(self, paragraph: int, at: int) -> int:
        for number, row in enumerate(self.rows()):
            if row.paragraph == paragraph and row.start <= at <= row.end:
                return number
        return 0

    def render(self) -> safe.Content:
        """Return the lines in view."""
        rows = self.rows()[self.top : self.top + max(self.size.height, 1)]
        return safe.Content("\n").join([self._line(row) for row in rows])

    def _line(self, row: _Row) -> safe.Content:
        if row.paragraph < 0:
            return safe.line("")
        paragraph = self.paragraphs[row.paragraph]
        text = safe.line((paragraph.text[row.start : row.end], "$muted"))
        if paragraph.is_heading:
            text = text.stylize("bold $foreground")
        current = self.marks[self.current] if self.current < len(self.marks) else None
        for place in current.sentence if current else ():
            if place.paragraph == row.paragraph:
                text = _styled(text, row, place.start, place.end, _SENTENCE)
        for start, end, number in self._by_paragraph.get(row.paragraph, ()):
            if self.marks[number].is_shown:
                text = _styled(text, row, start, end, _FACT)
        for place in current.facts if current else ():
            if place.paragraph == row.paragraph:
                text = _styled(text, row, place.start, place.end, _CURRENT)
        first = row.start == 0
        marker = paragraph.marker if first else " " * len(paragraph.marker)
        return safe.line((marker, "$muted"), text)

    def on_click(self, event: events.Click) -> None:
        """Pick the card whose words were clicked; again, the next one that has them too."""
        event.stop()
        offset = event.get_content_offset(self)
        rows = self.rows()
        if offset is None or not 0 <= self.top + offset.y < len(rows):
            return
        row = rows[self.top + offset.y]
        if row.paragraph < 0:
            return
        marker = len(self.paragraphs[row.paragraph].marker)
        at = row.start + offset.x - marker
        if not row.start <= at < row.end:
            return
        here = [
            number
            for start, end, number in self._by_paragraph.get(row.paragraph, ())
            if start <= at < end
        ]
        if here:
            following = here.index(self.current) + 1 if self.current in here else 0
            self.post_message(self.Picked(self, here[following % len(here)]))

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.scroll_to_row(self.top + _WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.scroll_to_row(self.top - _WHEEL_ROWS)


def _styled(text: safe.Content, row: _Row, start: int, end: int, style: str) -> safe.Content:
    """Return the line with the part of it between two characters of its paragraph styled."""
    low, high = max(start, row.start), min(end, row.end)
    if low >= high:
        return text
    return text.stylize(style, low - row.start, high - row.start)
