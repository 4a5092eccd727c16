"""Changes to the text of a deck file that touch only the lines they are about.

Line ends, blanks and everything else stay as they are, so that a diff shows just the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from flashdeck.core.deckfile.comments import take_comment, write_comment
from flashdeck.core.deckfile.identity import Deriver, normal_text
from flashdeck.core.deckfile.parse import ParsedDeck, file_stem, parse_deck
from flashdeck.core.deckfile.write import write_scalar
from flashdeck.core.ids import DeckId, NoteId, derive_deck_id
from flashdeck.core.model import Identity

MENDED_BY_FIX = frozenset(("D122", "D162", "D163"))
_FACT_HEAD = re.compile(r"(-[ \t]+)([^:]*?)([ \t]*:)")


def stamp(
    text: str,
    parsed: ParsedDeck,
    *,
    known: Collection[NoteId] = (),
    draw: Callable[[], NoteId] | None = None,
) -> str:
    """Return the text with the derived ids of its notes written at their lines.

    With ``draw``, notes whose derived id is not ``known`` are new, and get a drawn id instead.
    Returns the text unchanged where the file holds an error.
    """
    if parsed.errors:
        return text
    lines = _Lines(text)
    for span in parsed.spans:
        if span.derived:
            note = span.id if draw is None or span.id in known else draw()
            lines.append_to(span.first, f" {write_comment(Identity(note))}")
    return lines.text()


def fix(
    text: str,
    parsed: ParsedDeck,
    *,
    taken_notes: Collection[NoteId] = (),
    taken_decks: Collection[DeckId] = (),
) -> str:
    """Return the text with new ids for notes that share one, names for facts, and a deck id.

    The first of several notes keeps an id; ``taken_notes`` and ``taken_decks`` are the ids of
    files that come before this one. Returns it unchanged where another error is in the file.
    """
    if any(error.code not in MENDED_BY_FIX for error in parsed.errors):
        return text
    lines = _Lines(text)
    taken = set(taken_notes)
    deriver = Deriver(parsed.draft.id, {*taken, *(span.id for span in parsed.spans)})
    for note, span in zip(parsed.draft.notes, parsed.spans, strict=True):
        if span.id in taken and not span.derived:
            new = replace(note.identity, id=deriver.id_for(note), aliases=())
            lines.new_id(span.first, new)
        taken.add(span.id)
    for error in parsed.errors:
        if error.code == "D122" and error.fix:
            lines.name_fact(error.line, error.fix)
    fixed = lines.text()
    if parsed.draft.id_derived or parsed.draft.id in taken_decks:
        fixed = _with_deck_id(fixed, parsed, taken_decks)
    return fixed


def _with_deck_id(text: str, parsed: ParsedDeck, taken: Collection[DeckId]) -> str:
    deck = parsed.draft
    new, number = deck.id, 1
    while new in taken:
        number += 1
        new = derive_deck_id(normal_text(deck.title), file_stem(deck.file), str(number))
    lines = _Lines(text)
    if not deck.id_derived:
        lines.replace_deck_id(parsed.body, new)
    elif parsed.body == 1:
        head = ["---", "flashdeck: 1", f"id: {new}", f"title: {write_scalar(deck.title)}", "---"]
        lines.insert_front(head)
    else:
        lines.insert_deck_id(parsed.body, new)
    changed = lines.text()
    again = parse_deck(changed, file=deck.file)
    return changed if again.draft.id == new and again.marked else text


class _Lines:
    """The lines of a text, each with its own end."""

    def __init__(self, text: str) -> None:
        self._bom = "\ufeff" if text.startswith("\ufeff") else ""
        self._lines = text.removeprefix("\ufeff").split("\n")
        self._end = "\r" if self._lines[0].endswith("\r") else ""

    def text(self) -> str:
        return self._bom + "\n".join(self._lines)

    def _change(self, number: int, change: str) -> None:
        end = "\r" if self._lines[number - 1].endswith("\r") else ""
        self._lines[number - 1] = change + end

    def _bare(self, number: int) -> str:
        return self._lines[number - 1].removesuffix("\r")

    def append_to(self, number: int, addition: str) -> None:
        self._change(number, self._bare(number) + addition)

    def new_id(self, number: int, identity: Identity) -> None:
        rest, comment, _ = take_comment(self._bare(number))
        hide_one = comment is not None and comment.hide_one
        self._change(number, f"{rest} {write_comment(identity, hide_one=hide_one)}")

    def name_fact(self, number: int, head: str) -> None:
        self._change(
            number, _FACT_HEAD.sub(lambda m: m[1] + head + m[3], self._bare(number), count=1)
        )

    def insert_front(self, head: list[str]) -> None:
        self._lines[:0] = [line + self._end for line in head]

    def insert_deck_id(self, body: int, new: DeckId) -> None:
        at = 1
        for number in range(2, body):
            if self._bare(number).startswith("flashdeck:"):
                at = number
        added = ["flashdeck: 1"] if at == 1 else []
        self._lines[at:at] = [line + self._end for line in [*added, f"id: {new}"]]

    def replace_deck_id(self, body: int, new: DeckId) -> None:
        for number in range(2, body):
            if self._bare(number).startswith("id:"):
                self._change(number, f"id: {new}")
                return
