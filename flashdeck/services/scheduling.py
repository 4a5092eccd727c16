"""Which algorithm schedules a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flashdeck.core.schedule.base import Algorithm
from flashdeck.core.schedule.sm2 import Sm2
from flashdeck.store.rows import DeckSettings

if TYPE_CHECKING:
    from flashdeck.core.schedule.fsrs import Fsrs

ALGORITHMS = ("sm2", "fsrs")


def algorithm_for(settings: DeckSettings) -> Algorithm:
    """Return the algorithm that a deck's settings name."""
    if settings.algorithm == "fsrs":
        return memory_model_for(settings)
    return Sm2(drill_below=settings.drill_below)


def memory_model_for(settings: DeckSettings) -> Fsrs:
    """Return the model that predicts recall of a deck's cards, whatever schedules them."""
    from flashdeck.core.schedule.fsrs import Fsrs  # a library of SM-2 starts without it

    return Fsrs(settings.retention, settings.parameters, settings.drill_below)
