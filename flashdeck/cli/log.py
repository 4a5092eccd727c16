"""``flashdeck log``: the review log."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.core.days import ms_to_iso
from flashdeck.core.schedule.replay import Entry


def entry_record(entry: Entry) -> dict[str, object]:
    return {
        "review_id": entry.id,
        "card": entry.card,
        "kind": entry.kind.value,
        "grade": entry.grade,
        "q": entry.q,
        "reviewed_at": ms_to_iso(entry.at_ms),
        "utc_offset_min": entry.utc_offset_min,
        "study_day": output.day(entry.day),
        "duration_ms": entry.duration_ms,
        "interval_days": entry.interval_days,
        "algorithm": entry.algorithm or None,
        "voids": entry.voids,
    }


@click.command("log", epilog="Example: flashdeck log --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> None:
    """List every review, oldest first; what was taken back stays listed, with its void."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.listing import log_entries

    with opened(invocation) as library:
        if as_json:
            for entry in log_entries(library):
                output.emit(entry_record(entry))
            return
        rows = [
            (
                ms_to_iso(entry.at_ms),
                entry.card,
                entry.kind.value,
                entry.q,
                entry.interval_days,
                entry.id,
                entry.voids,
            )
            for entry in log_entries(library)
        ]
    if rows:
        output.table(("reviewed at", "card", "kind", "q", "days", "review", "takes back"), rows)
    else:
        report.note("no reviews yet")
