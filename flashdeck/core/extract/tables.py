"""Tables: the header says which relation a column holds, one column names the structure."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.blocks import Block
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.headings import relation_of
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import Names, Subject
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation

_SUBJECT_HEAD = re.compile(
    r"\b(?:muscles?|prime movers?|structures?|names?|nerves?|arter(?:y|ies)|bones?|joints?|"
    r"ligaments?|conditions?|vessels?)\b",
    re.IGNORECASE,
)
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
        self.columns: dict[int, Relation] = {}
        self.heads: dict[int, str] = {}

    def row(self, block: Block) -> list[Finding]:
        """Return the facts of one row; a header row only sets the columns."""
        if block.table != self.table or block.head:
            self.table = block.table
            if self._header(block):
                return []
            self.columns, self.subject_column = {}, -1
            if block.head:
                return []
        if not self.columns:
            return self._key_row(block)
        if self.subject_column >= len(block.cells):
            return []
        subjects = self._subjects(block.cells[self.subject_column].text)
        found: list[Finding] = []
        for column, relation in self.columns.items():
            if column >= len(block.cells):
                continue
            name = self.heads.get(column, "")
            found += self._cell(block, block.cells[column], relation, subjects, name)
        return found

    def _header(self, block: Block) -> bool:
        columns: dict[int, Relation] = {}
        subject_column = -1
        for number, cell in enumerate(block.cells):
            text = cell.text.strip()
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
        if columns and subject_column < 0 and 0 not in columns:
            subject_column = 0
        if not columns or subject_column < 0:
            return False
        self.columns, self.subject_column = columns, subject_column
        asked: set[Relation] = set()
        self.heads = {}
        for number, relation in columns.items():
            if relation in asked:  # a second column of one relation is told apart by its header
                self.heads[number] = block.cells[number].text.strip().casefold()
            asked.add(relation)
        return True

    def _subjects(self, text: str) -> list[Subject]:
        subjects = []
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
        text = clauses.impersonal(cell.text.strip(" .;"))
        if not text or not re.search(r"[A-Za-z]{3}", text) or clauses.dangles(text):
            return []
        items = (
            tuple(part.strip() for part in text.split(";") if part.strip()) if ";" in text else ()
        )
        if not clauses.fits_answer(text) and not items:
            return []
        shown = text[0].lower() + text[1:] if text[1:2].islower() else text
        return [
            Finding(
                one.name,
                one.kind,
                relation,
                "; ".join(items) if items else shown,
                *block.text.raw_span(0, len(block.text.text)),
                items=items if len(items) > 1 else (),
                name=name,
                rank=8,
                rule="TABLE",
            )
            for one in subjects
        ]

    def _key_row(self, block: Block) -> list[Finding]:
        """Read a row of two cells, "Origin | back of the tibia", as a fact of the topic."""
        if len(block.cells) != 2:
            return []
        topic = relation_of(block.cells[0].text, key=True)
        subject = self.topics.current()
        if topic is None or subject is None or len(block.cells[0].text.split()) > 4:
            return []
        return self._cell(block, block.cells[1], topic.relation, [subject])
