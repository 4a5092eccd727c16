"""Slips of the finger: let pass by the length of the word, never into another word's place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from flashdeck.core.grading.names import spell, vocabulary
from flashdeck.core.grading.words import words_of
from flashdeck.core.terms.tables import rows

_SHORT, _LONG = 4, 8  # letters: from these lengths on one and two slips are let pass


def slips_let_pass(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, added or exchanged."""
    if not word.isalpha() or len(word) < _SHORT:
        return 0
    return 1 if len(word) < _LONG else 2


def mend(word: str, expected: Collection[str]) -> str | None:
    """Return the word that was meant; None where it is none, or might as well be another.

    A word that is known is never a slip for another one. ``expected`` are the words of the right
    answer, known or not.
    """
    known = vocabulary()
    if word in expected or not word.isalpha() or word in known or spell(word) in known:
        return None
    from rapidfuzz.distance import OSA

    found: dict[str, int] = {}
    for other in {*expected, *_near_in_length(len(word))}:
        allowed = min(slips_let_pass(other), slips_let_pass(word) + (len(other) > len(word)))
        if allowed and abs(len(other) - len(word)) <= allowed:
            distance = OSA.distance(word, other, score_cutoff=allowed)
            if distance <= allowed:
                found[other] = distance
    if not found:
        return None
    least = min(found.values())
    nearest = [known for known, distance in found.items() if distance == least]
    if len({spell(one) for one in nearest}) != 1 or any(opposed(word, one) for one in nearest):
        return None
    return min(nearest)


@cache
def _near_in_length(length: int) -> tuple[str, ...]:
    return tuple(word for word in sorted(vocabulary()) if abs(len(word) - length) <= 2)


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    pairs = set()
    for row in rows("opposites.tsv"):
        one, two = ([spell(word.form) for word in words_of(side)] for side in row[:2])
        only_one = [word for word in one if word not in two]
        only_two = [word for word in two if word not in one]
        if row[2] != "prefix" and len(only_one) == len(only_two) == 1:
            pairs |= {(only_one[0], only_two[0]), (only_two[0], only_one[0])}
    return frozenset(pairs)


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    pairs = [
        (row[0].rstrip("-"), row[1].rstrip("-"))
        for row in rows("opposites.tsv")
        if row[2] == "prefix"
    ]
    return tuple(pairs + [(two, one) for one, two in pairs])


def opposed(one: str, two: str) -> bool:
    """Tell whether two words are opposites or look-alikes that no answer may exchange."""
    if (one, two) in _opposites():
        return True
    return any(
        one.startswith(first) and two == second + one[len(first) :] and len(one) - len(first) > 2
        for first, second in _prefixes()
    )


def any_opposed(ones: Iterable[str], twos: Collection[str]) -> tuple[str, str] | None:
    """Return the first two words that are opposites, None where there are none."""
    for one in ones:
        for two in twos:
            if opposed(one, two):
                return one, two
    return None
