"""FSRS-6 on study days, through the ``fsrs`` library of its authors.

The library is fed 12:00 UTC of each study day: it counts whole blocks of 24 hours, so that true
instants would make a card answered at 20:00 and at 18:00 the next day look answered on one day.
(Answers of one day follow each other by a second; no formula sees that, so none is kept.)
It is imported with the first answer that needs it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from flashdeck.core.schedule.base import LONGEST_INTERVAL_DAYS, START_EASE, Memory

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

DEFAULT_RETENTION = 0.9
LEAST_RETENTION, GREATEST_RETENTION = 0.7, 0.99
PARAMETERS = 21
# The study days that can be told as instants with the longest interval after them.
FIRST_DAY = -719_162
LAST_DAY = 2_932_896 - LONGEST_INTERVAL_DAYS - 1
_NOON = datetime(1970, 1, 1, 12, tzinfo=UTC)
_LEAST_STABILITY = 0.001
_LEAST_DIFFICULTY, _GREATEST_DIFFICULTY = 1.0, 10.0
_AGAIN = 3  # an answer below this quality is a failure


@dataclass(frozen=True, slots=True)
class Fsrs:
    """The algorithm; ``retention`` is the recall aimed at when a card comes back, 0.7 to 0.99.

    ``parameters`` are the model's 21, or none for the library's own. ``drill_below`` is the least
    quality that needs no drill today.
    """

    retention: float = DEFAULT_RETENTION
    parameters: tuple[float, ...] = ()
    drill_below: int = 4

    @property
    def name(self) -> str:
        """``fsrs``, and what is not as the library has it."""
        words = ["fsrs"]
        if self.retention != DEFAULT_RETENTION:
            words.append(f"retention={self.retention!r}")
        if self.parameters:
            words.append(f"parameters={','.join(map(repr, self.parameters))}")
        if self.drill_below != 4:
            words.append("drill=again")
        return " ".join(words)

    def schedules(self, memory: Memory, day: int) -> bool:
        """Tell whether an answer gives a new interval: each does, also a later one of a day."""
        return True

    def answer(self, memory: Memory, q: int, day: int) -> Memory:
        """Return the memory after an answer of quality ``q`` on that study day.

        Qualities below 3 are Again, 3, 4 and 5 Hard, Good and Easy. A day before the card's last
        one counts as that day. Successes, lapses and drill are counted by the first answer of a
        day, as SM-2 does. Raises ValueError where ``q`` is not 0 to 5.
        """
        if not 0 <= q <= 5:
            raise ValueError(f"grades run from 0 to 5, not {q}")
        from fsrs import Rating

        first_of_day = memory.last_day is None or day > memory.last_day
        day = day if memory.last_day is None else max(day, memory.last_day)
        now = _instant(day)
        card, _ = _scheduler(self.parameters, self.retention).review_card(
            self._card(memory), Rating(max(q - 1, 1)), now
        )
        interval = (card.due - now).days
        repetitions, lapses, drill = memory.repetitions, memory.lapses, memory.drill
        if first_of_day:
            lapses += q < _AGAIN and repetitions >= 1
            repetitions = repetitions + 1 if q >= _AGAIN else 0
            drill = True
        return Memory(
            repetitions=repetitions,
            ease=memory.ease,
            interval_days=interval,
            due_day=day + interval,
            lapses=lapses,
            drill=drill and q < self.drill_below,
            last_day=day,
            stability=card.stability,
            difficulty=card.difficulty,
        )

    @property
    def decay(self) -> float:
        """How fast recall falls with time: the exponent of its power law, without its sign."""
        return (self.parameters or default_parameters())[20]

    def recall(self, memory: Memory, day: int) -> float:
        """Return the predicted recall on a study day, 0 to 1; 0 for a card never answered."""
        if memory.last_day is None:
            return 0.0
        elapsed = max(0, day - memory.last_day)
        stability = self.known(memory).stability
        assert stability is not None
        decay = -self.decay
        factor = 0.9 ** (1 / decay) - 1
        return float((1 + factor * elapsed / stability) ** decay)

    def known(self, memory: Memory) -> Memory:
        """Return the memory with stability and difficulty, where the card was ever answered.

        A schedule that came without them, from a package of SM-2, is taken to have aimed at a
        recall of 0.9: the stability is then the interval, and the difficulty the one under which a
        Good answer would multiply it by the ease (`memory_state_from_sm2` of fsrs-rs).
        """
        if memory.last_day is None or memory.stability is not None:
            return memory
        weights = self.parameters or default_parameters()
        stability = max(float(memory.interval_days), 1.0)
        growth = (
            math.exp(weights[8])
            * stability ** -weights[9]
            * math.expm1((1 - DEFAULT_RETENTION) * weights[10])
        )
        difficulty = 11 - ((memory.ease or START_EASE) / 100 - 1) / growth
        difficulty = min(max(difficulty, _LEAST_DIFFICULTY), _GREATEST_DIFFICULTY)
        return replace(memory, stability=stability, difficulty=difficulty)

    def _card(self, memory: Memory) -> Card:
        from fsrs import Card, State

        if memory.last_day is None:
            return Card(card_id=0, due=_NOON)
        known = self.known(memory)
        return Card(
            card_id=0,
            state=State.Review,
            stability=known.stability,
            difficulty=known.difficulty,
            due=_NOON,
            last_review=_instant(memory.last_day),
        )


def memory_state(stability: object, difficulty: object) -> tuple[float, float] | None:
    """Return stability and difficulty from outside within the ranges of the model, or None."""
    if not isinstance(stability, int | float) or not isinstance(difficulty, int | float):
        return None
    if not math.isfinite(stability) or not math.isfinite(difficulty) or stability <= 0:
        return None
    return (
        min(max(float(stability), _LEAST_STABILITY), float(LONGEST_INTERVAL_DAYS)),
        min(max(float(difficulty), _LEAST_DIFFICULTY), _GREATEST_DIFFICULTY),
    )


@lru_cache(maxsize=1)
def default_parameters() -> tuple[float, ...]:
    """Return the parameters that the library ships, fitted to the logs of many learners."""
    from fsrs.scheduler import DEFAULT_PARAMETERS

    return tuple(DEFAULT_PARAMETERS)


def are_parameters(numbers: tuple[float, ...]) -> bool:
    """Tell whether the model can work with these parameters."""
    try:
        _scheduler(numbers, DEFAULT_RETENTION)
    except (ValueError, TypeError):
        return False
    return True


@lru_cache(maxsize=64)
def _scheduler(parameters: tuple[float, ...], retention: float) -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        parameters=parameters or default_parameters(),
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_INTERVAL_DAYS,
        enable_fuzzing=False,
    )


def _instant(day: int) -> datetime:
    return _NOON + timedelta(days=min(max(day, FIRST_DAY), LAST_DAY))
