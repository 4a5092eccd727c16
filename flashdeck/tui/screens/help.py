"""The keys of the screen below, in groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.tui import safe
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.screens.page import Page

if TYPE_CHECKING:
    from flashdeck.tui.flow import Part

_TWO_COLUMNS = 70
_LEFT = 40
_KEYS_LEAST = 7


class _Columns(Flow):
    """Groups in two columns where there is room, each filled from the top."""

    def lines(self, width: int) -> list[safe.Content]:
        """Return the lines at this width."""
        if width < _TWO_COLUMNS:
            return super().lines(width)
        left = Flow(self.groups[::2]).lines(_LEFT - 2)
        right = Flow(self.groups[1::2]).lines(width - _LEFT)
        found: list[safe.Content] = []
        for index in range(max(len(left), len(right))):
            text = left[index] if index < len(left) else safe.Content("")
            if index < len(right):
                text = safe.line(text.pad_right(max(_LEFT - text.cell_length, 0)), right[index])
            found.append(text)
        return found


class _Keys(VerticalScroll, can_focus=False):
    """The groups; they scroll in a low window."""


class HelpScreen(Page):
    """Which key does what on the screen that was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", id="help.close", tooltip="back"),
        Binding("question_mark", "close", show=False, id="help.close.mark", tooltip="back"),
        Binding("down,j,pagedown", "scroll(1)", show=False, id="help.down", tooltip="scroll"),
        Binding("up,k,pageup", "scroll(-1)", show=False, id="help.up", tooltip="scroll"),
    ]

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def body(self) -> Iterable[Widget]:
        """Show title and groups."""
        yield Static(safe.line((self._page.KEYS_TITLE, "bold")), id="title")
        groups = (self._group(title, ids) for title, ids in self._page.KEY_GROUPS.items())
        yield _Keys(Static(_Columns(groups)))

    def _group(self, title: str, ids: Sequence[str]) -> Group:
        keys: dict[str, list[str]] = {}
        for binding in self._page.own_bindings(ids):
            keys.setdefault(binding.tooltip, []).append(self.app.get_key_display(binding))
        width = max(_KEYS_LEAST, *(len(" ".join(names)) for names in keys.values()))
        rows: list[Part] = [Row(safe.line((title, "bold")))]
        for what, names in keys.items():
            marker = safe.line((f"{' '.join(names):<{width}}  ", "$text-primary"))
            rows.append(Row(safe.line(what), marker))
        return Group(tuple(rows))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no help on the help."""
        return action != "help"

    def action_scroll(self, direction: int) -> None:
        """Scroll the keys."""
        self.query_one(_Keys).scroll_relative(y=direction * 3, animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()
