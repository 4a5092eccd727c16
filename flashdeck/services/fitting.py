"""Parameters of FSRS fitted to a student's own log, by the optional fsrs-rs-python (no torch)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.fsrs import Fsrs, are_parameters
from flashdeck.core.schedule.replay import Entry, Kind, live
from flashdeck.services.library import Library
from flashdeck.services.scheduling import memory_model_for
from flashdeck.services.settings import deck_settings, set_deck_settings
from flashdeck.store import histories

LEAST_REVIEWS = 400  # predicted answers; with fewer the default parameters predict better
_KEPT_OUT = 5  # each fit is judged by the last fifth of the answers, which it has not seen
_LEAST_CHANCE = 1e-6

History = Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Fit:
    """What fitting came to.

    ``before`` and ``after`` are the mean log loss of the recall predicted for the last fifth of the
    answers, by the parameters in use and by those fitted to the answers before them. ``parameters``
    are fitted to all; they were ``kept`` if the log loss fell.
    """

    reviews: int
    before: float
    after: float
    parameters: tuple[float, ...]
    kept: bool


def fit_deck(library: Library, deck_id: DeckId, *, keep: bool = True) -> Fit:
    """Fit the parameters of a deck to its log, and schedule by them if they predict better.

    Raises FlashdeckError where the optional package is missing or the log is too short.
    """
    settings = deck_settings(library, deck_id)
    with library.store.guard():
        logs = [_answers(log) for _, log in histories.histories_of_deck(library.db, deck_id)]
    logs = [log for log in logs if log]
    times = sorted(log[at].at_ms for log in logs for at in _predicted(log))
    if len(times) < LEAST_REVIEWS:
        raise FlashdeckError(
            f"{len(times)} answers are too few to learn from",
            todo=f"study on; the parameters in use serve well until there are {LEAST_REVIEWS}",
        )
    cut = times[len(times) - len(times) // _KEPT_OUT]
    model = memory_model_for(settings)
    trial = fitted([[entry for entry in log if entry.at_ms < cut] for log in logs])
    before = log_loss(model, logs, cut)
    after = log_loss(Fsrs(parameters=trial), logs, cut)
    parameters = fitted(logs)
    better = keep and after < before
    if better:
        set_deck_settings(library, deck_id, settings._replace(parameters=parameters))
    return Fit(len(times), before, after, parameters, better)


def fitted(logs: Iterable[History]) -> tuple[float, ...]:
    """Return the parameters under which these answers were likeliest."""
    try:
        from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview
    except ImportError:
        raise FlashdeckError(
            "fitting needs the package fsrs-rs-python", todo="pip install 'flashdeck[fit]'"
        ) from None
    items = []
    for log in logs:
        reviews, last = [], None
        for entry in log:
            assert entry.q is not None
            elapsed = 0 if last is None else max(entry.day - last, 0)
            reviews.append(FSRSReview(max(entry.q - 1, 1), elapsed))
            last = entry.day if last is None else max(last, entry.day)
            if elapsed:
                items.append(FSRSItem(list(reviews)))
    found = tuple(float(one) for one in FSRS(DEFAULT_PARAMETERS).compute_parameters(items))
    if not are_parameters(found):
        raise FlashdeckError("no parameters could be fitted to this log")
    return found


def log_loss(model: Fsrs, logs: Iterable[History], from_ms: int = 0) -> float:
    """Return the mean log loss of predictions for the first answer of each study day.

    Answers before ``from_ms`` (UTC) count for the memory, and not for the loss.
    """
    total, number = 0.0, 0
    for log in logs:
        memory, predicted = Memory(), set(_predicted(log))
        for at, entry in enumerate(log):
            assert entry.q is not None
            if at in predicted and entry.at_ms >= from_ms:
                recall = model.recall(memory, entry.day)
                chance = recall if entry.q >= 3 else 1 - recall
                total -= math.log(max(chance, _LEAST_CHANCE))
                number += 1
            memory = model.answer(memory, entry.q, entry.day)
    return total / number if number else 0.0


def _answers(log: Iterable[Entry]) -> History:
    """Return the answers that count, from the last new beginning on."""
    counted: list[Entry] = []
    for entry in live(log):
        if entry.kind is Kind.RESET:
            counted = []
        elif entry.kind is Kind.REVIEW and entry.q is not None:
            counted.append(entry)
    return counted


def _predicted(log: History) -> list[int]:
    """Return the places of the first answers of study days after the card's first."""
    found, last = [], None
    for at, entry in enumerate(log):
        if last is not None and entry.day > last:
            found.append(at)
        last = entry.day if last is None else max(last, entry.day)
    return found
