"""Kept cards into a deck file: a new one, or what is new of them into one that is there."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.core.deckfile.digests import (
    digests_as_in,
    digests_of,
    read_digests,
    with_digests,
)
from flashdeck.core.deckfile.merge import merge
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.errors import DeckError, Location
from flashdeck.core.ids import DeckId
from flashdeck.files.decks import load_deck
from flashdeck.files.write import write_atomically
from flashdeck.services.decklist import deck_rows
from flashdeck.services.generate import with_source
from flashdeck.services.library import Library
from flashdeck.services.triage import Triage

_MOST_NAMES = 1000


class Places:
    """Where the deck of one article may go; ``target`` is the deck file or folder that was named.

    Each answer raises LibraryError where the library cannot be read.
    """

    def __init__(self, library: Library, article: Path, deck: DeckId, target: Path | None) -> None:
        self._library = library
        self._article = article
        self._deck = deck
        self._target = target

    def usual(self) -> Path:
        """Return where the deck goes unless the student names another place."""
        if self._target is not None and self._target.suffix == ".md":
            return self._target
        if self._target is None:
            for row in deck_rows(self._library):
                if row.id == self._deck and row.file and Path(row.file).exists():
                    return Path(row.file)
        folder = self._target or self._library.path.parent / "decks"
        return default_target(folder, self._article, self._deck)

    def decks(self, subject: str) -> list[Path]:
        """Return the files of the library's decks, those on a subject first."""
        rows = [row for row in deck_rows(self._library) if row.file]
        rows.sort(key=lambda row: row.title.casefold() != subject.casefold())
        return [Path(row.file) for row in rows]


@dataclass(frozen=True, slots=True)
class Plan:
    """What saving would do: ``added`` new cards, ``there`` already in the deck named ``title``.

    ``is_new`` tells that the file is still to be made; ``text`` is what it will hold, which may
    change though no card is added: it also says which cards were proposed.
    """

    path: Path
    deck_id: DeckId
    title: str
    added: int
    there: int
    is_new: bool
    is_changed: bool
    text: str


def default_target(folder: Path, article: Path, deck: DeckId) -> Path:
    """Return where a deck of this article goes: where it went before, else to a name still free."""
    stem = article.stem or "deck"
    for number in range(1, _MOST_NAMES):
        path = folder / (f"{stem}.md" if number == 1 else f"{stem}-{number}.md")
        if not path.exists():
            return path
        try:
            if load_deck(path).parsed.draft.id == deck:
                return path
        except DeckError:
            continue
    return folder / f"{stem}.md"


def named_target(typed: str, article: Path) -> Path:
    """Return the deck file that a typed name means; a folder is filled under the article's name.

    Raises DeckError where nothing was typed, or nothing that can be a file.
    """
    typed = typed.strip()
    if not typed:
        raise DeckError("no name given", todo="write where the deck should go")
    try:
        path = Path(typed).expanduser()
        if typed.endswith(("/", os.sep)) or path.is_dir():
            return path / f"{article.stem}.md"
        path.exists()  # a name that is too long fails here
        has_ending = path.suffix.lower() in (".md", ".markdown")
        return path if has_ending else path.with_name(f"{path.name}.md")
    except (OSError, ValueError, RuntimeError):
        raise DeckError("no file can have this name", todo="choose another one") from None


def plan(triage: Triage, target: Path, article: Path) -> Plan:
    """Return what saving the kept cards to this file would do; nothing is written.

    Their quotations then point to the article, as seen from the file. The file also gets the
    digests of all that was proposed, so that making the deck again does not bring back what was
    rejected. Raises DeckError where the file holds something else than a deck without errors, or
    there is no card to save.
    """
    at = Location(str(target))
    deck = triage.deck()
    proposed = triage.proposed.notes
    if not deck.notes:
        raise DeckError("no card is kept", todo="keep one with Space", at=at)
    deck = replace(with_source(deck, source_from(target, article)), file=str(target))
    if not target.exists():
        cards = len(cards_of(deck))
        text = with_digests(write_deck(deck), digests_of(proposed))
        return Plan(target, deck.id, deck.title, cards, 0, True, True, text)
    loaded = load_deck(target)
    if not loaded.parsed.marked:
        raise DeckError("is there, and is no deck", todo="choose another name", at=at)
    if loaded.errors:
        first = loaded.errors[0]
        raise DeckError(f"this deck has an error in line {first.line}", todo="mend it first", at=at)
    text = merge(loaded.text, loaded.parsed, deck)
    merged = parse_deck(text, file=str(target))
    before = {card.id for card in loaded.cards}
    after = {card.id for card in cards_of(merged.draft)}
    if merged.errors or not before <= after:
        raise DeckError("cannot be added to safely", todo="choose another name", at=at)
    digests = digests_as_in(proposed, merged.draft.notes)
    text = with_digests(text, digests | read_digests(loaded.text))
    draft = loaded.parsed.draft
    added, changed = len(after - before), text != loaded.text
    return Plan(target, draft.id, draft.title, added, len(before), False, changed, text)


def carry_out(planned: Plan) -> None:
    """Write what was planned, whole or not at all. Raises DeckError where that fails."""
    if not planned.is_changed:
        return
    try:
        planned.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        raise DeckError(
            f"its folder cannot be made ({reason})",
            todo="choose another one",
            at=Location(str(planned.path)),
        ) from None
    write_atomically(planned.path, planned.text.encode("utf-8"))


def source_from(deck_file: Path, article: Path) -> str:
    """Return the article's path as seen from the deck; the whole path where there is none."""
    try:
        relative = os.path.relpath(article.resolve(), deck_file.resolve().parent)
    except ValueError:  # another drive
        relative = str(article.resolve())
    return Path(relative).as_posix()
