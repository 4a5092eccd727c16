"""``flashdeck search``: cards by their words."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, report


# A - before a word is the search's own: no short option may take a letter of it.
@click.command(
    "search",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog="Example: flashdeck search deck:soleus is:due -relation:etymology",
)
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def command(invocation: Invocation, query: tuple[str, ...], as_json: bool) -> None:
    """List the cards that match, the best first.

    Words must all occur; "two words" stand together; or, - and ( ) as in Anki's browser. Keys:
    deck: tag: is:due (new, learn, review, overdue, suspended, buried, leech, flagged) flag:1
    rated:7 rated:7:1 prop:ease<1.6 (ivl, due, reps, lapses, stability, difficulty)
    relation:origin kind:cloze subject: card: note:
    """
    from flashdeck.cli.cards import print_cards
    from flashdeck.cli.opened import opened
    from flashdeck.services.listing import found_rows

    text = " ".join(query)
    with opened(invocation) as library:
        if not print_cards(found_rows(library, text), as_json=as_json):
            report.note(f'no card matches "{text}"')
