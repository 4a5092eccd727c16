"""Cloze deletions of newer Anki that belong to several cards, as nested ones of one card each."""

from __future__ import annotations

import re

_MANY = re.compile(r"\{\{c(\d{1,3}(?:,\d{1,3}){1,20})::")
_MOST_SHARED = 200


def nested(text: str) -> str:
    """Return a cloze text in which a deletion of several cards is nested deletions.

    ``{{c1,2::text::hint}}`` hides the text on both cards.
    """
    for _ in range(_MOST_SHARED):
        found = _MANY.search(text)
        if found is None:
            break
        numbers = found[1].split(",")
        end, hint = _closing(text, found.end())
        if end < 0:
            return text
        inner = text[found.end() : end]
        said, sign, tip = (inner, "", "") if hint < 0 else (
            text[found.end() : hint], "::", text[hint + 2 : end]
        )  # fmt: skip
        made = f"{said}"
        for number in reversed(numbers):
            made = f"{{{{c{number}::{made}{sign}{tip}}}}}"
        text = text[: found.start()] + made + text[end + 2 :]
    return text


def _closing(text: str, at: int) -> tuple[int, int]:
    """Return where the deletion that begins before ``at`` ends, and where its hint begins."""
    depth, hint = 0, -1
    while at < len(text):
        if text.startswith("}}", at):
            if depth == 0:
                return at, hint
            depth -= 1
            at += 2
        elif re.match(r"\{\{c\d", text[at : at + 4]):
            depth += 1
            at = text.find("::", at) + 2 or len(text)
        else:
            if hint < 0 and depth == 0 and text.startswith("::", at):
                hint = at
            at += 1
    return -1, hint
