"""The decks as a tree by their places, ``A::B``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flashdeck.core.ids import DeckId
from flashdeck.services.decklist import DeckRow

SEPARATOR = "::"


@dataclass(frozen=True, slots=True)
class Counts:
    """What today holds: reviews that are due, cards to drill again, and new cards."""

    due: int = 0
    again: int = 0
    new: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.due + other.due, self.again + other.again, self.new + other.new)

    @property
    def reviews(self) -> int:
        """All cards but the new ones."""
        return self.due + self.again

    @property
    def all(self) -> int:
        """All cards of today."""
        return self.due + self.again + self.new


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the tree: a deck, a folder of decks, or both.

    ``path`` is folded to compare, ``place`` as it is written; ``decks`` are those at this place
    and below it.
    """

    path: tuple[str, ...]
    place: str
    name: str
    decks: tuple[DeckId, ...]
    counts: Counts
    has_children: bool

    @property
    def depth(self) -> int:
        """How many folders it lies in."""
        return len(self.path) - 1


@dataclass(slots=True)
class _Node:
    name: str
    decks: list[DeckId] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    children: dict[str, _Node] = field(default_factory=dict)


def counts(row: DeckRow) -> Counts:
    """Return what today holds of one deck."""
    return Counts(row.due_today, row.learning, row.new_today)


def branches(rows: Iterable[DeckRow]) -> tuple[Branch, ...]:
    """Return the tree from the top down, each folder before what lies in it."""
    root = _Node("")
    for row in rows:
        node = root
        for name in _path(row.place or row.title):
            node = node.children.setdefault(name.casefold(), _Node(name))
            node.decks.append(row.id)
            node.counts += counts(row)
    found: list[Branch] = []
    _walk(root, (), "", found)
    return tuple(found)


def _path(place: str) -> list[str]:
    return [name.strip() or "…" for name in place.split(SEPARATOR)]


def _walk(node: _Node, path: tuple[str, ...], above: str, found: list[Branch]) -> None:
    for key, child in node.children.items():
        here = (*path, key)
        place = f"{above}{SEPARATOR}{child.name}" if above else child.name
        decks = tuple(child.decks)
        found.append(Branch(here, place, child.name, decks, child.counts, bool(child.children)))
        _walk(child, here, place, found)
