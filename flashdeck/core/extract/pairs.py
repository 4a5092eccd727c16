"""Lines of the form "Key: value", with or without a value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.mapped import Mapped


@dataclass(frozen=True, slots=True)
class Line:
    """One raw line without its line end."""

    text: str
    start: int
    end: int


_PAIR = re.compile(r"([A-Z][A-Za-z0-9()/&,' -]{1,70}?)(?: ?: | ?:$| [–—] (?=[A-Z]))")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|may|can|include|includes|including|following|such as|should|consists?|"
    r"has|have|you|do|does|help|helps|involve|contains?)\b"
)
# Rows of an infobox that lost their colon: "Origin Lower half of the tibia".
_BARE = re.compile(
    r"((?:Origin|Insertion|Action|Innervation|Nerve(?: supply)?|Artery|Arterial supply|Blood "
    r"supply|Antagonist|"
    r"Synergist)s?)[ \t]+(?=[A-Z0-9])"
)
# The keys of notes on muscles and nerves, whole words or their usual letters.
KEY = (
    r"(?:(?:[Mm]ain|[Cc]hief|[Pp]rincipal|[Pp]rimary|[Mm]ajor|[Mm]otor|[Ss]ensory) )?"
    r"(?:[Oo]rigins?|[Ii]nsertions?|(?:[Pp]roximal |[Dd]istal )[Aa]ttachments?|"
    r"[Aa]ctions?|[Ff]unctions?|[Ii]nnervations?|[Nn]erve(?: supply| roots?)?|[Nn]erves|"
    r"[Bb]lood supply|[Aa]rterial supply|[Vv]ascular supply|[Aa]rter(?:y|ies)|[Vv]ascularisation|"
    r"[Vv]ascularization|[Ee]tymology|[Ss]ynergists?|[Aa]ntagonists?|ORIGIN|INSERTION|ACTIONS?|"
    r"INNERVATION|NERVE(?: SUPPLY)?|BLOOD SUPPLY|O|I|N|A|F|BS|NS|Orig|Ins|Innerv|Inn|Act)"
    r"(?:\(s\)| \((?:s|[A-Z])\))?\.?"
)
_KEY = re.compile(KEY)
# "Origin   lateral condyle": a gap or a tab stands where a colon could.
KEY_GAP = re.compile(rf"[ \t]*(?P<key>(?=[A-Z]){KEY})(?<!\.)(?: *\t[ \t]*| {{2,}})(?=\w)")
KEY_LINE = re.compile(rf"[ \t]*{KEY}(?: ?: ?|:$| [–—=-] | *\t| {{2,}}(?=\S))")
SHORT_KEYS = {
    "o": "origin", "orig": "origin", "i": "insertion", "ins": "insertion", "n": "innervation",
    "inn": "innervation", "innerv": "innervation", "ns": "nerve supply", "a": "action",
    "act": "action", "f": "function", "bs": "blood supply",
}  # fmt: skip


def is_key(text: str) -> bool:
    """Tell whether a text is nothing but a key of notes: "Origin", "Nerve supply:", "O"."""
    return _KEY.fullmatch(text.strip(" :*")) is not None


def pair_block(text: Mapped, level: int = -1) -> Block | None:
    """Return the line as a pair where its key is a noun phrase of at most six words, else None.

    ``level`` is the depth of the list that the line stands in, -1 outside lists.
    """
    match = _PAIR.match(text.text) or _BARE.match(text.text)
    if match is None:
        return None
    key = match.group(1)
    if len(key.split()) > 6 or _SENTENCE.search(key):
        return None
    cells = (text.part(0, len(key)), text.part(match.end(), len(text.text)))
    return Block(BlockKind.PAIR, text, level=level, cells=cells)
