"""``flashdeck study [DECK]``: the due cards, in the app or line by line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from flashdeck.core.errors import UsageError

if TYPE_CHECKING:
    from flashdeck.cli import Invocation


@click.command("study")
@click.argument("deck", required=False)
@click.option(
    "--plain",
    is_flag=True,
    help="Line by line, without redraws or colour: for screen readers, slow links and scripts.",
)
@click.pass_obj
def command(invocation: Invocation, deck: str | None, plain: bool) -> int:
    """Study what is due today, of one deck or of all."""
    from flashdeck.services.library import find_deck, open_library, refresh
    from flashdeck.services.study import Session

    if not plain:
        _need_terminal()
    with open_library(invocation.library, invocation.clock) as library:
        refresh(library)
        decks = [find_deck(library, deck).id] if deck else None
        session = Session(library, invocation.clock, decks)
        if plain:
            from flashdeck.cli.plain import study_plain

            return study_plain(session, invocation.clock)
        from flashdeck.tui.app import FlashdeckApp, run

        return run(FlashdeckApp(library, invocation.clock, session=session))


def open_app(invocation: Invocation) -> int:
    """Open the app on the list of decks; return the exit code."""
    _need_terminal()
    from flashdeck.services.library import open_library, refresh

    with open_library(invocation.library, invocation.clock) as library:
        refresh(library)
        from flashdeck.tui.app import FlashdeckApp, run

        return run(FlashdeckApp(library, invocation.clock))


def _need_terminal() -> None:
    """Raise UsageError where no app can be shown."""
    # Textual draws on stderr and reads keys from stdin; its other drivers need no terminal.
    if "TEXTUAL_DRIVER" in os.environ:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise UsageError(
            "the app needs a terminal", todo="use 'flashdeck study --plain' in pipes and scripts"
        )
