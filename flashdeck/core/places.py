"""Where a label stands in its picture, in words, for those who do not see the picture."""

from __future__ import annotations

from math import hypot

from flashdeck.core.picture import Label, Picture, Region

_ACROSS = ("far left", "left", "centre", "right", "far right")
_DOWN = ("top fifth", "second fifth", "middle fifth", "fourth fifth", "lowest fifth")


def label_number(label: Label) -> str:
    """Return the number of a label as it is shown: ``2`` for L2."""
    return str(label.name).removeprefix("L")


def centre(region: Region) -> tuple[float, float]:
    """Return the middle of a region in percent of the picture's width and height."""
    numbers = region.numbers
    if region.shape == "polygon":
        across, down = numbers[::2], numbers[1::2]
        return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2
    left, top, width, height = numbers
    return left + width / 2, top + height / 2


def described(picture: Picture, asked: Label, *, named: bool) -> str:
    """Return where a label stands: ``Label 2 of 3: centre, lowest fifth, below 1 (soleus).``

    ``named`` tells that the other labels' names may be said.
    """
    x, y = centre(asked.region)
    at = picture.labels.index(asked) + 1
    text = f"Label {at} of {len(picture.labels)}: {_ACROSS[_fifth(x)]}, {_DOWN[_fifth(y)]}"
    others = [one for one in picture.labels if one is not asked]
    if others:
        nearest = min(others, key=lambda one: _distance(one, x, y))
        there_x, there_y = centre(nearest.region)
        if abs(y - there_y) >= abs(x - there_x):
            side = "below" if y > there_y else "above"
        else:
            side = "right of" if x > there_x else "left of"
        name = f" ({nearest.answer.text})" if named else ""
        text += f", {side} {label_number(nearest)}{name}"
    return f"{text}."


def _fifth(percent: float) -> int:
    return min(int(percent // 20), 4)


def _distance(label: Label, x: float, y: float) -> float:
    there_x, there_y = centre(label.region)
    return hypot(there_x - x, there_y - y)
