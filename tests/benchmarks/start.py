"""From process start to the first card on screen, beside a bare Textual app with one Static.

``python -m tests.benchmarks.start [RUNS]``: each under a pseudo-terminal of 80 by 24, in turn, cold
processes, on ten decks with 100,000 cards; prints the medians and their ratio. Needs a POSIX
system.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from flashdeck.services.clock import system_now
from tests.benchmarks.large import large_library

REPO = Path(__file__).resolve().parent.parent.parent
RUNS = 10
PATIENCE_SECONDS = 30
QUIT = b"\x11"  # Ctrl+Q
MARK = b"ready-to-study"
BARE = """\
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("ready-to-study")


Bare().run()
"""


def seconds_until(command: list[str], mark: bytes, environment: dict[str, str]) -> float:
    """Return the seconds from the start of the command until it has drawn the mark."""
    primary, secondary = pty.openpty()
    fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=secondary, stdout=secondary, stderr=secondary, env=environment, cwd=REPO,
        start_new_session=True, close_fds=True,
    )  # fmt: skip
    os.close(secondary)
    seen = b""
    try:
        while mark not in seen:
            ready, _, _ = select.select([primary], [], [], PATIENCE_SECONDS)
            chunk = os.read(primary, 65536) if ready else b""
            if not chunk:
                raise SystemExit(f"{command} did not draw {mark!r}:\n{seen[-2000:]!r}")
            seen += chunk
        return time.perf_counter() - began
    finally:
        leave(process, primary)


def leave(process: subprocess.Popen[bytes], primary: int) -> None:
    """Quit as a student does: a library whose session was killed is checked at the next start."""
    os.write(primary, QUIT)
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None:
        if time.monotonic() > until:
            process.send_signal(signal.SIGKILL)
            break
        ready, _, _ = select.select([primary], [], [], 0.02)
        if ready:
            with contextlib.suppress(OSError):  # the other end is closed already
                os.read(primary, 65536)
    process.wait()
    os.close(primary)


def main(runs: int) -> None:
    """Measure both, in turn."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.TemporaryDirectory() as folder:
        with large_library(Path(folder), system_now()) as library:
            program = str(Path(sys.executable).with_name("flashdeck"))
        flashdeck = [program, "--library", str(library.path)]
        environment["FLASHDECK_CONFIG"] = folder
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        apps = {
            "bare Textual app": ([sys.executable, str(bare)], MARK),
            "flashdeck study": ([*flashdeck, "study"], b"show the answer"),
        }
        taken: dict[str, list[float]] = {name: [] for name in apps}
        for run in range(runs + 1):
            for name, (command, mark) in apps.items():
                seconds = seconds_until(command, mark, environment)
                if run:  # the first one fills the caches of the file system
                    taken[name].append(seconds)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        spread = f"{min(taken[name]):.3f} to {max(taken[name]):.3f}"
        print(f"{name:<18} {median:.3f} s  ({spread}, {runs} runs)")
    first, second = medians.values()
    print(f"ratio              {second / first:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
