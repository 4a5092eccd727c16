"""A generated deck written to its file: new, or brought in line with the deck that is there."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.core.deckfile.digests import write_generated
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.regenerate import Regenerated, is_same_deck, regenerate
from flashdeck.core.errors import DeckError, Location
from flashdeck.files.read import DECK_CAP, read_text
from flashdeck.files.write import write_atomically
from flashdeck.services.generate import Generated, with_source

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a generated deck did, or would do; ``again`` is None for a new file."""

    path: Path
    again: Regenerated | None
    changed: bool


def write_deck_file(
    path: Path, made: Generated, article: str, text: str, *, dry_run: bool = False
) -> Written:
    """Write the deck of an article, its source named relative to the deck.

    ``article`` is the article's path, or ``-``, and ``text`` what it holds. A deck that is there
    already keeps its ids and hand edits. Raises DeckError where the file is another deck, or
    holds an error, or cannot be written.
    """
    deck = replace(made.deck, file=str(path))
    if article != STDIN:
        deck = with_source(deck, _relative(article, path.parent))
    if not path.exists():
        if not dry_run:
            _make_folder(path.parent)
            write_atomically(path, write_generated(deck).encode("utf-8"))
        return Written(path, None, True)
    old = read_text(path, DECK_CAP)
    parsed = parse_deck(old, file=str(path))
    if parsed.errors:
        raise DeckError(
            f"cannot be brought up to date: {parsed.errors[0].message}",
            todo="mend it first; nothing was changed",
            at=Location(str(path), parsed.errors[0].line),
        )
    if not is_same_deck(parsed, deck):
        raise DeckError(
            "is another deck, not an earlier version of this one",
            todo="write to another name, so that no edit is lost",
            at=Location(str(path)),
        )
    again = regenerate(old, parsed, deck, text)
    check = parse_deck(again.text, file=str(path))
    if check.errors:
        raise DeckError(
            f"cannot be brought up to date ({check.errors[0].message})",
            todo="nothing was changed; write to another name",
            at=Location(str(path)),
        )
    changed = again.text != old
    if changed and not dry_run:
        write_atomically(path, again.text.encode("utf-8"))
    return Written(path, again, changed)


def _relative(article: str, folder: Path) -> str:
    try:
        return Path(os.path.relpath(article, folder)).as_posix()
    except ValueError:  # another drive
        return Path(article).resolve().as_posix()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        reason = (failure.strerror or "unknown reason").lower()
        raise DeckError(
            f"cannot be made ({reason})", todo="choose another folder", at=Location(str(folder))
        ) from None
