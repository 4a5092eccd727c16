"""Deck files on disk: which files are decks, and what is in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.core.deckfile.codes import finding
from flashdeck.core.deckfile.parse import ParsedDeck, parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.errors import DeckError, Location
from flashdeck.core.ids import DeckId, NoteId
from flashdeck.core.model import Card, Deck, PictureNote
from flashdeck.files.media import find_picture
from flashdeck.files.read import DECK_CAP, decode, digest_of, read_bytes

_MARKED = re.compile(rb"^[\"']?flashdeck[\"']?[ \t]*:", re.MULTILINE)
_ENDINGS = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class LoadedDeck:
    """A deck file with its cards.

    ``deck`` is None and ``cards`` is empty where the file holds an error; ``parsed`` keeps what
    could be read. ``digest`` is the SHA-256 of the file's bytes.
    """

    deck: Deck | None
    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    path: Path
    digest: str
    text: str
    parsed: ParsedDeck

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the findings that keep the file from loading."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def deck_files(path: Path) -> list[Path]:
    """Return the deck files that a path names, in a fixed order.

    A file is itself; of a folder, the Markdown files in it and below whose front matter says
    ``flashdeck:``. Hidden folders are passed over. Raises DeckError where nothing is there.
    """
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if name.lower().endswith(_ENDINGS) and not name.startswith(".") and is_deck(file):
                found.append(file)
    return found


def is_deck(path: Path) -> bool:
    """Tell whether the file's front matter says ``flashdeck:``."""
    try:
        data = read_bytes(path, DECK_CAP)
    except DeckError:
        return False
    head = data.removeprefix(b"\xef\xbb\xbf")
    if not re.match(rb"---[ \t]*\r?\n", head):
        return False
    end = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE).search(head, 4)
    return _MARKED.search(head, 0, end.start() if end else len(head)) is not None


def load_deck(path: Path, *, name: str = "") -> LoadedDeck:
    """Read a deck file; what is wrong in it is among the diagnostics.

    ``name`` is how the file is named in messages, if not by its path. Raises DeckError where the
    file cannot be read at all.
    """
    return deck_from(read_bytes(path, DECK_CAP), path, name or str(path))


def deck_from(data: bytes, path: Path, shown: str) -> LoadedDeck:
    """Read the bytes of a deck file; pictures are looked for beside ``path``.

    Raises DeckError where they are too many, or not UTF-8.
    """
    if len(data) > DECK_CAP:
        what = f"is larger than {DECK_CAP // 1_000_000} MB"
        raise DeckError(what, todo="split it", at=Location(shown))
    text = decode(data, shown)
    parsed = parse_deck(text, file=shown)
    missing = _missing_pictures(parsed, path.parent)
    diagnostics = parsed.diagnostics
    if missing:
        merged = [*diagnostics, *missing]
        diagnostics = tuple(sorted(merged, key=lambda d: (d.line, d.column, d.code)))
    deck = None if missing else parsed.deck
    cards = cards_of(deck) if deck else ()
    return LoadedDeck(deck, cards, diagnostics, path, digest_of(data), text, parsed)


def _missing_pictures(parsed: ParsedDeck, folder: Path) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for note in parsed.draft.notes:
        if isinstance(note, PictureNote):
            _, problem = find_picture(folder, note.picture.path)
            if problem:
                found.append(
                    finding(
                        "D151",
                        parsed.draft.file,
                        note.line,
                        4,
                        path=note.picture.path,
                        reason=problem,
                    )
                )
    return found


def unreadable(path: Path, failure: DeckError) -> Diagnostic:
    """Return the finding for a file that could not be read at all."""
    at = failure.at or Location(str(path))
    reason = f"{failure.what}; {failure.todo}" if failure.todo else failure.what
    return finding("D100", at.path, max(at.line, 1), max(at.column, 1), reason=reason)


def refuse_duplicates(decks: Iterable[LoadedDeck]) -> tuple[LoadedDeck, ...]:
    """Return the decks, those refused that hold an id of a deck before them.

    One id on two notes is an error that names both places; the later file is not loaded.
    """
    deck_places: dict[DeckId, str] = {}
    note_places: dict[NoteId, str] = {}
    kept: list[LoadedDeck] = []
    for loaded in decks:
        draft, spans = loaded.parsed.draft, loaded.parsed.spans
        found: list[Diagnostic] = []
        other = deck_places.setdefault(draft.id, draft.file)
        if other != draft.file:
            found.append(finding("D163", draft.file, 1, 1, id=draft.id, place=other))
        for span in spans:
            place = f"{draft.file}:{span.first}"
            other = note_places.setdefault(span.id, place)
            if other.rpartition(":")[0] != draft.file:
                found.append(finding("D162", draft.file, span.first, 1, id=span.id, place=other))
        if found:
            diagnostics = tuple(
                sorted([*loaded.diagnostics, *found], key=lambda d: (d.line, d.column, d.code))
            )
            loaded = replace(loaded, deck=None, cards=(), diagnostics=diagnostics)
        kept.append(loaded)
    return tuple(kept)
