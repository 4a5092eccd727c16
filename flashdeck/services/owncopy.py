"""What a deck needs beside it, brought along when it is copied: pictures and quoted sources."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from flashdeck.core.deckfile.picture import path_problem
from flashdeck.core.errors import DeckError
from flashdeck.core.model import Deck, PictureNote, Structure
from flashdeck.files.read import ARTICLE_CAP, read_bytes
from flashdeck.files.write import write_atomically


def bring_along(original: Path, copy: Path, deck: Deck) -> None:
    """Copy the files that the deck names to beside its copy; what is there already stays.

    A source that cannot be copied is left out: the deck still quotes it. Raises DeckError where a
    picture cannot be written.
    """
    for name in dict.fromkeys(_names(deck)):
        if path_problem(name):
            continue
        source, target = original.parent / name, copy.parent / name
        if target.exists() or not source.resolve().is_relative_to(original.parent.resolve()):
            continue
        with contextlib.suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
        try:
            data = read_bytes(source, ARTICLE_CAP)
        except DeckError:
            continue
        write_atomically(target, data)


def _names(deck: Deck) -> Iterator[str]:
    for note in deck.notes:
        if isinstance(note, PictureNote):
            yield note.picture.path
        facts = note.facts if isinstance(note, Structure) else (note,)
        for fact in facts:
            if fact.quotation is not None:
                yield fact.quotation.file
