"""``flashdeck export``: decks for Anki, as a table, as JSON or Markdown, or on paper."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashdeck.cli import Invocation, output, report


@click.command("export")
@click.argument("deck", required=False)
@click.option("--tag", metavar="T", help="Only cards with this tag, or one below it.")
@click.option(
    "-o", "--output", "target", metavar="FILE", required=True, help="The file; - is stdout, JSON."
)
@click.option("--with-history", is_flag=True, help="Take schedule and review log along.")
@click.option("--json", "as_json", is_flag=True, help="Say what was written as a JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    deck: str | None,
    tag: str | None,
    target: str,
    with_history: bool,
    as_json: bool,
) -> None:
    """Write a deck, or all decks, to FILE.

    Its ending names the format: .apkg (Anki), .tsv or .csv (text for Anki and spreadsheets),
    .json, .md (a deck file), .html (questions and answer key, for printing).
    """
    from flashdeck.cli.opened import opened
    from flashdeck.core.errors import UsageError
    from flashdeck.services.export import export, write_export

    to_stdout = target == "-"
    if to_stdout and as_json:
        raise UsageError("--json and -o - both want stdout", todo="leave --json out")
    ending = ".json" if to_stdout else Path(target).suffix
    with opened(invocation) as library:
        made = export(library, ending, deck=deck, tag=tag, with_history=with_history)
    notices = made.notices
    if to_stdout:
        sys.stdout.write(made.data.decode("utf-8"))
    else:
        notices += write_export(made, Path(target))
    for notice in notices:
        report.note(notice)
    counts = {
        "decks": made.decks,
        "notes": made.notes,
        "cards": made.cards,
        "reviews": made.reviews,
        "media": made.media,
    }
    if as_json:
        output.emit({"file": target, "format": ending.lstrip(".").lower(), **counts})
    elif not to_stdout:
        parts = ", ".join(_counted(number, name) for name, number in counts.items() if number)
        report.note(f"{target}: {parts}")


def _counted(number: int, name: str) -> str:
    if name == "media":
        return f"{number} {'picture' if number == 1 else 'pictures'}"
    return f"{number} {name.removesuffix('s') if number == 1 else name}"
