"""Notes of templates without deletions: a question with its answer, its reverse, any other card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flashdeck.anki.context import Context, Reading
from flashdeck.anki.foreign import ForeignCard
from flashdeck.anki.markdown import plain_text
from flashdeck.anki.sides import Side
from flashdeck.anki.templates import TooLongError, fill
from flashdeck.core.deckfile.views import QUESTION
from flashdeck.core.ids import REVERSE, CardId, derive_note_id
from flashdeck.core.model import Card, CardKind, Relation

NO_ANSWER = "—"


class _Sides(NamedTuple):
    question: str
    answer: str
    hints: tuple[str, ...] = ()
    extra: str = ""
    mnemonic: str = ""
    typed: bool = False


def plain_cards(context: Context, reading: Reading) -> Iterator[tuple[Card, ForeignCard]]:
    """Yield the cards of a note; its second one is the first turned round where it reads so."""
    sides = reading.sides(context.kind)
    first: tuple[str, str] | None = None
    for number in sorted(context.cards):
        foreign = context.cards[number]
        if number >= len(sides):
            reading.notices["a card has no template in its note type and was left out"] += 1
            continue
        made = _filled(context, sides[number], foreign, reading)
        if made is None:
            continue
        if number == 0:
            first = made.question, made.answer
        elif number == 1 and first is None and 0 not in context.cards:
            whole = _filled(context, sides[0], foreign, reading)
            first = (whole.question, whole.answer) if whole else None
        turned = number == 1 and first == (made.answer, made.question)
        note, key = context.id, f"{context.id}/{QUESTION}"
        if number == 0 or turned:
            id_ = key + REVERSE if turned else key
        else:
            note = derive_note_id("anki", context.note.guid, str(number))
            id_ = f"{note}/{QUESTION}"
        yield (
            Card(
                CardId(id_),
                note,
                key,
                CardKind.REVERSE if turned else CardKind.BASIC,
                Relation.OTHER,
                "",
                made.question,
                made.answer,
                hints=made.hints,
                extra=made.extra,
                mnemonic=made.mnemonic,
                tags=context.tags,
                typed=made.typed,
            ),
            foreign,
        )


def _filled(context: Context, side: Side, foreign: ForeignCard, reading: Reading) -> _Sides | None:
    """Fill a template in; what has a place of its own is taken out of the answer."""
    read = reading.reader.read
    if side.direct:
        names = context.kind.fields
        question, answer = (read(context.values[names[place]]) for place in side.direct)
        if question and answer:
            return _Sides(question, answer)
    values = reading.values(context, foreign, side)
    number = foreign.number
    try:
        front = fill(side.front, values, number=number)
        back = fill(side.back, values, number=number, aside=side.aside)
    except TooLongError:
        reading.notices["a template makes a card beyond all measure, which was left out"] += 1
        return None
    reading.say_spoken(front, back)
    question = reading.read_filled(front)
    if not side.cut and back.markup.startswith(front.markup) and front.markup.strip():
        answer = read(back.markup[len(front.markup) :])
    else:
        answer = reading.read_filled(back)
    typed = [name for name in front.typed if name in values]
    if typed:
        asked = read(values[typed[0]])
        answer = "\n\n".join(part for part in (asked, answer) if part)
    if not answer and side.aside:
        answer = read(fill(side.back, values, number=number).markup)
        side = side.without_aside()
    if not question:
        question = plain_text(next(iter(context.values.values()), "")) or context.kind.name
        reading.notices["a card has an empty front; its first field stands there"] += 1
    if not answer:
        answer = NO_ANSWER
        reading.notices["a card has an empty back"] += 1
    hints = dict.fromkeys([*front.hints, *side.hints])
    extras = dict.fromkeys([*side.extras, *(name for name in back.hints if name not in hints)])
    return _Sides(
        question=question,
        answer=answer,
        hints=reading.read_all(values, hints),
        extra="\n\n".join(reading.read_all(values, extras)),
        mnemonic="\n\n".join(reading.read_all(values, side.mnemonics)),
        typed=bool(typed),
    )
