"""The last gate: what may become a card, and which of two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.model import Relation

_BAD_START = re.compile(
    r"^(?:and|or|but|of|which|who|that|is|are|was|were|has|have|when|because|than|then)\b(?! "
    r"(?:active|responsible|involved|"
    r"used|important|essential|subject|prone|at|vulnerable|able|necessary|the|a|an|not|also|characteri|caused|considered))",
    re.IGNORECASE,
)
_BAD_END = re.compile(
    r"\b(?:and|or|but|of|the|a|an|to|by|with|from|which|that|is|are|its|their|also|when|if|as|such)$",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    """important common possible different several various many called placed used found made known
    based able following below above shown seen described""".split()
)
_VAGUE = re.compile(
    r"^(?:certain|several|various|many|different|other|more|some|further|following|possible) "
    r"(?:[a-z]+ ){0,2}"
    r"(?:signs?|symptoms?|problems?|conditions?|factors?|ways|reasons|things|parts?|functions?|types?|complications?)"
    r"(?: and [a-z]+)?$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[\w'’.-]+(?:[ /][\w'’.-]+){0,7}")


def accepted(raw: str, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that make good cards, each fact once, in reading order."""
    kept: dict[tuple[str, Relation, str], Finding] = {}
    for one in findings:
        if not is_good(raw, one):
            continue
        key = (one.subject.casefold(), one.relation, _folded(one.answer))
        best = kept.get(key)
        if best is None or one.rank > best.rank:
            kept[key] = one
    return _without_parts(list(kept.values()))


def is_good(raw: str, one: Finding) -> bool:
    """Tell whether a finding can be asked and answered without the article in sight."""
    answer, subject = one.answer, one.subject
    if not 0 <= one.start < one.end <= len(raw) or not subject or not answer.strip():
        return False
    if not _NAME.fullmatch(subject) or clauses.has_pronoun(subject) or len(subject) < 3:
        return False
    if one.items:
        if len(one.items) < 2 or any(not _fits(item) for item in one.items):
            return False
    elif not clauses.fits_answer(answer) or not _fits(answer):
        return False
    if one.relation is Relation.DEFINITION and not one.question and len(answer.split()) < 3:
        return False
    question = one.question
    if question and (clauses.has_pronoun(question) or clauses.impersonal(question) != question):
        return False
    if question and _folded(answer) in _folded(question):
        return False
    return _folded(answer) not in _folded(subject) and subject.casefold() != answer.casefold()


def _fits(answer: str) -> bool:
    if _BAD_START.match(answer) or _BAD_END.search(answer):
        return False
    if _VAGUE.match(answer):
        return False
    if answer.casefold() in _EMPTY or answer.split()[0].casefold() in ("called", "placed"):
        return False
    if answer.count("(") != answer.count(")") or clauses.dangles(answer):
        return False
    return clauses.impersonal(answer) == answer and len(answer) > 1


def _without_parts(findings: list[Finding]) -> list[Finding]:
    """Drop an answer that another one of the same subject and relation contains."""
    result = []
    texts = [(one.subject.casefold(), one.relation, f" {_folded(one.answer)} ") for one in findings]
    for number, one in enumerate(findings):
        subject, relation, text = texts[number]
        inside = any(
            other != number
            and texts[other][:2] == (subject, relation)
            and text in texts[other][2]
            and (text != texts[other][2] or other < number)
            for other in range(max(0, number - 60), min(len(findings), number + 60))
        )
        if not inside:
            result.append(one)
    return result


def _folded(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return " ".join(word for word in words if word not in ("the", "a", "an", "is", "are"))
