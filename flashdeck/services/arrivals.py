"""Cards from packages and tables into the library: known ones updated, histories joined."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from flashdeck import __version__
from flashdeck.anki.foreign import ForeignCard
from flashdeck.anki.history import HistoryReader
from flashdeck.core.ids import CardId, DeckId, derive_deck_id
from flashdeck.core.model import Card
from flashdeck.core.schedule.base import Algorithm
from flashdeck.core.schedule.replay import Entry, Kind, Standing, live, own_words, replay_card
from flashdeck.core.text import clean_line
from flashdeck.services.entries import algorithm_for, replay_states
from flashdeck.services.library import Library
from flashdeck.store import bulk, cards, decks, originals
from flashdeck.store.originals import Original
from flashdeck.store.rows import StoredDeck, card_content

# An export moves an answer whose millisecond is taken to the next free one.
_SAME_ANSWER_MS = 50
_UNNAMED = "Imported"
_AT_ONCE = 1000
_BLANK = Standing()


class Arrival(NamedTuple):
    """A card that arrives, the full name of its deck, its rank among all, what it was in Anki.

    ``original`` is its note as it came, None where it was made here or came in a table; it is the
    same for all cards of a note, which follow each other.
    """

    card: Card
    place: str
    rank: int
    foreign: ForeignCard | None = None
    original: Original | None = None


@dataclass(slots=True)
class Arrived:
    """What became of the cards; ``counts`` has the names of the import summary."""

    counts: Counter[str] = field(default_factory=Counter)
    reviews: int = 0
    notices: Counter[str] = field(default_factory=Counter)


def mended_place(name: str) -> str:
    """Return a deck's full name with no level of it empty, and nothing in it to be obeyed."""
    levels = (clean_line(level)[:200].strip() for level in name.split("::"))
    return "::".join(level for level in levels if level) or _UNNAMED


def store_arrivals(
    library: Library,
    db: sqlite3.Connection,
    arrivals: Iterable[Arrival],
    history: HistoryReader | None = None,
    descriptions: Mapping[str, str] | None = None,
) -> Arrived:
    """Store the cards within the transaction of the caller.

    A card whose deck is a file stays as that file has it. A history is taken where the card has
    none yet, or where it goes on from the one the card has; else the student's own stays.
    ``descriptions`` are those of the decks, by their names.
    """
    return _Storing(library, db, history, descriptions or {}).store(arrivals)


