"""Cleaned text that remembers where each of its characters stands in the raw file."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

# What cleaning changes in plain prose. Every repeat is single, so the scan is linear.
_CHANGES = re.compile(
    "(?P<gone>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufe0e\ufe0f\ufeff\ud800-\udfff]+)"
    r"|(?P<note>\[(?:\d{1,3}(?:[,\u2013-] ?\d{1,3}){0,5}|[a-z]|note \d{1,2}|"
    r"citation needed|edit)\])"
    "|(?P<space>[ \t\r\n\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+)"
    "|(?P<composed>[A-Za-z][\u0300-\u036f]+)"
    "|(?P<other>[^\x00-\x9f\u00a0\u00ad\u1680\u2000-\u200f\u2013\u2014\u2018\u2019\u201c\u201d\u2022"
    "\u2028-\u202f\u205f-\u2069\u3000\ufe0e\ufe0f\ufeff\ud800-\udfff]+)"
)
_BREAK = re.compile(r"[\r\n]")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u2010\u2011\u2212", "''" + "'" + "---")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of cleaned text: ``start`` in the cleaned text, ``raw_start`` to ``raw_end`` raw.

    Where cleaned and raw length are equal, characters correspond one to one.
    """

    start: int
    length: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """Cleaned text and the runs it was made of, in order."""

    text: str
    runs: tuple[Run, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw offsets of ``text[start:end]``; the span must not be empty."""
        return self._raw(start, last=False), self._raw(end - 1, last=True)

    def _raw(self, at: int, *, last: bool) -> int:
        run = self.runs[bisect_right(self.runs, at, key=lambda run: run.start) - 1]
        if run.raw_end - run.raw_start == run.length:
            return run.raw_start + (at - run.start) + last
        return run.raw_end if last else run.raw_start

    def part(self, start: int, end: int) -> Mapped:
        """Return the mapped text of ``text[start:end]`` without blanks at its ends."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        end = start + len(piece)
        runs = []
        first = max(bisect_right(self.runs, start, key=lambda run: run.start) - 1, 0)
        for number in range(first, len(self.runs)):
            run = self.runs[number]
            if run.start >= end:
                break
            low, high = max(run.start, start), min(run.start + run.length, end)
            if low >= high:
                continue
            if run.raw_end - run.raw_start == run.length:
                offset = run.raw_start - run.start
                runs.append(Run(low - start, high - low, low + offset, high + offset))
            else:
                runs.append(Run(low - start, high - low, run.raw_start, run.raw_end))
        return Mapped(piece, tuple(runs))


class MappedBuilder:
    """Collects cleaned text piece by piece; runs of blanks become one."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._blank = True

    def put(self, text: str, raw_start: int, raw_end: int) -> None:
        """Append text that stands for the raw range; nothing where the text is empty."""
        if not text:
            return
        if text == " ":
            if self._blank:
                return
            self._blank = True
        else:
            self._blank = text.endswith(" ")
        self._pieces.append(text)
        self._runs.append(Run(self._length, len(text), raw_start, raw_end))
        self._length += len(text)

    def prose(self, raw: str, start: int, end: int) -> None:
        """Append ``raw[start:end]``, cleaned: Unicode folded, spaces and broken words mended."""
        at = start
        for change in _CHANGES.finditer(raw, start, end):
            low, high = change.span()
            if low < at:
                continue
            self.put(raw[at:low], at, low)
            at = high
            kind = change.lastgroup
            if kind == "space":
                if _BREAK.search(change.group()) and self._rejoin(raw, high, end):
                    continue
                self.put(" ", low, high)
            elif kind in ("composed", "other"):
                self._fold(change.group(), low)
        self.put(raw[at:end], at, end)

    def _fold(self, text: str, at: int) -> None:
        if "\u0300" <= text[-1] <= "\u036f" or any("\u0300" <= char <= "\u036f" for char in text):
            self.put(unicodedata.normalize("NFKC", text), at, at + len(text))
            return
        for offset, char in enumerate(text):
            folded = unicodedata.normalize("NFKC", char).translate(_APOSTROPHES)
            self.put(folded, at + offset, at + offset + 1)

    def _rejoin(self, raw: str, after: int, end: int) -> bool:
        """Drop the hyphen at a line's end where it only divides a word; tell whether it did."""
        if not self._pieces:
            return False
        last = self._pieces[-1]
        if not last.endswith("-") or not (after < end and raw[after].islower()):
            return False
        tail = "".join(self._pieces[-3:])[-40:-1]
        word = re.search(r"[^\W\d_]+$", tail)
        if word is None:
            return False
        if word.group().casefold() in KEEPS_HYPHEN or re.search(r"\w-[^\W\d_]+$", tail):
            return True  # "slow-\ntwitch" keeps its hyphen, but no blank
        run = self._runs[-1]
        self._pieces[-1] = last[:-1]
        self._length -= 1
        if run.length == 1:
            self._pieces.pop()
            self._runs.pop()
        else:
            cut = 1 if run.raw_end - run.raw_start == run.length else 0
            self._runs[-1] = Run(run.start, run.length - 1, run.raw_start, run.raw_end - cut)
        self._blank = False
        return True

    def build(self) -> Mapped:
        """Return what was collected, without blanks at its ends."""
        whole = Mapped("".join(self._pieces), tuple(self._runs))
        text = whole.text
        if text == text.strip():
            return whole
        return whole.part(0, len(text))


# First halves of compounds that are written with a hyphen anyway.
KEEPS_HYPHEN = frozenset(
    """all anti antero cross deep double fast first five four full half high infero inward large
    left long low lower medio mid multi near non one over postero pre self semi short side
    single six slow small soft sub supero thick thin three two under upper weight well wide
    t-shaped x y z""".split()
)


def mapped(raw: str, start: int = 0, end: int | None = None) -> Mapped:
    """Return ``raw[start:end]`` as cleaned prose."""
    builder = MappedBuilder()
    builder.prose(raw, start, len(raw) if end is None else end)
    return builder.build()


def joined(parts: Iterable[Mapped], between: str = " ") -> Mapped:
    """Return the parts as one text; ``between`` stands for nothing raw but the gap."""
    builder = MappedBuilder()
    gap = -1
    for part in parts:
        if not part.text:
            continue
        first = part.runs[0].raw_start
        if gap >= 0:
            builder.put(between, gap, max(first, gap))
        for run in part.runs:
            builder.put(part.text[run.start : run.start + run.length], run.raw_start, run.raw_end)
        gap = part.runs[-1].raw_end
    return builder.build()
