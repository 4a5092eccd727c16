"""``flashdeck generate``: an article becomes a deck, or one JSON object a card."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashdeck.cli import output, report

if TYPE_CHECKING:
    from flashdeck.cli import Invocation
    from flashdeck.services.regenerate import Written


@click.command("generate")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True, type=click.Path())
@click.option("-o", "target", metavar="DECK.md|FOLDER/", help="Write the deck here; - is stdout.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a card.")
@click.option("--dry-run", is_flag=True, help="With -o: say what would be written, write nothing.")
@click.option("--review", is_flag=True, help="Check the cards in the app, then save the deck.")
@click.pass_obj
def command(
    invocation: Invocation,
    articles: tuple[str, ...],
    target: str | None,
    as_json: bool,
    dry_run: bool,
    review: bool,
) -> int:
    """Make a deck from articles (.txt, .md, .html; - is stdin).

    Without -o the deck goes to stdout. A deck that is there already is brought in line with its
    article: ids and hand edits stay, and facts that the article no longer holds are marked. Exit
    code 1 if an article cannot be read or holds no card.
    """
    from flashdeck.core.errors import FlashdeckError, UsageError
    from flashdeck.services.generate import generate
    from flashdeck.services.regenerate import write_deck_file

    if review:
        if as_json or dry_run:
            raise UsageError("--review shows the cards in the app", todo="leave other options out")
        return _review(invocation, articles, target)
    if as_json and target not in (None, "-"):
        raise UsageError("--json and -o exclude each other", todo="leave one out")
    folder = target is not None and target != "-" and _is_folder(target)
    if len(articles) > 1 and not folder and not as_json:
        raise UsageError(
            "several articles need a folder to go to", todo="give -o FOLDER/, or --json"
        )
    failed = False
    written: set[Path] = set()
    for article in articles:
        try:
            text = _read(article)
            made = generate(text, name=article)
            if not made.cards:
                report.note(f"{article}: no cards: nothing in it that can be asked as anatomy")
                failed = True
            elif as_json:
                for card in made.cards:
                    output.emit(_record(card))
            elif target is None or target == "-":
                from flashdeck.core.deckfile.regenerate import write_generated

                sys.stdout.write(write_generated(made.deck))
            else:
                path = _path_for(Path(target), article, folder, written)
                written.add(path)
                written_deck = write_deck_file(path, made, article, text, dry_run=dry_run)
                _say(written_deck, len(made.cards), article, dry_run=dry_run)
        except FlashdeckError as failure:
            report.error(str(failure))
            failed = True
        sys.stdout.flush()
    return report.FAILED if failed else report.OK


def _review(invocation: Invocation, articles: tuple[str, ...], target: str | None) -> int:
    """Open the app on the cards of the articles; one that cannot be read is an error at once."""
    from flashdeck.cli.app import open_app
    from flashdeck.core.errors import UsageError

    if "-" in (*articles, target):
        raise UsageError("--review needs the terminal for its keys", todo="name files, not -")
    if target is not None and len(articles) > 1 and not _is_folder(target):
        raise UsageError("several articles need a folder to go to", todo="give -o FOLDER/")
    for article in articles:
        _read(article)
    place = Path(target) if target else None
    return open_app(invocation, [Path(article) for article in articles], place)


def _is_folder(target: str) -> bool:
    return target.endswith(("/", os.sep)) or Path(target).is_dir()


def _read(article: str) -> str:
    from flashdeck.core.errors import SourceError
    from flashdeck.files.read import ARTICLE_CAP, decode, read_text

    if article != "-":
        return read_text(Path(article), ARTICLE_CAP, error=SourceError)
    data = sys.stdin.buffer.read(ARTICLE_CAP + 1)
    if len(data) > ARTICLE_CAP:
        raise SourceError(f"stdin is larger than {ARTICLE_CAP // 1_000_000} MB", todo="split it")
    return decode(data, "stdin", error=SourceError)


def _record(card: object) -> dict[str, object]:
    from flashdeck.core.model import Card, CardKind

    assert isinstance(card, Card)
    record: dict[str, object] = {
        "id": card.id,
        "subject": card.subject,
        "relation": card.relation.value,
        "question": card.question,
        "answer": card.answer,
        "kind": card.kind.value,
    }
    if card.kind is CardKind.LIST:
        record["items"] = [item.text for item in card.items]
    record["tags"] = list(card.tags)
    quotation = card.quotation
    assert quotation is not None
    record["source"] = {
        "file": quotation.file,
        "text": quotation.text,
        "start": quotation.start,
        "end": quotation.end,
    }
    return record


def _path_for(target: Path, article: str, folder: bool, written: set[Path]) -> Path:
    if not folder:
        return target
    stem = "stdin" if article == "-" else Path(article).stem
    path = target / f"{stem}.md"
    number = 2
    while path in written:
        path = target / f"{stem}-{number}.md"
        number += 1
    return path


def _say(done: Written, cards: int, article: str, *, dry_run: bool) -> None:
    """Say on stderr what became of the deck, and name each fact that is not as it was."""
    would = "would be " if dry_run else ""
    again = done.again
    if again is None:
        report.note(f"{done.path}: {would}made, {cards} cards from {article}")
        return
    kinds = {
        "added": again.added,
        "updated": again.updated,
        "edited by hand, kept": again.edited,
        "no longer in the article, marked": again.gone,
        "in the article again": again.back,
        "no longer in the article, kept as they are": again.lost,
        "deleted by hand, left out": again.deleted,
    }
    for what, names in kinds.items():
        for name in names:
            report.note(f"{done.path}: {what}: {name}")
    counts = ", ".join(f"{len(names)} {what}" for what, names in kinds.items() if names)
    listed = f"{counts}, " if counts else ""
    state = f"{would}written" if done.changed else "unchanged"
    report.note(f"{done.path}: {state}: {listed}{again.unchanged} as before")
