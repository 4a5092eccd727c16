"""``flashdeck generate``: an article becomes a deck, or one JSON object a card."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashdeck.cli import output, report
from flashdeck.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from flashdeck.cli import Invocation
    from flashdeck.core.errors import FlashdeckError
    from flashdeck.services.regenerate import Written

_PROBE = 200_000  # characters; an article longer than this is read in the app, with progress


@click.command("generate", epilog="Example: flashdeck generate article.md -o my-deck.md")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True, type=click.Path())
@click.option("-o", "target", metavar="DECK.md|FOLDER/", help="Write the deck here; - is stdout.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a card.")
@click.option("--dry-run", is_flag=True, help="With -o: say what would be written, write nothing.")
@click.option("--review", is_flag=True, help="Check the cards in the app, then save the deck.")
@click.option("--text", is_flag=True, help="Print the text that source offsets count in, no more.")
@click.pass_obj
def command(
    invocation: Invocation,
    articles: tuple[str, ...],
    target: str | None,
    as_json: bool,
    dry_run: bool,
    review: bool,
    text: bool,
) -> int:
    """Make a deck from articles (.txt, .md, .html; .pdf and .docx with an extra; - is stdin).

    Without -o the deck goes to stdout. A deck that is there already is brought in line with its
    article: ids and hand edits stay, and facts that the article no longer holds are marked. Exit
    code 1 if an article cannot be read or holds no card.
    """
    from flashdeck.core.errors import UsageError

    if text:
        if target is not None or as_json or dry_run or review:
            raise UsageError("--text only shows what is read", todo="leave other options out")
        return _each(articles, lambda article, _: sys.stdout.write(_read(article)))
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
    written: set[Path] = set()

    def generate_one(article: str, progress: Progress) -> None:
        from flashdeck.services.generate import generate

        content = _read(article)
        made = generate(content, name=article, tell=progress.tell)
        progress.clear()
        if not made.cards:
            raise _without_cards(article)
        if as_json:
            for card in made.cards:
                output.emit(_record(card))
        elif target is None or target == "-":
            from flashdeck.core.deckfile.digests import write_generated

            sys.stdout.write(write_generated(made.deck))
        else:
            from flashdeck.services.regenerate import write_deck_file

            path = _path_for(Path(target), article, folder, written)
            written.add(path)
            done = write_deck_file(path, made, article, content, dry_run=dry_run)
            _say(done, len(made.cards), article, dry_run=dry_run)

    return _each(articles, generate_one)


def _each(articles: tuple[str, ...], work: Callable[[str, Progress], object]) -> int:
    """Do the work on each article, whatever becomes of the others; return the exit code."""
    from flashdeck.core.errors import FlashdeckError

    code = report.OK
    progress = Progress(len(articles))
    try:
        for article in articles:
            progress.begin(article)
            try:
                work(article, progress)
            except FlashdeckError as failure:
                progress.clear()
                report.error(str(failure))
                code = report.FAILED
            sys.stdout.flush()
    finally:
        progress.clear()
    return code


def _without_cards(article: str) -> FlashdeckError:
    from flashdeck.core.errors import Location, SourceError

    return SourceError(
        "no cards: nothing in it that can be asked as anatomy",
        todo="",
        at=Location("stdin" if article == "-" else article),
    )


def _review(invocation: Invocation, articles: tuple[str, ...], target: str | None) -> int:
    """Open the app on the cards of the articles; one that cannot be read is an error at once."""
    from flashdeck.cli.app import open_app
    from flashdeck.core.errors import UsageError

    if "-" in (*articles, target):
        raise UsageError("--review needs the terminal for its keys", todo="name files, not -")
    if target is not None and len(articles) > 1 and not _is_folder(target):
        raise UsageError("several articles need a folder to go to", todo="give -o FOLDER/")
    if not _any_cards(articles):
        return report.FAILED
    place = Path(target) if target else None
    return open_app(invocation, [Path(article) for article in articles], place)


def _any_cards(articles: tuple[str, ...]) -> bool:
    """Tell whether the app may have a card to show; where it has none, say so of each article."""
    from flashdeck.services.generate import generate

    contents = {article: _read(article) for article in articles}
    for article, content in contents.items():
        if len(content) > _PROBE or generate(content, name=article).cards:
            return True
    for article in articles:
        report.error(str(_without_cards(article)))
    return False


def _is_folder(target: str) -> bool:
    return target.endswith(("/", os.sep)) or Path(target).is_dir()


def _read(article: str) -> str:
    from flashdeck.core.errors import SourceError
    from flashdeck.files.documents import read_article
    from flashdeck.files.read import ARTICLE_CAP, decode

    if article != "-":
        return read_article(Path(article))
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
