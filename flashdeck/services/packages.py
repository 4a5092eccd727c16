"""Anki packages into the library: all of a file or nothing, and nothing twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from flashdeck.anki.bulk import uncollected
from flashdeck.anki.files import has_files, references
from flashdeck.anki.foreign import ForeignNote
from flashdeck.anki.history import HistoryReader
from flashdeck.anki.incoming import CardMaker
from flashdeck.anki.markdown import MarkdownReader
from flashdeck.anki.read import ForeignPackage, open_package
from flashdeck.core.errors import Location, PackageError
from flashdeck.core.text import clean_line
from flashdeck.files.media import find_picture
from flashdeck.files.write import write_atomically
from flashdeck.services.arrivals import Arrival, Arrived, store_arrivals
from flashdeck.services.library import Library
from flashdeck.services.summary import ImportSummary
from flashdeck.store import originals
from flashdeck.store.originals import Original

MEDIA_FOLDER = "media"
MEDIA_ENDINGS = frozenset(
    ".png .jpg .jpeg .gif .webp .svg .avif .bmp .mp3 .ogg .oga .opus .wav .m4a .flac "
    ".mp4 .webm .mkv .mov .m4v .ogv".split()
)
_LATEST_S = 1 << 40


@uncollected()
def import_package(library: Library, path: Path, *, dry_run: bool = False) -> ImportSummary:
    """Take an .apkg or .colpkg in; importing it again adds nothing.

    Raises PackageError where it is refused; then neither a row nor a file of it is there.
    """
    with open_package(path) as package:
        media = _Media(library, package, dry_run=dry_run)
        try:
            maker = CardMaker(package.collection, media.path_of)
            history = HistoryReader(package.collection, library.clock())
            with library.store.transaction() as db:
                if dry_run:
                    db.execute("SAVEPOINT dry_run")
                arrivals = _arrivals(package, maker, media)
                originals.put_types(db, maker.kept_types())
                told = _descriptions(package)
                arrived = store_arrivals(library, db, arrivals, history, told)
                if not arrived.counts:
                    raise PackageError(
                        "holds no card",
                        todo="export the deck from Anki again",
                        at=Location(str(path)),
                    )
                if dry_run:
                    db.execute("ROLLBACK TO dry_run")
        except BaseException:
            media.remove()
            raise
    library.store.checkpoint()
    said = maker.notices + history.notices + media.notices + arrived.notices
    return summary_of(arrived, path, said, media=len(media.kept))


def summary_of(
    arrived: Arrived, path: Path, said: Counter[str], *, media: int = 0
) -> ImportSummary:
    """Return the summary of a file; what was simplified comes most frequent first."""
    return ImportSummary(
        files=1,
        new=arrived.counts["new"],
        updated=arrived.counts["updated"],
        moved=arrived.counts["moved"],
        unchanged=arrived.counts["unchanged"],
        reviews=arrived.reviews,
        media=media,
        notices=tuple(
            f"{path}: {what}" + (f" ({number} times)" if number > 1 else "")
            for what, number in sorted(said.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _arrivals(package: ForeignPackage, maker: CardMaker, media: _Media) -> Iterator[Arrival]:
    """Yield the cards, each with its place in Anki's order of new cards."""
    names = {number: deck.name for number, deck in package.collection.decks.items()}
    ranks = package.collection.order()
    note: ForeignNote | None = None
    original: Original | None = None
    for one in maker.cards():
        foreign = one.foreign
        if one.note is not note:
            note = one.note
            original = note and _original(note, media)
        place = names.get(foreign.home_deck_id or foreign.deck_id, "")
        yield Arrival(one.card, place, ranks.get(foreign.id, 0), foreign, original)


