"""What is taken for what: pairs that were swapped in typed, picked and spotted answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flashdeck.core.card import CardKind
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.grading.judge import Verdict, judge_answer
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Entry
from flashdeck.services.library import Library
from flashdeck.store import cards, reviews

_ASKED = ("typed", "choice", "spotter")
_MOST = 2000  # of the newest answers that are looked at


@dataclass(frozen=True, slots=True)
class Confusion:
    """``right`` was meant and ``given`` was said, or the other way round, ``times`` times.

    ``cards`` are those that ask for one of the two, ``last_day`` the study day of the last time.
    """

    right: str
    given: str
    times: int
    last_day: int
    cards: tuple[CardId, ...]


def confusions(library: Library) -> tuple[Confusion, ...]:
    """Return the pairs that were swapped, the most frequent first.

    An answer counts where it is wrong and names something else: another card's answer, or a
    structure of the lexicon. What is merely misspelt, or half right, is no confusion.
    """
    db = library.db
    said = [entry for entry in reviews.newest_asked(db, _ASKED, _MOST) if _given(entry)]
    pairs: dict[frozenset[str], list[tuple[str, str, int]]] = defaultdict(list)
    for entry in said:
        stored = cards.get_card(db, entry.card)
        if stored is None or stored.card.kind is CardKind.LIST:
            continue
        card, given = stored.card, _given(entry)
        judged = judge_answer(given, (card.answer, *card.alternatives), card.relation)
        if judged.verdict is Verdict.WRONG and _is_something(library, given):
            key = frozenset((card.answer.casefold(), given.casefold()))
            pairs[key].append((card.answer, given, entry.day))
    found = [
        Confusion(
            right=times[0][0],
            given=times[0][1],
            times=len(times),
            last_day=max(day for _, _, day in times),
            cards=_asking_for(library, times[0][0], times[0][1]),
        )
        for times in pairs.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, -one.last_day, one.right)))


def _given(entry: Entry) -> str:
    return entry.picked or entry.typed


def _is_something(library: Library, given: str) -> bool:
    return lexicon().find(given.strip()) is not None or bool(_asking_for(library, given, given))


def _asking_for(library: Library, one: str, two: str) -> tuple[CardId, ...]:
    """Return the shown cards whose answer is one of the two."""
    return tuple(cards.answered_by(library.db, {one.strip(), two.strip()}))
