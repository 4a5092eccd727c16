"""Which sessions have a library open, told by a lock that ends with its process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl


class SessionLock:
    """A shared lock beside the library for as long as it is open.

    Where the system or the disk offers none, a session never counts as alone.
    """

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] | None = None
        if sys.platform != "win32":
            try:
                self._file = path.open("ab")
                fcntl.flock(self._file, fcntl.LOCK_SH)
            except OSError:
                self.release()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Tell whether no other session is open; if so, none can open while the block runs."""
        if sys.platform == "win32" or self._file is None:
            yield False
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            fcntl.flock(self._file, fcntl.LOCK_SH)
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let go of it."""
        if self._file is not None:
            self._file.close()
            self._file = None
