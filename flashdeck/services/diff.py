"""Two versions of a deck, or of a folder of decks, compared card by card."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.core.deckfile.compare import CODE, Change, Placed, compare
from flashdeck.core.deckfile.identity import UNKNOWN, with_derived_ids
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.errors import DeckError, Location
from flashdeck.core.ids import DeckId
from flashdeck.core.model import Card, Deck, Identity
from flashdeck.files.decks import LoadedDeck, deck_files, deck_from, load_deck, refuse_duplicates

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class DiffResult:
    """The changes, and the errors that keep a file from being compared."""

    changes: tuple[Change, ...]
    errors: tuple[Diagnostic, ...]
    cards_before: int
    cards_after: int


def diff_decks(old: Path, new: Path, *, stdin: Callable[[], bytes] | None = None) -> DiffResult:
    """Compare two deck files or folders; ``-`` is what ``stdin`` returns.

    Nothing is compared where a file holds an error. Raises DeckError where one cannot be read, or
    a folder holds no deck.
    """
    before, after = _load(old, stdin), _load(new, stdin)
    errors = tuple(error for loaded in (*before, *after) for error in loaded.errors)
    if errors:
        return DiffResult((), errors, 0, 0)
    alone = len(before) == len(after) == 1  # two versions of one deck, whatever their ids
    here = [card for loaded in before for card in _placed(loaded, alone)]
    id_before = before[0].parsed.draft.id if alone else None
    there = [card for loaded in after for card in _placed(loaded, alone, id_before)]
    return DiffResult(compare(here, there), (), len(here), len(there))


def changed_meanings(
    old: Path,
    now: Sequence[tuple[Deck, Sequence[Card]]],
    *,
    stdin: Callable[[], bytes] | None = None,
) -> list[Diagnostic]:
    """Return a finding for each answer that means something else than in the version ``old``.

    Raises DeckError where that cannot be read, or holds an error.
    """
    before = _load(old, stdin)
    for loaded in before:
        for error in loaded.errors:
            at = Location(error.file, error.line)
            raise DeckError(error.message, todo="compare with a version that loads", at=at)
    alone = len(before) == len(now) == 1
    here = [card for loaded in before for card in _placed(loaded, alone)]
    there = [c for deck, cards in now for c in placed_cards(deck, cards, "" if alone else deck.id)]
    found = []
    for change in compare(here, there):
        if change.warning and change.new:
            message = change.warning.removeprefix(f"{CODE} ")
            fix = message.partition("; write ")[2].partition(" ")[0]
            file, line = change.new.file, change.new.card.line
            found.append(Diagnostic(file, line, 1, Severity.WARNING, CODE, message, fix))
    return found


def placed_cards(deck: Deck, cards: Sequence[Card], key: Hashable) -> list[Placed]:
    """Return the cards of a deck as `compare` takes them."""
    return [Placed(card, key, deck.file) for card in cards]


def _load(path: Path, stdin: Callable[[], bytes] | None) -> tuple[LoadedDeck, ...]:
    if stdin and path == STDIN:
        return (deck_from(stdin(), path, str(path)),)
    files = deck_files(path)
    if not files:
        todo = "write 'flashdeck: 1' into the front matter of its decks"
        raise DeckError("no deck in this folder", todo=todo, at=Location(str(path)))
    return refuse_duplicates([load_deck(file) for file in files])


def _placed(loaded: LoadedDeck, alone: bool, earlier: DeckId | None = None) -> list[Placed]:
    """Return the cards of a deck; ``earlier`` is the id that its earlier version has.

    Notes without an id are known by their words and their deck's id, so that two versions whose
    ids come from their file names are compared under one.
    """
    deck, found = loaded.deck, loaded.cards
    assert deck is not None
    if earlier is not None and deck.id_derived and deck.id != earlier:
        bare = [
            replace(note, identity=Identity(UNKNOWN)) if note.identity.derived else note
            for note in deck.notes
        ]
        deck = replace(deck, notes=with_derived_ids(earlier, bare))
        found = cards_of(deck)
    return placed_cards(deck, found, "" if alone else deck.id)
