"""A sheet to print: the questions first, the answer key on pages of its own."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterable, Sequence

from flashdeck.anki.html import attribute, escape, to_html
from flashdeck.anki.notes import ExportDeck, Media, items_html
from flashdeck.core.model import Card, CardKind, Label, Region

_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.45;
  font-family: Georgia, "Times New Roman", serif; }}
h1, h2 {{ font-family: system-ui, sans-serif; break-after: avoid; }}
li {{ margin: .5em 0; break-inside: avoid; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid; padding: .1em .5em; }}
.room {{ height: 1.6em; border-bottom: 1px solid; opacity: .4; }}
.or {{ opacity: .7; }}
figure {{ position: relative; display: inline-block; margin: .5em 0; }}
figure img {{ display: block; max-width: 100%; }}
figure svg {{ position: absolute; inset: 0; width: 100%; height: 100%; }}
figure svg * {{ fill: #fff; stroke: #000; vector-effect: non-scaling-stroke; }}
figure svg.one * {{ fill: none; stroke-width: 2; }}
figure b {{ position: absolute; transform: translate(-50%, -50%); background: #fff; color: #000;
  font: bold .9em/1.3 system-ui, sans-serif; padding: 0 .25em; border-radius: .3em; }}
@media print {{ body {{ margin: 0; max-width: none; }} .key {{ break-before: page; }} }}
</style>
</head>
<body>
"""


def write_sheet(decks: Iterable[ExportDeck]) -> str:
    """Return one HTML page with the questions of all decks, then the answers; no script in it."""
    filled = [deck for deck in decks if deck.cards]
    title = filled[0].title if len(filled) == 1 else "Flashcards"
    questions, answers = [], []
    for deck in filled:
        asked = [_entry(deck, group) for group in _groups(deck)]
        heading = f"<h2>{escape(deck.place)}</h2>\n"
        questions.append(f"{heading}<ol>\n{''.join(_item(q) for q, _ in asked)}</ol>\n")
        answers.append(f"{heading}<ol>\n{''.join(_item(a) for _, a in asked)}</ol>\n")
    return (
        _HEAD.format(title=escape(title))
        + f"<h1>{escape(title)}</h1>\n<section>\n{''.join(questions)}</section>\n"
        + f'<section class="key">\n<h1>Answers</h1>\n{"".join(answers)}</section>\n'
        + "</body>\n</html>\n"
    )


def _item(inner: str) -> str:
    return f"<li>{inner}</li>\n"


def _groups(deck: ExportDeck) -> list[list[Card]]:
    """Return what is asked as one: the labels of a picture together, every other card alone."""
    groups: dict[str, list[Card]] = {}
    for one in deck.cards:
        card = one.card
        key = card.note_id if card.kind is CardKind.IMAGE else card.id
        groups.setdefault(key, []).append(card)
    return list(groups.values())


def _entry(deck: ExportDeck, group: Sequence[Card]) -> tuple[str, str]:
    """Return question and answer."""

    def pictures(path: str) -> str | None:
        media = deck.picture(path)
        return _data_url(media) if media else None

    card = group[0]
    if card.kind is CardKind.IMAGE and card.picture:
        return _labelled(group, pictures(card.picture.path))
    question = to_html(card.question, pictures) + '<div class="room"></div>'
    if card.items:
        return question, items_html(card.items, ordered=card.ordered, pictures=pictures)
    others = "".join(
        f' <span class="or">or: {to_html(o, pictures)}</span>' for o in card.alternatives
    )
    return question, to_html(card.answer, pictures) + others


def _labelled(group: Sequence[Card], url: str | None) -> tuple[str, str]:
    picture = group[0].picture
    assert picture is not None
    asked = {card.label for card in group}
    labels = [label for label in picture.labels if label.name in asked]
    marks = _marks(labels, outlined=picture.hide_one)
    shown = f'<img src="{attribute(url)}" alt="{attribute(picture.alt)}">{marks}' if url else ""
    question = f"{escape(picture.alt)}: name what is marked 1 to {len(labels)}."
    answers = "".join(_item(_label_answer(label)) for label in labels)
    return f"{question}<br><figure>{shown}</figure>", f"<ol>\n{answers}</ol>"


def _label_answer(label: Label) -> str:
    others = "".join(
        f' <span class="or">or: {to_html(o)}</span>' for o in label.answer.alternatives
    )
    return to_html(label.answer.text) + others


def _marks(labels: Sequence[Label], *, outlined: bool) -> str:
    """Return the places of the labels as drawn shapes, and their numbers on top of all shapes."""
    shapes = "".join(_shape(label.region) for label in labels)
    kind = ' class="one"' if outlined else ""
    numbers = "".join(
        f'<b style="left: {x:.6g}%; top: {y:.6g}%">{number}</b>'
        for number, (x, y) in enumerate((_middle(label.region) for label in labels), start=1)
    )
    return f'<svg viewBox="0 0 100 100" preserveAspectRatio="none"{kind}>{shapes}</svg>{numbers}'


def _shape(region: Region) -> str:
    if region.shape == "polygon":
        points = zip(region.numbers[::2], region.numbers[1::2], strict=True)
        return f'<polygon points="{" ".join(f"{x:g},{y:g}" for x, y in points)}"/>'
    left, top, width, height = region.numbers
    if region.shape == "ellipse":
        x, y = _middle(region)
        return f'<ellipse cx="{x:.6g}" cy="{y:.6g}" rx="{width / 2:.6g}" ry="{height / 2:.6g}"/>'
    return f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}"/>'


def _middle(region: Region) -> tuple[float, float]:
    """Return where a region's number stands, in percent: of a polygon the centre of gravity."""
    if region.shape != "polygon":
        left, top, width, height = region.numbers
        return left + width / 2, top + height / 2
    points = list(zip(region.numbers[::2], region.numbers[1::2], strict=True))
    area = across = down = 0.0
    for (x, y), (next_x, next_y) in zip(points, [*points[1:], points[0]], strict=True):
        part = x * next_y - next_x * y
        area += part
        across += (x + next_x) * part
        down += (y + next_y) * part
    if not area:
        return points[0]
    return across / (3 * area), down / (3 * area)


def _data_url(media: Media) -> str:
    kind = mimetypes.guess_type(media.name)[0] or "image/png"
    return f"data:{kind};base64,{base64.b64encode(media.read()).decode('ascii')}"
