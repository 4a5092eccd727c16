"""Study of some cards only: by tag, relation, flag, delay or a search; ordinary, or as cram."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from flashdeck.core.card import Card, Relation
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Standing, is_leech
from flashdeck.services.library import Library
from flashdeck.store.rows import Overlay


class Selection(NamedTuple):
    """Which cards a session asks; what is not given does not narrow it.

    ``tag`` takes its sub-tags along (``leg`` takes ``leg/posterior``). ``flag`` 0 means cards
    without one. ``overdue`` are cards that were due before today, ``missed`` those whose first
    answer of today was a failure, ``query`` a search in the language of `core.query`, ``cards``
    the only ones to be asked, in that order where it is cram. ``cram`` asks all of them, due or
    not, and leaves the schedule alone; without it only today's cards are asked, and their answers
    count.
    """

    tag: str = ""
    relation: Relation | None = None
    flag: int | None = None
    leech: bool = False
    overdue: bool = False
    missed: bool = False
    cards: tuple[CardId, ...] = ()
    cram: bool = False
    query: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves out any card."""
        return self != Selection(cram=self.cram)

    def takes(self, card: Card, standing: Standing, own: Overlay, today: int) -> bool:
        """Tell whether a card, with what the student added to it, is among those meant."""
        tags = (*card.tags, *own.tags.split())
        due_day = standing.memory.due_day
        return (
            (not self.tag or any(_within(tag, self.tag) for tag in tags))
            and self.relation in (None, card.relation)
            and self.flag in (None, own.flag)
            and (not self.leech or is_leech(standing.memory.lapses))
            and (not self.overdue or (due_day is not None and due_day < today))
            and (not self.cards or card.id in self.cards)
        )


ALL = Selection()


def _within(tag: str, wanted: str) -> bool:
    tag, wanted = tag.casefold(), wanted.casefold().rstrip("/")
    return tag == wanted or tag.startswith(wanted + "/")


def wanted_by(
    library: Library, selection: Selection, today: int
) -> Callable[[CardId], bool] | None:
    """Return what tells whether a card is selected; None where all are.

    Raises QueryError where its search means nothing.
    """
    if not selection.narrows:
        return None
    from flashdeck.store import cards, recent, states  # most sessions ask all that is due

    missed = recent.missed_first(library.db, today) if selection.missed else frozenset()
    found = _found(library, selection.query) if selection.query else None

    def wants(card: CardId) -> bool:
        db = library.db
        if (selection.missed and card not in missed) or (found is not None and card not in found):
            return False
        stored = cards.get_card(db, card)
        return stored is not None and selection.takes(
            stored.card, states.get_standing(db, card), cards.overlay_of(db, card), today
        )

    return wants


def _found(library: Library, query: str) -> frozenset[CardId]:
    from flashdeck.services.finding import Order, found_cards
    from flashdeck.store import cards

    nums = found_cards(library, query, order=Order.ADDED)
    return frozenset(stored.card.id for stored in cards.cards_by_num(library.db, nums))


def cram_cards(
    library: Library, deck_ids: Sequence[DeckId], selection: Selection, today: int
) -> Iterator[CardId]:
    """Yield the selected cards of these decks in order, due or not; suspended ones stay aside."""
    from flashdeck.store import cards, states

    db, wants = library.db, wanted_by(library, selection, today)
    decks = set(deck_ids)
    if selection.cards:
        found = [cards.get_card(db, card) for card in selection.cards]
        listed = [one for one in found if one is not None and one.present and one.deck_id in decks]
    else:
        listed = [one for deck_id in deck_ids for one in cards.deck_cards(db, deck_id)]
    for stored in listed:
        card = stored.card.id
        if not states.get_standing(db, card).suspended and (wants is None or wants(card)):
            yield card
