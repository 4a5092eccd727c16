"""Spotter: stations against the clock, no way back, looked at together at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services import spotter as exam
from flashdeck.services.library import deck_ids
from flashdeck.services.spotter import Marked, Spotter
from flashdeck.tui import comparison, safe, words
from flashdeck.tui.cards import View
from flashdeck.tui.flow import Flow, Group, Row, parts
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.card import CardStage
from flashdeck.tui.widgets.field import SafeInput

_TICK_SECONDS = 0.25
_LETTERS = ("a", "b")


class _Sheet(VerticalScroll, can_focus=False):
    """The station, or the look back."""


class SpotterScreen(Page):
    """An exam over some decks; one that was interrupted goes on where it stood."""

    CSS_PATH = "spotter.tcss"
    KEYS_TITLE = "Keys in the spotter"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Answer": ("spotter.take", "spotter.again", "spotter.down", "spotter.up"),
        "Go": ("spotter.leave", "app.commands", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Answer, or begin", id="spotter.take", tooltip="answer, or begin"),
        Binding("n", "again", "New exam", id="spotter.again", tooltip="a new exam"),
        Binding("down,j,pagedown", "scroll(1)", show=False, id="spotter.down", tooltip="scroll"),
        Binding("up,k,pageup", "scroll(-1)", show=False, id="spotter.up", tooltip="scroll"),
        Binding("escape", "leave", "Leave; it goes on later", id="spotter.leave",
                tooltip="leave; the station's clock stops"),
    ]  # fmt: skip

    def __init__(self, decks: Sequence[DeckId] = ()) -> None:
        super().__init__()
        self._decks = tuple(decks)
        self._exam: Spotter | None = None
        self._is_on = False
        self._since = 0.0

    def body(self) -> Iterable[Widget]:
        """Lay the head, the sheet and the line to write on."""
        yield Static(id="title")
        yield CardStage(id="picture")
        yield _Sheet(Static(id="sheet"))
        yield SafeInput(placeholder="your answer; Enter goes on", compact=True,
                        select_on_focus=False, id="answer")  # fmt: skip

    def on_mount(self) -> None:
        """Go on with an exam that was left, or say what an exam is."""
        super().on_mount()
        self.set_interval(_TICK_SECONDS, self._tick)
        try:
            self._exam = exam.kept(self.app.library.path)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
        self._show()

    # What is shown

    def _show(self) -> None:
        line = self.query_one("#answer", Input)
        line.display = self._is_on
        sheet = self.query_one("#sheet", Static)
        if self._exam is None:
            sheet.update(Flow(_invitation(self.key("spotter.take"))))
        elif self._exam.station is None:
            sheet.update(Flow(_look_back(exam.marked(self.app.library, self._exam))))
        elif not self._is_on:
            at = f"{self._exam.at + 1} of {len(self._exam.stations)}"
            sheet.update(Flow(_told(
                "An exam was left.", f"{self.key('spotter.take')} goes on at station {at}; "
                f"{self.key('spotter.again')} begins a new one.",
            )))  # fmt: skip
        else:
            sheet.update(Flow(self._station(self._exam)))
            line.focus()
        self._show_picture()
        self.call_after_refresh(self._head)
        self.update_keys()

    def _show_picture(self) -> None:
        """Show the picture in which a structure is to be identified, with its other labels."""
        stage, sheet = self.query_one(CardStage), self.query_one(_Sheet)
        asked = self._exam.asked if self._is_on and self._exam is not None else None
        card = exam.card_of(self.app.library, asked) if asked else None
        path = None
        if card is not None and card.picture is not None:
            path = exam.picture_of(self.app.library, card)
        stage.display, sheet.display = path is not None, path is None
        stage.picture = path
        stage.view = View(card) if card is not None and path is not None else None

    def _station(self, spotter: Spotter) -> list[Group]:
        station = spotter.station
        assert station is not None
        groups = []
        for place, (card_id, text) in enumerate(
            zip((station.first, station.second), station.written, strict=True)
        ):
            if place > spotter.part:
                continue
            card = exam.card_of(self.app.library, card_id)
            question = card.question if card else "This card is gone; go on."
            marker = safe.line((f"{_LETTERS[place]}  ", "$text-primary"))
            rows = [Row(safe.line((question, "bold")), marker)]
            picture = card.picture if card else None
            if picture is not None and picture.alt and picture.alt not in question:
                rows.append(Row(safe.line((picture.alt, "$muted")), safe.line("   ")))
            if text is not None:
                rows.append(Row(safe.line((f"> {text or 'nothing'}", "$muted")), safe.line("   ")))
            groups.append(Group(tuple(rows), indent=0))
        return groups

    def _head(self) -> None:
        title = self.query_one("#title", Static)
        spotter = self._exam
        right = ""
        left = safe.line(("Spotter", "bold"))
        if spotter is not None and spotter.station is not None:
            at = f"  station {spotter.at + 1} of {len(spotter.stations)}"
            left = safe.line(("Spotter", "bold"), (at, "$muted"))
            seconds = self._left_ms() // 1000
            right = f"{seconds // 60}:{seconds % 60:02d} left" if self._is_on else "stopped"
        late = self._is_on and self._left_ms() < 10_000
        style = "bold $text-warning" if late else "$muted"
        width = max(title.size.width, 1)
        title.update(safe.spread(left, safe.line((right, style)), width))

    def _left_ms(self) -> int:
        if self._exam is None or self._exam.station is None:
            return 0
        gone = (self.app.ticks() - self._since) * 1000 if self._is_on else 0
        return max(round(self._exam.station.left_ms - gone), 0)

    # What happens

    def _tick(self) -> None:
        if not self._is_on or self._exam is None:
            return
        if self._left_ms() > 0:
            self._head()
            return
        # What stands in the line when the time is up counts as written.
        text = self.query_one("#answer", Input).value
        part = self._exam.part
        self._step(lambda: exam.write(self.app.library, self._exam_now, text, 0))
        if self._exam is not None and part == 0 and self._exam.part == 1:
            self._step(lambda: exam.time_is_up(self.app.library, self._exam_now))
        self.say("Time; the next station.")

    @property
    def _exam_now(self) -> Spotter:
        assert self._exam is not None
        return self._exam

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        event.stop()
        if self._is_on and self._exam is not None:
            left = self._left_ms()
            self._step(lambda: exam.write(self.app.library, self._exam_now, event.value, left))

    def _step(self, step: object) -> None:
        assert callable(step)
        station = self._exam.at if self._exam is not None else 0
        try:
            self._exam = step()
        except FlashdeckError as failure:
            self.say(f"Not saved: {safe.sentence(str(failure))}", error=True)
            return
        self.query_one("#answer", Input).value = ""
        self._since = self.app.ticks()
        if self._exam is None or self._exam.station is None:
            self._is_on = False
            self.set_focus(None)
        elif self._exam.at != station:
            self.say("")
        self._show()

    def action_take(self) -> None:
        """Begin, or go on with the exam that was left."""
        if self._is_on:
            return
        if self._exam is None or self._exam.station is None:
            self.action_again()
            return
        self._begin()

    def action_again(self) -> None:
        """Draw a new exam."""
        if self._is_on:
            return
        library = self.app.library
        try:
            decks = self._decks or deck_ids(library)
            self._exam = exam.set_up(library, decks, str(self.app.clock().utc_ms))
            exam.keep(library.path, self._exam)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self._begin()

    def _begin(self) -> None:
        self._is_on = True
        self._since = self.app.ticks()
        self._show()

    def action_scroll(self, direction: int) -> None:
        """Scroll."""
        self.query_one(_Sheet).scroll_relative(y=direction * 3, animate=False)

    def action_leave(self) -> None:
        """Stop the clock and go back; the exam goes on where it stands."""
        if self._is_on and self._exam is not None and self._exam.station is not None:
            left = self._left_ms()
            try:
                exam.keep(self.app.library.path, exam.stopped(self._exam, left))
            except FlashdeckError as failure:
                self.say(safe.sentence(str(failure)), error=True)
                return
        self.dismiss()


def _told(title: str, text: str) -> list[Group]:
    return [Group((Row(safe.line((title, "bold"))), Row(safe.line((text, "$muted")))))]


def _invitation(key: str) -> list[Group]:
    return _told(
        "A mock exam by station",
        f"{exam.STATIONS} stations of {exam.SECONDS} seconds: name the structure, then one thing "
        "about it. There is no way back. Results are kept apart from your schedule. "
        f"{key} begins.",
    )


def _look_back(stations: Sequence[tuple[Marked, Marked]]) -> list[Group]:
    points = sum(one.points for pair in stations for one in pair)
    most = 2 * len(stations)
    total = f"{points:g} of {words.count(most, 'point')}"
    groups = _told(total, "What was written, beside what is right. The schedule is untouched.")
    for number, pair in enumerate(stations, 1):
        for letter, one in zip(_LETTERS, pair, strict=True):
            sign = "✓" if one.points == 1 else "~" if one.points else "✗"
            style = "$text-primary" if one.points else "$text-error"
            marker = safe.line((f"{sign} ", style), (f"{number:>2}{letter}  ", "$muted"))
            head = Group((Row(safe.line((one.card.question, "bold")), marker),))
            groups.append(head)
            if one.judgement is not None:
                groups += [part._replace(indent=7, align="left", gap=0)
                           for part in comparison.judged(one.judgement)]  # fmt: skip
            else:
                shown = (*parts(one.card.answer, "$text-primary"),)
                nothing = Row(safe.line(("nothing written in time", "$muted")))
                groups.append(Group((nothing, *shown), indent=7, gap=0))
    return groups
