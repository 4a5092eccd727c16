"""Two logs become one: the union of their entries, from which every state is made again."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flashdeck.core.days import ms_to_iso
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Entry, is_derived
from flashdeck.services import entries
from flashdeck.services.library import Library
from flashdeck.store import cards, reviews


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: entries that are new here, those known already, and those refused.

    ``refused`` are lines for people; ``late`` tells of entries dated ahead of the clock.
    """

    new: int = 0
    known: int = 0
    refused: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    devices: frozenset[str] = frozenset()


def merge(
    library: Library, db: sqlite3.Connection, incoming: Iterable[tuple[str, Entry]]
) -> Merged:
    """Add entries, each with the place it was read from, inside the caller's transaction.

    An entry that is here already is known; one with the same id and other content is refused. It
    does not matter in which order, how often or by which way entries arrive. Those of unknown cards
    are kept: they count as soon as their deck is imported.
    """
    known = 0
    refused: list[str] = []
    ahead: Counter[str] = Counter()
    first_ahead: dict[str, Entry] = {}
    changed: dict[CardId, None] = {}
    devices: set[str] = set()
    new = 0
    horizon = library.clock().utc_ms + entries.DAY_MS
    for place, entry in incoming:
        here = reviews.find_entry(db, [entry.id])
        if here is not None:
            if here == entry or _is_the_same_event(here, entry):
                known += 1
            else:
                refused.append(
                    f"{place}: review {entry.id} is here with other content; "
                    "the one that was here first is kept"
                )
            continue
        reviews.append(db, entry)
        new += 1
        changed[entry.card] = None
        devices.add(entry.device)
        if entry.at_ms > horizon:
            ahead[entry.device] += 1
            first_ahead.setdefault(entry.device, entry)
    _replay(db, changed)
    late = tuple(_late(device, number, first_ahead[device]) for device, number in ahead.items())
    return Merged(new, known, tuple(refused), late, frozenset(devices))


def _is_the_same_event(here: Entry, entry: Entry) -> bool:
    """Tell whether two devices found out the same thing, each at a time of its own."""
    same = (here.card, here.kind, here.rev) == (entry.card, entry.kind, entry.rev)
    return is_derived(entry) and same


def _late(device: str, number: int, first: Entry) -> str:
    entries_are = "1 entry is" if number == 1 else f"{number} entries are"
    return (
        f"{entries_are} dated more than a day ahead of the clock, from {ms_to_iso(first.at_ms)} on "
        f"(device {device}); set its clock, and take them back with 'flashdeck undo'"
    )


def _replay(db: sqlite3.Connection, changed: Iterable[CardId]) -> None:
    affected = {other for card in changed for other in cards.carrying_cards(db, card)}
    for card in affected:
        if cards.has_card(db, card):
            entries.replay_state(db, card)
