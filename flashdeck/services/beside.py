"""Long work on the library beside the app: a connection of its own that can be told to stop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flashdeck.services.clock import Clock
from flashdeck.services.library import Library, open_library

_STEPS_A_LOOK = 10_000  # of SQLite's virtual machine, between two looks at the wish to stop


@contextmanager
def library_beside(path: Path, clock: Clock, stop: threading.Event) -> Iterator[Library]:
    """Open the library again, for one thread; once ``stop`` is set its next statement fails.

    A transaction that is cut short leaves nothing behind. Raises LibraryError like any failure of
    the library, also for a stop.
    """
    with open_library(path, clock, create=False) as library:
        library.db.set_progress_handler(lambda: int(stop.is_set()), _STEPS_A_LOOK)
        try:
            yield library
        finally:
            library.db.set_progress_handler(None, 0)
