"""The log's replay: what was undone never happened, and the order of arrival does not matter."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.replay import (
    Entry,
    Kind,
    Standing,
    crc_of,
    replay,
    replay_card,
    reset_id,
)
from flashdeck.core.schedule.sm2 import Sm2

A, B = CardId("n7kq3m9xwa/origin"), CardId("n7kq3m9xwa/action")
DAY_MS = 86_400_000


def entry(number: int, card: CardId = A, kind: Kind = Kind.REVIEW, **fields: object) -> Entry:
    at_ms = int(fields.pop("at_ms", number * 1000))  # type: ignore[call-overload]
    day = int(fields.pop("day", at_ms // DAY_MS))  # type: ignore[call-overload]
    device = str(fields.pop("device", "one"))
    blank = Entry(f"{number:08d}-{device}", device, card, at_ms, 0, day, kind)
    return replace(blank, **fields)  # type: ignore[arg-type]


def void(number: int, target: Entry, **fields: object) -> Entry:
    return entry(number, target.card, Kind.VOID, voids=target.id, **fields)


def states(entries: list[Entry]) -> dict[CardId, Standing]:
    return replay(entries, lambda card: Sm2())


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Logs of two cards and two devices, answers in any order of days, with voids of voids."""
    found: list[Entry] = []
    for number in range(draw(st.integers(1, 25))):
        at_ms = draw(st.integers(0, 30)) * DAY_MS // 3
        device = draw(st.sampled_from(("one", "two")))
        if found and draw(st.integers(0, 3)) == 0:
            target = draw(st.sampled_from(found))
            later = max(at_ms, target.at_ms + 1)
            found.append(void(number, target, at_ms=later, device=device))
        else:
            card, q = draw(st.sampled_from((A, B))), draw(st.integers(0, 5))
            found.append(entry(number, card, q=q, at_ms=at_ms, device=device))
    return found


@given(logs(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_order_of_arrival_does_not_matter(log: list[Entry], rng: random.Random) -> None:
    """Two devices that have the same entries must show the same due dates."""
    shuffled = log[:]
    rng.shuffle(shuffled)
    assert states(shuffled) == states(log)


@given(logs(), st.data())
@settings(max_examples=150, deadline=None)
def test_undone_anywhere_is_as_if_it_never_happened(log: list[Entry], data: st.DataObject) -> None:
    """A slip of the finger must leave no trace in the schedule, whenever it is taken back."""
    answers = [e for e in log if e.kind is Kind.REVIEW]
    targets = {e.voids for e in log}
    free = [e for e in answers if e.id not in targets]
    if not free:
        return
    slip = data.draw(st.sampled_from(free))
    last = max(e.at_ms for e in log) + 1
    taken_back = [*log, void(100, slip, at_ms=last)]
    without = [e for e in log if e.id != slip.id]
    undone, never = states(taken_back), states(without)
    assert undone.get(slip.card) == never.get(slip.card, Standing())
    restored = [*taken_back, void(101, taken_back[-1], at_ms=last + 1)]
    assert states(restored) == states(log)


def test_voids_resolve_newest_first() -> None:
    """Undo, redo, undo: only the last word counts."""
    answer = entry(1, q=4)
    undo = void(2, answer)
    redo = void(3, undo)
    again = void(4, redo)
    for log, counts in (
        ([answer], True),
        ([answer, undo], False),
        ([answer, undo, redo], True),
        ([answer, undo, redo, again], False),
    ):
        assert (states(log)[A].memory.repetitions == 1) is counts


def test_undoing_the_first_answer_promotes_the_second() -> None:
    """The day's remaining answer is then the one that schedules."""
    first, second = entry(1, q=1), entry(2, q=4)
    assert states([first, second])[A].memory == Memory(0, 250, 1, 1, 0, False, 0)
    assert states([first, second, void(3, first)])[A].memory == Memory(1, 250, 1, 1, 0, False, 0)


@pytest.mark.parametrize(("given_days", "kept"), [(13, 13), (17, 17), (15, 15), (12, 15), (18, 15)])
def test_a_logged_interval_is_kept_within_the_fuzz_range(given_days: int, kept: int) -> None:
    """What the button promised is what happens, unless the log could not have promised it."""
    days = (0, 1, 7)
    log = [entry(n, q=4, at_ms=day * DAY_MS) for n, day in enumerate(days)]
    log[-1] = replace(log[-1], interval_days=given_days)
    memory = states(log)[A].memory
    assert (memory.interval_days, memory.due_day) == (kept, 7 + kept)


def test_a_new_meaning_forgets_answers_to_the_old_one() -> None:
    """However late another device learns of the change, both end in one state."""
    old, late_old, new = (
        entry(1, q=4),
        entry(5, q=4, at_ms=6 * DAY_MS, device="two"),
        entry(4, q=4, rev=2, at_ms=3 * DAY_MS),
    )
    here = entry(2, kind=Kind.RESET, rev=2, id=reset_id(A, 2), at_ms=2 * DAY_MS)
    there = replace(here, at_ms=9 * DAY_MS, day=9, device="two")
    assert states([old, here])[A].memory == Memory(due_day=1)
    assert states([old, here, new])[A].memory == Memory(1, 250, 1, 4, 0, False, 3)
    assert states([old, late_old, new, here]) == states([old, late_old, new, there])


def test_other_kinds() -> None:
    """Suspended, moved and imported cards stand where they were put."""
    log = [
        entry(1, q=4),
        entry(2, kind=Kind.SUSPEND),
        entry(3, kind=Kind.DUE, interval_days=9),
        entry(4, kind=Kind.CRAM, q=0),
    ]
    standing = states(log)[A]
    assert standing.suspended
    assert standing.memory == Memory(1, 250, 1, 9, 0, False, 0)
    assert not states([*log, entry(5, kind=Kind.RESUME)])[A].suspended
    assert states([*log, entry(5, kind=Kind.RESET)])[A].memory == Memory(due_day=0)
    brought = entry(
        6, B, Kind.IMPORT, interval_days=30, detail='{"repetitions": 4, "ease": 230, "lapses": 1}'
    )
    assert states([brought])[B].memory == Memory(4, 230, 30, 30, 1, False, 0)


def test_a_schedule_brought_along_does_not_make_a_card_new() -> None:
    """Cards learned long ago elsewhere must not use up a day's new ones."""
    brought = entry(2, B, Kind.IMPORT, day=9, interval_days=30, detail="{}")
    assert states([brought])[B].first_day == 9
    assert states([entry(1, B, day=2, q=4), brought])[B].first_day == 2


def test_aliases_carry_history_through_chains() -> None:
    """A slot renamed twice is still the fact that was learned."""
    first, second = CardId("a/x"), CardId("a/y")
    log = [entry(1, first, q=4), entry(2, second, q=4, at_ms=DAY_MS)]
    found = replay(log, lambda card: Sm2(), {A: [second], second: [first]})
    assert found[A].memory.repetitions == 2
    assert found[first].memory.repetitions == 1
    assert replay_card(A, log, Sm2()) == found[A]


def test_the_crc_covers_every_field() -> None:
    """A flipped bit in the log must not pass for a review."""
    whole = entry(1, q=4, grade=3)
    changed = {
        name: replace(whole, **{name: "x" if isinstance(value, str) else 99})
        for name, value in ((n, getattr(whole, n)) for n in whole.__slots__)
    }
    assert len({crc_of(whole), *map(crc_of, changed.values())}) == len(changed) + 1
