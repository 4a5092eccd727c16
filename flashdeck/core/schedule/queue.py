"""In what order a day's cards are asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from flashdeck.core.ids import CardId

# A drilled card comes back after this many others, sooner only where nothing else is left.
DRILL_GAP = 5


def next_card(
    waiting: Sequence[CardId], drills: Sequence[CardId], recent: Sequence[CardId]
) -> CardId | None:
    """Return the card to ask now, or None.

    ``waiting`` are the due cards, oldest first, then the new ones; ``drills`` those to be asked
    again today, the longest unasked first; ``recent`` the cards answered last, newest first.
    """
    close = recent[:DRILL_GAP]
    for card in drills:
        if card not in close:
            return card
    if waiting:
        return waiting[0]
    return drills[0] if drills else None


def spread(due: Sequence[CardId], new: Sequence[CardId]) -> list[CardId]:
    """Return the due cards in order with the new ones, in order, spread evenly among them."""
    if not due or not new:
        return [*due, *new]
    places = [((2 * at + 1) / (2 * len(due)), 0, at, card) for at, card in enumerate(due)]
    places += [((2 * at + 1) / (2 * len(new)), 1, at, card) for at, card in enumerate(new)]
    return [card for *_, card in sorted(places)]


def asking_order(
    waiting: Iterable[CardId], drills: Iterable[CardId], recent: Iterable[CardId]
) -> list[CardId]:
    """Return all cards of a day in the order asked, if every drill succeeds at once."""
    line, again = deque(waiting), deque(drills)
    last = deque(list(recent)[:DRILL_GAP], maxlen=DRILL_GAP)
    order: list[CardId] = []
    while line or again:
        card = next_card([line[0]] if line else [], tuple(again), tuple(last))
        if card is None:
            break
        if line and card == line[0]:
            line.popleft()
        else:
            again.remove(card)
        last.appendleft(card)
        order.append(card)
    return order
