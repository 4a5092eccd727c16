"""Charts as lines of text: an axis, labels and numbers beside every shape, readable without colour.

Each function is pure: values in, lines out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from flashdeck.tui import safe
from flashdeck.tui.safe import Content

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_AXIS = 5  # cells of the numbers left of the axis
_GUIDE = "$foreground 30%"
_LEAST_SHARE = 0.5  # where the bars of shares begin
_LOW_BY = 0.02  # a share so far under the goal is called low


class Bar(NamedTuple):
    """A named part of a whole; ``share`` from 0 to 1, ``note`` stands at the end of its line."""

    name: str
    share: float
    note: str = ""


def columns(
    values: Sequence[float],
    labels: Sequence[tuple[int, str]],
    width: int,
    *,
    height: int = 5,
    marked: int | None = None,
) -> list[Content]:
    """Return a column chart: ``labels`` name places on the time axis, ``marked`` is today.

    Where there are more values than columns, neighbours are added up.
    """
    room = max(width - _AXIS - 2, 8)
    step = 2 if len(values) * 2 - 1 <= room else 1
    bunch = max(1, math.ceil(len(values) / (room // step)))
    shown = [sum(values[n : n + bunch]) for n in range(0, len(values), bunch)]
    top = _round_up(max(shown, default=0))
    lines = []
    for row in range(height, 0, -1):
        tick = {height: top, (height + 1) // 2: top / 2}.get(row)
        number = f"{_short(tick):>{_AXIS}} ┤" if tick is not None else f"{'':>{_AXIS}} │"
        pieces: list[safe.Styled] = [(number, "$muted")]
        for place, value in enumerate(shown):
            filled = value / top * height - (row - 1) if top else 0
            least = 1 if value and row == 1 else 0
            sign = _EIGHTHS[max(least, min(8, round(filled * 8)))]
            style = "bold $text-primary" if place * bunch == marked else "$text-primary 80%"
            pieces.append((sign + " " * (step - 1), style))
        lines.append(safe.line(*pieces).rstrip())
    span = len(shown) * step
    lines.append(safe.line((f"{'0':>{_AXIS}} └{'─' * span}", "$muted")))
    lines.append(safe.line((_under_axis(labels, bunch, step, span), "$muted")))
    return lines


def _under_axis(labels: Sequence[tuple[int, str]], bunch: int, step: int, span: int) -> str:
    text = [" "] * (span + 12)
    free = 0
    for place, label in labels:
        at = place // bunch * step
        if at >= free and at + len(label) <= len(text):
            text[at : at + len(label)] = label
            free = at + len(label) + 2
    return " " * (_AXIS + 2) + "".join(text).rstrip()


def shares(bars: Sequence[Bar], width: int, *, goal: float | None = None) -> list[Content]:
    """Return horizontal bars from 50 to 100 %, with a mark at the goal and its word beneath.

    A share under the goal is called low in words; one under 50 % has no bar.
    """
    names = min(max((len(bar.name) for bar in bars), default=0), 22)
    notes = max((len(_share_note(bar, goal)) for bar in bars), default=0)
    room = max(width - names - notes - 4, 10)
    at_goal = None if goal is None else _place(goal, room)
    lines = []
    for bar in bars:
        filled = _place(bar.share, room)
        drawn = "━" * int(filled) + ("╸" if filled % 1 >= 0.5 else "")
        pieces: list[safe.Styled | Content] = [
            (f"{safe.shorten(bar.name, names):<{names}}  ", ""),
            (drawn, "$text-primary"),
        ]
        if at_goal is not None and len(drawn) <= at_goal:
            pieces += [(" " * (int(at_goal) - len(drawn)), ""), ("┊", _GUIDE)]
            pieces.append((" " * (room - int(at_goal) - 1), ""))
        else:
            pieces.append((" " * (room - len(drawn)), ""))
        pieces.append((f"  {_share_note(bar, goal)}", "$foreground"))
        lines.append(safe.line(*pieces).rstrip())
    scale = [" "] * (room + 5)
    for value in (0.5, 0.75, 1.0):
        text = f"{value * 100:.0f}" + (" %" if value == _LEAST_SHARE else "")
        at = min(int(_place(value, room)), room - 2)
        scale[at : at + len(text)] = text
    lines.append(safe.line((" " * (names + 2) + "".join(scale).rstrip(), "$muted")))
    return lines


def _share_note(bar: Bar, goal: float | None) -> str:
    low = "  low" if goal is not None and bar.share < goal - _LOW_BY else ""
    return f"{bar.share * 100:3.0f} %  {bar.note}{low}".rstrip()


def _place(share: float, room: int) -> float:
    return max(0.0, min(1.0, (share - _LEAST_SHARE) / (1 - _LEAST_SHARE))) * (room - 1)


def counts(rows: Sequence[tuple[str, int]], width: int) -> list[Content]:
    """Return horizontal bars of numbers of cards, each with its name and its number."""
    names = max((len(name) for name, _ in rows), default=0)
    most = max((number for _, number in rows), default=0)
    numbers = len(f"{most:,}")
    room = max(width - names - numbers - 4, 10)
    lines = []
    for name, number in rows:
        filled = number / most * room if most else 0
        drawn = "━" * int(filled) + ("╸" if filled % 1 >= 0.5 or 0 < filled < 1 else "")
        lines.append(
            safe.line(
                (f"{name:>{names}}  ", ""),
                (f"{number:>{numbers},}  ", "$muted" if not number else ""),
                (drawn, "$text-primary"),
            ).rstrip()
        )
    return lines


def _round_up(value: float) -> float:
    """Return the next number that reads well on an axis: 4, 10, 20, 40, 100 ..."""
    if value <= 0:
        return 0
    for power in range(-1, 12):
        for head in (1, 2, 4, 6, 8):
            if head * 10**power >= value:
                return float(max(head * 10**power, 2))
    return value


def _short(value: float) -> str:
    if value >= 10_000:
        return f"{value / 1000:.0f}k"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"
