"""Searches as SQL: which cards match a query, the best or the first ones first."""

from __future__ import annotations

import json
import re
import sqlite3
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flashdeck.core.query import Either, Every, Not, Property, Query, Rated, Term, Words
from flashdeck.core.schedule.base import LEECH_LAPSES
from flashdeck.core.schedule.replay import Kind
from flashdeck.store import reviews

_DAY_MS = 86_400_000
_COLUMNS = {
    "ease": "s.ease / 100.0",
    "ivl": "s.interval_days",
    "due": "s.due_day - :today",
    "reps": "s.repetitions",
    "lapses": "s.lapses",
    "stability": "s.stability",
    "difficulty": "s.difficulty",
}
_STATES = {
    "new": "s.due_day IS NULL",
    "learn": "(s.drill = 1 AND s.last_day = :today)",
    "review": "(s.due_day IS NOT NULL AND NOT (s.drill = 1 AND s.last_day = :today))",
    "overdue": "(s.due_day < :today AND s.suspended = 0)",
    "suspended": "s.suspended = 1",
    "buried": "s.buried_day IS :today",
    "leech": f"s.lapses >= {LEECH_LAPSES}",
    "flagged": "coalesce(o.flag, 0) > 0",
}
# Each of the two is read from an index of its own.
_DUE = (
    "s.due_day <= :today AND s.suspended = 0 AND s.buried_day IS NOT :today",
    "s.last_day = :today AND s.drill = 1 AND s.suspended = 0 AND s.buried_day IS NOT :today",
)
# What holds for few cards is read from their states at once, not card by card.
_RARE = frozenset(("learn", "overdue", "suspended", "buried", "leech"))


class Order(StrEnum):
    """How found cards are sorted."""

    BEST = "best"  # by how well the words match; as in the decks where there are none
    ADDED = "added"  # as they came into the library; found without sorting
    DECK = "deck"
    QUESTION = "question"
    DUE = "due"
    INTERVAL = "interval"
    EASE = "ease"
    LAPSES = "lapses"


_SORTED = {
    Order.ADDED: "c.num {way}",
    Order.DECK: (
        "d.place COLLATE NOCASE {way}, d.title COLLATE NOCASE {way}, d.id, c.position {way}"
    ),
    Order.QUESTION: "json_extract(c.content, '$.question') COLLATE NOCASE {way}",
    Order.DUE: "s.due_day IS NULL, s.due_day {way}",
    Order.INTERVAL: "s.due_day IS NULL, s.interval_days {way}",
    Order.EASE: "s.due_day IS NULL, s.ease {way}",
    Order.LAPSES: "s.lapses {way}",
}


@dataclass(slots=True)
class _Sql:
    """A condition in the making, and the values that its names stand for."""

    db: sqlite3.Connection
    deck_ids: Callable[[str], Sequence[str]]
    today: int
    values: dict[str, object] = field(default_factory=dict)

    def value(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def of(self, query: Query) -> str:
        match query:
            case Words():
                return f"c.num IN ({self._matching(match_of(query))})"
            case Term():
                return self._term(query)
            case Rated():
                return f"c.id IN (SELECT value FROM json_each({self.value(self._rated(query))}))"
            case Property(name=name, comparison=comparison, value=value):
                column = _COLUMNS[name]
                compared = f"{column} {comparison} {self.value(value)}"
                return _among(f"(s.due_day IS NOT NULL AND {compared})")
            case Not(one=one):
                return f"NOT {self.of(one)}"
            case Every(parts=parts):
                return f"({' AND '.join(map(self.of, parts))})" if parts else "1"
            case Either(parts=parts):
                return f"({' OR '.join(map(self.of, parts))})"

    def _matching(self, match: str) -> str:
        if not match:
            return "SELECT NULL"
        return f"SELECT rowid FROM card_search WHERE card_search MATCH {self.value(match)}"

    def _term(self, term: Term) -> str:
        if term.key == "is" and term.value == "due":
            return f"({' OR '.join(map(_among, _DUE))})"
        if term.key == "is":
            return _among(_STATES[term.value]) if term.value in _RARE else _STATES[term.value]
        if term.key == "flag":
            return f"coalesce(o.flag, 0) = {self.value(int(term.value))}"
        if term.key == "deck":
            ids = self.value(json.dumps(list(self.deck_ids(term.value))))
            return f"c.deck_id IN (SELECT value FROM json_each({ids}))"
        if term.key in ("card", "note"):
            return f"c.{'id' if term.key == 'card' else 'note_id'} = {self.value(term.value)}"
        if term.key in ("relation", "kind"):
            # Written so by the library: the text itself is never read as JSON here.
            written = f'"{term.key}":"{term.value}"'
            return f"instr(c.content, {self.value(written)}) > 0"
        if term.key == "subject":
            like = self.value(_like(term.value))
            return f"json_extract(c.content, '$.subject') LIKE {like} ESCAPE '\\'"
        return self._tag(term.value)

    def _tag(self, tag: str) -> str:
        plain = tag.rstrip("/")
        own = (
            f"(' ' || coalesce(o.tags, '') || ' ' LIKE {self.value(f'% {_like(plain)} %')} "
            f"ESCAPE '\\' OR ' ' || coalesce(o.tags, '') LIKE "
            f"{self.value(f'% {_like(plain)}/%')} ESCAPE '\\')"
        )
        exact = (
            "EXISTS (SELECT 1 FROM json_each(c.content, '$.tags') t WHERE "
            f"t.value LIKE {self.value(_like(plain))} ESCAPE '\\' OR "
            f"t.value LIKE {self.value(_like(plain) + '/%')} ESCAPE '\\')"
        )
        words = Words(plain.replace("*", " ").replace("/", " "))
        if "*" in plain or not match_of(words):
            return f"({exact} OR {own})"
        # Found by its words first, so that not every card's tags are read.
        return f"((c.num IN ({self._matching('tags : ' + match_of(words))}) AND {exact}) OR {own})"

    def _rated(self, rated: Rated) -> str:
        first = self.today - rated.days + 1
        gone = reviews.voided_ids(self.db)
        rows = self.db.execute(
            "SELECT id, card FROM reviews WHERE at_ms >= ? AND day >= ? AND kind IN (?, ?)"
            + (" AND grade = ?" if rated.grade else ""),
            ((first - 1) * _DAY_MS, first, Kind.REVIEW, Kind.CRAM, *filter(None, (rated.grade,))),
        )
        return json.dumps(sorted({card for entry, card in rows if entry not in gone}))


def _among(condition: str) -> str:
    states = condition.replace("s.", "t.")
    return f"c.id IN (SELECT t.card FROM states t WHERE t.shown = 1 AND {states})"


def match_of(words: Words) -> str:
    """Return the FTS5 query for words as they stand; '' where there is none to look for.

    Whatever stands in the text, it is words to look for, never FTS5 syntax.
    """
    if not any(map(str.isalnum, words.text)):
        return ""
    quoted = '"' + words.text.replace('"', '""') + '"'
    return quoted + ("*" if words.beginning else "")


def find_nums(
    db: sqlite3.Connection,
    query: Query,
    deck_ids: Callable[[str], Sequence[str]],
    today: int,
    *,
    order: Order = Order.BEST,
    descending: bool = False,
    limit: int = -1,
) -> array[int]:
    """Return the numbers of the shown cards that match, in order; ``limit`` -1 means all.

    ``deck_ids`` gives the decks that a name means.
    """
    sql = _Sql(db, deck_ids, today, {"today": today})
    words, rest = _parted(query)
    tables = "cards c"
    if words and order in (Order.BEST, Order.ADDED):
        # Read from the words on: they come in the order of the cards, or by how well they match.
        tables = "card_search f CROSS JOIN cards c ON c.num = f.rowid"
        condition = f"f.card_search MATCH {sql.value(words)} AND {sql.of(rest)}"
    else:
        condition = sql.of(query)
    if order is Order.BEST:
        ordered = "bm25(card_search, 4.0, 4.0, 2.0, 1.0)" if words else _SORTED[Order.DECK]
    elif order is Order.ADDED:
        ordered = "f.rowid {way}" if words else _SORTED[order]
    else:
        ordered = _SORTED[order]
    # Only what is asked of is read.
    used = f"{condition} {ordered}"
    tables += " CROSS JOIN states s ON s.card = c.id" if "s." in _names_in(used) else ""
    tables += " LEFT JOIN overlays o ON o.card = c.id" if "o." in _names_in(used) else ""
    tables += " CROSS JOIN decks d ON d.id = c.deck_id" if "d." in _names_in(used) else ""
    hidden = json.dumps([deck for (deck,) in db.execute("SELECT id FROM decks WHERE hidden = 1")])
    way = "DESC" if descending else "ASC"
    rows = db.execute(
        f"SELECT c.num FROM {tables} WHERE c.present = 1 AND {condition} "
        f"AND c.deck_id NOT IN (SELECT value FROM json_each({sql.value(hidden)})) "
        f"ORDER BY {ordered.format(way=way)}{'' if order is Order.ADDED else ', c.num'} "
        f"LIMIT {sql.value(limit)}",
        sql.values,
    )
    return array("q", (num for (num,) in rows))


def _names_in(sql: str) -> set[str]:
    return set(re.findall(r"\b[a-z]\.", sql))


def _parted(query: Query) -> tuple[str, Query]:
    """Return the words that every match holds as an FTS5 query, and what else is asked."""
    parts = query.parts if isinstance(query, Every) else (query,)
    words = [one for one in parts if isinstance(one, Words) and match_of(one)]
    rest = tuple(one for one in parts if one not in words)
    return " ".join(map(match_of, words)), Every(rest)


def _like(text: str) -> str:
    """Return a text for LIKE with its own wildcards taken literally, and * for any text."""
    for mark in "\\%_":
        text = text.replace(mark, "\\" + mark)
    return text.replace("*", "%")
