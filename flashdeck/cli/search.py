"""``flashdeck search``: cards by their words."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, report


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def command(invocation: Invocation, query: tuple[str, ...], as_json: bool) -> None:
    """List the cards that hold all these words, the best match first."""
    from flashdeck.cli.cards import print_cards
    from flashdeck.cli.opened import opened
    from flashdeck.services.listing import found_rows

    text = " ".join(query)
    with opened(invocation) as library:
        if not print_cards(found_rows(library, text), as_json=as_json):
            report.note(f'no card matches "{text}"')
