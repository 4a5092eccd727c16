"""The judgement of a typed answer: a suggestion with its reasons; the student decides."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flashdeck.core.card import Card, CardKind, Grade, Item, Relation
from flashdeck.core.grading.compare import Part, equal, expand, merge, parts_of, phrases, settle
from flashdeck.core.grading.names import KINDS, adjectives, spell
from flashdeck.core.grading.typos import any_opposed, mend
from flashdeck.core.grading.words import words_of

_NEGATIONS = frozenset("not no never without except unlike non".split())
# What kind of structure a relation asks for, so that its name may be left out.
_ASKED_KIND = {
    Relation.INNERVATION: frozenset(("nerve",)),
    Relation.BLOOD_SUPPLY: frozenset(("artery",)),
    Relation.JOINT: frozenset(("joint",)),
    Relation.SYNERGIST: frozenset(("muscle",)),
    Relation.ANTAGONIST: frozenset(("muscle",)),
}


class Verdict(StrEnum):
    """How right an answer is."""

    RIGHT = "right"
    ALMOST = "almost"
    WRONG = "wrong"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text with its part in the comparison: same, typo, wrong, missing or plain."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one typed answer.

    ``accepted`` is the accepted form that it was held against, ``typed`` and ``correct`` are the
    two texts in pieces, ``reason`` one short sentence, '' where nothing needs saying.
    """

    verdict: Verdict
    accepted: str
    typed: tuple[Span, ...]
    correct: tuple[Span, ...]
    typos: int = 0
    reason: str = ""

    @property
    def grade(self) -> Grade:
        """The grade to suggest: Good, Hard for almost, else Again."""
        return _GRADES[self.verdict]


_GRADES = {
    Verdict.RIGHT: Grade.GOOD,
    Verdict.ALMOST: Grade.HARD,
    Verdict.WRONG: Grade.AGAIN,
    Verdict.EMPTY: Grade.AGAIN,
}
_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class ItemJudgement:
    """One item of a list: the item, and what was typed for it; None where it is missing."""

    item: Item
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class ListJudgement:
    """What became of a typed list. ``extra`` is what was typed besides the items."""

    items: tuple[ItemJudgement, ...]
    extra: tuple[str, ...]
    grade: Grade
    reason: str

    @property
    def right(self) -> int:
        """How many items are right."""
        return sum(
            one.judgement is not None and one.judgement.verdict is Verdict.RIGHT
            for one in self.items
        )


def judge_answer(
    typed: str, accepted: Sequence[str], relation: Relation = Relation.OTHER
) -> Judgement:
    """Judge a typed answer by the accepted forms; the first is the one that is shown.

    Forgiven are case, accents, hyphens, the order of words in a phrase and of phrases, UK and US
    spelling, number, abbreviations, synonyms and eponyms, the writing of nerve roots, and slips by
    the length of a word. Never forgiven are an opposite, another kind of structure, a number, a
    "not". Text in brackets may be left out. Raises ValueError without an accepted form.
    """
    if not accepted:
        raise ValueError("there is no accepted form")
    if not words_of(typed) and typed.strip().casefold() not in map(_folded, accepted):
        missing = (Span(accepted[0], "missing"),)
        return Judgement(Verdict.EMPTY, accepted[0], (Span(typed, "plain"),), missing)
    found = [_judge(typed, form, relation) for form in accepted]
    return min(found, key=lambda one: (_RANK[one.verdict], one.typos))


def judge_list(
    typed: Sequence[str],
    items: Sequence[Item],
    *,
    ordered: bool = False,
    relation: Relation = Relation.OTHER,
) -> ListJudgement:
    """Judge typed items by those of a list, in any order unless it is ``ordered``.

    Each typed item counts for one item at most, the best one first. Suggested is Good where all
    are right and nothing wrong was added, Hard from half of them on, else Again.
    """
    lines = [line for line in typed if line.strip()]
    table = [
        [judge_answer(line, (item.text, *item.alternatives), relation) for item in items]
        for line in lines
    ]
    taken: dict[int, int] = {}
    for wanted in (Verdict.RIGHT, Verdict.ALMOST):
        for place, row in enumerate(table):
            open_items = [n for n in range(len(items)) if n not in taken]
            fits = [n for n in open_items if row[n].verdict is wanted]
            if place not in taken.values() and fits:
                taken[min(fits, key=lambda n: row[n].typos)] = place
    judged = tuple(
        ItemJudgement(item, table[taken[n]][n] if n in taken else None)
        for n, item in enumerate(items)
    )
    extra = tuple(line for place, line in enumerate(lines) if place not in taken.values())
    right = sum(
        one.judgement is not None and one.judgement.verdict is Verdict.RIGHT for one in judged
    )
    in_order = [taken[n] for n in sorted(taken)] == sorted(taken.values())
    if right == len(items) and not extra and (in_order or not ordered):
        grade = Grade.GOOD
    elif right and right * 2 >= len(items):
        grade = Grade.HARD
    else:
        grade = Grade.AGAIN
    reason = "" if right < len(items) or in_order or not ordered else "All right, in another order."
    return ListJudgement(judged, extra, grade, reason)


def judge_card(typed: str, card: Card) -> Judgement | ListJudgement:
    """Judge what was typed for a card; the items of a list stand a line, or parted by ; or ,."""
    if card.kind is CardKind.LIST:
        return judge_list(
            split_items(typed), card.items, ordered=card.ordered, relation=card.relation
        )
    asked = Relation.OTHER if card.kind is CardKind.REVERSE else card.relation
    return judge_answer(typed, (card.answer, *card.alternatives), asked)


