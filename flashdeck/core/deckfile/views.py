"""The cards of a deck: each a view of one note, under an id that no edit changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.ids import CardId, Slot, card_id
from flashdeck.core.model import (
    Card,
    CardKind,
    Cloze,
    Deck,
    Fact,
    Identity,
    Item,
    Note,
    PictureNote,
    Question,
    Structure,
)
from flashdeck.core.wording import question_for, reverse_question

QUESTION = Slot("q")


def cards_of(deck: Deck) -> tuple[Card, ...]:
    """Return the cards of a deck in the order of its notes."""
    cards: list[Card] = []
    above: Structure | None = None
    for note in deck.notes:
        if isinstance(note, Structure):
            above = note
            cards.extend(_structure_cards(deck, note))
        else:
            subject = note.subject
            under = above if above is not None and above.name == subject else None
            cards.extend(_note_cards(deck, note, under))
    return tuple(cards)


def join_items(items: Iterable[Item]) -> str:
    """Return the items of a list as one answer."""
    return "; ".join(item.text for item in items)


def card_tags(*groups: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they stand on a card: levels parted by ``/``, no blanks, each once."""
    tags: dict[str, None] = {}
    for group in groups:
        for tag in group:
            parts = re.split(r"::|/", tag)
            name = "/".join("-".join(part.split()) for part in parts if part.strip())
            if name:
                tags[name] = None
    return tuple(tags)


def _old_cards(
    identity: Identity, slot: str, slots: tuple[str, ...], *, reverse: bool = False
) -> tuple[CardId, ...]:
    """Return the cards whose history the card of this slot carries on.

    An alias that names no slot of this note is for the slot of the same name; if there is none,
    for the note's first card.
    """
    found: list[CardId] = []
    for alias in identity.aliases:
        if alias.slot is not None:
            if alias.slot != slot:
                continue
            old = alias.old_slot or slot
        elif alias.old_slot is not None:
            target = alias.old_slot if alias.old_slot in slots else slots[0]
            if target != slot:
                continue
            old = alias.old_slot
        else:
            old = slot
        found.append(card_id(alias.old_note, old, reverse=reverse))
    return tuple(dict.fromkeys(found))


def _structure_cards(deck: Deck, note: Structure) -> Iterator[Card]:
    reverse = deck.reverse if note.reverse is None else note.reverse
    typed = deck.typed if note.typed is None else note.typed
    tags = card_tags(deck.tags, note.tags)
    slots = tuple(str(fact.slot) for fact in note.facts)
    for fact in note.facts:
        card = _fact_card(note, fact, tags, slots, typed=fact.relation in typed)
        yield card
        if fact.relation in reverse:
            yield _reverse_card(note, fact, tags, slots, typed=fact.relation in typed)


def _fact_card(
    note: Structure, fact: Fact, tags: tuple[str, ...], slots: tuple[str, ...], *, typed: bool
) -> Card:
    identity = note.identity
    return Card(
        id=card_id(identity.id, fact.slot),
        note_id=identity.id,
        sibling_key=f"{identity.id}/{fact.slot}",
        kind=CardKind.LIST if fact.items else CardKind.BASIC,
        relation=fact.relation,
        subject=note.name,
        question=question_for(
            fact.relation,
            note.name,
            kind=note.kind,
            name=fact.name,
            items=len(fact.items),
            ordered=fact.ordered,
        ),
        answer=fact.value.text if fact.value else join_items(fact.items),
        alternatives=fact.value.alternatives if fact.value else (),
        items=fact.items,
        ordered=fact.ordered,
        tags=tags,
        quotation=fact.quotation,
        typed=typed,
        rev=identity.rev_of(fact.slot),
        was=_old_cards(identity, fact.slot, slots),
        gone=fact.gone,
        line=fact.line,
    )


def _reverse_card(
    note: Structure, fact: Fact, tags: tuple[str, ...], slots: tuple[str, ...], *, typed: bool
) -> Card:
    identity = note.identity
    return Card(
        id=card_id(identity.id, fact.slot, reverse=True),
        note_id=identity.id,
        sibling_key=f"{identity.id}/{fact.slot}",
        kind=CardKind.REVERSE,
        relation=fact.relation,
        subject=note.name,
        question=reverse_question(fact.relation, _spoken(fact), kind=note.kind, name=fact.name),
        answer=note.name,
        alternatives=note.aliases,
        tags=tags,
        quotation=fact.quotation,
        typed=typed,
        rev=identity.rev_of(fact.slot),
        was=_old_cards(identity, fact.slot, slots, reverse=True),
        gone=fact.gone,
        line=fact.line,
    )


def _spoken(fact: Fact) -> str:
    """Return a fact's answer as it stands within a sentence."""
    if fact.value:
        return fact.value.text
    texts = [item.text for item in fact.items]
    if len(texts) < 2:
        return "".join(texts)
    if len(texts) == 2 and not any(" and " in text for text in texts):
        return " and ".join(texts)
    return "; ".join(texts[:-1]) + "; and " + texts[-1]


def _note_cards(
    deck: Deck, note: Question | Cloze | PictureNote, under: Structure | None
) -> Iterator[Card]:
    identity, helps = note.identity, note.helps
    typed_relations = under.typed if under and under.typed is not None else deck.typed
    tags = card_tags(deck.tags, under.tags if under else (), helps.tags)

    def card(
        slot: str,
        slots: tuple[str, ...],
        kind: CardKind,
        question: str,
        answer: Item,
        sibling_key: str,
    ) -> Card:
        return Card(
            id=card_id(identity.id, slot),
            note_id=identity.id,
            sibling_key=sibling_key,
            kind=kind,
            relation=helps.relation,
            subject=note.subject,
            question=question,
            answer=answer.text,
            alternatives=answer.alternatives,
            cloze=note.text if isinstance(note, Cloze) else "",
            cloze_number=int(slot[1:]) if isinstance(note, Cloze) else 0,
            picture=note.picture if isinstance(note, PictureNote) else None,
            label=Slot(slot) if isinstance(note, PictureNote) else None,
            hints=helps.hints,
            extra=helps.extra,
            mnemonic=helps.mnemonic,
            tags=tags,
            quotation=note.quotation,
            typed=helps.relation in typed_relations,
            rev=identity.rev_of(slot),
            was=_old_cards(identity, slot, slots),
            line=note.line,
        )

    match note:
        case Question():
            key = f"{identity.id}/{QUESTION}"
            yield card(QUESTION, (QUESTION,), CardKind.BASIC, note.question, note.answer, key)
        case Cloze():
            text = parse_cloze(note.text)
            slots = tuple(f"c{number}" for number in text.numbers())
            for number in text.numbers():
                answer = Item(text.answer(number))
                question = text.question(number)
                yield card(f"c{number}", slots, CardKind.CLOZE, question, answer, identity.id)
        case PictureNote():
            alt = note.picture.alt
            question = f"{alt}: which structure is marked?" if alt else "Which structure is marked?"
            slots = tuple(str(label.name) for label in note.picture.labels)
            for label in note.picture.labels:
                key = f"{identity.id}/{label.name}"
                yield card(label.name, slots, CardKind.IMAGE, question, label.answer, key)


def note_title(note: Note) -> str:
    """Return a few words by which a person knows the note."""
    match note:
        case Structure():
            return note.name
        case Question():
            return note.question
        case Cloze():
            return parse_cloze(note.text).plain()
    return note.picture.alt or note.picture.path
