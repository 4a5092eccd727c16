"""What a shell offers for the name of a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from flashdeck.core.errors import FlashdeckError

if TYPE_CHECKING:
    from pathlib import Path


def deck_names(
    context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Return the decks whose name or title begins so, case-blind; none without a sound library.

    A shell asks while the student types: no library is made, and no error is said.
    """
    from flashdeck.services.clock import clock_from_environment
    from flashdeck.services.library import open_library, typed_names

    try:
        with open_library(_library(context), clock_from_environment(), create=False) as library:
            known = typed_names(library)
    except (FlashdeckError, OSError):
        return []
    wanted = begun.casefold()
    return [
        CompletionItem(name, help=title)
        for name, title in known
        if name.casefold().startswith(wanted) or title.casefold().startswith(wanted)
    ]


def _library(context: click.Context) -> Path:
    from flashdeck.cli import library_path

    # The group is not called while a line is completed; its options are read all the same.
    return library_path(context.find_root().params.get("library"))
