"""Labelled pictures."""

from __future__ import annotations

from dataclasses import dataclass

from flashdeck.core.card import Item
from flashdeck.core.ids import Slot


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled place in a picture, in percent of its width and height.

    ``shape`` is ``rect`` or ``ellipse`` (left, top, width, height), or
    ``polygon`` (x, y, x, y, ...).
    """

    shape: str
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a picture note; ``name`` is its slot, ``L1``."""

    name: Slot
    answer: Item
    region: Region
    line: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its labels; ``path`` is relative to the deck."""

    path: str
    alt: str
    labels: tuple[Label, ...] = ()
    hide_one: bool = False
