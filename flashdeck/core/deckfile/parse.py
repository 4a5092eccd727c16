"""From the text of a deck file to its notes, with everything that is wrong in it, at once.

The reader goes over the lines one time. A line at column 0 opens, continues or ends a note; what
it means depends on the note that is open. Nothing here raises on any text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from flashdeck.core.deckfile.blocks import STRUCTURE, Attribute, Block, FactBlock, Field, LabelLine
from flashdeck.core.deckfile.codes import finding
from flashdeck.core.deckfile.comments import Comment, fd_comments, take_comment
from flashdeck.core.deckfile.frontmatter import FrontMatter, read_front_matter
from flashdeck.core.deckfile.identity import deck_id_for, with_derived_ids
from flashdeck.core.deckfile.lines import (
    FENCE,
    HEADING,
    MARKER,
    MERGE,
    MERGE_MIDDLE,
    Fences,
    unescape,
    unescape_inline,
    value_text,
)
from flashdeck.core.deckfile.notes import NoteReader
from flashdeck.core.deckfile.picture import LABEL
from flashdeck.core.deckfile.relations import KNOWN, relation_named
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.ids import DeckId, NoteId
from flashdeck.core.model import Deck, Note, Structure
from flashdeck.core.text import clean, unsafe_at

LINE_CAP = 1_000_000
NOTE_CAP = 256_000
_ATTRIBUTE = re.compile(r"(kind|aliases|tags|reverse|typed):(?:[ \t]+|$)", re.IGNORECASE)
_TIGHT = re.compile(r"[QACI]:[^\s:/]")
_FACT = re.compile(r"-[ \t]+(?![ \t])")
_NAMED = re.compile(r"([^()]*?)[ \t]*\((.*)\)")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")


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
    ``flashdeck:``; ``body`` is the first line after it.
    """

    deck: Deck | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Deck
    spans: tuple[NoteSpan, ...]
    marked: bool
    body: int

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the findings that keep the file from loading."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def parse_deck(text: str, *, file: str) -> ParsedDeck:
    """Read the text of a deck file; ``file`` is its name in messages and as the deck's file."""
    return _Reader(text, file).read()


def file_stem(file: str) -> str:
    """Return a file's name without folder and ending, whichever way the slashes lean."""
    name = re.split(r"[\\/]", file)[-1]
    stem, dot, _ = name.rpartition(".")
    return (stem if dot and stem else name) or "deck"


