"""Notes of any Anki collection as cards of ours.

What fits becomes what it is: a question with its answer, its reverse, a typed answer, a cloze text,
a picture with masks. Every other card is its template filled in, front as question and back as
answer. Nothing is left out silently: what was simplified is counted, in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from flashdeck.anki.cloze_notes import cloze_cards
from flashdeck.anki.collection import ForeignCollection
from flashdeck.anki.context import Context, Reading
from flashdeck.anki.foreign import FIELD_SEPARATOR, ForeignCard, ForeignNote, ForeignType
from flashdeck.anki.image_notes import NoPictureError, has_masks, image_cards, picture_of
from flashdeck.anki.markdown import MarkdownReader, MediaPaths
from flashdeck.anki.notetypes import NOTE_TYPES, NoteType
from flashdeck.anki.own import own_cards, own_note, own_type
from flashdeck.anki.plain_notes import plain_cards
from flashdeck.core.deckfile.views import card_tags
from flashdeck.core.ids import derive_note_id
from flashdeck.core.model import Card
from flashdeck.core.text import clean

_CARD_CAP = 256_000
_MOST_CARDS = 1000  # of one note
_OCCLUSION = 6  # Anki's number of its own note type

_OWN_IDS = frozenset(kind.id for kind in NOTE_TYPES)

Made = Iterable[tuple[Card, ForeignCard]]


class IncomingCard(NamedTuple):
    """A card, and what it was in Anki; ``note`` is None where it was made here."""

    card: Card
    foreign: ForeignCard
    note: ForeignNote | None


class CardMaker:
    """Makes cards of a collection's notes; ``notices`` counts what was simplified, in words."""

    def __init__(self, collection: ForeignCollection, media: MediaPaths) -> None:
        self._collection = collection
        self._reader = MarkdownReader(media)
        self._reading = Reading(collection, media, self._reader, self._reader.notices)
        self._guids: set[str] = set()
        self._own: dict[int, NoteType | None] = {
            kind.id: own_type(kind.id, kind.name, kind.fields) for kind in collection.types.values()
        }

    @property
    def notices(self) -> Counter[str]:
        """What was simplified or left out, and how often."""
        return self._reader.notices

    def kept_types(self) -> dict[int, str]:
        """Return the note types that were not made here, as schema 11 keeps them, by id."""
        types = self._collection.types.values()
        return {kind.id: kind.definition for kind in types if kind.id not in _OWN_IDS}

    def cards(self) -> Iterator[IncomingCard]:
        """Yield the cards of all notes, in the order of the notes."""
        for note, cards in self._collection.notes():
            kind = self._collection.types.get(note.type_id)
            cards = [card for card in cards if 0 <= card.number < _MOST_CARDS]
            if kind is None or not cards:
                self.notices["a note has no card, or a type that is missing"] += 1
                continue
            fields = note.fields.split(FIELD_SEPARATOR)
            if len(fields) != len(kind.fields):
                self.notices["a note has not as many fields as its type"] += 1
                fields += [""] * (len(kind.fields) - len(fields))
            if note.guid in self._guids:
                note = self._with_own_guid(note)
            self._guids.add(note.guid)
            mine = self._own[kind.id]
            if mine is not None and own_note(note.guid) is None:
                mine = None
            values = dict(zip(kind.fields, fields, strict=False))
            try:
                made = self._ours(mine, note, values, cards) if mine else \
                    self._foreign(note, kind, values, cards)  # fmt: skip
            except NoPictureError:
                self.notices["the picture under some masks is not in the package, and their cards "
                             "were left out; export it with its media"] += 1  # fmt: skip
                continue
            for card, foreign in made:
                if len(card.question) + len(card.answer) + len(card.extra) > _CARD_CAP:
                    self.notices["a card is longer than 256 kB and was left out"] += 1
                else:
                    yield IncomingCard(card, foreign, None if mine else note)

    def _with_own_guid(self, note: ForeignNote) -> ForeignNote:
        self.notices["two notes have one id in Anki; both were taken"] += 1
        return note._replace(guid=f"{note.guid}\x1f{note.id}")

    def _ours(
        self, kind: NoteType, note: ForeignNote, values: dict[str, str], cards: list[ForeignCard]
    ) -> Made:
        """Return the cards of a note that was made here."""
        by_number = {card.number: card for card in cards}
        picture = picture_of(values, self._reading) if kind.stock == _OCCLUSION else None
        made = own_cards(
            kind, note.guid, values, sorted(by_number), _tags(note.tags), picture, self._reader
        )
        return ((card, by_number[number]) for number, card in made)

    def _foreign(
        self, note: ForeignNote, kind: ForeignType, values: dict[str, str], cards: list[ForeignCard]
    ) -> Made:
        context = Context(
            note,
            kind,
            values,
            derive_note_id("anki", note.guid),
            _tags(note.tags),
            {card.number: card for card in cards},
        )
        if kind.stock == _OCCLUSION or has_masks(note.fields):
            picture = picture_of(values, self._reading)
            if picture is not None:
                return image_cards(context, self._reading, picture)
        if kind.cloze:
            return cloze_cards(context, self._reading)
        return plain_cards(context, self._reading)


@lru_cache(maxsize=10_000)
def _tags(tags: str) -> tuple[str, ...]:
    return card_tags(clean(tag) for tag in tags.split())
