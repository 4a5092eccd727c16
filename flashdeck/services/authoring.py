"""Writing decks: a file opened, checked as it is typed, kept as a draft, and saved whole.

A deck is edited with its ids written: notes that have none get the id they are known by, so that
no rewording loses a schedule. What another program wrote meanwhile is never overwritten unasked.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from flashdeck.core.deckfile.edit import MENDED_BY_FIX, stamp
from flashdeck.core.deckfile.edit import fix as fix_text
from flashdeck.core.deckfile.lint import lint
from flashdeck.core.deckfile.parse import ParsedDeck, parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.deckfile.waivers import waive
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.errors import DeckError, FlashdeckError, Location, NotFoundError
from flashdeck.core.ids import DeckId, NoteId, draw_note_id
from flashdeck.core.model import Card
from flashdeck.core.text import clean
from flashdeck.files.bundled import bundled_decks
from flashdeck.files.decks import deck_from
from flashdeck.files.read import DECK_CAP, decode, digest_of, read_bytes
from flashdeck.files.write import write_atomically
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library
from flashdeck.services.owncopy import bring_along
from flashdeck.services.summary import ImportSummary
from flashdeck.store import decks

_LINE_SEPARATORS = re.compile("[\u2028\u2029]")
_NO_FILE = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A deck file under the hands of its author.

    ``shown`` is its text as it is edited: LF, no BOM, no control characters, every id written;
    ``raw`` is the file's own text with the ids, from which saving takes all lines that were not
    touched. ``digest`` is the SHA-256 of the file as it was read, '' where there is none yet.
    ``original`` is the bundled deck that ``path`` will be the student's copy of. ``known`` are the
    ids by which the library knows the notes that have none written.
    """

    path: Path
    raw: str
    shown: str
    digest: str
    original: Path | None = None
    known: frozenset[NoteId] = frozenset()
    cleaned: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Draft:
    """Text that was not saved; ``digest`` is that of the file it was made from."""

    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A text as it was read: what is wrong, errors first at each line, and its cards."""

    parsed: ParsedDeck
    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    mendable: bool

    def count(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(found.severity is severity for found in self.diagnostics)

    def cards_at(self, line: int) -> tuple[Card, ...]:
        """Return the cards of the note that this line, counted from 1, belongs to."""
        for span in self.parsed.spans:
            if span.first <= line <= span.last:
                return tuple(card for card in self.cards if card.note_id == span.id)
        return ()

    def lines_of(self, note: NoteId) -> tuple[int, int] | None:
        """Return the first and the last line of a note."""
        return next(((s.first, s.last) for s in self.parsed.spans if s.id == note), None)


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving came to: the document as it is now, and what became of its cards.

    ``document`` has the ids of new notes written.
    """

    document: Document
    summary: ImportSummary = field(default_factory=ImportSummary)


class ChangedOnDiskError(DeckError):
    """Another program wrote the file since it was read; nothing was overwritten."""


def deck_path(library: Library, deck_id: DeckId) -> Path:
    """Return the file of a deck. Raises NotFoundError where it has none that can be edited."""
    deck = decks.get_deck(library.db, deck_id)
    if deck is None:
        raise NotFoundError("this deck is not in the library any more")
    if not deck.file:
        raise NotFoundError(
            f"{deck.title} has no deck file", todo="'flashdeck export' writes it as one (.md)"
        )
    return Path(deck.file)


def open_document(library: Library, path: Path) -> Document:
    """Open a deck file; a bundled one, or one that may not be written, as the student's copy.

    Nothing is written. Raises DeckError where the file cannot be read.
    """
    if path.exists() and not _is_own(path):
        document = _document(read_bytes(path, DECK_CAP), path)
        copy = free_path(decks_folder(library), path.stem)
        return replace(document, path=copy, digest=_NO_FILE, original=path)
    return _document(read_bytes(path, DECK_CAP), path)


def new_document(path: Path, text: str) -> Document:
    """Return a document for a file that is not there yet."""
    return Document(path, text, text, _NO_FILE)


def decks_folder(library: Library) -> Path:
    """Return the folder for the decks that are written in the app."""
    return library.path.parent / "decks"


def free_path(folder: Path, stem: str) -> Path:
    """Return a path in the folder that no file has yet."""
    words = re.sub(r"[^\w]+", "-", stem, flags=re.UNICODE).strip("-_").lower() or "deck"
    path, number = folder / f"{words[:60]}.md", 1
    while path.exists():
        number += 1
        path = folder / f"{words[:60]}-{number}.md"
    return path


def _is_own(path: Path) -> bool:
    if path.resolve().is_relative_to(bundled_decks().resolve()):
        return False
    return os.access(path, os.W_OK)


def _document(data: bytes, path: Path) -> Document:
    raw = decode(data, str(path))
    parsed = parse_deck(raw, file=path.name)
    known = frozenset(span.id for span in parsed.spans if span.derived)
    if not parsed.errors:
        raw = fix_text(raw, parsed)
        raw = stamp(raw, parse_deck(raw, file=path.name))
    plain = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    shown = shown_text(raw)
    return Document(path, raw, shown, digest_of(data), known=known, cleaned=shown != plain)


def shown_text(text: str) -> str:
    """Return text as an editor may show it: LF, no BOM, nothing that a terminal could obey."""
    return _LINE_SEPARATORS.sub(" ", clean(text.removeprefix("\ufeff")))


