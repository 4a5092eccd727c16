"""What the deck parser and the linter find: collected, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; only an error keeps a file from loading."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in a deck file.

    ``line`` and ``column`` count from 1 in the file as it is on disk. ``message`` says what is
    wrong and what to do; ``fix`` is the text that would mend it, or a hint, and may be empty.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"
