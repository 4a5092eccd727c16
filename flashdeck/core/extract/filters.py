"""The last gate: what may become a card, and which of two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import singular
from flashdeck.core.model import Relation

_BAD_START = re.compile(
    r"^(?:(?:often|also|sometimes|usually|commonly) (?:referred|called|known)|and|or|but|of|which|"
    r"who|that|is|are|was|were|has|have|when|because|than|then)\b(?! "
    r"(?:active|responsible|involved|"
    r"used|important|essential|subject|prone|at|vulnerable|able|necessary|the|a|an|not|also|"
    r"characteri|caused|considered))",
    re.IGNORECASE,
)
_BAD_END = re.compile(
    r"\b(?:and|or|but|of|the|a|an|to|by|with|from|which|that|is|are|its|their|also|when|if|as|"
    r"such)$",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    """important common possible different several various many called placed used found made known
    based able following below above shown seen described""".split()
)
_VAGUE = re.compile(
    r"^(?:different|varying) .*|^(?:certain|several|various|many|different|other|more|some|"
    r"further|following|possible) "
    r"(?:[a-z]+ ){0,2}"
    r"(?:signs?|symptoms?|problems?|conditions?|factors?|ways|reasons|things|parts?|functions?|"
    r"types?|complications?)"
    r"(?: and [a-z]+)?$",
    re.IGNORECASE,
)
_OPEN_NOUN = re.compile(
    r"\bthe (?P<noun>arter(?:y|ies)|veins?|nerves?|muscles?|bones?|joints?|ligaments?|tendons?|"
    r"organs?|"
    r"glands?|vessels?|structures?|condition|injury|former|latter)\b"
    r"(?! (?:of|to|from|in|between|that|which|with|itself|at|on|around|near|for|surrounding|"
    r"supplying|cells?|tissues?|surfaces?|walls?|fib(?:er|re)s?|capsule|cavity|sheath|fossa|belly|"
    r"bell(?:y|ies)|insertion|origin|line|space))",
    re.IGNORECASE,
)
_PLACED = frozenset(
    (
        Relation.ORIGIN,
        Relation.INSERTION,
        Relation.LOCATION,
        Relation.INNERVATION,
        Relation.BLOOD_SUPPLY,
        Relation.COMPOSITION,
        Relation.PART_OF,
        Relation.JOINT,
    )
)
_BARE_NOUNS = frozenset(
    "tendon bone muscle skin fascia aponeurosis bones muscles tendons ligament side".split()
)
_NOWHERE = re.compile(
    r"(?:down|up|downwards?|upwards?|forwards?|backwards?|medially|laterally|distally|proximally|"
    r"inferiorly|superiorly|anteriorly|posteriorly|together|apart|out|in|uncommon|there|here|"
    r"on|at|over|under|near|above|below|behind|"
    r"beneath|between|throughout life|at birth|obliquely|vertically|horizontally)(?: and [a-z]+)?",
    re.IGNORECASE,
)
# "the more prominent", "a little broader above": a comparison, not what it is.
_COMPARED = re.compile(
    r"(?:the (?:more|most) [a-z]+|the [a-z]+(?:er|est)(?: (?:and|or) [a-z]+(?:er|est))?|"
    r"an? (?:(?:possible|rare|common|potential|known|serious|frequent) )?(?:complication|option|"
    r"risk|problem|"
    r"concern|cause|symptom|sign|side effect|possibility|must)|a (?:little|bit) .*|the (?:more "
    r"[a-z]+|[a-z]+er) (?:both|in|of|than|and)\b.*|the (?:same|"
    r"longer|shorter|larger|smaller)(?: of the two)?|one of them|"
    r"the (?:[a-z]+ ){0,3}(?:symptoms?|signs?|causes?|complaints?|complications?|treatments?|"
    r"mainstay of treatment|problems?))",
    re.IGNORECASE,
)
_COUNT_ONLY = re.compile(
    r"(?:two|three|four|five|six|several|many|numerous|\d+) (?:[a-z]+ )?(?:branches|parts|"
    r"divisions|types|"
    r"groups|regions|sections|portions|kinds|segments|roots|blood vessels|vessels|functions|"
    r"ligaments|muscles|bones|nerves|"
    r"arteries)(?: (?:when|in|at|on) .*)?",
    re.IGNORECASE,
)
_UNHEARD = frozenset(("the", "a", "an", "is", "are", "and", "or"))
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
    if (one.relation in _PLACED and _points_outside(one)) or (
        one.relation in (Relation.ORIGIN, Relation.INSERTION) and answer.casefold() in _BARE_NOUNS
    ):
        return False
    if one.relation is Relation.LOCATION and not one.items and _NOWHERE.fullmatch(answer):
        return False
    if one.relation is Relation.DEFINITION and _COMPARED.fullmatch(answer):
        return False
    if re.match(r"no (?:signs?|symptoms?|problems?|specific|known)\b", answer):
        return False
    if one.relation in (Relation.COMPOSITION, Relation.LOCATION) and _COUNT_ONLY.fullmatch(answer):
        return False
    if one.relation is Relation.DEFINITION and not one.question and len(answer.split()) < 3:
        return False
    question = one.question
    if question and (clauses.has_pronoun(question) or clauses.impersonal(question) != question):
        return False
    if question and _folded(answer) in _folded(question):
        return False
    return _folded(answer) not in _folded(subject) and subject.casefold() != answer.casefold()


def _points_outside(one: Finding) -> bool:
    """Tell whether the answer says "the artery" of one that card and question do not name."""
    found = _OPEN_NOUN.search(one.answer)
    if found is None:
        return False
    noun = singular(found["noun"].casefold())
    asked = f"{one.subject} {one.question} {one.answer[: found.start()]}".casefold()
    return noun not in asked and noun != one.kind


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
    return " ".join(word for word in words if word not in _UNHEARD)
