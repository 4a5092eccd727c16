"""Names of facts that share a relation."""

from __future__ import annotations

import re
from collections.abc import Collection

from flashdeck.core.ids import slot_name

_WORD = re.compile(r"[^\W_][\w'’-]*")
_EMPTY = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "into"),
        *("is", "it", "its", "of", "on", "or", "that", "the", "their", "this", "to", "upon"),
        *("when", "which", "while", "with"),
    ]
)
_LONGEST = 3


def fact_name(value: str, taken: Collection[str] = ()) -> str:
    """Return a short name for a fact from the first telling words of its value.

    ``taken`` are the names that other facts of the relation have; the result is none of them.
    """
    words = [word for word in _WORD.findall(value) if word.casefold() not in _EMPTY]
    used = {slot_name(name) for name in taken}
    for count in (*range(min(_LONGEST, len(words)), len(words) + 1), 0):
        name = " ".join(words[:count]) if count else " ".join(words[:_LONGEST]) or "part"
        if slot_name(name) and slot_name(name) not in used and count:
            return name
    number = 2
    while slot_name(f"{name} {number}") in used:
        number += 1
    return f"{name} {number}" if slot_name(name) in used else name
