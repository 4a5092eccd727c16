"""The judgement of a typed answer: a suggestion with its reasons; the student decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flashdeck.core.card import Card, CardKind, Grade, Item, Relation
from flashdeck.core.grading.names import KINDS, adjectives, names, spell
from flashdeck.core.grading.typos import any_opposed, mend
from flashdeck.core.grading.words import JOINERS, Word, words_of

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


@dataclass(slots=True)
class _Part:
    """A word in the comparison: its compared form, whether a slip was mended, and its place."""

    word: Word
    form: str
    typo: bool = False
    state: str = "same"


Phrase = frozenset[tuple[str, ...]]


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
    right, mine = _parts(accepted), _parts(typed)
    expected = {part.form for part in right} | {part.word.form for part in right}
    for part in mine:
        meant = None if part.form in expected else mend(part.word.form, expected)
        if meant is not None:
            part.form, part.typo = spell(meant), True
    _merge(mine, right)
    _merge(right, mine)
    kind = _ASKED_KIND.get(relation, frozenset())
    if not _equal(_phrases(mine), _phrases(right), kind):
        _expand(mine, right)
        _expand(right, mine)
    core = [part for part in right if not part.word.bracketed]
    typos = sum(part.typo for part in mine)
    if _folded(typed) == _folded(accepted) or _equal(_phrases(mine), _phrases(right), kind):
        return _judgement(Verdict.RIGHT, typed, accepted, mine, right, _typo_note(typos), typos)
    if core and len(core) < len(right) and _equal(_phrases(mine), _phrases(core), kind):
        left_out = f"Without “{_bracketed(accepted, right)}”."
        return _judgement(Verdict.RIGHT, typed, accepted, mine, right, left_out, typos)
    return _not_right(typed, accepted, mine, right, typos)


def _parts(text: str) -> list[_Part]:
    return [_Part(word, spell(word.form)) for word in words_of(text)]


def _merge(parts: list[_Part], others: list[_Part]) -> None:
    """Write two words as one where the other side does: "plantar flexion", "radio-ulnar"."""
    known = {part.form for part in others}
    place = 0
    while place + 1 < len(parts):
        one, two = parts[place], parts[place + 1]
        for glued in (one.form + two.form, spell(one.word.form + two.word.form)):
            if glued in known and one.word.phrase == two.word.phrase:
                word = Word(
                    one.word.form + two.word.form,
                    one.word.start,
                    two.word.end,
                    one.word.phrase,
                    one.word.bracketed,
                )
                parts[place : place + 2] = [_Part(word, glued, one.typo or two.typo)]
                break
        place += 1


def _expand(parts: list[_Part], others: list[_Part]) -> None:
    """Write out an abbreviation where the other side has the words it stands for."""
    table = names().abbreviations
    there = {part.form for part in others}
    settled = set(names().settle([part.form for part in others]))
    place = 0
    while place < len(parts):
        part = parts[place]
        for meant in table.get(part.word.form, ()):
            if part.form not in there and (
                (meant[0] in KINDS and len(meant) == 1)
                or set(meant) <= there
                or set(meant) <= settled
                or set(names().settle(meant)) <= settled
            ):
                parts[place : place + 1] = [_Part(part.word, form, part.typo) for form in meant]
                place += len(meant) - 1
                break
        place += 1


def _phrases(parts: Sequence[_Part]) -> Counter[Phrase]:
    """Return the phrases as bags of segments; a joiner opens a segment of its own."""
    by_phrase: dict[float, list[str]] = {}
    for part in parts:
        by_phrase.setdefault(part.word.phrase, []).append(part.form)
    found: Counter[Phrase] = Counter()
    for forms in by_phrase.values():
        segments: list[list[str]] = [[]]
        for form in _settle(forms):
            if form in JOINERS and segments[-1]:
                segments.append([])
            segments[-1].append(form)
        settled = [tuple(sorted(segment)) for segment in segments]
        if len(settled) > 1:
            # Segments count in their order: from the tibia to the calcaneus.
            settled = [(str(n), *one) for n, one in enumerate(settled)]
        found[frozenset(settled)] += 1
    return found


def _settle(segment: list[str]) -> list[str]:
    words = names().settle(segment)
    if len(words) > 1 and not KINDS & set(words):
        words = [adjectives().get(word, word) for word in words]
    return words


def _equal(mine: Counter[Phrase], right: Counter[Phrase], kind: frozenset[str]) -> bool:
    """Compare phrase by phrase; an asked kind may be left out, a shared word stand elsewhere."""
    if mine == right:
        return True
    mine_left, right_left = list((mine - right).elements()), list((right - mine).elements())
    for phrase in list(mine_left):
        for other in right_left:
            if _same_but_kind(phrase, other, kind):
                mine_left.remove(phrase)
                right_left.remove(other)
                break
    if not mine_left and not right_left:
        return True
    return _one_phrase(mine_left, right_left) or _shared_word_moved(mine_left, right_left)


def _same_but_kind(mine: Phrase, right: Phrase, kind: frozenset[str]) -> bool:
    one, two = _bag(mine), _bag(right)
    if one is None or two is None:
        return False
    for less, more in ((one, two), (two, one)):
        lacking = more - less
        if less - more or len(lacking) != 1 or sum(lacking.values()) != 1 or not less:
            continue
        word = next(iter(lacking))
        if word not in KINDS or KINDS & set(less):
            continue
        known = names().kind_of(less)
        if known == word or (not known and names().kind_of(more) == word and word == "muscle"):
            return True
        if word in kind and (less is one or known in ("", word)):
            return True
    return False


def _bag(phrase: Phrase) -> Counter[str] | None:
    return Counter(next(iter(phrase))) if len(phrase) == 1 else None


def _one_phrase(mine: list[Phrase], right: list[Phrase]) -> bool:
    """Tell "tibia, posterior surface" and "S1 S2": a phrase with commas in it, or without."""
    for one, several in ((mine, right), (right, mine)):
        bags = [_bag(phrase) for phrase in several]
        if len(one) != 1 or None in bags:
            continue
        long = sum(bag is not None and len(bag) > 1 for bag in bags)
        if (one is right or long <= 1) and _bag(one[0]) == sum(filter(None, bags), Counter()):
            return True
    return False


def _shared_word_moved(mine: list[Phrase], right: list[Phrase]) -> bool:
    """Tell "flexion and extension of the knee" from "knee flexion and extension": the same."""
    if len(mine) != 2 or len(right) != 2:
        return False
    bags = [_bag(phrase) for phrase in (*mine, *right)]
    if any(bag is None for bag in bags):
        return False
    one, two, first, second = (bag or Counter() for bag in bags)
    for a, b in ((one, two), (two, one)):
        for c, d in ((first, second), (second, first)):
            shared = a - c
            if shared and not c - a and not b - d and shared == d - b:
                return True
    return False


def _not_right(
    typed: str,
    accepted: str,
    mine: list[_Part],
    right: list[_Part],
    typos: int,
) -> Judgement:
    mine_forms = Counter(_settle([part.form for part in mine]))
    right_forms = Counter(_settle([part.form for part in right]))
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
        same = sum((mine_forms & right_forms).values())
        almost = same and same * 2 >= sum(right_forms.values()) and sum(extra.values()) <= same
        verdict = Verdict.ALMOST if almost else Verdict.WRONG
        note = _almost_note(extra, missing) if almost else ""
        return _judgement(verdict, typed, accepted, mine, right, note, typos)
    return _judgement(Verdict.WRONG, typed, accepted, mine, right, reason, typos)


def _mark(parts: list[_Part], forms: Counter[str], state: str) -> None:
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


def _bracketed(text: str, parts: list[_Part]) -> str:
    places = [part.word for part in parts if part.word.bracketed]
    return text[places[0].start : places[-1].end]


def _judgement(
    verdict: Verdict,
    typed: str,
    accepted: str,
    mine: list[_Part],
    right: list[_Part],
    reason: str,
    typos: int,
) -> Judgement:
    if verdict is Verdict.RIGHT:
        for part in (*mine, *right):
            part.state = "same"
    return Judgement(verdict, accepted, _spans(typed, mine), _spans(accepted, right), typos, reason)


def _spans(text: str, parts: list[_Part]) -> tuple[Span, ...]:
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
