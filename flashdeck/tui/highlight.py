"""Which parts of a line of a deck file stand out in the editor; a line is looked at by itself."""

from __future__ import annotations

import re

Span = tuple[int, int, str]
KEY, NAME, QUIET, HIDDEN, QUOTE = "key", "name", "quiet", "hidden", "quote"
STYLES = (KEY, NAME, QUIET, HIDDEN, QUOTE)

_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_HEADING = re.compile(r"(#{1,6})[ \t]+")
_MARKER = re.compile(r"[QACIHXMTR]:(?=[ \t]|$)")
_ATTRIBUTE = re.compile(r"(?:kind|aliases|tags|reverse|typed):(?=[ \t]|$)", re.IGNORECASE)
_FACT = re.compile(r"-[ \t]+([^:\s][^:]*):(?=[ \t]|$)")
_FRONT_KEY = re.compile(r"[\w-]+:")
_BAR = re.compile(r"(?<=\s)\|(?=\s)")
_PLACE = re.compile(r" @ [^@]*$")
_QUOTE = re.compile(r"[ \t]*>.*")
_CLOZE = re.compile(r"\{\{c\d{1,9}::|\}\}")


def highlights(line: str, *, front: bool = False) -> list[Span]:
    """Return (start, end, style) for a line; later ones lie over earlier ones.

    ``front`` tells that the line belongs to the front matter.
    """
    if front or line.rstrip() == "---":
        found = [(0, len(line), QUIET)]
        key = _FRONT_KEY.match(line)
        return [*found, (0, key.end(), KEY)] if key else found
    if _QUOTE.fullmatch(line):
        return [(0, len(line), QUOTE)]
    found = []
    if heading := _HEADING.match(line):
        comment = _COMMENT.search(line)
        end = comment.start() if comment else len(line)
        found += [(0, heading.end(1), QUIET), (heading.end(), end, NAME)]
    elif marker := _MARKER.match(line) or _ATTRIBUTE.match(line):
        found.append((0, marker.end(), KEY))
    elif fact := _FACT.match(line):
        found.append((fact.start(1), fact.end(), KEY))
        if line.startswith("- L"):
            found += [(m.start(), m.end(), QUIET) for m in _PLACE.finditer(line)]
    found += [(m.start(), m.end(), QUIET) for m in _BAR.finditer(line)]
    found += _deletions(line)
    found += [(m.start(), m.end(), QUIET) for m in _COMMENT.finditer(line)]
    return found


def front_matter_end(first_lines: list[str]) -> int:
    """Return how many of these lines are front matter, 0 where there is none."""
    if not first_lines or first_lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(first_lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return number
    return 0


def _deletions(line: str) -> list[Span]:
    """Return what clozes hide, and the braces around it; nested ones too."""
    found: list[Span] = []
    opened: list[int] = []
    for sign in _CLOZE.finditer(line):
        if sign[0] != "}}":
            found.append((sign.start(), sign.end(), QUIET))
            opened.append(sign.end())
        elif opened:
            found += [(opened.pop(), sign.start(), HIDDEN), (sign.start(), sign.end(), QUIET)]
    # What is hidden comes first, so that braces inside it stay quiet.
    return sorted(found, key=lambda span: span[2] != HIDDEN)
