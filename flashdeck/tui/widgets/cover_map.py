"""Structures by relations, one sign a cell; size tells how far it is, colour helps."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.core.model import Relation
from flashdeck.services.coverage import Cell, Cover, Coverage, Row
from flashdeck.tui import safe

SIGNS = {
    Cover.LEARNED: ("■", "$text-primary"),
    Cover.AUTHORED: ("▪", "$text-primary"),
    Cover.GENERATED: ("▫", "$foreground"),
    Cover.MISSING: ("·", "$muted"),
}
_NAMES = 24
_COLUMN = 7
_SHORT = {
    Relation.DEFINITION: "what",
    Relation.ETYMOLOGY: "word",
    Relation.LOCATION: "where",
    Relation.PART_OF: "group",
    Relation.COMPOSITION: "parts",
    Relation.INSERTION: "insert",
    Relation.INNERVATION: "nerve",
    Relation.BLOOD_SUPPLY: "blood",
    Relation.SYNERGIST: "synerg",
    Relation.ANTAGONIST: "antag",
    Relation.CONDITION: "cond",
    Relation.SYMPTOM: "sympt",
    Relation.DIAGNOSIS: "diagn",
    Relation.TREATMENT: "treat",
    Relation.EXERCISE: "exerc",
    Relation.DURATION: "time",
}


def relation_name(relation: Relation) -> str:
    """Return a relation as it is said: ``blood supply``."""
    return relation.value.replace("_", " ")


class CoverMap(Widget):
    """The map; only what is in view is drawn."""

    coverage: reactive[Coverage] = reactive(Coverage((), ()))
    at_row: reactive[int] = reactive(0)
    at_column: reactive[int] = reactive(0)

    class Moved(Message):
        """Another cell is selected."""

        def __init__(self, cover_map: CoverMap) -> None:
            super().__init__()
            self.cover_map = cover_map

        @property
        def control(self) -> CoverMap:
            """The map."""
            return self.cover_map

    @property
    def row(self) -> Row | None:
        """The selected structure."""
        rows = self.coverage.rows
        return rows[min(self.at_row, len(rows) - 1)] if rows else None

    @property
    def relation(self) -> Relation | None:
        """The selected relation."""
        relations = self.coverage.relations
        return relations[min(self.at_column, len(relations) - 1)] if relations else None

    @property
    def cell(self) -> Cell | None:
        """The selected cell."""
        row = self.row
        return row.cells[min(self.at_column, len(row.cells) - 1)] if row and row.cells else None

    def move(self, rows: int, columns: int) -> None:
        """Select the cell so many rows down and columns to the right."""
        self.at_row = min(max(self.at_row + rows, 0), max(len(self.coverage.rows) - 1, 0))
        last = max(len(self.coverage.relations) - 1, 0)
        self.at_column = min(max(self.at_column + columns, 0), last)
        self.post_message(self.Moved(self))

    def next_missing(self) -> bool:
        """Select the next missing cell, row by row, round and round; tell whether there is one."""
        width = len(self.coverage.relations)
        cells = [cell.cover is Cover.MISSING for row in self.coverage.rows for cell in row.cells]
        start = self.at_row * width + self.at_column + 1
        order = [*range(start, len(cells)), *range(min(start, len(cells)))]
        for place in order:
            if cells[place]:
                self.at_row, self.at_column = divmod(place, width)
                self.post_message(self.Moved(self))
                return True
        return False

    def render(self) -> safe.Content:
        """Return the relations and the rows in view."""
        coverage, width = self.coverage, self.size.width
        columns = self._columns(width)
        names = max(width - 2 - _COLUMN * len(columns), _NAMES) if columns else _NAMES
        names = min(names, _NAMES + 8)
        head = [safe.line(" " * (names + 1))]
        for column in columns:
            relation = coverage.relations[column]
            word = _SHORT.get(relation, relation.value)[: _COLUMN - 1]
            style = "bold $text-primary" if column == self.at_column else "$muted"
            head.append(safe.line((f"{word:<{_COLUMN}}", style)))
        lines = [safe.line(*head)]
        for index in self._rows():
            lines.append(self._line(index, coverage.rows[index], columns, names))
        return safe.Content("\n").join(lines)

    def _line(self, index: int, row: Row, columns: range, names: int) -> safe.Content:
        selected = index == self.at_row
        mark = ("▌", "$text-primary") if selected else " "
        name = safe.title(row.structure, names - 1)
        parts = [name.pad_right(max(names - name.cell_length, 0))]
        for column in columns:
            sign, style = SIGNS[row.cells[column].cover]
            here = selected and column == self.at_column
            text = f"[{sign}]" if here else f"{sign}  "
            shown = safe.line((text, f"bold {style}" if here else style))
            parts.append(shown.pad_right(_COLUMN - 3))
        return safe.line(mark, *parts)

    def _columns(self, width: int) -> range:
        """Return the relations in view, the selected one among them."""
        count = len(self.coverage.relations)
        room = max((width - 2 - _NAMES) // _COLUMN, 1)
        first = min(max(self.at_column - room + 1, 0), max(count - room, 0))
        return range(first, min(first + room, count))

    def _rows(self) -> range:
        """Return the structures in view, the selected one among them."""
        count, room = len(self.coverage.rows), max(self.size.height - 1, 1)
        first = min(max(self.at_row - room + 1, 0), max(count - room, 0))
        return range(first, min(first + room, count))

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked, and the cell."""
        offset = event.get_content_offset(self)
        if offset is None or not 1 <= offset.y <= len(self._rows()):
            return
        columns = self._columns(self.size.width)
        names = min(max(self.size.width - 2 - _COLUMN * len(columns), _NAMES), _NAMES + 8)
        column = (offset.x - names - 1) // _COLUMN
        self.at_row = self._rows()[offset.y - 1]
        if 0 <= column < len(columns):
            self.at_column = columns[column]
        self.post_message(self.Moved(self))
