"""Plain text: paragraphs, wrapped or not, headings, lists and tab-separated tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from flashdeck.core.extract.blocks import Block, BlockKind, drop_junk, has_credit
from flashdeck.core.extract.columns import is_divider, table_blocks, table_head, table_rows
from flashdeck.core.extract.mapped import Mapped, joined, mapped
from flashdeck.core.extract.pairs import KEY_GAP, KEY_LINE, Line, pair_block
from flashdeck.core.extract.phrases import strip_brackets

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
BULLET = re.compile(
    r"[ \t\u00a0]*(?:[•◦▪‣●○∙·*+–—➢►✓-]|(?P<number>\d{1,2}[.)]|[a-z]\)))[ \t\u00a0]+(?=\S)"
)
_WIKI_HEADING = re.compile(r"={2,5} ?([^=\r\n]{1,80}?) ?={2,5}(?=\s|$)")
_RULE = re.compile(r"[-=_*~#]{3,}")
_QUESTION = re.compile(r"(?:What|How|Why|Where|When|Which|Who|Can|Is|Are|Do|Does)\b[^?]*\?")
_ENDS_SENTENCE = re.compile(r"[.!?;:,…][\"'”’)\]]*$")
_NUMBERED_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.? (?=[A-Z])")
_MAX_WRAP = 110
_MAX_HEADING_WORDS = 10


def lines_of(raw: str) -> list[Line]:
    """Return the lines of the text; a heading in wiki marks within a line becomes its own."""
    lines = []
    at = 1 if raw.startswith("\ufeff") else 0
    while at < len(raw):
        match = _LINE.match(raw, at)
        assert match is not None
        low, high = match.span(1)
        at = match.end()
        if "==" in match.group(1):
            for heading in _WIKI_HEADING.finditer(raw, low, high):
                before = raw[low : heading.start()]
                if before.strip():
                    lines.append(Line(before, low, heading.start()))
                lines.append(Line("", low, low))
                lines.append(Line(heading.group(), *heading.span()))
                lines.append(Line("", heading.end(), heading.end()))
                low = heading.end()
        lines.append(Line(raw[low:high], low, high))
    return lines


def groups_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the runs of lines between blank lines and rules."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        text = line.text.strip()
        if text and is_divider(text) and groups[-1] and table_head(groups[-1][0]):
            continue
        if not text or _RULE.fullmatch(text):
            if groups[-1]:
                groups.append([])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def wrap_width(groups: list[list[Line]]) -> int:
    """Return the width at which the text was wrapped by hand, or 0 where it was not."""
    long = [group for group in groups if len(group) >= 3]
    width = max((len(line.text) for group in long for line in group), default=0)
    return width if width <= _MAX_WRAP else 0


def is_wrapped(group: list[Line], width: int) -> bool:
    """Tell whether each line ends where the next one's first word no longer fitted."""
    own = max(len(line.text.rstrip()) for line in group)
    if own > _MAX_WRAP:
        return False
    width = max(own, width if len(group) < 3 else 0)
    fits = sum(
        len(line.text.rstrip()) + 1 + len(after.text.split(maxsplit=1)[0]) <= width - 6
        for line, after in pairwise(group)
    )
    return own >= 40 and fits <= len(group) // 5


def read_plain(raw: str) -> list[Block]:
    """Return the blocks of a plain text, junk left out."""
    groups = groups_of(lines_of(raw))
    width = wrap_width(groups)
    blocks: list[Block] = []
    tables = 0
    for group in groups:
        rows = table_rows(raw, group)
        table = table_blocks(rows, tables + 1) if rows else _table(raw, group, tables + 1)
        if table:
            tables += 1
            blocks += table
        elif not has_credit(group[-1].text) or len(group[-1].text) > 300:
            blocks += _group(raw, group, width)
    return drop_junk(blocks, levelled=False)


