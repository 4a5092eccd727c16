"""Markdown of a card as neutral blocks; faces turn them into what they show.

CommonMark with tables and ~~strike~~; raw HTML is text. ``<sub>``, ``<sup>``, ``~x~`` and ``^x^``
become Unicode sub- and superscripts where there are any, formulas in LaTeX readable text. One line
is never a heading or a list: ``12. rib`` is an answer, not the twelfth item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flashdeck.core.formula import SUBSCRIPTS, SUPERSCRIPTS, script, with_formulas
from flashdeck.core.text import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NESTING = 20
_ESCAPED = "\\`*_~^[]<&|"  # what formulas may hold and Markdown would read
_LOWERED = re.compile(r"<sub>([^<>]{1,40})</sub>|(?<![~\s])~([^\s~]{1,40})~(?!~)")
_RAISED = re.compile(r"<sup>([^<>]{1,40})</sup>|(?<![\^\s])\^([^\s^]{1,40})\^")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style: any of ``strong em code strike``."""

    text: str
    marks: frozenset[str] = frozenset()


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a run may hold line breaks. ``heading`` is 1 to 6, or 0."""

    runs: Runs
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item has its marker (``•``, ``1.``) and blocks of its own."""

    items: tuple[tuple[str, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A fence or indented code, as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its head."""

    rows: tuple[tuple[Runs, ...], ...]


Block = Paragraph | Items | Quote | Code | Table


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text."""
    text = with_formulas(clean(text), _ESCAPED).strip("\n")
    if "\n" not in text:
        return (Paragraph(_inline(_parser().parseInline(text))),)
    return _blocks(_parser().parse(text))


def runs(text: str) -> Runs:
    """Return the runs of a Markdown text that stands on one line."""
    return _inline(_parser().parseInline(with_formulas(clean(text), _ESCAPED)))


def plain(text: str) -> str:
    """Return a Markdown text without its marks, for a face that has no styles."""
    return "\n".join(_plain_lines(blocks(text)))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # slow to import, and most cards have no mark in them

    options = {"html": False, "maxNesting": _NESTING}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


def _blocks(tokens: list[Token]) -> tuple[Block, ...]:
    found: list[Block] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _closing(tokens, at)
        inner = tokens[at + 1 : end]
        if token.type == "paragraph_open":
            found.append(Paragraph(_inline(inner)))
        elif token.type == "heading_open":
            found.append(Paragraph(_inline(inner), heading=int(token.tag[1:])))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            found.append(_items(token, inner))
        elif token.type == "blockquote_open":
            found.append(Quote(_blocks(inner)))
        elif token.type in ("fence", "code_block"):
            found.append(Code(token.content.rstrip("\n")))
        elif token.type == "table_open":
            found.append(_table(inner))
        elif token.type == "inline":
            found.append(Paragraph(_inline([token])))
        at = end + 1
    return tuple(found)


def _closing(tokens: list[Token], at: int) -> int:
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _items(opening: Token, tokens: list[Token]) -> Items:
    number = int(opening.attrs.get("start", 1))
    ordered = opening.type == "ordered_list_open"
    items: list[tuple[str, tuple[Block, ...]]] = []
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at)
        marker = f"{number + len(items)}{tokens[at].markup or '.'}" if ordered else "•"
        items.append((marker, _blocks(tokens[at + 1 : end])))
        at = end + 1
    return Items(tuple(items))


def _table(tokens: list[Token]) -> Table:
    rows: list[tuple[Runs, ...]] = []
    cells: list[Runs] = []
    for token in tokens:
        if token.type == "inline":
            cells.append(_inline([token]))
        elif token.type == "tr_close":
            rows.append(tuple(cells))
            cells = []
    return Table(tuple(rows))


def _inline(tokens: list[Token]) -> Runs:
    found: list[Run] = []
    marks: list[str] = []
    for token in tokens:
        for child in token.children or ():
            kind = child.type.removesuffix("_open").removesuffix("_close")
            if kind in ("strong", "em", "s"):
                name = "strike" if kind == "s" else kind
                if child.nesting > 0:
                    marks.append(name)
                else:
                    marks.remove(name)
            elif child.type == "code_inline":
                found.append(Run(child.content, frozenset({*marks, "code"})))
            elif child.type == "softbreak":
                found.append(Run(" ", frozenset(marks)))
            elif child.type == "hardbreak":
                found.append(Run("\n", frozenset(marks)))
            elif child.content:  # text, escapes, and the alternative text of a picture
                found.append(Run(_scripts(child.content), frozenset(marks)))
    return tuple(found)


def _scripts(text: str) -> str:
    text = _LOWERED.sub(lambda m: script(m[1] or m[2], SUBSCRIPTS, "_"), text)
    return _RAISED.sub(lambda m: script(m[1] or m[2], SUPERSCRIPTS, "^"), text)


def _plain_lines(found: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    for block in found:
        if isinstance(block, Paragraph):
            lines += _text(block.runs).split("\n")
        elif isinstance(block, Code):
            lines += block.text.split("\n")
        elif isinstance(block, Quote):
            lines += [f"> {line}" for line in _plain_lines(block.blocks)]
        elif isinstance(block, Table):
            lines += ["  ".join(_text(cell) for cell in row) for row in block.rows]
        else:
            for marker, inner in block.items:
                first, *rest = _plain_lines(inner) or [""]
                lines += [f"{marker} {first}", *(f"{' ' * len(marker)} {line}" for line in rest)]
    return lines


def _text(found: Runs) -> str:
    return "".join(run.text for run in found)
