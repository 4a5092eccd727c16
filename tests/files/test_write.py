"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from flashdeck.core.errors import DeckError
from flashdeck.files.bundled import bundled_decks
from flashdeck.files.read import read_text
from flashdeck.files.write import write_atomically


def test_replaces_and_keeps_the_mode(tmp_path: Path) -> None:
    """A deck that others may not read must not become readable by an edit."""
    file = tmp_path / "a.md"
    file.write_text("old")
    file.chmod(0o600)
    write_atomically(file, b"new")
    assert file.read_text() == "new"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """A deck that is linked into a folder must stay linked, and the real file change."""
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")
    write_atomically(tmp_path / "link.md", b"new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_a_failure_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle of saving must not cost the deck."""
    file = tmp_path / "a.md"
    file.write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DeckError, match="no space left on device"):
        write_atomically(file, b"new")
    assert file.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_refuses_what_is_no_file(tmp_path: Path) -> None:
    """Writing to a folder or a missing one is one clear sentence."""
    with pytest.raises(DeckError, match="is a folder"):
        write_atomically(tmp_path, b"x")
    with pytest.raises(DeckError, match="cannot be written"):
        write_atomically(tmp_path / "none" / "a.md", b"x")


def test_reading_caps_and_kinds(tmp_path: Path) -> None:
    """A wrong or huge file is refused before it fills the memory."""
    file = tmp_path / "a.md"
    file.write_text("x" * 11)
    with pytest.raises(DeckError, match="larger"):
        read_text(file, 10)
    with pytest.raises(DeckError, match="folder"):
        read_text(tmp_path, 10)
    with pytest.raises(DeckError, match="no such file"):
        read_text(tmp_path / "none", 10)


def test_bundled_decks_are_found() -> None:
    """An empty library offers the soleus deck, wherever flashdeck runs."""
    assert (bundled_decks() / "soleus.md").is_file()
