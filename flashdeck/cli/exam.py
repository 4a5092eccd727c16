"""``flashdeck exam``: dates to study for, and how the studying stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.core.days import day_from_iso
from flashdeck.core.errors import UsageError

if TYPE_CHECKING:
    from flashdeck.services.exam import ExamStatus


def _day(text: str) -> int:
    try:
        return day_from_iso(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date", todo="write it as 2026-12-14") from None


def _record(status: ExamStatus) -> dict[str, object]:
    exam = status.exam
    return {
        "exam": exam.name,
        "date": output.day(exam.day),
        "about": status.about,
        "days_left": status.days_left,
        "cards": status.cards,
        "new": status.new,
        "new_per_day": status.new_per_day,
        "last_new": output.day(exam.last_new_day),
        "minutes": exam.minutes,
        "minutes_needed": status.minutes_needed,
        "fits": status.fits,
        "missing_minutes": status.missing_minutes,
        "unseen": status.unseen,
        "predicted_recall": round(status.recall, 4),
        "predicted_recall_if_stopped": round(status.recall_if_stopped, 4),
        "below_80": status.low,
        "one_more_minute": round(status.more, 4),
        "decks": [
            {"deck": title, "predicted_recall": round(recall, 4)}
            for title, recall in status.by_deck
        ],
    }


@click.group(
    "exam", epilog='Example: flashdeck exam add "Anatomy I" --date 2027-06-14 --deck soleus'
)
def command() -> None:
    """Plan for an exam: flashdeck spreads the new cards and picks the last reviews."""


@command.command(
    "add", epilog='Example: flashdeck exam add "Anatomy I" --date 2027-06-14 --minutes 20'
)
@click.argument("name")
@click.option("--date", "date", required=True, metavar="D", help="The day, as 2026-12-14.")
@click.option("--deck", metavar="X", help="The deck it is about; else all decks.")
@click.option("--tag", default="", metavar="T", help="The tag it is about, with its sub-tags.")
@click.option("--minutes", type=int, metavar="N", help="Minutes a day that may go to it.")
@click.option("--json", "as_json", is_flag=True, help="Print how it stands as JSON.")
@click.pass_obj
def add(
    invocation: Invocation,
    name: str,
    date: str,
    deck: str | None,
    tag: str,
    minutes: int | None,
    as_json: bool,
) -> None:
    """Keep an exam date; the same NAME again changes it."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.exam import add_exam, exam_status

    day = _day(date)
    with opened(invocation) as library:
        exam = add_exam(library, name, day, deck=deck, tag=tag, minutes=minutes)
        status = exam_status(library, exam)
    _print([status], as_json=as_json)


@command.command("status", epilog="Example: flashdeck exam status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def status(invocation: Invocation, as_json: bool) -> None:
    """Say how each exam stands: days, new cards a day, minutes, predicted recall."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.exam import exam_statuses

    with opened(invocation) as library:
        found = exam_statuses(library)
    _print(found, as_json=as_json)


@command.command("list", epilog="Example: flashdeck exam list --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def list_(invocation: Invocation, as_json: bool) -> None:
    """List the exams to come, the next one first."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.exam import coming_exams

    with opened(invocation) as library:
        found = coming_exams(library)
        today = library.today
    for exam in found if as_json else ():
        output.emit({"exam": exam.name, "date": output.day(exam.day), "minutes": exam.minutes})
    if found and not as_json:
        output.table(
            ("exam", "date", "days left"),
            ((exam.name, output.day(exam.day), exam.day - today) for exam in found),
        )
    elif not found:
        report.note(_NONE)


@command.command("remove", epilog='Example: flashdeck exam remove "Anatomy I"')
@click.argument("name")
@click.pass_obj
def remove(invocation: Invocation, name: str) -> None:
    """Forget an exam; cards and reviews stay."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.exam import remove_exam

    with opened(invocation) as library:
        exam = remove_exam(library, name)
    report.note(f"removed {exam.name}; its cards and reviews stay")


_NONE = "no exam is planned; 'flashdeck exam add NAME --date D' adds one"


def _print(found: list[ExamStatus] | tuple[ExamStatus, ...], *, as_json: bool) -> None:
    from flashdeck.services.exam_words import lines

    if not found:
        report.note(_NONE)
    for number, status in enumerate(found):
        if as_json:
            output.emit(_record(status))
            continue
        if number:
            output.say("")
        for line in lines(status):
            output.say(line)
