"""What studying for an exam may come to: the days until then played through by the memory model.

Each answer is drawn with the recall that FSRS predicts for it: Good, or else Again and then Good on
the same day. Of new cards seven in ten are answered Good. Every draw belongs to a card and the
number of its answer, so that two plans differ by what they change and not by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from flashdeck.core.schedule.base import Algorithm, Memory
from flashdeck.core.schedule.exam import ENOUGH, Exam, Pace, gain, load_share, new_today
from flashdeck.core.schedule.fsrs import Fsrs

_NEW_KNOWN = 0.7
_AGAIN, _GOOD = 2, 4
_WEEK = 7
_DRAWS = 64


@dataclass(frozen=True, slots=True)
class Learned:
    """A card as the forecast begins: its schedule, and its memory state where it was answered."""

    memory: Memory
    algorithm: Algorithm
    model: Fsrs
    group: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a plan comes to.

    ``recall`` is the mean predicted for the day over all cards, unseen ones with 0;
    ``groups`` the same by group. ``low`` and ``unseen`` are shares of all cards: predicted below
    0.8, and never answered. ``minutes`` are those of each day from today on.
    """

    recall: float
    groups: dict[str, float]
    low: float
    unseen: float
    minutes: tuple[float, ...]

    @property
    def busiest_minutes(self) -> float:
        """The minutes a day of the busiest week."""
        if not self.minutes:
            return 0.0
        spans = range(max(1, len(self.minutes) - _WEEK + 1))
        weeks = [self.minutes[at : at + _WEEK] for at in spans]
        return max(sum(week) / len(week) for week in weeks)


@dataclass(slots=True)
class _Card:
    start: Learned
    draws: list[float]
    schedule: Memory
    memory: Memory
    answers: int = field(default=0)

    def answer(self, day: int) -> bool:
        """Answer on a study day; tell whether it was known."""
        one = self.start
        chance = one.model.recall(self.memory, day) if self.memory.last_day is not None \
            else _NEW_KNOWN  # fmt: skip
        known = self.draws[self.answers % _DRAWS] < chance
        self.answers += 1
        same = one.algorithm == one.model
        for q in (_GOOD,) if known else (_AGAIN, _GOOD):
            self.memory = one.model.answer(self.memory, q, day)
            self.schedule = self.memory if same else one.algorithm.answer(self.schedule, q, day)
        return known


def forecast(
    cards: Sequence[Learned],
    exam: Exam,
    today: int,
    pace: Pace,
    *,
    whole: int,
    minutes: float | None,
    usual: int,
    seed: int = 0,
) -> Forecast:
    """Play the days from today to the one before the exam.

    ``cards`` may be a sample of ``whole`` cards. ``minutes`` a day are kept within, None sets no
    limit; ``usual`` is the number of new cards a day without an exam.
    """
    if not cards:
        return Forecast(0.0, {}, 0.0, 0.0, ())
    scale = whole / len(cards)
    playing = [_started(one, Random(f"{seed} {number}")) for number, one in enumerate(cards)]
    spent: list[float] = []
    for day in range(today, exam.day):
        seconds = _play(playing, exam, day, pace, minutes, usual, scale)
        spent.append(seconds * scale / 60)
    recalls = [card.start.model.recall(card.memory, exam.day) for card in playing]
    groups: dict[str, list[float]] = {}
    for card, recall in zip(playing, recalls, strict=True):
        groups.setdefault(card.start.group, []).append(recall)
    unseen = sum(card.memory.last_day is None for card in playing)
    return Forecast(
        recall=sum(recalls) / len(recalls),
        groups={name: sum(some) / len(some) for name, some in groups.items()},
        low=sum(recall < ENOUGH for recall in recalls) / len(recalls),
        unseen=unseen / len(recalls),
        minutes=tuple(spent),
    )


def _started(one: Learned, rng: Random) -> _Card:
    draws = [rng.random() for _ in range(_DRAWS)]
    return _Card(one, draws, one.memory, one.model.known(one.memory))


def _play(
    cards: Sequence[_Card],
    exam: Exam,
    day: int,
    pace: Pace,
    minutes: float | None,
    usual: int,
    scale: float,
) -> float:
    """Answer what the day asks of the cards; return the seconds that takes."""
    room = float("inf") if minutes is None else minutes * 60 / scale
    seen = [card for card in cards if card.memory.last_day is not None]
    due = [card for card in seen if (card.schedule.due_day or 0) <= day]
    if exam.is_close(day):
        asked = _ranked(seen, due, exam, day, minutes)
    else:
        asked = sorted(due, key=lambda card: card.schedule.due_day or 0)
    fresh = [card for card in cards if card.memory.last_day is None]
    unseen = round(len(fresh) * scale)
    load = load_share(exam, unseen, round(len(seen) * scale), day, pace)
    seconds = 0.0
    for card in asked:
        if seconds + pace.review_seconds > room and exam.is_close(day):
            break
        seconds += pace.review_seconds * (1 if card.answer(day) else 2)
    wanted = new_today(exam, unseen, day, usual, load) / scale
    for number, card in enumerate(fresh):
        if number >= wanted or seconds + pace.new_seconds > room:
            break
        card.answer(day)
        seconds += pace.new_seconds
    return seconds


def _ranked(
    seen: Sequence[_Card], due: Sequence[_Card], exam: Exam, day: int, minutes: float | None
) -> list[_Card]:
    """Return the cards to review in the last days, those first that it helps most."""
    chosen = seen
    if minutes is None:
        late = {id(card) for card in due}
        chosen = [
            card
            for card in seen
            if id(card) in late or card.start.model.recall(card.memory, exam.day) < ENOUGH
        ]
    worth = [(gain(card.start.model, card.memory, day, exam.day), card) for card in chosen]
    return [card for value, card in sorted(worth, key=lambda one: -one[0]) if value > 0]
