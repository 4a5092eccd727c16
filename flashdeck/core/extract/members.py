"""Members of a list: what they are, how they are cleaned, and the fact they make."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.headings import Topic
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import Subject, plain_case, strip_brackets
from flashdeck.core.extract.sentences import ends_short
from flashdeck.core.model import Relation

MAX_ITEMS = 20
MAX_ITEM_WORDS = 25
# What the notes of a muscle say of each of its heads.
OF_HEADS = frozenset(
    (
        Relation.ORIGIN,
        Relation.INSERTION,
        Relation.INNERVATION,
        Relation.ACTION,
        Relation.COMPOSITION,
    )
)
# What a health page lists in fragments, each an item even where it is a sentence.
FRAGMENTARY = frozenset(
    (
        Relation.SYMPTOM,
        Relation.CONDITION,
        Relation.TREATMENT,
        Relation.EXERCISE,
        Relation.DIAGNOSIS,
    )
)
FRAGMENT_STOP = re.compile(r"\b(?:is|are|was|were|has|have|had|will|should|must|may|can|might)\b")
# "You have ...:" is taken up by "are over 60", "have diabetes": what counts is the rest.
_OF_YOU = re.compile(
    r"^(?:[Yy]ou )?(?:are|[Hh]ave had|[Hh]ave|[Hh]ad|[Ff]eel|[Nn]otice|[Dd]evelop|[Aa]re) (?=\w+)"
)
IMPERATIVE = re.compile(
    r"^(?:avoid|do|try|keep|use|wear|eat|drink|get|take|raise|see|ask|call|talk|stop|start|lose|"
    r"rest|apply|follow|"
    r"make|maintain|quit|limit|exercise|stretch|walk)\b",
    re.IGNORECASE,
)


def is_label(text: str) -> bool:
    """Tell whether a sentence is but a name: "Physical therapy."."""
    words = text.split()
    return len(words) <= 5 and not clauses.finite_verbs(text) and not FRAGMENT_STOP.search(text)


def exercise_name(heading: str) -> str:
    """Return "strengthening exercises" where a heading says which exercises are listed."""
    text = plain_case(strip_brackets(heading).strip(" .:"))
    if re.fullmatch(r"(?:[\w-]+ ){1,4}exercises", text):
        return text
    return (
        f"{text} exercises"
        if re.fullmatch(r"(?:strengthening|stretching|mobility|balance)", text)
        else ""
    )


def topic_of(relation: Relation | None) -> Topic:
    return Topic(re.compile(""), relation or Relation.ORIGIN)


_CLAUSE_ON_YOU = re.compile(r",? (?:that|which|so that|especially when|when|if|as if) ")


def clean_item(text: str) -> str:
    text = re.sub(r"^\W*(?=[\w(\"“])", "", text.strip())
    text = _OF_YOU.sub("", text, count=1)
    kept = text.rstrip(" ;,") if ends_short(text.rstrip(" ;,")) else text.rstrip(" .;,")
    clean = clauses.impersonal(kept)
    if clean is None:  # "pain that wakes you at night"
        clean = clauses.impersonal(_CLAUSE_ON_YOU.split(kept, maxsplit=1)[0])
    if clean is None or len(clean.split()) > MAX_ITEM_WORDS or clean.endswith(":"):
        return ""
    return clean


def list_finding(
    topic: Topic,
    subject: Subject,
    answer: str,
    items: tuple[str, ...],
    first: Mapped,
    last: Mapped,
    *,
    name: str = "",
    question: str = "",
    ordered: bool = False,
) -> list[Finding]:
    """Return the fact of a list or a key, quoted from ``first`` to ``last``."""
    start = first.raw_span(0, len(first.text))[0]
    end = last.raw_span(0, len(last.text))[1]
    kind = subject.kind
    return [
        Finding(
            subject.name,
            kind,
            topic.relation,
            answer,
            start,
            end,
            items=items,
            ordered=ordered,
            name=name,
            question=question,
            rank=8,
            rule="LIST",
        )
    ]
