"""The library as every command opens it: current with its decks, notices on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flashdeck.cli import Invocation, report
from flashdeck.services.library import Library, open_library
from flashdeck.services.refreshing import refresh


@contextmanager
def opened(invocation: Invocation) -> Iterator[Library]:
    """Open the library; decks whose files have changed are read again first."""
    with open_library(invocation.library, invocation.clock) as library:
        for notice in library.notices:
            report.note(notice)
        summary = refresh(library)
        for refused in summary.refused:
            report.note(f"warning: {refused}; the deck stays as it was read before")
        yield library
