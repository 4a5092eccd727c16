"""How often the judge of typed answers errs: ``python -m tests.benchmarks.grading``.

False accepts are counted over opposites, over different structures whose names are alike, and over
both with a slip of the finger; false rejects over Latin names and synonyms of the tables, and over
names with one slip. The slips are drawn from a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import combinations, permutations

from rapidfuzz.distance import OSA

from flashdeck.core.grading.judge import Verdict, judge_answer
from flashdeck.core.terms.tables import rows

_ALIKE = 5  # letters by which two names differ at most
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def accepted(pairs: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Return how many of the pairs (typed, right answer) are accepted, and how many there are."""
    verdicts = [judge_answer(typed, [right]).verdict is Verdict.RIGHT for typed, right in pairs]
    return sum(verdicts), len(verdicts)


def slip(chance: random.Random, text: str) -> str:
    """Return a text with one letter left out, doubled up, replaced or exchanged with the next."""
    at = chance.choice([place for place, char in enumerate(text) if char.isalpha()])
    letter, kind = chance.choice(_LETTERS), chance.randrange(4)
    return (
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at:],
        text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
    )[kind]


def main() -> None:
    """Print the table."""
    chance = random.Random(3)
    names = sorted({row[0] for row in rows("own_terms.tsv")})
    by_length: dict[int, list[str]] = {}
    for name in names:
        by_length.setdefault(len(name.split()), []).append(name)
    alike = [
        pair
        for group in by_length.values()
        for both in combinations(group, 2)
        if OSA.distance(*both, score_cutoff=_ALIKE) <= _ALIKE
        for pair in permutations(both)
    ]
    opposites = [
        pair
        for row in rows("opposites.tsv")
        for pair in permutations((row[0].strip("-"), row[1].strip("-")))
    ]
    slipped = [(slip(chance, one), two) for one, two in opposites for _ in range(4)]
    synonyms = [
        (form, row[0])
        for row in rows("own_terms.tsv")
        for form in (row[1], *row[5].split("|"))
        if form
    ]
    for title, pairs in (
        ("opposites and look-alikes", opposites),
        ("the same with a slip", [pair for pair in slipped if pair[0] != pair[1]]),
        ("structures with names alike", alike),
        ("the same with a slip", [(slip(chance, one), two) for one, two in alike]),
    ):
        wrong, of = accepted(pairs)
        print(f"falsely accepted  {title:32} {wrong:5,} of {of:6,}")
    for title, pairs in (
        ("Latin names and synonyms", synonyms),
        ("names with one slip", [(slip(chance, name), name) for name in names]),
    ):
        right, of = accepted(pairs)
        print(f"falsely refused   {title:32} {of - right:5,} of {of:6,}")


if __name__ == "__main__":
    main()
