"""A simulated class: load of the days with and without balancing, and plans for an exam.

``python -m tests.benchmarks.simulation [LEARNERS] [SEED]``: 80 learners, 180 days, a deck of 300
cards under SM-2. What is assumed:

- Each learner studies every day, ten seconds an answer. What was forgotten is answered again until
  known, one answer more. Of successes 15 % are Hard, 70 % Good, 15 % Easy.
- Two kinds of memory, neither of them seen by the scheduler. "power": forgetting by a power law,
  with the parameters of FSRS-6 scattered by 15 % from learner to learner and cards of their own
  difficulty. "half-life": exponential forgetting; a success lengthens the half-life by more, the
  less likely it was, a failure cuts it to a third; first half-lives are scattered widely.
- The exam is on day 120. "none": 20 new cards a day, then what is due, oldest first. "cap": the
  same, with intervals that end the day before the exam at the latest. "planner": as flashdeck plans
  it, with default parameters of FSRS for its predictions, whatever the learner's memory is.
- All three have the same minutes a day: due cards first (ranked in the planner's last 14 days),
  then new ones. "room" is about one and a half times what "none" would take, "tight" two thirds.
- The load's variation is the mean change from a day to the next over the mean load, from day 30 on,
  without an exam or a limit. Recall is the true one, the mean of all 300 cards.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from random import Random
from typing import Protocol

from flashdeck.core.schedule.balance import moved, quietest
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.exam import Exam, Pace, gain, load_share, new_today
from flashdeck.core.schedule.fsrs import Fsrs, default_parameters
from flashdeck.core.schedule.sm2 import Sm2

CARDS = 300
DAYS = 180
EXAM_DAY = 120
LATER = 30
SECONDS = 10.0
USUAL = 20
# Minutes a day, by kind of memory: more than the plan "none" would take, and too few for it.
BUDGETS = {"power": {"room": 6, "tight": 2}, "half-life": {"room": 15, "tight": 6}}
_LEVELLED = 30


class Trace(Protocol):
    """What a learner has of one card."""

    def recall(self, day: int) -> float:
        """Return the chance to know it on a day."""
        ...

    def answer(self, q: int, day: int) -> None:
        """Change by an answer."""
        ...


class Power:
    """A memory of FSRS's kind, with parameters of the learner's own."""

    def __init__(self, learner: Random, card: Random) -> None:
        base = default_parameters()
        self.w = [p * math.exp(learner.gauss(0, 0.15)) for p in base]
        self.w[20] = base[20]
        self.factor = 0.9 ** (-1 / self.w[20]) - 1
        self.offset = card.gauss(0, 1.2)
        self.strength = self.hardness = 0.0
        self.last: int | None = None

    def recall(self, day: int) -> float:
        if self.last is None:
            return 0.0
        return (1 + self.factor * (day - self.last) / self.strength) ** -self.w[20]

    def answer(self, q: int, day: int) -> None:
        w, grade = self.w, max(q - 1, 1)
        if self.last is None:
            self.strength = w[grade - 1]
            hardness = w[4] - math.exp(w[5] * (grade - 1)) + 1 + self.offset
        else:
            known, s, d = self.recall(day), self.strength, self.hardness
            if grade == 1:
                lost = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1)
                self.strength = max(0.1, min(s, lost * math.exp((1 - known) * w[14])))
            else:
                bonus = {2: min(w[15], 1), 3: 1, 4: max(w[16], 1)}[grade]
                more = math.exp(w[8]) * (11 - d) * s ** -w[9]
                self.strength = s * (1 + more * (math.exp((1 - known) * w[10]) - 1) * bonus)
            hardness = d - w[6] * (grade - 3) * (10 - d) / 9
        self.hardness = min(max(hardness, 1), 10)
        self.last = day


class HalfLife:
    """A memory that halves, and lasts longer the harder it was to keep."""

    def __init__(self, learner: Random, card: Random) -> None:
        self.growth = max(1.0, learner.gauss(3.2, 0.5))
        self.half_life = 2.5 * math.exp(card.gauss(0, 0.6))
        self.last: int | None = None

    def recall(self, day: int) -> float:
        return 0.0 if self.last is None else 2 ** (-(day - self.last) / self.half_life)

    def answer(self, q: int, day: int) -> None:
        if self.last is not None:
            if q < 3:
                self.half_life = max(0.7, self.half_life / 3)
            else:
                effort = {3: 0.7, 4: 1.0, 5: 1.15}[q]
                self.half_life *= 1 + self.growth * effort * (1 - self.recall(day)) ** 0.8
        self.last = day


KINDS: dict[str, Callable[[Random, Random], Trace]] = {"power": Power, "half-life": HalfLife}


@dataclass(slots=True)
class Card:
    trace: Trace
    schedule: Memory
    memory: Memory  # as FSRS takes it to be


@dataclass(frozen=True, slots=True)
class Plan:
    """How a learner goes about it: none, cap or planner; minutes a day None for no limit."""

    plan: str = "none"
    minutes: int | None = None
    balanced: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: answers of each day, true recall on the exam's day and a month later."""

    answers: tuple[int, ...]
    recall: float
    later: float
    end: float


