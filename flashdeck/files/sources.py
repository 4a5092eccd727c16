"""The texts that a deck quotes, read from beside it."""

from __future__ import annotations

from pathlib import Path

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.model import Deck, Quotation, Structure
from flashdeck.files.documents import read_article


def quoted_texts(deck: Deck, folder: Path) -> dict[str, str | None]:
    """Return the text of each file that the deck quotes, None where it cannot be read.

    Files are named from the deck's folder; an absolute path is never followed.
    """
    texts: dict[str, str | None] = {}
    for quotation in _quotations(deck):
        name = quotation.file
        if name not in texts:
            texts[name] = _read(folder, name)
    return texts


def _quotations(deck: Deck) -> list[Quotation]:
    found: list[Quotation | None] = []
    for note in deck.notes:
        if isinstance(note, Structure):
            found += [fact.quotation for fact in note.facts]
        else:
            found.append(note.quotation)
    return [quotation for quotation in found if quotation is not None]


def _read(folder: Path, name: str) -> str | None:
    if Path(name).is_absolute() or "://" in name:
        return None
    try:
        return read_article(folder / name)
    except (FlashdeckError, OSError, ValueError):
        return None
