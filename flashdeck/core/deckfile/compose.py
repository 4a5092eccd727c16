"""Notes put into the text of a deck file where they belong, without touching any other line."""

from __future__ import annotations

from dataclasses import replace

from flashdeck.core.deckfile.names import fact_name
from flashdeck.core.deckfile.parse import ParsedDeck
from flashdeck.core.deckfile.write import write_note
from flashdeck.core.ids import NoteId, fact_slot
from flashdeck.core.model import Fact, Identity, Note, Structure


def structure_named(parsed: ParsedDeck, name: str) -> Structure | None:
    """Return the structure of that name, case-blind."""
    wanted = name.strip().casefold()
    for note in parsed.draft.notes:
        if isinstance(note, Structure) and note.name.casefold() == wanted:
            return note
    return None


def add_note(text: str, note: Note) -> str:
    """Return the text with a note at its end, a blank line before it."""
    return _joined(text, write_note(note))


def add_fact(text: str, parsed: ParsedDeck, name: str, kind: str, fact: Fact, new: NoteId) -> str:
    """Return the text with a fact of the structure of that name.

    It stands after the facts that the structure has; a structure that is not there yet is added at
    the end, under the id ``new``. A second fact of one relation gets a name.
    """
    structure = structure_named(parsed, name)
    if structure is None:
        note = Structure(Identity(new), name.strip(), kind=kind, facts=(fact,))
        return add_note(text, note)
    fact = _named(fact, structure)
    _, *written = (
        write_note(
            replace(
                structure, kind="", aliases=(), tags=(), reverse=None, typed=None, facts=(fact,)
            )
        )
        .rstrip("\n")
        .split("\n")
    )
    span = next(span for span in parsed.spans if span.id == structure.identity.id)
    lines = text.split("\n")
    end = "\r" if lines[span.last - 1].endswith("\r") else ""
    if span.last == len(lines):  # the file's last line has no end of its own
        lines[-1] += end
    lines[span.last : span.last] = [line + end for line in written]
    return "\n".join(lines)


def _named(fact: Fact, structure: Structure) -> Fact:
    others = [other for other in structure.facts if other.relation is fact.relation]
    if not others:
        return fact
    items = fact.items or ((fact.value,) if fact.value else ())
    name = fact_name(items[0].text if items else "", [other.name for other in others])
    return replace(fact, name=name, slot=fact_slot(fact.relation, name))


def _joined(text: str, addition: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    before = text.rstrip("\r\n")
    return f"{before}{end * 2 if before else ''}{addition.replace(chr(10), end)}"
