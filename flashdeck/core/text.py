"""Text from outside, made safe to keep and to show."""

from __future__ import annotations

import re

# C0 but tab and newline, DEL, C1, bidi embeddings, overrides and isolates, lone surrogates.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text without any character that a terminal could obey.

    Removed are C0 controls but newline and tab, DEL, C1 controls, bidi embeddings, overrides and
    isolates, and lone surrogates; CRLF becomes LF. Everything else stays as it is.
    """
    return _UNSAFE.sub("", text) if _UNSAFE.search(text) else text


def clean_line(text: str) -> str:
    """Return the cleaned text on one line, runs of white space folded to one blank."""
    return fold_space(clean(text))


def unsafe_at(text: str) -> int:
    """Return the offset of the first character that `clean` would remove, or -1."""
    found = _UNSAFE.search(text)
    return found.start() if found else -1


def fold_space(text: str) -> str:
    """Return the text with every run of white space as one blank, and none at the ends."""
    return _SPACES.sub(" ", text).strip()


def shorten(text: str, width: int) -> str:
    """Return one line of at most ``width`` characters, cut at a word where that is possible."""
    line = clean_line(text)
    if len(line) <= width:
        return line
    cut = line[: max(width - 1, 0)]
    space = cut.rfind(" ")
    return (cut[:space] if space > width // 2 else cut).rstrip(" ,;:") + "…"
