"""SM-2 against sequences worked by hand, and against a second implementation from the rules."""

from __future__ import annotations

import random
from fractions import Fraction
from math import ceil

import pytest

from flashdeck.core.schedule.base import Memory, fuzz_range
from flashdeck.core.schedule.sm2 import Sm2

# Each: what it shows; (q, day) steps; after each step repetitions, ease, interval, due, lapses and
# drill. The paper's formulas are EF' = EF + (0.1 - (5 - q) * (0.08 + (5 - q) * 0.02)), which is
# +0.10, 0, -0.14 for 5, 4, 3; I(1) = 1, I(2) = 6, I(n) = I(n - 1) * EF, rounded up.
WORKED = [
    ("first answer Good: I(1) = 1", [(4, 0)], [(1, 250, 1, 1, 0, False)]),
    ("first answer Easy: EF 2.50 + 0.10", [(5, 0)], [(1, 260, 1, 1, 0, False)]),
    ("first answer Hard: EF 2.50 - 0.14, drilled", [(3, 0)], [(1, 236, 1, 1, 0, True)]),
    ("first answer fails: no lapse, nothing was known", [(2, 0)], [(0, 250, 1, 1, 0, True)]),
    (
        "blackout on day 0, and again on day 1: still no lapse, EF never falls below q = 3",
        [(0, 0), (1, 1)],
        [(0, 250, 1, 1, 0, True), (0, 250, 1, 2, 0, True)],
    ),
    (
        "always Good: 1, 6, 6 * 2.5 = 15, 15 * 2.5 = 37.5 -> 38, 38 * 2.5 = 95",
        [(4, 0), (4, 1), (4, 7), (4, 22), (4, 60)],
        [
            (1, 250, 1, 1, 0, False),
            (2, 250, 6, 7, 0, False),
            (3, 250, 15, 22, 0, False),
            (4, 250, 38, 60, 0, False),
            (5, 250, 95, 155, 0, False),
        ],
    ),
    (
        "always Easy, EF from before: 6 * 2.7 = 16.2 -> 17, 17 * 2.8 = 47.6 -> 48",
        [(5, 0), (5, 1), (5, 7), (5, 24)],
        [
            (1, 260, 1, 1, 0, False),
            (2, 270, 6, 7, 0, False),
            (3, 280, 17, 24, 0, False),
            (4, 290, 48, 72, 0, False),
        ],
    ),
    (
        "always Hard: 2.36, 2.22; 6 * 2.22 = 13.32 -> 14; 14 * 2.08 = 29.12 -> 30",
        [(3, 0), (3, 1), (3, 7), (3, 21)],
        [
            (1, 236, 1, 1, 0, True),
            (2, 222, 6, 7, 0, True),
            (3, 208, 14, 21, 0, True),
            (4, 194, 30, 51, 0, True),
        ],
    ),
    (
        "a failure after success is a lapse: n to 0, I = 1, EF as it was",
        [(4, 0), (4, 1), (2, 7), (4, 8), (4, 9)],
        [
            (1, 250, 1, 1, 0, False),
            (2, 250, 6, 7, 0, False),
            (0, 250, 1, 8, 1, True),
            (1, 250, 1, 9, 1, False),
            (2, 250, 6, 15, 1, False),
        ],
    ),
    (
        "failing twice in a row is one lapse: the second had no repetitions to lose",
        [(4, 0), (1, 1), (1, 2), (4, 3), (0, 4)],
        [
            (1, 250, 1, 1, 0, False),
            (0, 250, 1, 2, 1, True),
            (0, 250, 1, 3, 1, True),
            (1, 250, 1, 4, 1, False),
            (0, 250, 1, 5, 2, True),
        ],
    ),
    (
        "drill: later answers of the day change only the drill, and only 4 or 5 end it",
        [(2, 0), (3, 0), (4, 0), (2, 0)],
        [
            (0, 250, 1, 1, 0, True),
            (0, 250, 1, 1, 0, True),
            (0, 250, 1, 1, 0, False),
            (0, 250, 1, 1, 0, False),
        ],
    ),
    (
        "a failure later in the day sets no drill and is no lapse",
        [(4, 0), (0, 0)],
        [(1, 250, 1, 1, 0, False), (1, 250, 1, 1, 0, False)],
    ),
    (
        "Hard at n = 2 is drilled today though the next interval is 6 days",
        [(4, 0), (3, 1), (5, 1)],
        [(1, 250, 1, 1, 0, False), (2, 236, 6, 7, 0, True), (2, 236, 6, 7, 0, False)],
    ),
    (
        "Good, 5 days late at n = 3: (6 + 5/2) * 2.5 = 21.25 -> 22",
        [(4, 0), (4, 1), (4, 12)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 7, 0, False), (3, 250, 22, 34, 0, False)],
    ),
    (
        "Good, 1 day late: (6 + 1/2) * 2.5 = 16.25 -> 17, rounded once, not (6 + 1) * 2.5 -> 18",
        [(4, 0), (4, 1), (4, 8)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 7, 0, False), (3, 250, 17, 25, 0, False)],
    ),
    (
        "Easy, 5 days late: (6 + 5) * 2.5 = 27.5 -> 28",
        [(4, 0), (4, 1), (5, 12)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 7, 0, False), (3, 260, 28, 40, 0, False)],
    ),
    (
        "Hard, 5 days late: no credit, 6 * 2.5 = 15",
        [(4, 0), (4, 1), (3, 12)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 7, 0, False), (3, 236, 15, 27, 0, True)],
    ),
    (
        "late at n = 2: Good, 9 days: max(6, 1 + ceil(9/2)) = 6",
        [(4, 0), (4, 10)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 16, 0, False)],
    ),
    (
        "late at n = 2: Good, 11 days: max(6, 1 + ceil(11/2)) = 7",
        [(4, 0), (4, 12)],
        [(1, 250, 1, 1, 0, False), (2, 250, 7, 19, 0, False)],
    ),
    (
        "late at n = 2: Easy, 29 days: max(6, 1 + 29) = 30",
        [(4, 0), (5, 30)],
        [(1, 250, 1, 1, 0, False), (2, 260, 30, 60, 0, False)],
    ),
    (
        "late at n = 1 earns nothing: I(1) = 1",
        [(2, 0), (5, 40)],
        [(0, 250, 1, 1, 0, True), (1, 260, 1, 41, 0, False)],
    ),
    (
        "early, 2 of 6 days: min(15, max(6, ceil(2 * 2.5))) = 6, and EF does not rise for 5",
        [(4, 0), (4, 1), (5, 3)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 7, 0, False), (3, 250, 6, 9, 0, False)],
    ),
    (
        "early, 5 of 6 days: min(15, max(6, ceil(5 * 2.5))) = 13; EF falls for 3",
        [(4, 0), (4, 1), (3, 6)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 7, 0, False), (3, 236, 13, 19, 0, True)],
    ),
    (
        "a failure before the due day is a failure",
        [(4, 0), (4, 1), (1, 3)],
        [(1, 250, 1, 1, 0, False), (2, 250, 6, 7, 0, False), (0, 250, 1, 4, 1, True)],
    ),
    (
        "a day before the last one counts as that day: a later answer of day 10",
        [(3, 10), (5, 8), (4, 11)],
        [(1, 236, 1, 11, 0, True), (1, 236, 1, 11, 0, False), (2, 236, 6, 17, 0, False)],
    ),
]


