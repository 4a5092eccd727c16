"""``flashdeck restore``: a backup in the library's place."""

from __future__ import annotations

from pathlib import Path

import click

from flashdeck.cli import Invocation, output, report


@click.command("restore", epilog="Example: flashdeck restore library-copy.db")
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_obj
def command(invocation: Invocation, file: str, as_json: bool) -> int:
    """Check FILE and put a copy of it in the library's place; the present one is put aside."""
    from flashdeck.services.safety import restore_library

    aside = restore_library(invocation.library, Path(file), invocation.clock)
    if as_json:
        output.emit({"restored": file, "put_aside": str(aside) if aside else None})
        return report.OK
    report.note(f"restored {file}")
    if aside is not None:
        report.note(
            f"the library that was there is {aside}; 'flashdeck import {aside}' adds reviews "
            "that only it has"
        )
    return report.OK
