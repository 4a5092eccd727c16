"""The blocks of an article, whatever it was written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from flashdeck.core.extract.mapped import Mapped


class BlockKind(StrEnum):
    """What a block is; junk (navigation, credits, references, code) never becomes one."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``level``: of a heading, 1 to 6; of an item or a pair in a list, its depth from 0.

    A pair outside lists has level -1.

    ``cells`` are those of a table row, or key and value of a pair; ``head`` marks a header row;
    ``ordered`` a numbered item; ``table`` tells tables apart.
    """

    kind: BlockKind
    text: Mapped
    level: int = 0
    ordered: bool = False
    cells: tuple[Mapped, ...] = ()
    head: bool = False
    table: int = 0


_JUNK_HEADING = re.compile(
    r"(?:\d+ )?(?:references?|sources?|bibliography|citations?|works cited|footnotes|notes|"
    r"literature|"
    r"further reading|additional (?:reading|images|information)|external links?|see also|"
    r"related (?:topics?|articles?|pages?|posts?|links?)|read more|more (?:from|on|articles|"
    r"reading)\b.{0,60}|"
    r"table of contents|contents|on this page|in this article|navigation(?: menu)?|menu|"
    r"share(?: this.{0,40})?|comments?|about the authors?|author|credits|image credits?|gallery|"
    r"acknowledge?ments?|disclaimer|copyright|license|licence|newsletter|subscribe|footer|"
    r"key terms|glossary|review questions?|chapter review|critical thinking questions?|"
    r"interactive link questions?|learning objectives|attributions?|quiz|self[- "
    r"]check.{0,30})[:.]?",
    re.IGNORECASE,
)
_JUNK_LINE = re.compile(
    r"(?:by [A-Z][\w.'-]+ [A-Z].{0,80}|(?:medically )?reviewed by .{0,80}|written by .{0,80}|"
    r"(?:last |first )?(?:updated|modified|published|accessed|retrieved|reviewed)(?: on|:| "
    r"at)? .{0,60}|"
    r".{0,80}(?:getty images|shutterstock|istock(?:photo)?|all rights reserved|wikimedia "
    r"commons).{0,60}|"
    r"(?:photo|image|illustration|picture|credit|video)s?(?: credit| by|:).{0,120}|"
    r"(?:©|\(c\) \d{4}|copyright ).{0,120}|view all|(?:table of )?contents|skip to .{0,40}|"
    r"(?:click|tap) (?:here|to).{0,80}|advertisement|https?://\S+|"
    r"(?:home|previous|next|back|top|edit|print|share|menu|search|subscribe|log ?in|sign ?up)|"
    r"(?:fig(?:ure)?|table)\.? \d[\w.-]{0,6}[.:]?)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"getty images|shutterstock|istock|/ (?:science photo|alamy)|wikimedia commons", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"doi:|doi\.org|\bpmid\b|\bisbn\b|https?://|\bet al\.|\b(?:19|20)\d\d;\d|\bvol\. ?\d|"
    r"\bpp\. ?\d",
    re.IGNORECASE,
)


def is_junk_heading(text: str) -> bool:
    """Tell whether a heading opens a section that holds no facts (references, navigation)."""
    return len(text) <= 90 and _JUNK_HEADING.fullmatch(text.strip(" *#:")) is not None


def is_junk_line(text: str) -> bool:
    """Tell whether a line is a byline, a credit, a link or a reference."""
    if len(text) <= 200 and _JUNK_LINE.fullmatch(text.strip(" *|>-")):
        return True
    return len(text) <= 600 and _REFERENCE.search(text) is not None and _is_citation(text)


def has_credit(text: str) -> bool:
    """Tell whether the text ends a caption with the name of a picture agency."""
    return _CREDIT.search(text[-200:]) is not None


def _is_citation(text: str) -> bool:
    lower = sum(word[:1].islower() for word in text.split())
    return lower < 0.7 * len(text.split()) or text.lstrip()[:1] in "[(^0123456789"


def drop_junk(blocks: list[Block], *, levelled: bool) -> list[Block]:
    """Return the blocks without junk sections and junk lines.

    Where headings have levels, a junk section ends with the next heading of its level or above. In
    plain text it ends with the next heading or paragraph of prose, or, where it begins in the last
    third, never.
    """
    kept: list[Block] = []
    skipping = 0
    late = False
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            if is_junk_heading(block.text.text):
                skipping = block.level or 1
                late = not levelled and number > 0.66 * len(blocks)
                continue
            if skipping and (late or (levelled and block.level > skipping)):
                continue
            skipping = 0
        elif skipping and not levelled and not late and _is_prose(block):
            skipping = 0
        if skipping or is_junk_line(block.text.text):
            continue
        kept.append(block)
    return kept


def _is_prose(block: Block) -> bool:
    text = block.text.text
    return block.kind is BlockKind.PARAGRAPH and len(text) > 60 and text.endswith((".", ":"))
