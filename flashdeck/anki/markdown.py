"""HTML of an Anki field as Markdown: what `flashdeck.anki.html` does, the other way round.

Kept are paragraphs and line breaks, lists, tables, quotes, code, emphasis, sub- and superscript,
links to the web, pictures, sounds, formulas and cloze marks. Other markup is taken off its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import unquote

from flashdeck.anki.markup import Element, parse_markup
from flashdeck.anki.runs import BREAK, Run, Words, escape, inline_text, no_list, paragraphs
from flashdeck.core.text import clean

MediaPaths = Callable[[str], str | None]
"""Maps the name of a media file to the path that a deck writes, or None where there is none."""

# A text without these, and without two blanks together, is Markdown and clean as it stands.
_MARKED = re.compile(
    r"[<>&\\`*_~^\[\]$\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|  "
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_FORMULAS = {
    "\\(": ("\\)", "$"),
    "\\[": ("\\]", "$$"),
    "[$]": ("[/$]", "$"),
    "[$$]": ("[/$$]", "$$"),
    "[latex]": ("[/latex]", "$$"),
}
_FORMULA_START = re.compile(r"\\[(\[]|\[\${1,2}\]|\[latex\]")
_LONGEST_FORMULA = 4000
_HELD = re.compile("\x02(\\d+)\x03")
_SOUND = re.compile(r"\[sound:([^\[\]]{1,300})\]")
_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em",
    "u": "em", "ins": "em", "mark": "em", "s": "s", "del": "s", "strike": "s",
    "sub": "sub", "sup": "sup", "code": "code", "tt": "code", "kbd": "code", "samp": "code",
}  # fmt: skip
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)"), "strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)"), "em"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through"), "s"),
    (re.compile(r"vertical-align\s*:\s*sub"), "sub"),
    (re.compile(r"vertical-align\s*:\s*super"), "sup"),
)
_PARAGRAPHS = frozenset("p dl figure figcaption address section article details".split())
_LINES = frozenset("div dt dd summary header footer main nav form fieldset center caption".split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WEB = re.compile(r"(?:https?://|mailto:)[^\s<>]{1,2000}", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:", re.IGNORECASE)


class MarkdownReader:
    """Turns fields into Markdown; ``notices`` counts what could not be kept, in words."""

    def __init__(self, media: MediaPaths) -> None:
        self.notices: Counter[str] = Counter()
        self._media = media
        self._held: list[str] = []

    def read(self, markup: str) -> str:
        """Return the field as Markdown, cleaned; cloze marks stand as they are."""
        if not _MARKED.search(markup):
            return markup.strip(" ")
        self._held = []
        text = self._hold_formulas(clean(markup.replace("\r\n", "\n")))
        root, dropped = parse_markup(text)
        for name in dropped:
            self.notices[f"<{name}> is no text for a card and was left out"] += 1
        blocks = list(self._blocks(root.children, frozenset()))
        if len(blocks) > 1:
            blocks = [no_list(one) if isinstance(one, Words) else one for one in blocks]
        return self._give_back("\n\n".join(blocks))

    def _hold_formulas(self, text: str) -> str:
        """Put marks in place of formulas, so that nothing in them is read as markup."""
        kept, at = [], 0
        for found in _FORMULA_START.finditer(text):
            if found.start() < at:
                continue
            closing, sign = _FORMULAS[found[0]]
            end = text.find(closing, found.end(), found.end() + _LONGEST_FORMULA)
            if end < 0:
                continue
            self._held.append(f"{sign}{_plain(text[found.end() : end])}{sign}")
            kept += [text[at : found.start()], f"\x02{len(self._held) - 1}\x03"]
            at = end + len(closing)
        return "".join([*kept, text[at:]])

    def _give_back(self, text: str) -> str:
        if not self._held:
            return text
        return _HELD.sub(lambda found: self._held[int(found[1])], text)

    def _blocks(self, children: Iterable[Element | str], marks: frozenset[str]) -> Iterator[str]:
        """Yield the blocks that these nodes make; what stands between them is paragraphs."""
        runs: list[Run] = []
        for child in children:
            if isinstance(child, Element) and self._is_block(child):
                yield from paragraphs(runs)
                runs = []
                yield from self._block(child, marks)
            else:
                self._inline(child, marks, runs)
        yield from paragraphs(runs)

    def _is_block(self, element: Element) -> bool:
        if element.name in _BLOCK_NAMES:
            return True
        return any(isinstance(one, Element) and self._is_block(one) for one in element.children)

    def _block(self, element: Element, marks: frozenset[str]) -> Iterator[str]:
        name = element.name
        if name in ("ul", "ol"):
            text = self._list(element, marks)
            if text:
                yield text
        elif name == "table":
            text = self._table(element)
            if text:
                yield text
        elif name == "blockquote":
            inner = "\n\n".join(self._blocks(element.children, marks))
            if inner:
                yield "\n".join(f"> {line}" if line else ">" for line in inner.split("\n"))
        elif name == "pre":
            code = _text_of(element).strip("\n")
            fence = "```" if "```" not in code else "~~~~"
            yield f"{fence}\n{code}\n{fence}"
        elif name == "hr":
            return
        elif name in _HEADINGS:
            yield from self._blocks(element.children, marks | {"strong"})
        else:
            yield from self._blocks(element.children, marks | _marks_of(element))

    def _list(self, element: Element, marks: frozenset[str]) -> str:
        lines: list[str] = []
        number = _number(element.attributes.get("start", "1"))
        for child in element.children:
            if isinstance(child, str) and not child.strip():
                continue
            inner = child.children if isinstance(child, Element) and child.name == "li" else [child]
            if isinstance(child, Element) and child.name in ("ul", "ol") and lines:
                nested = self._list(child, marks)  # Anki's editor nests so
                lines += [f"  {line}" for line in nested.split("\n") if nested]
                continue
            sign = f"{number}." if element.name == "ol" else "-"
            number += 1
            blocks = list(self._blocks(inner, marks))
            indent = " " * (len(sign) + 1)
            text = _tight(blocks)
            rows = text.split("\n") if text else [""]
            lines.append(f"{sign} {rows[0]}".rstrip(" ") if not rows[0] else f"{sign} {rows[0]}")
            lines += [f"{indent}{row}" if row else "" for row in rows[1:]]
        return "\n".join(lines)

    def _table(self, element: Element) -> str:
        rows: list[list[str]] = []
        captions: list[str] = []
        waiting: list[Element] = [element]
        while waiting:
            one = waiting.pop()
            if one.name == "caption":
                captions += self._blocks(one.children, frozenset())
            elif one.name == "tr":
                cells = [c for c in one.children if isinstance(c, Element)]
                rows.append([self._cell(cell) for cell in cells])
            else:
                waiting += [c for c in reversed(one.children) if isinstance(c, Element)]
        rows = [row for row in rows if row]
        if not rows:
            return "\n\n".join(self._blocks_of_odd_table(element))
        width = max(len(row) for row in rows)
        lines = [_row(row, width) for row in rows]
        lines.insert(1, "|" + " --- |" * width)
        return "\n\n".join([*captions, "\n".join(lines)])

    def _blocks_of_odd_table(self, element: Element) -> Iterator[str]:
        return self._blocks(element.children, frozenset())

    def _cell(self, cell: Element) -> str:
        blocks = self._blocks(cell.children, frozenset())
        lines = (line.strip() for block in blocks for line in block.split("\n"))
        return "; ".join(line for line in lines if line).replace("|", "\\|")

    def _inline(self, node: Element | str, marks: frozenset[str], runs: list[Run]) -> None:
        if isinstance(node, str):
            self._words(node, marks, runs)
            return
        match node.name:
            case "br":
                runs.append((BREAK, frozenset()))
                return
            case "img":
                runs.append((self._picture(node), marks | {"raw"}))
                return
            case "audio" | "video" | "source" | "embed" if node.attributes.get("src"):
                runs.append((self._sound(node.attributes["src"]), marks | {"raw"}))
            case "a":
                target = node.attributes.get("href", "")
                inner: list[Run] = []
                for child in node.children:
                    self._inline(child, marks, inner)
                text = inline_text(inner)
                if text and _WEB.fullmatch(target):
                    address = target.replace("(", "%28").replace(")", "%29")
                    runs.append((f"[{text}]({address})", frozenset({"raw"})))
                else:
                    runs += inner
                return
            case "rt":
                runs.append((" (", marks))
            case "anki-mathjax":
                sign = "$$" if node.attributes.get("block") == "true" else "$"
                runs.append((f"{sign}{_text_of(node).strip()}{sign}", frozenset({"raw"})))
                return
            case "input" | "button" | "select" | "textarea":
                self.notices["a form field has no place on a card"] += 1
                return
        inside = marks | _marks_of(node)
        for child in node.children:
            self._inline(child, inside, runs)
        if node.name == "rt":
            runs.append((")", marks))

    def _words(self, text: str, marks: frozenset[str], runs: list[Run]) -> None:
        at = 0
        text = text.replace("\xa0", " ")
        for found in _SOUND.finditer(text):
            runs.append((text[at : found.start()], marks))
            runs.append((self._sound(found[1]), frozenset({"raw"})))
            at = found.end()
        runs.append((text[at:], marks))

    def _sound(self, name: str) -> str:
        return self._linked(name, f"sound: {_plain_name(name)}")

    def _linked(self, name: str, shown: str) -> str:
        path = self._media(name)
        if path is None:
            self.notices["a sound or film is not in the package"] += 1
            return escape(f"[{shown}]")
        return f"[{_label(shown)}]({path})"

    def _picture(self, element: Element) -> str:
        source = element.attributes.get("src", "").strip()
        alt = element.attributes.get("alt") or element.attributes.get("title") or ""
        if _EMBEDDED.match(source):
            self.notices["a picture is written into the text instead of lying in the package"] += 1
            return escape(f"[{alt or 'picture'}]")
        if not source:
            return escape(alt)
        path = self._media(source)
        shown = alt or _plain_name(source)
        if path is None:
            far = _WEB.match(source)
            why = "lies on the web" if far else "is not in the package, or of no kind that is shown"
            self.notices[f"a picture {why}"] += 1
            return escape(f"[{shown}]")
        return f"![{_label(shown)}]({path})"


_BLOCK_NAMES = (
    _PARAGRAPHS | _LINES | _HEADINGS | {"ul", "ol", "table", "blockquote", "pre", "hr", "li"}
)


def _plain_name(name: str) -> str:
    return clean(unquote(name)).replace("\n", " ").strip()


def _label(text: str) -> str:
    """Return text for use between the brackets of a link or picture."""
    return re.sub(r"([\\`*_\[\]<])", r"\\\1", _SPACES.sub(" ", text)).strip()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _marks_of(element: Element) -> frozenset[str]:
    name = _MARKS.get(element.name)
    marks = {name} if name else set()
    style = element.attributes.get("style", "").lower()[:1000]
    if style:
        marks |= {mark for pattern, mark in _STYLES if pattern.search(style)}
    return frozenset(marks)


def _text_of(element: Element) -> str:
    """Return the text within an element, line breaks kept."""
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.name == "br":
            parts.append("\n")
        else:
            parts.append(_text_of(child))
            if child.name in ("div", "p"):
                parts.append("\n")
    return "".join(parts)


def _plain(markup: str) -> str:
    """Return the text of a formula: what an editor put around its characters is no part of it."""
    root, _ = parse_markup(markup)
    return _SPACES.sub(" ", _text_of(root).replace("\xa0", " ")).strip()


def plain_text(markup: str) -> str:
    """Return the words of a field on one line, without any markup."""
    return _plain(clean(markup)) if "<" in markup or "&" in markup else clean(markup).strip()


def _tight(blocks: Sequence[str]) -> str:
    """Join the blocks of a list item: a list right below its words, all else a line apart."""
    text = ""
    for block in blocks:
        near = bool(re.match(r"(?:-|\d+\.) ", block))
        text += (("\n" if near else "\n\n") if text else "") + block
    return text


def _row(cells: list[str], width: int) -> str:
    filled = [*cells, *[""] * (width - len(cells))]
    return "|" + "|".join(f" {cell} " if cell else " " for cell in filled) + "|"
