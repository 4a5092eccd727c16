"""The lines of a deck file become blocks: one pass, one open note, one open value.

A line at column 0 opens, continues or ends a note; what it means depends on the note that is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flashdeck.core.deckfile.blocks import (
    STRUCTURE,
    Attribute,
    Block,
    FactBlock,
    Field,
    LabelLine,
)
from flashdeck.core.deckfile.comments import Comment, fd_comments, take_comment
from flashdeck.core.deckfile.lines import (
    FENCE,
    HEADING,
    MARKER,
    MERGE,
    MERGE_MIDDLE,
    Fences,
    unescape,
    unescape_inline,
)
from flashdeck.core.deckfile.picture import LABEL
from flashdeck.core.deckfile.relations import KNOWN, relation_named
from flashdeck.core.deckfile.waivers import WAIVER

LINE_CAP = 1_000_000
NOTE_CAP = 256_000
_ATTRIBUTE = re.compile(r"(kind|aliases|tags|reverse|typed):(?:[ \t]+|$)", re.IGNORECASE)
_TIGHT = re.compile(r"[QACI]:[^\s:/]")
_FACT = re.compile(r"-[ \t]+(?![ \t])")
_NAMED = re.compile(r"([^()]*?)[ \t]*\((.*)\)")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")

Report = Callable[..., None]
"""Called as ``report(code, line, column, **words)``; line and column count from 0."""


class BlockReader:
    """The state of the pass: the open note, its open value, the structure above it."""

    def __init__(self, lines: Sequence[str], report: Report) -> None:
        self.lines = lines
        self.report = report
        self.blocks: list[Block] = []
        self.description: list[str] = []
        self.block: Block | None = None
        self.value: Field | None = None
        self.attributes_may_follow = False
        self.subject = ""
        self.blank_before = False
        self.describing = True
        self.comment_unclosed = False
        # Waivers: their first line, their text, and the structure under whose heading they stand.
        self.waivers: list[tuple[int, str, Block | None]] = []

    def read(self, first: int) -> list[Block]:
        """Read the lines from ``first`` on; afterwards ``description`` holds the deck's."""
        self._body(first)
        self._close_block()
        return self.blocks

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
        self._conflicts(first, last)
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

    def _conflicts(self, first: int, last: int) -> None:
        """Report merge conflicts, which are seen wherever they stand."""
        for at in range(first, last + 1):
            if MERGE.match(self.lines[at]):
                self.report("D112", at, 0)

    def _comment(self, at: int) -> int:
        """Pass over a comment that begins this line; return the next line to read."""
        line = self.lines[at]
        if fd_comments(line)[:1] == [0]:
            self._line(at, line)
            return at + 1
        last = -1 if self.comment_unclosed else self._comment_end(at)
        if last < 0:
            if not self.comment_unclosed:
                self.report("D111", at, 0)
            self.comment_unclosed = True
            self._line(at, line)
            return at + 1
        if last == at:
            self._misplaced(at, line)
        self._conflicts(at, last)
        if WAIVER.match(line):
            above = self.block if self.block and self.block.marker == STRUCTURE else None
            self.waivers.append((at, "\n".join(self.lines[at : last + 1]), above))
        return last + 1

    def _comment_end(self, at: int) -> int:
        if self.lines[at].find("-->", 4) >= 0:
            return at
        return next((n for n in range(at + 1, len(self.lines)) if "-->" in self.lines[n]), -1)

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
        if line[:1] == "<" and WAIVER.match(line):
            self.report("D214", at, 0)
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
