"""Decks out of the library: packages and tables for Anki, JSON, Markdown and a printable sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.anki.html import no_pictures
from flashdeck.anki.notes import ExportDeck, Media, notes_of
from flashdeck.core.errors import PackageError, UsageError
from flashdeck.core.model import CardKind
from flashdeck.files.write import write_atomically
from flashdeck.services.finding import found_cards
from flashdeck.services.library import Library
from flashdeck.services.listing import ids_at
from flashdeck.services.outgoing import Selection, select


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export holds; ``notices`` are lines for people.

    ``beside`` are the pictures that a deck file needs, by their path from it.
    """

    data: bytes
    decks: int
    notes: int
    cards: int
    reviews: int = 0
    media: int = 0
    notices: tuple[str, ...] = ()
    beside: tuple[tuple[str, Media], ...] = ()


def export(
    library: Library,
    ending: str,
    *,
    deck: str | None = None,
    tag: str | None = None,
    query: str = "",
    with_history: bool = False,
) -> ExportSummary:
    """Return a deck, or all, in the format that a file name's ending names.

    With ``tag`` only the notes that have it, or one below it, with ``query`` those of which a
    search finds a card. Raises UsageError for an ending that is no format, QueryError where the
    search means nothing, NotFoundError where there is no such deck, PackageError where there is
    nothing to export.
    """
    writer = _WRITERS.get(ending.lower())
    if writer is None:
        known = " ".join(_WRITERS)
        raise UsageError(f"no format has the ending {ending!r}", todo=f"use one of {known}")
    for_anki = writer is _to_apkg
    only = frozenset(ids_at(library, found_cards(library, query))) if query else None
    selection = select(
        library,
        deck=deck,
        tag=tag,
        only=only,
        with_history=with_history,
        as_it_came=for_anki,
    )
    if not for_anki:
        selection = _at_hand(selection)
    if not any(one.cards for one in selection.decks):
        where = f" with the tag {tag!r}" if tag else f" found by {query!r}" if query else ""
        raise PackageError(f"there is no card{where} to export", todo="see 'flashdeck cards'")
    summary = writer(selection, with_history)
    selection.shown.remember()
    return replace(summary, notices=(*summary.notices, *selection.notices))


def write_export(made: ExportSummary, target: Path) -> tuple[str, ...]:
    """Write the file, and beside it the pictures that it needs; return what to tell people.

    A picture that is there already is left as it is. Raises PackageError where the file cannot be
    written.
    """
    write_atomically(target, made.data, error=PackageError)
    notices = []
    for path, media in made.beside:
        place, data = target.parent / path, media.read()
        if not place.resolve().is_relative_to(target.parent.resolve()):
            notices.append(f"{place}: leads out of the deck's folder, the picture was left out")
        elif not place.exists():
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
            except OSError as failure:
                raise PackageError(f"the folder of {path} cannot be made ({failure})") from failure
            write_atomically(place, data, error=PackageError)
        elif place.read_bytes() != data:
            notices.append(f"{place}: another picture of that name is there and was left as it is")
    return tuple(notices)


def _to_apkg(selection: Selection, with_history: bool) -> ExportSummary:
    from flashdeck.anki.write import write_package

    package = write_package(selection.decks, with_history=with_history)
    notices = (
        (
            "learning progress reaches Anki only with the first import of a card; "
            "tick 'Import any learning progress' there",
        )
        if with_history
        else ()
    )
    return ExportSummary(
        data=package.data,
        decks=package.decks,
        notes=package.notes,
        cards=package.cards,
        reviews=package.reviews,
        media=package.media,
        notices=notices,
    )


def _to_tsv(selection: Selection, with_history: bool) -> ExportSummary:
    return _to_table(selection, "\t", with_history)


def _to_csv(selection: Selection, with_history: bool) -> ExportSummary:
    return _to_table(selection, ",", with_history)


def _to_table(selection: Selection, separator: str, with_history: bool) -> ExportSummary:
    from flashdeck.anki.table import write_table

    kept = [_without_pictures(deck) for deck in selection.decks]
    left_out = _cards(selection.decks) - _cards(kept)
    notices = _no_history(with_history, "a table")
    if left_out:
        notices = (*notices, f"a table holds no pictures: {left_out} cards were left out")
    text, notes = write_table(kept, separator)
    if not notes:
        raise PackageError("a table holds no pictures", todo="export these cards as .apkg")
    made = _text(replace(selection, decks=tuple(kept)), text)
    return replace(made, notes=notes, notices=notices)


def _without_pictures(deck: ExportDeck) -> ExportDeck:
    kept = tuple(one for one in deck.cards if one.card.kind is not CardKind.IMAGE)
    return replace(deck, cards=kept, picture=no_pictures)


def _to_json(selection: Selection, with_history: bool) -> ExportSummary:
    from flashdeck.services.document import write_document

    made = _text(selection, write_document(selection.decks, with_history=with_history))
    reviews = (len(one.history.reviews) for deck in selection.decks for one in deck.cards)
    return replace(made, reviews=sum(reviews))


def _to_markdown(selection: Selection, with_history: bool) -> ExportSummary:
    from flashdeck.services.deckfile import markdown_of

    filled = [
        (deck, stored)
        for deck, stored in zip(selection.decks, selection.stored, strict=True)
        if deck.cards
    ]
    if len(filled) > 1:
        names = ", ".join(stored.title for _, stored in filled[:8])
        raise PackageError(
            f"a deck file holds one deck, and these are {len(filled)}: {names}", todo="name one"
        )
    deck, stored = filled[0]
    made = _text(selection, markdown_of(stored, [one.card for one in deck.cards]))
    pictures = tuple(picture for finder in selection.pictures for picture in finder.found())
    notices = _no_history(with_history, "a deck file")
    return replace(made, media=len(pictures), notices=notices, beside=pictures)


def _to_sheet(selection: Selection, with_history: bool) -> ExportSummary:
    from flashdeck.services.sheet import write_sheet

    made = _text(selection, write_sheet(selection.decks))
    return replace(made, notices=_no_history(with_history, "a printed sheet"))


def _no_history(asked: bool, what: str) -> tuple[str, ...]:
    return (f"{what} takes no history along; .apkg and .json do",) if asked else ()


def _at_hand(selection: Selection) -> Selection:
    """Return the selection with its cards read, for writers that go through them repeatedly."""
    read = tuple(replace(deck, cards=tuple(deck.cards)) for deck in selection.decks)
    return replace(selection, decks=read)


def _cards(decks: Iterable[ExportDeck]) -> int:
    return sum(1 for deck in decks for _ in deck.cards)


def _filled(selection: Selection) -> int:
    return sum(bool(deck.cards) for deck in selection.decks)


def _text(selection: Selection, text: str) -> ExportSummary:
    return ExportSummary(
        data=text.encode("utf-8"),
        decks=_filled(selection),
        notes=sum(1 for deck in selection.decks for _ in notes_of(deck)),
        cards=_cards(selection.decks),
    )


_WRITERS: dict[str, Callable[[Selection, bool], ExportSummary]] = {
    ".apkg": _to_apkg,
    ".tsv": _to_tsv,
    ".csv": _to_csv,
    ".json": _to_json,
    ".md": _to_markdown,
    ".html": _to_sheet,
}
