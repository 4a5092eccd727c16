"""Markdown: headings, lists, pipe tables, "**Key:**" lines; front matter and code are junk."""

from __future__ import annotations

import re

from flashdeck.core.extract.blocks import Block, BlockKind, drop_junk
from flashdeck.core.extract.mapped import Mapped, MappedBuilder, joined
from flashdeck.core.extract.pairs import KEY_LINE, Line, pair_block
from flashdeck.core.extract.plain import BULLET, lines_of

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_DIVIDER = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|[ \t:|-]*|[ \t]*\|[ \t:|-]*-[ \t:|-]*")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,20}")
_BOLD_LINE = re.compile(r"(?:\*\*|__)([^*_\r\n]{1,80})(?:\*\*|__):?[ \t]*")
_TITLE = re.compile(r"title:[ \t]*(\S.*?)[ \t]*")
# Marks of inline markup; every repeat is bounded, so hostile brackets cost linear time.
_INLINE = re.compile(
    r"(?P<image>!\[[^\]\r\n]{0,200}\]\([^)\r\n]{0,500}\))"
    r"|\[(?P<link>[^\[\]\r\n]{1,200})\]\([^)\r\n]{0,500}\)"
    r"|(?P<note>\[\^[^\]\r\n]{1,20}\]|\{\{[^{}\r\n]{0,200}\}\}|\{[:#.][^{}\r\n]{0,100}\})"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9]{0,12}(?: [^<>\r\n]{0,200})?/?>)"
    r"|(?P<mark>\*{1,3}|`{1,2}|~~|==|(?<!\w)_{1,3}(?=\w)|(?<=[\w.:,;)])_{1,3}(?!\w))"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
)


def inline(raw: str, start: int, end: int) -> Mapped:
    """Return ``raw[start:end]`` without its inline markup."""
    builder = MappedBuilder()
    at = start
    for mark in _INLINE.finditer(raw, start, end):
        builder.prose(raw, at, mark.start())
        at = mark.end()
        if mark["link"]:
            builder.prose(raw, *mark.span("link"))
        elif mark["escaped"]:
            builder.prose(raw, *mark.span("escaped"))
        elif mark["mark"] and _is_lone_star(raw, mark):
            builder.prose(raw, *mark.span())
        elif mark["tag"] and mark["tag"].lower().startswith("<br"):
            builder.put(" ", *mark.span())
    builder.prose(raw, at, end)
    return builder.build()


def _is_lone_star(raw: str, mark: re.Match[str]) -> bool:
    before = raw[mark.start() - 1 : mark.start()]
    after = raw[mark.end() : mark.end() + 1]
    return mark.group() == "*" and (not before or before.isspace()) and after.isspace()


class _Reader:
    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.blocks: list[Block] = []
        self.paragraph: list[Line] = []
        self.item: re.Match[str] | None = None
        self.tables = 0
        self.in_table = False

    def read(self) -> list[Block]:
        lines = lines_of(self.raw)
        lines = self.front_matter(lines)
        fence = ""
        for number, line in enumerate(lines):
            mark = _FENCE.match(line.text)
            if fence:
                if mark and mark.group(1) == fence:
                    fence = ""
                continue
            if mark and any(
                (later := _FENCE.match(after.text)) and later.group(1) == mark.group(1)
                for after in lines[number + 1 : number + 2000]
            ):
                self.flush()
                fence = mark.group(1)
                continue
            self.line(line)
        self.flush()
        return drop_junk(self.blocks, levelled=True)

    def front_matter(self, lines: list[Line]) -> list[Line]:
        if not lines or lines[0].text.strip() != "---":
            return lines
        for number, line in enumerate(lines[1:200], 1):
            if line.text.strip() in ("---", "..."):
                for meta in lines[1:number]:
                    title = _TITLE.fullmatch(meta.text)
                    if title:
                        start = meta.start + title.start(1)
                        value = title.group(1)
                        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
                        text = inline(self.raw, start + quoted, start + len(value) - quoted)
                        if text.text:
                            self.blocks.append(Block(BlockKind.HEADING, text, level=1))
                return lines[number + 1 :]
        return lines

    def line(self, line: Line) -> None:
        text = line.text
        stripped = text.strip()
        if not stripped:
            self.flush()
            self.in_table = False
            return
        heading = _HEADING.fullmatch(text)
        if heading:
            self.flush()
            start = line.start + heading.start(2)
            found = inline(self.raw, start, line.start + heading.end(2))
            if found.text:
                level = len(heading.group(1))
                self.blocks.append(Block(BlockKind.HEADING, found, level=level))
            return
        underline = _UNDERLINE.fullmatch(text)
        if underline and len(self.paragraph) == 1 and self.item is None:
            only = self.paragraph.pop()
            found = inline(self.raw, only.start, only.end)
            level = 1 if "=" in underline.group(1) else 2
            if found.text:
                self.blocks.append(Block(BlockKind.HEADING, found, level=level))
            return
        if _RULE.fullmatch(text):
            self.flush()
            return
        if _DIVIDER.fullmatch(text) and "|" in text:
            return
        if stripped.startswith("|") or (text.count("|") >= 2 and (self.in_table or "| " in text)):
            self.flush()
            self.row(line)
            return
        bullet = BULLET.match(text)
        if bullet:
            self.flush()
            self.item = bullet
            self.paragraph = [line]
        elif self.paragraph and (KEY_LINE.match(text) or (not self.item and _starts_pair(text))):
            self.flush()
            self.paragraph = [line]
        elif stripped.startswith(">"):
            self.flush()
            cut = text.index(">") + 1
            self.paragraph = [Line(text[cut:], line.start + cut, line.end)]
        else:
            self.paragraph.append(line)

    def row(self, line: Line) -> None:
        if not self.in_table:
            self.tables += 1
        cells = []
        at = line.start
        pieces = re.split(r"(?<!\\)\|", line.text)
        for piece in pieces:
            cells.append(inline(self.raw, at, at + len(piece)))
            at += len(piece) + 1
        if not pieces[0].strip():
            cells = cells[1:]
        if cells and not pieces[-1].strip():
            cells = cells[:-1]
        if any(cell.text for cell in cells):
            self.blocks.append(
                Block(
                    BlockKind.ROW,
                    joined(cells),
                    cells=tuple(cells),
                    head=not self.in_table,
                    table=self.tables,
                )
            )
        self.in_table = True

    def flush(self) -> None:
        if not self.paragraph:
            return
        first, last = self.paragraph[0], self.paragraph[-1]
        start = first.start + (self.item.end() if self.item else 0)
        text = inline(self.raw, start, last.end)
        item, lines = self.item, self.paragraph
        self.item, self.paragraph = None, []
        if not text.text:
            return
        if item:
            depth = len(item.group().expandtabs(4)) - len(item.group().expandtabs(4).lstrip())
            self.blocks.append(
                pair_block(text, depth // 2)
                or Block(BlockKind.ITEM, text, depth // 2, ordered=bool(item["number"]))
            )
        elif len(lines) == 1 and _BOLD_LINE.fullmatch(first.text.strip()):
            self.blocks.append(
                pair_block(text) or Block(BlockKind.PAIR, text, level=-1, cells=(text, Mapped("")))
            )
        else:
            self.blocks.append(pair_block(text) or Block(BlockKind.PARAGRAPH, text))


def _starts_pair(text: str) -> bool:
    return (
        text.startswith(("**", "__"))
        and re.match(r"(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)", text) is not None
    )


def read_markdown(raw: str) -> list[Block]:
    """Return the blocks of a Markdown text, junk left out."""
    return _Reader(raw).read()
