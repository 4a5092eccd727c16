"""One line on the terminal that says how far a long command is; nothing in pipes and logs."""

from __future__ import annotations

import sys
import time

from flashdeck.core.text import clean_line, shorten

_PATIENCE_SECONDS = 0.5  # what is done sooner needs no word about it
_EVERY_SECONDS = 0.1
_NAME_WIDTH = 40
_CLEAR = "\r\x1b[K"


class Progress:
    """Says on stderr which of ``total`` files is read, and how far."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._number = 0
        self._name = ""
        self._shows = bool(sys.stderr and sys.stderr.isatty())
        self._next = time.monotonic() + _PATIENCE_SECONDS
        self._is_shown = False

    def begin(self, name: str) -> None:
        """Go on with the next file."""
        self._number += 1
        self._name = shorten(clean_line(name), _NAME_WIDTH)

    def tell(self, done: int, total: int) -> None:
        """Say how many paragraphs of the file are read, of how many."""
        if not self._shows or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY_SECONDS
        files = f"{self._number:,} of {self._total:,}: " if self._total > 1 else ""
        sys.stderr.write(f"{_CLEAR}{files}{self._name}, {done:,} of {total:,} paragraphs")
        sys.stderr.flush()
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away, before anything else is said."""
        if self._is_shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._is_shown = False
