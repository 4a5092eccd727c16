"""Lines of a deck file: what makes structure, what is opaque, and how text is escaped.

Escaping is one rule for reader and writer: at the beginning of a line, a backslash before what
would be structure makes it text, and is taken off when read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MARKER = re.compile(r"([QACIHXMTR]):(?:[ \t]+|$)")
HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})")
MERGE = re.compile(r"(?:<{7}|>{7})(?: |$)")
MERGE_MIDDLE = re.compile(r"(?:={7}|\|{7})(?: |$)")
FD = re.compile(r"<!--[ \t]*fd:")

_AT_START = (
    r"[QACIHXMTR]:(?:[ \t]|$)|#{1,6}(?:[ \t]|$)|---[ \t]*$|-[ \t][^:]*:(?:.|$)|<!--"
    r"|(?:<{7}|>{7}|={7}|\|{7})(?: |$)"
)
_INDENTED = r"[ \t]*\\*(?:>[ \t]*[\"“]|`{3}|~{3})"
_IN_NOTE = re.compile(rf"\\*(?:{_AT_START})|{_INDENTED}")
_IN_FACT = re.compile(rf"{_IN_NOTE.pattern}|[ \t]*\\*(?:[-*+]|\d{{1,9}}[.)])(?:[ \t]|$)")
_FD_ESCAPED = re.compile(r"\\(<!--[ \t]*fd:)")


def unescape(line: str, *, fact: bool = False) -> str:
    """Return a line of text as it is meant; ``fact`` where indented items would be structure."""
    if "\\" not in line:
        return line
    if (_IN_FACT if fact else _IN_NOTE).match(line):
        before = line[: len(line) - len(line.lstrip(" \t"))]
        rest = line[len(before) :]
        if rest.startswith("\\"):
            line = before + rest[1:]
    return unescape_inline(line)


def unescape_inline(line: str) -> str:
    """Return the line with every ``\\<!-- fd:`` as it is meant."""
    return _FD_ESCAPED.sub(r"\1", line) if "\\" in line and "fd:" in line else line


def escape(line: str, *, fact: bool = False) -> str:
    """Return a line that `unescape` turns back into this one, and that is never structure."""
    line = escape_inline(line)
    if (_IN_FACT if fact else _IN_NOTE).match(line):
        before = len(line) - len(line.lstrip(" \t"))
        line = f"{line[:before]}\\{line[before:]}"
    return line


def escape_inline(line: str) -> str:
    """Return the line with every ``<!-- fd:`` made text."""
    return FD.sub(lambda found: "\\" + found[0], line) if "fd:" in line else line


def closes(line: str, fence: str) -> bool:
    """Tell whether the line closes a fence that was opened with these characters."""
    bare = line.strip(" \t")
    return len(bare) >= len(fence) and not bare.strip(fence[0])


class Fences:
    """Finds where code fences end; linear for any text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._unclosed: dict[str, int] = {}

    def end(self, index: int, fence: str) -> int:
        """Return the index of the line that closes the fence opened at ``index``, or -1."""
        if len(fence) >= self._unclosed.get(fence[0], len(fence) + 1):
            return -1
        for at in range(index + 1, len(self._lines)):
            line = self._lines[at]
            if fence in line and closes(line, fence):
                return at
        self._unclosed[fence[0]] = len(fence)
        return -1


def opaque_lines(lines: Sequence[str], first: int = 0) -> set[int]:
    """Return the indexes of the lines that lie in closed code fences, fence lines included."""
    found: set[int] = set()
    fences = Fences(lines)
    at = first
    while at < len(lines):
        fence = FENCE.match(lines[at])
        end = fences.end(at, fence[1]) if fence else -1
        if end >= 0:
            found.update(range(at, end + 1))
            at = end
        at += 1
    return found


def dedent(line: str) -> str:
    """Return a line of a fact's value without its indentation: two blanks, or a tab."""
    if line.startswith("\t"):
        return line[1:]
    if line.startswith("  "):
        return line[2:]
    return line.removeprefix(" ")


def value_text(lines: Sequence[str]) -> str:
    """Return lines as one value: no blank lines around it, a single line without its margins."""
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    if last - first == 1:
        return lines[first].strip()
    return "\n".join(lines[first:last]).rstrip()
