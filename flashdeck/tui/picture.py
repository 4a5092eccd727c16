"""A picture card: the picture in half blocks with its numbers, and its labels beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip
from textual.visual import RenderOptions, Visual

from flashdeck.core.places import centre, described, label_number
from flashdeck.files.pixels import Colour, Mask, Pixels
from flashdeck.tui import safe
from flashdeck.tui.cards import ANSWER, EMPTY, QUESTION, View, answer, own_words
from flashdeck.tui.flow import Flow, Group, Row, row

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.style import Style

    from flashdeck.core.picture import Label, Picture
    from flashdeck.tui.flow import Part

_SHARE = 58  # percent of the width that the picture may take
_GAP = 3
_LEAST_ROWS = 8
_HALF = "▀"


class Colours(NamedTuple):
    """The colours that a picture is drawn with, as red, green and blue."""

    background: Colour
    text: Colour
    asked: Colour
    hidden: Colour


class Room(NamedTuple):
    """The cells of a stage that a picture card has: the picture's, and the column beside it."""

    columns: int
    rows: int
    beside: int


def asked_label(view: View) -> Label | None:
    """Return the label that a card asks for."""
    picture = view.card.picture
    if picture is None:
        return None
    return next((one for one in picture.labels if one.name == view.card.label), None)


def room(width: int, height: int) -> Room | None:
    """Return how a picture card is shared out; None where there is no room for a picture."""
    rows = height - 2
    columns = width * _SHARE // 100
    return Room(columns, rows, width - columns - _GAP) if rows >= _LEAST_ROWS else None


def masks(view: View, colours: Colours) -> tuple[Mask, ...]:
    """Return what is covered: the asked label until it is answered, others unless hide-one."""
    picture, asked = view.card.picture, asked_label(view)
    if picture is None or asked is None:
        return ()
    found = []
    if not picture.hide_one:
        found = [Mask(one.region, colours.hidden) for one in picture.labels if one is not asked]
    if not view.revealed:
        found.append(Mask(asked.region, colours.asked))
    return tuple(found)


def question_row(view: View) -> safe.Content:
    """Return the question over the picture."""
    asked = asked_label(view)
    number = label_number(asked) if asked else ""
    return safe.line((f"Which structure is {number}?" if number else view.card.question, QUESTION))


def beside(view: View, keys: tuple[tuple[str, str], ...], *, source_key: str) -> Flow:
    """Return the column beside the picture: labels, what else is told, and (key, words) pairs."""
    picture, asked = view.card.picture, asked_label(view)
    groups: list[Group] = []
    if view.below:
        groups += view.below
    elif picture is not None and asked is not None:
        groups.append(Group(tuple(_rows(view, picture, asked))))
    groups += own_words(answer(view, source_key=source_key), view)
    if keys:
        pairs = tuple(Row(safe.line((what, "$muted")), _key(key)) for key, what in keys)
        groups.append(Group(pairs))
    return Flow([group._replace(align="left", indent=0) for group in groups])


def in_words(view: View) -> Flow:
    """Return where the asked label stands, as a line of text."""
    picture, asked = view.card.picture, asked_label(view)
    if picture is None or asked is None:
        return Flow([])
    text = described(picture, asked, named=picture.hide_one)
    return Flow([Group((Row(safe.line((text, "$muted"))),), align="lines", indent=4)])


def _rows(view: View, picture: Picture, asked: Label) -> list[Part]:
    wide = max(len(label_number(one)) for one in picture.labels)
    found: list[Part] = []
    for label in picture.labels:
        number = f"{label_number(label):>{wide}}  "
        if label is asked:
            marker = safe.line((number, "bold $text-primary"))
            if view.revealed:
                found.append(row(label.answer.text, ANSWER, marker))
            else:
                found.append(Row(safe.line((EMPTY, "$text-primary")), marker))
        else:
            text = label.answer.text if picture.hide_one else "…"
            found.append(row(text, "" if picture.hide_one else "$muted", _number(number)))
    return found


def _number(text: str) -> safe.Content:
    return safe.line((text, "$muted"))


def _key(key: str) -> safe.Content:
    return safe.line((f"{key}  ", "$text-primary"))


def half_blocks(pixels: Pixels, view: View, colours: Colours) -> list[Strip]:
    """Return the picture as rows of half blocks, two pixels a cell, with the labels' numbers."""
    cells: list[list[tuple[str, Colour, Colour, bool]]] = []
    for top in range(0, pixels.height, 2):
        line = []
        for x in range(pixels.width):
            low = pixels.colour(x, top + 1) if top + 1 < pixels.height else colours.background
            line.append((_HALF, pixels.colour(x, top), low, False))
        cells.append(line)
    picture, asked = view.card.picture, asked_label(view)
    # The asked number is written last, over any other one.
    labels = sorted(picture.labels, key=lambda one: one is asked) if picture else []
    for label in labels:
        here = label is asked
        _write(cells, label, colours.asked if here else colours.text, colours.background)
    return [_strip(line) for line in cells]


def _write(
    cells: list[list[tuple[str, Colour, Colour, bool]]], label: Label, paper: Colour, ink: Colour
) -> None:
    text = f" {label_number(label)} "
    x, y = centre(label.region)
    line = cells[min(int(y * len(cells) / 100), len(cells) - 1)]
    start = min(max(round(x * len(line) / 100 - len(text) / 2), 0), max(len(line) - len(text), 0))
    for at, letter in enumerate(text[: len(line)]):
        line[start + at] = (letter, ink, paper, True)


def _strip(line: list[tuple[str, Colour, Colour, bool]]) -> Strip:
    segments: list[Segment] = []
    start = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or line[at][1:] != line[start][1:]:
            _, above, below, bold = line[start]
            style = RichStyle(
                color=RichColor.from_rgb(*above), bgcolor=RichColor.from_rgb(*below), bold=bold
            )
            segments.append(Segment("".join(cell[0] for cell in line[start:at]), style))
            start = at
    return Strip(segments, len(line))


class PicturePage(Visual):
    """The question, the picture below it, and a column of text beside that."""

    def __init__(
        self, head: safe.Content, strips: list[Strip], lines: list[safe.Content], room: Room
    ) -> None:
        self._head = head
        self._strips = strips
        self._lines = lines
        self._room = room

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Take all the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of rows."""
        return self._room.rows + 2

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the rows as strips."""
        blank = style.rich_style
        head = self._head.truncate(width, ellipsis=True).render_strips(width, 1, style, options)
        text = safe.Content("\n").join(self._lines)
        beside = text.render_strips(self._room.beside, self._room.rows, style, options)
        found = [*head, Strip.blank(width, blank)]
        for at in range(self._room.rows):
            left = self._strips[at] if at < len(self._strips) else Strip([], 0)
            indent = max((self._room.columns - left.cell_length) // 2, 0)
            row = Strip.join([Strip.blank(indent, blank), left]).extend_cell_length(
                self._room.columns + _GAP, blank
            )
            right = beside[at] if at < len(beside) else Strip([], 0)
            found.append(Strip.join([row, right]).extend_cell_length(width, blank))
        return found
