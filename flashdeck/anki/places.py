"""Decks of an export by their full names, as Anki tells them apart."""

from __future__ import annotations

import unicodedata

from flashdeck.anki.notes import ExportDeck


def place_of(deck: ExportDeck) -> str:
    """Return the deck's full name as Anki takes it: no level of it empty."""
    levels = (level.strip() for level in deck.place.split("::"))
    return "::".join(level for level in levels if level) or "flashdeck"


def place_key(deck: ExportDeck) -> str:
    """Return what is equal for names that are one to Anki, which does not look at case."""
    return unicodedata.normalize("NFC", place_of(deck)).casefold()
