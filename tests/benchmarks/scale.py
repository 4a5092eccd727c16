"""Daily work in a library of a million cards and five million log rows, beside Anki's own library.

``python -m tests.benchmarks.scale [CARDS] [FOLDER]``: makes both (some 6 GB for a million cards,
a quarter of an hour) in a folder of their own, which is removed again, and measures each in a
process of its own, in one run; FOLDER says on which disk. ``compare LIBRARY COLLECTION`` measures
two that were made before.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flashdeck.core.card import Grade
from flashdeck.core.days import Moment
from flashdeck.services.decklist import deck_rows
from flashdeck.services.finding import found_cards
from flashdeck.services.library import open_library
from flashdeck.services.study import Session, warm_up
from flashdeck.store import states
from tests.benchmarks import million

T = TypeVar("T")
CARDS = 1_000_000
BYTES_A_CARD = 8000
RUNS = 20
ANSWERS = 400
RESULTS = 100
_WORDS = million.words()
# A rare word, a common one, two words, the beginning of one.
QUERIES = (_WORDS[900], _WORDS[0], f"{_WORDS[3]} {_WORDS[40]}", _WORDS[20][:4])
_ANKI = """\
import sys, json, time, resource
from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer
path, runs, answers, queries = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
times = {}

def timed(what, call):
    began = time.perf_counter()
    found = call()
    times.setdefault(what, []).append(time.perf_counter() - began)
    return found

for _ in range(runs):
    col = timed("open", lambda: Collection(path))
    col.close()
col = Collection(path)
everything = col.decks.id("All")
for _ in range(runs):
    timed("due counts", lambda: col.sched.deck_due_tree())
    timed("deck list", lambda: (col.decks.all_names_and_ids(), col.sched.deck_due_tree()))
for _ in range(runs):
    col.decks.select(1)  # else it keeps the queue that it has
    col.decks.select(everything)
    queued = timed("queue and first card", lambda: col.sched.get_queued_cards(fetch_limit=1))
left = queued.review_count + queued.new_count
for _ in range(min(answers, left)):
    card = queued.cards[0]
    answer = CardAnswer(
        card_id=card.card.id, current_state=card.states.current, new_state=card.states.good,
        rating=CardAnswer.GOOD, answered_at_millis=int(time.time() * 1000),
        milliseconds_taken=900,
    )

    def step():
        col.sched.answer_card(answer)
        return col.sched.get_queued_cards(fetch_limit=1)

    queued = timed("answer and next card", step)
for query in queries:
    for _ in range(runs):
        timed("search", lambda: col.find_cards(query))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"times": times, "peak_kb": peak, "queue": left}))
col.close()
"""


def ours(path: Path) -> dict[str, object]:
    """Measure our library; return the seconds of each step, peak memory and length of the queue."""
    times: dict[str, list[float]] = {}
    moment = million.NOW

    def clock() -> Moment:
        return moment

    def timed(what: str, call: Callable[[], T]) -> T:
        began = time.perf_counter()
        found = call()
        times.setdefault(what, []).append(time.perf_counter() - began)
        return found

    for _ in range(RUNS):
        timed("open", lambda: open_library(path, clock, create=False)).close()
    with open_library(path, clock, create=False) as library:
        warm_up()
        for _ in range(RUNS):
            timed("due counts", lambda: states.count_states(library.db, library.today))
            timed("deck list", lambda: deck_rows(library))
        for _ in range(RUNS):
            session = timed("queue and first card", lambda: Session(library, clock))
        left = session.progress().total
        for _ in range(ANSWERS):
            if session.prompt is None:
                break
            session.prepare()
            moment = Moment(moment.utc_ms + 5000, moment.utc_offset_min)
            timed("answer and next card", lambda: session.answer(Grade.GOOD, duration_ms=900))
        for query in QUERIES:
            for _ in range(RUNS):
                timed("search", lambda text=query: found_cards(library, text, limit=RESULTS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"times": times, "peak_kb": peak, "queue": left}


def anki(path: Path) -> dict[str, object]:
    """Measure Anki's library, in a process of its own."""
    words = [sys.executable, "-c", _ANKI, str(path), str(RUNS), str(ANSWERS), *QUERIES]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compare(library: Path, collection: Path) -> None:
    """Measure both, and print the table."""
    words = [sys.executable, "-m", "tests.benchmarks.scale", "measure", str(library)]
    found = {
        "flashdeck": json.loads(
            subprocess.run(words, check=True, capture_output=True, text=True).stdout
        ),
        "Anki": anki(collection),
    }
    steps = found["flashdeck"]["times"]
    print(f"{'':<24}" + "".join(f"{name + ': median':>20} {'p99':>10}" for name in found))
    for step in steps:
        figures = ""
        for one in found.values():
            taken = sorted(one["times"][step])
            last = taken[min(len(taken) - 1, round(len(taken) * 0.99))]
            figures += f"{statistics.median(taken) * 1000:>17.2f} ms {last * 1000:>7.2f} ms"
        print(f"{step:<24}{figures}")
    for name, one in found.items():
        print(f"{name}: {one['queue']} cards in the queue, peak memory {one['peak_kb'] >> 10} MB")


def main() -> None:
    """Make both libraries and compare them."""
    cards = int(sys.argv[1]) if len(sys.argv) > 1 else CARDS
    where = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name)
        free = shutil.disk_usage(folder).free
        if free < cards * BYTES_A_CARD:
            raise SystemExit(f"{cards * BYTES_A_CARD >> 20} MB are needed; there are {free >> 20}")
        began = time.monotonic()
        rows = million.make_library(folder / "library.db", cards)
        million.make_collection(folder / "collection.anki2", cards)
        print(
            f"{cards} cards, {rows} log rows, made in {time.monotonic() - began:.0f} s", flush=True
        )
        compare(folder / "library.db", folder / "collection.anki2")


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(ours(Path(sys.argv[2]))))
    elif sys.argv[1:2] == ["compare"]:
        compare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
