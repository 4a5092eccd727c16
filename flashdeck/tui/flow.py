"""Card text laid out in lines: wrapped with hanging indents, centred, or as a centred block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from textual.content import Content
from textual.visual import RenderOptions, Visual

from flashdeck.core.text import clean
from flashdeck.tui import safe

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style

    from flashdeck.tui import markdown

# Named tuples, not dataclasses: these are on the way to the first card, and a dataclass takes
# five times as long to make.
Align = Literal["left", "lines", "block"]
# They mark where a blank of a cloze begins and ends, through Markdown and out again.
BLANK_OPENS, BLANK_CLOSES = "\ue000", "\ue001"
_NARROW = 50  # below this many cells of text, indents give way
_LEAST = 8
_NONE = Content("")
# A text without any of these is the same in Markdown and as it stands.
MARKS = frozenset("\\`*_~^[<&$\n")
_MARK_STYLES = {
    "strong": "bold",
    "em": "italic",
    "code": "on $panel",
    "strike": "strike",
}


class Row(NamedTuple):
    """Text after a marker; further lines hang under the text."""

    text: Content
    marker: Content = _NONE

    def lines(self, width: int) -> list[Content]:
        """Return the wrapped lines; a marker is as wide as it was made."""
        hang = self.marker.cell_length
        wrapped = self.text.wrap(max(width - hang, _LEAST)) or [Content("")]
        if not hang:
            return wrapped
        blank = " " * hang
        return [
            Content.assemble(blank if index else self.marker, text)
            for index, text in enumerate(wrapped)
        ]


class Nested(NamedTuple):
    """Parts under a marker, as in a list or a quotation; ``bar`` repeats it on every line."""

    parts: tuple[Part, ...]
    marker: Content
    bar: bool = False

    def lines(self, width: int) -> list[Content]:
        """Return the lines of the parts behind the marker."""
        hang = self.marker.cell_length
        inner = [text for part in self.parts for text in part.lines(max(width - hang, _LEAST))]
        return [
            Content.assemble(self.marker if self.bar or not index else " " * hang, text)
            for index, text in enumerate(inner or [Content("")])
        ]


class Grid(NamedTuple):
    """A table: columns two apart, its head bold over a hairline; wide cells wrap."""

    rows: tuple[tuple[Content, ...], ...]

    def lines(self, width: int) -> list[Content]:
        """Return the lines; columns shrink from the widest until the table fits."""
        columns = max((len(row) for row in self.rows), default=0)
        widths = [
            max((row[i].cell_length for row in self.rows if i < len(row)), default=0)
            for i in range(columns)
        ]
        while sum(widths) + 2 * (columns - 1) > width and max(widths) > _LEAST:
            widths[widths.index(max(widths))] -= 1
        found: list[Content] = []
        for index, row in enumerate(self.rows):
            cells = [cell.wrap(max(size, 1)) for cell, size in zip(row, widths, strict=False)]
            for line in range(max((len(cell) for cell in cells), default=1)):
                pieces: list[Content] = []
                for cell, size in zip(cells, widths, strict=False):
                    text = cell[line] if line < len(cell) else Content("")
                    pieces.append(text.pad_right(max(size - text.cell_length, 0) + 2))
                found.append(Content.assemble(*pieces).rstrip().truncate(width))
            if not index:
                rule = min(sum(widths) + 2 * (columns - 1), width)
                found.append(safe.line(("─" * rule, "$foreground 30%")))
        return found


class Hidden(NamedTuple):
    """A row still to come: a dashed line, with the room that the row will take."""

    marker: Content
    dashes: Content
    row: Row

    def lines(self, width: int) -> list[Content]:
        """Return the dashed line, and blanks where the rest of the row will stand."""
        first, *rest = self.row.lines(width)
        line = Content.assemble(self.marker, self.dashes).truncate(width)
        wide = line.pad_right(max(first.cell_length - line.cell_length, 0))
        return [wide, *(Content(" " * text.cell_length) for text in rest)]


class Group(NamedTuple):
    """Parts that stand together, ``indent`` cells in from both edges, ``gap`` rows below the last.

    ``lines`` centres each line by itself, ``block`` the whole group with one left edge.
    """

    parts: tuple[Part, ...]
    align: Align = "left"
    indent: int = 0
    gap: int = 1

    def lines(self, width: int) -> list[Content]:
        """Return the lines, padded on the left to stand where they belong."""
        indent = min(self.indent, max((width - _NARROW) // 2, 0))
        room = max(width - 2 * indent, _LEAST)
        texts = [text for part in self.parts for text in part.lines(room)]
        if self.align == "lines":
            return [text.pad_left(indent + (room - text.cell_length) // 2) for text in texts]
        left = indent
        if self.align == "block":
            left += (room - max((text.cell_length for text in texts), default=0)) // 2
        return [text.pad_left(max(left, 0)) if text else text for text in texts]


if TYPE_CHECKING:
    Part = Row | Nested | Grid | Hidden  # what can be drawn in lines no wider than asked


class Flow(Visual):
    """Groups below each other; as high as the higher of itself and ``reserve``."""

    def __init__(self, groups: Iterable[Group], reserve: Flow | None = None) -> None:
        self.groups = tuple(groups)
        self.reserve = reserve
        self._drawn: tuple[int, list[Content]] | None = None

    def lines(self, width: int) -> list[Content]:
        """Return all lines at this width."""
        if self._drawn is None or self._drawn[0] != width:
            found: list[Content] = []
            for group in self.groups:
                found += [Content("")] * (group.gap if found else 0)
                found += group.lines(width)
            self._drawn = (width, found)
        return self._drawn[1]

    def rows(self, width: int) -> list[Content]:
        """Return all rows at this width, blank ones up to the reserve's height."""
        own = self.lines(width)
        high = len(self.reserve.lines(width)) if self.reserve else 0
        return [*own, *([Content("")] * (high - len(own)))]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Take all the width there is: the groups stand in it by themselves."""
        return container_width

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Return the least width that can be drawn to."""
        return _LEAST

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of rows at this width."""
        return len(self.rows(width))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the rows as strips."""
        text = Content("\n").join(self.lines(width))
        return text.render_strips(width, height, style, options)


