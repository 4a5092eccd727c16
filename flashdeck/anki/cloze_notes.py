"""Notes with cloze deletions."""

from __future__ import annotations

from collections.abc import Iterator

from flashdeck.anki.context import Context, Reading
from flashdeck.anki.deletions import nested
from flashdeck.anki.foreign import ForeignCard
from flashdeck.anki.plain_notes import NO_ANSWER
from flashdeck.anki.templates import TooLongError, fields_in, fill
from flashdeck.core.deckfile.cloze import NUMBERS, ClozeText, parse_cloze
from flashdeck.core.deckfile.views import QUESTION
from flashdeck.core.ids import CardId, derive_note_id
from flashdeck.core.model import Card, CardKind, Relation


def cloze_cards(context: Context, reading: Reading) -> Iterator[tuple[Card, ForeignCard]]:
    """Yield a card for each number of a deletion that has one in Anki."""
    sides = reading.sides(context.kind)
    if not sides:
        reading.notices["a card has no template in its note type and was left out"] += 1
        return
    side = sides[0]
    names = [name for name in fields_in(side.front, "cloze") if name in context.values]
    for number in sorted(context.cards):
        foreign = context.cards[number]
        values = reading.values(context, foreign, side)
        try:
            front = fill(side.front, values, number=number)
            back = fill(side.back, values, number=number, aside=side.aside)
            if front.markup.strip() and back.markup.startswith(front.markup):
                back.markup = back.markup[len(front.markup) :]
            else:
                back = fill(side.back, values, number=number, aside=(*side.aside, *names))
        except TooLongError:
            reading.notices["a template makes a card beyond all measure, which was left out"] += 1
            continue
        reading.say_spoken(front, back)
        text = nested(reading.read_filled(front))
        taken = parse_cloze(text)
        if number + 1 not in taken.numbers() or number + 1 not in NUMBERS:
            reading.notices["a cloze card has no deletion of its number any more"] += 1
            yield _without_deletion(context, foreign, taken)
            continue
        rest = reading.reader.read(back.markup)
        extras = [rest] if rest else []
        extras += reading.read_all(values, side.extras)
        hints = dict.fromkeys([*front.hints, *side.hints])
        yield (
            Card(
                id=CardId(f"{context.id}/c{number + 1}"),
                note_id=context.id,
                sibling_key=str(context.id),
                kind=CardKind.CLOZE,
                relation=Relation.OTHER,
                subject="",
                question=taken.question(number + 1),
                answer=taken.answer(number + 1),
                cloze=text,
                cloze_number=number + 1,
                hints=reading.read_all(values, hints),
                extra="\n\n".join(extras),
                mnemonic="\n\n".join(reading.read_all(values, side.mnemonics)),
                tags=context.tags,
                typed=bool(front.typed),
            ),
            foreign,
        )


def _without_deletion(
    context: Context, foreign: ForeignCard, text: ClozeText
) -> tuple[Card, ForeignCard]:
    """Keep an empty cloze card with its history, as a question that shows the whole text."""
    note = derive_note_id("anki", context.note.guid, f"c{foreign.number + 1}")
    card = Card(
        id=CardId(f"{note}/{QUESTION}"),
        note_id=note,
        sibling_key=str(context.id),
        kind=CardKind.BASIC,
        relation=Relation.OTHER,
        subject="",
        question=text.plain() or context.kind.name,
        answer=NO_ANSWER,
        tags=context.tags,
    )
    return card, foreign
