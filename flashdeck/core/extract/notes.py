"""Notes: lines of keys and values, several to a line, under a name, or nested in lists.

The readers see lines; what a line of notes holds is told here, whatever the file's form: "Deltoid:
O: clavicle; I: humerus", "Origin – the pubis. Nerve: obturator nerve.", "- Actions" over a nested
list.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flashdeck.core.extract import clauses
from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.heads import HEAD
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.pairs import KEY, is_key, pair_block
from flashdeck.core.extract.phrases import strip_brackets

_NAMED_KEY = re.compile(
    rf"(?<![\w-])(?P<key>{KEY})(?:(?P<colon> ?: ?)|(?P<mark> ?= ?| [–—] ?| - )(?=\S)|: ?$)"
)
_HEAD_KEY = re.compile(rf"(?P<key>(?:[Tt]he )?{HEAD})(?: ?: ?| ?= ?| [–—-] )(?=\S)", re.IGNORECASE)
_AFTER_STOP = re.compile(r"(?:^|[.;|•·,] ?|\b(?:and|the) )$")
_LEAD_END = " .:;,|–—-=•·"
MAX_LEAD_WORDS = 7
MAX_SCANNED = 5_000


def spread(blocks: list[Block]) -> list[Block]:
    """Return the blocks with every key and its value as a pair of its own."""
    pieces: list[Block] = []
    for block in blocks:
        listed = block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.PAIR)
        pieces += _split(block) if listed else [block]
    result: list[Block] = []
    for number, block in enumerate(pieces):
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        if after is None:
            result.append(block)
        elif block.kind is BlockKind.ITEM and _is_parent(block, after):
            cells = (block.text, Mapped(""))
            result.append(Block(BlockKind.PAIR, block.text, level=block.level, cells=cells))
        elif block.kind is BlockKind.PARAGRAPH and _is_title(block, after):
            cells = (block.text, Mapped(""))
            result.append(Block(BlockKind.PAIR, block.text, level=-1, cells=cells))
        else:
            result.append(block)
    return result


def _is_parent(block: Block, after: Block) -> bool:
    """Tell whether an item only names what the deeper items, or the keys, under it say."""
    if after.kind is BlockKind.PAIR and after.level < 0 and is_key(after.cells[0].text):
        known = lexicon().find(strip_brackets(block.text.text).strip(" :."))
        return known is not None and _is_title(block, after)
    if after.kind not in (BlockKind.ITEM, BlockKind.PAIR) or after.level <= block.level:
        return False
    if len(block.text.text.split()) > MAX_LEAD_WORDS:
        return False
    return is_key(block.text.text) or (after.kind is BlockKind.PAIR and is_key(after.cells[0].text))


def _is_title(block: Block, after: Block) -> bool:
    """Tell whether a short line stands over keys and values as their name."""
    text = block.text.text
    return (
        after.kind is BlockKind.PAIR
        and is_key(after.cells[0].text)
        and len(text.split()) <= MAX_LEAD_WORDS
        and not text.endswith((".", ":", "?", "!", ","))
        and not clauses.finite_verbs(text)
    )


def _keys(text: str) -> list[re.Match[str]]:
    """Return the keys of a line: written large before a colon, or after a stop before a dash."""
    found = []
    for match in _NAMED_KEY.finditer(text[:MAX_SCANNED]):
        before = text[: match.start()]
        stopped = _AFTER_STOP.search(before[-6:]) is not None and not before.endswith("the ")
        large = match["key"][0].isupper()
        if (stopped and (large or match.start() > 0)) or (large and match["mark"] is None):
            found.append(match)
    return found


def _split(block: Block) -> list[Block]:
    text = block.text
    head = _HEAD_KEY.match(text.text)
    if head:
        return [_pair(text, head, len(text.text), block.level)]
    keys = _keys(text.text)
    if not keys:
        return [block]
    first = keys[0]
    if len(keys) == 1 and first.start() == 0 and block.kind is BlockKind.PAIR:
        return [block]
    lead = text.part(0, first.start())
    listed = block.kind is BlockKind.ITEM or (block.kind is BlockKind.PAIR and block.level >= 0)
    level = block.level if listed else -1
    deeper = level + listed
    named = pair_block(lead, level) if block.kind is BlockKind.PAIR else None
    bare = lead.text.rstrip(_LEAD_END)
    parts: list[Block] = []
    if named is not None:
        parts.append(named)
    elif bare and len(bare.split()) <= MAX_LEAD_WORDS and not clauses.finite_verbs(bare):
        name = lead.part(0, len(bare))
        if len(keys) == 1 and not lead.text.endswith((":", "–", "—", "-", ".")):
            return [block]
        parts.append(Block(BlockKind.PAIR, name, level=level, cells=(name, Mapped(""))))
    elif bare:
        if not lead.text.endswith((".", ":", ";", "|")) and len(keys) == 1:
            return [block]
        parts.append(replace(block, text=lead, cells=(), kind=_prose_kind(block)))
    for number, key in enumerate(keys):
        end = keys[number + 1].start() if number + 1 < len(keys) else len(text.text)
        parts.append(_pair(text, key, end, deeper))
    return parts


def _prose_kind(block: Block) -> BlockKind:
    return BlockKind.ITEM if block.kind is BlockKind.ITEM else BlockKind.PARAGRAPH


def _pair(text: Mapped, key: re.Match[str], end: int, level: int) -> Block:
    name = text.part(key.start("key"), key.end("key"))
    value = text.part(key.end(), end)
    kept = value.text.rstrip(" ;,|•·")
    value = value.part(0, len(kept)) if kept else Mapped("")
    whole = text.part(key.start(), key.end() + (end - key.end()))
    return Block(BlockKind.PAIR, whole, level=level, cells=(name, value))