def parts(text: str, style: str = "") -> tuple[Part, ...]:
    """Return a Markdown text as parts in one style."""
    text = clean(text)
    if MARKS.isdisjoint(text):
        return (Row(_blanks(text, style)),) if text else ()
    # Imported where it is needed: most cards have no mark in them, and the first one should show
    # without waiting for a parser.
    from flashdeck.tui import markdown

    return _parts(markdown.blocks(text), style)


def row(text: str, style: str = "", marker: Content | None = None) -> Row:
    """Return one line of Markdown as a part."""
    text = clean(text)
    if MARKS.isdisjoint(text):
        return Row(_blanks(text, style), marker or _NONE)
    from flashdeck.tui import markdown

    return Row(_inline(markdown.runs(text), style), marker or _NONE)


def _inline(runs: Sequence[markdown.Run], style: str = "") -> Content:
    # Where all is bold, strong text is underlined to stand out.
    styles = {**_MARK_STYLES, "strong": "underline"} if "bold" in style else _MARK_STYLES
    pieces = []
    for run in runs:
        marked = " ".join([style, *(styles[mark] for mark in sorted(run.marks))]).strip()
        pieces.append((run.text, marked))
    return _with_blanks(pieces)


def _blanks(text: str, style: str) -> Content:
    return _with_blanks([(text, style)])


def _with_blanks(runs: Iterable[tuple[str, str]]) -> Content:
    """Return (text, style) runs as content; between the blank marks they are in reverse video."""
    pieces: list[Content] = []
    in_blank = False
    for text, style in runs:
        for piece in _split(text):
            if piece == BLANK_OPENS:
                in_blank = True
            elif piece == BLANK_CLOSES:
                in_blank = False
            elif piece:
                shown = f"{style} $text-primary reverse".strip() if in_blank else style
                pieces.append(safe.block(piece, shown))
    return Content.assemble(*pieces)


def _split(text: str) -> list[str]:
    for mark in (BLANK_OPENS, BLANK_CLOSES):
        text = text.replace(mark, f"\0{mark}\0")
    return text.split("\0")


def _parts(found: Sequence[markdown.Block], style: str) -> tuple[Part, ...]:
    from flashdeck.tui import markdown

    made: list[Part] = []
    for index, block in enumerate(found):
        if index and isinstance(block, markdown.Paragraph):
            made.append(Row(Content("")))
        if isinstance(block, markdown.Paragraph):
            heading = f"{style} bold".strip() if block.heading else style
            made.append(Row(_inline(block.runs, heading)))
        elif isinstance(block, markdown.Code):
            made += [Row(safe.block(line, style)) for line in block.text.split("\n")]
        elif isinstance(block, markdown.Quote):
            bar = safe.line(("│ ", "$muted"))
            made.append(Nested(_parts(block.blocks, style), bar, bar=True))
        elif isinstance(block, markdown.Table):
            made.append(_grid(block, style))
        else:
            size = max(len(marker) for marker, _ in block.items)
            for marker, inner in block.items:
                sign = safe.line((f"{marker:>{size}} ", "$muted"))
                made.append(Nested(_parts(inner, style), sign))
    return tuple(made)


def _grid(table: markdown.Table, style: str) -> Grid:
    head, *body = table.rows or ((),)
    bold = f"{style} bold".strip()
    first = tuple(_inline(cell, bold) for cell in head)
    return Grid((first, *(tuple(_inline(cell, style) for cell in line) for line in body)))
