"""Rules for cards that quote their source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashdeck.core.deckfile.lint.base import Hit, Piece, Subject
from flashdeck.core.deckfile.lint.words import CLASSES, content_set, without_brackets
from flashdeck.core.model import CardKind, Quotation, Relation, Structure
from flashdeck.core.text import clean_line, fold_space

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
_DENIAL = re.compile(
    rf"{_NEGATION.pattern}|\b(?:loss(?:es)?|loses?|lost|absence|prevents?|stops?|only|un[a-z]+|"
    r"impossible|difficult|weak(?:ness)?|paralysis|free)\b",
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
    words = words - CLASSES or words
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
        if (
            clause
            and (found := _NEGATION.search(without_brackets(clause)))
            and not _DENIAL.search(said)
        ) or (
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


def not_in_source(subject: Subject) -> Iterator[Hit]:
    """What a source no longer says may no longer be true.

    Bad: a quotation whose sentence was taken out of its file. Good: the sentence that is there now.
    """
    for line, quotation in _quotations(subject):
        text = subject.own.sources.get(quotation.file)
        if text is not None and not _stands(text, quotation) and _found(text, quotation) is None:
            yield Hit(
                line,
                f"quotation is not in {quotation.file}; quote what it says now, "
                "or end the fact with <!-- fd:gone -->",
            )


def moved_in_source(subject: Subject) -> Iterator[Hit]:
    """A quotation with wrong offsets opens the wrong place when a student asks for the source.

    Bad: offsets of an older version of the file. Good: those that ``check`` names.
    """
    for line, quotation in _quotations(subject):
        text = subject.own.sources.get(quotation.file)
        if text is None or _stands(text, quotation):
            continue
        place = _found(text, quotation)
        if place is not None:
            now = f"({quotation.file}:{place[0]}-{place[1]})"
            yield Hit(line, f"quotation stands elsewhere in its source; write {now}", now)


def no_source(subject: Subject) -> Iterator[Hit]:
    """Where a quoted file is not beside its deck, nobody can look a card up.

    Bad: ``(sources/lost.md:10-60)`` without that file. Good: the file, handed out with the deck.
    """
    said: set[str] = set()
    for line, quotation in _quotations(subject):
        missing = subject.own.sources.get(quotation.file, "") is None
        if missing and quotation.file not in said:
            said.add(quotation.file)
            yield Hit(line, f"source {quotation.file} is not there; put it beside the deck")


def _quotations(subject: Subject) -> Iterator[tuple[int, Quotation]]:
    """Return each quotation that can be looked up, once a fact or note, with its line."""
    if not subject.own.sources:
        return
    for note in subject.deck.notes:
        if isinstance(note, Structure):
            for fact in note.facts:
                if fact.quotation and not fact.gone:
                    yield fact.line, fact.quotation
        elif note.quotation:
            yield note.line, note.quotation


def _stands(text: str, quotation: Quotation) -> bool:
    found = text[quotation.start : quotation.end]
    return clean_line(found) == fold_space(quotation.text)


def _found(text: str, quotation: Quotation) -> tuple[int, int] | None:
    """Return where the words of a quotation stand in the text, white space as it comes."""
    words = quotation.text.split()
    place = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return place.span() if place else None
