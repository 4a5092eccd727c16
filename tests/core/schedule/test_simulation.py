"""A small class, simulated: balancing evens the days, and a plan for the exam pays."""

from __future__ import annotations

from statistics import fmean

import pytest

from tests.benchmarks import simulation
from tests.benchmarks.simulation import KINDS, Plan, learn, variation


@pytest.mark.parametrize("kind", list(KINDS))
def test_days_are_half_as_uneven(kind: str) -> None:
    """A student who plans half an hour a day must not get an hour and a half on some."""
    plain, even = (
        fmean(
            variation(learn(n, seed=3, kind=kind, plan=Plan(balanced=b)).answers) for n in range(2)
        )
        for b in (False, True)
    )
    assert even < 0.6 * plain


def test_the_planner_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that brings nothing on the day is not worth following."""
    monkeypatch.setattr(simulation, "CARDS", 90)
    none, planner = (
        learn(0, seed=3, kind="half-life", plan=Plan(plan, 5), days=121).recall
        for plan in ("none", "planner")
    )
    assert planner > none + 0.01
