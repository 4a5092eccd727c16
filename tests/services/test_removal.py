"""A card deleted while studying goes from its file, and comes back with one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.model import Grade
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.study import Session

DECK = """\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Shoulder
---
## Deltoid <!-- fd:n7kq3m9xwa -->
kind: muscle
- origin:
  - clavicle
  - acromion
- insertion: deltoid tuberosity
  > "inserts on it" (a.txt:1-4)
- action: abduction

Q: Which part flexes? <!-- fd:k2v8r5t1pd -->
A: Clavicular part

C: {{c1::Supraspinatus}} before {{c2::deltoid}}. <!-- fd:w3h6z0y4cb -->
"""


@pytest.fixture
def shoulder(tmp_path: Path, clock) -> Library:
    (tmp_path / "shoulder.md").write_text(DECK, encoding="utf-8")
    with open_library(tmp_path / "library.db", clock) as library:
        import_decks(library, [tmp_path / "shoulder.md"])
        yield library


def at(session: Session) -> str:
    return session.prompt.card.id if session.prompt else ""


def test_a_fact_goes_with_its_lines_and_comes_back(shoulder: Library, clock, tmp_path) -> None:
    """Deleting the wrong card would otherwise cost its words and its history."""
    path = tmp_path / "shoulder.md"
    session = Session(shoulder, clock)
    session.answer(Grade.GOOD, duration_ms=1)
    assert at(session) == "n7kq3m9xwa/insertion"
    removed = session.delete()
    assert removed.cards == 1
    text = path.read_text(encoding="utf-8")
    assert "tuberosity" not in text
    assert "inserts on it" not in text
    assert (
        text.replace("- action", removed.lines[0] + "\n" + removed.lines[1] + "\n- action") == DECK
    )
    assert at(session) == "n7kq3m9xwa/action"
    undone = session.undo()
    assert undone and (undone.what, undone.card_id) == ("Deleted", "n7kq3m9xwa/insertion")
    assert path.read_text(encoding="utf-8") == DECK
    assert at(session) == "n7kq3m9xwa/insertion"
    undone = session.undo()
    assert undone and undone.what == "Good"
    assert at(session) == "n7kq3m9xwa/origin"


def test_steps_after_it_are_taken_back_first(shoulder: Library, clock, tmp_path: Path) -> None:
    """u goes back in order, whatever the steps were."""
    session = Session(shoulder, clock)
    session.delete()
    session.answer(Grade.GOOD, duration_ms=1)
    session.suspend()
    assert [undone.what for undone in (session.undo(), session.undo()) if undone] == [
        "Suspended",
        "Good",
    ]
    undone = session.undo()
    assert undone and undone.what == "Deleted"
    assert session.undo() is None
    assert (tmp_path / "shoulder.md").read_text(encoding="utf-8") == DECK


def test_a_whole_note_and_its_history(shoulder: Library, clock, tmp_path: Path) -> None:
    """A cloze goes with all its blanks; what was answered is there when it is put back."""
    path = tmp_path / "shoulder.md"
    session = Session(shoulder, clock)
    while not at(session).startswith("w3h6"):
        session.answer(Grade.GOOD, duration_ms=1)
    session.answer(Grade.EASY, duration_ms=1)
    session = Session(shoulder, clock)
    clock.forward(days=2)
    session = Session(shoulder, clock)
    while not at(session).startswith("w3h6"):
        session.bury()
    removed = session.delete()
    assert removed.cards == 2
    assert "Supraspinatus" not in path.read_text(encoding="utf-8")
    edited = path.read_text(encoding="utf-8").replace("abduction", "abduction of the arm")
    path.write_text(edited, encoding="utf-8")
    session.undo()
    text = path.read_text(encoding="utf-8")
    assert "abduction of the arm" in text
    assert "{{c1::Supraspinatus}} before {{c2::deltoid}}" in text
    assert session.prompt is not None
    assert session.prompt.state.repetitions == 1


def test_no_file_no_deletion(shoulder: Library, clock, tmp_path: Path) -> None:
    """What cannot be written is refused in one line, and the card stays."""
    (tmp_path / "shoulder.md").unlink()
    session = Session(shoulder, clock)
    card = at(session)
    with pytest.raises(FlashdeckError):
        session.delete()
    assert at(session) == card
    assert session.undo() is None
