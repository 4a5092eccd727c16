"""Tables of plain text: cells divided by tabs, by bars, or by the blanks of aligned columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.headings import relation_of
from flashdeck.core.extract.mapped import Mapped, joined, mapped
from flashdeck.core.extract.pairs import Line, is_key

_DIVIDER = re.compile(r"[\s|+:=_-]*[=_-]{2}[\s|+:=_-]*")
_GAP = re.compile(r" {2,}(?=\S)")
_NAME_HEAD = re.compile(
    r"(?:muscles?|names?|nerves?|structures?|heads?|parts?|joints?|bones?)", re.I
)
MAX_LINES = 400


def is_divider(text: str) -> bool:
    """Tell whether a line is nothing but the rule of a table: "----  ----", "+---+---+"."""
    return _DIVIDER.fullmatch(text) is not None


def table_head(line: Line) -> bool:
    """Tell whether a line is the header of aligned columns: "Muscle   Origin   Insertion"."""
    cells = _GAP.split(line.text.expandtabs(8).strip())
    return len(cells) >= 2 and _is_head(cells)


def table_rows(raw: str, group: Sequence[Line]) -> list[list[Mapped]] | None:
    """Return the rows of cells of a run of lines, the header first, or None if it is no table."""
    if any("\t" in line.text.strip() for line in group):
        return None
    lines = [line for line in group if not is_divider(line.text)]
    if not 2 <= len(lines) <= MAX_LINES:
        return None
    barred = sum(line.text.count("|") >= 1 for line in lines)
    if barred == len(lines) and sum(line.text.count("|") for line in lines) >= 2 * len(lines) - 1:
        spans = [_barred(line) for line in lines]
    else:
        spans = _aligned(lines)
    if not spans:
        return None
    rows: list[list[Mapped]] = []
    for row in spans:
        cells = [mapped(raw, low, high) for low, high in row]
        if rows and not cells[0].text and len(rows) > 1 and len(cells) == len(rows[-1]):
            rows[-1] = [joined((old, new)) for old, new in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows if len(rows) > 1 and _is_head([cell.text for cell in rows[0]]) else None


def table_blocks(rows: list[list[Mapped]], number: int) -> list[Block]:
    """Return the rows as blocks; ``number`` tells tables apart."""
    return [
        Block(BlockKind.ROW, joined(cells), cells=tuple(cells), head=at == 0, table=number)
        for at, cells in enumerate(rows)
        if any(cell.text for cell in cells)
    ]


def _is_head(cells: Sequence[str]) -> bool:
    if any(len(cell.split()) > 5 for cell in cells):
        return False
    keys = sum(is_key(cell) or relation_of(cell, key=True) is not None for cell in cells)
    return keys >= 2 or (keys == 1 and any(_NAME_HEAD.fullmatch(cell.strip()) for cell in cells))


def _barred(line: Line) -> list[tuple[int, int]]:
    spans = []
    at = line.start
    pieces = line.text.split("|")
    for piece in pieces:
        spans.append((at, at + len(piece)))
        at += len(piece) + 1
    if not pieces[0].strip():
        spans = spans[1:]
    if spans and not pieces[-1].strip():
        spans = spans[:-1]
    return spans


def _aligned(lines: Sequence[Line]) -> list[list[tuple[int, int]]]:
    """Return the spans of the cells between the blank columns that all lines share."""
    if len(lines) < 3 or not table_head(lines[0]):
        return []
    width = max(len(line.text) for line in lines)
    blank = [
        all(at >= len(line.text) or line.text[at].isspace() for line in lines)
        for at in range(width)
    ]
    starts = [
        at
        for at in range(width)
        if not blank[at] and (at == 0 or (blank[at - 1] and (at < 2 or blank[at - 2])))
    ]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], width]
    return [
        [
            (line.start + min(low, len(line.text)), line.start + min(high, len(line.text)))
            for low, high in zip(starts, ends, strict=True)
        ]
        for line in lines
    ]
