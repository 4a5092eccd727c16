"""From cards back to the notes that they show, for decks whose file is not at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flashdeck.core.deckfile.views import QUESTION
from flashdeck.core.ids import REVERSE, Slot, derive_note_id, split_card_id
from flashdeck.core.model import (
    Alias,
    Card,
    CardKind,
    Cloze,
    Deck,
    Fact,
    Helps,
    Identity,
    Item,
    Note,
    PictureNote,
    Question,
    Structure,
)


def rebuild_deck(deck: Deck, cards: Iterable[Card]) -> Deck:
    """Return the deck with the notes that these cards show.

    Ids, revisions and carried history are kept. Notes that stand under no structure come first,
    the others with their structure; a structure comes back without its kind and its other names,
    which no card holds.
    """
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(_note_of(card), []).append(card)
    sections: dict[str, tuple[list[Structure], list[list[Card]]]] = {"": ([], [])}
    for group in groups.values():
        structures, others = sections.setdefault(group[0].subject, ([], []))
        if _is_free(group[0]):
            others.append(group)
        else:
            structures.append(_structure(deck, group))
    notes: list[Note] = []
    for subject, (structures, others) in sections.items():
        headings = structures or ([_heading(deck, subject)] if subject else [])
        notes += headings
        known = {*deck.tags, *(tag for heading in headings[-1:] for tag in heading.tags)}
        notes += (_free_note(group, known) for group in others)
    return replace(deck, notes=tuple(notes))


def _note_of(card: Card) -> str:
    """Return the note a card goes to; a free question that is turned round becomes one itself."""
    return card.id if _is_turned(card) else card.note_id


def _is_turned(card: Card) -> bool:
    _, slot, reverse = split_card_id(card.id)
    return reverse and slot == QUESTION


def _is_free(card: Card) -> bool:
    """Tell whether the card shows a note of its own rather than a fact."""
    _, slot, _ = split_card_id(card.id)
    return card.kind in (CardKind.CLOZE, CardKind.IMAGE) or slot == QUESTION


def _heading(deck: Deck, name: str) -> Structure:
    return Structure(Identity(derive_note_id(deck.id, "heading", name), derived=True), name)


def _identity(group: Sequence[Card]) -> Identity:
    slots: dict[Slot, int] = {}
    aliases: dict[Alias, None] = {}
    for card in group:
        _, slot, reverse = split_card_id(card.id)
        if not reverse:
            slots[slot] = card.rev
            for old in card.was:
                old_note, old_slot, _ = split_card_id(old)
                aliases[Alias(old_note, old_slot, slot)] = None
    rev = min(slots.values(), default=1)
    odd = tuple((slot, number) for slot, number in slots.items() if number != rev)
    return Identity(group[0].note_id, rev=rev, slot_revs=odd, aliases=tuple(aliases))


def _structure(deck: Deck, group: Sequence[Card]) -> Structure:
    facts = [card for card in group if card.kind is not CardKind.REVERSE]
    reversed_ = [card.relation for card in group if card.kind is CardKind.REVERSE]
    typed = [card.relation for card in facts if card.typed]
    known = set(deck.tags)
    return Structure(
        identity=_identity(group),
        name=group[0].subject,
        tags=tuple(tag for tag in group[0].tags if tag not in known),
        reverse=tuple(dict.fromkeys(reversed_)),
        typed=tuple(dict.fromkeys(typed)),
        facts=tuple(_fact(card) for card in facts),
    )


def _fact(card: Card) -> Fact:
    _, slot, _ = split_card_id(card.id)
    return Fact(
        relation=card.relation,
        slot=slot,
        name=slot.partition(".")[2].replace("-", " "),
        value=None if card.items else Item(card.answer, card.alternatives),
        items=card.items,
        ordered=card.ordered,
        quotation=card.quotation,
        gone=card.gone,
    )


def _free_note(group: Sequence[Card], known_tags: set[str]) -> Note:
    card = group[0]
    identity = _identity(group)
    if _is_turned(card):
        old = Alias(card.note_id, Slot(f"{QUESTION}{REVERSE}"))
        identity = Identity(derive_note_id(card.id), rev=card.rev, aliases=(old,))
    helps = Helps(
        hints=card.hints,
        extra=card.extra,
        mnemonic=card.mnemonic,
        tags=tuple(tag for tag in card.tags if tag not in known_tags),
        relation=card.relation,
    )
    if card.kind is CardKind.CLOZE:
        return Cloze(identity, card.cloze, helps, card.quotation, card.subject)
    if card.kind is CardKind.IMAGE and card.picture:
        return PictureNote(identity, card.picture, helps, card.quotation, card.subject)
    answer = Item(card.answer, card.alternatives)
    return Question(identity, card.question, answer, helps, card.quotation, card.subject)
