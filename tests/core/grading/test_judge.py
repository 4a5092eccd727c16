"""A typed answer is forgiven what anatomy forgives, and nothing else."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.card import Grade, Item, Relation
from flashdeck.core.grading.judge import (
    Judgement,
    ListJudgement,
    Verdict,
    judge_answer,
    judge_list,
    split_items,
)
from flashdeck.core.terms.tables import rows

_PAIRS = Path(__file__).with_name("pairs.tsv")


def _pairs() -> Iterator[tuple[str, str, bool]]:
    for line in _PAIRS.read_text(encoding="utf-8").splitlines()[1:]:
        if line and not line.startswith("#"):
            expected, typed, verdict = line.split("\t")
            yield expected, typed, verdict == "right"


def test_the_table_of_pairs() -> None:
    """Otherwise a right answer in other words counts as forgotten, or a wrong one as known."""
    pairs = list(_pairs())
    assert len(pairs) >= 300
    accepted = {(e, t) for e, t, _ in pairs if judge_answer(t, [e]).verdict is Verdict.RIGHT}
    right = {(e, t) for e, t, is_right in pairs if is_right}
    assert (sorted(accepted - right), sorted(right - accepted)) == ([], [])


def test_no_opposite_is_ever_accepted() -> None:
    """A student who confuses medial and lateral must hear of it."""
    crossed = [
        (one, two)
        for row in rows("opposites.tsv")
        for one, two in (
            (row[0].strip("-"), row[1].strip("-")),
            (row[1].strip("-"), row[0].strip("-")),
        )
        for carrier in ("{}", "the {} of the leg")
        if judge_answer(carrier.format(one), [carrier.format(two)]).verdict is Verdict.RIGHT
    ]
    assert crossed == []


def _slip(word: str, chance: random.Random) -> str:
    place, kind = chance.randrange(len(word)), chance.randrange(3)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
    )[kind]


def test_no_slip_leads_to_an_opposite() -> None:
    """A typo must not turn an abductor into an adductor."""
    chance = random.Random(7)
    crossed = []
    for row in rows("opposites.tsv"):
        one, two = row[0].strip("-"), row[1].strip("-")
        for typed, expected in ((_slip(one, chance), two), (_slip(two, chance), one)):
            accepted = judge_answer(typed, [expected]).verdict is Verdict.RIGHT
            if accepted and typed != expected:
                crossed.append((typed, expected))
    assert crossed == []


def test_names_of_different_structures_are_not_taken_for_one_another() -> None:
    """A neighbour in the table of terms is another structure."""
    names = sorted({row[0] for row in rows("own_terms.tsv")})
    confused = [
        (one, two)
        for one, two in itertools.pairwise(names)
        if judge_answer(one, [two]).verdict is Verdict.RIGHT
    ]
    assert confused == []


def test_latin_names_and_synonyms_are_accepted() -> None:
    """Students write the name that their own book uses."""
    pairs = [
        (form, row[0])
        for row in rows("own_terms.tsv")[::4]
        for form in (row[1], *row[5].split("|"))
        if form
    ]
    refused = [p for p in pairs if judge_answer(p[0], [p[1]]).verdict is not Verdict.RIGHT]
    # What is refused stands for several structures, like "coronoid process".
    assert len(refused) <= len(pairs) * 0.02, refused


@pytest.mark.parametrize(
    ("typed", "accepted", "verdict", "reason"),
    [
        ("tibial nerve (S1, S3)", "tibial nerve (S1, S2)", "almost", "Almost: one root differs."),
        ("tibial nerve", "tibial nerve (S1, S2)", "right", "Without “S1, S2”."),
        ("solius", "soleus", "right", "One typo was let pass."),
        ("medial", "lateral", "wrong", "“medial” is not “lateral”."),
        ("", "soleus", "empty", ""),
        ("…", "soleus", "empty", ""),
    ],
)
def test_the_reason_is_said(typed: str, accepted: str, verdict: str, reason: str) -> None:
    """A student learns more from the reason than from a cross."""
    judged = judge_answer(typed, [accepted])
    assert (judged.verdict.value, judged.reason) == (verdict, reason)


def test_the_kind_that_is_asked_may_be_left_out() -> None:
    """Asked for a nerve, "tibial" is an answer; asked for anything, it is not."""
    asked = judge_answer("tibial", ["tibial nerve"], Relation.INNERVATION)
    assert asked.verdict is Verdict.RIGHT
    assert judge_answer("tibial", ["tibial nerve"]).verdict is Verdict.ALMOST
    wrong = judge_answer("tibial artery", ["tibial nerve"], Relation.INNERVATION)
    assert wrong.verdict is Verdict.WRONG


def test_any_accepted_form_counts() -> None:
    """The alternatives that an instructor wrote are as right as the first form."""
    judged = judge_answer("gut", ["intestine", "gut"])
    assert (judged.verdict, judged.accepted) == (Verdict.RIGHT, "gut")


_ITEMS = (
    Item("posterior surface of the upper tibia"),
    Item("head of the fibula"),
    Item("aponeurosis between tibia and fibula"),
)


def _states(judged: ListJudgement) -> list[str]:
    return [one.judgement.verdict.value if one.judgement else "missing" for one in judged.items]


def test_a_list_is_judged_item_by_item() -> None:
    """Each item counts once, in any order; a missing one is named."""
    judged = judge_list(["head of fibla", "upper tibia, posterior surface", "spleen"], _ITEMS)
    assert _states(judged) == ["right", "right", "missing"]
    assert (judged.right, judged.extra, judged.grade) == (2, ("spleen",), Grade.HARD)
    twice = judge_list(["head of the fibula", "head of fibula"], _ITEMS)
    assert (twice.right, twice.grade) == (1, Grade.AGAIN)


def test_the_order_of_an_ordered_list_counts() -> None:
    """The steps of a course of a nerve in another order are another course."""
    items = (Item("cochlea"), Item("brainstem"), Item("cortex"))
    assert judge_list(["cochlea", "brainstem", "cortex"], items, ordered=True).grade is Grade.GOOD
    swapped = judge_list(["brainstem", "cochlea", "cortex"], items, ordered=True)
    assert (swapped.grade, swapped.reason) == (Grade.HARD, "All right, in another order.")


def test_items_may_be_typed_in_one_line() -> None:
    """Nobody wants to learn a syntax for lists."""
    assert split_items("a, b,c") == ["a", "b", "c"]
    assert split_items("a, b; c") == ["a, b", "c"]
    assert split_items("a, b\nc\n") == ["a, b", "c"]
    assert split_items("  ") == []


def _whole(judged: Judgement) -> tuple[str, str]:
    return "".join(s.text for s in judged.typed), "".join(s.text for s in judged.correct)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_any_text_is_judged_and_shown_whole(typed: str, accepted: str) -> None:
    """The comparison that is shown leaves no character of either text out."""
    judged = judge_answer(typed, [accepted])
    assert _whole(judged) == (typed, accepted)
    same = judge_answer(accepted, [accepted])
    assert same.verdict in (Verdict.RIGHT, Verdict.EMPTY)
