"""Cloze texts in Anki's form: ``{{c1::hidden text}}``, ``{{c1::hidden text::hint}}``, nested.

The first ``::`` of a deletion begins its hint, each ``}}`` closes the innermost deletion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NUMBERS = range(1, 501)
DEPTH = 8
_TOKEN = re.compile(r"\{\{c(\d{1,9})::|\}\}")


@dataclass(slots=True)
class Deletion:
    """One deletion: its parts are text or further deletions. ``at`` is its offset in the text."""

    number: int
    at: int
    parts: list[str | Deletion] = field(default_factory=list)
    hint: str | None = None

    def plain(self) -> str:
        """Return the hidden text, with everything in it shown."""
        return "".join(part if isinstance(part, str) else part.plain() for part in self.parts)


@dataclass(frozen=True, slots=True)
class ClozeText:
    """A cloze text taken apart; ``problems`` are (code, offset, number)."""

    parts: tuple[str | Deletion, ...]
    problems: tuple[tuple[str, int, int], ...]

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the deletions, each once, in rising order."""
        found: set[int] = set()
        waiting = list(self.parts)
        while waiting:
            part = waiting.pop()
            if isinstance(part, Deletion):
                found.add(part.number)
                waiting.extend(part.parts)
        return tuple(sorted(found))

    def plain(self) -> str:
        """Return the text with every deletion shown."""
        return "".join(part if isinstance(part, str) else part.plain() for part in self.parts)

    def question(self, number: int) -> str:
        """Return the text with the deletions of this number as ``[...]`` or ``[hint]``."""
        return _show(self.parts, number)

    def answer(self, number: int) -> str:
        """Return what the deletions of this number hide; several are joined with "; "."""
        found: list[str] = []
        _collect(self.parts, number, found)
        return "; ".join(dict.fromkeys(found))


def _show(parts: tuple[str | Deletion, ...] | list[str | Deletion], number: int) -> str:
    shown: list[str] = []
    for part in parts:
        if isinstance(part, str):
            shown.append(part)
        elif part.number == number:
            shown.append(f"[{part.hint or '...'}]")
        else:
            shown.append(_show(part.parts, number))
    return "".join(shown)


def _collect(
    parts: tuple[str | Deletion, ...] | list[str | Deletion], number: int, found: list[str]
) -> None:
    for part in parts:
        if isinstance(part, Deletion):
            if part.number == number:
                found.append(part.plain().strip())
            else:
                _collect(part.parts, number, found)


def parse_cloze(text: str) -> ClozeText:
    """Take a cloze text apart; never raises, whatever the text."""
    top: list[str | Deletion] = []
    stack: list[Deletion] = []
    problems: list[tuple[str, int, int]] = []
    too_deep = 0
    at = 0

    def put(words: str) -> None:
        if not words:
            return
        if not stack:
            top.append(words)
            return
        inner = stack[-1]
        if inner.hint is not None:
            inner.hint += words
            return
        shown, sign, hint = words.partition("::")
        if shown:
            inner.parts.append(shown)
        if sign:
            inner.hint = hint

    for token in _TOKEN.finditer(text):
        put(text[at : token.start()])
        at = token.end()
        if token[1]:
            number = int(token[1])
            if number not in NUMBERS:
                problems.append(("D141", token.start(), number))
            if len(stack) >= DEPTH:
                if not too_deep:
                    problems.append(("D142", token.start(), number))
                too_deep += 1
                continue
            deletion = Deletion(number, token.start())
            (stack[-1].parts if stack else top).append(deletion)
            stack.append(deletion)
        elif too_deep:
            too_deep -= 1
        elif stack:
            deletion = stack.pop()
            if deletion.hint is not None:
                deletion.hint = deletion.hint.strip()
            if not deletion.plain().strip():
                problems.append(("D143", deletion.at, deletion.number))
        else:
            top.append("}}")
    put(text[at:])
    problems.extend(("D140", deletion.at, deletion.number) for deletion in stack)
    problems.sort(key=lambda problem: problem[1])
    return ClozeText(tuple(top), tuple(problems))
