"""``flashdeck sync``: review logs exchanged with other devices."""

from __future__ import annotations

from pathlib import Path

import click

from flashdeck.cli import Invocation, output, report


@click.command("sync", epilog="Example: flashdeck sync ~/Dropbox/flashdeck")
@click.argument("folder", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_obj
def command(invocation: Invocation, folder: str, as_json: bool) -> int:
    """Exchange review logs with other devices through FOLDER, which any service may synchronise.

    Each device only ever appends to one file of its own. Run it on every device; in which order and
    how often does not matter.
    """
    from flashdeck.cli.opened import opened
    from flashdeck.services.sync import sync_folder

    with opened(invocation) as library:
        done = sync_folder(library, Path(folder))
    for line in done.notices:
        report.note(line)
    for line in done.refused:
        report.error(line)
    if as_json:
        output.emit(
            {
                "folder": folder,
                "files": done.files,
                "received": done.received,
                "sent": done.sent,
                "refused": list(done.refused),
            }
        )
    else:
        report.note(f"received {done.received}, sent {done.sent} entries of the review log")
    return report.FAILED if done.refused else report.OK
