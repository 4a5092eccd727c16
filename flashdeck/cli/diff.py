"""``flashdeck diff``: what changed between two versions of a deck, card by card."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashdeck.cli import output, report


@click.command("diff", epilog="Example: flashdeck diff old.md my-muscles.md")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON object a change.")
def command(old: str, new: str, as_json: bool) -> int:
    """Say for each card what changed from OLD to NEW: two deck files, or two folders of decks.

    Cards are known by their ids. - is standard input, for a version that git has:
    git show HEAD:leg.md | flashdeck diff - leg.md
    """
    from flashdeck.cli.changes import change_line, change_record, counted
    from flashdeck.core.errors import UsageError
    from flashdeck.files.read import DECK_CAP
    from flashdeck.services.diff import diff_decks

    if old == new == "-":
        raise UsageError("only one of the two can be standard input", todo="name the other's file")

    def stdin() -> bytes:
        return sys.stdin.buffer.read(DECK_CAP + 1)

    result = diff_decks(Path(old), Path(new), stdin=stdin)
    for error in result.errors:
        report.error(f"{error.file}:{error.line}: {error.message}")
    if result.errors:
        return report.FAILED
    for change in result.changes:
        if as_json:
            output.emit(change_record(change))
        else:
            output.say(change_line(change))
    report.note(
        f"{result.cards_before} cards before, {result.cards_after} now: {counted(result.changes)}"
    )
    return report.OK
