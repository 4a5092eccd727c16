"""``flashdeck study [DECK]``: the due cards, in the app or line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashdeck.cli import report
from flashdeck.cli.choosing import chosen_cards
from flashdeck.cli.completing import deck_names

if TYPE_CHECKING:
    from flashdeck.cli import Invocation
    from flashdeck.services.selection import Selection


@click.command("study", epilog="Example: flashdeck study soleus --plain --relation innervation")
@click.argument("deck", required=False, shell_complete=deck_names)
@click.option(
    "--plain",
    is_flag=True,
    help="Line by line, without redraws or colour: for screen readers, slow links and scripts.",
)
@click.option("--missed", is_flag=True, help="Once more the cards that were missed today.")
@click.option("--cram", is_flag=True, help="Due or not; the schedule is left alone.")
@chosen_cards
@click.pass_obj
def command(
    invocation: Invocation,
    deck: str | None,
    plain: bool,
    missed: bool,
    cram: bool,
    selection: Selection,
) -> int:
    """Study what is due today, of one deck or of all.

    The options narrow it to some cards. With --cram or --missed the answers are practice: they
    leave the schedule alone.
    """
    selection = selection._replace(missed=missed, cram=cram or missed)
    if plain:
        from flashdeck.cli.opened import opened
        from flashdeck.cli.plain import study_plain
        from flashdeck.services.library import deck_ids
        from flashdeck.services.safety import back_up_session
        from flashdeck.services.study import Session

        with opened(invocation) as library:
            notice = back_up_session(library.path, invocation.clock)
            if notice:
                report.note(notice)
            session = Session(library, invocation.clock, deck_ids(library, deck), selection)
            return study_plain(session, invocation.clock)
    from flashdeck.cli import app

    return app.study(invocation, deck, selection)
