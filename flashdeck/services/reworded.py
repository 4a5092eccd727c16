"""Kept cards in a student's own words, and the deck that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.ids import CardId, card_id, derive_note_id, split_card_id
from flashdeck.core.model import (
    Card,
    CardKind,
    Cloze,
    Deck,
    Fact,
    Helps,
    Identity,
    Item,
    Note,
    Question,
    Quotation,
    Structure,
)

_ITEMS = "; "


@dataclass(frozen=True, slots=True)
class Wording:
    """Question and answer in a student's words; of a cloze the question is its whole text."""

    question: str
    answer: str


def proposed_wording(card: Card) -> Wording:
    """Return the words of a card as a student would write them."""
    if card.kind is CardKind.CLOZE:
        return Wording(card.cloze, "")
    return Wording(card.question, card.answer)


def wording_problem(card: Card, wording: Wording) -> str:
    """Return why a card cannot be asked in these words, '' where it can."""
    if not wording.question:
        return "a card needs a question"
    if card.kind is CardKind.CLOZE:
        cloze = parse_cloze(wording.question)
        if cloze.problems or not cloze.numbers():
            return "write {{c1::...}} around what is asked"
        return ""
    if not wording.answer.strip("; "):
        return "a card needs an answer"
    return ""


def is_quoted(card: Card, wording: Wording) -> bool:
    """Tell whether an answer stands in the card's quotation, case and punctuation aside.

    The words of the proposed answer count as quoted, as they were taken from there.
    """
    if card.quotation is None:
        return False
    if card.kind is CardKind.CLOZE:
        cloze = parse_cloze(wording.question)
        answers = [cloze.answer(number) for number in cloze.numbers()]
        known = [card.answer]
    elif card.kind is CardKind.LIST:
        answers, known = _items(wording.answer), [item.text for item in card.items]
    else:
        answers = [wording.answer]
        known = [card.answer, *card.alternatives]
    said = [f" {_words(text)} " for text in (card.quotation.text, *known)]
    return all(any(f" {_words(answer)} " in text for text in said) for answer in answers)


def deck_of(
    proposed: Deck, kept: Mapping[CardId, Wording | None], cards: Mapping[CardId, Card]
) -> Deck:
    """Return the deck of the cards that are ``kept``, each in its own wording where it has one."""
    sections: list[list[Note]] = []
    for note in proposed.notes:
        if isinstance(note, Structure):
            sections.append(_structure(note, kept, cards))
        elif note.identity.id in {split_card_id(one)[0] for one in kept}:
            if not sections:
                sections.append([])
            sections[-1].append(_free(note, kept, cards))
    notes = [note for section in sections if _asks(section) for note in section]
    return replace(proposed, notes=tuple(notes))


def _asks(section: Iterable[Note]) -> bool:
    return any(not isinstance(note, Structure) or note.facts for note in section)


def _structure(
    note: Structure, kept: Mapping[CardId, Wording | None], cards: Mapping[CardId, Card]
) -> list[Note]:
    """Return the structure with its kept facts, and questions for those with one of their own."""
    facts: list[Fact] = []
    questions: list[Note] = []
    reverse = list(note.reverse or ())
    for fact in note.facts:
        forward = card_id(note.identity.id, fact.slot)
        backward = card_id(note.identity.id, fact.slot, reverse=True)
        own = kept.get(forward)
        stays = forward in kept
        if own and own.question != cards[forward].question:
            questions.append(_question(note, cards[forward], own))
            stays = False
        elif stays:
            facts.append(_reworded(fact, cards[forward], own) if own else fact)
        own_reverse = kept.get(backward)
        if own_reverse:
            questions.append(_question(note, cards[backward], own_reverse))
        elif backward in kept and not stays:
            wording = proposed_wording(cards[backward])
            questions.append(_question(note, cards[backward], wording))
        if (backward not in kept or own_reverse or not stays) and fact.relation in reverse:
            reverse.remove(fact.relation)
    made = replace(note, facts=tuple(facts), reverse=tuple(reverse) or None)
    return [made, *questions]


def _free(note: Note, kept: Mapping[CardId, Wording | None], cards: Mapping[CardId, Card]) -> Note:
    own = next(
        (
            (cards[one], wording)
            for one, wording in kept.items()
            if wording and split_card_id(one)[0] == note.identity.id
        ),
        None,
    )
    if own is None:
        return note
    card, wording = own
    quotation = _quotation(card, wording)
    if isinstance(note, Cloze):
        return replace(note, text=wording.question, quotation=quotation)
    if isinstance(note, Question):
        answer = note.answer if wording.answer == card.answer else Item(wording.answer)
        return replace(note, question=wording.question, answer=answer, quotation=quotation)
    return note


def _reworded(fact: Fact, card: Card, own: Wording) -> Fact:
    quotation = _quotation(card, own)
    if fact.items:
        items = tuple(Item(text) for text in _items(own.answer))
        return replace(fact, items=items, quotation=quotation)
    return replace(fact, value=Item(own.answer), quotation=quotation)


def _question(structure: Structure, card: Card, own: Wording) -> Question:
    """Return a card with a question of its own; its id is derived from the card it stands for."""
    return Question(
        Identity(derive_note_id("triage", card.id)),
        own.question,
        Item(own.answer, card.alternatives if own.answer == card.answer else ()),
        Helps(relation=card.relation),
        _quotation(card, own),
        subject=structure.name,
    )


def _quotation(card: Card, own: Wording) -> Quotation | None:
    """Return the quotation, unless the answer is the student's own: that it does not prove."""
    return card.quotation if is_quoted(card, own) else None


def _items(answer: str) -> list[str]:
    return [item.strip() for item in answer.split(_ITEMS) if item.strip(" ;")]


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
