"""A deck of the library as the text of a deck file, its ids written so that no schedule is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flashdeck.core.deckfile.rebuild import rebuild_deck
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.errors import DeckError
from flashdeck.core.ids import CardId, card_id
from flashdeck.core.model import Card, Deck, Note, Source, Structure
from flashdeck.files.decks import load_deck
from flashdeck.store.rows import StoredDeck


def markdown_of(stored: StoredDeck, cards: Sequence[Card]) -> str:
    """Return the text of a deck file with the notes of these cards.

    The notes come from the deck's own file where that can be read, else from the cards.
    """
    deck = _from_file(stored)
    if deck is None:
        blank = Deck(
            id=stored.id,
            title=stored.title,
            place=stored.place,
            description=stored.description,
            tags=stored.tags,
            source=Source(*stored.source),
            release=stored.release,
        )
        return write_deck(rebuild_deck(blank, cards))
    return write_deck(_only(deck, {card.id for card in cards}))


def _from_file(stored: StoredDeck) -> Deck | None:
    if not stored.file:
        return None
    try:
        deck = load_deck(Path(stored.file)).deck
    except DeckError:
        return None
    return deck if deck is not None and deck.id == stored.id else None


def _only(deck: Deck, wanted: set[CardId]) -> Deck:
    """Return the deck with the notes and facts of these cards, every id as one to be written."""
    notes: list[Note] = []
    wanted_notes = {card.partition("/")[0] for card in wanted}
    subjects = {
        note.subject
        for note in deck.notes
        if not isinstance(note, Structure) and note.identity.id in wanted_notes
    }
    for note in deck.notes:
        identity = replace(note.identity, derived=False)
        if isinstance(note, Structure):
            facts = tuple(f for f in note.facts if card_id(identity.id, f.slot) in wanted)
            if facts or note.name in subjects:
                notes.append(replace(note, identity=identity, facts=facts))
        elif identity.id in wanted_notes:
            notes.append(replace(note, identity=identity))
    return replace(deck, notes=tuple(notes), id_derived=False)
