"""What is wrong in a text, in a few rows that are always there."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.tui import safe
from flashdeck.tui.flow import Row

_RANKS = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "~", Severity.INFO: "·"}
_STYLES = {
    Severity.ERROR: "$text-error",
    Severity.WARNING: "$text-warning",
    Severity.INFO: "$muted",
}


class Problems(Widget):
    """The problems from the one at the cursor on; a rule above them.

    ``line`` is the cursor's line; ``clear`` is what is said where nothing is wrong.
    """

    found: reactive[tuple[Diagnostic, ...]] = reactive(())
    line: reactive[int] = reactive(1)
    clear: reactive[str] = reactive("")

    def render(self) -> safe.Content:
        """Return the rule and as many problems as there are rows for."""
        width, room = self.size.width, max(self.size.height - 1, 0)
        lines = [safe.line(("─" * width, "$foreground 22%"))]
        if not self.found:
            return safe.Content("\n").join([*lines, safe.line((self.clear, "$muted"))])
        shown = _in_view(self.found, self.line, room)
        wide = max(len(_place(one)) for one in shown)
        rows = [self._row(one, wide) for one in shown]
        all_fit = sum(len(row.lines(width)) for row in rows) <= room
        for one, row in zip(shown, rows, strict=True):
            here = all_fit or one.line == self.line
            lines += (
                row.lines(width) if here else [row.lines(10_000)[0].truncate(width, ellipsis=True)]
            )
        return safe.Content("\n").join(lines[: room + 1])

    def _row(self, one: Diagnostic, wide: int) -> Row:
        style = _STYLES[one.severity]
        bold = f"bold {style}" if one.line == self.line else style
        sign = safe.line((f"{_SIGNS[one.severity]} ", style), (f"{_place(one):>{wide}}  ", bold))
        return Row(safe.line(one.message, (f"  {one.code}", "$muted")), sign)


def _place(one: Diagnostic) -> str:
    return f"{one.line}:{one.column}"


def next_problem(
    found: tuple[Diagnostic, ...], line: int, column: int, *, back: bool = False
) -> Diagnostic | None:
    """Return the problem after (before) a place; while there are errors, only of these.

    After the last comes the first again.
    """
    errors = tuple(one for one in found if one.severity is Severity.ERROR)
    wanted = sorted(errors or found, key=lambda one: (one.line, one.column))
    if not wanted:
        return None
    here = (line, column)
    if back:
        before = [one for one in wanted if (one.line, one.column) < here]
        return before[-1] if before else wanted[-1]
    return next((one for one in wanted if (one.line, one.column) > here), wanted[0])


def _in_view(found: tuple[Diagnostic, ...], line: int, room: int) -> tuple[Diagnostic, ...]:
    """Return the problems to show: errors before the rest, from the cursor's line on."""
    ordered = sorted(
        found,
        key=lambda one: (_RANKS.index(one.severity), one.line < line, one.line, one.column),
    )
    here = [one for one in ordered if one.line == line]
    return tuple([*here, *(one for one in ordered if one.line != line)][:room])
