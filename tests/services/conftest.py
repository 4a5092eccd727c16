"""A small library with a clock that moves when it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flashdeck.core.days import Moment
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library

DECK = """\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Shoulder
deck: Upper limb::Shoulder
reverse: [innervation]
---
## Deltoid <!-- fd:n7kq3m9xwa -->
kind: muscle
- origin:
  - lateral third of the clavicle
  - acromion
  - spine of the scapula
- insertion: deltoid tuberosity of the humerus
- innervation: axillary nerve (C5, C6)
- blood supply: posterior circumflex humeral artery
- action: abduction of the arm

Q: Which part of the deltoid flexes the arm? <!-- fd:k2v8r5t1pd -->
A: Clavicular part | anterior part

C: {{c1::Supraspinatus}} starts what the {{c2::deltoid}} goes on with. <!-- fd:w3h6z0y4cb -->
"""

CARDS = 9


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.ms = 1_790_000_000_000  # 2026-09-21, 13:33 UTC
        self.offset_min = 120

    def __call__(self) -> Moment:
        return Moment(self.ms, self.offset_min)

    def forward(self, *, days: float = 0, seconds: float = 0) -> None:
        """Move it."""
        self.ms += round(days * 86_400_000 + seconds * 1000)


@pytest.fixture
def clock() -> HandClock:
    """The clock of the library."""
    return HandClock()


@pytest.fixture
def deck_file(tmp_path: Path) -> Path:
    """A deck on disk."""
    path = tmp_path / "shoulder.md"
    path.write_text(DECK, encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path, clock: HandClock, deck_file: Path) -> Iterator[Library]:
    """A library with the deck in it."""
    with open_library(tmp_path / "library.db", clock) as opened:
        assert import_decks(opened, [deck_file]).new == CARDS
        yield opened
