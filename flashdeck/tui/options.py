"""What a student may set for the whole app, and the commented file that keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flashdeck.services.config import SETTINGS_FILE, line_of, read_config
from flashdeck.tui import themes
from flashdeck.tui.preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flashdeck.services.config import Value


class Choice(NamedTuple):
    """One setting: its name, its values with the words for them, and what it means."""

    name: str
    title: str
    choices: tuple[tuple[Value | float | None, str], ...]
    about: str

    def word(self, value: object) -> str:
        """Return the word for a value."""
        return next((word for one, word in self.choices if one == value), str(value))

    def allows(self, value: object) -> bool:
        """Tell whether a value is one of the choices; ``true`` is not 1 here."""
        return any(one == value and type(one) is type(value) for one, _ in self.choices)


OPTIONS = (
    Choice(
        "theme",
        "Theme",
        tuple((name, themes.title(name)) for name in themes.NAMES),
        "The colours: one of six sets, or those of the terminal itself.",
    ),
    Choice(
        "motion",
        "Motion",
        ((True, "on"), (False, "reduced")),
        "The line of progress glides; without motion it steps.",
    ),
    Choice(
        "symbols",
        "Symbols",
        (("unicode", "Unicode"), ("ascii", "ASCII")),
        "ASCII draws rules and markers with -, = and > for terminals that lack the others.",
    ),
    Choice(
        "timer_seconds",
        "Timer",
        ((0, "off"), *((seconds, f"{seconds} seconds") for seconds in (10, 20, 30, 60, 120))),
        "Counts the seconds of each question down beside its number, and does nothing else.",
    ),
    Choice(
        "asked",
        "Answer",
        (
            ("deck", "as the deck says"),
            ("shown", "in my head"),
            ("typed", "in writing"),
            ("choice", "from four, where it can be"),
        ),
        "In writing, and from four options, a grade is proposed; you decide.",
    ),
)


def read_preferences(folder: Path) -> tuple[Preferences, list[str]]:
    """Return the settings in the folder, and one line for each thing in the file that is wrong.

    What is wrong or missing has its default.
    """
    path = folder / SETTINGS_FILE
    found = read_config(path)
    problems = [found.problem] if found.problem else []
    problems += _problems(path, found.values)
    good = {o.name: found.values[o.name] for o in OPTIONS if o.allows(found.values.get(o.name))}
    return Preferences(**good), problems


def _problems(path: Path, values: Mapping[str, Any]) -> Iterator[str]:
    options = {option.name: option for option in OPTIONS}
    for name, value in values.items():
        place = f"{path.name}:{line_of(path, name)}".removesuffix(":0")
        option = options.get(name)
        if option is None:
            yield f"{place}: no setting is called {name}; the settings are {', '.join(options)}"
        elif not option.allows(value):
            allowed = ", ".join(shown(one) for one, _ in option.choices)
            yield f"{place}: {name} cannot be {shown(value)}; it is one of {allowed}"


def shown(value: object) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def template() -> str:
    """Return the file with every setting at its default, each under what it means."""
    defaults = Preferences._field_defaults
    lines = [
        "# Settings of flashdeck. Change them here or in the app (the key , on the decks).",
        "# How each deck is studied is kept in the library, with its reviews.",
    ]
    for option in OPTIONS:
        allowed = ", ".join(shown(one) for one, _ in option.choices)
        lines += ["", f"# {option.about}", f"# One of {allowed}."]
        lines.append(f"{option.name} = {shown(defaults[option.name])}")
    return "\n".join(lines) + "\n"
