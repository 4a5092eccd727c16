"""Fitting FSRS to a log: judged on answers it has not seen, refused where it would mislead."""

from __future__ import annotations

import math
import random
import sys

import pytest

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.fsrs import Fsrs, are_parameters
from flashdeck.core.schedule.replay import Entry, Kind
from flashdeck.services.fitting import fit_deck, fitted, log_loss
from flashdeck.services.library import Library

DECK = DeckId("dk-mv4t8q2rxh")


def log(card: int, *answers: tuple[int, int]) -> list[Entry]:
    """Return a card's answers of these (quality, study day)."""
    name = CardId(f"{card}/q")
    return [
        Entry(f"{card}-{n}", "one", name, day * 86_400_000, 0, day, Kind.REVIEW, q=q)
        for n, (q, day) in enumerate(answers)
    ]


def test_log_loss_is_that_of_the_first_answers_of_days() -> None:
    """The figure by which parameters are kept or not must mean what it says."""
    model = Fsrs()
    memory = model.answer(model.answer(Memory(), 2, 0), 4, 0)
    recall = model.recall(memory, 3)
    answers = [log(1, (2, 0), (4, 0), (2, 3), (4, 3))]
    assert log_loss(model, answers) == pytest.approx(-math.log(1 - recall))
    assert log_loss(model, answers, from_ms=4 * 86_400_000) == 0


def test_too_short_a_log_is_refused(library: Library) -> None:
    """Parameters from ten answers would be noise."""
    with pytest.raises(FlashdeckError, match="too few"):
        fit_deck(library, DECK)


def test_without_the_package_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is optional; who has it not needs one line, not a traceback."""
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(FlashdeckError, match="fsrs-rs-python"):
        fitted([log(1, (4, 0), (4, 3))])


def test_fitted_parameters_predict_better() -> None:
    """A learner who forgets sooner than most gets a model that knows it."""
    pytest.importorskip("fsrs_rs_python")
    rng, truth = random.Random(5), Fsrs(parameters=(0.05, 0.2, 0.5, 2.0, *TAIL))
    logs = []
    for card in range(300):
        memory, day, answers = Memory(), 0, []
        for _ in range(6):
            known = memory.last_day is None or rng.random() < truth.recall(memory, day)
            q = 4 if known else 2
            memory = truth.answer(memory, q, day)
            answers.append((q, day))
            day += rng.choice((1, 2, 4, 8))
        logs.append(log(card, *answers))
    parameters = fitted(logs)
    assert are_parameters(parameters)
    assert log_loss(Fsrs(parameters=parameters), logs) < log_loss(Fsrs(), logs) - 0.01


TAIL = (6.4, 0.83, 3.0, 0.001, 1.87, 0.17, 0.8, 1.48, 0.06, 0.26, 1.65, 0.6, 1.87,
             0.54, 0.09, 0.066, 0.1542)  # fmt: skip
