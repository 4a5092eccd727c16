"""The colours: two themes of our own, the built-in ones we looked at, and NO_COLOR."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.color import Color, ColorParseError
from textual.theme import Theme

if TYPE_CHECKING:
    from flashdeck.tui.picture import Colours

NIGHT = Theme(
    name="night",
    primary="#EBA887",
    secondary="#A9B7C6",
    accent="#EBA887",
    foreground="#E6E1D8",
    background="#16181D",
    surface="#1C1F25",
    panel="#22262E",
    warning="#E0B15E",
    error="#F08A80",
    success="#9CC48C",
    dark=True,
    variables={
        "text-primary": "#EBA887",
        "text-warning": "#E0B15E",
        "text-error": "#F08A80",
        "scrollbar": "#3A3F49",
        "scrollbar-hover": "#4A505C",
        "scrollbar-active": "#EBA887",
        "scrollbar-background": "#16181D",
        "scrollbar-background-hover": "#16181D",
        "scrollbar-background-active": "#16181D",
    },
)
# Red chalk on paper, as in old anatomical plates.
PAPER = Theme(
    name="paper",
    primary="#9A4225",
    secondary="#4A5A6A",
    accent="#9A4225",
    foreground="#2A2723",
    background="#FAF7F0",
    surface="#F3EEE3",
    panel="#EBE4D5",
    warning="#7A5200",
    error="#A3201A",
    success="#3F6B33",
    dark=False,
    variables={
        "text-primary": "#9A4225",
        "text-warning": "#7A5200",
        "text-error": "#A3201A",
        "scrollbar": "#D8CFBD",
        "scrollbar-hover": "#C9BEA8",
        "scrollbar-active": "#9A4225",
        "scrollbar-background": "#FAF7F0",
        "scrollbar-background-hover": "#FAF7F0",
        "scrollbar-background-active": "#FAF7F0",
    },
)
OWN = (NIGHT, PAPER)
BUILT_IN = ("nord", "gruvbox", "catppuccin-mocha", "rose-pine-dawn", "ansi-dark", "ansi-light")
NAMES = (*(theme.name for theme in OWN), *BUILT_IN)
DEFAULT = NIGHT.name
WITHOUT_COLOUR = "ansi-dark"  # the terminal's own two colours; Textual then drops all others


def title(name: str) -> str:
    """Return the name of a theme as it is shown."""
    if name.startswith("ansi-"):
        return f"the terminal's own, {name.removeprefix('ansi-')}"
    return name.replace("-", " ").capitalize()


def no_colour() -> bool:
    """Tell whether the environment asks for no colour (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


def first_theme(preferred: str = DEFAULT) -> str:
    """Return the theme to begin with; Textual's own variable may name another one."""
    if no_colour():
        return WITHOUT_COLOUR
    wanted = os.environ.get("TEXTUAL_THEME", "")
    return wanted if wanted in NAMES else preferred


def picture_colours(variables: dict[str, str], *, dark: bool) -> Colours:
    """Return the colours that pictures are drawn with; black and white for the terminal's own."""
    from flashdeck.tui.picture import Colours

    paper, ink = ((0, 0, 0), (255, 255, 255)) if dark else ((255, 255, 255), (0, 0, 0))
    asked, hidden = ((215, 120, 60) if dark else (150, 60, 20)), (110, 110, 110)
    return Colours(
        _rgb(variables.get("background", ""), paper),
        _rgb(variables.get("foreground", ""), ink),
        _rgb(variables.get("text-primary", ""), asked),
        hidden,
    )


def _rgb(colour: str, otherwise: tuple[int, int, int]) -> tuple[int, int, int]:
    try:
        found = Color.parse(colour)
    except ColorParseError:
        return otherwise
    return otherwise if found.ansi is not None else found.rgb


def muted(background: str) -> str:
    """Return the colour for secondary text: the background blended 60 % to its contrast colour.

    Where the background is the terminal's own, which nobody knows, it is the terminal's text.
    """
    try:
        colour = Color.parse(background)
    except ColorParseError:
        return "ansi_default"
    if colour.ansi is not None:
        return "ansi_default"
    return colour.blend(colour.get_contrast_text(1.0), 0.6, 1.0).hex