def shown(memory: Memory) -> tuple[int, int, int, int | None, int, bool]:
    return (
        memory.repetitions,
        memory.ease,
        memory.interval_days,
        memory.due_day,
        memory.lapses,
        memory.drill,
    )


def run(steps: list[tuple[int, int]], algorithm: Sm2 | None = None) -> list[Memory]:
    memory, found = Memory(), []
    for q, day in steps:
        memory = (algorithm or Sm2()).answer(memory, q, day)
        found.append(memory)
    return found


@pytest.mark.parametrize(
    ("steps", "expected"), [row[1:] for row in WORKED], ids=[row[0] for row in WORKED]
)
def test_worked_by_hand(steps: list[tuple[int, int]], expected: list[tuple[object, ...]]) -> None:
    """A wrong interval is a card seen too late, or a hundred seen too early."""
    assert [shown(memory) for memory in run(steps)] == expected


def test_ease_has_a_floor() -> None:
    """Below 1.3 a hard card would come back so often that nothing else is studied."""
    # Each Hard after a failure takes 14 hundredths: 250 - 8 * 14 = 138, then 124, which is 130.
    steps = [step for k in range(10) for step in ((2, 2 * k), (3, 2 * k + 1))]
    eases = [memory.ease for memory in run(steps)][1::2]
    assert eases == [236, 222, 208, 194, 180, 166, 152, 138, 130, 130]


