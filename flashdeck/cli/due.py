"""``flashdeck due``: today's queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.cli.choosing import chosen_cards
from flashdeck.cli.completing import deck_names

if TYPE_CHECKING:
    from flashdeck.services.selection import Selection


@click.command("due", epilog="Example: flashdeck due soleus --relation innervation")
@click.argument("deck", required=False, shell_complete=deck_names)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@chosen_cards
@click.pass_obj
def command(invocation: Invocation, deck: str | None, as_json: bool, selection: Selection) -> None:
    """List what is to be studied today, in the order asked: due cards, then new ones."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.listing import due_rows

    with opened(invocation) as library:
        rows = list(due_rows(library, deck, selection))
    if as_json:
        for row in rows:
            output.emit(
                {
                    "card": row.card.id,
                    "deck": row.deck,
                    "question": row.card.question,
                    "answer": row.card.answer,
                    "state": row.state.state,
                    "due": output.day(row.state.due_day),
                }
            )
    elif rows:
        output.table(
            ("card", "deck", "state", "due", "question"),
            (
                (
                    row.card.id,
                    row.deck,
                    row.state.state,
                    output.day(row.state.due_day),
                    row.card.question,
                )
                for row in rows
            ),
        )
    else:
        report.note("nothing to study now; the next day begins at 04:00")