class _Storing:
    def __init__(
        self,
        library: Library,
        db: sqlite3.Connection,
        history: HistoryReader | None,
        descriptions: Mapping[str, str],
    ) -> None:
        self._db = db
        self._now_ms = library.clock().utc_ms
        self._history = history
        self._descriptions = descriptions
        self._decks: dict[str, DeckId] = {}
        self._algorithms: dict[DeckId, Algorithm] = {}
        self._first_positions = bulk.next_positions(db)
        self._seen: set[CardId] = set()
        self._next_original = originals.next_number(db)
        self._new_originals: list[tuple[int, Original]] = []
        self._last_original: Original | None = None
        self._arrived = Arrived()

    def store(self, arrivals: Iterable[Arrival]) -> Arrived:
        """Store them all; a card that comes twice is taken once."""
        with bulk.much_to_write(self._db):
            for some in self._portions(arrivals):
                self._store(some)
        return self._arrived

    def _portions(self, arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
        waiting = iter(arrivals)
        while some := list(islice(waiting, _AT_ONCE)):
            first = {one.card.id: one for one in some if one.card.id not in self._seen}
            self._seen.update(first)
            yield list(first.values())

    def _store(self, arrivals: Sequence[Arrival]) -> None:
        ids = [arrival.card.id for arrival in arrivals]
        known = bulk.known_cards(self._db, ids)
        logged = bulk.logged(self._db, ids)
        new: list[bulk.NewCard] = []
        entries: list[Entry] = []
        stale: list[CardId] = []
        marked: list[tuple[CardId, list[Entry]]] = []
        for arrival in arrivals:
            card_id = arrival.card.id
            before = known.get(card_id)
            deck_id = self._known(arrival, before) if before else self._deck(arrival.place)
            history = logged.get(card_id, [])
            added = self._join(arrival, deck_id, history)
            if added:
                entries += added
                self._arrived.reviews += sum(entry.kind is Kind.REVIEW for entry in added)
                if before is not None:
                    stale.append(card_id)
            if before is None:
                whole = [*history, *added]
                standing = replay_card(card_id, whole, self._algorithm(deck_id)) if whole \
                    else _BLANK  # fmt: skip
                position = self._position(deck_id, arrival)
                number, of_note = self._original(arrival)
                new.append(bulk.NewCard(arrival.card, deck_id, position, standing, number, of_note))
                if any(entry.kind in (Kind.FLAG, Kind.NOTE) for entry in whole):
                    marked.append((card_id, whole))
        self._arrived.counts["new"] += len(new)
        bulk.add_cards(self._db, new, self._now_ms)
        bulk.append_all(self._db, entries)
        originals.add_originals(self._db, self._new_originals)
        self._new_originals = []
        for card_id, whole in marked:
            words = own_words(whole)
            overlay = cards.overlaid(cards.overlay_of(self._db, card_id), words)
            cards.put_overlay(self._db, card_id, overlay)
        replay_states(self._db, stale)

    def _original(self, arrival: Arrival) -> tuple[int | None, int]:
        """Return the number under which a new card's note is kept, and that of the card in it."""
        note = arrival.original
        if note is None or arrival.foreign is None:
            return None, 0
        if note is not self._last_original:
            self._last_original = note
            self._new_originals.append((self._next_original, note))
            self._next_original += 1
        return self._next_original - 1, arrival.foreign.number

    def _keep_original(self, arrival: Arrival, before: bulk.Known, *, changed: bool) -> None:
        """Keep a known card's note as it is in Anki now."""
        note = arrival.original
        if before.original is not None:
            if note is None and changed:
                originals.forget_fields(self._db, before.original)
            elif note is not None and (changed or note.changed_s != before.changed_s):
                originals.change_original(self._db, before.original, note)
            return
        number, of_note = self._original(arrival)
        if number is not None:
            originals.link(self._db, arrival.card.id, number, of_note)

    def _known(self, arrival: Arrival, before: bulk.Known) -> DeckId:
        """Bring a known card up to date; return the deck it is in then."""
        counts, card = self._arrived.counts, arrival.card
        if before.file and before.present and not before.hidden:
            counts["unchanged"] += 1
            self._keep_original(arrival, before, changed=False)
            if self._reads_differently(card):
                self._arrived.notices["a card of a deck file reads differently in Anki; the file "
                                      "decides"] += 1  # fmt: skip
            return before.deck_id
        deck_id = self._deck(arrival.place)
        stored = cards.get_card(self._db, card.id)
        if stored is not None:
            card = replace(card, rev=stored.card.rev, was=stored.card.was)
        changed = card_content(card) != before.content
        moved = deck_id != before.deck_id
        self._keep_original(arrival, before, changed=changed)
        if not (changed or moved or before.hidden or not before.present):
            counts["unchanged"] += 1
            return deck_id
        counts["moved" if moved else "updated"] += 1
        position = self._position(deck_id, arrival) if moved else before.position
        changed_ms = self._now_ms if changed else None
        cards.change_card(self._db, before.num, card, deck_id, position, changed_ms=changed_ms)
        return deck_id

    def _reads_differently(self, card: Card) -> bool:
        stored = cards.get_card(self._db, card.id)
        if stored is None:
            return False
        return _words(stored.card) != _words(card)

    def _join(self, arrival: Arrival, deck_id: DeckId, history: Sequence[Entry]) -> list[Entry]:
        """Return the entries to be added to a card's history."""
        if self._history is None or arrival.foreign is None:
            return []
        if self._history.is_blank(arrival.foreign):
            return []
        card = arrival.card.id
        answers = self._history.answers(card, arrival.foreign)
        if history:
            given = [entry for entry in live(history) if entry.kind is Kind.REVIEW]
            times = sorted(entry.at_ms for entry in answers)
            if not times or not _goes_on(given, times):
                return []
            taken = [entry.at_ms for entry in history if entry.kind in (Kind.REVIEW, Kind.CRAM)]
            answers = [entry for entry in answers if not _near(entry.at_ms, taken)]
        algorithm = self._algorithm(deck_id)
        whole = [*history, *answers]
        known = {entry.id for entry in history}
        settled = list(self._history.settled(card, arrival.foreign, whole, algorithm))
        added = [*answers, *settled]
        if not history:
            added += self._history.marks(card, arrival.foreign)
        return [entry for entry in added if entry.id not in known]

    def _position(self, deck_id: DeckId, arrival: Arrival) -> int:
        return self._first_positions.get(deck_id, 0) + arrival.rank

    def _algorithm(self, deck_id: DeckId) -> Algorithm:
        if deck_id not in self._algorithms:
            settings = decks.settings_of(self._db, deck_id)
            self._algorithms[deck_id] = algorithm_for(settings)
        return self._algorithms[deck_id]

    def _deck(self, place: str) -> DeckId:
        """Return the library's deck of that place, made where there is none without a file."""
        if place in self._decks:
            return self._decks[place]
        name = mended_place(place)
        if name != place:
            self._arrived.notices[f"a deck's name was mended to {name!r}"] += 1
        key = unicodedata.normalize("NFC", name).casefold()
        for more in ("", "beside a file"):
            deck_id = derive_deck_id("anki", key, more)
            known = decks.get_deck(self._db, deck_id)
            if known is None or not known.file:
                break
        if known is None or known.hidden:
            decks.put_deck(
                self._db,
                StoredDeck(
                    id=deck_id,
                    title=name.rpartition("::")[2],
                    place=name,
                    file="",
                    read_ms=self._now_ms,
                    reader=__version__,
                    description=self._descriptions.get(place, ""),
                ),
            )
        self._decks[place] = deck_id
        return deck_id


def _words(card: Card) -> tuple[str, str]:
    def bare(text: str) -> str:
        return "".join(char for char in text.casefold() if char.isalnum())

    return bare(card.cloze or card.question), bare(card.answer)


def _near(at_ms: int, times: Sequence[int]) -> bool:
    return any(abs(at_ms - one) <= _SAME_ANSWER_MS for one in times)


def _goes_on(given: Sequence[Entry], times: Sequence[int]) -> bool:
    """Tell whether a log holds all these answers, and later ones."""
    last = max((entry.at_ms for entry in given), default=0)
    return times[-1] > last + _SAME_ANSWER_MS and all(_near(e.at_ms, times) for e in given)
