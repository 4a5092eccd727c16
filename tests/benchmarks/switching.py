"""Processor time that a deck takes to change from SM-2 to FSRS and back, with a real log.

``python -m tests.benchmarks.switching LOG.csv``: the columns are card_id, review_rating and
review_time (ISO, UTC); the study day begins at 10:00 UTC. After each change every state is compared
with a replay of the whole log.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from flashdeck.core.days import Moment, study_day
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.replay import Entry, Kind, replay
from flashdeck.services.importing import import_decks
from flashdeck.services.library import open_library
from flashdeck.services.memory import kept_memories, replay_deck
from flashdeck.services.scheduling import algorithm_for
from flashdeck.services.settings import set_deck_settings
from flashdeck.store import bulk, health, reviews
from flashdeck.store.rows import DeckSettings

DECK = DeckId("dk-sw7c3k9x2m")
OFFSET_MIN = -360
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def entries(path: Path) -> list[Entry]:
    """Return the log's answers as entries; its cards are numbered in order of appearance."""
    numbers: dict[str, CardId] = {}
    found = []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at = len(numbers)
            name = f"n7kq3m9{_ALPHABET[at >> 10]}{_ALPHABET[at >> 5 & 31]}{_ALPHABET[at & 31]}"
            card = numbers.setdefault(row["card_id"], CardId(f"{name}/q"))
            at_ms = round(datetime.fromisoformat(row["review_time"]).timestamp() * 1000)
            day, grade = study_day(at_ms, OFFSET_MIN), int(row["review_rating"])
            entry_id = reviews.new_id(at_ms)
            found.append(
                Entry(entry_id, "log", card, at_ms, OFFSET_MIN, day, Kind.REVIEW, grade, grade + 1)
            )
    return found


def main() -> None:
    """Time both ways and print them."""
    log = entries(Path(sys.argv[1]))
    cards = dict.fromkeys(entry.card for entry in log)
    last = max(entry.at_ms for entry in log)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notes = "".join(f"Q: {card}? <!-- fd:{card[:-2]} -->\nA: {card}\n\n" for card in cards)
        (folder / "deck.md").write_text(
            f"---\nflashdeck: 1\nid: {DECK}\ntitle: Log\n---\n{notes}", encoding="utf-8"
        )
        with open_library(folder / "library.db", lambda: Moment(last, OFFSET_MIN)) as library:
            import_decks(library, [folder / "deck.md"])
            with library.store.transaction() as db:
                bulk.append_all(db, log)
                replay_deck(db, DECK)
            print(f"{len(log)} answers, {len(cards)} cards")
            began = time.process_time()
            kept_memories(library, DECK)
            print(f"memory states of all cards under SM-2: {time.process_time() - began:.2f} s")
            for algorithm in ("fsrs", "sm2"):
                settings = DeckSettings(algorithm=algorithm)
                began = time.process_time()
                set_deck_settings(library, DECK, settings)
                taken = time.process_time() - began
                rule = algorithm_for(settings)
                fresh = replay(reviews.all_entries(library.db), lambda card, rule=rule: rule)
                same = health.all_standings(library.db) == fresh
                print(f"to {algorithm}: {taken:.2f} s, equal to a fresh replay: {same}")


if __name__ == "__main__":
    main()
