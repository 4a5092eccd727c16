"""``flashdeck generate``: an article becomes a deck, or one JSON object a card."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from flashdeck.cli import output, report


@click.command("generate")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True, type=click.Path())
@click.option("-o", "target", metavar="DECK.md|FOLDER/", help="Write the deck here; - is stdout.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a card.")
def command(articles: tuple[str, ...], target: str | None, as_json: bool) -> int:
    """Make a deck from articles (.txt, .md, .html; - is stdin).

    Without -o the deck goes to stdout. Exit code 1 if an article cannot be read or holds no card.
    """
    from flashdeck.core.errors import FlashdeckError, UsageError
    from flashdeck.services.generate import generate

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
                from flashdeck.core.deckfile.write import write_deck

                sys.stdout.write(write_deck(made.deck))
            else:
                path = _path_for(Path(target), article, folder, written)
                written.add(path)
                _write(path, made, article)
                report.note(f"{path}: {len(made.cards)} cards from {article}")
        except FlashdeckError as failure:
            report.error(str(failure))
            failed = True
        sys.stdout.flush()
    return report.FAILED if failed else report.OK


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


def _write(path: Path, made: object, article: str) -> None:
    """Write the deck, sources named relative to it; an existing deck of other content stays."""
    from flashdeck.core.deckfile.write import write_deck
    from flashdeck.core.errors import DeckError, Location
    from flashdeck.files.read import DECK_CAP, read_text
    from flashdeck.files.write import write_atomically
    from flashdeck.services.generate import Generated, with_source

    assert isinstance(made, Generated)
    deck = made.deck
    if article != "-":
        try:
            relative = os.path.relpath(article, path.parent)
        except ValueError:  # another drive
            relative = str(Path(article).resolve())
        deck = with_source(deck, Path(relative).as_posix())
    text = write_deck(replace(deck, file=str(path)))
    if path.exists():
        if read_text(path, DECK_CAP) == text:
            return
        raise DeckError(
            "there is a deck already, and it differs from what would be written",
            todo="write to another name, so that no edit is lost",
            at=Location(str(path)),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode("utf-8"))
