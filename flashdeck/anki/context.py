"""A foreign note on its way in, and what reading it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from flashdeck.anki.collection import ForeignCollection
from flashdeck.anki.foreign import ForeignCard, ForeignNote, ForeignType
from flashdeck.anki.markdown import MarkdownReader, MediaPaths
from flashdeck.anki.sides import FRONT, Side, sides_of
from flashdeck.anki.templates import Filled
from flashdeck.core.ids import NoteId
from flashdeck.core.text import clean_line


class Context(NamedTuple):
    """A note: its fields by name, and its cards by number."""

    note: ForeignNote
    kind: ForeignType
    values: dict[str, str]
    id: NoteId
    tags: tuple[str, ...]
    cards: dict[int, ForeignCard]


@dataclass(slots=True)
class Reading:
    """Reads fields and templates of one collection; ``notices`` counts what was simplified."""

    collection: ForeignCollection
    media: MediaPaths
    reader: MarkdownReader
    notices: Counter[str]
    _sides: dict[int, tuple[Side, ...]] = field(default_factory=dict)

    def sides(self, kind: ForeignType) -> tuple[Side, ...]:
        """Return the templates of a note type, taken apart."""
        found = self._sides.get(kind.id)
        if found is None:
            found = self._sides[kind.id] = sides_of(kind)
        return found

    def values(self, context: Context, card: ForeignCard, side: Side) -> dict[str, str]:
        """Return the fields, and what else the template asks for by name."""
        if not side.special:
            return context.values
        deck = self.collection.decks.get(card.home_deck_id or card.deck_id)
        place = deck.name if deck else ""
        special = {
            "Tags": " ".join(context.note.tags.split()),
            "Deck": place,
            "Subdeck": place.rpartition("::")[2],
            "Card": side.name,
            "Type": context.kind.name,
            "CardFlag": f"flag{card.flag}" if card.flag else "",
            "CardID": str(card.id),
        }
        escaped = {name: clean_line(value).replace("<", "&lt;") for name, value in special.items()}
        return {**escaped, FRONT: "", **context.values}

    def read_filled(self, filled: Filled) -> str:
        """Return what a template gave as Markdown; where it is one field, without its wrapping."""
        if filled.alone and len(filled.shown) < 2:
            return self.reader.read(filled.shown[0]) if filled.shown else ""
        return self.reader.read(filled.markup)

    def read_all(self, values: dict[str, str], names: Iterable[str]) -> tuple[str, ...]:
        """Return these fields as Markdown, without the empty ones."""
        if not names:
            return ()
        return tuple(filter(None, (self.reader.read(values[name]) for name in names)))

    def say_spoken(self, *filled: Filled) -> None:
        """Count a card whose template has something spoken aloud."""
        if any(one.spoken for one in filled):
            self.notices["a template has its text spoken aloud"] += 1
