"""Tables: the header says which relation a column holds, one column names the structure."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.blocks import Block
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.headings import relation_of
from flashdeck.core.extract.heads import by_heads, head_of, part_in
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.pairs import is_key
from flashdeck.core.extract.phrases import Names, Subject, lower_first
from flashdeck.core.extract.sentences import ends_short
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation

_SUBJECT_HEAD = re.compile(
    r"\b(?:muscles?|prime movers?|structures?|names?|nerves?|arter(?:y|ies)|bones?|joints?|"
    r"ligaments?|conditions?|vessels?)\b",
    re.IGNORECASE,
)
_HEAD_HEAD = re.compile(r"(?:heads?|parts?|portions?|bell(?:y|ies)|fib(?:er|re)s)", re.IGNORECASE)
_SUPPLIED_HEAD = re.compile(
    r"(?:muscles?|structures?|areas?|regions?) (?:it )?(?:supplied|innervated|supplies)|"
    r"motor(?: supply| distribution| innervation| function)?|innervates",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:same|see|as|ditto|none|unknown|variable|n/?a)\b(?! part of).{0,60}", re.IGNORECASE
)
_PARTNERS = (Relation.ANTAGONIST, Relation.SYNERGIST)
_PLACES = (Relation.ORIGIN, Relation.INSERTION)
MAX_QUOTED_WORDS = 90
_MOVEMENT_HEAD = re.compile(r"^(?:movements?|target motion direction)$", re.IGNORECASE)
_CORE = frozenset(
    (
        Relation.ORIGIN,
        Relation.INSERTION,
        Relation.INNERVATION,
        Relation.BLOOD_SUPPLY,
        Relation.ACTION,
        Relation.ANTAGONIST,
        Relation.SYNERGIST,
        Relation.LOCATION,
        Relation.JOINT,
        Relation.COMPOSITION,
        Relation.DEFINITION,
        Relation.ETYMOLOGY,
        Relation.SYMPTOM,
        Relation.TREATMENT,
        Relation.CONDITION,
    )
)


class Tables:
    """Reads rows one after another; each table begins with its header."""

    def __init__(self, names: Names, topics: Topics) -> None:
        self.names = names
        self.topics = topics
        self.table = 0
        self.subject_column = -1
        self.head_column = -1
        self.columns: dict[int, Relation] = {}
        self.heads: dict[int, str] = {}
        self.named: list[Subject] = []  # of the structures that head a table's columns
        self.before: Block | None = None
        self.subjects: list[Subject] = []

    def row(self, block: Block) -> list[Finding]:
        """Return the facts of one row; a header row only sets the columns."""
        if block.table != self.table or block.head:
            self.table, self.before, self.subjects, self.named = block.table, None, [], []
            if self._header(block):
                return []
            self.columns, self.subject_column, self.head_column = {}, -1, -1
            if self._named_columns(block) or block.head:
                return []
        if self.topics.aside:
            return []
        if self.named:
            return self._column_row(block)
        if not self.columns:
            return self._key_row(block)
        return self._row(block)

    def _row(self, block: Block) -> list[Finding]:
        before, self.before = self.before, block
        if self.subject_column >= len(block.cells):
            return []
        whole = self._row_subjects(block)
        part = (
            block.cells[self.head_column].text if 0 <= self.head_column < len(block.cells) else ""
        )
        head = head_of(part, whole[0]) if len(whole) == 1 else None
        if head is None and self.head_column >= 0 and re.search(r"[A-Za-z]{3}", part):
            return []
        found: list[Finding] = []
        for column, relation in self.columns.items():
            if column >= len(block.cells):
                continue
            cell, name = block.cells[column], self.heads.get(column, "")
            spans_heads = (
                before is not None and column < len(before.cells) and (cell is before.cells[column])
            )
            owners = [head] if head and not spans_heads else whole
            found += self._cell(block, cell, relation, owners, name)
            if relation in _PLACES and len(whole) == 1 and not head:
                for one, place in by_heads(cell.text.strip(" .;"), whole[0]):
                    found += self._fact(block, cell, relation, one, place)
        return found

    def _row_subjects(self, block: Block) -> list[Subject]:
        """Return whom a row is about; an empty first cell goes on with the row before."""
        if self.subject_column < 0:
            one = self.topics.current()
            return [one] if one and one.kind == "muscle" else []
        text = block.cells[self.subject_column].text
        if text or not self.subjects:
            self.subjects = self._subjects(text)
        return self.subjects

    def _named_columns(self, block: Block) -> bool:
        """Take a header that names structures; the rows under it are keys."""
        if len(block.cells) < 3 or not block.head:
            return False
        found = [self.names.name(cell.text) for cell in block.cells[1:]]
        self.named = [one for one in found if one is not None]
        if len(self.named) < len(found):
            self.named = []
        return bool(self.named)

    def _column_row(self, block: Block) -> list[Finding]:
        key = block.cells[0].text
        topic = relation_of(key, key=True) if is_key(key) else None
        if topic is None or len(block.cells) != len(self.named) + 1:
            return []
        found: list[Finding] = []
        for cell, one in zip(block.cells[1:], self.named, strict=True):
            found += self._cell(block, cell, topic.relation, [one])
        return found

    def _header(self, block: Block) -> bool:
        columns: dict[int, Relation] = {}
        subject_column = head_column = -1
        for number, cell in enumerate(block.cells):
            text = cell.text.strip()
            if _HEAD_HEAD.fullmatch(text) and number <= 1:
                head_column = number
                continue
            if _SUPPLIED_HEAD.fullmatch(text) and number:
                columns[number] = Relation.INNERVATION
                continue
            topic = relation_of(text, key=True) if text and len(text.split()) <= 5 else None
            if _MOVEMENT_HEAD.match(text):
                columns[number] = Relation.ACTION
            elif (
                subject_column < 0
                and _SUBJECT_HEAD.search(text)
                and not (
                    topic
                    and topic.relation in _CORE
                    and topic.relation is not Relation.INNERVATION
                    and number
                )
            ):
                subject_column = number
            elif topic and topic.relation in _CORE:
                columns[number] = topic.relation
        if columns and subject_column < 0 and 0 not in columns and head_column != 0:
            subject_column = 0
        if not columns or (subject_column < 0 and head_column < 0):
            return False
        self.columns, self.subject_column = columns, subject_column
        self.head_column = head_column
        asked: set[Relation] = set()
        self.heads = {}
        for number, relation in columns.items():
            if relation in asked:  # a second column of one relation is told apart by its header
                self.heads[number] = block.cells[number].text.strip().casefold()
            asked.add(relation)
        return True

    def _subjects(self, text: str) -> list[Subject]:
        subjects = []
        owner = part_in(text)
        if owner:
            one = self.names.name(owner[1])
            head = head_of(owner[0], one)
            return [head] if head else []
        for part in re.split(r"; ?|, (?:and )?| and ", text):
            one = self.names.name(part)
            if one is None:
                return []
            subjects.append(one)
        return subjects

    def _cell(
        self,
        block: Block,
        cell: Mapped,
        relation: Relation,
        subjects: list[Subject],
        name: str = "",
    ) -> list[Finding]:
        kept = cell.text.strip(" ;")
        text = clauses.impersonal(kept if ends_short(kept) else kept.rstrip(" .;"))
        if not text or not re.search(r"[A-Za-z]{3}", text) or clauses.dangles(text):
            return []
        if _NOTHING.fullmatch(text):
            return []
        items = (
            tuple(lower_first(part.strip()) for part in text.split(";") if part.strip())
            if ";" in text
            else ()
        )
        if relation in _PARTNERS and not items and ", " in text:
            members = [part for part in re.split(r", (?:and )?| and ", text) if part.strip()]
            if all(self.names.name(part) for part in members):
                items = tuple(lower_first(part.strip()) for part in members)
        if not clauses.fits_answer(text) and not items:
            return []
        shown = lower_first(text) if text[1:2].islower() else text
        start, end = _span(block, cell)
        return [
            Finding(
                one.name,
                one.kind,
                relation,
                "; ".join(items) if items else shown,
                start,
                end,
                items=items if len(items) > 1 else (),
                name=name,
                rank=8,
                rule="TABLE",
            )
            for one in subjects
        ]

    def _fact(
        self, block: Block, cell: Mapped, relation: Relation, one: Subject, place: str
    ) -> list[Finding]:
        answer = lower_first(clauses.without_article(place))
        if not clauses.fits_answer(answer) or clauses.dangles(answer):
            return []
        start, end = _span(block, cell)
        return [Finding(one.name, one.kind, relation, answer, start, end, rank=8, rule="TABLE")]

    def _key_row(self, block: Block) -> list[Finding]:
        """Read a row of two cells, "Origin | back of the tibia", as a fact of the topic."""
        if len(block.cells) != 2:
            return []
        topic = relation_of(block.cells[0].text, key=True)
        subject = self.topics.current()
        if topic is None or subject is None or len(block.cells[0].text.split()) > 4:
            return []
        return self._cell(block, block.cells[1], topic.relation, [subject])


def _span(block: Block, cell: Mapped) -> tuple[int, int]:
    """Return the raw span of row and cell, of the cell alone where that is too long to quote."""
    runs = [*block.text.runs, *cell.runs]
    start, end = min(run.raw_start for run in runs), max(run.raw_end for run in runs)
    if len(block.text.text.split()) <= MAX_QUOTED_WORDS:
        return start, end
    return min(run.raw_start for run in cell.runs), max(run.raw_end for run in cell.runs)
