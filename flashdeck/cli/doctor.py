"""``flashdeck doctor``: what is wrong with the library, and the way out."""

from __future__ import annotations

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.core.errors import LibraryBusyError, LibraryError


@click.command("doctor", epilog="Example: flashdeck doctor --rebuild")
@click.option("--rebuild", is_flag=True, help="Make states, indexes and search again first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
@click.pass_obj
def command(invocation: Invocation, rebuild: bool, as_json: bool) -> int:
    """Look the library over: pages, log, states, search, clock, disk and backups.

    Each finding comes with what to do about it; with findings the exit code is 1.
    """
    from flashdeck.services import doctor
    from flashdeck.services.library import open_library
    from flashdeck.services.safety import back_up_before

    try:
        with open_library(invocation.library, invocation.clock, create=False) as library:
            if rebuild:
                notice = back_up_before(invocation.library, invocation.clock)
                if notice:
                    report.note(notice)
                wrong = doctor.rebuild(library)
                report.note(f"made again; {wrong} states were not what the log says")
            health = doctor.examine(library)
    except LibraryBusyError:
        raise
    except LibraryError as failure:
        health = doctor.refused(failure)
    for note in health.notes:
        report.note(note)
    for found in health.findings:
        if as_json:
            output.emit({"code": found.code, "what": found.what, "todo": found.todo})
        else:
            report.error(f"{invocation.library}: {found.code}: {found.what}; {found.todo}")
    if not health.findings:
        report.note(f"{invocation.library} is sound")
    return report.FAILED if health.findings else report.OK
