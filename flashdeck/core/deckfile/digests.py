"""What was generated last, as digests in a comment of the deck: ``<!-- generated: ... -->``.

A fact or note whose digest is there stands as it was generated; any other was edited by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from flashdeck.core.deckfile.identity import normal_text
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.ids import NoteId, derive_note_id
from flashdeck.core.model import Cloze, Deck, Fact, Identity, Note, PictureNote, Question, Structure

_DIGEST_LENGTH = 8
_A_LINE = 10
COMMENT = re.compile(r"^<!-- generated:((?:(?!-->)[\s\S])*)-->\r?\n?", re.MULTILINE)


def read_digests(text: str) -> frozenset[str]:
    """Return the digests of what was generated last, none where the file does not say."""
    comment = COMMENT.search(text)
    return frozenset(comment[1].split()) if comment else frozenset()


def fact_digest(structure: Structure, fact: Fact) -> str:
    """Return the digest of a fact as it was generated or as it stands."""
    return _digest(structure.identity.id, fact.relation.value, *fact_words(fact))


def note_digest(note: Question | Cloze | PictureNote) -> str:
    """Return the digest of a note with all that an author may have added to it."""
    helps = note.helps
    words = [*helps.hints, helps.extra, helps.mnemonic, *helps.tags, helps.relation.value]
    if isinstance(note, Question):
        words += [note.question, note.answer.text, *note.answer.alternatives]
    elif isinstance(note, Cloze):
        words.append(note.text)
    return _digest(note.identity.id, *words)


def _digest(note: NoteId, *parts: str) -> str:
    return derive_note_id("made", note, *map(normal_text, parts))[:_DIGEST_LENGTH]


def fact_words(fact: Fact) -> list[str]:
    """Return every accepted wording of a fact's answer, or of its items."""
    items = fact.items or ((fact.value,) if fact.value else ())
    return [text for item in items for text in (item.text, *item.alternatives)]


def digests_of(notes: Iterable[Note]) -> set[str]:
    """Return the digests of all facts and notes."""
    found: set[str] = set()
    for note in notes:
        if isinstance(note, Structure):
            found.update(fact_digest(note, fact) for fact in note.facts)
        else:
            found.add(note_digest(note))
    return found


def write_generated(deck: Deck) -> str:
    """Return the text of a generated deck, with the digests of what was generated."""
    return with_digests(write_deck(deck), digests_of(deck.notes))


def digests_as_in(notes: Iterable[Note], there: Iterable[Note]) -> set[str]:
    """Return the digests of generated notes as a deck holds them that knows some by another id.

    A structure is the deck's where the id or one of the deck's names for it is the same.
    """
    known: dict[str, Identity] = {}
    for note in there:
        if isinstance(note, Structure):
            for name in (note.name, *note.aliases):
                known.setdefault(name.casefold(), note.identity)
    ids = {identity.id for identity in known.values()}
    return digests_of(
        replace(note, identity=known.get(note.name.casefold(), note.identity))
        if isinstance(note, Structure) and note.identity.id not in ids
        else note
        for note in notes
    )


def with_digests(text: str, digests: Iterable[str]) -> str:
    """Return the text with the comment that names these digests, below the front matter."""
    listed = sorted(digests)
    rows = [" ".join(listed[at : at + _A_LINE]) for at in range(0, len(listed), _A_LINE)]
    end = "\r\n" if "\r\n" in text else "\n"
    comment = end.join(["<!-- generated:", *rows, "-->", ""])
    if COMMENT.search(text):
        return COMMENT.sub(lambda _: comment, text, count=1)
    body = parse_deck(text, file="").body
    lines = text.split("\n")
    return "\n".join([*lines[: body - 1], comment + "\n".join(lines[body - 1 :])])