class _Reader:
    """The state of one pass over the lines: the open note, its open value, the structure."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
        unsafe = unsafe_at(plain) >= 0
        self.raw = plain.split("\n")
        self.lines = clean(plain).split("\n") if unsafe else self.raw
        self.text = "\n".join(self.lines) if unsafe else plain
        self.unsafe = unsafe
        self.found: list[Diagnostic] = []
        self.starts: list[int] = []
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.value: Field | None = None
        self.attributes_may_follow = False
        self.subject = ""
        self.blank_before = False
        self.description: list[str] = []
        self.describing = True
        self.comment_unclosed = False

    def report(self, code: str, line: int, column: int, *, fix: str = "", **words: object) -> None:
        """Keep a finding; ``line`` is an index, ``column`` an offset in the line."""
        if self.unsafe and line < len(self.raw):
            column = _raw_offset(self.raw[line], column)
        self.found.append(finding(code, self.file, line + 1, column + 1, fix=fix, **words))

    def read(self) -> ParsedDeck:
        """Read front matter and body, and put the deck together."""
        front, body = self._front_matter()
        self._body(body)
        self._close_block()
        if self.unsafe:
            self._report_unsafe()
        reader = NoteReader(self.lines, self.report)
        notes: list[Note] = []
        kept: list[Block] = []
        for block in self.blocks:
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
        draft = Deck(
            id=deck_id,
            title=title,
            place=front.place or title,
            description=value_text(self.description),
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
            None if wrong else draft, tuple(self.found), draft, spans, front.flashdeck, body + 1
        )

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

    def _body(self, first: int) -> None:
        lines = self.lines
        fences = Fences(lines)
        fence_reported = False
        sides = self._skipped_sides(first)
        at = first
        while at < len(lines):
            line = lines[at]
            if len(line) > LINE_CAP:
                self.report("D113", at, LINE_CAP, limit=LINE_CAP)
            head = line[:1]
            if head in " \t`~":
                fence = FENCE.match(line) if line.lstrip(" \t")[:1] in ("`", "~") else None
                if fence:
                    end = fences.end(at, fence[1])
                    if end >= 0:
                        self._opaque(at, end)
                        at = end + 1
                        continue
                    if not fence_reported:
                        self.report("D110", at, fence.start(1), fence=fence[1])
                        fence_reported = True
            elif head == "<" and line.startswith("<!--") and self.value is None:
                at = self._comment(at)
                continue
            elif head in "<>" and MERGE.match(line):
                self.report("D112", at, 0)
                at += 1
                continue
            elif at in sides:  # the other side of a merge conflict: one side is enough to read
                at = sides[at] + 1
                continue
            self._line(at, line)
            at += 1

    def _skipped_sides(self, first: int) -> dict[int, int]:
        """Return where the other sides of merge conflicts begin, and the line that ends each."""
        sides: dict[int, int] = {}
        opened, middle = False, -1
        for at in range(first, len(self.lines)):
            line = self.lines[at]
            if line[:1] not in ("<", ">", "=", "|"):
                continue
            if MERGE.match(line):
                if line[0] == ">" and middle >= 0:
                    sides[middle] = at
                opened, middle = line[0] == "<", -1
            elif opened and middle < 0 and MERGE_MIDDLE.match(line):
                middle = at
        return sides

    def _opaque(self, first: int, last: int) -> None:
        """Take a code fence as it stands; only a merge conflict in it is seen."""
        for at in range(first, last + 1):
            if MERGE.match(self.lines[at]):
                self.report("D112", at, 0)
        if self.value is None:
            if self.describing:
                self.description += self.lines[first : last + 1]
            self.attributes_may_follow = False
            return
        value = self.value
        fact = value.marker == "-"
        if fact and self.blank_before and self.lines[first][:1] not in " \t":
            self._close_value()
            return
        value.opaque.update(range(len(value.lines), len(value.lines) + last - first + 1))
        value.lines += self.lines[first : last + 1]
        self.blank_before = False
        self._extend(last)

    def _comment(self, at: int) -> int:
        """Pass over a comment that begins this line; return the next line to read."""
        line = self.lines[at]
        if fd_comments(line)[:1] == [0]:
            self._line(at, line)
            return at + 1
        if not self.starts:
            position = 0
            for each in self.lines:
                self.starts.append(position)
                position += len(each) + 1
        end = -1 if self.comment_unclosed else self.text.find("-->", self.starts[at] + 4)
        if end < 0:
            if not self.comment_unclosed:
                self.report("D111", at, 0)
            self.comment_unclosed = True
            self._line(at, line)
            return at + 1
        last = bisect_right(self.starts, end) - 1
        if last == at:
            self._misplaced(at, line)
        return last + 1

    def _line(self, at: int, line: str) -> None:
        head = line[:1]
        if not line or line.isspace():
            self._text(at, line)
            self.blank_before = True
            return
        if head in "QACIHXMTR" and (marker := MARKER.match(line)):
            self._marker(at, line, marker)
        elif head in "QACI" and _TIGHT.match(line):
            self.report("D209", at, 0, marker=head)
            self._text(at, line)
        elif head == "#" and (heading := HEADING.match(line)):
            self._heading(at, line, heading)
        elif head == "-" and line.rstrip() == "---":
            self._close_block()
            self.describing = False
        elif head == "-" and self._dash(at, line):
            pass
        elif self.block and self.block.marker == STRUCTURE and head not in " \t":
            self._under_structure(at, line)
        else:
            self._text(at, line)
        self.blank_before = False

    def _heading(self, at: int, line: str, heading: re.Match[str]) -> None:
        self._close_block()
        self.describing = False
        if len(heading[1]) != 2:
            self._misplaced(at, line)
            if len(heading[1]) == 1:
                self.subject = ""
            return
        rest, comment = self._take_comment(at, line)
        name = unescape_inline(rest[heading.end() :]).strip()
        if not name:
            self.report("D120", at, heading.end())
        self.subject = name
        self._open(Block(STRUCTURE, at + 1, comment, name))
        self.attributes_may_follow = True

    def _marker(self, at: int, line: str, marker: re.Match[str]) -> None:
        letter = marker[1]
        if letter in "QCI":
            self._close_block()
            self.describing = False
            rest, comment = self._take_comment(at, line)
            self._open(Block(letter, at + 1, comment, self.subject))
        else:
            self._misplaced(at, line)
            rest = line
            block = self.block
            if (
                block is None
                or block.marker == STRUCTURE
                or (letter == "A" and block.marker != "Q")
            ):
                if letter == "A":
                    self.report("D133", at, 0)
                else:
                    self.report("D135", at, 0, marker=letter)
                if block is None or block.marker == STRUCTURE:
                    self._close_value()
                    self.value = Field(letter, at, marker.end(), [])
                    return
            elif letter == "A" and any(value.marker == "A" for value in block.fields):
                self.report("D134", at, 0)
        self._close_value()
        start = min(marker.end(), len(rest))
        self.value = Field(letter, at, start, [rest[start:]])
        if self.block:
            self.block.fields.append(self.value)
            self._extend(at)

    def _dash(self, at: int, line: str) -> bool:
        """Read a line that begins with a dash as a label or a fact, or return False."""
        block = self.block
        if block and block.marker == "I" and (label := LABEL.match(line)):
            self._misplaced(at, line)
            block.labels.append(LabelLine(label[1], line[label.end() :], at, label.end()))
            self.value = block.fields[0]
            self._extend(at)
            return True
        found = _FACT.match(line)
        if not found:
            return False
        rest, comment = line, None
        if "fd:" in line:
            rest, comment, misplaced = take_comment(line)
            if comment and not comment.gone:
                misplaced.append(comment.at)
                comment = None
        head, sign, text = rest[found.end() :].partition(": ")
        if not sign:
            bare = head.rstrip()
            if not bare.endswith(":"):
                word = bare.partition(":")[0]
                if ":" in bare and block and block.marker == STRUCTURE and relation_named(word):
                    self.report("D209", at, 0, marker=f"- {word}")
                return False
            head, text = bare[:-1], ""
        named = _NAMED.fullmatch(head.strip())
        word, name = (named[1], named[2].strip()) if named else (head.strip(), "")
        relation = relation_named(word)
        if block and block.marker == STRUCTURE:
            if "fd:" in line:
                for place in misplaced:
                    self.report("D160", at, place)
            if relation is None:
                self.report("D121", at, found.end(), name=word[:40], known=KNOWN)
            self._close_value()
            self.attributes_may_follow = False
            start = min(len(rest) - len(text) if sign else len(rest), len(line))
            start += len(text) - len(text.lstrip())
            self.value = Field("-", at, start, [text.lstrip()])
            gone = comment is not None and comment.gone
            block.facts.append(FactBlock(relation, name, gone, self.value))
            self._extend(at)
            return True
        if relation is None or not self.subject:
            return False
        if block is not None:
            self.report("D128", at, 0)
            if self.value:
                self.value.lines.append("")
            return True
        if self.value is None:
            self.report("D208", at, 0)
        return False

    def _under_structure(self, at: int, line: str) -> None:
        """Read a line at column 0 under a structure that is neither marker, heading nor fact."""
        block = self.block
        assert block is not None
        attribute = _ATTRIBUTE.match(line)
        if attribute:
            key = attribute[1].lower()
            if not self.attributes_may_follow:
                self.report("D205", at, 0, key=key)
            elif key in block.attributes:
                self.report("D206", at, 0, key=key)
                return
            else:
                self._misplaced(at, line)
                text = line[attribute.end() :].strip()
                block.attributes[key] = Attribute(text, at, attribute.end())
                self._extend(at)
                return
        apart = self.blank_before and line[0] != ">"
        if apart or _LIST_ITEM.match(line):
            self._close_value()
        self._text(at, line)

    def _text(self, at: int, line: str) -> None:
        """Add a line to the open value; outside of one it is prose."""
        value = self.value
        if value is None:
            if line and not line.isspace():
                self._misplaced(at, line)
                self.attributes_may_follow = False
            if self.describing:
                self.description.append(unescape(line))
            return
        self._misplaced(at, line)
        value.lines.append(line)
        if line and not line.isspace():
            self._extend(at)

    def _open(self, block: Block) -> None:
        self.block = block
        block.last = block.line
        self.blocks.append(block)

    def _extend(self, at: int) -> None:
        if self.block:
            self.block.last = at + 1

    def _close_value(self) -> None:
        self.value = None

    def _close_block(self) -> None:
        self.value = None
        block = self.block
        if block is not None:
            size = sum(map(len, self.lines[block.line - 1 : block.last]))
            if size > NOTE_CAP:
                self.report("D114", block.line - 1, 0, limit=NOTE_CAP)
        self.block = None
        self.attributes_may_follow = False

    def _take_comment(self, at: int, line: str) -> tuple[str, Comment | None]:
        rest, comment, misplaced = take_comment(line)
        for place in misplaced:
            self.report("D160", at, place)
        if comment and comment.problem:
            self.report("D161", at, comment.at, reason=comment.problem)
            return rest, None
        if comment and comment.gone:
            self.report("D160", at, comment.at)
            return rest, None
        return rest, comment

    def _misplaced(self, at: int, line: str) -> None:
        if "fd:" in line:
            for place in fd_comments(line):
                self.report("D160", at, place)

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
