"""The README's table of commands, made from them: ``python -m tests.commands --write``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from flashdeck.cli.commands import group

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN = "<!-- commands: python -m tests.commands --write -->"
END = "<!-- end of commands -->"


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield each command with its words after ``flashdeck``, in the order of ``--help``."""
    yield from _below(group, "")


def table() -> str:
    """Return the table: of each command how it is called, and what it does."""
    rows = [
        f"| `{_usage(name, command)}` | {_purpose(command)} |"
        for name, command in every_command()
        if name and not isinstance(command, click.Group)
    ]
    return "\n".join(("| `flashdeck ...` | does |", "|---|---|", *rows))


def with_table(text: str) -> str:
    """Return the README with the table between its marks made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _below(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if not isinstance(command, click.Group):
        return
    context = click.Context(command)
    for word in command.list_commands(context):
        below = command.get_command(context, word)
        assert below is not None
        yield from _below(below, f"{name} {word}".strip())


def _usage(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    arguments = [
        piece
        for parameter in command.params
        if isinstance(parameter, click.Argument)
        for piece in parameter.get_usage_pieces(context)
    ]
    return " ".join((name, *arguments)).replace("|", "\\|")


def _purpose(command: click.Command) -> str:
    first, _, _ = (command.help or "").partition("\n\n")
    return " ".join(first.split()).rstrip(".").replace("|", "\\|")


def main() -> None:
    """Print the table, or with ``--write`` put it into the README."""
    if sys.argv[1:] == ["--write"]:
        README.write_text(with_table(README.read_text("utf-8")), "utf-8", newline="\n")
    else:
        print(table())


if __name__ == "__main__":
    main()
