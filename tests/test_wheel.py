"""flashdeck installed from its wheel works from any folder, with the decks it ships."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with flashdeck unpacked from its wheel; its dependencies are the test's own."""
    repo = Path(__file__).resolve().parent.parent
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, repo],
        check=True,
        capture_output=True,
    )
    (wheel,) = place.glob("*.whl")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"),
            *("--target", place / "site", wheel),
        ],
        check=True,
        capture_output=True,
    )
    return place / "site"


def _run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "FLASHDECK_LIBRARY": str(folder / "library.db"),
        "FLASHDECK_NOW": "2026-11-23T18:00:00+01:00",
    }
    return subprocess.run(
        [sys.executable, "-m", "flashdeck", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_wheel_carries_the_sample_deck_and_article(installed: Path) -> None:
    """Without them a newcomer's first Enter finds nothing to study."""
    assert (installed / "flashdeck/decks/soleus.md").is_file()
    assert (installed / "flashdeck/decks/sources/soleus.md").is_file()


def test_an_installed_flashdeck_studies_the_soleus_from_another_folder(
    installed: Path, tmp_path: Path
) -> None:
    """A wheel that only works inside the checkout is of no use to a student."""
    done = _run(installed, tmp_path, "import", str(installed / "flashdeck/decks/soleus.md"))
    assert done.returncode == 0, done.stderr
    due = _run(installed, tmp_path, "due", "soleus", "--json")
    cards = [json.loads(line) for line in due.stdout.splitlines()]
    assert len(cards) == 20, due.stderr
    answer = _run(installed, tmp_path, "answer", cards[0]["card"], "3")
    assert json.loads(answer.stdout)["interval_days"] == 1, answer.stderr
    (entry,) = [
        json.loads(line) for line in _run(installed, tmp_path, "log", "--json").stdout.splitlines()
    ]
    assert entry["card"] == cards[0]["card"]
