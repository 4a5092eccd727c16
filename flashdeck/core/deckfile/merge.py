"""New notes and facts into the text of a deck that is there already; its own lines stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from flashdeck.core.deckfile.identity import identity_text
from flashdeck.core.deckfile.names import fact_name
from flashdeck.core.deckfile.parse import NoteSpan, ParsedDeck
from flashdeck.core.deckfile.write import write_note
from flashdeck.core.ids import NoteId, fact_slot
from flashdeck.core.model import Deck, Fact, Item, Note, Structure

_WORD = re.compile(r"\w+")


def merge(text: str, parsed: ParsedDeck, deck: Deck) -> str:
    """Return the text with what only ``deck`` holds, each thing at the end of where it belongs.

    ``parsed`` is the text as it was read, without an error. A structure is known by its id or one
    of its names; a fact of it by its slot (where the ids are equal) or its value; a note by its id
    or its words. Nothing that is there is changed, so hand edits stay.
    """
    place = _Places(text, parsed)
    for section in _sections(deck.notes):
        place.add(section)
    return place.text()


def _sections(notes: Iterable[Note]) -> list[list[Note]]:
    """Return the notes in groups: a structure with what stands under it, or notes under none."""
    found: list[list[Note]] = []
    for note in notes:
        if isinstance(note, Structure) or not found or not _belongs(note, found[-1]):
            found.append([])
        found[-1].append(note)
    return found


def _belongs(note: Note, section: list[Note]) -> bool:
    head = section[0]
    return isinstance(head, Structure) and getattr(note, "subject", "") == head.name


class _Places:
    """The lines of a deck file, and what is to be put after which of them."""

    def __init__(self, text: str, parsed: ParsedDeck) -> None:
        self._lines = text.split("\n")
        self._end = "\r" if self._lines[0].endswith("\r") else ""
        self._after: dict[int, list[str]] = {}
        self._appended: list[str] = []
        self._structures: list[tuple[Structure, NoteSpan, int]] = []
        self._ids: set[NoteId] = set()
        self._words: set[tuple[str, tuple[str, str]]] = set()
        section = -1
        for note, span in zip(parsed.draft.notes, parsed.spans, strict=True):
            self._ids.add(note.identity.id)
            if isinstance(note, Structure):
                section = len(self._structures)
                self._structures.append((note, span, span.last))
                continue
            self._words.add((note.subject.casefold(), identity_text(note)))
            if section >= 0 and self._structures[section][0].name == note.subject:
                head, first, _ = self._structures[section]
                self._structures[section] = (head, first, span.last)
            else:
                section = -1

    def add(self, section: list[Note]) -> None:
        """Put in what is new of a structure and its notes, or of notes under no structure."""
        head, *rest = section
        if not isinstance(head, Structure):
            self._appended += [write_note(note) for note in self._new(section)]
            return
        known = next((one for one in self._structures if _same(one[0], head)), None)
        new = self._new(rest)
        if known is None:
            if head.facts or new:
                self._appended += [write_note(head), *(write_note(note) for note in new)]
            return
        there, span, last = known
        facts = _new_facts(there, head)
        if facts:
            written = write_note(replace(head, facts=tuple(facts)))
            own = written.rstrip("\n").split("\n")
            start = next(at for at, line in enumerate(own) if line.startswith("- "))
            self._after.setdefault(span.last, [])[:0] = own[start:]
        for note in new:
            self._after.setdefault(last, []).extend(
                ["", *write_note(note).rstrip("\n").split("\n")]
            )

    def text(self) -> str:
        """Return all lines, the new ones with the line ends of the file."""
        made: list[str] = []
        for number, line in enumerate(self._lines, 1):
            added = self._after.get(number, [])
            if added and number == len(self._lines):  # the last line has no end of its own yet
                line += self._end
            made += [line, *(one + self._end for one in added)]
        if not self._appended:
            return "\n".join(made)
        while made and not made[-1].strip():
            made.pop()
        bare = made[-1].removesuffix("\r") + self._end
        blocks = [f"{note}" for note in self._appended]
        tail = "\n".join(["", *blocks]).split("\n")
        return "\n".join([*made[:-1], bare, *(line + self._end for line in tail[:-1]), ""])

    def _new(self, notes: Iterable[Note]) -> list[Note]:
        found = []
        for note in notes:
            words = (getattr(note, "subject", "").casefold(), identity_text(note))
            if note.identity.id not in self._ids and words not in self._words:
                self._ids.add(note.identity.id)
                self._words.add(words)
                found.append(note)
        return found


def _same(there: Structure, new: Structure) -> bool:
    names = {there.name.casefold(), *(alias.casefold() for alias in there.aliases)}
    return there.identity.id == new.identity.id or new.name.casefold() in names


def _new_facts(there: Structure, new: Structure) -> list[Fact]:
    """Return the facts that the structure there lacks, named where its own slot is taken."""
    same_id = there.identity.id == new.identity.id
    slots = {fact.slot for fact in there.facts}
    values = {(fact.relation, value) for fact in there.facts for value in _values(fact)}
    found: list[Fact] = []
    for fact in new.facts:
        if same_id and fact.slot in slots:
            continue
        if any((fact.relation, value) in values for value in _values(fact)):
            continue
        if fact.slot in slots or any(other.relation is fact.relation for other in there.facts):
            names = [one.name for one in (*there.facts, *found) if one.relation is fact.relation]
            if not fact.name or fact_slot(fact.relation, fact.name) in slots:
                words = fact.value.text if fact.value else fact.items[0].text
                name = fact_name(words, names)
                fact = replace(fact, name=name, slot=fact_slot(fact.relation, name))
        slots.add(fact.slot)
        found.append(fact)
    return found


def _values(fact: Fact) -> list[str]:
    if fact.items:
        return ["; ".join(sorted(_folded(item.text) for item in fact.items))]
    value = fact.value or Item("")
    return [_folded(text) for text in (value.text, *value.alternatives)]


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
