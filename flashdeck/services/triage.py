"""The cards that an article proposes, what a student decided on each, and the deck of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath

from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.deckfile.lint import lint
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.diagnostics import Severity
from flashdeck.core.extract.article import Tell, read_blocks
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
from flashdeck.core.text import clean_line, shorten
from flashdeck.files.documents import FORMS, read_article
from flashdeck.services.article import Article, Paragraph, Place
from flashdeck.services.generate import Generated, generate

_ITEMS = "; "
_LONGEST_DOUBT = 40
# Why a card is not sure, by the finding of the linter.
_DOUBTS = {
    "D302": "several are right",
    "D310": "two facts",
    "D311": "long answer",
    "D312": "a list in one line",
    "D320": "unclear what is meant",
    "D321": "yes or no",
    "D322": "asks for what is not",
    "D323": "unclear what is meant",
    "D330": "the question gives it away",
    "D340": "asked twice",
    "D341": "asked twice",
    "D342": "two answers to one question",
    "D350": "not in its sentence",
    "D352": "leaves a “may” or “not” out",
}


class Verdict(StrEnum):
    """What becomes of a proposed card."""

    KEPT = "kept"
    UNSURE = "not sure"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Wording:
    """Question and answer in a student's words; of a cloze the question is its whole text."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and the student's wording where there is one."""

    verdict: Verdict
    wording: Wording | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed card: why it is doubted, its sentence and in it the words of its answer."""

    card: Card
    doubt: str
    sentence: tuple[Place, ...]
    facts: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cards have each verdict."""

    kept: int
    unsure: int
    rejected: int


class Triage:
    """All proposals of an article in reading order, with decisions that can be undone."""

    def __init__(
        self, deck: Deck, paragraphs: Sequence[Paragraph], proposals: Sequence[Proposal]
    ) -> None:
        self.proposed = deck
        self.paragraphs = tuple(paragraphs)
        self.proposals = tuple(proposals)
        self._numbers = {one.card.id: number for number, one in enumerate(self.proposals)}
        first = tuple(
            Decision(Verdict.UNSURE if one.doubt else Verdict.KEPT) for one in self.proposals
        )
        self._steps: list[tuple[int, tuple[Decision, ...]]] = [(0, first)]
        self._step = 0

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decision on each proposal."""
        return self._steps[self._step][1]

    @property
    def is_changed(self) -> bool:
        """Whether any decision differs from what was proposed."""
        return self.decisions != self._steps[0][1]

    def counts(self) -> Counts:
        """Return how many cards are kept, not sure and rejected."""
        verdicts = [decision.verdict for decision in self.decisions]
        return Counts(*(verdicts.count(verdict) for verdict in Verdict))

    def wording(self, at: int) -> Wording:
        """Return question and answer of a card as they would be saved."""
        own = self.decisions[at].wording
        return own or proposed_wording(self.proposals[at].card)

    def decide(self, at: int, verdict: Verdict) -> None:
        """Keep, doubt or reject a card; a reverse goes with its fact, and needs it."""
        changed = list(self.decisions)
        changed[at] = replace(changed[at], verdict=verdict)
        for other in self._bound(at, verdict):
            changed[other] = replace(changed[other], verdict=verdict)
        self._do(at, changed)

    def reword(self, at: int, wording: Wording) -> None:
        """Keep a card in the student's words; its own words again take them away.

        Raises ValueError, with what is missing, where the card could not be asked so.
        """
        card = self.proposals[at].card
        wording = Wording(clean_line(wording.question), clean_line(wording.answer))
        problem = wording_problem(card, wording)
        if problem:
            raise ValueError(problem)
        changed = list(self.decisions)
        own = None if wording == proposed_wording(card) else wording
        changed[at] = Decision(Verdict.KEPT, own)
        for other in self._bound(at, Verdict.KEPT):
            changed[other] = replace(changed[other], verdict=Verdict.KEPT)
        self._do(at, changed)

    def take_up(self, decisions: Mapping[CardId, Decision]) -> int:
        """Take over decisions made before, as one step; return how many are new."""
        changed = [
            decisions.get(one.card.id, decision)
            for one, decision in zip(self.proposals, self.decisions, strict=True)
        ]
        number = sum(a != b for a, b in zip(changed, self.decisions, strict=True))
        if number:
            self._do(0, changed)
        return number

    def undo(self) -> int | None:
        """Take the last decision back; return which card it was about, None where there is none."""
        if not self._step:
            return None
        self._step -= 1
        return self._steps[self._step + 1][0]

    def redo(self) -> int | None:
        """Decide again as before the undo; return which card it is about."""
        if self._step + 1 == len(self._steps):
            return None
        self._step += 1
        return self._steps[self._step][0]

    def deck(self) -> Deck:
        """Return the deck of the kept cards."""
        kept = {
            one.card.id: decision.wording
            for one, decision in zip(self.proposals, self.decisions, strict=True)
            if decision.verdict is Verdict.KEPT
        }
        return _deck_of(self.proposed, kept, {one.card.id: one.card for one in self.proposals})

    def _do(self, at: int, changed: Sequence[Decision]) -> None:
        if tuple(changed) == self.decisions:
            return
        del self._steps[self._step + 1 :]
        self._steps.append((at, tuple(changed)))
        self._step += 1

    def _bound(self, at: int, verdict: Verdict) -> list[int]:
        """Return the other cards that a verdict is about too."""
        card = self.proposals[at].card
        note, slot, is_reverse = split_card_id(card.id)
        if card.kind is CardKind.CLOZE:  # one text: its deletions stand and fall together
            same = [one for one in self.proposals if one.card.note_id == card.note_id]
            return [self._numbers[one.card.id] for one in same if one.card.id != card.id]
        other = card_id(note, slot, reverse=not is_reverse)
        if other in self._numbers and is_reverse == (verdict is not Verdict.REJECTED):
            number = self._numbers[other]
            if verdict is not Verdict.UNSURE and self.decisions[number].verdict is not verdict:
                return [number]
        return []