def split_items(typed: str) -> list[str]:
    """Return the items of a typed list: its lines, else what ; parts, else what , parts."""
    for mark in ("\n", ";", ","):
        if mark in typed.strip():
            return [item.strip() for item in typed.split(mark) if item.strip()]
    return [typed.strip()] if typed.strip() else []


def _folded(text: str) -> str:
    return text.strip().casefold()


def _judge(typed: str, accepted: str, relation: Relation) -> Judgement:
    right, mine = parts_of(accepted), parts_of(typed)
    expected = {part.form for part in right} | {part.word.form for part in right}
    glued = {one.word.form + two.word.form for one, two in itertools.pairwise(right)}
    for part in mine:
        is_right = part.form in expected or part.word.form in glued
        meant = None if is_right else mend(part.word.form, expected)
        if meant is not None:
            part.form, part.typo = spell(meant), True
    merge(mine, right)
    merge(right, mine)
    kind = _ASKED_KIND.get(relation, frozenset())
    if not equal(phrases(mine), phrases(right), kind):
        expand(mine, right)
        expand(right, mine)
    core = [part for part in right if not part.word.bracketed]
    typos = sum(part.typo for part in mine)
    if _folded(typed) == _folded(accepted) or equal(phrases(mine), phrases(right), kind):
        return _judgement(Verdict.RIGHT, typed, accepted, mine, right, _typo_note(typos), typos)
    if core and len(core) < len(right) and equal(phrases(mine), phrases(core), kind):
        left_out = f"Without “{_bracketed(accepted, right)}”."
        return _judgement(Verdict.RIGHT, typed, accepted, mine, right, left_out, typos)
    return _not_right(typed, accepted, mine, right, typos)


def _not_right(
    typed: str,
    accepted: str,
    mine: list[Part],
    right: list[Part],
    typos: int,
) -> Judgement:
    mine_forms = Counter(settle([part.form for part in mine]))
    right_forms = Counter(settle([part.form for part in right]))
    extra, missing = mine_forms - right_forms, right_forms - mine_forms
    _mark(mine, extra, "wrong")
    _mark(right, missing, "missing")
    crossed = any_opposed(sorted(extra), sorted(missing))
    kinds = (set(extra) & KINDS, set(missing) & KINDS)
    negated = (set(extra) | set(missing)) & _NEGATIONS
    if crossed:
        reason = f"“{crossed[0]}” is not “{crossed[1]}”."
    elif kinds[0] and kinds[1]:
        reason = f"Asked is the {min(kinds[1])}, not the {min(kinds[0])}."
    elif negated:
        reason = f"“{min(negated)}” makes the difference."
    else:
        # "sural nerve" has nothing of "tibial nerve": the kind alone is not half of the answer.
        same = _telling(mine_forms & right_forms)
        almost = same and same * 2 >= _telling(right_forms) and _telling(extra) <= same
        verdict = Verdict.ALMOST if almost else Verdict.WRONG
        note = _almost_note(extra, missing) if almost else ""
        return _judgement(verdict, typed, accepted, mine, right, note, typos)
    return _judgement(Verdict.WRONG, typed, accepted, mine, right, reason, typos)


def _telling(forms: Counter[str]) -> int:
    return sum(count for form, count in forms.items() if form not in KINDS)


def _mark(parts: list[Part], forms: Counter[str], state: str) -> None:
    left = Counter(forms)
    for part in parts:
        for form in (part.form, adjectives().get(part.form, "")):
            if left[form] > 0:
                part.state = state
                left[form] -= 1
                break


def _almost_note(extra: Counter[str], missing: Counter[str]) -> str:
    roots = [form for form in (*extra, *missing) if form[-1:].isdigit() and form[:1].isalpha()]
    if len(extra) == len(missing) == 1 and len(roots) == 2:
        return "Almost: one root differs."
    if not extra and not missing:
        return "The same words, otherwise put together."
    if missing:
        words = ", ".join(sorted(missing))
        return f"Almost: “{words}” is missing." if not extra else "Almost."
    return f"Almost: “{', '.join(sorted(extra))}” is too much."


def _typo_note(typos: int) -> str:
    return (
        ""
        if not typos
        else "One typo was let pass."
        if typos == 1
        else (f"{typos} typos were let pass.")
    )


def _bracketed(text: str, parts: list[Part]) -> str:
    places = [part.word for part in parts if part.word.bracketed]
    return text[places[0].start : places[-1].end]


def _judgement(
    verdict: Verdict,
    typed: str,
    accepted: str,
    mine: list[Part],
    right: list[Part],
    reason: str,
    typos: int,
) -> Judgement:
    if verdict is Verdict.RIGHT:
        for part in (*mine, *right):
            part.state = "same"
    return Judgement(verdict, accepted, _spans(typed, mine), _spans(accepted, right), typos, reason)


def _spans(text: str, parts: list[Part]) -> tuple[Span, ...]:
    spans: list[Span] = []
    last = 0
    for part in sorted(parts, key=lambda one: one.word.start):
        start, end = max(part.word.start, last), part.word.end
        if end <= start:
            continue
        if start > last:
            spans.append(Span(text[last:start], "plain"))
        state = "typo" if part.typo and part.state == "same" else part.state
        spans.append(Span(text[start:end], state))
        last = end
    if last < len(text):
        spans.append(Span(text[last:], "plain"))
    return tuple(spans)
