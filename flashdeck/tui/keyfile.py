"""``keys.toml``: what a student put on other keys, and where those collide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.binding import Binding, BindingsMap
from textual.keys import _character_to_key

from flashdeck.services.config import KEYS_FILE, line_of, read_config
from flashdeck.tui.keys import Keys, display, remapped

_KEY = re.compile(r"((ctrl|shift|alt|super)\+)*([a-zA-Z0-9]|[a-z][a-z0-9_]+)")


def read_keys(folder: Path) -> tuple[Keys, list[str]]:
    """Return the keys that the file names, by id, and one line for each that cannot be a key."""
    path = folder / KEYS_FILE
    found = read_config(path)
    problems = [found.problem] if found.problem else []
    keys: Keys = {}
    for name, value in _flat(found.values):
        given = [value] if isinstance(value, str) else value
        try:
            keys[name] = tuple(_named(one) for one in given)
            if not keys[name]:
                raise ValueError
        except (TypeError, ValueError):
            keys.pop(name, None)
            place = f"{path.name}:{_line(path, name)}".removesuffix(":0")
            problems.append(
                f'{place}: {name} has no such key; write "g", "f2", "ctrl+g" or ["g", "space"]'
            )
    return keys, problems


def _flat(values: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _named(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError
    key = key if len(key) == 1 else key.strip()
    if len(key) == 1 and key.isprintable():
        return "space" if key == " " else _character_to_key(key)
    if not _KEY.fullmatch(key):
        raise ValueError
    return key


def _line(path: Path, name: str) -> int:
    return line_of(path, name) or line_of(path, name.rpartition(".")[2])


def without_conflicts(
    keys: Keys, screens: Iterable[Sequence[Binding]], path: Path
) -> tuple[Keys, list[str]]:
    """Return the keys that can be given, and one line for each line of the file that cannot.

    ``screens`` are the bindings that are in force together. An id that no screen has is reported;
    where one key would do two things, the later line of the file gives way.
    """
    together = [BindingsMap(bindings) for bindings in screens]
    known = {binding.id for one in together for _, binding in one}
    problems = [
        f"{_place(path, name)}: no command is called {name}; {KEYS_FILE} lists them all"
        for name in keys
        if name not in known
    ]
    good = {name: given for name, given in keys.items() if name in known}
    while (clash := _clash(good, together)) is not None:
        name, key, other = clash
        del good[name]
        problems.append(
            f"{_place(path, name)}: {display(key)} cannot be {name}, it is {other}; "
            f"{name} keeps its own key"
        )
    return good, problems


def _place(path: Path, name: str) -> str:
    return f"{path.name}:{_line(path, name)}".removesuffix(":0")


def _clash(keys: Keys, together: Iterable[BindingsMap]) -> tuple[str, str, str] | None:
    """Return the last id of the file that takes another's key, that key, and the other's id."""
    found: dict[str, tuple[str, str, str]] = {}
    for bindings in together:
        meant = [set(ids) for ids in _holders(bindings).values()]
        for key, ids in _holders(remapped(bindings, keys)).items():
            different = list(dict.fromkeys(ids))
            given = [name for name in keys if name in different]
            # Some share a key by design: which of them it is depends on what is shown.
            if given and not any(set(different) <= one for one in [{different[0]}, *meant]):
                name = given[-1]
                other = next(one for one in different if one != name)
                found.setdefault(name, (name, key, other))
    return next((found[name] for name in reversed(keys) if name in found), None)


def _holders(bindings: BindingsMap) -> dict[str, list[str]]:
    holders: dict[str, list[str]] = {}
    for key, binding in bindings:
        holders.setdefault(key, []).append(binding.id or binding.action)
    return holders


def template(groups: Iterable[tuple[str, Sequence[Binding]]]) -> str:
    """Return the file with every command on its own key, as comments to be changed."""
    lines = [
        "# Keys of flashdeck. Take the # away before a line and write other keys into it:",
        '# one, "g", or several, ["g", "f2", "ctrl+g", "space"]. flashdeck reads this when it',
        "# starts, and says where a key would do two things; the line then does not count.",
    ]
    for title, bindings in groups:
        lines += ["", f"# {title}"]
        keys: dict[str, list[str]] = {}
        about: dict[str, str] = {}
        for _, binding in BindingsMap(bindings):
            if binding.id:
                keys.setdefault(binding.id, []).append(binding.key)
                about[binding.id] = binding.tooltip or binding.description
        for name, given in keys.items():
            shown = ", ".join(f'"{key}"' for key in given)
            lines.append(f'# "{name}" = [{shown}]  # {about[name]}')
    return "\n".join(lines) + "\n"
