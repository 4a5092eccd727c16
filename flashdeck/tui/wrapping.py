"""Where a text breaks into lines, as offsets, so that places in it can be found on the screen."""

from __future__ import annotations

from rich.cells import cell_len

Line = tuple[int, int]


def breaks(text: str, width: int) -> list[Line]:
    """Return (start, end) of each line of at most ``width`` cells, without blanks at the breaks.

    A word that is wider than the line is cut. There is always one line.
    """
    found: list[Line] = []
    at, length = 0, len(text)
    narrow = text.isascii()
    while at < length:
        end = _reach(text, at, width, narrow=narrow)
        if end < length and not text[end].isspace():
            blank = max(text.rfind(" ", at, end), text.rfind("\n", at, end))
            end = blank if blank > at else end
        line = text[at:end]
        newline = line.find("\n")
        end = at + newline if newline >= 0 else end
        found.append((at, at + len(text[at:end].rstrip())))
        at = end
        while at < length and text[at].isspace():
            at += 1
    return found or [(0, 0)]


def _reach(text: str, at: int, width: int, *, narrow: bool) -> int:
    """Return the end of the longest piece from ``at`` that fits."""
    end = min(at + max(width, 1), len(text))
    if narrow:
        return end
    while end > at + 1 and cell_len(text[at:end]) > width:
        end -= 1
    return end
