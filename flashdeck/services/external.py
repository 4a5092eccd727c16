"""The author's own editor, called at a line of a deck file; never through a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from flashdeck.core.errors import FlashdeckError, NotFoundError

# How editors are told a line: most take +LINE before the file.
_COLON = frozenset(("hx", "helix", "subl", "zed", "mate", "kate"))
_GOTO = frozenset(("code", "codium", "code-insiders", "cursor"))
_PLUS = frozenset(
    (
        *("vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "joe"),
        *("kak", "mg", "ne", "jed", "gedit", "gvim", "mcedit", "less"),
    )
)


def editor_command(path: Path, line: int, environment: Mapping[str, str]) -> list[str]:
    """Return the arguments that open the file at a line in ``$VISUAL``, else ``$EDITOR``.

    Raises NotFoundError where neither names a program.
    """
    wanted = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(wanted, posix=os.name != "nt")
    except ValueError:
        words = []
    words = [word.strip('"') for word in words]
    if not words:
        raise NotFoundError("no editor is named", todo="set $EDITOR, or press e to edit here")
    name = Path(words[0]).name.lower().removesuffix(".exe")
    target = str(path)
    if name in _GOTO:
        return [*words, "--goto", f"{target}:{line}"]
    if name in _COLON:
        return [*words, f"{target}:{line}"]
    return [*words, f"+{line}", target] if name in _PLUS else [*words, target]


def viewer_command(path: Path, system: str = sys.platform) -> list[str]:
    """Return the arguments that show a file in the system's own viewer (not on Windows)."""
    return ["open" if system == "darwin" else "xdg-open", str(path.resolve())]


def open_viewer(path: Path) -> None:
    """Show a picture outside, without waiting. Raises FlashdeckError where nothing can show it."""
    try:
        if sys.platform == "win32":
            os.startfile(path.resolve())
        else:
            subprocess.Popen(  # a fixed list of arguments, no shell
                viewer_command(path),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        raise FlashdeckError(
            f"no program shows pictures here ({reason.lower()})", todo="T describes it"
        ) from failure


def run_editor(command: list[str]) -> None:
    """Run the editor and wait for it. Raises FlashdeckError where it cannot be started."""
    try:
        subprocess.run(command, check=False)  # a fixed list of arguments, no shell
    except (OSError, ValueError) as failure:
        reason = failure.strerror if isinstance(failure, OSError) else str(failure)
        raise FlashdeckError(
            f"{command[0]} cannot be started ({(reason or 'unknown reason').lower()})",
            todo="name another in $EDITOR",
        ) from failure
