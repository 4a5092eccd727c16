"""Choices from knowledge: wrong answers of the right kind, and never a true one among them.

What else is true of a structure stands on the other cards: an answer that any card about it gives
or mentions is no wrong answer. Where that leaves fewer than three good ones, there is no choice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from flashdeck.core.card import Card, CardKind, Relation
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.grading.judge import Verdict, judge_answer
from flashdeck.core.terms.tables import rows

_WRONG_ANSWERS = 3
_TRIED = 40  # candidates looked at before a card is left without a choice
# Directions and sides: exchanging one makes a near miss.
_NEAR_MISS_KINDS = frozenset(("direction", "side", "action"))
_NAME_KINDS = _NEAR_MISS_KINDS | {"size", "body part"}  # within a name that is known
# A wrong answer as long as this many right ones, or as short, and by more letters than these, gives
# itself away.
_LIKE_LENGTH, _SHORT = 2.5, 16
# Relations whose answers are told apart by what the structure is: all muscles have an origin.
_BY_SUBJECT = frozenset(
    (
        Relation.ORIGIN,
        Relation.INSERTION,
        Relation.INNERVATION,
        Relation.BLOOD_SUPPLY,
        Relation.ACTION,
        Relation.JOINT,
        Relation.ETYMOLOGY,
        Relation.LOCATION,
        Relation.DEFINITION,
        Relation.COMPOSITION,
    )
)
_TIME = re.compile(r"\d|\b(?:second|minute|hour|day|week|month|year)s?\b")
_NO_MOVEMENT = re.compile(
    r"\b(?:dorsal|palmar) flex|\bplantar[ -]?exten|\bdorsi?-?exten", re.IGNORECASE
)
# Relations whose answers the table of terms may lend: names, not sentences.
_NAMED = frozenset((Relation.INNERVATION, Relation.BLOOD_SUPPLY, Relation.JOINT, Relation.OTHER))


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of a card in their order, and the place of the right one."""

    options: tuple[str, ...]
    right: int


def choice_for(card: Card, pool: Sequence[Card]) -> Choice | None:
    """Return four options for a card, or None where three good wrong ones are not to be had.

    ``pool`` are the cards of its deck or library. Wrong answers come from other structures of the
    region under the same relation, near misses with one direction exchanged, names of the same kind
    and region, then from other regions. The order is fixed by the card, so that no place betrays
    the answer.
    """
    if card.kind is CardKind.LIST or not card.answer or "\n" in card.answer:
        return None
    about = [other for other in pool if _about_the_same(card, other)]
    truths = list(_truths(card, about, pool))
    told = " ".join(
        f"{one.question} {one.answer} {one.cloze} {one.extra}" for one in (card, *about)
    ).casefold()
    good: list[str] = []
    near, far = _from_pool(card, pool, told)
    sources = (
        _in_order(card, near)[: _WRONG_ANSWERS - 1],
        _in_order(card, _near_misses(card, told)),
        _in_order(card, near),
        _in_order(card, _from_terms(card, told)),
        _in_order(card, far),
    )
    for option in list(dict.fromkeys(chain(*sources)))[:_TRIED]:
        if len(good) == _WRONG_ANSWERS:
            break
        if _is_wrong(option, card.answer, truths) and all(
            judge_answer(_bare(option), [_bare(one)]).verdict is not Verdict.RIGHT
            for one in (card.answer, *good)
        ):
            good.append(option)
    if len(good) < _WRONG_ANSWERS:
        return None
    options = sorted((card.answer, *good), key=lambda option: _hash(card, f"place {option}"))
    return Choice(tuple(options), options.index(card.answer))


def _about_the_same(card: Card, other: Card) -> bool:
    return other.id != card.id and (
        other.note_id == card.note_id
        or (bool(card.subject) and other.subject.casefold() == card.subject.casefold())
    )


def _truths(card: Card, about: Iterable[Card], pool: Iterable[Card]) -> Iterator[str]:
    """Return every right answer to the question that the cards know of."""
    yield from (card.answer, *card.alternatives)
    if card.kind is CardKind.REVERSE:
        # Each structure that the fact fits as well: several muscles share a nerve.
        for other in pool:
            if other.relation is card.relation and other.kind is not CardKind.REVERSE:
                values = (other.answer, *other.alternatives, *(item.text for item in other.items))
                if any(_mentions(card.question, value) for value in values):
                    yield other.subject
            elif other.kind is CardKind.REVERSE and other.question == card.question:
                yield from (other.answer, *other.alternatives)
        return
    for other in about:
        if other.relation is card.relation and other.kind is not CardKind.REVERSE:
            yield from (other.answer, *other.alternatives)
            for item in other.items:
                yield from (item.text, *item.alternatives)


