"""The footer: the keys that matter now, read from the screen's bindings."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.binding import Binding
from textual.widget import Widget

from flashdeck.tui import safe

_BETWEEN = 3
_LAST = "help"
_TO_THE_END = ("undo", "leave", "close", "quit", _LAST)  # what a screen has of its own comes first


class _Place(NamedTuple):
    key: str
    start: int
    end: int


class KeyLine(Widget):
    """One row of keys with their words; a click on one presses it."""

    _places: tuple[_Place, ...] = ()

    def render(self) -> safe.Content:
        """Return as many keys as fit; the key for all the others is last and always fits."""
        shown = self._shown()
        last = [binding for binding in shown if binding.action == _LAST]
        room = self.size.width - sum(self._width(binding) + _BETWEEN for binding in last)
        pieces: list[safe.Content] = []
        places: list[_Place] = []
        at = 0
        for binding in [*(one for one in shown if one.action != _LAST), *last]:
            width = self._width(binding)
            between = _BETWEEN if at else 0
            if binding.action != _LAST and at + between + width > room:
                continue
            if at:
                pieces.append(safe.line(" " * _BETWEEN))
                at += _BETWEEN
            key = self.app.get_key_display(binding)
            pieces.append(
                safe.line((key, "bold $text-primary"), (f" {binding.description}", "$muted"))
            )
            places.append(_Place(binding.key, at, at + width))
            at += width
        self._places = tuple(places)
        return safe.line(*pieces)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        event.stop()
        x = event.get_content_offset(self)
        for place in self._places:
            if x is not None and place.start <= x.x < place.end:
                self.app.simulate_key(place.key)

    def _width(self, binding: Binding) -> int:
        return len(self.app.get_key_display(binding)) + 1 + len(binding.description)

    def _shown(self) -> list[Binding]:
        found: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.description:
                found.setdefault(binding.action, binding)
        return sorted(found.values(), key=_rank)


def _rank(binding: Binding) -> int:
    return _TO_THE_END.index(binding.action) if binding.action in _TO_THE_END else -1
