"""The app, as the commands open it."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from flashdeck.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from flashdeck.cli import Invocation
    from flashdeck.services.library import Library
    from flashdeck.services.selection import Selection
    from flashdeck.services.study import Session


def study(invocation: Invocation, deck: str | None, selection: Selection | None = None) -> int:
    """Open the app on what is due today, of one deck or of all; return the exit code.

    ``selection`` narrows that.
    """

    def start(library: Library) -> Session | None:
        from flashdeck.services.library import deck_ids
        from flashdeck.services.selection import ALL
        from flashdeck.services.study import Session

        decks = deck_ids(library, deck)
        return Session(library, invocation.clock, decks, selection or ALL) if decks else None

    return _run_app(invocation, start)


def open_app(
    invocation: Invocation, articles: Sequence[Path] = (), target: Path | None = None
) -> int:
    """Open the app on the list of decks, or on the cards of articles; return the exit code."""
    return _run_app(invocation, articles=articles, target=target)


def _run_app(
    invocation: Invocation,
    start: Callable[[Library], Session | None] | None = None,
    *,
    articles: Sequence[Path] = (),
    target: Path | None = None,
) -> int:
    """Run the app: on the session that ``start`` begins, the cards of articles, or the decks."""
    _need_terminal()
    # What is imported stays; looking through it for garbage again and again delays the first card.
    gc.disable()
    from flashdeck.services.config import config_folder
    from flashdeck.services.library import open_library
    from flashdeck.services.refreshing import refused_by_refresh
    from flashdeck.services.safety import back_up_meanwhile

    with open_library(invocation.library, invocation.clock) as library:
        refused = refused_by_refresh(library)
        notices = [*library.notices, *(f"{one}; the deck stays as it was" for one in refused)]
        session = start(library) if start else None
        from flashdeck.tui.app import FlashdeckApp, run

        app = FlashdeckApp(
            library,
            invocation.clock,
            session=session,
            articles=articles,
            target=target,
            notices=notices,
            config=config_folder(),
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
