"""No escape sequence of a card reaches the terminal: every byte that is sent is looked at."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="needs a POSIX terminal")

MARK = "RVZJTA"
# Each of them would do something if it arrived whole: title, clipboard, link, colours, screen.
HOSTILE = (
    f"\x1b]0;{MARK}\x07",
    f"\x1b]52;c;{MARK}==\x1b\\",
    f"\x1b]8;;file:///{MARK}\x1b\\x\x1b]8;;\x1b\\",
    f"\x1b[2J\x1b[31m{MARK}",
    f"\x1bP{MARK}\x1b\\",
    f"\x9b31m{MARK}\x9d0;{MARK}\x9c",
    f"\u202e{MARK}\u2066",
    f"\x07\x08\x7f\x00{MARK}",
    f"[bold red]{MARK}[/] [link='file:///{MARK}']{MARK}[/link]",
    f"[@click=app.quit]{MARK}[/]",
)
# What Textual itself sends: colours, cursor, modes, title of its own, queries.
_OURS = re.compile(
    rb"\x1b(?:\[[0-9;?<>=:$]*[ !\"]?[a-zA-Z@`~]|[=>78cM]|\][0-9]+;[^\x07\x1b]*(?:\x07|\x1b\\)|"
    rb"P\+?=?[0-9;]*[a-zA-Z]?[^\x1b]*\x1b\\|_G[^\x1b]*\x1b\\|[()][AB0])"
)
_SECONDS = 25.0


def _deck(folder: Path) -> Path:
    lines = ["---", "flashdeck: 1", f"title: Evil {HOSTILE[0]}", "---"]
    for number, text in enumerate(HOSTILE):
        safe = text.replace("\x00", "")
        lines += [
            f"Q: What is {number} {safe}?",
            f"A: It is {safe}",
            f"X: {safe}",
            f"H: {safe}",
            "",
        ]
    path = folder / "evil.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _flashdeck(library: Path, *words: str, stdin: str = "") -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "flashdeck", "--library", str(library), *words],
        input=stdin.encode(), capture_output=True, timeout=_SECONDS, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with hostile cards, some of them written past every door straight into it."""
    folder = tmp_path_factory.mktemp("evil")
    path = folder / "library.db"
    _flashdeck(path, "import", str(_deck(folder)))
    db = sqlite3.connect(path)
    for num, content in db.execute("SELECT num, content FROM cards").fetchall():
        card = json.loads(content)
        text = HOSTILE[num % len(HOSTILE)]
        card["question"] = f"What {text}?"
        card["answer"] = text * 2
        card["tags"] = [text]
        card["extra"] = text
        db.execute("UPDATE cards SET content = ? WHERE num = ?", (json.dumps(card), num))
    db.execute(
        "UPDATE decks SET title = ?, place = ?", (HOSTILE[1], HOSTILE[0] + "::" + HOSTILE[5])
    )
    db.commit()
    db.close()
    return path


def _assert_harmless(sent: bytes) -> None:
    text = sent.decode("utf-8", "replace")
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069\x00\x08\x7f]", text)
    rest = _OURS.sub(b"", sent)
    assert b"\x1b" not in rest, rest[rest.index(b"\x1b") :][:80]
    for sequence in _OURS.findall(sent):
        assert MARK.encode() not in sequence, sequence


def _recorded(library: Path, *keys: str) -> bytes:
    """Run the app in a pseudo-terminal of 80 by 24, press the keys, return every byte it sent."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(
        [sys.executable, "-m", "flashdeck", "--library", str(library)],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    sent = b""

    def listen(seconds: float) -> None:
        nonlocal sent
        quiet_at = time.monotonic() + seconds
        while time.monotonic() < quiet_at:
            ready, _, _ = select.select([ours], [], [], 0.1)
            if ready:
                try:
                    data = os.read(ours, 65536)
                except OSError:  # the app is gone
                    return
                sent += data
                quiet_at = max(quiet_at, time.monotonic() + 0.3)
            if len(sent) > 5_000_000:
                return

    try:
        listen(2.0)
        for key in keys:
            os.write(ours, key.encode())
            listen(0.3)
        process.wait(timeout=_SECONDS)
        listen(0.2)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
        os.close(ours)
    return sent


def test_no_screen_passes_on_what_a_card_holds(library: Path) -> None:
    """A deck from a stranger must not reach the clipboard, the title or the colours."""
    sent = _recorded(
        library,
        "\r", " ", "3", "h", " ", "2", "i", "\x1b", "s", "u", "?", "\x1b", "q",
        "/", "\x1b", "t", "\x1b", ":", "e", "v", "i", "l", "\x1b", "\x11",
    )  # fmt: skip
    assert b"What" in sent
    assert MARK.encode() in sent  # the text itself is shown, as it is written
    _assert_harmless(sent)


@pytest.mark.parametrize(
    "words",
    [
        ("decks",), ("decks", "--json"), ("cards",), ("cards", "--json"), ("due",),
        ("search", MARK), ("search", MARK, "--json"), ("log",), ("stats",), ("doctor",),
        ("cards", HOSTILE[1]), ("remove", HOSTILE[3]), ("export", HOSTILE[4], "-o", "-"),
        ("answer", HOSTILE[1], "3"), ("search", f"is:{HOSTILE[3]}"), ("check", HOSTILE[0]),
    ],
    ids=lambda words: f"{words[0]}-{len(' '.join(words))}",
)  # fmt: skip
def test_no_command_passes_on_what_a_card_holds(library: Path, words: tuple[str, ...]) -> None:
    """Neither data on stdout nor an error on stderr carries an escape sequence."""
    said = _flashdeck(library, *(word.replace("\x00", "") for word in words))
    assert b"Traceback" not in said
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]",
                         said.decode("utf-8", "replace"))  # fmt: skip


def test_plain_study_passes_nothing_on(library: Path) -> None:
    """The same holds line by line."""
    said = _flashdeck(library, "study", "--plain", stdin="\n3\nh\n\n3\nq\n")
    assert MARK.encode() in said
    _assert_harmless(said)
    assert b"\x1b" not in said
