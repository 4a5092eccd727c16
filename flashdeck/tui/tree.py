"""What can be studied as a tree: the decks by their places, ``A::B``, or the tags, ``a/b``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flashdeck.core.ids import DeckId
from flashdeck.services.decklist import DeckRow

if TYPE_CHECKING:
    from flashdeck.services.tags import TagRow

SEPARATOR = "::"
TAG_SEPARATOR = "/"


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
    and below it, or with a ``tag`` all those where cards may have it.
    """

    path: tuple[str, ...]
    place: str
    name: str
    decks: tuple[DeckId, ...]
    counts: Counts
    has_children: bool
    tag: str = ""

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


def tag_branches(rows: Sequence[TagRow], decks: tuple[DeckId, ...]) -> tuple[Branch, ...]:
    """Return the tree of tags; a card counts at each of its tags, and once at each above them."""
    paths = [tuple(name.casefold() for name in row.tag.split(TAG_SEPARATOR)) for row in rows]
    parents = {path[:-1] for path in paths}
    return tuple(
        Branch(
            path=path,
            place=row.tag,
            name=row.tag.rpartition(TAG_SEPARATOR)[2] or "…",
            decks=decks,
            counts=Counts(row.due, row.again, row.new),
            has_children=path in parents,
            tag=row.tag,
        )
        for path, row in zip(paths, rows, strict=True)
    )


def _path(place: str) -> list[str]:
    return [name.strip() or "…" for name in place.split(SEPARATOR)]


def _walk(node: _Node, path: tuple[str, ...], above: str, found: list[Branch]) -> None:
    for key, child in node.children.items():
        here = (*path, key)
        place = f"{above}{SEPARATOR}{child.name}" if above else child.name
        decks = tuple(child.decks)
        found.append(Branch(here, place, child.name, decks, child.counts, bool(child.children)))
        _walk(child, here, place, found)
