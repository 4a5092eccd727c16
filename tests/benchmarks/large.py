"""A library as large as a degree: ten decks of 10,000 cards each, a month of it studied."""

from __future__ import annotations

import random
from pathlib import Path

from flashdeck.core.card import Grade
from flashdeck.core.days import Moment
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, deck_ids, open_library
from flashdeck.services.study import Session

DECKS = 10
CARDS_A_DECK = 10_000
DAYS = 30
ANSWERS_A_DAY = 100
_DAY_MS = 86_400_000
_RELATIONS = ("origin", "insertion", "innervation", "blood_supply", "action")


def large_library(folder: Path, now: Moment, *, cards: int = CARDS_A_DECK) -> Library:
    """Return the library, made in an empty folder; study ends the day before ``now``."""
    files = []
    for number in range(1, DECKS + 1):
        path = folder / f"deck-{number}.md"
        path.write_text(_deck(number, cards), encoding="utf-8")
        files.append(path)
    moment = now

    def clock() -> Moment:
        return moment

    library = open_library(folder / "library.db", clock)
    import_decks(library, files, backup=False)
    chance = random.Random(1)
    decks = deck_ids(library)
    for day in range(DAYS, 0, -1):
        moment = Moment(now.utc_ms - day * _DAY_MS, now.utc_offset_min)
        for deck in decks:
            session = Session(library, clock, [deck])
            for _ in range(ANSWERS_A_DAY // DECKS):
                if session.prompt is None:
                    break
                grade = chance.choice((Grade.AGAIN, Grade.HARD, Grade.GOOD, Grade.GOOD, Grade.EASY))
                session.answer(grade, duration_ms=4_000)
    moment = now
    return library


def _deck(number: int, cards: int) -> str:
    """Return a deck of structures with five facts each."""
    lines = [f"---\nflashdeck: 1\ntitle: Region {number}\ntags: [region-{number}]\n---\n"]
    for structure in range(cards // len(_RELATIONS)):
        name = f"musculus {_name(number * 100_000 + structure)}"
        lines.append(f"\n## {name}\nkind: muscle\n")
        lines += [
            f"- {relation}: the {relation.replace('_', ' ')} of number {structure}, "
            f"near the {_name(structure * 7 + place)} | near {_name(structure * 7 + place)}\n"
            for place, relation in enumerate(_RELATIONS)
        ]
    return "".join(lines)


def _name(number: int) -> str:
    """Return a name that no other number has."""
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "pro", "tu")
    return "".join(syllables[int(digit)] for digit in str(number)) + "us"
