"""Notes from Anki that go back as they came: their own type, fields, tags and files."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from flashdeck.anki.foreign import FIELD_SEPARATOR
from flashdeck.anki.notes import ExportCard, KeptNote, Media, OwnWords
from flashdeck.anki.notetypes import NOTE_TYPES, NoteType, kept_type
from flashdeck.core.errors import PackageError
from flashdeck.files.media import find_picture
from flashdeck.files.read import MEDIA_CAP, read_bytes
from flashdeck.services.library import Library
from flashdeck.services.pictures import media_name
from flashdeck.store.originals import Original, all_types
from flashdeck.store.rows import StoredDeck

_OWN_TYPES = {kind.id: kind for kind in NOTE_TYPES}
_NO_WORDS = OwnWords()


class KeptNotes:
    """Turns stored notes into those of a package, whose file names are one name space."""

    def __init__(self, library: Library) -> None:
        self._folder = library.path.parent
        self._definitions = all_types(library.db)
        self._types: dict[int, NoteType | None] = dict(_OWN_TYPES)
        self._names: dict[str, str] = {}
        self._missing: set[str] = set()
        self._with_words = 0
        self._last: tuple[int | None, KeptNote | None] = None, None

    def note(self, number: int | None, original: Original, deck: StoredDeck) -> KeptNote | None:
        """Return the note as it came; None where it was changed here, or a deck file has it now."""
        if deck.file or not original.fields:
            return None
        if number != self._last[0]:
            self._last = number, self._made(original)
        return self._last[1]

    def say_own_words(self, cards: Sequence[ExportCard]) -> None:
        """Count the cards whose student added words, for which there is no field."""
        self._with_words += sum(one.history.own != _NO_WORDS for one in cards)

    def notices(self) -> tuple[str, ...]:
        """Say what could not be taken along."""
        lines = [f"the file {name} is missing and was left out" for name in sorted(self._missing)]
        if self._with_words:
            lines.append(
                f"{self._with_words} cards from Anki have hints or notes of your own, for which "
                "their note type has no field"
            )
        return tuple(lines)

    def _made(self, original: Original) -> KeptNote | None:
        kind = self._type(original.type_id)
        if kind is None:
            return None
        media, text = self._media(original)
        fields = text.split(FIELD_SEPARATOR)[: len(kind.fields)]
        fields += [""] * (len(kind.fields) - len(fields))
        return KeptNote(
            guid=original.guid,
            type=kind,
            fields=tuple(fields),
            tags=tuple(original.tags.split()),
            changed_ms=original.changed_s * 1000,
            media=media,
        )

    def _type(self, id_: int) -> NoteType | None:
        if id_ not in self._types:
            try:
                self._types[id_] = kept_type(self._definitions[id_])
            except (ValueError, KeyError, TypeError):
                self._types[id_] = None
        return self._types[id_]

    def _media(self, original: Original) -> tuple[tuple[Media, ...], str]:
        """Return the note's files, and its fields with the names that these have in the package."""
        text, found = original.fields, []
        named: dict[str, str] = json.loads(original.media) if original.media else {}
        for name, path in named.items():
            place, problem = find_picture(self._folder, path)
            if place is None or problem:
                self._missing.add(name)
                continue
            shown = name
            if self._names.setdefault(name.casefold(), path) != path:
                shown = media_name(name, Path(path).stem)
                for old in dict.fromkeys((name, html.escape(name), quote(name))):
                    text = text.replace(old, shown)
            found.append(Media(shown, _reader(place)))
        return tuple(found), text


def _reader(place: Path) -> Callable[[], bytes]:
    return lambda: read_bytes(place, MEDIA_CAP, error=PackageError)
