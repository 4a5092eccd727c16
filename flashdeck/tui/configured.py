"""Settings and keys of a folder, as the app starts with them."""

from __future__ import annotations

from pathlib import Path

from flashdeck.services.config import KEYS_FILE
from flashdeck.tui.keyfile import read_keys, without_conflicts
from flashdeck.tui.keys import Keys
from flashdeck.tui.options import read_preferences
from flashdeck.tui.preferences import Preferences


def read_all(folder: Path) -> tuple[Preferences, Keys, list[str]]:
    """Return settings, keys, and one line for each thing that is wrong in their files."""
    preferences, problems = read_preferences(folder)
    keys, wrong = read_keys(folder)
    if keys:
        from flashdeck.tui.commands import all_bindings  # every screen, for what may collide

        keys, more = without_conflicts(keys, all_bindings(), folder / KEYS_FILE)
        wrong += more
    return preferences, keys, [*problems, *wrong]
