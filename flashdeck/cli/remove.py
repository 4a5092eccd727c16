"""``flashdeck remove``: a deck out of sight."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, report
from flashdeck.cli.completing import deck_names


@click.command("remove", epilog="Example: flashdeck remove soleus")
@click.argument("deck", shell_complete=deck_names)
@click.pass_obj
def command(invocation: Invocation, deck: str) -> None:
    """Hide a deck; its cards and their history stay, and importing it brings it back."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.decklist import remove_deck

    with opened(invocation) as library:
        removed = remove_deck(library, deck)
    report.note(f"removed {removed.title}; its history stays, importing it again brings it back")
