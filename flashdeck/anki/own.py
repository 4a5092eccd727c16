"""Notes of our own packages, back as the cards that they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashdeck.anki.markdown import MarkdownReader, plain_text
from flashdeck.anki.notes import LEECH, WITHDRAWN
from flashdeck.anki.notetypes import CLOZE, HINTS, IMAGE, LIST, NOTE_TYPES, TYPED, NoteType
from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.deckfile.views import QUESTION
from flashdeck.core.ids import REVERSE, CardId, NoteId, Slot, is_note_id
from flashdeck.core.model import Card, CardKind, Item, Picture, Quotation, Relation

_SLOT = re.compile(r"[^\s~/]{1,200}")
_OTHERS = re.compile(r' ?<span class="alternative">\(or: (.*?)\)</span>', re.DOTALL)
_SOURCE = re.compile(
    r"<q>(?P<text>.*?)</q><cite>(?:.*, )?(?P<file>[^<>]*?):(?P<start>\d{1,12})-(?P<end>\d{1,12})"
    r"</cite>",
    re.DOTALL,
)
_WITHDRAWN = WITHDRAWN.replace("::", "/")
_LONGEST_LINE = 20_000
_CERTAIN = 2  # fields that were never renamed; of the others those that are there count


def own_type(id_: int, name: str, fields: tuple[str, ...]) -> NoteType | None:
    """Return which of our note types this is; Anki may have given it another id or name."""
    for one in NOTE_TYPES:
        if (id_ == one.id or name.startswith(one.name)) and fields[:_CERTAIN] == one.fields[
            :_CERTAIN
        ]:
            return one
    return None


def own_note(guid: str) -> tuple[NoteId, Slot] | None:
    """Return note id and slot of a guid that we gave; the slot is '' for cloze and picture."""
    note, _, slot = guid.partition("/")
    if not is_note_id(note) or (slot and not _SLOT.fullmatch(slot)):
        return None
    return NoteId(note), Slot(slot)


def own_source(markup: str) -> Quotation | None:
    """Return the quotation of a note's source field."""
    found = _SOURCE.search(markup[:_LONGEST_LINE])
    if found is None:
        return None
    return Quotation(
        plain_text(found["text"]), plain_text(found["file"]), int(found["start"]), int(found["end"])
    )


def own_cards(
    kind: NoteType,
    guid: str,
    values: dict[str, str],
    numbers: list[int],
    tags: tuple[str, ...],
    picture: Picture | None,
    reader: MarkdownReader,
) -> Iterator[tuple[int, Card]]:
    """Yield the cards of one of our notes, each with its number in Anki."""
    identity = own_note(guid)
    assert identity is not None
    note, slot = identity
    read = {name: reader.read(value) for name, value in values.items() if value}
    relation = _relation(plain_text(values.get("Relation", "")))
    extra = "Back Extra" if kind.cloze else "Extra"
    shared = {
        "relation": relation,
        "subject": plain_text(values.get("Subject", "")),
        "hints": tuple(read[name] for name in HINTS if read.get(name)),
        "extra": "\n\n".join(filter(None, (read.get(name, "") for name in (extra, "Note")))),
        "mnemonic": read.get("Mnemonic", ""),
        "tags": tuple(tag for tag in tags if tag not in (_WITHDRAWN, LEECH)),
        "quotation": own_source(values.get("Source", "")),
        "gone": _WITHDRAWN in tags,
    }

    def card(id_: str, kind_: CardKind, question: str, answer: Item, **more: object) -> Card:
        made = {"sibling_key": id_.removesuffix(REVERSE), **shared, **more}
        return Card(
            id=CardId(id_),
            note_id=note,
            kind=kind_,
            question=question,
            answer=answer.text,
            alternatives=answer.alternatives,
            **made,  # type: ignore[arg-type]
        )

    for number in numbers:
        if kind is CLOZE:
            text = parse_cloze(read.get("Text", ""))
            yield (
                number,
                card(
                    f"{note}/c{number + 1}",
                    CardKind.CLOZE,
                    text.question(number + 1),
                    Item(text.answer(number + 1)),
                    sibling_key=str(note),
                    cloze=read.get("Text", ""),
                    cloze_number=number + 1,
                ),
            )
        elif kind is IMAGE:
            label = next((one for one in picture.labels if one.name == f"L{number + 1}"), None) \
                if picture else None  # fmt: skip
            if label is not None:
                yield (
                    number,
                    card(
                        f"{note}/{label.name}",
                        CardKind.IMAGE,
                        read.get("Header", ""),
                        label.answer,
                        picture=picture,
                        label=label.name,
                    ),
                )
        elif number == 0:
            items = tuple(_items(values.get("Answer", ""), reader)) if kind is LIST else ()
            texts = "; ".join(item.text for item in items) if items else read.get("Answer", "")
            others = _accepted(values.get("Accepted", ""), reader)
            yield (
                number,
                card(
                    f"{note}/{slot or QUESTION}",
                    CardKind.LIST if items else CardKind.BASIC,
                    read.get("Question", ""),
                    Item(texts, others),
                    items=items,
                    ordered="<ol" in values.get("Answer", "") if items else False,
                    typed=kind is TYPED,
                ),
            )
        elif number == 1:
            yield (
                number,
                card(
                    f"{note}/{slot or QUESTION}{REVERSE}",
                    CardKind.REVERSE,
                    read.get("Reverse Question", ""),
                    Item(read.get("Reverse Answer", "")),
                    hints=(),
                    typed=kind is TYPED,
                ),
            )


def _relation(name: str) -> Relation:
    try:
        return Relation(name)
    except ValueError:
        return Relation.OTHER


def _accepted(markup: str, reader: MarkdownReader) -> tuple[str, ...]:
    return tuple(reader.read(part) for part in markup.split(" | ") if part.strip())


def _items(markup: str, reader: MarkdownReader) -> Iterator[Item]:
    for piece in markup.split("<li>")[1:]:
        inner = piece.partition("</li>")[0]
        others = _OTHERS.search(inner[:_LONGEST_LINE])
        alternatives = _accepted(others[1], reader) if others else ()
        text = inner[: others.start()] + inner[others.end() :] if others else inner
        yield Item(reader.read(text), alternatives)
