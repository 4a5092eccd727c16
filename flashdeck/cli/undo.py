"""``flashdeck undo``: the last answer, taken back."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.cli.log import entry_record
from flashdeck.services.answering import Recorded


def print_turned(turned: Recorded | None, *, done: str, none: str, as_json: bool) -> int:
    """Say which step was taken back or taken again."""
    if turned is None:
        report.error(none)
        return report.FAILED
    if as_json:
        output.emit(entry_record(turned.entry))
    else:
        entry = turned.entry
        what = entry.kind.value if entry.q is None else entry.grade or f"q{entry.q}"
        report.note(f"{done}: {what} on {entry.card}")
    return report.OK


@click.command("undo", epilog="Example: flashdeck undo")
@click.option("--json", "as_json", is_flag=True, help="Print the answer taken back as JSON.")
@click.pass_obj
def command(invocation: Invocation, as_json: bool) -> int:
    """Take the last answer back; again for the one before it. The log keeps both."""
    from flashdeck.cli.opened import opened
    from flashdeck.services.answering import undo

    with opened(invocation) as library:
        undone = undo(library)
    return print_turned(undone, done="undone", none="there is no answer to undo", as_json=as_json)
