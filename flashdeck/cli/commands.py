"""All commands, as click knows them.

Each is a module of its own with a click command named ``command``; it is imported only when it is
called or its help is shown, and imports what is heavy inside.
"""

from __future__ import annotations

import importlib

import click

from flashdeck import __version__
from flashdeck.cli import LIBRARY_VARIABLE, Invocation, library_path
from flashdeck.services.clock import clock_from_environment

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
    "stats": "flashdeck.cli.stats",
    "log": "flashdeck.cli.log",
    "answer": "flashdeck.cli.answer",
    "undo": "flashdeck.cli.undo",
    "redo": "flashdeck.cli.redo",
    "schedule": "flashdeck.cli.schedule",
    "exam": "flashdeck.cli.exam",
    "fit": "flashdeck.cli.fit",
    "serve": "flashdeck.cli.serve",
    "sync": "flashdeck.cli.sync",
    "backup": "flashdeck.cli.backup",
    "restore": "flashdeck.cli.restore",
    "doctor": "flashdeck.cli.doctor",
}


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
    epilog="Example: flashdeck study soleus",
)
@click.option(
    "--library",
    metavar="PATH",
    envvar=LIBRARY_VARIABLE,
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
        from flashdeck.cli.app import open_app

        return open_app(ctx.obj)
    return 0
