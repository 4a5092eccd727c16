"""What the engine finds: facts with the place they were taken from."""

from __future__ import annotations

from dataclasses import dataclass

from flashdeck.core.model import Relation


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact. ``start`` and ``end`` are raw offsets of its quotation.

    ``question`` is '' where the relation's usual question fits; ``name`` tells lists of one
    relation apart; ``rank`` is the rule's confidence, 0 to 10; ``rule`` its code. With ``blank`` it
    is asked as ``cloze`` or not at all.
    """

    subject: str
    kind: str
    relation: Relation
    answer: str
    start: int
    end: int
    items: tuple[str, ...] = ()
    ordered: bool = False
    question: str = ""
    name: str = ""
    rank: int = 5
    rule: str = ""
    cloze: str = ""
    blank: bool = False