def open_article(path: Path, tell: Tell | None = None) -> tuple[str, Triage]:
    """Return the text of an article and the triage of the cards that it gives.

    ``tell`` hears of progress, as in `generate`. Raises SourceError where it cannot be read.
    """
    text = read_article(path)
    return text, propose(text, generate(text, name=str(path), tell=tell), name=str(path))


def propose(text: str, made: Generated, *, name: str) -> Triage:
    """Return the triage of a deck that was generated from this text under this name."""
    article = Article(read_blocks(text, FORMS.get(PurePath(name).suffix.casefold(), "")))
    doubts = _doubts(made.deck)
    places: dict[CardId, tuple[tuple[Place, ...], tuple[Place, ...]]] = {}
    for card in made.cards:
        sentence = article.sentence(card.quotation) if card.quotation else ()
        note, slot, is_reverse = split_card_id(card.id)
        fact = places.get(card_id(note, slot)) if is_reverse else None
        places[card.id] = fact or (sentence, article.facts(card, sentence))
    proposals = [Proposal(card, doubts.get(card.id, ""), *places[card.id]) for card in made.cards]
    order = {card.id: number for number, card in enumerate(made.cards)}
    proposals.sort(key=lambda one: (_start(one), order[one.card.id]))
    return Triage(made.deck, article.paragraphs, proposals)


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


def _start(proposal: Proposal) -> tuple[int, int]:
    places = proposal.facts or proposal.sentence
    return (places[0].paragraph, places[0].start) if places else (1 << 30, 0)


def _doubts(deck: Deck) -> dict[CardId, str]:
    """Return what the linter holds against cards, in a few words each."""
    parsed = parse_deck(write_deck(deck), file=deck.file)
    if parsed.deck is None:
        return {}
    cards = cards_of(parsed.deck)
    by_line: dict[int, list[CardId]] = {}
    for card in cards:
        by_line.setdefault(card.line, []).append(card.id)
    doubts: dict[CardId, str] = {}
    for hit in lint([(parsed.deck, cards)]):
        if hit.severity is Severity.WARNING:
            short = _DOUBTS.get(hit.code) or shorten(hit.message.partition(";")[0], _LONGEST_DOUBT)
            for found in by_line.get(hit.line, ()):
                doubts.setdefault(found, short)
    return doubts


# From decisions to a deck


def _deck_of(
    proposed: Deck, kept: Mapping[CardId, Wording | None], cards: Mapping[CardId, Card]
) -> Deck:
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