def test_interval_is_capped() -> None:
    """A card is not sent beyond a lifetime."""
    memory = Memory(repetitions=5, ease=250, interval_days=20_000, due_day=0, last_day=-20_000)
    assert Sm2().answer(memory, 4, 0).interval_days == 36_500


def test_only_failures_drilled_where_so_set() -> None:
    """Who sets it does not want to see a Hard card again today."""
    only_failures = Sm2(drill_below=3)
    assert [m.drill for m in run([(3, 0)], only_failures)] == [False]
    assert [m.drill for m in run([(2, 0), (2, 0), (3, 0)], only_failures)] == [True, True, False]


def plain_sm2(steps: list[tuple[int, int]]) -> list[tuple[object, ...]]:
    """The same rules from the documentation, in exact fractions, with none of the code above."""
    n, ef, interval, due, lapses, drill = 0, Fraction(5, 2), 0, None, 0, False
    last = None
    found: list[tuple[object, ...]] = []
    for q, given_day in steps:
        day = given_day if last is None else max(given_day, last)
        if last is not None and day == last:
            if q >= 4:
                drill = False
        elif q < 3:
            lapses += 1 if n >= 1 else 0
            n, interval, drill, last = 0, 1, True, day
            due = day + 1
        else:
            late = day - due if due is not None else 0
            credit = {3: Fraction(0), 4: Fraction(late, 2), 5: Fraction(late)}[q]
            n += 1
            if n == 1:
                new = 1
            elif n == 2:
                new = 6 if late <= 0 else max(6, interval + ceil(credit))
            elif late >= 0:
                new = ceil((interval + credit) * ef)
            else:
                assert last is not None
                new = min(ceil(interval * ef), max(interval, ceil((day - last) * ef)))
            change = Fraction(1, 10) - (5 - q) * (Fraction(8, 100) + (5 - q) * Fraction(2, 100))
            if late < 0:
                change = min(change, Fraction(0))
            ef = max(Fraction(13, 10), ef + change)
            interval = min(new, 36_500)
            due, last, drill = day + interval, day, q < 4
        found.append((n, ef, interval, due, lapses, drill))
    return found


@pytest.mark.parametrize("seed", range(250))
def test_agrees_with_a_plain_implementation(seed: int) -> None:
    """Integer tricks must not bend the rules anywhere, early, late or at the edges."""
    rng = random.Random(seed)
    steps, memory, day = [], Memory(), rng.randrange(-5, 20_000)
    for _ in range(rng.randrange(1, 40)):
        q = rng.choice((0, 1, 2, 3, 3, 4, 4, 4, 5, 5))
        steps.append((q, day))
        memory = Sm2().answer(memory, q, day)
        due = memory.due_day or day
        day = rng.choice((due, due, due + rng.randrange(60), day, day - 1, day + rng.randrange(9)))
    ours = [
        (m.repetitions, Fraction(m.ease, 100), m.interval_days, m.due_day, m.lapses, m.drill)
        for m in run(steps)
    ]
    assert ours == plain_sm2(steps)


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        # d = 1 + .15 * (min(I, 7) - 2.5) + .10 * max(0, min(I, 20) - 7) + .05 * max(0, I - 20)
        (1, (1, 1)),
        (2, (2, 2)),
        (3, (2, 4)),  # d = 1.075: floor(2.425), floor(4.575)
        (7, (5, 9)),  # d = 1.675: floor(5.825), floor(9.175)
        (15, (13, 17)),  # d = 2.475: floor(13.025), floor(17.975)
        (18, (15, 21)),  # d = 2.775: floor(15.725), floor(21.275)
        (100, (93, 107)),  # d = 6.975: floor(93.525), floor(107.475)
    ],
)
def test_fuzz_range(interval: int, expected: tuple[int, int]) -> None:
    """A logged interval inside it is the one the student was promised, and is kept."""
    assert fuzz_range(interval) == expected
