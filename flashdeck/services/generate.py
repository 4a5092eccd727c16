"""From an article to a deck: what `flashdeck generate` and the triage screen both use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath

from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.extract.article import Tell, article_deck
from flashdeck.core.model import Card, Deck, Note, Quotation, Structure
from flashdeck.files.documents import FORMS


@dataclass(frozen=True, slots=True)
class Generated:
    """The deck of an article and its cards; no cards where it holds nothing to learn."""

    deck: Deck
    cards: tuple[Card, ...]


def generate(text: str, *, name: str, tell: Tell | None = None) -> Generated:
    """Return the deck that an article gives; the same text gives the same deck.

    ``text`` is what `read_article` returns, BOM and line ends as they stand, ``name`` the file's
    name: it says what the text is written in (`FORMS`; anything else is guessed), names the source
    in the quotations, and stands in for a missing title. ``tell`` hears of progress: the paragraphs
    that are read, and all; what it raises ends the work.
    """
    path = PurePath(name)
    form = FORMS.get(path.suffix.casefold(), "")
    title = path.stem.replace("_", " ").strip("- ")
    with _no_garbage_collection():
        deck = article_deck(text, form=form, title=title, file=name, tell=tell)
        return Generated(deck, cards_of(deck))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Leave garbage for later: what is made of a text lives until its deck is there.

    Looking through all of it again and again makes long texts take more than their share of time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def with_source(deck: Deck, file: str) -> Deck:
    """Return the deck with its quotations pointing to the article under another name."""

    def moved(quotation: Quotation | None) -> Quotation | None:
        return replace(quotation, file=file) if quotation else None

    notes: list[Note] = []
    for note in deck.notes:
        if isinstance(note, Structure):
            facts = tuple(replace(fact, quotation=moved(fact.quotation)) for fact in note.facts)
            notes.append(replace(note, facts=facts))
        else:
            notes.append(replace(note, quotation=moved(note.quotation)))
    return replace(deck, notes=tuple(notes))
