"""The keys: how they are shown, and a screen's commands on the keys that the student gave them.

Every binding has an id, ``review.good``; ``keys.toml`` gives an id other keys. A screen takes its
keys from there when it is made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap
from textual.keys import format_key

if TYPE_CHECKING:
    from collections.abc import Mapping

Keys = dict[str, tuple[str, ...]]
_NAMES = {
    "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "backspace": "Backspace",
    "delete": "Del", "insert": "Ins", "home": "Home", "end": "End", "pageup": "PgUp",
    "pagedown": "PgDn", "up": "↑", "down": "↓", "left": "←", "right": "→",
}  # fmt: skip
_SIGNS = {"ctrl": "^", "shift": "⇧", "alt": "Alt+", "super": "Super+"}


def display(key: str) -> str:
    """Return a key as it is shown: ``Space``, ``^q``, ``?``."""
    *modifiers, name = key.split("+")
    shown = _NAMES.get(name)
    if shown is None:
        shown = name.upper() if name[:1] == "f" and name[1:].isdigit() else format_key(name)
    return "".join(_SIGNS.get(modifier, f"{modifier}+") for modifier in modifiers) + shown


def remapped(bindings: BindingsMap, keys: Mapping[str, tuple[str, ...]]) -> BindingsMap:
    """Return the bindings, each on the keys that the student gave it, else on its own."""
    if not keys:
        return bindings
    made: list[Binding] = []
    done: set[str] = set()
    for _, binding in bindings:
        wanted = keys.get(binding.id or "")
        if wanted is None:
            made.append(binding)
        elif binding.id not in done:
            done.add(binding.id or "")
            made += [replace(binding, key=key, key_display=None) for key in wanted]
    return BindingsMap(made)
