"""``flashdeck check``: what is wrong in deck files, and mending what can be mended safely."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from flashdeck.cli import output, report


@click.command("check", epilog="Example: flashdeck check my-muscles.md --write-ids")
@click.argument("paths", metavar="DECK.md|FOLDER...", nargs=-1, required=True, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
@click.option("--strict", is_flag=True, help="Exit 1 for warnings and information too.")
@click.option("--write-ids", is_flag=True, help="Write ids at the notes that have none.")
@click.option("--fix", is_flag=True, help="Mend shared ids, facts without a name, no deck id.")
@click.option(
    "--against",
    metavar="OLD",
    type=click.Path(),
    help="An earlier version: also find answers that changed their meaning without rev.",
)
def command(
    paths: tuple[str, ...],
    as_json: bool,
    strict: bool,
    write_ids: bool,
    fix: bool,
    against: str | None,
) -> int:
    """Check deck files: FILE:LINE:COLUMN: CODE message, errors and warnings.

    A folder stands for the decks in it and below, - for standard input. Exit code 1 if a file
    cannot be loaded; with --strict if anything was found. Before a commit, with git:
    git show HEAD:leg.md | flashdeck check leg.md --against -
    """
    from flashdeck.core.diagnostics import Severity
    from flashdeck.files.read import DECK_CAP
    from flashdeck.services.check import check_decks

    def stdin() -> bytes:
        return sys.stdin.buffer.read(DECK_CAP + 1)

    result = check_decks(
        [Path(path) for path in paths],
        write_ids=write_ids,
        fix=fix,
        against=Path(against) if against else None,
        stdin=stdin,
    )
    for failure in result.failures:
        report.error(str(failure))
    for finding in result.findings:
        if as_json:
            output.emit(asdict(finding) | {"severity": finding.severity.value})
        else:
            output.say(" ".join(str(finding).split()))
    for path in result.written:
        report.note(f"{path}: written")
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    infos = sum(finding.severity is Severity.INFO for finding in result.findings)
    others = len(result.findings) - errors
    warnings = others - infos
    files = result.files
    report.note(
        f"{files} {'deck' if files == 1 else 'decks'} checked: "
        f"{errors} {'error' if errors == 1 else 'errors'}, "
        f"{warnings} {'warning' if warnings == 1 else 'warnings'}"
        + (f", {infos} for information" if infos else "")
        + (f", {result.waived} waived" if result.waived else "")
    )
    failed = bool(result.failures or errors or (strict and others))
    return report.FAILED if failed else report.OK
