"""An article as it is read beside its cards: clean paragraphs, and where each card stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.model import Card, CardKind, Quotation
from flashdeck.core.text import clean_line

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SMALL = frozenset(
    "a an and are as at by for from in is it its of on or that the their to was which with".split()
)
_ENOUGH = 0.5  # of an answer's words must be found, or the whole quotation is its place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of an article. ``marker`` stands before an item, ``is_heading`` sets it apart."""

    text: str
    marker: str = ""
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``start`` to ``end`` of the paragraph of this number."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    place: Place


class Article:
    """The paragraphs of an article that was read into blocks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        kept = [block for block in blocks if block.text.text and block.text.runs]
        self._texts = [block.text for block in kept]
        self._starts = [text.runs[0].raw_start for text in self._texts]
        self.paragraphs = tuple(_paragraph(block) for block in kept)

    def sentence(self, quotation: Quotation) -> tuple[Place, ...]:
        """Return where a quotation stands, a place for each paragraph that it touches."""
        found: list[Place] = []
        first = max(bisect_right(self._starts, quotation.start) - 1, 0)
        for number in range(first, len(self._texts)):
            if self._starts[number] >= quotation.end:
                break
            text = self._texts[number]
            start, end = _clean_span(text, quotation.start, quotation.end)
            if start < end:
                found.append(Place(number, start, end))
        return tuple(found)

    def facts(self, card: Card, sentence: Sequence[Place]) -> tuple[Place, ...]:
        """Return the places of a card's answer within its sentence.

        The words may stand in another form there; where too few of them do, it is all of it.
        """
        tokens = [token for place in sentence for token in self._tokens(place)]
        answers = [item.text for item in card.items] or [card.answer]
        if card.kind is CardKind.REVERSE:
            return tuple(sentence)
        found: dict[Place, None] = {}
        for answer in answers:
            for place in _find(answer, tokens) or sentence:
                found[_closed(place, self._texts[place.paragraph].text)] = None
        return tuple(found)

    def _tokens(self, place: Place) -> list[_Token]:
        text = self._texts[place.paragraph].text
        return [
            _Token(_folded(word[0]), Place(place.paragraph, *word.span()))
            for word in _WORD.finditer(text, place.start, place.end)
        ]


def _paragraph(block: Block) -> Paragraph:
    text = clean_line(block.text.text)
    # Cleaning must not move a character, or no place would be right.
    text = text if len(text) == len(block.text.text) else block.text.text
    marker = "• " if block.kind is BlockKind.ITEM else ""
    return Paragraph(text, marker, block.kind is BlockKind.HEADING)


def _clean_span(text: Mapped, raw_start: int, raw_end: int) -> tuple[int, int]:
    """Return the characters of the cleaned text that stand for the raw span."""
    start, end = len(text.text), 0
    for run in text.runs:
        if run.raw_end <= raw_start or run.raw_start >= raw_end:
            continue
        exact = run.raw_end - run.raw_start == run.length
        low = max(raw_start - run.raw_start, 0) if exact else 0
        high = min(raw_end - run.raw_start, run.length) if exact else run.length
        start, end = min(start, run.start + low), max(end, run.start + high)
    while start < end and text.text[start].isspace():
        start += 1
    while start < end and text.text[end - 1].isspace():
        end -= 1
    return start, end


def _find(answer: str, tokens: Sequence[_Token]) -> list[Place]:
    """Return the stretch of the tokens that says the answer, cut at the ends of paragraphs."""
    wanted = [_folded(word[0]) for word in _WORD.finditer(answer)]
    telling = [word for word in wanted if word not in _SMALL] or wanted
    matcher = SequenceMatcher(None, wanted, [token.word for token in tokens], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return []
    widest = 2 * len(wanted) + 4
    largest = max(blocks, key=lambda block: block.size)
    near = [
        block
        for block in blocks
        if abs(block.b - largest.b) <= widest
        and any(tokens[block.b + at].word not in _SMALL for at in range(block.size))
    ] or [largest]
    first, last = near[0].b, near[-1].b + near[-1].size
    said = {token.word for token in tokens[first:last]}
    if sum(word in said for word in telling) < _ENOUGH * len(telling):
        return []
    found: list[Place] = []
    for token in tokens[first:last]:
        place = token.place
        if found and found[-1].paragraph == place.paragraph:
            found[-1] = Place(place.paragraph, found[-1].start, place.end)
        else:
            found.append(place)
    return found


def _closed(place: Place, text: str) -> Place:
    """Return the place with the bracket that closes it, where only that one is missing."""
    inside = text[place.start : place.end]
    after = text[place.end : place.end + 1]
    missing = inside.count("(") > inside.count(")") and after == ")"
    return Place(place.paragraph, place.start, place.end + missing)


def _folded(word: str) -> str:
    word = word.casefold().replace("’", "'")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
