"""What several subjects share out: "respectively", and clauses that leave the verb unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable

from flashdeck.core.extract import clauses
from flashdeck.core.extract.phrases import Subject
from flashdeck.core.model import Relation

# ", the lateral head from the humerus, and the medial head from ..."
_UNSAID = re.compile(
    r"(?:[,;] (?:and |but |while |whereas )?| and | while | whereas )"
    r"(?P<np>(?:the|its|that of the) [a-z][a-z -]{3,50}?) "
    r"(?P<prep>from|on|at|in|to|into|onto|by|via|between|with) (?=\S)"
)
_ADJECTIVE = re.compile(r"[a-z]+(?:al|ior|ary|eal|ar|per|er|ep|id|dle|oid|ial|ic)")
_RESPECTIVELY = re.compile(r",? respectively\b")


_AND_BY = re.compile(
    r",? and (?:also |often |frequently |sometimes )?(?:by|from|through) (?:the )?"
)
_BOTH_OF = re.compile(
    r"(?P<one>[^,]{3,60} (?P<a>nerves?|artery|arteries)) and (?P<b>nerves?|artery|arteries|vessels)"
)
_NERVOUS = re.compile(r"\b(?:nerves?|plexus(?:es)?|ram(?:us|i))\b")
_VASCULAR = re.compile(r"\b(?:arter(?:y|ies)|vessels?|veins?)\b")


def supplies(answer: str) -> list[tuple[Relation, str, str]]:
    """Return what supplies by relation: relation, answer, nouns to ask for ('' for the usual).

    "the femoral nerve and by branches of the femoral artery" are two, "the gluteal nerve and
    artery" likewise; nothing where the answer is of one kind.
    """
    both = _BOTH_OF.fullmatch(answer)
    if both and _NERVOUS.search(both["a"]) and not _NERVOUS.search(both["b"]):
        return [
            (Relation.INNERVATION, both["one"], ""),
            (Relation.BLOOD_SUPPLY, answer, f"{both['a']} and {both['b']}"),
        ]
    if both and _NERVOUS.search(both["b"]) and not _NERVOUS.search(both["a"]):
        return [
            (Relation.BLOOD_SUPPLY, both["one"], ""),
            (Relation.INNERVATION, answer, f"{both['a']} and {both['b']}"),
        ]
    parts = _AND_BY.split(answer)
    kinds = [(bool(_NERVOUS.search(part)), bool(_VASCULAR.search(part))) for part in parts]
    if len(parts) < 2 or any(nerve == vessel for nerve, vessel in kinds):
        return []
    return [
        (Relation.INNERVATION if nerve else Relation.BLOOD_SUPPLY, part, "")
        for part, (nerve, _) in zip(parts, kinds, strict=True)
    ]


def is_respective(text: str, start: int, end: int) -> bool:
    """Tell whether "respectively" stands in or right after ``text[start:end]``."""
    return _RESPECTIVELY.search(text, start, min(end + 20, len(text))) is not None


def shares(answer: str, count: int) -> tuple[str, ...]:
    """Return the members of an answer that ``count`` subjects share out, nothing where they differ.

    A member that leaves out its noun ("lateral and anterior surfaces") is no answer.
    """
    members: tuple[str, ...] = clauses.items_of(answer)
    if not members and count == 2:
        members = tuple(re.split(r",? and (?=the )", answer, maxsplit=1))
        if len(members) < 2:
            members = tuple(re.split(r",? and ", answer))
    members = tuple(clauses.without_article(member.strip(" ,")) for member in members)
    if len(members) != count or any(not member for member in members):
        return ()
    if any(_ADJECTIVE.fullmatch(member) for member in members[:-1]):
        return ()
    return members


def unsaid(
    text: str, start: int, prepositions: frozenset[str], named: Callable[[str], list[Subject]]
) -> list[tuple[int, Subject, tuple[int, int]]]:
    """Return the clauses after ``start`` that leave out their verb: beginning, subject, span.

    ``named`` resolves a noun phrase; a clause counts where that is one structure and its
    preposition is one of those that the verb takes.
    """
    end = len(text.rstrip(" .!?"))
    found: list[tuple[int, Subject, tuple[int, int]]] = []
    at = start
    while True:
        match = _UNSAID.search(text, at, end)
        if match is None:
            break
        at = match.end()
        subjects = named(match["np"]) if match["prep"] in prepositions else []
        if len(subjects) != 1 or clauses.finite_verbs(text[start : match.start()]):
            at = match.start() + 2
            continue
        if found:
            found[-1] = (*found[-1][:2], (found[-1][2][0], match.start()))
        found.append((match.start(), subjects[0], (match.start("prep"), end)))
    if found:
        low, high = found[-1][2]
        found[-1] = (*found[-1][:2], (low, min(high, clauses.argument_end(text, low))))
    return found
