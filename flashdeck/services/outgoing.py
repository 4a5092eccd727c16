"""The decks that an export takes, read from the library as they are written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flashdeck.anki.notes import ExportCard, ExportDeck, History, anki_tag, guid_of
from flashdeck.core.ids import CardId, DeckId, derive_note_id
from flashdeck.core.model import Card, Source
from flashdeck.core.schedule.base import Standing
from flashdeck.core.schedule.replay import Entry, carried
from flashdeck.services.entries import algorithm_for
from flashdeck.services.histories import history_of
from flashdeck.services.keptnotes import KeptNotes
from flashdeck.services.library import Library, deck_ids
from flashdeck.services.pictures import DeckPictures
from flashdeck.store import bulk, decks, outgoing
from flashdeck.store.originals import Original, originals
from flashdeck.store.outgoing import OutgoingCard
from flashdeck.store.rows import Overlay, StoredDeck

_AT_ONCE = 500


class Shown:
    """What notes show besides the content of their cards: files, and the line of the source.

    An export compares it with what the last one had, so that learners get a picture that was
    replaced under the same name.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known = outgoing.exported(library.db)
        self._now: dict[tuple[str, str], tuple[str, int]] = {}

    def changed_ms(self, deck: DeckId, what: str, digest: str) -> int:
        """Return when this last changed (UTC), 0 where it is as it was when first exported."""
        before = self._known.get((deck, what))
        if before is not None and before[0] == digest:
            return before[1]
        changed = 0 if before is None else self._library.clock().utc_ms
        self._known[deck, what] = self._now[deck, what] = digest, changed
        return changed

    def remember(self) -> None:
        """Keep what was shown for the next export."""
        if self._now:
            with self._library.store.transaction() as db:
                outgoing.put_exported(db, self._now)
            self._now = {}


@dataclass(frozen=True, slots=True)
class Selection:
    """The decks to export, and what was missing on the way."""

    decks: tuple[ExportDeck, ...]
    stored: tuple[StoredDeck, ...]
    pictures: tuple[DeckPictures, ...]
    kept: KeptNotes
    shown: Shown

    @property
    def notices(self) -> tuple[str, ...]:
        """What could not be taken along; complete once the decks have been turned into notes."""
        missing = (line for pictures in self.pictures for line in pictures.notices())
        return (*missing, *self.kept.notices())


def select(
    library: Library,
    *,
    deck: str | None,
    tag: str | None,
    only: frozenset[CardId] | None = None,
    with_history: bool = False,
    as_it_came: bool = False,
) -> Selection:
    """Return the cards of a deck, or of all, as they are to be exported.

    With ``tag`` only the notes that have it, or one below it, with ``only`` those that one of these
    cards belongs to. With ``as_it_came`` notes from Anki
    are as Anki had them.
    """
    db = library.db
    wanted = set(deck_ids(library, deck))
    stored = tuple(one for one in decks.all_decks(db) if one.id in wanted)
    shown, kept = Shown(library), KeptNotes(library)
    reading = _Reading(library, kept if as_it_came else None, with_history=with_history)
    pictures, chosen = [], []
    for one in stored:
        pictures.append(_pictures(library, one, shown))
        source = hashlib.sha256(json.dumps(one.source).encode()).hexdigest()
        chosen.append(
            ExportDeck(
                id=one.id,
                place=one.place,
                cards=_DeckCards(reading, one, tag, only),
                title=one.title,
                description=one.description,
                source=Source(*one.source),
                source_changed_ms=shown.changed_ms(one.id, "", source),
                picture=pictures[-1],
            )
        )
    return Selection(tuple(chosen), stored, tuple(pictures), kept, shown)


def _pictures(library: Library, deck: StoredDeck, shown: Shown) -> DeckPictures:
    return DeckPictures(
        deck, library.path.parent, lambda path, digest: shown.changed_ms(deck.id, path, digest)
    )


class _DeckCards(Iterable[ExportCard]):
    """The cards of a deck, note by note; read anew each time they are gone through."""

    def __init__(
        self,
        reading: _Reading,
        deck: StoredDeck,
        tag: str | None,
        only: frozenset[CardId] | None,
    ) -> None:
        self._reading, self._deck, self._only = reading, deck, only
        self._tag = None if tag is None else anki_tag(tag).casefold()

    def __iter__(self) -> Iterator[ExportCard]:
        return self._reading.cards(self._deck, self._tag, self._only)

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None


