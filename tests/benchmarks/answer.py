"""How long an answer takes until the next card is there, beside bare SQLite and beside Anki.

``python -m tests.benchmarks.answer [ANSWERS] [FOLDER]``: as many answers each to 2,000 new cards,
in one run, in turns of twenty: flashdeck (log row, state, commit with synchronous=FULL, next card
with its four outcomes; as the app does it, which looks up the next card while the student thinks
about this one, and without any pause), a plain sqlite3 script with one transaction of the same
shape (insert a log row, update a state, commit, select the next card), and Anki's own library
(answer_card and get_queued_cards), in a process of its own. FOLDER says on which disk.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE

from flashdeck.core.ids import DeckId
from flashdeck.core.model import Grade
from flashdeck.services.clock import system_now
from flashdeck.services.importing import import_decks
from flashdeck.services.library import open_library
from flashdeck.services.study import Session
from flashdeck.store import decks
from flashdeck.store.rows import DeckSettings

CARDS = 2000
ANSWERS = 400
BLOCK = 20
WARM_UP = 2  # blocks
DECK_ID = DeckId("dk-mv4t8q2rxh")
ROW = "INSERT INTO reviews VALUES (" + ", ".join("?" * 22) + ")"
_ANKI = """\
import sys, json, time
from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer
folder, cards = sys.argv[1], int(sys.argv[2])
col = Collection(folder + "/collection.anki2")
config = col.decks.config_dict_for_deck_id(1)
config["new"]["perDay"] = 9999
config["new"]["delays"] = []
config["rev"]["perDay"] = 9999
col.decks.update_config(config)
basic = col.models.by_name("Basic")
for number in range(cards):
    note = col.new_note(basic)
    note["Front"], note["Back"] = f"Question {number}?", f"Answer {number}"
    col.add_note(note, 1)
queued = col.sched.get_queued_cards(fetch_limit=1).cards[0]
print(col.db.scalar("pragma synchronous"), flush=True)
for line in sys.stdin:
    times = []
    for number in range(int(line)):
        answer = CardAnswer(
            card_id=queued.card.id, current_state=queued.states.current,
            new_state=queued.states.good, rating=CardAnswer.GOOD,
            answered_at_millis=int(time.time() * 1000), milliseconds_taken=900,
        )
        began = time.perf_counter()
        col.sched.answer_card(answer)
        queued = col.sched.get_queued_cards(fetch_limit=1).cards[0]
        times.append(time.perf_counter() - began)
    print(json.dumps(times), flush=True)
col.close()
"""


def flashdeck(folder: Path, *, thinking: bool) -> Iterator[float]:
    """Yield the seconds of flashdeck's answers; the student thinks before each, or not."""
    folder.mkdir()
    deck = folder / "many.md"
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    deck.write_text(
        f"---\nflashdeck: 1\nid: {DECK_ID}\ntitle: Many\n---\n"
        + "".join(
            f"Q: Question {n}? <!-- fd:n7kq3m9{alphabet[n >> 10]}{alphabet[n >> 5 & 31]}"
            f"{alphabet[n & 31]} -->\nA: Answer {n}\n\n"
            for n in range(CARDS)
        ),
        encoding="utf-8",
    )
    with open_library(folder / "library.db", system_now) as library:
        assert import_decks(library, [deck]).new == CARDS
        with library.store.transaction() as db:
            decks.put_settings(db, DECK_ID, DeckSettings(new_per_day=9999))
        session = Session(library, system_now)
        while session.prompt is not None:
            if thinking:
                session.prepare()
            began = time.perf_counter()
            session.answer(Grade.GOOD, duration_ms=900)
            yield time.perf_counter() - began


def bare(folder: Path) -> Iterator[float]:
    """Yield the seconds of one transaction of the same shape, and the next card, without us."""
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    with contextlib.closing(db):
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        columns = ", ".join(f"c{number}" for number in range(20))
        db.execute(f"CREATE TABLE reviews (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, {columns})")
        db.execute("CREATE INDEX by_card ON reviews (c0)")
        db.execute("CREATE INDEX by_time ON reviews (c1, id)")
        db.execute(
            "CREATE TABLE states (card TEXT PRIMARY KEY, due INTEGER, ease INTEGER, "
            "interval INTEGER, question TEXT, answer TEXT)"
        )
        db.execute("CREATE INDEX by_due ON states (due)")
        db.executemany(
            "INSERT INTO states VALUES (?, 0, 250, 0, ?, ?)",
            [(f"n7kq3m{n:04d}/q", f"Question {n}?", f"Answer {n}") for n in range(CARDS)],
        )
        for number in range(CARDS - 1):
            card = f"n7kq3m{number:04d}/q"
            began = time.perf_counter()
            now = time.time_ns() // 1_000_000
            db.execute("BEGIN IMMEDIATE")
            db.execute(ROW, (None, str(uuid.uuid4()), card, now, *["x"] * 18))
            db.execute(
                "UPDATE states SET due = 20000, ease = 250, interval = 1 WHERE card = ?", (card,)
            )
            db.execute("COMMIT")
            found = "SELECT * FROM states WHERE due = 0 ORDER BY due LIMIT 1"
            assert db.execute(found).fetchone()
            yield time.perf_counter() - began


def anki(folder: Path) -> Iterator[float]:
    """Yield the seconds of Anki's answers."""
    (folder / "anki").mkdir()
    words = [sys.executable, "-c", _ANKI, str(folder / "anki"), str(CARDS)]
    with subprocess.Popen(words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True) as process:
        assert process.stdin and process.stdout
        synchronous = process.stdout.readline().strip()
        assert synchronous == "2", f"Anki runs with synchronous={synchronous}"
        while True:
            process.stdin.write(f"{BLOCK}\n")
            process.stdin.flush()
            yield from json.loads(process.stdout.readline())


def main() -> None:
    """Measure all three in turn and print the table."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    where = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(dir=where) as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        runs = {
            "bare transaction": bare(folder),
            "flashdeck": flashdeck(folder / "thinking", thinking=True),
            "flashdeck, no pause": flashdeck(folder / "hasty", thinking=False),
            "Anki": anki(folder),
        }
        for run in runs.values():
            stack.callback(run.close)  # type: ignore[attr-defined]
        times: dict[str, list[float]] = {what: [] for what in runs}
        for block in range(WARM_UP + answers // BLOCK):
            for what, run in runs.items():
                taken = list(itertools.islice(run, BLOCK))
                if block >= WARM_UP:
                    times[what] += taken
    print(f"{answers} answers each, in {name}\n{'':<20} {'median':>9}  {'p99':>9}")
    for what, taken in times.items():
        last = statistics.quantiles(taken, n=100)[98]
        print(f"{what:<20} {statistics.median(taken) * 1000:6.2f} ms  {last * 1000:6.2f} ms")


if __name__ == "__main__":
    main()
