"""Ids of notes that have none written: derived from deck, text and occurrence, everywhere alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.ids import DeckId, NoteId, derive_deck_id, derive_note_id
from flashdeck.core.model import Cloze, Identity, Note, Question, Structure
from flashdeck.core.text import fold_space

UNKNOWN = NoteId("")


def normal_text(text: str) -> str:
    """Return the text as it counts for identity: NFKC, case and white space folded."""
    return fold_space(unicodedata.normalize("NFKC", text).casefold())


def deck_id_for(title: str) -> DeckId:
    """Return the id of a deck whose front matter gives none."""
    return derive_deck_id(normal_text(title))


def identity_text(note: Note) -> tuple[str, str]:
    """Return the kind of a note and the text that stands for it until it has a written id.

    A structure is its name, a question its question, a cloze its plain text, a picture its path:
    facts, answers, deletions and labels may change without making a new note.
    """
    if isinstance(note, Structure):
        return "structure", normal_text(note.name)
    if isinstance(note, Question):
        return "question", normal_text(note.question)
    if isinstance(note, Cloze):
        return "cloze", normal_text(parse_cloze(note.text).plain())
    return "picture", normal_text(note.picture.path)


class Deriver:
    """Gives out derived ids; never one that is written somewhere in the deck."""

    def __init__(self, deck: DeckId, written: Iterable[NoteId]) -> None:
        self._deck = deck
        self._taken = set(written)
        self._next: dict[tuple[str, str], int] = {}

    def id_for(self, note: Note) -> NoteId:
        """Return the id for the next note of this text."""
        kind, text = identity_text(note)
        occurrence = self._next.get((kind, text), 0)
        while True:
            found = derive_note_id(self._deck, kind, text, str(occurrence))
            occurrence += 1
            if found not in self._taken:
                self._next[(kind, text)] = occurrence
                self._taken.add(found)
                return found


def with_derived_ids(deck: DeckId, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the notes, those without a written id under the id that is derived for them."""
    listed = list(notes)
    deriver = Deriver(deck, (note.identity.id for note in listed if note.identity.id))
    return tuple(
        note
        if note.identity.id
        else replace(note, identity=Identity(deriver.id_for(note), derived=True))
        for note in listed
    )
