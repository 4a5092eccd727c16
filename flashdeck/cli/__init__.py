"""The command line: ``flashdeck [--library PATH] COMMAND``.

What opens the app is told from its arguments alone and goes there straight, so that the first card
need not wait for the machinery of all the other commands.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from flashdeck.cli import output, report
from flashdeck.services.clock import Clock, clock_from_environment

LIBRARY_VARIABLE = "FLASHDECK_LIBRARY"


class Invocation(NamedTuple):
    """What every command is told: where the library is, and what time it is."""

    library: Path
    clock: Clock


class Start(NamedTuple):
    """Arguments that only open the app: on today's cards of a deck or of all, or on the decks."""

    library: str
    study: bool = False
    deck: str | None = None


def library_path(given: str | None) -> Path:
    """Return the library's path: as given, else the user's data folder."""
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("flashdeck", appauthor=False) / "library.db"


def read_start(arguments: list[str]) -> Start | None:
    """Return how these arguments open the app; None where they say anything else."""
    library = os.environ.get(LIBRARY_VARIABLE, "")
    match arguments:
        case ["--library", path, *rest] if not path.startswith("-"):
            library, arguments = path, rest
    match arguments:
        case []:
            return Start(library)
        case ["study"]:
            return Start(library, study=True)
        case ["study", deck] if not deck.startswith("-"):
            return Start(library, study=True, deck=deck)
    return None


def main() -> None:
    """Run flashdeck and leave with its exit code."""
    output.use_utf8()
    arguments = sys.argv[1:]
    sys.exit(report.run(lambda: _call(arguments), debug="--debug" in arguments))


def _call(arguments: list[str]) -> object:
    start = read_start(arguments)
    # A shell that completes a command line asks click.
    if start is None or "_FLASHDECK_COMPLETE" in os.environ:
        from flashdeck.cli.commands import group

        return group.main(args=arguments, prog_name="flashdeck", standalone_mode=False)
    from flashdeck.cli import app

    invocation = Invocation(library_path(start.library), clock_from_environment())
    return app.study(invocation, start.deck) if start.study else app.open_app(invocation)
