"""``flashdeck backup``: a checked copy of the library."""

from __future__ import annotations

from pathlib import Path

import click

from flashdeck.cli import Invocation, output, report


@click.command("backup", epilog="Example: flashdeck backup library-copy.db")
@click.argument("file", required=False, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print file and size as JSON.")
@click.pass_obj
def command(invocation: Invocation, file: str | None, as_json: bool) -> int:
    """Copy the library to FILE, or into the folder of backups beside it, and check the copy."""
    from flashdeck.services.safety import back_up

    made = back_up(invocation.library, invocation.clock, Path(file) if file else None)
    if as_json:
        output.emit({"file": str(made), "bytes": made.stat().st_size})
    else:
        output.say(str(made))
    return report.OK
