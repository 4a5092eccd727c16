"""The guide for authors is true: each of its examples does what it says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from flashdeck.core.deckfile.codes import MESSAGES
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.reader import LINE_CAP, NOTE_CAP
from flashdeck.core.diagnostics import Diagnostic

GUIDE = Path(__file__).parents[3] / "decks" / "README.md"
GOLDEN = Path(__file__).with_name("messages.txt")
FRONT = "---\nflashdeck: 1\ntitle: Example\n---\n"
BLOCK = re.compile(r"^````markdown (ok|D\d{3})( file)?\n(.*?)^````$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (found[1], found[3] if found[2] or found[3].startswith("---") else FRONT + found[3])
    for found in BLOCK.finditer(GUIDE.read_text("utf-8"))
]
MORE = [
    ("D113", FRONT + "x" * (LINE_CAP + 1) + "\n\nQ: a?\nA: b\n"),
    ("D114", FRONT + "Q: a?\nA: b\n" + "x\n" * NOTE_CAP),
    ("D204", FRONT + "Q: a\x07b?\nA: b\n"),
]
ELSEWHERE = {"D100", "D163"}  # these need files


def findings(text: str) -> tuple[Diagnostic, ...]:
    return parse_deck(text, file="leg.md").diagnostics


@pytest.mark.parametrize(("says", "text"), [*EXAMPLES, *MORE])
def test_example(says: str, text: str) -> None:
    """An instructor who copies an example from the guide must get what the guide promises."""
    assert {found.code for found in findings(text)} == ({says} - {"ok"})


def test_every_finding_has_an_example() -> None:
    """A finding that no example shows could be unreachable, or wrong."""
    assert {says for says, _ in [*EXAMPLES, *MORE]} - {"ok"} == set(MESSAGES) - ELSEWHERE


def test_messages() -> None:
    """Scripts and people rely on the place and words of each message; a change must be meant."""
    lines = [str(found) for says, text in [*EXAMPLES, *MORE] for found in findings(text)]
    said = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(said, "utf-8")
    assert said == GOLDEN.read_text("utf-8")
    assert all(";" in line or " " in line for line in lines)
