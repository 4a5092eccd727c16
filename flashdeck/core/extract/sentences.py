"""Cleaned paragraphs into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashdeck.core.extract.mapped import Mapped

MAX_SENTENCE = 700  # characters; longer ones are left alone, whatever they are
_END = re.compile(r"[.!?…]+[\"'”’)\]]{0,3}(?:\[\d{1,3}\]){0,4}(?= |$)|[.!?](?=[A-Z][a-z])")
_ABBREVIATIONS = frozenset(
    """e.g i.e fig figs vs cf etc ca approx no al dr mr mrs ms prof st inc ltd viz resp m mm n nn a
    aa v vv lig ligg art r rr br proc tub ant post sup inf med lat prox dist int ext sect vol pp
    p ed eds jr sr u.s incl esp max min temp spp sp""".split()
)
_SHORT_END = re.compile(r"(?<![\w.])(?:nn?|aa?|mm?|vv?|ligg?|br|proc|tub)\.$")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+){0,3})$")


def sentences(block: Mapped) -> Iterator[Mapped]:
    """Yield the sentences of a paragraph; a full stop after an abbreviation ends none."""
    text = block.text
    start = 0
    for end in _END.finditer(text):
        if end.end() <= start or not _ends_here(text, start, end):
            continue
        if text[start : end.end()].strip():
            yield block.part(start, end.end())
        start = end.end()
    if text[start:].strip():
        yield block.part(start, len(text))


def ends_short(text: str) -> bool:
    """Tell whether a text ends with an abbreviation whose full stop belongs to it: "tibial n."."""
    return _SHORT_END.search(text) is not None


def _ends_here(text: str, start: int, end: re.Match[str]) -> bool:
    mark = end.group()[0]
    follows = text[end.end() : end.end() + 2].lstrip()[:1]
    if mark in "!?":
        return True
    word = _LAST_WORD.search(text[max(start, end.start() - 30) : end.start()])
    if word and end.group() == ".":
        last = word.group(1).casefold()
        if last in ("e.g", "i.e", "vs", "cf", "fig", "figs", "viz", "approx", "ca"):
            return False
        if last in _ABBREVIATIONS and (last != "no" or follows.isdigit()) and follows:
            return False if last not in ("etc", "al") else follows.isupper()
        if len(last) == 1 and last.isalpha() and word.group(1).isupper() and follows.isupper():
            return False  # an initial: "J. Smith"
    return not follows.islower() or len(end.group()) > 1
