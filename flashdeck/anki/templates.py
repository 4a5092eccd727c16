"""Templates of Anki's cards, filled in as Anki does, without ever running what is in them.

https://docs.ankiweb.net/templates/intro.html
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flashdeck.anki.markdown import plain_text

_TAG = re.compile(r"\{\{([^{}]{1,500})\}\}")
_EMPTY = re.compile(r"(?:\s|&nbsp;|</?(?:br|div|p|span)\b[^<>]{0,200}>)*")
_BARE = re.compile(r"(?:\s|</?(?:div|span|p|br|hr|center|section)\b[^<>]{0,200}>)*")
_CLOZE_SECTION = re.compile(r"c(\d{1,3})")
_LONGEST = 2_000_000
_DEPTH = 50
_SPEECH = "tts"
# Japanese words with their readings, `日本[にほん]`, and what Anki's filters make of them.
_RUBY = re.compile(r" ?([^ \[\]<>]{1,200})\[(?!sound:)([^\[\]]{1,200})\]")
_READINGS = {
    "kanji": r"\1",
    "kana": r"\2",
    "furigana": r"<ruby>\1<rt>\2</rt></ruby>",
}


class TooLongError(Exception):
    """A template repeats its fields until the card is beyond all measure."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a template: text, a field with its filters, or a section.

    ``kind`` is ``text``, ``field``, ``if`` or ``unless``; ``name`` is the text or the field.
    ``bare`` marks a text that shows nothing by itself.
    """

    kind: str
    name: str
    filters: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    bare: bool = False


@dataclass(slots=True)
class Filled:
    """What a template gave: HTML, the fields behind hint buttons and those to be typed.

    ``shown`` are the values of the fields that the HTML shows; ``alone`` tells that it shows
    nothing else.
    """

    markup: str
    shown: list[str] = field(default_factory=list)
    alone: bool = True
    hints: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    spoken: bool = False


@lru_cache(maxsize=500)
def parse_template(template: str) -> tuple[Part, ...]:
    """Return the parts of a template; a section that is not closed ends with the template.

    Sections below a certain depth are taken as if they were not there.
    """
    template = _without_comments(template)
    stack: list[tuple[str, str, list[Part]]] = [("", "", [])]
    at = too_deep = 0
    for found in _TAG.finditer(template):
        if found.start() > at:
            stack[-1][2].append(_text_part(template[at : found.start()]))
        at = found.end()
        inner = found[1].strip()
        sign, name = inner[:1], inner[1:].strip()
        if sign in ("#", "^") and len(stack) > _DEPTH:
            too_deep += 1
        elif sign in ("#", "^"):
            stack.append(("if" if sign == "#" else "unless", name, []))
        elif sign == "/":
            if too_deep:
                too_deep -= 1
            elif len(stack) > 1:
                _end_section(stack)
        elif inner:
            *filters, name = (piece.strip() for piece in inner.split(":"))
            stack[-1][2].append(Part("field", name, tuple(reversed(filters))))
    stack[-1][2].append(_text_part(template[at:]))
    while len(stack) > 1:
        _end_section(stack)
    return tuple(stack[0][2])


def _text_part(text: str) -> Part:
    return Part("text", text, bare=_BARE.fullmatch(text) is not None and "style" not in text)


def _without_comments(template: str) -> str:
    kept, at = [], 0
    while (start := template.find("<!--", at)) >= 0 and (end := template.find("-->", start)) >= 0:
        kept.append(template[at:start])
        at = end + 3
    return "".join([*kept, template[at:]])


def _end_section(stack: list[tuple[str, str, list[Part]]]) -> None:
    kind, name, parts = stack.pop()
    stack[-1][2].append(Part(kind, name, parts=tuple(parts)))


def fields_in(parts: tuple[Part, ...], *filters: str) -> Iterator[str]:
    """Yield the fields that are shown, once or more; with filters only those shown through one."""
    for part in parts:
        if part.kind == "field" and (not filters or set(filters) & set(part.filters)):
            yield part.name
        yield from fields_in(part.parts, *filters)


def is_blank(markup: str) -> bool:
    """Tell whether a field counts as empty in a section."""
    if not markup or markup[0].isalnum():
        return not markup
    return _EMPTY.fullmatch(markup) is not None


def fill(
    parts: tuple[Part, ...],
    values: Mapping[str, str],
    *,
    number: int,
    aside: Collection[str] = (),
) -> Filled:
    """Fill a template in; ``number`` is the card's, from 0. Cloze marks stand as they are.

    Fields of ``aside`` are not shown, though sections ask whether they are empty. Fields behind
    ``hint:`` and ``type:`` are left out of the text and named in the result; a name that is no
    field gives nothing. Raises TooLongError for a card beyond all measure.
    """
    filled = Filled("")
    out: list[str] = []
    length = 0

    def run(some: tuple[Part, ...]) -> None:
        nonlocal length
        for part in some:
            match part.kind:
                case "text":
                    text = part.name
                    filled.alone &= part.bare
                case "field":
                    text = "" if part.name in aside else _field(part, values, filled)
                    if text:
                        filled.shown.append(text)
                case _:
                    if _holds(part.name, values, number) == (part.kind == "if"):
                        run(part.parts)
                    continue
            length += len(text)
            if length > _LONGEST:
                raise TooLongError
            out.append(text)

    run(parts)
    filled.markup = "".join(out)
    return filled


def _holds(name: str, values: Mapping[str, str], number: int) -> bool:
    if name in values:
        return not is_blank(values[name])
    found = _CLOZE_SECTION.fullmatch(name)
    return found is not None and int(found[1]) == number + 1


def _field(part: Part, values: Mapping[str, str], filled: Filled) -> str:
    if any(one.startswith(_SPEECH) for one in part.filters):
        filled.spoken = True
        return ""
    value = values.get(part.name, "")
    if "hint" in part.filters:
        if not is_blank(value):
            filled.hints.append(part.name)
        return ""
    if "type" in part.filters:
        filled.typed.append(part.name)
        return ""
    for name in part.filters:
        if name in _READINGS:
            value = _RUBY.sub(_READINGS[name], value)
        elif name == "text" and "cloze" not in part.filters:
            value = html.escape(plain_text(value), quote=False)
    return value
