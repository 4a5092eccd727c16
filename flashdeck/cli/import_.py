"""``flashdeck import``: decks into the library."""

from __future__ import annotations

from pathlib import Path

import click

from flashdeck.cli import Invocation, output, report


@click.command("import", epilog="Example: flashdeck import my-muscles.md")
@click.argument("paths", metavar="FILE|FOLDER...", nargs=-1, required=True, type=click.Path())
@click.option("--dry-run", is_flag=True, help="Say what would change, card by card.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_obj
def command(invocation: Invocation, paths: tuple[str, ...], dry_run: bool, as_json: bool) -> int:
    """Read decks into the library, and remember where they lie.

    FILE is a deck (.md), an Anki package (.apkg, .colpkg), or a table (.csv, .tsv, .txt) with
    columns front, back, tags, deck, hint, extra, else question and answer in the first two. What a
    package holds beyond cards of ours is simplified, and the summary says how.

    Importing again changes only what has changed. Of a file all is taken or nothing; reviews are
    never lost.
    """
    from flashdeck.cli.changes import change_line, change_record
    from flashdeck.services.importing import import_decks
    from flashdeck.services.library import open_library

    with open_library(invocation.library, invocation.clock) as library:
        for notice in library.notices:
            report.note(notice)
        summary = import_decks(library, [Path(path) for path in paths], dry_run=dry_run)
    for line in summary.refused:
        report.error(line)
    for line in summary.notices:
        report.note(line)
    counts = {
        "new": summary.new,
        "updated": summary.updated,
        "moved": summary.moved,
        "orphaned": summary.orphaned,
        "unchanged": summary.unchanged,
    }
    if as_json:
        refused = list(summary.refused)
        changes = [change_record(change) for change in summary.changes]
        record = {
            "files": summary.files,
            **counts,
            "reviews": summary.reviews,
            "media": summary.media,
            "refused": refused,
            "notices": list(summary.notices),
            "dry_run": dry_run,
        }
        output.emit({**record, "changes": changes} if dry_run else record)
    else:
        for change in summary.changes:
            output.say(change_line(change))
        more = {"answers": summary.reviews, "media files": summary.media}
        counts |= {what: number for what, number in more.items() if number}
        said = ", ".join(f"{number} {what}" for what, number in counts.items())
        decks = "1 deck" if summary.files == 1 else f"{summary.files} decks"
        report.note(f"{'would read' if dry_run else 'read'} {decks}: {said}")
    return report.FAILED if summary.refused else report.OK