def check(document: Document, text: str, *, style: bool = True) -> Checked:
    """Read the text as it is typed: its cards, and all that is wrong in it.

    With ``style`` the rules of the linter are applied too, which takes longer than reading.
    """
    loaded = deck_from(text.encode("utf-8"), document.original or document.path, document.name)
    found = list(loaded.diagnostics)
    if style and loaded.deck is not None:
        found += lint([(loaded.deck, loaded.cards)])
        found, _ = waive(loaded.deck.file, found, loaded.parsed.waivers)
    found.sort(key=lambda d: (d.line, d.severity is not Severity.ERROR, d.column, d.code))
    cards = loaded.cards if loaded.deck is not None else cards_of(loaded.parsed.draft)
    codes = {error.code for error in loaded.errors}
    return Checked(loaded.parsed, cards, tuple(found), bool(codes) and codes <= MENDED_BY_FIX)


def mend(document: Document, text: str) -> str:
    """Return the text with names and ids where they are all that keeps it from loading."""
    return fix_text(text, parse_deck(text, file=document.name))


def save(library: Library, document: Document, text: str, *, overwrite: bool = False) -> Saved:
    """Write the file and read it into the library, every schedule kept.

    Notes that are new get a drawn id. Raises ChangedOnDiskError where the file is no longer what
    was opened (unless ``overwrite``), DeckError where it cannot be written; the library is then as
    it was.
    """
    path = document.path
    if not overwrite and _digest_on_disk(path) != document.digest:
        raise ChangedOnDiskError(f"{path.name} was changed by another program")
    if text != document.shown and not text.endswith("\n"):
        text += "\n"
    text = _stamped(document, text)
    raw = _with_own_lines(document, text)
    data = raw.encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        at = Location(str(path.parent))
        raise DeckError("the folder cannot be made", todo="choose another", at=at) from failure
    if document.original is not None:
        bring_along(document.original, path, parse_deck(text, file=document.name).draft)
    write_atomically(path, data)
    forget_draft(library, path)
    if document.original is not None:
        forget_draft(library, document.original)
    after = Document(path, raw, text, digest_of(data))
    try:
        summary = import_decks(library, [path])
    except FlashdeckError as failure:
        summary = ImportSummary(refused=(str(failure),))
    return Saved(after, summary)


def _digest_on_disk(path: Path) -> str:
    try:
        return digest_of(read_bytes(path, DECK_CAP))
    except DeckError:
        return _NO_FILE


def _stamped(document: Document, text: str) -> str:
    rng = random.SystemRandom()
    parsed = parse_deck(text, file=document.name)
    return stamp(text, parsed, known=document.known, draw=lambda: draw_note_id(rng))


def _with_own_lines(document: Document, text: str) -> str:
    """Return the edited text with each untouched line as it stands in the file, ends included."""
    raw, shown = document.raw, document.shown
    if raw == shown:
        return text
    bom = "\ufeff" if raw.startswith("\ufeff") else ""
    raw_lines = raw.removeprefix("\ufeff").split("\n")
    before, after = shown.split("\n"), text.split("\n")
    usual = "\r" if raw_lines[0].endswith("\r") else ""
    lines: list[str] = []
    for kind, first, end, new, new_end in _changes(before, after):
        if kind == "equal":
            lines += raw_lines[first:end]
        else:
            lines += [line + usual for line in after[new:new_end]]
    lines[-1] = lines[-1].removesuffix("\r")
    return bom + "\n".join(lines)


def _changes(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how the lines changed; only what lies between the equal ends is compared closely."""
    head, most = 0, min(len(before), len(after))
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = [
        (kind, head + i, head + j, head + k, head + m)
        for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ]
    last, new_last = len(before) - tail, len(after) - tail
    return [
        ("equal", 0, head, 0, head),
        *middle,
        ("equal", last, len(before), new_last, len(after)),
    ]


# Drafts lie beside the library, one file for each deck file.


def keep_draft(library: Library, document: Document, text: str) -> None:
    """Keep unsaved text; text that is as the file has it needs no draft.

    Raises DeckError where it cannot be written.
    """
    key = document.original or document.path
    if text == document.shown:
        forget_draft(library, key)
        return
    place = _draft_path(library, key)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        at = Location(str(place.parent))
        raise DeckError("the draft's folder cannot be made", at=at) from failure
    kept = {
        "file": str(document.path),
        "original": str(document.original or ""),
        "digest": document.digest,
        "text": text,
    }
    write_atomically(place, json.dumps(kept, ensure_ascii=False).encode("utf-8"))


def kept_draft(library: Library, document: Document) -> Draft | None:
    """Return the draft of this document's file, where there is one that differs from it."""
    place = _draft_path(library, document.original or document.path)
    try:
        kept = json.loads(read_bytes(place, 2 * DECK_CAP).decode("utf-8"))
        draft = Draft(shown_text(str(kept["text"])), str(kept["digest"]))
    except (DeckError, ValueError, KeyError, TypeError):
        return None
    return draft if draft.text != document.shown else None


def unsaved_deck(library: Library) -> Document | None:
    """Return the newest draft of a deck whose file was never written, as its document."""
    found: list[tuple[int, Document]] = []
    for place in (library.path.parent / "drafts").glob("deck-*.json"):
        try:
            kept = json.loads(read_bytes(place, 2 * DECK_CAP).decode("utf-8"))
            path, new = Path(str(kept["file"])), kept["digest"] == _NO_FILE
            if new and not kept.get("original") and not path.exists():
                found.append((place.stat().st_mtime_ns, new_document(path, "")))
        except (DeckError, OSError, ValueError, KeyError, TypeError):
            continue
    return max(found, key=lambda pair: pair[0])[1] if found else None


def forget_draft(library: Library, path: Path) -> None:
    """Delete the draft of a file."""
    try:
        _draft_path(library, path).unlink(missing_ok=True)
    except OSError:
        return  # it is offered once more, which costs nothing


def _draft_path(library: Library, path: Path) -> Path:
    where = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogatepass")).hexdigest()
    return library.path.parent / "drafts" / f"deck-{path.stem[:60]}-{where[:12]}.json"
