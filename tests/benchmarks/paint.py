"""From a key to the next card on screen, beside a bare Textual app that swaps a text; and memory.

``python -m tests.benchmarks.paint [CARDS]``: flashdeck on ten decks with 100,000 cards, each grade
written to disk before the next card shows, and an app with one Static that each key changes. Both
run at once under pseudo-terminals of 80 by 24, in turns of twenty keys. Prints the median and the
95th percentile of both, their ratio, and the most memory that flashdeck took. Needs Linux.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from flashdeck.services.clock import system_now
from flashdeck.store import decks
from flashdeck.store.rows import DeckSettings
from tests.benchmarks.large import large_library

REPO = Path(__file__).resolve().parent.parent.parent
CARDS = 300
BLOCK = 20
WARM_UP = 2  # blocks
PATIENCE_SECONDS = 60
GUARD_SECONDS = 0.2  # a grade counts only when the answer has been there for 120 ms
QUIET_SECONDS = 0.05
SWAPPED = re.compile(rb"What is the number")
ASKED = re.compile(rb"show the answer")  # the lowest line of a question
SHOWN = re.compile(rb"Good")
BARE = """\
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    number = 0

    def compose(self) -> ComposeResult:
        yield Static("What is the number 0?")

    def on_key(self) -> None:
        self.number += 1
        self.query_one(Static).update(f"What is the number {self.number}?")


Bare().run()
"""


class Terminal:
    """A program under a pseudo-terminal of 80 by 24."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.primary, secondary = pty.openpty()
        fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=secondary, stdout=secondary, stderr=secondary, env=environment,
            cwd=REPO, start_new_session=True, close_fds=True,
        )  # fmt: skip
        os.close(secondary)

    def wait_for(self, mark: re.Pattern[bytes]) -> float:
        """Return when the mark has been drawn."""
        seen = b""
        while not mark.search(seen):
            seen += self._read(PATIENCE_SECONDS)
        return time.perf_counter()

    def press(self, key: bytes, mark: re.Pattern[bytes]) -> float:
        """Return the seconds from the key until the mark has been drawn."""
        while self._read(QUIET_SECONDS, must=False):
            pass
        began = time.perf_counter()
        os.write(self.primary, key)
        return self.wait_for(mark) - began

    def peak_memory_mb(self) -> float:
        """Return the most memory it has had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def leave(self) -> None:
        """Quit, and wait for it."""
        os.write(self.primary, b"\x11")
        while self.process.poll() is None:
            with contextlib.suppress(OSError):
                self._read(QUIET_SECONDS, must=False)
        os.close(self.primary)

    def _read(self, patience: float, *, must: bool = True) -> bytes:
        ready, _, _ = select.select([self.primary], [], [], patience)
        if not ready:
            if must:
                raise SystemExit(f"nothing was drawn for {patience} seconds")
            return b""
        return os.read(self.primary, 65536)


def main(cards: int) -> None:
    """Measure both, in turn."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with large_library(folder, system_now()) as library, library.store.transaction() as db:
            for deck in decks.all_decks(db):
                decks.put_settings(db, deck.id, DeckSettings(new_per_day=cards))
        path = folder / "bare.py"
        path.write_text(BARE, encoding="utf-8")
        bare = Terminal([sys.executable, str(path)], environment)
        ours = Terminal(
            [sys.executable, "-m", "flashdeck", "--library", str(library.path), "study"],
            {**environment, "FLASHDECK_CONFIG": str(folder)},
        )
        bare.wait_for(SWAPPED)
        ours.wait_for(ASKED)
        taken: dict[str, list[float]] = {"a text swapped": [], "flashdeck": []}
        for block in range(cards // BLOCK + WARM_UP):
            swapped = [bare.press(b" ", SWAPPED) for _ in range(BLOCK)]
            graded = []
            for _ in range(BLOCK):
                ours.press(b" ", SHOWN)
                time.sleep(GUARD_SECONDS)
                graded.append(ours.press(b"3", ASKED))
            if block >= WARM_UP:
                taken["a text swapped"] += swapped
                taken["flashdeck"] += graded
        memory = ours.peak_memory_mb()
        for terminal in (bare, ours):
            terminal.leave()
    worst = {}
    for name, times in taken.items():
        worst[name] = statistics.quantiles(times, n=20)[-1]
        median = statistics.median(times)
        print(f"{name:<15} median {median * 1000:5.1f} ms   p95 {worst[name] * 1000:5.1f} ms")
    first, second = worst.values()
    print(f"ratio of p95    {second / first:.2f}")
    print(f"memory          {memory:.0f} MB at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CARDS)
