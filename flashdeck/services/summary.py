"""What an import did, for people and programs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashdeck.core.deckfile.compare import Change


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did: cards by what became of them, and the files it refused.

    ``reviews`` are answers that came into the log, ``media`` files that cards use.
    ``refused`` and ``notices`` are lines for people, each with its file. ``changes`` are what a dry
    run would change in decks that are known already, card by card.
    """

    files: int = 0
    new: int = 0
    updated: int = 0
    moved: int = 0
    orphaned: int = 0
    unchanged: int = 0
    reviews: int = 0
    media: int = 0
    refused: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything in the library is different now."""
        return bool(self.new or self.updated or self.moved or self.orphaned)

    def __add__(self, other: ImportSummary) -> ImportSummary:
        """Return both in one."""
        return ImportSummary(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )
