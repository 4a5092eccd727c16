"""What decks say of which structure: a map of structures by relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flashdeck.core.deckfile.lint.structures import WANTED
from flashdeck.core.ids import DeckId
from flashdeck.core.model import CardKind, Relation
from flashdeck.core.schedule.replay import Standing
from flashdeck.services.library import Library
from flashdeck.store import cards, states


class Cover(StrEnum):
    """How far one relation of one structure is."""

    MISSING = "missing"
    GENERATED = "generated"
    AUTHORED = "authored"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Cell:
    """One relation of one structure.

    ``line`` is where its first fact stands in the deck file, 0 where it is missing. A fact with a
    quotation counts as generated, any other as authored; learned is a cell all of whose cards were
    remembered when they were last asked.
    """

    cover: Cover
    line: int = 0
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One structure of one deck; ``line`` is its first line with a fact."""

    deck_id: DeckId
    structure: str
    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The map: each row has one cell for each of ``relations``."""

    relations: tuple[Relation, ...]
    rows: tuple[Row, ...]

    def count(self, *covers: Cover) -> int:
        """Return the number of cells that are as far as any of these."""
        return sum(cell.cover in covers for row in self.rows for cell in row.cells)

    @property
    def cells(self) -> int:
        """Return the number of all cells."""
        return len(self.rows) * len(self.relations)


def coverage_of(library: Library, deck_ids: Sequence[DeckId]) -> Coverage:
    """Return what these decks say of their structures, in the order of the decks.

    The relations are those that the decks speak of, and those that a muscle should not lack.
    """
    found: dict[tuple[DeckId, str], dict[Relation, list[_Fact]]] = {}
    for deck_id in deck_ids:
        standings = states.deck_standings(library.db, deck_id)
        for stored in cards.deck_cards(library.db, deck_id):
            card = stored.card
            if not card.subject or card.relation is Relation.OTHER:
                continue
            if card.kind is CardKind.REVERSE:
                continue
            said = found.setdefault((deck_id, card.subject), {})
            known = _remembered(standings.get(card.id))
            fact = _Fact(card.question, card.line, card.quotation is not None, known)
            said.setdefault(card.relation, []).append(fact)
    spoken = {relation for said in found.values() for relation in said}
    if spoken:
        spoken |= set(WANTED["muscle"]) if spoken & set(WANTED["muscle"]) else set()
    relations = tuple(relation for relation in Relation if relation in spoken)
    rows = tuple(
        Row(
            deck_id,
            structure,
            min(fact.line for facts in said.values() for fact in facts),
            tuple(_cell(said.get(relation, [])) for relation in relations),
        )
        for (deck_id, structure), said in found.items()
    )
    return Coverage(relations, rows)


@dataclass(frozen=True, slots=True)
class _Fact:
    question: str
    line: int
    generated: bool
    remembered: bool


def _remembered(standing: Standing | None) -> bool:
    return standing is not None and standing.memory.repetitions > 0 and not standing.memory.drill


def _cell(facts: list[_Fact]) -> Cell:
    if not facts:
        return Cell(Cover.MISSING)
    if all(fact.remembered for fact in facts):
        cover = Cover.LEARNED
    elif all(fact.generated for fact in facts):
        cover = Cover.GENERATED
    else:
        cover = Cover.AUTHORED
    return Cell(cover, min(f.line for f in facts), tuple(f.question for f in facts))
