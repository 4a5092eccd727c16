"""The paragraph around a quotation, read from the source that lies beside its deck."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.model import Quotation
from flashdeck.core.text import clean, fold_space
from flashdeck.files.documents import read_article

_PARAGRAPH_END = re.compile(r"\r?\n[ \t]*\r?\n")
_MOST = 2000  # characters on either side, where a source has no paragraphs


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph in three parts; ``words`` are the quotation, white space folded in all three."""

    before: str
    words: str
    after: str


def read_passage(deck_file: str, quotation: Quotation) -> Passage | None:
    """Return the paragraph of a quotation.

    None where the source cannot be read, lies at an absolute path, or does not hold these words at
    these offsets: a deck may name any file, but shows nothing of it that it does not quote.
    """
    if not deck_file or not quotation.file or Path(quotation.file).is_absolute():
        return None
    try:
        text = read_article(Path(deck_file).parent / quotation.file)
    except (FlashdeckError, OSError, ValueError):
        return None
    start, end = quotation.start, quotation.end
    if not 0 <= start < end <= len(text):
        return None
    words = fold_space(clean(text[start:end]))
    if words != fold_space(quotation.text):
        return None
    opening = max(start - _MOST, 0)
    breaks = list(_PARAGRAPH_END.finditer(text, opening, start))
    opening = breaks[-1].end() if breaks else opening
    closing = _PARAGRAPH_END.search(text, end, min(end + _MOST, len(text)))
    until = closing.start() if closing else min(end + _MOST, len(text))
    before, after = (clean(part) for part in (text[opening:start], text[end:until]))
    return Passage(_folded(before), words, _folded(after))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).lstrip() if not text.strip() else re.sub(r"\s+", " ", text)
