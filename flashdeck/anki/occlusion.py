"""Image occlusion as Anki writes it: masks in a cloze field, places in fractions of the picture."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flashdeck.core.model import Region

_MASK = re.compile(r"\{\{c(\d{1,3})::image-occlusion:(\w{1,20}):([^{}]{0,8000})\}\}")
_POINTS = 200
_CORNERS = 24  # of the polygon that stands for an ellipse
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Mask:
    """One mask of an image-occlusion note; ``alone`` where only the asked one is hidden.

    ``turned`` marks one that Anki shows at an angle.
    """

    number: int
    region: Region
    alone: bool
    turned: bool = False


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
            alone, turned = values.get("oi", "0") != "1", values.get("angle", "0") not in ("", "0")
            yield Mask(int(number), region, alone, turned)


def joined(one: Mask, other: Mask) -> Mask:
    """Return both masks as one: a polygon that walks round the first, then round the second."""
    first, second = _outline(one.region), _outline(other.region)
    numbers = (*first, *first[:2], *second, *second[:2], *first[:2])
    return replace(one, region=Region("polygon", numbers), turned=one.turned or other.turned)


def _outline(region: Region) -> tuple[float, ...]:
    if region.shape == "polygon":
        return region.numbers
    left, top, width, height = region.numbers
    if region.shape == "rect":
        return left, top, left + width, top, left + width, top + height, left, top + height
    turns = (2 * math.pi * corner / _CORNERS for corner in range(_CORNERS))
    return tuple(
        round(number, 2)
        for turn in turns
        for number in (
            left + width / 2 * (1 + math.cos(turn)),
            top + height / 2 * (1 + math.sin(turn)),
        )
    )


def _region(shape: str, values: dict[str, str]) -> Region | None:
    try:
        if shape == "polygon":
            pairs = [pair.split(",") for pair in values.get("points", "").split()][:_POINTS]
            numbers = [_within(_percent(one)) for x, y in pairs for one in (x, y)]
            return Region("polygon", tuple(numbers)) if len(numbers) >= 6 else None
        left, top = _percent(values["left"]), _percent(values["top"])
        if shape == "rect":
            width, height = _percent(values["width"]), _percent(values["height"])
        elif shape == "ellipse":
            width, height = 2 * _percent(values["rx"]), 2 * _percent(values["ry"])
        else:
            return None
    except (KeyError, ValueError):
        return None
    right, bottom = _within(left + width), _within(top + height)
    left, top = _within(left), _within(top)
    if right <= left or bottom <= top:
        return None
    return Region(shape, (left, top, _plain(right - left), _plain(bottom - top)))


def _percent(fraction: str) -> float:
    number = _plain(float(fraction) * 100)
    if not -1000 < number < 1000:
        raise ValueError(fraction)
    return number


def _within(percent: float) -> float:
    return _plain(min(max(percent, 0), _WHOLE))


def _plain(number: float) -> float:
    number = round(number, 4)
    return int(number) if number == int(number) else number
