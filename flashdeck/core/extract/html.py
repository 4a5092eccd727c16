"""A linear tokenizer for HTML that keeps offsets, and the blocks it finds.

The standard library's parser takes quadratic time on unclosed comments and raises on others; this
one looks at every character a bounded number of times and takes broken markup as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashdeck.core.extract.blocks import Block, BlockKind, drop_junk
from flashdeck.core.extract.mapped import Mapped, MappedBuilder, joined
from flashdeck.core.extract.pairs import pair_block

_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:-]{0,40}")
_QUOTE_OR_END = re.compile(r"[>\"']")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol option p
    pre section summary table tbody td tfoot th thead title tr ul""".split()
)
_SKIPPED = frozenset(
    """script style nav footer aside noscript template svg math form button select textarea iframe
    object canvas audio video figure head pre code dialog""".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_JUNK_ATTRIBUTE = re.compile(
    r"(?:class|id|role)\s*=\s*[\"']?[^\"'>]{0,200}?(?:navigation|navbar|nav-|-nav|\bnav\b|\bmenu|"
    r"sidebar|\btoc\b|reflist|reference|references|footnote|footer|breadcrumb|cookie|advert|"
    r"\bshare|social|related|metadata|mw-editsection|catlinks|hatnote|thumbcaption|banner|"
    r"noprint|byline|author|newsletter|contentinfo)",
    re.IGNORECASE,
)
_JUNK_ELEMENTS = frozenset("div ul ol sup span section p table li header h2 dl a".split())
_ROWS = re.compile(r"\browspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
_COLUMNS = re.compile(r"\bcolspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
_MAX_SPAN = 60
_ANY_TAG = re.compile(r"<[^<>]{0,300}>|&#?\w{1,8};")
_NOTE_MARK = re.compile(r"\[?\s*(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,5}|[a-z])?\s*\]?|[*†‡§]{1,3}")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def looks_like_html(raw: str) -> bool:
    """Tell whether a text of unknown kind is HTML."""
    head = raw[:2000].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml")) or bool(
        re.match(r"<(?:div|p|h1|main|article|table|ul)\b", head)
    )


Token = tuple[str, int, int, str]  # ("text" | "tag", start, end, tag name with / or "")


def tokens(raw: str) -> Iterator[Token]:
    """Yield texts and tags in order; comments, doctypes and declarations are left out."""
    at, text_from = 0, 0
    missing: set[str] = set()

    def find(needle: str, start: int) -> int:
        if needle in missing:
            return -1
        found = raw.find(needle, start)
        if found < 0:
            missing.add(needle)
        return found

    while True:
        low = raw.find("<", at)
        if low < 0:
            break
        end = -1
        name = ""
        if raw.startswith("<!--", low):
            end = find("-->", low + 4)
            end = end + 3 if end >= 0 else -1
        elif raw.startswith(("<!", "<?"), low):
            end = find(">", low) + 1 or -1
        else:
            match = _NAME.match(raw, low + 1)
            if match:
                name = match.group().lower()
                end = _tag_end(raw, match.end(), find)
        if end < 0:
            at = low + 1
            continue
        if low > text_from:
            yield ("text", text_from, low, "")
        if name:
            yield ("tag", low, end, name)
        at = text_from = end
        if name in ("script", "style", "textarea") and f"</{name}" not in missing:
            close = raw.find(f"</{name}", end)
            if close < 0:
                close = raw.lower().find(f"</{name}", end)
            if close < 0:
                missing.add(f"</{name}")
            else:
                at = text_from = close
    if text_from < len(raw):
        yield ("text", text_from, len(raw), "")


def _tag_end(raw: str, at: int, find: object) -> int:
    """Return the offset after the tag's ``>``, or -1; a quoted ``>`` does not end it."""
    assert callable(find)
    for _ in range(60):
        mark = _QUOTE_OR_END.search(raw, at, at + 20_000)
        if mark is None:
            return -1
        if mark.group() == ">":
            return mark.end()
        close = find(mark.group(), mark.end())
        if close < 0 or close - mark.end() > 20_000:
            at = mark.end()
        else:
            at = close + 1
    return -1


@dataclass(frozen=True, slots=True)
class _Cell:
    """A table cell that is being read, and how many rows and columns it takes."""

    builder: MappedBuilder
    head: bool
    rows: int
    columns: int


class _Reader:
    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.blocks: list[Block] = []
        self.builder = MappedBuilder()
        self.open: list[str] = []  # block elements that decide what a text is
        self.skip: list[str] = []
        self.cells: list[_Cell] = []
        self.spanning: dict[int, tuple[Mapped, bool, int]] = {}  # column: cell, head, rows left
        self.in_row = 0
        self.tables = 0
        self.last_close: dict[str, int] = {}

    def closes_later(self, name: str, at: int) -> bool:
        if name not in self.last_close:
            found = [self.raw.rfind(f"</{form}") for form in (name, name.upper())]
            self.last_close[name] = max(found)
        return self.last_close[name] >= at

    def read(self) -> list[Block]:
        for what, start, end, name in tokens(self.raw):
            if what == "text":
                if not self.skip:
                    self.text(start, end)
            elif self.skip:
                self.skipping(name, start, end)
            elif not name.startswith("/") and self.is_junk(name, start, end):
                if name in _BLOCKS:
                    self.flush()
                self.skip.append(name)
            else:
                self.tag(name, start, end)
        self.flush()
        self.end_row()
        return self.blocks

    def skipping(self, name: str, start: int, end: int) -> None:
        inner = self.skip[-1]
        if name == f"/{inner}":
            self.skip.pop()
        elif name == inner and self.raw[end - 2] != "/":
            self.skip.append(name)

    def is_junk(self, name: str, start: int, end: int) -> bool:
        if name in _VOID or self.raw[end - 2] == "/":
            return False
        if name in _SKIPPED:
            return self.closes_later(name, end)
        if name == "sup" and self.is_footnote_mark(start, end):
            return True
        if name in _JUNK_ELEMENTS and end - start < 1000:
            return bool(_JUNK_ATTRIBUTE.search(self.raw, start, end)) and self.closes_later(
                name, end
            )
        return False

    def is_footnote_mark(self, start: int, end: int) -> bool:
        """Tell whether a raised text is the number of a note: "leg<sup>[1]</sup>", not 10 cubed."""
        close = self.raw.find("</sup", end, end + 400)
        if close < 0 or self.raw[start - 1 : start].isdigit():
            return False
        said = _ANY_TAG.sub("", self.raw[end:close])
        return _NOTE_MARK.fullmatch(said.strip()) is not None

    def tag(self, name: str, start: int, end: int) -> None:
        closing, name = name.startswith("/"), name.lstrip("/")
        if name not in _BLOCKS:
            return
        if name in ("td", "th"):
            if closing:
                self.flush()
            elif self.in_row:
                self.flush()
                self.builder = MappedBuilder()
                rows, columns = (
                    min(int(found.group(1)), _MAX_SPAN) if found else 1
                    for found in (
                        _ROWS.search(self.raw, start, min(end, start + 500)),
                        _COLUMNS.search(self.raw, start, min(end, start + 500)),
                    )
                )
                self.cells.append(_Cell(self.builder, name == "th", rows, columns))
            return
        if self.cells and name in ("p", "div", "br", "li", "ul", "ol", "span"):
            self.builder.put("; " if name in ("br", "li") and not closing else " ", start, start)
            return
        self.flush()
        if name == "tr":
            self.end_row()
            self.in_row = 0 if closing else 1
        elif name == "table":
            self.end_row()
            self.spanning = {}
            self.tables += 1
        if closing:
            if name in self.open[-200:]:
                while self.open.pop() != name:
                    pass
        elif name not in _VOID and len(self.open) < 100_000:
            self.open.append(name)

    def text(self, start: int, end: int) -> None:
        raw = self.raw
        at = start
        for entity in _ENTITY.finditer(raw, start, end):
            self.builder.prose(raw, at, entity.start())
            at = entity.end()
            value = html.unescape(entity.group())
            for char in value:
                piece = MappedBuilder()
                piece.prose(char, 0, 1)
                # A piece of blank has no text of its own.
                folded = piece.build().text or (" " if char.isspace() else "")
                self.builder.put(folded, entity.start(), entity.end())
        self.builder.prose(raw, at, end)

    def flush(self) -> None:
        if self.cells:
            return
        text = self.builder.build()
        self.builder = MappedBuilder()
        if not text.text:
            return
        inner = next((name for name in reversed(self.open[-12:]) if name not in ("div", "p")), "")
        if inner in _HEADINGS:
            self.blocks.append(Block(BlockKind.HEADING, text, level=_HEADINGS[inner]))
        elif inner == "title":
            self.blocks.append(Block(BlockKind.HEADING, text, level=1))
        elif inner in ("li", "summary"):
            depth = sum(name in ("ul", "ol") for name in self.open[-40:]) - 1
            lists = [name for name in self.open[-40:] if name in ("ul", "ol")]
            ordered = bool(lists) and lists[-1] == "ol"
            self.blocks.append(
                pair_block(text, max(depth, 0))
                or Block(BlockKind.ITEM, text, max(depth, 0), ordered)
            )
        elif inner == "dt":
            self.blocks.append(Block(BlockKind.PAIR, text, level=-1, cells=(text,)))
        elif inner == "dd" and self.blocks and self.blocks[-1].kind is BlockKind.PAIR:
            key = self.blocks[-1].cells[0]
            self.blocks[-1] = Block(
                BlockKind.PAIR, joined((key, text), ": "), level=-1, cells=(key, text)
            )
        else:
            self.blocks.append(pair_block(text) or Block(BlockKind.PARAGRAPH, text))

    def end_row(self) -> None:
        own, self.cells = self.cells, []
        texts = [cell.builder.build() for cell in own]
        self.builder = MappedBuilder()
        if not own:
            return
        row = self.spread_row(own, texts)
        if not any(text.text for text in texts):
            return
        text = joined(texts)
        cells, heads = tuple(cell for cell, _ in row), [head for _, head in row]
        if len(own) == 1 and not any(cell.text for cell in cells[1:]):
            only = texts[0]
            name = Block(BlockKind.PAIR, only, level=-1, cells=(only, Mapped("")))
            self.blocks.append(name if own[0].head else Block(BlockKind.PARAGRAPH, only))
        elif len(cells) == 2 and heads == [True, False] and all(cell.text for cell in cells):
            self.blocks.append(Block(BlockKind.PAIR, joined(cells, ": "), level=-1, cells=cells))
        elif len(cells) > 1:
            self.blocks.append(
                Block(BlockKind.ROW, text, cells=cells, head=all(heads), table=self.tables)
            )
        else:
            self.blocks.append(Block(BlockKind.PARAGRAPH, text))

    def spread_row(self, own: list[_Cell], texts: list[Mapped]) -> list[tuple[Mapped, bool]]:
        """Return the row's cells column by column, those that reach down from above among them."""
        row: list[tuple[Mapped, bool]] = []

        def above() -> None:
            while len(row) in self.spanning:
                cell, head, left = self.spanning.pop(len(row))
                if left > 1:
                    kept[len(row)] = (cell, head, left - 1)
                row.append((cell, head))

        kept: dict[int, tuple[Mapped, bool, int]] = {}
        for cell, text in zip(own, texts, strict=True):
            above()
            if cell.rows > 1:
                kept[len(row)] = (text, cell.head, cell.rows - 1)
            row.append((text, cell.head))
            row += [(Mapped(""), cell.head)] * (cell.columns - 1)
        above()
        self.spanning = kept
        return row


def read_html(raw: str) -> list[Block]:
    """Return the blocks of an HTML page, junk left out."""
    return drop_junk(_Reader(raw).read(), levelled=True)
