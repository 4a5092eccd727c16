"""Image-occlusion notes: a picture with masks, each of which is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flashdeck.anki.context import Context, Reading
from flashdeck.anki.foreign import ForeignCard
from flashdeck.anki.markdown import plain_text
from flashdeck.anki.occlusion import Mask, joined, masks_in
from flashdeck.anki.templates import is_blank
from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.ids import CardId, Slot
from flashdeck.core.model import Card, CardKind, Item, Label, Picture, Relation
from flashdeck.core.text import clean_line

_IMAGE = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s?=\s?(?:\"([^\"]{1,1000})\"|'([^']{1,1000})'|([^\s\"'>]{1,1000}))")
_SIGN = "image-occlusion:"
_ASKED = "Which structure is marked?"


def has_masks(fields: str) -> bool:
    """Tell whether the fields of a note, joined as Anki does, hold masks."""
    return _SIGN in fields


def image_cards(
    context: Context, reading: Reading, picture: Picture
) -> Iterator[tuple[Card, ForeignCard]]:
    """Yield a card for each mask that has one in Anki."""
    header = reading.reader.read(context.values.get("Header", ""))
    rest = [
        reading.reader.read(value)
        for name, value in context.values.items()
        if name not in ("Occlusion", "Image", "Header") and not is_blank(value)
    ]
    if header and header != picture.alt:
        rest.insert(0, header)
    asked = f"{picture.alt}: {_ASKED[0].lower()}{_ASKED[1:]}" if picture.alt else _ASKED
    labels = {label.name: label for label in picture.labels}
    for number in sorted(context.cards):
        label = labels.get(Slot(f"L{number + 1}"))
        if label is None:
            reading.notices["an image occlusion card has no mask and was left out"] += 1
            continue
        yield (
            Card(
                id=CardId(f"{context.id}/{label.name}"),
                note_id=context.id,
                sibling_key=f"{context.id}/{label.name}",
                kind=CardKind.IMAGE,
                relation=Relation.OTHER,
                subject="",
                question=asked,
                answer=label.answer.text,
                alternatives=label.answer.alternatives,
                picture=picture,
                label=label.name,
                extra="\n\n".join(rest),
                tags=context.tags,
            ),
            context.cards[number],
        )


class NoPictureError(Exception):
    """The picture under the masks of a note is not there."""


def picture_of(values: Mapping[str, str], reading: Reading) -> Picture | None:
    """Return the picture of an occlusion note, its masks as labels; None where it has no masks.

    Raises NoPictureError where the picture cannot be had.
    """
    masks = _masks(values, reading)
    found = _IMAGE.search(values.get("Image", "")) or next(
        (hit for value in values.values() if (hit := _IMAGE.search(value))), None
    )
    source = _SOURCE.search(found[0]) if found else None
    if not masks:
        return None
    path = source and reading.media(plain_text(next(filter(None, source.groups()), "")))
    if path is None:
        raise NoPictureError
    answers = _answers(values, reading)
    if not answers:
        reading.notices["masks of a picture have no names in Anki; they are numbered"] += 1
    header = plain_text(values.get("Header", "")).removesuffix(f": {_ASKED[0].lower()}{_ASKED[1:]}")
    alt = "" if header == _ASKED else header
    return Picture(
        path=path,
        alt=clean_line(alt),
        labels=tuple(
            Label(Slot(f"L{number}"), answers.get(number, Item(f"mask {number}")), mask.region)
            for number, mask in sorted(masks.items())
        ),
        hide_one=all(mask.alone for mask in masks.values()),
    )


def _masks(values: Mapping[str, str], reading: Reading) -> dict[int, Mask]:
    """Return the masks by number; those that are asked together become one."""
    masks: dict[int, Mask] = {}
    for value in (values.get("Occlusion", ""), *values.values()):
        if _SIGN not in value:
            continue
        for mask in masks_in(value):
            if isinstance(mask, str):
                reading.notices[f"a {mask} on a picture is no mask"] += 1
                continue
            if mask.turned:
                reading.notices["a mask is turned in Anki and stands upright here"] += 1
            if mask.number in masks:
                masks[mask.number] = joined(masks[mask.number], mask)
                reading.notices["several masks asked together became one of one outline"] += 1
            else:
                masks[mask.number] = mask
        break
    return masks


def _answers(values: Mapping[str, str], reading: Reading) -> dict[int, Item]:
    """Return the names of the masks, where the note was ours."""
    text = parse_cloze(reading.reader.read(values.get("Answers", "")))
    found = {}
    for number in text.numbers():
        first, *others = text.answer(number).split(" / ")
        found[number] = Item(first, tuple(others))
    return found
