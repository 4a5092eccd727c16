"""Exams: what each takes, whether it fits, and what it may come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.days import day_from_iso, day_to_iso
from flashdeck.core.errors import FlashdeckError, UsageError
from flashdeck.core.ids import DeckId
from flashdeck.services.exam import ExamStatus, add_exam, exam_statuses, remove_exam
from flashdeck.services.exam_words import headline, outlook, plan
from flashdeck.services.library import open_library
from flashdeck.tui import safe
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.line_form import LineForm
from flashdeck.tui.widgets.message import MessageLine

_NOTHING = "No exam is planned. n adds one, for the deck you came from or for all of them."
_ADD_LABEL = "Name, date, minutes a day"
_WEEKS_AHEAD_DAYS = 28


class ExamsScreen(Page):
    """The exams to come, the next one first."""

    CSS_PATH = "exams.tcss"
    KEYS_TITLE = "Keys for exams"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Exams": ("exams.down", "exams.up", "exams.add", "exams.remove"),
        "Go": ("exams.close", "app.commands", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "New exam", id="exams.add", tooltip="plan for an exam"),
        Binding("d", "remove", "Remove", id="exams.remove", tooltip="forget it, cards stay"),
        Binding("down,j", "move(1)", show=False, id="exams.down", tooltip="next exam"),
        Binding("up,k", "move(-1)", show=False, id="exams.up", tooltip="exam before"),
        Binding("escape,q", "close", "Back", id="exams.close", tooltip="back"),
    ]

    def __init__(self, deck_ids: Sequence[DeckId] = ()) -> None:
        super().__init__()
        self._deck = deck_ids[0] if len(deck_ids) == 1 else None
        self._found: tuple[ExamStatus, ...] | None = None
        self._at = 0

    def body(self) -> Iterable[Widget]:
        """Lay title and exams."""
        yield Static(
            safe.line(("Exams", "bold"), ("  predicted recall on the day", "$muted")), id="title"
        )
        with VerticalScroll(can_focus=False):
            yield Static(id="exams")

    def on_mount(self) -> None:
        """Work out how they stand."""
        super().on_mount()
        self._show()
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is written its keys are letters."""
        if action in ("add", "remove", "move") and self.query(LineForm):
            return False
        return bool(self._found) or action not in ("remove", "move")

    def action_move(self, step: int) -> None:
        """Select another exam."""
        if self._found:
            self._at = min(max(self._at + step, 0), len(self._found) - 1)
            self._show()

    def action_add(self) -> None:
        """Ask for name, date and minutes."""
        if not self.query(LineForm):
            day = day_to_iso(self.app.clock().day + _WEEKS_AHEAD_DAYS)
            line = self.query_one(MessageLine)
            line.display = False
            self.mount(LineForm(_ADD_LABEL, f"Exam, {day}, 20", "exam"), after=line)
            self.call_after_refresh(self.update_keys)

    @on(LineForm.Closed)
    def _written(self, event: LineForm.Closed) -> None:
        event.form.remove()
        self.query_one(MessageLine).display = True
        self.set_focus(None)
        self.call_after_refresh(self.update_keys)
        if event.text is None:
            return
        try:
            name, day, minutes = _parsed(event.text)
            add_exam(self.app.library, name, day, deck=self._deck, minutes=minutes)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self.say(f"Planned {name}.")
        self._read()

    def action_remove(self) -> None:
        """Forget the selected exam."""
        if not self._found:
            return
        try:
            exam = remove_exam(self.app.library, self._found[self._at].exam.name)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self.say(f"Removed {exam.name}. Its cards and reviews stay.")
        self._read()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _read(self) -> None:
        try:
            with open_library(self.app.library.path, self.app.clock, create=False) as library:
                found = exam_statuses(library)
        except FlashdeckError as failure:
            self.app.call_from_thread(self.say, safe.sentence(str(failure)), error=True)
            return
        self.app.call_from_thread(self._take, found)

    def _take(self, found: tuple[ExamStatus, ...]) -> None:
        self._found = found
        self._at = min(self._at, max(len(found) - 1, 0))
        self._show()
        self.refresh_bindings()
        self.update_keys()

    def _show(self) -> None:
        sheet = self.query_one("#exams", Static)
        if self._found is None:
            sheet.update(safe.line(("Working out how they stand …", "$muted")))
        elif not self._found:
            sheet.update(safe.line((_NOTHING, "$muted")))
        else:
            rows = [row for at, one in enumerate(self._found) for row in self._rows(at, one)]
            sheet.update(safe.Content("\n").join(rows))

    def _rows(self, at: int, status: ExamStatus) -> list[safe.Content]:
        exam, here = status.exam, at == self._at
        mark = ("▌ ", "$text-primary") if here else ("  ", "")
        day = (f"  {day_to_iso(exam.day)}  {status.about}", "$muted")
        rows = [safe.line(mark, (exam.name, "bold"), day)]
        sign = "" if status.fits or not status.cards else "~ "
        style = "$text-warning" if sign else ""
        rows.append(safe.line("  ", (f"{sign}{headline(status)}", style)))
        if status.cards:
            rows += [safe.line("  ", line) for line in plan(status)]
            rows += [safe.line("  ", (line, "$muted")) for line in outlook(status)]
        return [*rows, safe.line("")]


def _parsed(text: str) -> tuple[str, int, int | None]:
    """Return name, study day and minutes of what was written; minutes may be left out."""
    parts = [part.strip() for part in text.split(",")]
    minutes: int | None = None
    if len(parts) > 2 and parts[-1].isdigit():
        minutes = int(parts.pop())
    if len(parts) < 2:
        raise UsageError("a date is missing", todo="write Anatomy I, 2026-12-14, 20")
    try:
        day = day_from_iso(parts[-1])
    except ValueError:
        raise UsageError(f"{parts[-1]!r} is no date", todo="write it as 2026-12-14") from None
    return ", ".join(parts[:-1]), day, minutes
