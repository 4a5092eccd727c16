"""Templates of foreign note types taken apart: what is asked, what answers, what only helps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flashdeck.anki.foreign import ForeignType
from flashdeck.anki.templates import Part, fields_in, parse_template

FRONT = "FrontSide"
_ANSWER_LINE = re.compile(r"<hr\b[^<>]{0,100}\bid\s?=\s?[\"']?answer\b[^<>]{0,100}>", re.IGNORECASE)
_SPECIAL = frozenset({"Tags", "Deck", "Subdeck", "Card", "Type", "CardFlag", "CardID"})
# Fields that people add to any note type, and that have a place of their own here.
_EXTRAS = frozenset(
    ("extra", "back extra", "remarks", "notes", "note", "comment", "comments", "more", "source",
     "sources", "reference", "references", "explanation", "additional info", "one by one")
)  # fmt: skip
_MNEMONICS = frozenset({"mnemonic", "mnemonics"})
_HINTS = frozenset({"hint", "hints", "hint 2", "hint 3"})


@dataclass(frozen=True, slots=True)
class Side:
    """A template taken apart. ``back`` is what comes after the question.

    ``extras``, ``mnemonics`` and ``hints`` are fields of the back with a place of their own,
    ``aside`` blanks them; ``cut`` tells that the back was cut at the answer line. ``direct`` are
    the two fields of a template that shows one on each side and nothing else.
    """

    name: str
    front: tuple[Part, ...]
    back: tuple[Part, ...]
    extras: tuple[str, ...] = ()
    mnemonics: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    cut: bool = False
    special: bool = True
    direct: tuple[int, ...] = ()

    @property
    def aside(self) -> tuple[str, ...]:
        """The fields that are not shown in the answer."""
        return (*self.extras, *self.mnemonics, *self.hints)

    def without_aside(self) -> Side:
        """Return the side with nothing set aside."""
        return replace(self, extras=(), mnemonics=(), hints=())


def sides_of(kind: ForeignType) -> tuple[Side, ...]:
    """Return the templates of a note type, taken apart."""
    sides = []
    for template in kind.templates:
        front = parse_template(template.front)
        line = _ANSWER_LINE.search(template.back)
        back = parse_template(template.back[line.end() :] if line else template.back)
        asked = set(fields_in(front))
        rest = [name for name in dict.fromkeys(fields_in(back)) if name not in asked]

        def among(wanted: frozenset[str], rest: list[str] = rest) -> tuple[str, ...]:
            return tuple(name for name in rest if name.casefold() in wanted and name in kind.fields)

        sides.append(
            Side(
                template.name,
                front,
                back,
                among(_EXTRAS),
                among(_MNEMONICS),
                among(_HINTS),
                cut=line is not None,
                direct=_direct(front, back, kind.fields) if line else (),
                special=bool(_SPECIAL & {*fields_in(front), *fields_in(back)}),
            )
        )
    return tuple(sides)


def _direct(
    front: tuple[Part, ...], back: tuple[Part, ...], fields: Sequence[str]
) -> tuple[int, ...]:
    found = []
    for parts in (front, back):
        shown = [part for part in parts if not (part.kind == "text" and part.bare)]
        if len(shown) != 1 or shown[0].kind != "field" or shown[0].filters:
            return ()
        found.append(shown[0].name)
    return tuple(map(fields.index, found)) if all(name in fields for name in found) else ()
