"""The command line: ``flashdeck [--library PATH] COMMAND``.

Each command is a module of its own with a click command named ``command``; it is imported only
when it is called or its help is shown, and imports what is heavy inside.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from flashdeck import __version__
from flashdeck.cli import output, report
from flashdeck.services.clock import Clock, clock_from_environment

# In the order in which --help lists them.
COMMANDS = {
    "study": "flashdeck.cli.study",
    "generate": "flashdeck.cli.generate",
    "check": "flashdeck.cli.check",
    "diff": "flashdeck.cli.diff",
    "import": "flashdeck.cli.import_",
    "remove": "flashdeck.cli.remove",
    "export": "flashdeck.cli.export",
    "decks": "flashdeck.cli.decks",
    "cards": "flashdeck.cli.cards",
    "due": "flashdeck.cli.due",
    "search": "flashdeck.cli.search",
    "log": "flashdeck.cli.log",
    "answer": "flashdeck.cli.answer",
    "undo": "flashdeck.cli.undo",
    "redo": "flashdeck.cli.redo",
    "schedule": "flashdeck.cli.schedule",
    "sync": "flashdeck.cli.sync",
    "backup": "flashdeck.cli.backup",
    "restore": "flashdeck.cli.restore",
    "doctor": "flashdeck.cli.doctor",
}


@dataclass(frozen=True, slots=True)
class Invocation:
    """What every command is told: where the library is, and what time it is."""

    library: Path
    clock: Clock


def library_path(given: str | None) -> Path:
    """Return the library's path: as given, else the user's data folder."""
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("flashdeck", appauthor=False) / "library.db"


class Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.option(
    "--library",
    metavar="PATH",
    envvar="FLASHDECK_LIBRARY",
    help="The library file; else $FLASHDECK_LIBRARY, else one in your data folder.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
@click.version_option(
    __version__,
    prog_name="flashdeck",
    message="%(prog)s %(version)s\nAlgorithm SM-2, (C) Copyright SuperMemo World, 1991. "
    "https://www.supermemo.com",
)
@click.pass_context
def group(ctx: click.Context, library: str | None, debug: bool) -> int:
    """Learn anatomy in the terminal: articles become cards, cards become knowledge.

    Without a command, flashdeck opens the app.
    """
    ctx.obj = Invocation(library_path(library), clock_from_environment())
    if ctx.invoked_subcommand is None:
        from flashdeck.cli.study import open_app

        return open_app(ctx.obj)
    return 0


def main() -> None:
    """Run flashdeck and leave with its exit code."""
    output.use_utf8()
    debug = "--debug" in sys.argv[1:]
    code = report.run(lambda: group.main(prog_name="flashdeck", standalone_mode=False), debug=debug)
    sys.exit(code)
