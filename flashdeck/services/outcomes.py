"""What a session tells of itself: the step that was taken back, and what it all came to."""

from __future__ import annotations

from dataclasses import dataclass

from flashdeck.core.card import Card, Grade
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Kind

# What undo and redo say of a step that was no answer.
_STEPS = {
    Kind.SUSPEND: "Suspended",
    Kind.RESUME: "Resumed",
    Kind.BURY: "Put off until tomorrow",
    Kind.FLAG: "Flag",
    Kind.NOTE: "Note",
}


@dataclass(frozen=True, slots=True)
class Undone:
    """The step that was taken back, or taken again; ``grade`` is None where it was no answer.

    ``deleted`` tells that the card's note was put back into its deck.
    """

    card_id: CardId
    grade: Grade | None
    question: str
    kind: Kind = Kind.REVIEW
    deleted: bool = False

    @property
    def what(self) -> str:
        """The step in a word or two: ``Good``, ``Suspended``."""
        if self.deleted:
            return "Deleted"
        return self.grade.name.capitalize() if self.grade is not None else _STEPS[self.kind]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the session came to.

    ``remembered`` counts cards whose first answer was not Again, ``missed`` holds the others;
    ``tomorrow`` counts cards due then.
    """

    cards: int
    elapsed_ms: int
    remembered: int
    tomorrow: int
    missed: tuple[Card, ...]
