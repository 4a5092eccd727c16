"""Whether the app runs in somebody's browser: files and programs of this machine are then shut."""

from __future__ import annotations

import os

SERVED_VARIABLE = "FLASHDECK_SERVED"


def is_served() -> bool:
    """Tell whether the app is served to a browser."""
    return bool(os.environ.get(SERVED_VARIABLE))
