"""Which algorithm schedules a deck."""

from __future__ import annotations

from flashdeck.core.schedule.base import Algorithm
from flashdeck.core.schedule.sm2 import Sm2
from flashdeck.store.rows import DeckSettings


def algorithm_for(settings: DeckSettings) -> Algorithm:
    """Return the algorithm that a deck's settings name."""
    return Sm2(drill_below=settings.drill_below)
