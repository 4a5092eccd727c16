"""``flashdeck decks``: the decks of the library."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, output, report


@click.command("decks", epilog="Example: flashdeck decks --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> None:
    """List the decks with what is new, to be drilled, due and suspended in each."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.decklist import deck_rows

    with opened(invocation) as library:
        rows = deck_rows(library)
    if as_json:
        for row in rows:
            output.emit(
                {
                    "id": row.id,
                    "deck": row.title,
                    "path": row.place,
                    "cards": row.cards,
                    "new": row.new,
                    "learning": row.learning,
                    "due": row.due,
                    "suspended": row.suspended,
                }
            )
    elif rows:
        output.table(
            ("deck", "cards", "new", "learning", "due", "suspended", "path", "id"),
            (
                (
                    row.title,
                    row.cards,
                    row.new,
                    row.learning,
                    row.due,
                    row.suspended,
                    row.place,
                    row.id,
                )
                for row in rows
            ),
        )
    else:
        report.note("the library has no decks yet; 'flashdeck import FILE' adds one")
