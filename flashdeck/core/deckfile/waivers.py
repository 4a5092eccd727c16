"""``<!-- lint: D320 D331 the reason -->``: findings that an author has seen and stands by.

Under a heading a waiver is for that structure, else for the note that follows it; after
``lint file:`` it is for the whole file. Errors cannot be waived.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flashdeck.core.deckfile.codes import finding
from flashdeck.core.diagnostics import Diagnostic

WAIVER = re.compile(r"<!--[ \t]*lint\b")
_FORM = re.compile(
    r"<!--\s*lint(?P<file>\s+file)?:\s*(?P<codes>D[23]\d\d(?:[,\s]+D[23]\d\d)*)\b[\s:,;-]*(?P<why>.*?)-->\s*",
    re.DOTALL,
)

# Rules that need the sources of a deck, or its earlier version.
_SOMETIMES = frozenset(("D351", "D353", "D354", "D370"))


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver in ``line``, for the findings of these codes in lines ``first`` to ``last``."""

    line: int
    codes: tuple[str, ...]
    reason: str
    first: int
    last: int

    def covers(self, found: Diagnostic) -> bool:
        """Tell whether the waiver is for this finding."""
        return found.code in self.codes and self.first <= found.line <= self.last


def read_waiver(comment: str, line: int, first: int, last: int) -> Waiver | None:
    """Return the waiver that a comment is, or None where it cannot be read."""
    found = _FORM.fullmatch(comment)
    if found is None:
        return None
    codes = tuple(dict.fromkeys(re.findall(r"D\d{3}", found["codes"])))
    span = (1, 10**9) if found["file"] else (first, last)
    return Waiver(line, codes, " ".join(found["why"].split()), *span)


def waive(
    file: str, findings: Iterable[Diagnostic], waivers: Sequence[Waiver]
) -> tuple[list[Diagnostic], int]:
    """Return the findings of a file that no waiver is for, and how many are waived.

    A waiver that is for nothing is a finding too, but for rules that do not always run.
    """
    kept: list[Diagnostic] = []
    used: set[tuple[int, str]] = set()
    waived = 0
    for found in findings:
        covering = [waiver for waiver in waivers if waiver.covers(found)]
        if covering:
            waived += 1
            used.update((waiver.line, found.code) for waiver in covering)
        else:
            kept.append(found)
    for waiver in waivers:
        for code in waiver.codes:
            if (waiver.line, code) not in used and code not in _SOMETIMES:
                kept.append(finding("D216", file, waiver.line, 1, waived=code))
    return kept, waived
