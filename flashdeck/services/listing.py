"""What the library holds, as rows for people and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flashdeck.core.ids import CardId
from flashdeck.core.model import Card
from flashdeck.core.schedule.queue import asking_order
from flashdeck.core.schedule.replay import Entry
from flashdeck.services.finding import found_cards
from flashdeck.services.library import Library, deck_ids
from flashdeck.services.selection import ALL, Selection, wanted_by
from flashdeck.services.study import CardState, card_state
from flashdeck.services.today import recent_cards, todays_queue
from flashdeck.store import cards, decks, reviews, states
from flashdeck.store.rows import StoredCard


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card with its deck's title and where it stands."""

    card: Card
    deck: str
    state: CardState
    num: int = 0
    own_tags: tuple[str, ...] = ()

    @property
    def tags(self) -> tuple[str, ...]:
        """The card's tags, the student's own, and ``leech`` where it was forgotten too often."""
        tags = (*self.card.tags, *(tag for tag in self.own_tags if tag not in self.card.tags))
        return (*tags, "leech") if self.state.leech else tags


def card_rows(library: Library, deck: str | None = None) -> Iterator[CardRow]:
    """Yield the cards of a deck, or of all decks, in order."""
    for deck_id in deck_ids(library, deck):
        yield from _rows(library, cards.deck_cards(library.db, deck_id))


def due_rows(
    library: Library, deck: str | None = None, selection: Selection = ALL
) -> Iterator[CardRow]:
    """Yield today's queue, or what ``selection`` takes of it, in the order asked."""
    db, today = library.db, library.today
    wants = wanted_by(library, selection, today)
    queue = todays_queue(db, deck_ids(library, deck), today, wants)
    recent = recent_cards(db, today) if queue.drills else ()
    order = asking_order(queue.waiting, queue.drills, recent)
    yield from _rows(library, _stored(library, order))


def found_rows(library: Library, query: str) -> Iterator[CardRow]:
    """Yield the cards that a search finds, the best first; the last word may be a beginning.

    Raises QueryError where the search means nothing.
    """
    db = library.db
    yield from _rows(library, cards.cards_by_num(db, found_cards(library, query, typing=True)))


def rows_at(library: Library, nums: Iterable[int]) -> list[CardRow]:
    """Return the cards of these numbers, in that order."""
    return list(_rows(library, cards.cards_by_num(library.db, nums)))


def ids_at(library: Library, nums: Iterable[int]) -> list[CardId]:
    """Return the ids of the cards of these numbers, in that order."""
    return [stored.card.id for stored in cards.cards_by_num(library.db, nums)]


def log_entries(library: Library) -> Iterator[Entry]:
    """Yield the review log, oldest first."""
    return reviews.all_entries(library.db)


def _stored(library: Library, ids: Iterable[CardId]) -> Iterator[StoredCard]:
    for card in ids:
        stored = cards.get_card(library.db, card)
        if stored is not None:
            yield stored


def _rows(library: Library, found: Iterable[StoredCard]) -> Iterator[CardRow]:
    db, today = library.db, library.today
    titles = {deck.id: deck.title for deck in decks.all_decks(db)}
    for stored in found:
        card = stored.card
        own = cards.overlay_of(db, card.id)
        state = card_state(states.get_standing(db, card.id), today, own.flag)
        yield CardRow(
            card, titles.get(stored.deck_id, ""), state, stored.num, tuple(own.tags.split())
        )
