"""``flashdeck study [DECK]``: the due cards, in the app or line by line."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from flashdeck.cli import report
from flashdeck.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from flashdeck.cli import Invocation
    from flashdeck.core.ids import DeckId
    from flashdeck.services.library import Library


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
    from flashdeck.services.library import deck_ids

    if plain:
        from flashdeck.cli.opened import opened
        from flashdeck.cli.plain import study_plain
        from flashdeck.services.safety import back_up_session
        from flashdeck.services.study import Session

        with opened(invocation) as library:
            notice = back_up_session(library.path, invocation.clock)
            if notice:
                report.note(notice)
            session = Session(library, invocation.clock, deck_ids(library, deck))
            return study_plain(session, invocation.clock)
    return _run_app(invocation, lambda library: deck_ids(library, deck))


def open_app(
    invocation: Invocation, articles: Sequence[Path] = (), target: Path | None = None
) -> int:
    """Open the app on the list of decks, or on the cards of articles; return the exit code."""
    return _run_app(invocation, articles=articles, target=target)


def _run_app(
    invocation: Invocation,
    start: Callable[[Library], Sequence[DeckId]] | None = None,
    *,
    articles: Sequence[Path] = (),
    target: Path | None = None,
) -> int:
    """Run the app: on the cards of the decks that ``start`` names, of articles, or on the decks."""
    _need_terminal()
    # What is imported stays; looking through it for garbage again and again delays the first card.
    gc.disable()
    from flashdeck.services.library import open_library
    from flashdeck.services.refreshing import refused_by_refresh
    from flashdeck.services.safety import back_up_meanwhile

    with open_library(invocation.library, invocation.clock) as library:
        refused = refused_by_refresh(library)
        notices = [*library.notices, *(f"{one}; the deck stays as it was" for one in refused)]
        decks = start(library) if start else None
        from flashdeck.tui.app import FlashdeckApp, run

        app = FlashdeckApp(
            library,
            invocation.clock,
            start=decks,
            articles=articles,
            target=target,
            notices=notices,
        )
        later = back_up_meanwhile(library.path, invocation.clock)
        try:
            return run(app)
        finally:
            later.cancel()
            gc.enable()


def _need_terminal() -> None:
    """Raise UsageError where no app can be shown."""
    # Textual draws on stderr and reads keys from stdin; its other drivers need no terminal.
    if "TEXTUAL_DRIVER" in os.environ:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise UsageError(
            "the app needs a terminal", todo="use 'flashdeck study --plain' in pipes and scripts"
        )
