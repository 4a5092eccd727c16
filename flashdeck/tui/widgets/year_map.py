"""The year as a map: a week a column, a day a sign whose size tells how much was answered."""

from __future__ import annotations

from datetime import date, timedelta

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.services.year import Year
from flashdeck.tui import safe, words

WEEKS = 53
_LABEL = 5
_WIDE = 106  # cells: from here on a week takes two columns and the legend stands below
_NAMES = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = ((30, "■", "30 or more"), (10, "▪", "10 or more"), (1, "▫", "fewer"), (0, "·", "none"))
_EPOCH = date(1970, 1, 1)


class YearMap(Widget):
    """Seven rows of days under the months, with a legend; nothing before the year is counted."""

    year: reactive[Year | None] = reactive(None)

    class Pressed(Message):
        """A day was clicked."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    @property
    def _step(self) -> int:
        return 2 if self.size.width >= _WIDE else 1

    def render(self) -> safe.Content:
        """Return months, days and legend."""
        if self.year is None:
            return safe.line("")
        rows = [self._months(self.year.today)]
        legend = [] if self._step > 1 else self._legend(self.year)
        for weekday in range(7):
            row = self._days(self.year, weekday)
            if legend:
                row = safe.line(row, "  ", legend[weekday])
            rows.append(row)
        if self._step > 1:
            rows += [safe.line(""), self._legend_below(self.year)]
        return safe.Content("\n").join(rows)

    def _first(self, today: int) -> int:
        """Return the Monday of the first week."""
        return today - (today + 3) % 7 - 7 * (WEEKS - 1)

    def _months(self, today: int) -> safe.Content:
        first, step = self._first(today), self._step
        cells = [" "] * (_LABEL + WEEKS * step + 3)
        free = 0
        for week in range(WEEKS):
            days = [_EPOCH + timedelta(days=first + 7 * week + weekday) for weekday in range(7)]
            begins = next((day for day in days if day.day == 1), None)
            at = _LABEL + week * step
            if begins is not None and at >= free:
                cells[at : at + 3] = _MONTHS[begins.month - 1]
                free = at + 4
        return safe.line(("".join(cells).rstrip(), "$muted"))

    def _days(self, year: Year, weekday: int) -> safe.Content:
        first = self._first(year.today)
        pieces: list[safe.Styled | str] = [(f"{_NAMES[weekday]:<{_LABEL}}", "$muted")]
        for week in range(WEEKS):
            day = first + 7 * week + weekday
            if day > year.today:
                sign, style = " ", ""
            else:
                answers = year.answers.get(day, 0)
                sign = next(sign for least, sign, _ in _STEPS if answers >= least)
                style = "$text-primary" if answers else "$muted"
            gap = " " * (self._step - 1) if week < WEEKS - 1 else ""
            pieces.append((sign + gap, style))
        return safe.line(*pieces)

    def _legend(self, year: Year) -> list[safe.Content]:
        lines = [
            safe.line((words.count(year.streak, "day"), "bold")),
            safe.line(("in a row", "$muted")),
            safe.line(""),
        ]
        for least, sign, name in _STEPS:
            style = "$text-primary" if least else "$muted"
            lines.append(safe.line((sign, style), (f" {name}", "$muted")))
        return lines

    def _legend_below(self, year: Year) -> safe.Content:
        pieces: list[safe.Styled | str] = [" " * _LABEL]
        for least, sign, name in reversed(_STEPS):
            pieces += [(sign, "$text-primary" if least else "$muted"), (f" {name}   ", "$muted")]
        pieces[-1] = (" 30 or more answers a day", "$muted")
        streak = safe.line(
            (words.count(year.streak, "day"), "bold"),
            (f" in a row, best {year.best:,}", "$muted"),
        )
        return safe.spread(safe.line(*pieces), streak, _LABEL + 2 * WEEKS - 1)

    def on_click(self, event: events.Click) -> None:
        """Tell of the day that was clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or self.year is None or not 1 <= offset.y <= 7 or offset.x < _LABEL:
            return
        week = (offset.x - _LABEL) // self._step
        day = self._first(self.year.today) + 7 * week + offset.y - 1
        if week < WEEKS and day <= self.year.today:
            answers = words.count(self.year.answers.get(day, 0), "answer")
            self.post_message(self.Pressed(f"{words.day_name(day)}: {answers}."))
