"""A card on its fold: the question grows up from it, the answer down, and neither moves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.geometry import Region
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.tui import safe, stage
from flashdeck.tui.cards import View, answer, question
from flashdeck.tui.flow import Flow

if TYPE_CHECKING:
    from pathlib import Path

    from textual.visual import Visual

    from flashdeck.files.pixels import Pixels
    from flashdeck.tui.picture import Colours, Room

_WHEEL_ROWS = 3


class _Drawing(NamedTuple):
    """A picture as it is to be drawn."""

    path: Path
    width: int
    height: int
    view: View
    colours: Colours


class CardStage(Widget):
    """Question, fold and answer of the card in view.

    One widget that draws all three, since the first card waits for every widget there is.
    """

    view: reactive[View | None] = reactive(None)
    source_key: reactive[str] = reactive("")
    picture: reactive[Path | None] = reactive(None)
    """The file of the card's picture."""
    picture_keys: tuple[tuple[str, str], ...] = ()
    """What the keys do that are about the picture."""
    describes: reactive[bool] = reactive(False)
    """Whether the picture is put in words."""

    _drawn: tuple[_Drawing, Pixels | str] | None = None
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
        if self._room() is not None:
            return self.content_region.bottom - 1
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

    def render(self) -> safe.Content | Visual:
        """Return the rows of the stage."""
        if self.view is None:
            return safe.line("")
        room = self._room()
        if room is not None:
            return self._picture_page(self.view, room)
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
        room = self._room()
        drawn_for = (self.view, self.source_key, size, tall, low, room, self._why_not())
        if self._zones is None or drawn_for != self._drawn_for:
            assert self.view is not None
            self._drawn_for = drawn_for
            if room is not None:
                self._zones = self._beside(self.view, room)
                return self._zones
            self._zones = stage.zones(
                self._asked(self.view),
                answer(self.view, source_key=self.source_key),
                size.width,
                size.height,
                stage.shape(size.height, tall=tall, low=low),
            )
        return self._zones

    def _asked(self, view: View) -> Flow:
        """Return the question; where a picture is not shown, with the marked place in words."""
        asked = question(view)
        if view.card.picture is None:
            return asked
        from flashdeck.tui.picture import in_words

        told = in_words(view).groups
        if why := self._why_not():
            told = (*told, stage.remark(why))
        return Flow([*asked.groups, *told])

    def _beside(self, view: View, room: Room) -> stage.Zones:
        from flashdeck.tui.picture import beside

        told = beside(view, self.picture_keys, source_key=self.source_key)
        return stage.Zones(
            stage.Zone([], 0), 0, stage.Zone(told.rows(max(room.beside - 1, 1)), room.rows)
        )

    # The picture

    def _room(self) -> Room | None:
        """Return the room of the picture; None where there is none, or words are wanted."""
        if self.picture is None or self.describes or self.app.no_color or self._why_not():
            return None
        from flashdeck.tui.picture import room

        return room(self.content_size.width, self.content_size.height)

    def _why_not(self) -> str:
        """Return why the picture could not be drawn, or ''."""
        if self._drawn is None or self._drawn[0].path != self.picture:
            return ""
        return self._drawn[1] if isinstance(self._drawn[1], str) else ""

    def _picture_page(self, view: View, room: Room) -> Visual:
        from flashdeck.tui.picture import PicturePage, half_blocks, question_row
        from flashdeck.tui.themes import picture_colours

        assert self.picture is not None
        colours = picture_colours(self.app.theme_variables, dark=self.app.current_theme.dark)
        wanted = _Drawing(self.picture, room.columns, 2 * room.rows, view, colours)
        if self._drawn is None or self._drawn[0] != wanted:
            self.call_later(self._draw, wanted)
        pixels = self._drawn[1] if self._drawn and self._drawn[0].path == wanted.path else None
        strips = []
        if pixels is not None and not isinstance(pixels, str):
            strips = half_blocks(pixels, view, colours)
        told = self._laid().answer
        lines = told.seen(min(self._offsets[1], told.end), room.beside)
        return PicturePage(question_row(view), strips, lines, room)

    def _draw(self, wanted: _Drawing) -> None:
        """Decode the picture in a thread, so that no key waits for it."""
        self.run_worker(
            partial(self._decode, wanted), thread=True, exclusive=True, group="picture",
            exit_on_error=False,
        )  # fmt: skip

    def _decode(self, wanted: _Drawing) -> None:
        from flashdeck.core.errors import FlashdeckError
        from flashdeck.files.pixels import draw, drawable
        from flashdeck.tui.picture import masks

        made: Pixels | str
        try:
            path = drawable(wanted.path)
            covered = masks(wanted.view, wanted.colours)
            made = draw(path, wanted.width, wanted.height, wanted.colours.background, covered)
        except FlashdeckError as failure:
            made = safe.sentence(str(failure))
        self.app.call_from_thread(self._take, wanted, made)

    def _take(self, wanted: _Drawing, made: Pixels | str) -> None:
        self._drawn = (wanted, made)
        self.refresh()

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
