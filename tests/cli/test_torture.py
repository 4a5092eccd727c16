"""Killed at any moment and run twice at once: every acknowledged review is there, exactly once."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

DECK = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Many\n---\n" + "".join(
    f"Q: Question {n}? <!-- fd:n7kq3m9x{n:02d} -->\nA: Answer {n}\n\n" for n in range(40)
)
LINES = "".join(f"n7kq3m9x{n % 40:02d}/q {1 + n % 4}\n" for n in range(4000))


def flashdeck(library: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "flashdeck", "--library", str(library), *words]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of forty cards."""
    deck = tmp_path / "many.md"
    deck.write_text(DECK, encoding="utf-8")
    path = tmp_path / "library.db"
    subprocess.run(flashdeck(path, "import", str(deck)), check=True, capture_output=True)
    return path


def logged(library: Path) -> list[dict[str, object]]:
    done = subprocess.run(
        flashdeck(library, "log", "--json"), check=True, capture_output=True, encoding="utf-8"
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


class Answering:
    """A process that answers line after line, and what it acknowledged."""

    def __init__(self, library: Path) -> None:
        self.process = subprocess.Popen(
            flashdeck(library, "answer", "-"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
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


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_killed_while_two_processes_answer(library: Path) -> None:
    """A power cut in the middle of studying must cost no answer that was acknowledged."""
    rng = random.Random(11)
    acknowledged: list[str] = []
    for _ in range(4):
        pair = [Answering(library), Answering(library)]
        for one in pair:
            assert one.kill_after(rng.randrange(1, 40), rng) == ""
            acknowledged += one.acknowledged
    log = logged(library)
    counts = Counter(entry["review_id"] for entry in log)
    assert set(counts.values()) == {1}
    assert set(acknowledged) <= set(counts)
    assert len(log) - len(acknowledged) <= 8, "at most the answer in flight of each process"
    connection = sqlite3.connect(library)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_new_library_opened_by_many_at_once(tmp_path: Path) -> None:
    """A first start of two windows at once makes one library, and neither fails."""
    path = tmp_path / "new" / "library.db"
    racing = [
        subprocess.Popen(flashdeck(path, "decks", "--json"), stderr=subprocess.PIPE)
        for _ in range(5)
    ]
    said = [process.communicate()[1].decode() for process in racing]
    assert [process.returncode for process in racing] == [0] * 5, said
    assert not any("error" in text for text in said)
