"""The language of search, as people know it from Anki's browser: words and ``key:value`` terms.

Terms stand side by side for "and"; ``or`` joins alternatives, ``-`` excludes, ``( )`` groups, and
``"two words"`` are looked for as they stand. A word that ends in ``*`` is a beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.card import CardKind, Relation
from flashdeck.core.errors import FlashdeckError

STATES = ("new", "learn", "review", "due", "overdue", "suspended", "buried", "leech", "flagged")
# What ``prop:`` compares, with the unit of its number.
PROPERTIES = {
    "ease": "2.5 is where a card starts",
    "ivl": "days between reviews",
    "due": "days from today",
    "reps": "successes in a row",
    "lapses": "times forgotten",
    "stability": "days, FSRS",
    "difficulty": "1 to 10, FSRS",
}
KEYS = ("deck", "tag", "is", "flag", "rated", "prop", "relation", "kind", "card", "note", "subject")
_DEEPEST = 50  # brackets within brackets
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>-?\()|(?P<close>\))|(?P<term>-?(?:[\w]+:)?(?:"(?:\\.|[^"\\])*"|(?:\\.|[^\s()"])+)))"""
)
_COMPARISON = re.compile(r"(\w+)\s*(<=|>=|!=|=|<|>)\s*(-?\d+(?:\.\d+)?)")


class QueryError(FlashdeckError):
    """A search that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text that a card holds; ``beginning`` where its last word may go on."""

    text: str
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One ``key:value``; the value is checked and in its plain form."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Rated:
    """Answered within the last ``days`` study days, with one ``grade`` or any."""

    days: int
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A number of the card's schedule compared: ``ease < 1.6``."""

    name: str
    comparison: str
    value: float


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match."""

    one: Query


@dataclass(frozen=True, slots=True)
class Every:
    """What matches all of these; without any, everything."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What matches at least one of these."""

    parts: tuple[Query, ...]


Query = Words | Term | Rated | Property | Not | Every | Either


def parse_query(text: str, *, typing: bool = False) -> Query:
    """Return what a search means.

    While it is being ``typing`` its last word counts as a beginning. Raises QueryError for an
    unknown key or value, a bracket or quotation mark without its partner.
    """
    return _Parser(text, typing=typing).parse()


class _Parser:
    def __init__(self, text: str, *, typing: bool) -> None:
        self._tokens = list(_tokens(text))
        self._last_is_open = typing and bool(text) and not text[-1].isspace()
        self._place = 0

    def parse(self) -> Query:
        found = self._any(0)
        if self._place < len(self._tokens):
            raise QueryError("a ) without its (", todo='quote it to look for it: ")"')
        return found

    def _any(self, depth: int) -> Query:
        if depth > _DEEPEST:
            raise QueryError(f"brackets go {depth} deep", todo=f"{_DEEPEST} are the most")
        parts = [self._every(depth)]
        while self._peek().casefold() == "or":
            self._place += 1
            parts.append(self._every(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self, depth: int) -> Query:
        parts: list[Query] = []
        while (token := self._peek()) and token != ")" and token.casefold() != "or":
            self._place += 1
            if token.casefold() == "and":
                continue
            parts.append(self._one(token, depth))
        if not parts and (depth or self._peek() or self._tokens):
            raise QueryError("nothing stands beside an or, or within ( )", todo="complete it")
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self, token: str, depth: int) -> Query:
        if token in ("(", "-("):
            inner = self._any(depth + 1)
            if self._peek() != ")":
                raise QueryError("a ( without its )", todo='quote it to look for it: "("')
            self._place += 1
            return Not(inner) if token[0] == "-" else inner
        if token.startswith("-") and len(token) > 1:
            return Not(self._term(token[1:]))
        return self._term(token)

    def _term(self, token: str) -> Query:
        key, colon, value = token.partition(":")
        if not colon or not key or key.startswith('"'):
            text, quoted = _unquoted(token)
            beginning = text.endswith("*") and not quoted
            typing = self._last_is_open and self._place == len(self._tokens) and not quoted
            return Words(text.rstrip("*") if beginning else text, beginning or typing)
        return _key_term(key.casefold(), _unquoted(value)[0])

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(text) and text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise QueryError('a " without its partner', todo="close the quotation")
        found.append(match.group().strip())
        place = match.end()
    return found


def _unquoted(text: str) -> tuple[str, bool]:
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return re.sub(r"\\(.)", r"\1", text[1:-1] if quoted else text), quoted


def _key_term(key: str, value: str) -> Query:
    if key not in KEYS:
        raise QueryError(
            f'there is no search by "{key}:"',
            todo=f"these are known: {', '.join(f'{one}:' for one in KEYS)}; quote a text with :",
        )
    if not value:
        raise QueryError(f'"{key}:" has no value', todo="write it without a space behind the :")
    low = value.casefold()
    if key == "is":
        return Term("is", _one_of(key, {"learning": "learn"}.get(low, low), STATES))
    if key == "relation":
        names = [relation.value for relation in Relation]
        return Term(key, _one_of(key, low.replace(" ", "_"), names))
    if key == "kind":
        return Term(key, _one_of(key, low, [kind.value for kind in CardKind]))
    if key == "flag":
        return Term(key, _one_of(key, low, list("01234567")))
    if key == "rated":
        return _rated(low)
    if key == "prop":
        return _property(low)
    return Term(key, value)


def _one_of(key: str, value: str, known: list[str] | tuple[str, ...]) -> str:
    if value not in known:
        raise QueryError(f'"{key}:{value}" means nothing', todo=f"it takes {', '.join(known)}")
    return value


def _rated(value: str) -> Rated:
    match = re.fullmatch(r"(\d{1,5})(?::([1-4]))?", value)
    if match is None or int(match[1]) < 1:
        raise QueryError(
            f'"rated:{value}" means nothing',
            todo="rated:7 is the last seven days, rated:7:1 those answered Again",
        )
    return Rated(int(match[1]), int(match[2]) if match[2] else None)


def _property(value: str) -> Property:
    match = _COMPARISON.fullmatch(value)
    if match is None or match[1] not in PROPERTIES:
        raise QueryError(
            f'"prop:{value}" means nothing',
            todo=f"compare one of {', '.join(PROPERTIES)}, like prop:ease<1.6",
        )
    return Property(match[1], match[2], float(match[3]))
