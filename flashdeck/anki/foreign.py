"""What a collection of Anki holds, as plain values in Anki's own numbers.

Notes, cards and answers come by the hundred thousand, so they are tuples with names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flashdeck.anki.notetypes import Template

FIELD_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class ForeignType:
    """A note type of a package; ``stock`` is Anki's number of the built-in type it comes from.

    ``definition`` is all of it, as schema 11 keeps it (JSON).
    """

    id: int
    name: str
    cloze: bool
    stock: int
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    definition: str = ""


class ForeignNote(NamedTuple):
    """A note; ``changed_s`` is seconds since 1970, tags and fields stand as Anki joins them."""

    id: int
    guid: str
    type_id: int
    changed_s: int
    tags: str
    fields: str


class ForeignCard(NamedTuple):
    """A card with its schedule; ``home_*`` where a filtered deck has it now."""

    id: int
    deck_id: int
    number: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    home_due: int
    home_deck_id: int
    flag: int
    data: str


class ForeignReview(NamedTuple):
    """One row of the review log."""

    at_ms: int
    card_id: int
    ease: int
    interval: int
    last_interval: int
    factor: int
    duration_ms: int
    kind: int


class ForeignDeck(NamedTuple):
    """A deck: its full name, ``A::B``, and its description (HTML)."""

    name: str
    description: str = ""
