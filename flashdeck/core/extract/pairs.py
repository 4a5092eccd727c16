"""Lines of the form "Key: value", with or without a value."""

from __future__ import annotations

import re

from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.mapped import Mapped

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


def pair_block(text: Mapped) -> Block | None:
    """Return the line as a pair where its key is a noun phrase of at most six words, else None."""
    match = _PAIR.match(text.text) or _BARE.match(text.text)
    if match is None:
        return None
    key = match.group(1)
    if len(key.split()) > 6 or _SENTENCE.search(key):
        return None
    cells = (text.part(0, len(key)), text.part(match.end(), len(text.text)))
    return Block(BlockKind.PAIR, text, cells=cells)
