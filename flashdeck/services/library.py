"""The student's library: opened safely, filled with decks, listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from flashdeck.core.ids import DeckId
from flashdeck.services.clock import Clock


@dataclass(frozen=True, slots=True)
class DeckRow:
    """One deck with its counts.

    ``new``, ``learning``, ``due`` and ``suspended`` count cards in that state; ``new_today`` and
    ``due_today`` are what today's queue would ask (limits, and siblings on other days).
    """

    id: DeckId
    title: str
    place: str
    file: str
    cards: int
    new: int
    learning: int
    due: int
    suspended: int
    new_today: int
    due_today: int


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did: cards by what became of them, and the files it refused."""

    files: int = 0
    new: int = 0
    updated: int = 0
    moved: int = 0
    orphaned: int = 0
    unchanged: int = 0
    refused: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


class Library:
    """An open library; a context manager."""

    path: Path
    clock: Clock
    notices: tuple[str, ...]

    def close(self) -> None:
        """Close it; everything acknowledged is on disk already."""
        raise NotImplementedError

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_library(path: Path, clock: Clock, *, create: bool = True) -> Library:
    """Open the library, making or migrating it first where that is needed.

    Raises LibraryError where the file is missing (and not to be created), no library, newer than
    this flashdeck, damaged or not writable.
    """
    raise NotImplementedError


def deck_rows(library: Library) -> tuple[DeckRow, ...]:
    """Return the decks in the order of their places."""
    raise NotImplementedError


def find_deck(library: Library, name: str) -> DeckRow:
    """Return the deck of that id, else title, file stem or place, case-blind.

    Raises NotFoundError where there is none or several, naming them.
    """
    raise NotImplementedError


def import_decks(
    library: Library, paths: Sequence[Path], *, dry_run: bool = False
) -> ImportSummary:
    """Read decks from files and folders, and remember where they lie."""
    raise NotImplementedError


def import_bundled(library: Library) -> ImportSummary:
    """Read the soleus deck that comes with flashdeck."""
    raise NotImplementedError


def refresh(library: Library) -> ImportSummary:
    """Read remembered decks again whose files have changed; a missing file changes nothing."""
    raise NotImplementedError
