"""Killed, filled up, damaged and run twice at once: no acknowledged review is ever lost."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs POSIX signals and limits", allow_module_level=True)

from tests import torture


def test_killed_while_two_processes_answer(tmp_path: Path) -> None:
    """A power cut in the middle of studying must cost no answer that was acknowledged."""
    torture.kill(tmp_path, 8, random.Random(11))
    assert torture.sound(tmp_path / "library.db")


def test_a_full_disk(tmp_path: Path) -> None:
    """A disk that fills up while one studies costs the one answer that is not acknowledged."""
    assert torture.full_disk(tmp_path, 20, random.Random(12))["refused with one line"] > 5


def test_a_disk_that_became_read_only(tmp_path: Path) -> None:
    """Nothing half-written, and study goes on when the disk does."""
    torture.read_only(tmp_path, random.Random(13))


def test_flipped_bits(tmp_path: Path) -> None:
    """A bit that rots on the disk is found, or hit nothing that matters; the backup helps."""
    torture.flip_bits(tmp_path, 12, random.Random(14))


def test_random_events(tmp_path: Path) -> None:
    """What is shown of a card is what the log says, whatever was done in whatever order."""
    torture.random_events(tmp_path, 600, random.Random(15))


def test_a_new_library_opened_by_many_at_once(tmp_path: Path) -> None:
    """A first start of two windows at once makes one library, and neither fails."""
    path = tmp_path / "new" / "library.db"
    racing = [
        subprocess.Popen(torture.flashdeck(path, "decks", "--json"), stderr=subprocess.PIPE)
        for _ in range(5)
    ]
    said = [process.communicate()[1].decode() for process in racing]
    assert [process.returncode for process in racing] == [0] * 5, said
    assert not any("error" in text for text in said)
