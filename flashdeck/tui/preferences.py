"""What a student has set for the whole app."""

from __future__ import annotations

from typing import NamedTuple

from flashdeck.tui import themes


class Preferences(NamedTuple):
    """The settings of the app; ``timer_seconds`` 0 is no timer, ``asked`` how cards are
    answered: as their deck says, ``shown``, ``typed`` or by ``choice``."""

    theme: str = themes.DEFAULT
    motion: bool = True
    symbols: str = "unicode"
    timer_seconds: int = 0
    asked: str = "deck"
