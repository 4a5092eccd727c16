"""The dock under a card: first what Space does, then the four grades with their intervals."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.core.card import Grade
from flashdeck.services.study import Button
from flashdeck.tui import safe, words

_NAMES = {Grade.AGAIN: "Again", Grade.HARD: "Hard", Grade.GOOD: "Good", Grade.EASY: "Easy"}


def grade_name(grade: Grade) -> str:
    """Return the word for a grade."""
    return _NAMES[grade]


class Dock(Widget):
    """Four rows. ``prompt`` holds (key, words) pairs; with ``buttons`` the grades are shown.

    ``space`` is the key that takes the marked grade; with ``cram`` no grade has an interval.
    """

    prompt: reactive[tuple[tuple[str, str], ...]] = reactive(())
    buttons: reactive[tuple[Button, ...]] = reactive(())
    marked: reactive[Grade] = reactive(Grade.GOOD)
    space: reactive[str] = reactive("Space")
    cram: reactive[bool] = reactive(False)

    class Pressed(Message):
        """The dock was clicked: on a grade, or (None) to go on."""

        def __init__(self, dock: Dock, grade: Grade | None) -> None:
            super().__init__()
            self.dock = dock
            self.grade = grade

        @property
        def control(self) -> Dock:
            """The dock."""
            return self.dock

    def render(self) -> safe.Content:
        """Return the four rows."""
        width = self.size.width
        if not self.buttons:
            keys = [
                safe.line((key, "bold $text-primary"), (f"  {what}", "$muted"))
                for key, what in self.prompt
            ]
            return safe.line("").join([safe.Content("\n"), _centre(_joined(keys), width)])
        quarter = width // len(self.buttons)
        rule, name, interval, note = [], [], [], []
        for button in self.buttons:
            marked = button.grade is self.marked
            style = "$text-primary" if marked else "$foreground 22%"
            rule.append(safe.line(("━" * quarter if marked else "─" * quarter, style)))
            word = "bold $text-primary" if marked else "bold"
            label = safe.line((f"{int(button.grade)} ", "$text-primary"))
            label = safe.line(label, (grade_name(button.grade), word))
            name.append(_centre(label, quarter))
            given = words.count(button.interval_days, "day") if not self.cram else "no change"
            interval.append(_centre(safe.line(given), quarter))
            below = ("once more" if self.cram else "again today") if button.again_today else ""
            if marked:
                below = f"{below}, {self.space}" if below else self.space
            note.append(_centre(safe.line((below, "$muted")), quarter))
        rest = safe.line(("─" * (width - quarter * len(self.buttons)), "$foreground 22%"))
        rows = [safe.line(*rule, rest), safe.line(*name), safe.line(*interval), safe.line(*note)]
        return safe.Content("\n").join(rows[: max(self.size.height, 1)])

    def on_click(self, event: events.Click) -> None:
        """Say which grade was clicked, or that the student goes on."""
        event.stop()
        offset = event.get_content_offset(self)
        grade = None
        if self.buttons and offset is not None:
            column = offset.x * len(self.buttons) // max(self.size.width, 1)
            grade = self.buttons[min(column, len(self.buttons) - 1)].grade
        self.post_message(self.Pressed(self, grade))


def _joined(keys: list[safe.Content]) -> safe.Content:
    return safe.Content("     ").join(keys)


def _centre(text: safe.Content, width: int) -> safe.Content:
    left = max((width - text.cell_length) // 2, 0)
    return text.pad(left, max(width - text.cell_length - left, 0))
