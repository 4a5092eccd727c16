"""A fault in the app itself: one plain line, every answer kept, the terminal as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flashdeck.services.clock import system_now
from flashdeck.services.library import open_library
from flashdeck.services.refreshing import import_bundled

PROGRAM = """\
import sys
from flashdeck.cli import main
from flashdeck.tui.screens.review import ReviewScreen

def broken(self):
    raise RuntimeError("provoked")

ReviewScreen.action_page = lambda self, direction: broken(self)
sys.argv = ["flashdeck", "--library", sys.argv[1], "study"]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_crash_says_one_line_and_keeps_every_answer(tmp_path: Path) -> None:
    """A student must not lose a session, or a terminal, to a fault of ours."""
    from tests.pseudo_terminal import Terminal

    library = tmp_path / "library.db"
    with open_library(library, system_now) as opened:
        import_bundled(opened)
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "HOME": str(tmp_path),
        "FLASHDECK_CONFIG": str(tmp_path),
    }
    terminal = Terminal([sys.executable, "-c", PROGRAM, str(library)], environment)
    terminal.wait_for(b"show the answer")
    terminal.press(b" ", b"Good")
    terminal.press(b"3", b"show the answer", after_seconds=0.3)
    said = terminal.press_last(b"\x1b[6~")  # PgDn
    assert terminal.exit_code == 1
    assert b"\x1b[?1049l" in said, "the terminal shows what it showed before"
    lines = said.rpartition(b"\x1b[?1049l")[2].decode()
    assert lines.count("error:") == 1
    assert "stopped unexpectedly (RuntimeError)" in lines
    assert "Traceback" not in lines
    logs = list(tmp_path.rglob("crash.log"))
    assert len(logs) == 1
    assert "provoked" in logs[0].read_text(encoding="utf-8")
    counted = subprocess.run(
        [sys.executable, "-m", "flashdeck", "--library", str(library), "log", "--json"],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    assert len(counted.stdout.splitlines()) == 1
