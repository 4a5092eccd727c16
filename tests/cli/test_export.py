"""``flashdeck export`` at the command line: one line of talk, one file, an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

DECK = """\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Deltoid
---
Q: Which nerve innervates the deltoid? <!-- fd:k2v8r5t1pd -->
A: axillary nerve
T: arm

Q: Where does the deltoid insert? <!-- fd:k3v8r5t1pd -->
A: deltoid tuberosity
"""


def flashdeck(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run flashdeck with a library in the folder."""
    return subprocess.run(
        [sys.executable, "-m", "flashdeck", "--library", "library.db", *arguments],
        cwd=folder,
        env={**os.environ, "FLASHDECK_NOW": "2026-11-23T18:30:00+01:00", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a deck and a library that has it."""
    (tmp_path / "deltoid.md").write_text(DECK, encoding="utf-8")
    assert flashdeck(tmp_path, "import", "deltoid.md").returncode == 0
    return tmp_path


@pytest.mark.parametrize("name", ["a.apkg", "a.tsv", "a.csv", "a.json", "a.md", "a.HTML"])
def test_every_format_is_written_and_said(folder: Path, name: str) -> None:
    """One line tells what is in the file; stdout stays free for data."""
    done = flashdeck(folder, "export", "deltoid", "-o", name)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{name}: 1 deck, 2 notes, 2 cards\n"
    assert (folder / name).stat().st_size > 100
    again = flashdeck(folder, "export", "-o", f"again-{name}")
    assert again.returncode == 0
    assert (folder / f"again-{name}").read_bytes() == (folder / name).read_bytes()


def test_summary_for_programs(folder: Path) -> None:
    """A script need not read prose."""
    done = flashdeck(folder, "export", "-o", "a.apkg", "--tag", "ARM", "--json")
    assert json.loads(done.stdout) == {
        "file": "a.apkg",
        "format": "apkg",
        "decks": 1,
        "notes": 1,
        "cards": 1,
        "reviews": 0,
        "media": 0,
    }
    with zipfile.ZipFile(folder / "a.apkg") as package:
        assert package.namelist() == ["meta", "collection.anki21", "media"]


def test_stdout_gets_the_document(folder: Path) -> None:
    """A dash is stdout."""
    done = flashdeck(folder, "export", "-o", "-")
    assert len(json.loads(done.stdout)["decks"][0]["cards"]) == 2


def test_history_says_when_it_arrives(folder: Path) -> None:
    """Progress reaches Anki once; whoever exports must know."""
    assert flashdeck(folder, "answer", "k2v8r5t1pd/q", "good").returncode == 0
    done = flashdeck(folder, "export", "-o", "a.apkg", "--with-history")
    assert "first import" in done.stderr
    assert "1 review" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-o", "a.docx"], 2, ".docx"),
        (["-o", "a"], 2, "ending"),
        (["arm", "-o", "a.apkg"], 1, "Deltoid"),
        (["--tag", "leg", "-o", "a.apkg"], 1, "leg"),
        (["-o", "missing/a.apkg"], 1, "missing"),
        (["-o", "folder.apkg"], 1, "folder.apkg"),
        ([], 2, "-o"),
    ],
)
def test_failures_are_one_line(folder: Path, arguments: list[str], code: int, words: str) -> None:
    """What went wrong, and nothing left behind."""
    (folder / "folder.apkg").mkdir()
    before = sorted(path.name for path in folder.iterdir() if not path.name.startswith("library"))
    done = flashdeck(folder, "export", *arguments)
    assert done.returncode == code
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1
    assert words in done.stderr
    assert before == sorted(
        path.name for path in folder.iterdir() if not path.name.startswith("library")
    )
