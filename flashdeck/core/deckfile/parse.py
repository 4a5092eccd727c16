"""From the text of a deck file to its notes, with everything that is wrong in it, at once.

`BlockReader` collects lines into blocks, `NoteReader` makes notes of them, and here they become a
deck. Nothing raises on any text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from flashdeck.core.deckfile.blocks import Block
from flashdeck.core.deckfile.codes import finding
from flashdeck.core.deckfile.frontmatter import FrontMatter, read_front_matter
from flashdeck.core.deckfile.identity import deck_id_for, with_derived_ids
from flashdeck.core.deckfile.lines import MERGE, value_text
from flashdeck.core.deckfile.notes import NoteReader
from flashdeck.core.deckfile.reader import BlockReader
from flashdeck.core.deckfile.waivers import Waiver, read_waiver
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.ids import DeckId, NoteId
from flashdeck.core.model import Deck, Note, Structure
from flashdeck.core.text import clean, unsafe_at


@dataclass(frozen=True, slots=True)
class NoteSpan:
    """The lines of a note, counted from 1, both included; the id comment belongs on ``first``."""

    id: NoteId
    first: int
    last: int
    derived: bool


@dataclass(frozen=True, slots=True)
class ParsedDeck:
    """A deck file as it was read.

    ``deck`` is None where the file holds an error; ``draft`` is what could be read all the same.
    ``spans`` go with ``draft.notes``, one each. ``marked`` tells whether the front matter says
    ``flashdeck:``; ``body`` is the first line after it. ``waivers`` are its lint comments.
    """

    deck: Deck | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Deck
    spans: tuple[NoteSpan, ...]
    marked: bool
    body: int
    waivers: tuple[Waiver, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the findings that keep the file from loading."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def parse_deck(text: str, *, file: str) -> ParsedDeck:
    """Read the text of a deck file; ``file`` is its name in messages and as the deck's file."""
    return _Parser(text, file).read()


def file_stem(file: str) -> str:
    """Return a file's name without folder and ending, whichever way the slashes lean."""
    name = re.split(r"[\\/]", file)[-1]
    stem, dot, _ = name.rpartition(".")
    return (stem if dot and stem else name) or "deck"


class _Parser:
    """One file: its lines, cleaned, and what was found in them."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self.unsafe = unsafe_at(plain) >= 0
        self.raw = plain.split("\n")
        self.lines = clean(plain).split("\n") if self.unsafe else self.raw
        self.found: list[Diagnostic] = []

    def report(self, code: str, line: int, column: int, *, fix: str = "", **words: object) -> None:
        """Keep a finding; ``line`` is an index, ``column`` an offset in the line."""
        if self.unsafe and line < len(self.raw):
            column = _raw_offset(self.raw[line], column)
        self.found.append(finding(code, self.file, line + 1, column + 1, fix=fix, **words))

    def read(self) -> ParsedDeck:
        """Read front matter and body, and put the deck together."""
        front, body = self._front_matter()
        blocks = BlockReader(self.lines, self.report)
        blocks.read(body)
        if self.unsafe:
            self._report_unsafe()
        reader = NoteReader(self.lines, self.report)
        notes: list[Note] = []
        kept: list[Block] = []
        for block in blocks.blocks:
            note = reader.read(block)
            if note is not None:
                notes.append(note)
                kept.append(block)
        title = front.title or file_stem(self.file)
        deck_id = DeckId(front.id) if front.id else deck_id_for(title)
        final = with_derived_ids(deck_id, notes)
        self._report_twice(final, kept)
        has_card = any(not isinstance(note, Structure) or note.facts for note in notes)
        if not front.flashdeck and not has_card:
            if not any(d.severity is Severity.ERROR for d in self.found):
                self.report("D109", 0, 0)
        elif not front.flashdeck:
            self.report("D201", 0, 0)
        elif not has_card and not self.found:
            self.report("D212", max(body - 1, 0), 0)
        waivers = self._waivers(blocks)
        draft = Deck(
            id=deck_id,
            title=title,
            place=front.place or title,
            description=value_text(blocks.description),
            tags=front.tags,
            source=front.source,
            release=front.release,
            reverse=front.reverse,
            typed=front.typed,
            notes=final,
            file=self.file,
            id_derived=not front.id,
        )
        self.found.sort(key=lambda d: (d.line, d.column, d.code))
        wrong = any(d.severity is Severity.ERROR for d in self.found)
        spans = tuple(
            NoteSpan(note.identity.id, block.line, block.last, note.identity.derived)
            for note, block in zip(final, kept, strict=True)
        )
        return ParsedDeck(
            None if wrong else draft,
            tuple(self.found),
            draft,
            spans,
            front.flashdeck,
            body + 1,
            waivers,
        )

    def _waivers(self, blocks: BlockReader) -> tuple[Waiver, ...]:
        """Return the waivers, each with the lines of the note that it is for."""
        found: list[Waiver] = []
        starts = [block.line for block in blocks.blocks]
        for at, comment, above in blocks.waivers:
            following = bisect_right(starts, at)
            note = above or (blocks.blocks[following] if following < len(starts) else None)
            first, last = (note.line, note.last) if note else (0, 0)
            waiver = read_waiver(comment, at + 1, first, last)
            if waiver is None:
                self.report("D215", at, 0)
            else:
                found.append(waiver)
        return tuple(found)

    def _front_matter(self) -> tuple[FrontMatter, int]:
        lines = self.lines
        if lines[0].rstrip() != "---":
            return FrontMatter(), 0
        for end in range(1, len(lines)):
            if lines[end].rstrip() in ("---", "..."):
                break
            if MERGE.match(lines[end]):
                self.report("D112", end, 0)
                return FrontMatter(flashdeck=True), self._after_front_matter(end)
        else:
            self.report("D101", 0, 0)
            return FrontMatter(flashdeck=True), 1
        starts = [0]
        for line in lines[1:end]:
            starts.append(starts[-1] + len(line) + 1)

        def report(code: str, offset: int, **words: str) -> None:
            at = bisect_right(starts, offset) - 1
            at = min(at, max(end - 2, 0))
            self.report(code, at + 1, min(offset - starts[at], len(lines[at + 1])), **words)

        return read_front_matter("\n".join(lines[1:end]) + "\n", report), end + 1

    def _after_front_matter(self, at: int) -> int:
        for end in range(at, len(self.lines)):
            if self.lines[end].rstrip() in ("---", "..."):
                return end + 1
        return len(self.lines)

    def _report_unsafe(self) -> None:
        for at, raw in enumerate(self.raw):
            place = unsafe_at(raw)
            if place >= 0:
                self.found.append(
                    finding("D204", self.file, at + 1, place + 1, number=ord(raw[place]))
                )

    def _report_twice(self, notes: tuple[Note, ...], blocks: list[Block]) -> None:
        first: dict[NoteId, int] = {}
        for note, block in zip(notes, blocks, strict=True):
            known = first.setdefault(note.identity.id, block.line)
            if known != block.line:
                column = block.comment.at if block.comment else 0
                self.report(
                    "D162", block.line - 1, column, id=note.identity.id, place=f"line {known}"
                )


def _raw_offset(raw: str, offset: int) -> int:
    """Return where in the raw line the character stands that is at ``offset`` in the clean one."""
    seen = 0
    for at, char in enumerate(raw):
        if unsafe_at(char) < 0:
            if seen == offset:
                return at
            seen += 1
    return len(raw) + max(offset - seen, 0)
