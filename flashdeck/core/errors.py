"""The errors that end a command, and where in a file they belong.

::

    FlashdeckError            exit 1
    ├── UsageError            exit 2   the command was called wrongly
    ├── DeckError             exit 1   a deck file cannot be read or written
    ├── SourceError           exit 1   an article cannot be read
    ├── LibraryError          exit 1   the library cannot be opened or written
    │   └── LibraryBusyError  exit 1   another program is writing; trying again may help
    ├── PackageError          exit 1   a package cannot be read or written
    └── NotFoundError         exit 1   no deck, card or file of that name
"""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A place in a file: line and column count from 1; 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        text = self.path
        if self.line:
            text += f":{self.line}"
            if self.column:
                text += f":{self.column}"
        return text


class FlashdeckError(Exception):
    """Says what went wrong, where, and what to do, in one line.

    ``what`` and ``todo`` are phrases without a final full stop.
    """

    exit_code = 1

    def __init__(self, what: str, *, todo: str = "", at: Location | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo
        self.at = at

    def __str__(self) -> str:
        place = f"{self.at}: " if self.at else ""
        todo = f"; {self.todo}" if self.todo else ""
        return f"{place}{self.what}{todo}"


class UsageError(FlashdeckError):
    """The command was called in a way it does not understand."""

    exit_code = 2


class DeckError(FlashdeckError):
    """A deck file cannot be read or written."""


class SourceError(FlashdeckError):
    """An article cannot be read, or holds nothing to learn."""


class LibraryError(FlashdeckError):
    """The library cannot be opened, read or written."""


class LibraryBusyError(LibraryError):
    """Another program holds the library; nothing was written, a second try may work."""


class PackageError(FlashdeckError):
    """A package or table cannot be read or written."""


class NotFoundError(FlashdeckError):
    """No deck, card or file goes by that name, or several do."""
