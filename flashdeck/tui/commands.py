"""Where one can go from anywhere, by key and by the palette, and which screens have keys.

A new place is a row of `PLACES`; the screens that offer places then have its key, and the palette,
the help and the file of keys know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.screen import Screen

    from flashdeck.tui.screens.page import Page


class Place(NamedTuple):
    """A screen that a key leads to; ``screen`` makes it, for the page that is left."""

    id: str
    key: str
    label: str
    about: str
    screen: Callable[[Page], Screen[None]]


def _settings(page: Page) -> Screen[None]:
    from flashdeck.tui.screens.settings import SettingsScreen

    return SettingsScreen(page.decks_in_mind)


def _statistics(page: Page) -> Screen[None]:
    from flashdeck.tui.screens.statistics import StatisticsScreen

    return StatisticsScreen(page.decks_in_mind)


def _browse(page: Page) -> Screen[None]:
    from flashdeck.tui.screens.browse import BrowseScreen

    return BrowseScreen(page.decks_in_mind)


def _spotter(page: Page) -> Screen[None]:
    from flashdeck.tui.screens.spotter import SpotterScreen

    return SpotterScreen(page.decks_in_mind)


def _exams(page: Page) -> Screen[None]:
    from flashdeck.tui.screens.exams import ExamsScreen

    return ExamsScreen(page.decks_in_mind)


def _confusions(page: Page) -> Screen[None]:
    from flashdeck.tui.screens.confusions import ConfusionsScreen

    return ConfusionsScreen()


PLACES: tuple[Place, ...] = (
    Place("go.browse", "slash", "Browse", "browse and search", _browse),
    Place("go.statistics", "t", "Statistics", "statistics", _statistics),
    Place("go.spotter", "X", "Spotter", "spotter: a mock exam", _spotter),
    Place("go.exams", "p", "Exams", "exams: plan for a date", _exams),
    Place("go.confusions", "C", "Confusions", "what you mix up", _confusions),
    Place("go.settings", "comma", "Settings", "settings", _settings),
)

# Every screen with keys of its own, for the file of keys and what collides in it.
_SCREENS = (
    ("home", "HomeScreen"),
    ("review", "ReviewScreen"),
    ("done", "DoneScreen"),
    ("source", "SourceScreen"),
    ("info", "InfoScreen"),
    ("filter", "FilterScreen"),
    ("browse", "BrowseScreen"),
    ("statistics", "StatisticsScreen"),
    ("spotter", "SpotterScreen"),
    ("exams", "ExamsScreen"),
    ("confusions", "ConfusionsScreen"),
    ("settings", "SettingsScreen"),
    ("palette", "PaletteScreen"),
    ("help", "HelpScreen"),
    ("add", "AddScreen"),
    ("triage", "TriageScreen"),
    ("editor", "EditorScreen"),
    ("new_card", "NewCardScreen"),
    ("new_deck", "NewDeckScreen"),
    ("coverage", "CoverageScreen"),
)


def place_bindings(*shown: str) -> list[Binding]:
    """Return the keys of all places, for a screen that offers them; its footer has the shown."""
    return [
        Binding(
            one.key,
            f"go('{one.id}')",
            one.label,
            show=one.id in shown,
            id=one.id,
            tooltip=one.about,
        )
        for one in PLACES
    ]


def place_ids() -> tuple[str, ...]:
    """Return the ids of those keys, for the help."""
    return tuple(one.id for one in PLACES)


def place(name: str) -> Place:
    """Return the place of that id."""
    return next(one for one in PLACES if one.id == name)


def all_screens() -> Iterator[type[Page]]:
    """Import and yield every screen that has keys."""
    for module, name in _SCREENS:
        yield getattr(import_module(f"flashdeck.tui.screens.{module}"), name)


def all_bindings() -> list[list[Binding]]:
    """Return for every screen the bindings that are in force on it, the app's among them."""
    from flashdeck.tui.app import FlashdeckApp

    everywhere = [binding for _, binding in FlashdeckApp._merged_bindings or ()]
    return [
        [*(binding for _, binding in screen._merged_bindings or ()), *everywhere]
        for screen in all_screens()
    ]
