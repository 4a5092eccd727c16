"""What the parser collects line by line, before it becomes notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from flashdeck.core.deckfile.comments import Comment
from flashdeck.core.model import Relation

STRUCTURE = "##"


@dataclass(slots=True)
class Field:
    """One value: its marker, where its text begins, and its lines as they stand in the file.

    The first of ``lines`` is what follows the marker; ``opaque`` are the indexes of code lines.
    ``line`` and ``column`` count from 0.
    """

    marker: str
    line: int
    column: int
    lines: list[str]
    opaque: set[int] = field(default_factory=set)


@dataclass(slots=True)
class LabelLine:
    """One label line of a picture; ``text`` begins at ``column``."""

    name: str
    text: str
    line: int
    column: int


@dataclass(slots=True)
class FactBlock:
    """One fact line with what follows it; ``relation`` is None where it is unknown."""

    relation: Relation | None
    name: str
    gone: bool
    value: Field


@dataclass(slots=True)
class Attribute:
    """One line under a heading, like ``kind: muscle``."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class Block:
    """One note. ``marker`` is Q, C, I or ``##``; ``last`` is its last line with text."""

    marker: str
    line: int
    comment: Comment | None
    subject: str = ""
    last: int = 0
    size: int = 0
    fields: list[Field] = field(default_factory=list)
    labels: list[LabelLine] = field(default_factory=list)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    facts: list[FactBlock] = field(default_factory=list)
