"""Where the decks are that come with flashdeck."""

from __future__ import annotations

from pathlib import Path

import flashdeck


def bundled_decks() -> Path:
    """Return the folder of the decks that ship with flashdeck: installed, or in a checkout."""
    package = Path(flashdeck.__file__).resolve().parent
    installed = package / "decks"
    return installed if installed.is_dir() else package.parent / "decks"
