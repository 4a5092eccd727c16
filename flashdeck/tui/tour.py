"""The tour: one quiet line on each of the first three cards that a student ever answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flashdeck.services.library import Library

STOPS = 3


def answered_ever(library: Library) -> int:
    """Return how many answers the library has, at most as many as the tour has stops."""
    (count,) = library.db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM reviews WHERE kind = 'review' LIMIT ?)", (STOPS,)
    ).fetchone()
    return int(count)


def line(answered: int, key: Callable[[str], str]) -> str:
    """Return what is said on the card after so many answers; ``key`` names the key of a command."""
    take, help_key = key("review.take"), key("help")
    lines = (
        f"Say the answer to yourself, then press {take}. {help_key} shows all keys.",
        f"{take} takes the marked grade, 1 to 4 any; {key('session.undo')} undoes, any number.",
        f"{key('review.leave')} leaves at any time; every answer is saved already.",
    )
    return lines[answered] if answered < STOPS else ""
