"""``study --plain``: the whole talk with the student, as it stands in a pipe."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from flashdeck.cli.plain import study_plain
from flashdeck.core.errors import LibraryError
from flashdeck.core.model import Grade
from flashdeck.services.clock import parse_now
from flashdeck.services.study import Session
from tests.tui.fake import CLOZE, INNERVATION, LONG, ORIGINS, FakeSession, card
from tests.tui.screens import check_golden

NOW = parse_now("2026-11-22T18:00:00+00:00")
DECK = """\
---
flashdeck: 1
title: Calf
---
Q: Which nerve supplies the *soleus*?
A: the **tibial** nerve
H: It runs behind the knee.

Q: Which tendon does it end in?
A: the calcaneal tendon
"""


def talk(session: FakeSession, typed: str) -> str:
    """Return all that is written while these lines are typed."""
    sink = io.StringIO()
    assert study_plain(session, lambda: NOW, io.StringIO(typed), sink) == 0  # type: ignore[arg-type]
    return sink.getvalue()


def test_transcript() -> None:
    """Screen readers read this aloud: each line must make sense by itself."""
    session = FakeSession([INNERVATION, LONG, ORIGINS, CLOZE])
    typed = "\n\nh\nh\n\n2\n?\n\nx\nu\n\n\n\n4\nu\n\n1\n"
    check_golden("plain", talk(session, typed))
    assert [grade for _, grade in session.answers][-1] is Grade.AGAIN


def test_end_of_input_keeps_every_answer() -> None:
    """A broken line must not cost what was answered before."""
    session = FakeSession([INNERVATION, LONG])
    assert "Stopped." in talk(session, "\n3\n")
    assert session.answers == [(INNERVATION, Grade.GOOD)]
    assert "Stopped." in talk(FakeSession([INNERVATION]), "")
    assert "Stopped." in talk(FakeSession([INNERVATION]), "\nq\n")


def test_an_answer_that_cannot_be_saved_is_asked_for_again() -> None:
    """As in the app: nothing is lost, and the card stays until it is on disk."""
    session = FakeSession(
        [INNERVATION], failure=LibraryError("the disk is full", todo="free space")
    )
    told = talk(session, "\n3\n\nq\n")
    assert told.count("Not saved: the disk is full; free space. Nothing is lost.") == 2
    assert session.answers == []


def test_hostile_text_is_plain_text() -> None:
    """Nothing a deck holds may reach the terminal as a command."""
    text = "ring \x1b]52;c;aGFja2Vk\x07 \x9b31m \u202e[/x]"
    told = talk(FakeSession([card(text, text, hints=(text,), extra=text)], title=text), "h\n\n3\n")
    assert not set(told) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "[/x]" in told


@pytest.fixture
def library(tmp_path: Path, repo: Path) -> list[str]:
    """The command line of a library with one deck."""
    (tmp_path / "calf.md").write_text(DECK, encoding="utf-8")
    command = [sys.executable, "-m", "flashdeck", "--library", str(tmp_path / "library.db")]
    subprocess.run(
        [*command, "import", str(tmp_path / "calf.md")], cwd=repo, check=True, capture_output=True
    )
    return command


def run(command: list[str], repo: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run flashdeck with these lines on its input."""
    return subprocess.run(
        command,
        cwd=repo,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_on_a_real_library(library: list[str], repo: Path) -> None:
    """The same library and rules as in the app."""
    done = run([*library, "study", "calf", "--plain"], repo, "\n3\n\n1\n\n3\n")
    assert done.returncode == 0, done.stderr
    assert "Which nerve supplies the soleus?" in done.stdout
    assert "the tibial nerve" in done.stdout
    assert "Done for today." in done.stdout
    log = [json.loads(line) for line in run([*library, "log", "--json"], repo).stdout.splitlines()]
    assert [row["grade"] for row in log] == [3, 1, 3]
    again = run([*library, "study", "--plain"], repo)
    assert again.stdout.startswith("Done for today.")


def test_no_terminal_and_no_such_deck(library: list[str], repo: Path) -> None:
    """In a pipe the app says in one line what to use instead."""
    for arguments in ([], ["study"]):
        done = run([*library, *arguments], repo)
        assert done.returncode == 2
        assert done.stderr.startswith("error: the app needs a terminal")
        assert done.stderr.count("\n") == 1
    missing = run([*library, "study", "--plain", "arm"], repo)
    assert missing.returncode == 1
    assert missing.stderr.startswith("error: no deck goes by 'arm'")


def test_put_aside_mark_and_write(
    library: list[str], repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keys do in the app, words do here; the transcript is the golden."""
    monkeypatch.setenv("FLASHDECK_NOW", "2026-11-22T18:00:00+00:00")
    typed = "?\nh\nnote as in [C5]\ni\no\n\nf\nfix two answers\nu\nu\ns\nu\nb\nu\nD\nu\nr\n\n1\n"
    done = run([*library, "study", "--plain"], repo, typed)
    assert done.returncode == 0, done.stderr
    check_golden("plain-actions", done.stdout)


def test_lists_item_by_item() -> None:
    """The origins of a muscle are recalled one by one."""
    told = talk(FakeSession([ORIGINS]), "n\nn\nn\n\n3\n")
    assert "1. posterior surface of the upper tibia\n[Enter: answer, n: next item" in told
    assert "2. head of the fibula\n[Enter: answer, u: undo" in told


def test_session_protocol_matches() -> None:
    """The stand-in of these tests has what the real session has."""
    for name in ("prompt", "progress", "answer", "undo", "redo", "summary"):
        assert hasattr(Session, name)
        assert hasattr(FakeSession, name)
