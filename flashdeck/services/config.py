"""The student's own settings as TOML files in the config folder: read, and changed line by line.

People edit these files by hand, so a change touches only the line that it is about; comments and
order stay. What a setting may be is the app's to know.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flashdeck.core.errors import FlashdeckError, Location

if TYPE_CHECKING:
    from typing import Any

FOLDER_VARIABLE = "FLASHDECK_CONFIG"
SETTINGS_FILE, KEYS_FILE = "settings.toml", "keys.toml"
_MOST_BYTES = 1_000_000
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
Value = str | int | bool


class ConfigError(FlashdeckError):
    """A file of settings that cannot be read, or cannot be changed."""


class ConfigFile(NamedTuple):
    """What a file says; ``problem`` is one line about a file that cannot be read, '' for others."""

    values: Mapping[str, Any] = MappingProxyType({})
    problem: str = ""


def config_folder() -> Path:
    """Return the folder of the student's settings; ``$FLASHDECK_CONFIG`` names another one."""
    named = os.environ.get(FOLDER_VARIABLE, "")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("flashdeck", appauthor=False)


def read_config(path: Path) -> ConfigFile:
    """Return what a file of settings says; nothing where there is no such file."""
    try:
        text = _text(path)
    except FileNotFoundError:
        return ConfigFile()
    except ConfigError as failure:
        return ConfigFile(problem=str(failure))
    try:
        return ConfigFile(_parsed(text, path))
    except ConfigError as failure:
        return ConfigFile(problem=str(failure))


def line_of(path: Path, name: str) -> int:
    """Return the line, counted from 1, on which a file sets a name; 0 where it is not found."""
    try:
        lines = _text(path).splitlines()
    except (OSError, ConfigError):
        return 0
    return next((at for at, line in enumerate(lines, 1) if _sets(line, name)), 0)


def write_value(path: Path, name: str, value: Value, template: str) -> None:
    """Set one name in a file, which is made from the template where there is none.

    Every other line stays as it is. Raises ConfigError where the file cannot be read or written, or
    holds the name in a form that one line cannot replace.
    """
    from flashdeck.files.write import write_atomically

    try:
        text = _text(path)
    except FileNotFoundError:
        text = template
    before = _parsed(text, path)
    changed = _with_value(text, name, value)
    try:
        after = _parsed(changed, path)
    except ConfigError:
        after = {}
    if after != {**before, name: value}:
        raise ConfigError(
            f"{name} cannot be changed here", todo="edit the file by hand", at=Location(path.name)
        )
    _make_folder(path)
    write_atomically(path, changed.encode("utf-8"), error=ConfigError)


def write_new(path: Path, text: str) -> None:
    """Write a file of settings where there is none yet; raises ConfigError where it cannot be."""
    from flashdeck.files.write import write_atomically

    if not path.exists():
        _make_folder(path)
        write_atomically(path, text.encode("utf-8"), error=ConfigError)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise ConfigError(
            "the folder of the settings cannot be made",
            todo=f"set ${FOLDER_VARIABLE} to another",
            at=Location(str(path.parent)),
        ) from failure


def _text(path: Path) -> str:
    at = Location(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as failure:
        raise ConfigError("the settings cannot be read", todo="the defaults hold", at=at) from (
            failure
        )
    if len(data) > _MOST_BYTES:
        raise ConfigError("this is no file of settings", todo="the defaults hold", at=at)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise ConfigError("the file is not UTF-8", todo="the defaults hold", at=at) from failure


def _parsed(text: str, path: Path) -> dict[str, Any]:
    import tomllib  # most students change nothing, and then nothing needs to be read

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as failure:
        told = str(failure) or "too deeply nested"
        place = _TOML_PLACE.search(told)
        at = Location(path.name, int(place[1]), int(place[2])) if place else Location(path.name)
        what = _TOML_PLACE.sub("", told)
        raise ConfigError(
            f"not TOML: {what[:1].lower()}{what[1:]}", todo="until then the defaults hold", at=at
        ) from failure


def _with_value(text: str, name: str, value: Value) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    setting = f"{name} = {_toml(value)}"
    for at, line in enumerate(lines):
        if line.lstrip().startswith("["):
            break
        if _sets(line, name):
            lines[at] = setting + _comment_after(line)
            return end.join(lines)
    at = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    while at and not lines[at - 1].strip():
        at -= 1
    lines.insert(at, setting)
    return end.join(lines).rstrip("\r\n") + end


def _sets(line: str, name: str) -> bool:
    key, equals, _ = line.partition("=")
    return bool(equals) and key.strip().strip("\"'") == name


def _comment_after(line: str) -> str:
    """Return the comment at the end of a setting, blanks before it; none where it is not plain."""
    found = re.fullmatch(r"""[^=]*=\s*(?:"[^"\\]*"|'[^']*'|[^\s"'#\[{]+)(\s*#.*)?""", line)
    return (found[1] or "") if found else ""


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
