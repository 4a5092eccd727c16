"""``flashdeck export``: decks for Anki, as a table, as JSON or Markdown, or on paper."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashdeck.cli import Invocation, output, report
from flashdeck.cli.completing import deck_names


@click.command("export", epilog="Example: flashdeck export soleus -o soleus.apkg --with-history")
@click.argument("deck", required=False, shell_complete=deck_names)
@click.option("--tag", metavar="T", help="Only cards with this tag, or one below it.")
@click.option("--search", "query", default="", metavar="QUERY", help="Only what 'search' finds.")
@click.option("-o", "--output", "target", metavar="FILE", help="The file; - is stdout, JSON.")
@click.option("--with-history", is_flag=True, help="Take schedule and review log along.")
@click.option("--to-anki", is_flag=True, help="Bring the cards to a running Anki (AnkiConnect).")
@click.option("--url", metavar="URL", help="Where that Anki listens, on this machine.")
@click.option("--dry-run", is_flag=True, help="With --to-anki: only say what would happen there.")
@click.option("--json", "as_json", is_flag=True, help="Say what was written as a JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    deck: str | None,
    tag: str | None,
    query: str,
    target: str | None,
    with_history: bool,
    to_anki: bool,
    url: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write a deck, or all decks, to FILE, or bring them to a running Anki.

    The ending of FILE names the format: .apkg (Anki), .tsv or .csv (text for Anki and
    spreadsheets), .json, .md (a deck file), .html (questions and answer key, for printing).

    --to-anki adds new notes to the Anki that runs here with the add-on AnkiConnect and updates
    reworded ones; none comes twice, and schedules there stay.
    """
    from flashdeck.cli.opened import opened
    from flashdeck.core.errors import UsageError
    from flashdeck.services.export import export, write_export

    if to_anki:
        if target or with_history or query:
            raise UsageError(
                "--to-anki takes neither -o nor --with-history nor --search", todo="leave it out"
            )
        _push(invocation, deck, tag, url, dry_run=dry_run, as_json=as_json)
        return
    if target is None:
        raise UsageError("no FILE to write to", todo="name it with -o, or use --to-anki")
    if url or dry_run:
        raise UsageError("--url and --dry-run belong to --to-anki", todo="leave them out")
    to_stdout = target == "-"
    if to_stdout and as_json:
        raise UsageError("--json and -o - both want stdout", todo="leave --json out")
    ending = ".json" if to_stdout else Path(target).suffix
    with opened(invocation) as library:
        made = export(
            library, ending, deck=deck, tag=tag, query=query.strip(), with_history=with_history
        )
    notices = made.notices
    if to_stdout:
        sys.stdout.write(made.data.decode("utf-8"))
    else:
        notices += write_export(made, Path(target))
    for notice in notices:
        report.note(notice)
    counts = {
        "decks": made.decks,
        "notes": made.notes,
        "cards": made.cards,
        "reviews": made.reviews,
        "media": made.media,
    }
    if as_json:
        output.emit({"file": target, "format": ending.lstrip(".").lower(), **counts})
    elif not to_stdout:
        parts = ", ".join(_counted(number, name) for name, number in counts.items() if number)
        report.note(f"{target}: {parts}")


def _push(
    invocation: Invocation,
    deck: str | None,
    tag: str | None,
    url: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from flashdeck.anki.connect import DEFAULT_URL
    from flashdeck.cli.opened import opened
    from flashdeck.services.push import push

    with opened(invocation) as library:
        done = push(library, url=url or DEFAULT_URL, deck=deck, tag=tag, dry_run=dry_run)
    for notice in done.notices:
        report.note(notice)
    counts = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged}
    if as_json:
        output.emit({**counts, "dry_run": dry_run})
    else:
        said = ", ".join(f"{number} {what}" for what, number in counts.items())
        report.note(f"Anki{' would have' if dry_run else ''}: {said}")


def _counted(number: int, name: str) -> str:
    if name == "media":
        return f"{number} {'picture' if number == 1 else 'pictures'}"
    return f"{number} {name.removesuffix('s') if number == 1 else name}"
