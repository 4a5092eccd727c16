"""backup, restore, doctor and sync at the command line: exit codes, one line each, exact keys."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.torture import CARDS, flashdeck, make_library

Told = subprocess.CompletedProcess[str]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of forty cards, one of them answered."""
    path = make_library(tmp_path)
    assert run(path, "answer", CARDS[0], "good").returncode == 0
    return path


def run(library: Path, *words: str) -> Told:
    return subprocess.run(flashdeck(library, *words), capture_output=True, encoding="utf-8")


def test_backup_and_restore(library: Path, tmp_path: Path) -> None:
    """The way back is one command, and says where the present library went."""
    made = run(library, "backup")
    kept = Path(made.stdout.strip())
    assert made.returncode == 0 and kept.parent == tmp_path / "backups"
    named = json.loads(run(library, "backup", str(tmp_path / "copy.db"), "--json").stdout)
    assert named == {
        "file": str(tmp_path / "copy.db"), "bytes": (tmp_path / "copy.db").stat().st_size
    }  # fmt: skip
    run(library, "answer", CARDS[1], "good")
    done = run(library, "restore", str(kept))
    assert (done.returncode, done.stdout) == (0, "")
    assert len(run(library, "log", "--json").stdout.splitlines()) == 1
    (aside,) = tmp_path.glob("library-replaced-*.db")
    assert str(aside) in done.stderr
    assert run(library, "import", str(aside)).returncode == 0
    assert len(run(library, "log", "--json").stdout.splitlines()) == 2


def test_a_damaged_library_names_the_way_out(library: Path, tmp_path: Path) -> None:
    """Who reads this error is frightened; the next command stands in it."""
    kept = run(library, "backup").stdout.strip()
    data = bytearray(library.read_bytes())
    data[100] ^= 0xFF
    data[4096:4200] = b"\x00" * 104
    library.write_bytes(data)
    told = run(library, "doctor")
    assert told.returncode == 1
    assert all(line.startswith("error: ") for line in told.stderr.splitlines())
    assert f"flashdeck restore {kept}" in told.stderr
    assert run(library, "restore", kept).returncode == 0
    assert run(library, "doctor").returncode == 0


def test_doctor(library: Path) -> None:
    """A script can tell a sound library from one that needs a hand, and mend it."""
    sound = run(library, "doctor", "--json")
    assert (sound.returncode, sound.stdout) == (0, "")
    with sqlite3.connect(library) as db:
        db.execute("UPDATE states SET lapses = 3 WHERE card = ?", (CARDS[0],))
    db.close()
    told = run(library, "doctor", "--json")
    (found,) = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.returncode == 1
    assert found.keys() == {"code", "what", "todo"} and found["code"] == "cache"
    assert run(library, "doctor", "--rebuild").returncode == 0
    assert run(library, "doctor").returncode == 0


def test_doctor_without_a_library(tmp_path: Path) -> None:
    """Nothing is made by looking."""
    told = run(tmp_path / "none.db", "doctor")
    assert told.returncode == 1 and "there is no library" in told.stderr
    assert not (tmp_path / "none.db").exists()


def test_sync(library: Path, tmp_path: Path) -> None:
    """Two devices and a folder."""
    other = tmp_path / "other" / "library.db"
    folder = tmp_path / "shared"
    assert run(library, "sync", str(folder)).returncode == 1
    folder.mkdir()
    sent = json.loads(run(library, "sync", str(folder), "--json").stdout)
    assert sent == {"folder": str(folder), "files": 0, "received": 0, "sent": 1, "refused": []}
    got = json.loads(run(other, "sync", str(folder), "--json").stdout)
    assert (got["files"], got["received"], got["sent"]) == (1, 1, 0)


def test_undo_says_what_it_took_back(library: Path) -> None:
    """u after a suspension is not an answer; the line says what it was."""
    from flashdeck.services.clock import system_now
    from flashdeck.services.library import open_library
    from flashdeck.services.marking import set_suspended

    with open_library(library, system_now) as opened:
        set_suspended(opened, [CARDS[2]], suspended=True)
    assert run(library, "undo").stderr == f"undone: suspend on {CARDS[2]}\n"
    assert run(library, "undo").stderr == f"undone: 3 on {CARDS[0]}\n"
    assert run(library, "undo").returncode == 1
