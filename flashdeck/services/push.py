"""Cards into a running Anki: new ones added, reworded ones updated, none twice."""

from __future__ import annotations

from dataclasses import dataclass

from flashdeck.anki.connect import DEFAULT_URL, AnkiConnect, Found, id_of
from flashdeck.anki.notes import AnkiNote, notes_of
from flashdeck.anki.notetypes import NoteType
from flashdeck.anki.places import place_of
from flashdeck.core.errors import PackageError
from flashdeck.services.library import Library
from flashdeck.services.outgoing import select


@dataclass(frozen=True, slots=True)
class PushSummary:
    """What happened in Anki, by notes; ``notices`` are lines for people."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    notices: tuple[str, ...] = ()


def push(
    library: Library,
    *,
    url: str = DEFAULT_URL,
    deck: str | None = None,
    tag: str | None = None,
    dry_run: bool = False,
) -> PushSummary:
    """Bring a deck, or all, to the Anki that runs at an address of this machine.

    A note is known by the id in its field; it is written anew only where its content changed here
    after it last changed there. With ``dry_run`` nothing is changed in Anki.
    """
    selection = select(library, deck=deck, tag=tag, as_it_came=True)
    by_deck = [(one, tuple(notes_of(one))) for one in selection.decks]
    types = {note.type.id: note.type for _, notes in by_deck for note in notes}
    if not types:
        raise PackageError("there is no card to export", todo="see 'flashdeck cards'")
    anki = AnkiConnect(url)
    anki.check()
    known = {id_: _Known(anki, kind) for id_, kind in types.items()}
    if not dry_run:
        for kind in types.values():
            anki.ensure_type(kind)
    added = updated = unchanged = 0
    for one, notes in by_deck:
        new: list[AnkiNote] = []
        for note in notes:
            found = known[note.type.id].find(note)
            if found is None:
                new.append(note)
            elif _is_newer(note, found):
                updated += 1
                if not dry_run:
                    _store_media(anki, note)
                    anki.update(found.number, note, sorted(set(note.tags) - found.tags))
            else:
                unchanged += 1
        if new and not dry_run:
            place = place_of(one)
            anki.ensure_deck(place)
            for note in new:
                _store_media(anki, note)
            taken = anki.add(place, new)
            if taken < len(new):
                raise PackageError(
                    f"Anki took {taken} of {len(new)} new notes of {place}",
                    todo="see Anki's window, then try again; none comes twice",
                )
        added += len(new)
    return PushSummary(added, updated, unchanged, selection.notices)


class _Known:
    """The notes of one type that Anki has, by our id, else by their first field."""

    def __init__(self, anki: AnkiConnect, kind: NoteType) -> None:
        self._by_id: dict[str, Found] = {}
        self._by_text: dict[str, Found] = {}
        for found in anki.notes_of(kind):
            if id_of(found):
                self._by_id[id_of(found)] = found
            else:
                self._by_text[found.fields.get(kind.fields[0], "")] = found

    def find(self, note: AnkiNote) -> Found | None:
        return self._by_id.get(note.guid) or self._by_text.get(note.fields[0])


def _is_newer(note: AnkiNote, found: Found) -> bool:
    fields = dict(zip(note.type.fields, note.fields, strict=True))
    if fields == found.fields and set(note.tags) <= found.tags:
        return False
    return not found.changed_s or note.changed_ms // 1000 > found.changed_s


def _store_media(anki: AnkiConnect, note: AnkiNote) -> None:
    for media in note.media:
        anki.store(media)