def _table(raw: str, group: list[Line], number: int) -> list[Block]:
    rows = [line for line in group if line.text.strip().count("\t") >= 1]
    if len(rows) < 2 or all(KEY_GAP.match(line.text) for line in rows):
        return []
    blocks: list[Block] = []
    head = True
    for line in group:
        cells = []
        at = line.start
        for cell in line.text.split("\t"):
            cells.append(mapped(raw, at, at + len(cell)))
            at += len(cell) + 1
        if len([cell for cell in cells if cell.text]) > 1:
            blocks.append(
                Block(BlockKind.ROW, joined(cells), cells=tuple(cells), head=head, table=number)
            )
            head = False
        else:
            blocks += _group(raw, [line], 0)
    return blocks


def _group(raw: str, group: list[Line], width: int) -> list[Block]:
    """Return the blocks of one run of lines."""
    blocks: list[Block] = []
    pending: list[Line] = []
    bullet: re.Match[str] | None = None

    def flush() -> None:
        nonlocal bullet
        if pending:
            first = pending[0].start + (bullet.end() if bullet else 0)
            text = mapped(raw, first, pending[-1].end)
            if text.text and bullet:
                depth = len(bullet.group().expandtabs(4)) - len(bullet.group().lstrip())
                blocks.append(
                    pair_block(text, depth // 2)
                    or Block(BlockKind.ITEM, text, level=depth // 2, ordered=bool(bullet["number"]))
                )
            elif text.text and (gap := KEY_GAP.match(pending[0].text)):
                at = pending[0].start
                cells = (
                    mapped(raw, at + gap.start("key"), at + gap.end("key")),
                    mapped(raw, at + gap.end(), pending[-1].end),
                )
                blocks.append(Block(BlockKind.PAIR, text, level=-1, cells=cells))
            elif text.text:
                blocks.append(_paragraph(text, len(group) == 1))
            pending.clear()
        bullet = None

    wrapped = len(group) > 1 and is_wrapped(group, width)
    for line in group:
        mark = BULLET.match(line.text)
        wiki = _WIKI_HEADING.fullmatch(line.text.strip())
        if wiki:
            flush()
            start = line.start + line.text.index(wiki.group(1))
            level = len(line.text.strip()) - len(line.text.strip().lstrip("="))
            blocks.append(
                Block(BlockKind.HEADING, mapped(raw, start, start + len(wiki.group(1))), level)
            )
        elif mark and not (wrapped and pending and not bullet and mark.group().strip() in "–—-"):
            flush()
            bullet = mark
            pending.append(line)
        elif pending and _continues(pending[-1], line, wrapped, bool(bullet)):
            pending.append(line)
        else:
            flush()
            pending.append(line)
    flush()
    return blocks


def _continues(last: Line, line: Line, wrapped: bool, in_item: bool) -> bool:
    text, before = line.text.strip(), last.text.rstrip()
    if KEY_LINE.match(line.text) or KEY_GAP.match(line.text):
        return False
    if in_item:
        return line.text[:1].isspace() or text[:1].islower()
    if wrapped:
        return True
    return text[:1].islower() and not _ENDS_SENTENCE.search(before)


def _paragraph(text: Mapped, alone: bool) -> Block:
    if is_heading(text.text, alone) and not _is_key_line(text.text):
        skip = _NUMBERED_HEADING.match(text.text)
        shown = text.part(skip.end(), len(text.text)) if skip else text
        return Block(BlockKind.HEADING, shown)
    return pair_block(text) or Block(BlockKind.PARAGRAPH, text)


def _is_key_line(text: str) -> bool:
    """Tell whether a short line is a key of notes with its value, "Action: opposes thumb"."""
    key = KEY_LINE.match(text)
    return key is not None and bool(text[key.end() :].strip())


def is_heading(text: str, alone: bool) -> bool:
    """Tell whether a line of plain text has the form of a heading, brackets left out."""
    text = strip_brackets(text)
    words = text.split()
    if len(words) > _MAX_HEADING_WORDS or len(text) > 90 or not text[:1].isalnum():
        return False
    if text[0].islower() or ". " in text or "\t" in text:
        return False
    if _QUESTION.fullmatch(text):
        return True
    if _ENDS_SENTENCE.search(text):
        return False
    return alone or len(words) <= 5
