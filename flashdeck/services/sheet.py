"""A sheet to print: the questions first, the answer key on pages of its own."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterable, Sequence

from flashdeck.anki.html import attribute, escape, to_html
from flashdeck.anki.notes import ExportDeck, Media, items_html
from flashdeck.core.model import Card, CardKind, Label

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
figure b {{ position: absolute; box-sizing: border-box; border: 1px solid #000; background: #fff;
  color: #000; font: bold .9em system-ui, sans-serif; display: grid; place-items: center; }}
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
    marks = "".join(_mark(number, label) for number, label in enumerate(labels, start=1))
    shown = f'<img src="{attribute(url)}" alt="{attribute(picture.alt)}">{marks}' if url else ""
    question = f"{escape(picture.alt)}: name what is marked 1 to {len(labels)}."
    answers = "".join(_item(_label_answer(label)) for label in labels)
    return f"{question}<br><figure>{shown}</figure>", f"<ol>\n{answers}</ol>"


def _label_answer(label: Label) -> str:
    others = "".join(
        f' <span class="or">or: {to_html(o)}</span>' for o in label.answer.alternatives
    )
    return to_html(label.answer.text) + others


def _mark(number: int, label: Label) -> str:
    left, top, width, height = _box(label)
    radius = "border-radius: 50%; " if label.region.shape == "ellipse" else ""
    place = f"left: {left:g}%; top: {top:g}%; width: {width:g}%; height: {height:g}%"
    return f'<b style="{radius}{place}">{number}</b>'


def _box(label: Label) -> tuple[float, float, float, float]:
    """Return left, top, width and height in percent; of a polygon those of its outline."""
    numbers = label.region.numbers
    if label.region.shape != "polygon":
        return numbers[0], numbers[1], numbers[2], numbers[3]
    across, down = numbers[::2], numbers[1::2]
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def _data_url(media: Media) -> str:
    kind = mimetypes.guess_type(media.name)[0] or "image/png"
    return f"data:{kind};base64,{base64.b64encode(media.read()).decode('ascii')}"
