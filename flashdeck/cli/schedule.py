"""``flashdeck schedule``: what the algorithm would do, without a library."""

from __future__ import annotations

import json
import sys

import click

from flashdeck.cli import output, report
from flashdeck.core.errors import FlashdeckError
from flashdeck.core.schedule.base import Memory
from flashdeck.core.schedule.sm2 import Sm2

_FARTHEST_DAY = 10**9


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def parse_steps(line: str) -> list[tuple[int, int]]:
    """Return the (grade, study day) pairs of a line.

    Raises FlashdeckError where it is no such object.
    """
    todo = 'write {"steps":[[grade, day],...]}, grades 0 to 5, days as whole numbers'
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise FlashdeckError("is no JSON", todo=todo) from None
    steps = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(steps, list):
        raise FlashdeckError("has no list of steps", todo=todo)
    for step in steps:
        pair = isinstance(step, list) and len(step) == 2
        if (
            not pair
            or not _is_whole(step[0], 0, 5)
            or not _is_whole(step[1], -_FARTHEST_DAY, _FARTHEST_DAY)
        ):
            raise FlashdeckError(f"{json.dumps(step)[:60]} is no step", todo=todo)
    return [(grade, day) for grade, day in steps]


def sm2_states(steps: list[tuple[int, int]]) -> list[dict[str, object]]:
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


@click.command("schedule")
@click.option(
    "--algorithm", type=click.Choice(["sm2"]), default="sm2", show_default=True, help="Which one."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as it always does.")
def command(algorithm: str, as_json: bool) -> int:
    """Say what-if: lines {"steps":[[grade, day],...]} from stdin become lines {"states":[...]}.

    Grades are 0 to 5, days are study days as whole numbers.
    """
    failed = False
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            output.emit({"states": sm2_states(parse_steps(line))}, flush=True)
        except FlashdeckError as failure:
            report.error(f"-:{number}: {failure}")
            failed = True
    return report.FAILED if failed else report.OK