def _from_pool(card: Card, pool: Sequence[Card], told: str) -> tuple[list[str], list[str]]:
    """Return what other structures have under the same relation: of the same region, and others.

    For a picture these are its other labels. What a muscle does, its neighbours often do as well:
    actions come from other regions.
    """
    near: list[str] = []
    far: list[str] = []
    region = _region(card)
    for other in pool:
        if other.id == card.id or other.kind is not card.kind:
            continue
        if card.kind is CardKind.IMAGE:
            if other.note_id == card.note_id:
                near.append(other.answer)
        elif (
            other.relation is card.relation
            and not _about_the_same(card, other)
            and _alike(card, other)
            and other.answer.casefold() not in told
        ):
            option = _cased(other.answer, card.answer)
            if region and _region(other) != region:
                far.append(option)
            elif card.relation is not Relation.ACTION:
                near.append(option)
    return near, far


def _region(card: Card) -> str:
    term = lexicon().find(card.subject) or lexicon().find(_bare(card.answer))
    return term.region if term else ""


def _alike(card: Card, other: Card) -> bool:
    """Tell whether another card's answer could stand as this one's: the same sort of thing."""
    if _is_free(card) != _is_free(other):
        return False
    if card.relation in _BY_SUBJECT and not _is_free(card):
        kind = lexicon().kind_of(card.subject)
        return bool(kind) and kind == lexicon().kind_of(other.subject)
    if card.relation is Relation.DURATION:
        return all(len(set(_TIME.findall(one.answer))) > 1 for one in (card, other))
    kind = _kind(card.answer)
    return bool(kind) and kind == _kind(other.answer)


def _is_free(card: Card) -> bool:
    """Tell a question in an instructor's own words from one that its relation words."""
    return card.id.endswith("/q")


def _cased(option: str, like: str) -> str:
    """Return an option that begins as the right answer does, but for names."""
    first = re.match(r"\w+", option)
    if first is None or first.group() in lexicon().proper or not first.group()[1:].islower():
        return option
    start = option[0].upper() if like[:1].isupper() else option[0].lower()
    return start + option[1:]


def _near_misses(card: Card, told: str) -> Iterator[str]:
    """Return the answer with one direction, side or size exchanged."""
    if card.kind in (CardKind.REVERSE, CardKind.IMAGE):
        return
    known = lexicon().find(_bare(card.answer)) is not None
    exchanged: set[str] = set()
    for row in rows("opposites.tsv"):
        if row[2] not in (_NAME_KINDS if known else _NEAR_MISS_KINDS):
            continue
        for one, two in ((row[0], row[1]), (row[1], row[0])):
            if one in exchanged or re.search(rf"\b{re.escape(two)}\b", card.answer, re.IGNORECASE):
                continue
            swapped, count = re.subn(
                rf"\b{re.escape(one)}\b", _like(two), card.answer, flags=re.IGNORECASE
            )
            if count == 1 and swapped.casefold() not in told and _exists(swapped, card.answer):
                if not known:
                    exchanged.add(one)
                yield swapped


def _exists(swapped: str, answer: str) -> bool:
    """A near miss of a name is a name as well: there is no "anterior fibular nerve"."""
    if _NO_MOVEMENT.search(swapped):
        return False
    known = lexicon().find
    return known(_bare(answer)) is None or known(_bare(swapped)) is not None


def _like(word: str) -> Callable[[re.Match[str]], str]:
    return lambda found: word.capitalize() if found.group()[:1].isupper() else word


def _from_terms(card: Card, told: str) -> Iterator[str]:
    """Return names of the same kind and region that no card about the structure mentions."""
    term = lexicon().find(_bare(card.answer))
    if term is None or card.relation not in _NAMED or card.kind is CardKind.REVERSE:
        return
    for name, _, kind, region, *_ in rows("own_terms.tsv"):
        if kind == term.kind and region == term.region and name.casefold() not in told:
            yield _cased(name, card.answer)


def _is_wrong(option: str, answer: str, truths: Sequence[str]) -> bool:
    """Tell whether an option is false and still worth a thought."""
    longer, shorter = max(len(option), len(answer)), min(len(option), len(answer))
    if longer > shorter * _LIKE_LENGTH and longer - shorter > _SHORT:
        return False
    words = set(re.findall(r"\w+", option.casefold()))
    for truth in truths:
        true_words = set(re.findall(r"\w+", truth.casefold()))
        if words <= true_words or true_words <= words:
            return False
        if judge_answer(option, [truth]).verdict is not Verdict.WRONG:
            return False
    return True


def _mentions(question: str, value: str) -> bool:
    return bool(value) and value.casefold() in question.casefold()


def _bare(answer: str) -> str:
    return re.sub(r"\s*\(.*?\)|^(?:the|an?) ", "", answer.strip(), flags=re.IGNORECASE)


def _kind(answer: str) -> str:
    return lexicon().kind_of(_bare(answer))


def _in_order(card: Card, options: Iterable[str]) -> list[str]:
    return sorted(set(options), key=lambda option: _hash(card, option))


def _hash(card: Card, text: str) -> bytes:
    return hashlib.sha256(f"{card.id}\0{text}".encode()).digest()