def _original(note: ForeignNote, media: _Media) -> Original:
    """Return a note as it is kept: the names of the files in its fields lead to ours."""
    files = media.kept_as(references(note.fields)) if has_files(note.fields) else {}
    named = json.dumps(files, ensure_ascii=False, sort_keys=True) if files else ""
    guid = note.guid.replace("\x1f", "-")
    changed_s = min(max(note.changed_s, 0), _LATEST_S)
    return Original(guid, note.type_id, changed_s, note.tags.strip(), note.fields, named)


def _descriptions(package: ForeignPackage) -> dict[str, str]:
    """Return what the decks say of themselves, by their names."""
    reader = MarkdownReader(lambda name: None)
    decks = package.collection.decks.values()
    return {deck.name: reader.read(deck.description) for deck in decks if deck.description}


class _Media:
    """The files that cards use, each under the hash of its content in the library's folder."""

    def __init__(self, library: Library, package: ForeignPackage, *, dry_run: bool) -> None:
        self.kept: set[str] = set()
        self.notices: Counter[str] = Counter()
        self._home = library.path.parent
        self._folder, self._package, self._dry_run = self._home / MEDIA_FOLDER, package, dry_run
        self._here = cache(lambda: originals.files_by_name(library.db))
        self._names = {unicodedata.normalize("NFC", name): name for name in package.media}
        self._paths: dict[str, str | None] = {}
        self._made: list[Path] = []
        self._made_folder = False

    def path_of(self, name: str) -> str | None:
        """Return where a file lies, from the library's folder; None where it cannot be had."""
        if name not in self._paths:
            self._paths[name] = self._keep(name)
        return self._paths[name]

    def kept_as(self, names: Iterable[str]) -> dict[str, str]:
        """Return where the files of these names lie, by the names that Anki has for them."""
        found = {}
        for name in names:
            known = self._known(name) or unicodedata.normalize("NFC", name)
            path = self.path_of(name)
            if path is not None and not {"/", "\\"} & set(known) and clean_line(known) == known:
                found[known] = path
        return found

    def remove(self) -> None:
        """Take away what was written; a file that was there before stays."""
        for path in self._made:
            with contextlib.suppress(OSError):
                path.unlink()
        if self._made_folder:
            with contextlib.suppress(OSError):
                self._folder.rmdir()

    def _known(self, name: str) -> str | None:
        """Return the name that the package has for what a field calls so."""
        for one in (name, unquote(name)):
            form = unicodedata.normalize("NFC", one)
            if form in self._names:
                return self._names[form]
        return None

    def _keep(self, name: str) -> str | None:
        known = self._known(name)
        if known is None:
            return self._from_before(name)
        shown = clean_line(known)
        ending = Path(shown).suffix.lower()
        if ending not in MEDIA_ENDINGS:
            self.notices[f"the file {shown!r} is of no kind that cards hold, and was left out"] += 1
            return None
        if shown != known or "/" in known or "\\" in known:
            self.notices[f"the file {shown!r} has an odd name and is kept under its hash"] += 1
        data = self._package.read_media(known)
        file = f"{hashlib.sha256(data).hexdigest()[:32]}{ending}"
        self.kept.add(file)
        place = self._folder / file
        if not self._dry_run and not place.exists():
            self._write(place, data)
        return f"{MEDIA_FOLDER}/{file}"

    def _from_before(self, name: str) -> str | None:
        """Return where a file lies that an earlier package brought; this one came without it."""
        for one in (name, unquote(name)):
            path = self._here().get(unicodedata.normalize("NFC", one))
            if path is not None and find_picture(self._home, path)[0] is not None:
                return path
        return None

    def _write(self, place: Path, data: bytes) -> None:
        if not self._folder.exists():
            try:
                self._folder.mkdir(parents=True)
            except OSError as failure:
                raise PackageError(
                    "the folder for media cannot be made",
                    todo=f"check who may write there ({failure.strerror})",
                    at=Location(str(self._folder)),
                ) from failure
            self._made_folder = True
        self._made.append(place)
        write_atomically(place, data, error=PackageError)
