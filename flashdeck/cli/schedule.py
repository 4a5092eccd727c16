"""``flashdeck schedule``: what the algorithm would do, without a library."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

import click

from flashdeck.cli import output, report
from flashdeck.core.errors import FlashdeckError
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.fsrs import FIRST_DAY, LAST_DAY, Fsrs
from flashdeck.core.schedule.sm2 import Sm2

_Steps = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _WhatIf:
    """An algorithm as it is asked: the grades and days it takes, and what it makes of them."""

    grades: tuple[int, int]
    days: tuple[int, int]
    states: Callable[[_Steps], list[dict[str, object]]]


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def parse_steps(line: str, grades: tuple[int, int], days: tuple[int, int]) -> _Steps:
    """Return the (grade, study day) pairs of a line, each within its bounds.

    Raises FlashdeckError where it is no such object.
    """
    least, most = grades
    todo = f'write {{"steps":[[grade, day],...]}}, grades {least} to {most}, days as whole numbers'
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise FlashdeckError("is no JSON", todo=todo) from None
    steps = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(steps, list):
        raise FlashdeckError("has no list of steps", todo=todo)
    for step in steps:
        pair = isinstance(step, list) and len(step) == 2
        if not pair or not _is_whole(step[0], *grades) or not _is_whole(step[1], *days):
            raise FlashdeckError(f"{json.dumps(step)[:60]} is no step", todo=todo)
    return [(grade, day) for grade, day in steps]


def sm2_states(steps: _Steps) -> list[dict[str, object]]:
    """Return where SM-2 puts a card after each step."""
    algorithm, memory = Sm2(), Memory()
    states: list[dict[str, object]] = []
    for grade, day in steps:
        memory = algorithm.answer(memory, grade, day)
        states.append(
            {
                "repetitions": memory.repetitions,
                "ease": memory.ease / 100,
                "interval_days": memory.interval_days,
                "due_day": memory.due_day,
                "lapses": memory.lapses,
                "drill": memory.drill,
            }
        )
    return states


def fsrs_states(steps: _Steps) -> list[dict[str, object]]:
    """Return where FSRS puts a card after each step."""
    algorithm, memory = Fsrs(), Memory()
    states: list[dict[str, object]] = []
    for grade, day in steps:
        memory = algorithm.answer(memory, grade + 1, day)
        states.append(
            {
                "stability": memory.stability,
                "difficulty": memory.difficulty,
                "due_day": memory.due_day,
            }
        )
    return states


_ALGORITHMS = {
    "sm2": _WhatIf((0, 5), (-(10**9), 10**9), sm2_states),
    "fsrs": _WhatIf((1, 4), (FIRST_DAY, LAST_DAY), fsrs_states),
}


@click.command("schedule", epilog="Example: flashdeck schedule --algorithm fsrs < steps.jsonl")
@click.option(
    "--algorithm",
    type=click.Choice(list(_ALGORITHMS)),
    default="sm2",
    show_default=True,
    help="Which one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as it always does.")
def command(algorithm: str, as_json: bool) -> int:
    """Say what-if: lines {"steps":[[grade, day],...]} from stdin become lines {"states":[...]}.

    Grades are 0 to 5 for sm2 and 1 to 4 (Again, Hard, Good, Easy) for fsrs; days are study days as
    whole numbers.
    """
    what_if = _ALGORITHMS[algorithm]
    failed = False
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            steps = parse_steps(line, what_if.grades, what_if.days)
            output.emit({"states": what_if.states(steps)}, flush=True)
        except FlashdeckError as failure:
            report.error(f"-:{number}: {failure}")
            failed = True
    return report.FAILED if failed else report.OK