def learn(number: int, *, seed: int, kind: str, plan: Plan, days: int = DAYS) -> Outcome:
    """Play one learner through."""
    cards = []
    for at in range(CARDS):
        own = Random(f"{seed} {number} traits")  # the learner's traits, the same for each card
        trace = KINDS[kind](own, Random(f"{seed} {number} {at}"))
        cards.append(Card(trace, Memory(), Memory()))
    chance = Random(f"{seed} {number} answers")
    planned = Exam("exam", EXAM_DAY, 0, minutes=plan.minutes)
    exam = planned if plan.plan == "planner" else None
    due = Counter[int]()
    answers, recalls = [], {}
    for day in range(days):
        if day in (EXAM_DAY, EXAM_DAY + LATER):
            recalls[day] = statistics.fmean(card.trace.recall(day) for card in cards)
        answers.append(_study(cards, day, plan, exam, due, chance))
    end = statistics.fmean(card.trace.recall(days) for card in cards)
    later = recalls.get(EXAM_DAY + LATER, end)
    return Outcome(tuple(answers), recalls.get(EXAM_DAY, end), later, end)


def _study(
    cards: list[Card], day: int, plan: Plan, exam: Exam | None, due: Counter[int], chance: Random
) -> int:
    room = math.inf if plan.minutes is None else int(plan.minutes * 60 / SECONDS)
    seen = [card for card in cards if card.schedule.last_day is not None]
    model, answers = Fsrs(), 0
    if exam is not None and exam.is_close(day):
        worth = [(gain(model, card.memory, day, exam.day), at) for at, card in enumerate(seen)]
        asked = [seen[at] for value, at in sorted(worth, key=lambda one: -one[0]) if value > 0]
    else:
        asked = [card for card in seen if (card.schedule.due_day or 0) <= day]
        asked.sort(key=lambda card: card.schedule.due_day or 0)
    fresh = [card for card in cards if card.schedule.last_day is None]
    wanted = USUAL
    if exam is not None and day <= exam.day:
        load = load_share(exam, len(fresh), len(seen), day, Pace(SECONDS, 2 * SECONDS))
        wanted = new_today(exam, len(fresh), day, USUAL, load)
    for card in [*asked, *fresh[:wanted]]:
        if answers >= room:
            break
        answers += _answer(card, day, plan, exam, due, chance)
    return answers


def _answer(
    card: Card, day: int, plan: Plan, exam: Exam | None, due: Counter[int], chance: Random
) -> int:
    """Answer a card until it is known; return the number of answers."""
    known = chance.random() < (0.7 if card.schedule.last_day is None else card.trace.recall(day))
    q = chance.choices((3, 4, 5), (15, 70, 15))[0] if known else 2
    card.trace.answer(q, day)
    before = card.schedule.due_day
    after = Sm2(drill_below=3).answer(card.schedule, q, day)
    if plan.balanced:
        after = moved(after, quietest(after.interval_days, lambda days: due[day + days]))
    if plan.plan == "cap" and day < EXAM_DAY - 1:
        after = moved(after, min(after.interval_days, EXAM_DAY - 1 - day))
    if before is not None:
        due[before] -= 1
    card.schedule = after
    assert after.due_day is not None
    due[after.due_day] += 1
    if exam is not None and day < exam.day:
        card.memory = Fsrs().answer(card.memory, q, day)
        if not known:
            card.memory = Fsrs().answer(card.memory, 4, day)
    return 1 if known else 2


def variation(answers: tuple[int, ...]) -> float:
    """Return the mean change of load from a day to the next, over the mean load."""
    level = answers[_LEVELLED:]
    changes = [abs(b - a) for a, b in pairwise(level)]
    return statistics.fmean(changes) / statistics.fmean(level)


def run(learners: int, seed: int, kind: str, plan: Plan, days: int = DAYS) -> list[Outcome]:
    """Play a class, on all cores."""
    play = partial(learn, seed=seed, kind=kind, plan=plan, days=days)
    with ProcessPoolExecutor() as pool:
        return list(pool.map(play, range(learners), chunksize=4))


def main() -> None:
    """Play all of it and print the tables."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 80
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    mean = statistics.fmean
    print(f"{learners} learners, {DAYS} days, {CARDS} cards, seed {seed}\n")
    print("| memory | balancing | minutes a day | variation | recall on day 180 |")
    print("|---|---|---|---|---|")
    for kind in KINDS:
        for balanced in (False, True):
            found = run(learners, seed, kind, Plan(balanced=balanced))
            minutes = mean(sum(one.answers) for one in found) * SECONDS / 60 / DAYS
            change = mean(variation(one.answers) for one in found)
            recall, way = mean(one.end for one in found), "on" if balanced else "off"
            print(f"| {kind} | {way} | {minutes:.1f} | {change:.3f} | {recall:.3f} |", flush=True)
    print("\n| memory | minutes | plan | recall on the day | a month later | minutes a day |")
    print("|---|---|---|---|---|---|")
    for kind in KINDS:
        for name, budget in BUDGETS[kind].items():
            for plan in ("none", "cap", "planner"):
                days = EXAM_DAY + LATER + 1
                found = run(learners, seed, kind, Plan(plan, budget), days)
                minutes = mean(sum(o.answers[:EXAM_DAY]) for o in found) * SECONDS / 60 / EXAM_DAY
                recall, later = mean(o.recall for o in found), mean(o.later for o in found)
                print(
                    f"| {kind} | {name} | {plan} | {recall:.3f} | {later:.3f} | {minutes:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
