"""Image occlusion as Anki writes it: masks in a cloze field, places in fractions of the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashdeck.core.model import Region

_MASK = re.compile(r"\{\{c(\d{1,3})::image-occlusion:(\w{1,20}):([^{}]{0,8000})\}\}")
_POINTS = 200


@dataclass(frozen=True, slots=True)
class Mask:
    """One mask of an image-occlusion note; ``alone`` where only the asked one is hidden."""

    number: int
    region: Region
    alone: bool


def masks_in(markup: str) -> Iterator[Mask | str]:
    """Yield the masks, and the names of shapes that are none, such as text on the picture."""
    for number, shape, rest in _MASK.findall(markup):
        values: dict[str, str] = {}
        for piece in rest.split(":"):
            key, _, value = piece.partition("=")
            values.setdefault(key, value)
        region = _region(shape, values)
        if region is None or int(number) == 0:
            yield shape
        else:
            yield Mask(int(number), region, alone=values.get("oi", "0") != "1")


def _region(shape: str, values: dict[str, str]) -> Region | None:
    try:
        if shape == "polygon":
            pairs = [pair.split(",") for pair in values.get("points", "").split()][:_POINTS]
            numbers = [_percent(one) for x, y in pairs for one in (x, y)]
            return Region("polygon", tuple(numbers)) if len(numbers) >= 6 else None
        left, top = _percent(values["left"]), _percent(values["top"])
        if shape == "rect":
            size = _percent(values["width"]), _percent(values["height"])
        elif shape == "ellipse":
            size = 2 * _percent(values["rx"]), 2 * _percent(values["ry"])
        else:
            return None
        return Region(shape, (left, top, round(size[0], 4), round(size[1], 4)))
    except (KeyError, ValueError):
        return None


def _percent(fraction: str) -> float:
    number = round(float(fraction) * 100, 4)
    if not -1000 < number < 1000:
        raise ValueError(fraction)
    return int(number) if number == int(number) else number
