"""Decks out of the library: packages and tables for Anki, JSON, Markdown and a printable sheet."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from flashdeck.anki.history import DEVICE
from flashdeck.anki.html import SOUND_ENDINGS, no_pictures
from flashdeck.anki.notes import (
    ExportCard,
    ExportDeck,
    History,
    Media,
    OwnWords,
    Review,
    anki_tag,
    guid_of,
    notes_of,
)
from flashdeck.core.errors import PackageError, UsageError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Card, CardKind, Source
from flashdeck.core.schedule.base import Algorithm
from flashdeck.core.schedule.fsrs import Fsrs, memory_state
from flashdeck.core.schedule.replay import (
    Entry,
    Kind,
    Standing,
    carried,
    detail_of,
    live,
    step,
)
from flashdeck.files.media import find_picture
from flashdeck.files.read import MEDIA_CAP, read_bytes
from flashdeck.files.write import write_atomically
from flashdeck.services.entries import algorithm_for
from flashdeck.services.library import Library, deck_ids
from flashdeck.store import cards, decks, outgoing, states
from flashdeck.store.cards import Overlay
from flashdeck.store.rows import StoredCard, StoredDeck

PICTURE_ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"}
_ENDINGS = PICTURE_ENDINGS | set(SOUND_ENDINGS)
_NOT_IN_NAME = re.compile(r"[^\w.-]+")
_NAME_BYTES = 60


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


@dataclass(frozen=True, slots=True)
class Selection:
    """The decks to export, and what was missing on the way."""

    decks: tuple[ExportDeck, ...]
    stored: tuple[StoredDeck, ...]
    pictures: tuple[DeckPictures, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """What could not be taken along; complete once the decks have been turned into notes."""
        return tuple(line for pictures in self.pictures for line in pictures.notices())


class DeckPictures:
    """The pictures of one deck by the path it writes, read when they are asked for."""

    def __init__(self, deck: StoredDeck, library_folder: Path) -> None:
        self._title = deck.title
        self._folder = Path(deck.file).parent if deck.file else library_folder
        self._found: dict[str, Media | None] = {}
        self._missing: dict[str, str] = {}

    def __call__(self, path: str) -> Media | None:
        """Return the picture, named by its file name and content; None where it cannot be had."""
        if path not in self._found:
            self._found[path] = self._find(path)
        return self._found[path]

    def found(self) -> tuple[tuple[str, Media], ...]:
        """Return the pictures that were asked for, by path."""
        return tuple((path, media) for path, media in sorted(self._found.items()) if media)

    def notices(self) -> tuple[str, ...]:
        """Say which pictures were asked for and not found, and why."""
        return tuple(
            f"{self._title}: the file {path} {problem} and was left out"
            for path, problem in sorted(self._missing.items())
        )

    def _find(self, path: str) -> Media | None:
        place, problem = find_picture(self._folder, path)
        if place is not None and place.suffix.lower() not in _ENDINGS:
            problem = "is of no kind that Anki shows"
        if place is None or problem:
            self._missing[path] = problem
            return None
        data = read_bytes(place, MEDIA_CAP, error=PackageError)
        return Media(media_name(path, data), lambda: read_bytes(place, MEDIA_CAP))


def media_name(path: str, data: bytes) -> str:
    """Return the name of a file in a package: what it was called, and a hash of its content."""
    name = PurePosixPath(unicodedata.normalize("NFC", path))
    stem = _NOT_IN_NAME.sub("-", name.stem).strip("-._").encode()[:_NAME_BYTES]
    digest = hashlib.sha256(data).hexdigest()[:10]
    return f"{stem.decode('utf-8', 'ignore') or 'picture'}-{digest}{name.suffix.lower()}"


def export(
    library: Library,
    ending: str,
    *,
    deck: str | None = None,
    tag: str | None = None,
    with_history: bool = False,
) -> ExportSummary:
    """Return a deck, or all, in the format that a file name's ending names.

    With ``tag`` only the notes that have it, or one below it. Raises UsageError for an ending that
    is no format, NotFoundError where there is no such deck, PackageError where there is nothing to
    export.
    """
    writer = _WRITERS.get(ending.lower())
    if writer is None:
        known = " ".join(_WRITERS)
        raise UsageError(f"no format has the ending {ending!r}", todo=f"use one of {known}")
    selection = select(library, deck=deck, tag=tag, with_history=with_history)
    if not any(one.cards for one in selection.decks):
        where = f" with the tag {tag!r}" if tag else ""
        raise PackageError(f"there is no card{where} to export", todo="see 'flashdeck cards'")
    summary = writer(selection, with_history)
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


def select(library: Library, *, deck: str | None, tag: str | None, with_history: bool) -> Selection:
    """Return the cards of a deck, or of all, as they are to be exported."""
    db = library.db
    wanted = set(deck_ids(library, deck))
    stored = tuple(one for one in decks.all_decks(db) if one.id in wanted)
    histories = _Histories(library) if with_history else None
    pictures = tuple(DeckPictures(one, library.path.parent) for one in stored)
    chosen = []
    for one, finder in zip(stored, pictures, strict=True):
        kept = _tagged(cards.deck_cards(db, one.id), tag)
        of = histories.of_deck(one.id) if histories else None
        chosen.append(
            ExportDeck(
                id=one.id,
                place=one.place,
                cards=tuple(
                    ExportCard(
                        card.card, card.content_mod_ms, of(card.card.id) if of else History()
                    )
                    for card in kept
                ),
                title=one.title,
                description=one.description,
                source=Source(*one.source),
                picture=finder,
            )
        )
    return Selection(tuple(chosen), stored, pictures)


def _tagged(found: Sequence[StoredCard], tag: str | None) -> list[StoredCard]:
    """Return the cards of those notes of which a card has the tag, or one below it."""
    if tag is None:
        return list(found)
    wanted = anki_tag(tag).casefold()
    notes = {guid_of(one.card) for one in found if _has_tag(one.card, wanted)}
    return [one for one in found if guid_of(one.card) in notes]


def _has_tag(card: Card, wanted: str) -> bool:
    tags = (anki_tag(tag).casefold() for tag in card.tags)
    return any(tag == wanted or tag.startswith(wanted + "::") for tag in tags)


class _Histories:
    """The log and the states of the library, taken together by card."""

    def __init__(self, library: Library) -> None:
        self._db = library.db
        self._entries = outgoing.entries_by_card(library.db)
        self._was = outgoing.aliases(library.db)
        self._overlays = outgoing.overlays(library.db)
        self._today = library.today

    def of_deck(self, deck_id: DeckId) -> Callable[[CardId], History]:
        """Return what gives the history of each card of a deck."""
        standings = states.deck_standings(self._db, deck_id)
        algorithm = algorithm_for(decks.settings_of(self._db, deck_id))

        def history(card: CardId) -> History:
            standing = standings.get(card, Standing())
            entries = [e for one in carried(card, self._was) for e in self._entries.get(one, ())]
            overlay = self._overlays.get(card, Overlay())
            return _history(standing, entries, algorithm, overlay, self._today)

        return history


def _history(
    standing: Standing,
    entries: Sequence[Entry],
    algorithm: Algorithm,
    overlay: Overlay,
    today: int,
) -> History:
    memory = standing.memory
    aim = decay = 0.0
    if isinstance(algorithm, Fsrs):
        known = algorithm.known(memory)
        stability, difficulty = known.stability or 0.0, known.difficulty or 0.0
        aim, decay = algorithm.retention, algorithm.decay
    else:
        stability, difficulty = _fsrs_memory(entries)
    noted = (entry.at_ms for entry in entries if entry.kind is Kind.NOTE)
    return History(
        due_day=memory.due_day,
        interval_days=memory.interval_days,
        ease=memory.ease,
        lapses=memory.lapses,
        answered_ms=standing.answered_ms or _noon_ms(memory.last_day),
        suspended=standing.suspended,
        buried=standing.buried_day == today,
        flag=overlay.flag,
        stability=stability,
        difficulty=difficulty,
        retention=aim,
        decay=decay,
        reviews=tuple(_reviews(entries, algorithm)),
        own=OwnWords(overlay.hint, overlay.mnemonic, overlay.note, max(noted, default=0)),
    )


def _noon_ms(day: int | None) -> int:
    """Return an instant of a study day, for a card that came without the instant itself."""
    return 0 if day is None else day * 86_400_000 + 43_200_000


def _fsrs_memory(entries: Iterable[Entry]) -> tuple[float, float]:
    """Return stability and difficulty as they came in, unless the card was answered since."""
    found = 0.0, 0.0
    for entry in live(entries):
        if entry.kind is Kind.REVIEW:
            found = 0.0, 0.0
        elif entry.kind is Kind.IMPORT:
            detail = detail_of(entry)
            found = memory_state(detail.get("stability"), detail.get("difficulty")) or found
    return found


def _reviews(entries: Iterable[Entry], algorithm: Algorithm) -> Iterable[Review]:
    """Yield the answers that count, each with the ease and interval that it led to."""
    standing = Standing()
    for entry in live(entries):
        before, standing = standing, step(standing, entry, algorithm)
        row = _anki_row(entry)
        if entry.q is not None and (entry.kind is Kind.REVIEW or row):
            interval = entry.interval_days
            yield Review(
                at_ms=entry.at_ms,
                q=entry.q,
                interval_days=standing.memory.interval_days if interval is None else interval,
                last_interval_days=before.memory.interval_days,
                ease=standing.memory.ease,
                duration_ms=entry.duration_ms or 0,
                row=row,
            )


def _anki_row(entry: Entry) -> tuple[int, ...]:
    """Return an answer as Anki's log had it, where it came from there."""
    if entry.device != DEVICE:
        return ()
    row = detail_of(entry).get("anki")
    whole = isinstance(row, list) and len(row) == 5 and all(type(one) is int for one in row)
    return tuple(row) if whole and row is not None else ()


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
        decks=_filled(selection),
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
    left_out = sum(len(deck.cards) for deck in selection.decks) - sum(len(d.cards) for d in kept)
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


def _filled(selection: Selection) -> int:
    return sum(bool(deck.cards) for deck in selection.decks)


def _text(selection: Selection, text: str) -> ExportSummary:
    return ExportSummary(
        data=text.encode("utf-8"),
        decks=_filled(selection),
        notes=sum(len(notes_of(deck)) for deck in selection.decks),
        cards=sum(len(deck.cards) for deck in selection.decks),
    )


_WRITERS: dict[str, Callable[[Selection, bool], ExportSummary]] = {
    ".apkg": _to_apkg,
    ".tsv": _to_tsv,
    ".csv": _to_csv,
    ".json": _to_json,
    ".md": _to_markdown,
    ".html": _to_sheet,
}
