"""``flashdeck cards``: the cards of the library."""

from __future__ import annotations

from collections.abc import Iterable

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.cli.completing import deck_names
from flashdeck.services.listing import CardRow


def print_cards(rows: Iterable[CardRow], *, as_json: bool) -> bool:
    """Print cards; tell whether there were any."""
    if as_json:
        some = False
        for row in rows:
            some = True
            output.emit(_record(row))
        return some
    listed = [
        (row.card.id, row.deck, row.state.state, output.day(row.state.due_day), row.card.question)
        for row in rows
    ]
    if listed:
        output.table(("card", "deck", "state", "due", "question"), listed)
    return bool(listed)


def _record(row: CardRow) -> dict[str, object]:
    card, state = row.card, row.state
    return {
        "card": card.id,
        "deck": row.deck,
        "kind": card.kind.value,
        "question": card.question,
        "answer": card.answer,
        "tags": list(row.tags),
        "state": state.state,
        "due": output.day(state.due_day),
        "interval_days": state.interval_days,
        "ease": state.ease / 100,
        "repetitions": state.repetitions,
        "lapses": state.lapses,
        "suspended": state.suspended,
        "flag": state.flag,
    }


@click.command("cards", epilog="Example: flashdeck cards soleus --json")
@click.argument("deck", required=False, shell_complete=deck_names)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def command(invocation: Invocation, deck: str | None, as_json: bool) -> None:
    """List the cards of a deck, or of all decks, with where each stands."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.listing import card_rows

    with opened(invocation) as library:
        if not print_cards(card_rows(library, deck), as_json=as_json):
            report.note("no cards; 'flashdeck import FILE' adds a deck")
