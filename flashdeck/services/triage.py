"""The cards that an article proposes, what a student decided on each, and the deck of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath

from flashdeck.core.deckfile.lint import lint
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.diagnostics import Severity
from flashdeck.core.extract.article import Tell, read_blocks
from flashdeck.core.ids import CardId, card_id, split_card_id
from flashdeck.core.model import Card, CardKind, Deck
from flashdeck.core.text import clean_line, shorten
from flashdeck.files.documents import FORMS, read_article
from flashdeck.services.article import Article, Paragraph, Place
from flashdeck.services.generate import Generated, generate
from flashdeck.services.reworded import Wording, deck_of, proposed_wording, wording_problem

_LONGEST_DOUBT = 40
_LONGEST_PARTICLE = 3  # letters: "of", "the", "and"
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
        return deck_of(self.proposed, kept, {one.card.id: one.card for one in self.proposals})

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
    proposals = [
        Proposal(card, doubts.get(card.id) or _unnamed(card), *places[card.id])
        for card in made.cards
    ]
    order = {card.id: number for number, card in enumerate(made.cards)}
    proposals.sort(key=lambda one: (_start(one), order[one.card.id]))
    return Triage(made.deck, article.paragraphs, proposals)


def _unnamed(card: Card) -> str:
    """Return a doubt of a question that does not say what it is about, else ''."""
    asked = card.question.casefold()
    named = card.subject.casefold().split()
    telling = [word for word in named if len(word) > _LONGEST_PARTICLE] or named
    if card.kind is CardKind.REVERSE or any(word.rstrip("s") in asked for word in telling):
        return ""
    return f"of the {shorten(card.subject, _LONGEST_DOUBT)}?"


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
