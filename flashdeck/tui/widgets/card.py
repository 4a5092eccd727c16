"""A card on its fold: the question grows up from it, the answer down, and neither moves."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.tui import safe, stage
from flashdeck.tui.cards import View, answer, question

_WHEEL_ROWS = 3


class CardStage(Widget):
    """Question, fold and answer of the card in view.

    One widget that draws all three, since the first card waits for every widget there is.
    """

    view: reactive[View | None] = reactive(None)
    source_key: reactive[str] = reactive("")

    _zones: stage.Zones | None = None
    _drawn_for: object = None
    _offsets: tuple[int, int] = (0, 0)

    @property
    def question_region(self) -> Region:
        """Where the question stands on the screen."""
        zone = self._laid().question
        return Region(*self.content_region.offset, self.content_size.width, zone.height)

    @property
    def answer_row(self) -> int:
        """The row of the screen on which the answer begins."""
        zones = self._laid()
        return self.content_region.y + zones.question.height + zones.fold

    def watch_view(self, before: View | None, view: View | None) -> None:
        """Begin a new card at its top."""
        if before is None or view is None or before.card.id != view.card.id:
            self._offsets = (0, 0)

    def page(self, direction: int) -> None:
        """Scroll by a page: the answer where it shows, else the question."""
        below = self.view is not None and self.view.below_fold
        zone = self._zone(below=below)
        self._scroll(direction * max(zone.height - 1, 1), below=below)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the zone under the mouse down."""
        self._wheel(event, _WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the zone under the mouse up."""
        self._wheel(event, -_WHEEL_ROWS)

    def render(self) -> safe.Content:
        """Return the rows of the stage."""
        if self.view is None:
            return safe.line("")
        width = self.content_size.width
        asked, fold, told = self._laid()
        first, second = self._offsets
        rows = [
            *asked.seen(min(first, asked.end), width),
            *stage.fold(fold, width, shown=self.view.below_fold),
            *told.seen(min(second, told.end), width),
        ]
        return safe.Content("\n").join(rows)

    def _laid(self) -> stage.Zones:
        """Return the zones as they stand at this size."""
        size = self.content_size
        tall, low = self.screen.has_class("-tall"), self.screen.has_class("-low")
        drawn_for = (self.view, self.source_key, size, tall, low)
        if self._zones is None or drawn_for != self._drawn_for:
            assert self.view is not None
            self._drawn_for = drawn_for
            self._zones = stage.zones(
                question(self.view),
                answer(self.view, source_key=self.source_key),
                size.width,
                size.height,
                stage.shape(size.height, tall=tall, low=low),
            )
        return self._zones

    def _zone(self, *, below: bool) -> stage.Zone:
        zones = self._laid()
        return zones.answer if below else zones.question

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        if self.view is not None:
            self._scroll(rows, below=event.y >= self._laid().question.height)

    def _scroll(self, rows: int, *, below: bool) -> None:
        if self.view is None:
            return
        zone = self._zone(below=below)
        offsets = list(self._offsets)
        offsets[below] = min(max(offsets[below] + rows, 0), zone.end)
        self._offsets = (offsets[0], offsets[1])
        self.refresh()
