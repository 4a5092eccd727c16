"""The decks of Home, one row each, folders that fold, and a marker on the selected row."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.tui import safe
from flashdeck.tui.tree import Branch

_COLUMN = 9
_INDENT = 2


class DeckList(Widget):
    """Rows of decks; only those in view are drawn. One cell of margin is left on both sides."""

    title: reactive[str] = reactive("Decks")
    branches: reactive[tuple[Branch, ...]] = reactive((), init=False)
    selected: reactive[int] = reactive(0)
    folded: reactive[frozenset[tuple[str, ...]]] = reactive(frozenset())
    top: reactive[int] = reactive(0)

    class Opened(Message):
        """A row was chosen for study."""

        def __init__(self, deck_list: DeckList, branch: Branch) -> None:
            super().__init__()
            self.deck_list = deck_list
            self.branch = branch

        @property
        def control(self) -> DeckList:
            """The list."""
            return self.deck_list

    class Moved(Message):
        """Another row is selected."""

        def __init__(self, deck_list: DeckList) -> None:
            super().__init__()
            self.deck_list = deck_list

        @property
        def control(self) -> DeckList:
            """The list."""
            return self.deck_list

    @property
    def rows(self) -> list[Branch]:
        """The rows that are not inside a folded one."""
        return [
            branch
            for branch in self.branches
            if not any(branch.path[:depth] in self.folded for depth in range(1, len(branch.path)))
        ]

    @property
    def current(self) -> Branch | None:
        """The selected row."""
        rows = self.rows
        return rows[min(self.selected, len(rows) - 1)] if rows else None

    def watch_branches(self, before: tuple[Branch, ...], now: tuple[Branch, ...]) -> None:
        """Keep the selected deck selected; at first select the first one with work."""
        rows = self.rows
        at = next(
            (
                index
                for index, branch in enumerate(rows)
                if branch.counts.all and not branch.has_children
            ),
            0,
        )
        if before:
            held = [branch for branch in before if branch.path == self._held]
            at = next(
                (i for i, branch in enumerate(rows) if held and branch.path == held[0].path), at
            )
        self.selected = at
        self._remember()

    _held: tuple[str, ...] = ()

    def _remember(self) -> None:
        current = self.current
        self._held = current.path if current else ()

    def move(self, rows: int) -> None:
        """Select the row so many further down."""
        last = max(len(self.rows) - 1, 0)
        self.selected = min(max(self.selected + rows, 0), last)

    def fold(self, *, open_it: bool) -> None:
        """Close or open the selected folder; closing a leaf selects its folder."""
        current = self.current
        if current is None:
            return
        if open_it:
            self.folded -= {current.path}
        elif current.has_children and current.path not in self.folded:
            self.folded |= {current.path}
        elif current.depth:
            parents = [i for i, row in enumerate(self.rows) if row.path == current.path[:-1]]
            self.selected = parents[0] if parents else self.selected

    def watch_selected(self) -> None:
        """Bring the selected row into view and tell the screen."""
        self._remember()
        height = max(self.size.height - 1, 1)
        if self.selected < self.top:
            self.top = self.selected
        elif self.selected >= self.top + height:
            self.top = self.selected - height + 1
        self.post_message(self.Moved(self))

    def on_resize(self) -> None:
        """Bring the selected row into view again."""
        height = max(self.size.height - 1, 1)
        self.top = max(0, min(self.top, len(self.rows) - height))
        self.watch_selected()

    def render(self) -> safe.Content:
        """Return the head and the rows in view."""
        width = self.size.width
        inner = max(width - 2, 1)
        head = "".join(f"{word:>{_COLUMN}}" for word in ("due", "again", "new"))
        names = max(inner - 3 * _COLUMN, 1)
        lines = [safe.line((f" {self.title:<{names}}{head} ", "$muted"))]
        rows = self.rows
        for index in range(self.top, min(self.top + max(self.size.height - 1, 0), len(rows))):
            lines.append(self._row(rows[index], index == self.selected, names))
        return safe.Content("\n").join(lines)

    def _row(self, branch: Branch, selected: bool, names: int) -> safe.Content:
        sign = "  "
        if branch.has_children:
            sign = "▸ " if branch.path in self.folded else "▾ "
        indent = " " * (_INDENT * branch.depth)
        style = "bold" if branch.has_children else ""
        name = safe.title(branch.name, names - len(indent) - len(sign), style)
        name = safe.line((indent + sign, "$muted"), name)
        numbers = [branch.counts.due, branch.counts.again, branch.counts.new]
        cells = [
            (f"{number:>{_COLUMN},}", "") if number else (f"{'–':>{_COLUMN}}", "$muted")
            for number in numbers
        ]
        mark = ("▌", "$text-primary") if selected else " "
        text = safe.line(mark, name.pad_right(max(names - name.cell_length, 0)), *cells, " ")
        return text.stylize_before("on $foreground 8%") if selected else text

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked; a click on the selected one opens it."""
        event.stop()
        offset = event.get_content_offset(self)
        index = self.top + offset.y - 1 if offset is not None else -1
        rows = self.rows
        if not 0 <= index < len(rows) or offset is None or offset.y < 1:
            return
        if index != self.selected:
            self.selected = index
        elif event.chain >= 2:
            self.post_message(self.Opened(self, rows[index]))
        elif rows[index].has_children and offset.x <= _INDENT * (rows[index].depth + 1):
            self.fold(open_it=rows[index].path in self.folded)

    def on_mouse_scroll_down(self) -> None:
        """Scroll down by a row."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up by a row."""
        self.move(-1)
