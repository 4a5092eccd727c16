"""Rough treatment of a library, shared by the suite (a little of it) and by the script (all)."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flashdeck.core.days import Moment
from flashdeck.core.errors import LibraryError
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Entry
from flashdeck.services import doctor, marking
from flashdeck.services.answering import Answer, record, redo, undo
from flashdeck.services.library import Library, open_library
from flashdeck.services.safety import back_up, restore_library
from flashdeck.store import health, reviews

CARDS = [CardId(f"n7kq3m{n:04d}/q") for n in range(40)]
MANY_CARDS = [CardId(f"n7kq3m{n:04d}/q") for n in range(2000)]
LINES = "".join(f"{CARDS[n % 40]} {1 + n % 4}\n" for n in range(4000))


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.ms = 1_790_000_000_000

    def __call__(self) -> Moment:
        return Moment(self.ms, 120)


def flashdeck(library: Path, *words: str) -> list[str]:
    """Return the command line of flashdeck on that library."""
    return [sys.executable, "-m", "flashdeck", "--library", str(library), *words]


def make_library(folder: Path, cards: Sequence[CardId] = CARDS) -> Path:
    """Make a library of these cards; return its path."""
    deck = folder / "many.md"
    notes = [
        f"Q: Question {number}? <!-- fd:{card[:-2]} -->\nA: Answer {number}\n\n"
        for number, card in enumerate(cards)
    ]
    head = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Many\n---\n"
    deck.write_text(head + "".join(notes), encoding="utf-8")
    path = folder / "library.db"
    subprocess.run(flashdeck(path, "import", str(deck)), check=True, capture_output=True)
    return path


def logged(library: Path) -> list[dict[str, object]]:
    """Return the log as the command line tells it."""
    done = subprocess.run(
        flashdeck(library, "log", "--json"), check=True, capture_output=True, encoding="utf-8"
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


class Answering:
    """A process that answers line after line, and what it acknowledged."""

    def __init__(self, library: Path) -> None:
        self.process = subprocess.Popen(
            flashdeck(library, "answer", "-"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.acknowledged: list[str] = []
        self._threads = [threading.Thread(target=self._write), threading.Thread(target=self._read)]
        for thread in self._threads:
            thread.start()

    def _write(self) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(LINES.encode())
            self.process.stdin.close()
        except OSError:
            return

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith(b"\n"):
                self.acknowledged.append(json.loads(line)["review_id"])

    def kill_after(self, answers: int, rng: random.Random) -> str:
        """Kill it somewhere after so many answers; return what it said on stderr."""
        deadline = time.monotonic() + 60
        while len(self.acknowledged) < answers and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(rng.random() * 0.02)
        os.kill(self.process.pid, signal.SIGKILL)
        for thread in self._threads:
            thread.join()
        self.process.wait()
        assert self.process.stderr is not None and self.process.stdout is not None
        said = self.process.stderr.read().decode()
        self.process.stderr.close()
        self.process.stdout.close()
        assert len(self.acknowledged) >= answers, said
        return said


def kill(folder: Path, kills: int, rng: random.Random) -> dict[str, int]:
    """Kill two answering processes at random moments, over and over; check the log at the end."""
    library = make_library(folder)
    acknowledged: list[str] = []
    for _ in range(kills // 2):
        pair = [Answering(library), Answering(library)]
        for one in pair:
            said = one.kill_after(rng.randrange(0, 40), rng)
            assert said == "", said
            acknowledged += one.acknowledged
    log = logged(library)
    counts = Counter(str(entry["review_id"]) for entry in log)
    assert set(counts.values()) == {1}, "a review is in the log twice"
    assert set(acknowledged) <= set(counts), "an acknowledged review is lost"
    assert len(log) - len(acknowledged) <= kills, "more than the answers in flight"
    examined = subprocess.run(flashdeck(library, "doctor"), capture_output=True, text=True)
    assert examined.returncode == 0, examined.stderr
    unanswered = len(log) - len(acknowledged)
    return {"kills": kills, "acknowledged": len(acknowledged), "in flight, saved": unanswered}


def random_step(
    library: Library, clock: Clock, rng: random.Random, cards: Sequence[CardId] = CARDS
) -> None:
    """Do one of the things that a student does."""
    card = rng.choice(cards)
    match rng.randrange(20):
        case 0 | 1:
            undo(library)
        case 2:
            redo(library)
        case 3:
            marking.set_suspended(library, [card], suspended=rng.random() < 0.3)
        case 4:
            marking.bury(library, [card])
        case 5:
            marking.set_flag(library, [card], rng.randrange(8))
        case 6:
            marking.set_own(library, card, "hint", rng.choice(("", "one", "two")))
        case _:
            record(library, card, Answer(q=rng.randrange(6)))
    clock.ms += rng.choice((1, 4_000, 40_000_000))


def random_events(folder: Path, events: int, rng: random.Random) -> dict[str, int]:
    """Live through random events; states must be the replay's, and survive being made again."""
    clock = Clock()
    cards = MANY_CARDS[: max(len(CARDS), events // 50)]
    with open_library(make_library(folder, cards), clock) as library:
        library.db.execute("PRAGMA synchronous=OFF")
        for number in range(events):
            random_step(library, clock, rng, cards)
            if number % 1000 == 0:
                library.store.checkpoint()
        cached = health.all_standings(library.db)
        assert doctor.examine(library).findings == ()
        wrong = doctor.rebuild(library)
        assert wrong == 0 and health.all_standings(library.db) == cached
        (rows,) = library.db.execute("SELECT count(*) FROM reviews").fetchone()
    return {"events": events, "log rows": rows, "states that differed": wrong}


@contextmanager
def file_size_limit(limit: int) -> Iterator[None]:
    """Let no file grow beyond that many bytes, as on a disk that is full."""
    import resource  # Windows has none

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


def entries_of(library: Library) -> list[Entry]:
    """Return the whole log."""
    return list(reviews.all_entries(library.db))


def full_disk(folder: Path, places: int, rng: random.Random) -> dict[str, int]:
    """Fill the disk at one place after the other while a library is written."""
    clock = Clock()
    path = make_library(folder)
    wal = path.with_name(path.name + "-wal")
    failures = 0
    with open_library(path, clock) as library:
        for number in range(places):
            before = entries_of(library)
            limit = wal.stat().st_size + number % 40 * 1030
            with file_size_limit(limit):
                told = _told(lambda: _many_answers(library, clock, rng))
            failures += bool(told)
            assert not told or ("full" in told and "nothing is lost" in told), told
            assert "\n" not in told and "Traceback" not in told
            after = entries_of(library)
            assert after[: len(before)] == before, "an entry is lost"
            assert not library.db.in_transaction
            if number % 10 == 0:
                with library.store.transaction() as db:
                    db.execute("PRAGMA data_version")
                library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        record(library, CARDS[0], Answer(q=4))
        findings = doctor.examine(library).findings
        assert findings == (), findings
    return {"places": places, "refused with one line": failures}


def _many_answers(library: Library, clock: Clock, rng: random.Random) -> None:
    """Answer until the disk is full; each answer that returns must be in the log."""
    for _ in range(12):
        done = record(library, rng.choice(CARDS), Answer(q=rng.randrange(6)))
        assert reviews.find_entry(library.db, [done.entry.id]) == done.entry
        clock.ms += 5000


def _told(call: Callable[[], object]) -> str:
    try:
        call()
    except LibraryError as failure:
        return str(failure)
    return ""


def read_only(folder: Path, rng: random.Random) -> dict[str, int]:
    """Make every kind of write meet a disk that has become read-only."""
    clock = Clock()
    with open_library(make_library(folder), clock) as library:
        for _ in range(60):
            random_step(library, clock, rng)
        before = entries_of(library), health.all_standings(library.db)
        library.db.execute("PRAGMA query_only=ON")
        writes: list[Callable[[], object]] = [
            lambda: record(library, CARDS[0], Answer(q=4)),
            lambda: undo(library),
            lambda: marking.bury(library, [CARDS[1]]),
            lambda: marking.set_flag(library, [CARDS[1], CARDS[2]], 7),
            lambda: marking.set_own(library, CARDS[3], "note", "never written"),
            lambda: doctor.rebuild(library),
        ]
        for write in writes:
            assert "cannot be written" in _told(write)
            assert (entries_of(library), health.all_standings(library.db)) == before
        library.db.execute("PRAGMA query_only=OFF")
        record(library, CARDS[0], Answer(q=4))
        assert doctor.examine(library).findings == ()
    return {"kinds of write": len(writes)}


def flip_bits(folder: Path, places: int, rng: random.Random) -> dict[str, int]:
    """Flip a bit at each of so many places; it is found, or it hurt nothing, and restored."""
    clock = Clock()
    path = make_library(folder)
    with open_library(path, clock) as library:
        for _ in range(1500):
            random_step(library, clock, rng)
        whole, stands = entries_of(library), health.all_standings(library.db)
    kept = back_up(path, clock, folder / "kept.db")
    data = path.read_bytes()
    counts = Counter({"places": places})
    for _ in range(places):
        place, bit = rng.randrange(len(data)), 1 << rng.randrange(8)
        copy = folder / "flipped" / "library.db"
        shutil.rmtree(copy.parent, ignore_errors=True)
        copy.parent.mkdir()
        copy.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
        try:
            with open_library(copy, clock, create=False) as library:
                if doctor.examine(library).findings:
                    counts["found by doctor"] += 1
                else:
                    assert entries_of(library) == whole, f"byte {place}: the log changed unseen"
                    assert health.all_standings(library.db) == stands, f"byte {place}"
                    counts["in unused bytes or text of the decks"] += 1
                    continue
        except LibraryError:
            counts["found on opening"] += 1
        restore_library(copy, kept, clock)
        with open_library(copy, clock) as library:
            assert entries_of(library) == whole and doctor.examine(library).findings == ()
        counts["restored"] += 1
    return dict(counts)


def sound(path: Path) -> bool:
    """Tell whether SQLite finds nothing wrong with a file."""
    connection = sqlite3.connect(path)
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        connection.close()
