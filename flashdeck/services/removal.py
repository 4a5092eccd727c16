"""A note taken out of its deck file while it is studied, and put back.

Its cards become orphans: their history stays in the library, and is theirs again when the note is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flashdeck.core.card import Card
from flashdeck.core.errors import DeckError, FlashdeckError, Location
from flashdeck.services import authoring
from flashdeck.services.library import Library


@dataclass(frozen=True, slots=True)
class Removed:
    """Lines that were taken out of a file; ``above`` is the line before them, at ``at`` (from 0).

    ``card`` is the one that was asked, ``cards`` is how many went with them.
    """

    card: Card
    path: Path
    lines: tuple[str, ...]
    at: int
    above: str
    cards: int


def remove_note(library: Library, card: Card, file: str) -> Removed:
    """Take a card's fact or note out of its deck file; a card of several takes its siblings along.

    Raises DeckError where the deck has no file, or the file no longer has the note.
    """
    if not file:
        raise DeckError("this deck has no file to delete it from", todo="s suspends the card")
    document = authoring.open_document(library, Path(file))
    checked = authoring.check(document, document.shown, style=False)
    lines = document.shown.split("\n")
    span = _span(checked, card, lines)
    if span is None:
        raise DeckError(f"{document.name} has this card no more", todo="it goes at the next start")
    first, last = span
    taken = tuple(lines[first - 1 : last])
    text = "\n".join([*lines[: first - 1], *lines[last:]])
    after = authoring.check(document, text, style=False)
    if after.parsed.errors:
        raise DeckError(f"{document.name} would not load without it", todo="e edits it")
    saved = authoring.save(library, document, text)
    _refused(saved)
    return Removed(
        card=card,
        path=saved.document.path,
        lines=taken,
        at=first - 1,
        above=lines[first - 2] if first > 1 else "",
        cards=len({one.id for one in checked.cards} - {one.id for one in after.cards}),
    )


def put_back(library: Library, removed: Removed) -> None:
    """Put the lines back where they stood, or below the line that they stood below.

    Raises DeckError where the file cannot be read or written, or would not load with them.
    """
    document = authoring.open_document(library, removed.path)
    lines = document.shown.split("\n")
    places = [at for at in range(1, len(lines) + 1) if lines[at - 1] == removed.above]
    at = min(places, key=lambda place: abs(place - removed.at), default=len(lines))
    if removed.at == 0:
        at = 0
    text = "\n".join([*lines[:at], *removed.lines, *lines[at:]])
    if authoring.check(document, text, style=False).parsed.errors:
        raise DeckError(
            f"{document.name} has changed too much for the note to go back",
            todo="write it again with e",
            at=Location(str(removed.path)),
        )
    _refused(authoring.save(library, document, text))


def _refused(saved: authoring.Saved) -> None:
    if saved.summary.refused:
        raise FlashdeckError(saved.summary.refused[0])


def _span(checked: authoring.Checked, card: Card, lines: Sequence[str]) -> tuple[int, int] | None:
    """Return first and last line, from 1, of the fact that a card asks, else of its whole note."""
    whole = checked.lines_of(card.note_id)
    line = next((one.line for one in checked.cards if one.id == card.id), 0)
    if whole is None or not line:
        return None
    if line == whole[0]:
        return whole
    end = line
    while end < whole[1] and (not lines[end].strip() or lines[end][0] in " \t"):
        end += 1  # a fact ends where the next line begins at column 0
    while end > line and not lines[end - 1].strip():
        end -= 1
    return line, end
