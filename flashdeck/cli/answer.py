"""``flashdeck answer``: reviews from scripts, one or one a line."""

from __future__ import annotations

import sys

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.core.days import ms_to_iso
from flashdeck.core.errors import LibraryBusyError, NotFoundError, UsageError
from flashdeck.core.ids import CardId
from flashdeck.core.model import Grade
from flashdeck.services.answering import Answer, Recorded, record
from flashdeck.services.library import Library

_LONGEST_LINE = 10_000


def parse_grade(text: str) -> Answer:
    """Return the answer that a grade names: 1 to 4, its word, or q0 to q5.

    Raises UsageError where it is none of these.
    """
    given = text.strip().lower()
    words = {grade.name.lower(): grade for grade in Grade} | {str(int(g)): g for g in Grade}
    if given in words:
        grade = words[given]
        return Answer(q=grade.q, grade=int(grade))
    if len(given) == 2 and given[0] == "q" and given[1] in "012345":
        return Answer(q=int(given[1]))
    raise UsageError(
        f"no grade is called {text!r}", todo="use 1 to 4, again, hard, good, easy, or q0 to q5"
    )


def _print(recorded: Recorded) -> None:
    entry, memory = recorded.entry, recorded.standing.memory
    output.emit(
        {
            "review_id": entry.id,
            "card": entry.card,
            "grade": entry.grade,
            "q": entry.q,
            "reviewed_at": ms_to_iso(entry.at_ms),
            "due": output.day(memory.due_day),
            "interval_days": memory.interval_days,
            "ease": memory.ease / 100,
            "repetitions": memory.repetitions,
            "lapses": memory.lapses,
        },
        flush=True,
    )


def _answer_lines(library: Library) -> int:
    """Record one review a line, each acknowledged once it is on disk."""
    failed = False
    for number, line in enumerate(sys.stdin, 1):
        words = line[:_LONGEST_LINE].split()
        if not words:
            continue
        try:
            if len(words) != 2:
                raise UsageError("is not a card and a grade", todo="write CARD GRADE")
            _print(record(library, CardId(words[0]), parse_grade(words[1])))
        except (UsageError, NotFoundError, LibraryBusyError) as failure:
            report.error(f"-:{number}: {failure}")
            failed = True
        if number % 100 == 0:
            library.store.checkpoint()
    return report.FAILED if failed else report.OK


@click.command("answer", epilog="Example: flashdeck answer k8fse9sbpd/innervation good")
@click.argument("card")
@click.argument("grade", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as it always does.")
@click.pass_obj
def command(invocation: Invocation, card: str, grade: str | None, as_json: bool) -> int:
    """Record a review of CARD: GRADE is 1 to 4, again, hard, good, easy, or q0 to q5.

    With - for CARD, lines "CARD GRADE" are read from stdin; each is acknowledged by its line once
    it is on disk.
    """
    from flashdeck.cli.opened import opened

    if card == "-":
        if grade is not None:
            raise UsageError("with - the grades come from stdin", todo="leave GRADE out")
        with opened(invocation) as library:
            return _answer_lines(library)
    if grade is None:
        raise UsageError("a grade is missing", todo="add 1 to 4, again, hard, good, easy, or q0-q5")
    answer = parse_grade(grade)
    with opened(invocation) as library:
        _print(record(library, CardId(card), answer))
    return report.OK
