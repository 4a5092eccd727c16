"""Whether the app runs in somebody's browser: files and programs of this machine are then shut."""

from __future__ import annotations

import os

SERVED_VARIABLE = "FLASHDECK_SERVED"
# What reads or writes files besides the library, or starts a program, by the ids of its keys.
SHUT = frozenset(
    (
        "home.add",
        "home.new",
        "home.edit",
        "home.coverage",
        "browse.edit",
        "card.edit",
        "card.outside",
        "card.delete",
        "review.picture",
        "settings.file",
        "settings.keys",
    )
)


def is_served() -> bool:
    """Tell whether the app is served to a browser."""
    return bool(os.environ.get(SERVED_VARIABLE))