class _Reading:
    """Reads cards with their histories, some hundred at a time."""

    def __init__(self, library: Library, kept: KeptNotes | None, *, with_history: bool) -> None:
        self._db, self._today, self._kept = library.db, library.today, kept
        self._with_history = with_history
        self._was = outgoing.aliases(library.db) if with_history else {}
        self._overlays = outgoing.overlays(library.db) if with_history else {}

    def cards(
        self, deck: StoredDeck, tag: str | None, only: frozenset[CardId] | None = None
    ) -> Iterator[ExportCard]:
        """Yield the cards of a deck, those of a note together.

        With ``tag``, folded, only of those notes of which a card has it, or one below it; with
        ``only`` of those to which one of these cards belongs.
        """
        for some in _portions(outgoing.notes_in_deck(self._db, deck.id)):
            histories = self._histories(deck, some) if self._with_history else {}
            numbers = {one.original for one in some if one.original is not None}
            came = originals(self._db, numbers) if numbers else {}
            for note, group in groupby(some, lambda one: one.original or one.stored.card.note_id):
                original = came.get(note) if isinstance(note, int) else None
                made = self._note(deck, list(group), original, histories)
                if only is not None:
                    made = _with_siblings(made, [one for one in made if one.card.id in only])
                yield from made if tag is None else _tagged(made, tag)

    def _note(
        self,
        deck: StoredDeck,
        group: Sequence[OutgoingCard],
        original: Original | None,
        histories: dict[CardId, History],
    ) -> list[ExportCard]:
        """Return the cards of a note; a fact is followed by its reverse."""
        kept = None
        if original is not None and self._kept is not None:
            kept = self._kept.note(group[0].original, original, deck)
        made = [
            ExportCard(
                one.stored.card,
                one.stored.content_mod_ms,
                histories.get(one.stored.card.id, _BLANK),
                _guid(one, original),
                kept,
                one.number,
            )
            for one in group
        ]
        if kept is not None and self._kept is not None:
            self._kept.say_own_words(made)
            return made
        if len(made) > 2:
            first = {guid: place for place, guid in reversed(list(enumerate(map(_key, made))))}
            made.sort(key=lambda one: first[_key(one)])
        return made

    def _histories(self, deck: StoredDeck, some: Sequence[OutgoingCard]) -> dict[CardId, History]:
        ids = [one.stored.card.id for one in some]
        chains = {card: carried(card, self._was) for card in ids} if self._was else {}
        entries = bulk.logged(self._db, [*ids, *{old for c in chains.values() for old in c}])
        standings = bulk.standings(self._db, ids)
        algorithm = algorithm_for(decks.settings_of(self._db, deck.id))
        found = {}
        for card in ids:
            log: list[Entry] = [
                entry for one in chains.get(card, (card,)) for entry in entries.get(one, ())
            ]
            standing, own = standings.get(card, _NEW), self._overlays.get(card, _NOTHING)
            if log or standing != _NEW or own != _NOTHING:
                found[card] = history_of(standing, log, algorithm, own, self._today)
        return found


_BLANK, _NEW, _NOTHING = History(), Standing(), Overlay()


def _portions(notes: Iterable[list[OutgoingCard]]) -> Iterator[list[OutgoingCard]]:
    """Yield cards by the hundred, no note in two portions."""
    some: list[OutgoingCard] = []
    for note in notes:
        some += note
        if len(some) >= _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _guid(one: OutgoingCard, original: Original | None) -> str:
    """Return the guid that a card's note has in Anki; '' where it is a note of its own here."""
    if original is None:
        return ""
    note = one.stored.card.note_id
    return original.guid if note == derive_note_id("anki", original.guid) else ""


def _key(one: ExportCard) -> str:
    return one.guid or guid_of(one.card)


def _tagged(found: Sequence[ExportCard], wanted: str) -> list[ExportCard]:
    return _with_siblings(found, [one for one in found if _has_tag(one.card, wanted)])


def _with_siblings(found: Sequence[ExportCard], wanted: Sequence[ExportCard]) -> list[ExportCard]:
    """Return the wanted cards, and those that are one Anki note with them."""
    notes = {_key(one) for one in wanted}
    return [one for one in found if _key(one) in notes]


def _has_tag(card: Card, wanted: str) -> bool:
    tags = (anki_tag(tag).casefold() for tag in card.tags)
    return any(tag == wanted or tag.startswith(wanted + "::") for tag in tags)
