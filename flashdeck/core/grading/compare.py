"""Two answers side by side: their phrases as bags of words, equal or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flashdeck.core.grading.names import KINDS, adjectives, names, spell
from flashdeck.core.grading.words import JOINERS, Word, words_of

Phrase = frozenset[tuple[str, ...]]


@dataclass(slots=True)
class Part:
    """A word in the comparison: its compared form, whether a slip was mended, and its place."""

    word: Word
    form: str
    typo: bool = False
    state: str = "same"


def parts_of(text: str) -> list[Part]:
    """Return the words of an answer, each in the form in which it is compared."""
    return [Part(word, spell(word.form)) for word in words_of(text)]


def merge(parts: list[Part], others: list[Part]) -> None:
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
                parts[place : place + 2] = [Part(word, glued, one.typo or two.typo)]
                break
        place += 1


def expand(parts: list[Part], others: list[Part]) -> None:
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
                parts[place : place + 1] = [Part(part.word, form, part.typo) for form in meant]
                place += len(meant) - 1
                break
        place += 1


def phrases(parts: Sequence[Part]) -> Counter[Phrase]:
    """Return the phrases as bags of segments; a joiner opens a segment of its own."""
    by_phrase: dict[float, list[str]] = {}
    for part in parts:
        by_phrase.setdefault(part.word.phrase, []).append(part.form)
    found: Counter[Phrase] = Counter()
    for forms in by_phrase.values():
        segments: list[list[str]] = [[]]
        for form in settle(forms):
            if form in JOINERS and segments[-1]:
                segments.append([])
            segments[-1].append(form)
        settled = [tuple(sorted(segment)) for segment in segments]
        if len(settled) > 1:
            # Segments count in their order: from the tibia to the calcaneus.
            settled = [(str(n), *one) for n, one in enumerate(settled)]
        found[frozenset(settled)] += 1
    return found


def settle(segment: list[str]) -> list[str]:
    """Return words with their names settled, and of bones: the fibular head is of the fibula."""
    words = names().settle(segment)
    if len(words) > 1 and not KINDS & set(words):
        words = [adjectives().get(word, word) for word in words]
    return words


def equal(mine: Counter[Phrase], right: Counter[Phrase], kind: frozenset[str]) -> bool:
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
