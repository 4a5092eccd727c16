"""Rules for cards that quote their source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashdeck.core.deckfile.lint.base import Hit, Piece, Subject
from flashdeck.core.deckfile.lint.words import content_set, without_brackets
from flashdeck.core.model import CardKind, Relation, Structure

SUPPORT = 0.5
"""This share of an answer's telling words must stand in the quotation."""
_CLAUSE = re.compile(
    r"(?<=[.!?;:])\s+|,\s+(?:and|but|while|whereas|although|though|so|or|which)\s+|\s+but\s+"
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|without|except|unless|lacks?|absent|rarely|seldom|hardly|"
    r"fails?|instead|rather|non)\b|n[’']t\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may(?! include)|might|sometimes|occasionally|often|usually|typically|mostly|mainly|"
    r"possibly|probably|rarely|frequently|in some|in many|in most|some people|occasional|"
    r"is thought|are thought|is believed|can vary|variable|variably|"
    r"approximately|about)\b(?! (?:called|known|named|referred))",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:may|might|can|could|sometimes|occasional(?:ly)?|often|usual(?:ly)?|typical(?:ly)?|mostly|"
    r"mainly|main|possibl[ey]|probabl[ey]|likely|rare(?:ly)?|frequent(?:ly)?|some|many|most|thought|"
    r"believed|vary|varies|variabl[ey]|approximately|about|common(?:ly)?|nearly|almost|largely|"
    r"suspected|risk|liable|disputed|roughly|around|up to|to \d+|-\d+|seldom|in part|partly)\b",
    re.IGNORECASE,
)
# What these relations ask for is a possibility already (symptoms may occur, treatments may help),
# or holds whatever else the sentence says (a definition).
_POSSIBLE = frozenset(
    (
        Relation.SYMPTOM,
        Relation.TREATMENT,
        Relation.EXERCISE,
        Relation.CONDITION,
        Relation.DIAGNOSIS,
        Relation.DURATION,
        Relation.DEFINITION,
    )
)


def not_in_quotation(subject: Subject) -> Iterator[Hit]:
    """A quotation that does not hold the answer proves nothing, and misleads who reads it.

    Bad: ``- innervation: sural nerve`` over a quotation about the tibial nerve.
    Good: the sentence that says it.
    """
    for piece in subject.pieces:
        quotation = piece.quotation
        if quotation is None or piece.kind is CardKind.IMAGE:
            continue
        quoted = content_set(quotation.text)
        for item in piece.answers:
            if not any(_supported(text, quoted) for text in (item.text, *item.alternatives)):
                yield Hit(
                    piece.line,
                    f"quotation does not say {item.text[:60]!r}; quote the words that do, "
                    "or correct the answer",
                )
                break


def _supported(text: str, quoted: frozenset[str]) -> bool:
    words = content_set(text)
    if not words:
        return True
    found = sum(word in quoted or _grown(word, quoted) for word in words)
    return found >= SUPPORT * len(words)


def _grown(word: str, quoted: frozenset[str]) -> bool:
    """Tell whether another form of the word is quoted: flexion, flexes."""
    return len(word) > 4 and any(other[:4] == word[:4] for other in quoted)


def hedge_dropped(subject: Subject) -> Iterator[Hit]:
    """ "May", "often" and "not" are part of the fact: without them the card says something else.

    Bad: the source says "may be absent", the card "is absent". Good: the hedge in the answer.
    """
    for piece in subject.pieces:
        if piece.quotation is None or piece.kind is CardKind.IMAGE:
            continue
        clause = _clause_of(piece)
        said = " ".join([piece.question, piece.answer, _beside(piece)])
        if (clause and (found := _NEGATION.search(clause)) and not _NEGATION.search(said)) or (
            clause
            and piece.relation not in _POSSIBLE
            and (found := _HEDGE.search(without_brackets(clause)))
            and not _in_brackets(piece)
            and not _SOFT.search(said)
        ):
            yield Hit(
                piece.line, f"source says {found[0]!r}, the card does not; keep it in the answer"
            )


def _in_brackets(piece: Piece) -> bool:
    """Tell whether the answer stands in brackets, beside what the sentence says."""
    assert piece.quotation is not None
    return not content_set(piece.answer) <= content_set(without_brackets(piece.quotation.text))


def _beside(piece: Piece) -> str:
    note = piece.note
    if isinstance(note, Structure):
        return " ".join(alternative for item in piece.answers for alternative in item.alternatives)
    return note.helps.extra


def _clause_of(piece: Piece) -> str:
    """Return the clause of the quotation that holds the answer, '' where none does."""
    assert piece.quotation is not None
    wanted = content_set(piece.answer)
    best, most = "", 0.0
    for clause in _CLAUSE.split(piece.quotation.text):
        words = content_set(clause)
        share = len(wanted & words) / len(wanted) if wanted else 0
        if share > most:
            best, most = clause, share
    return best if most >= SUPPORT else ""
