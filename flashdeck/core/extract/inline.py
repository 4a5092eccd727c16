"""Lists within one sentence: "Symptoms of a clot include pain, warmth and swelling"."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.headings import Topic, relation_of
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.members import FRAGMENTARY, list_finding
from flashdeck.core.extract.phrases import Names, Subject, plain_case
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation

_OF = re.compile(
    r"\b(?:of|for|to|with|in|from|strengthen|stretch|improve|treat|help|have|"
    r"has)\s+(?P<np>[^,:;.]{3,60}?)"
    r"(?=\s+(?:may|can|include|includes|are|is|often|usually|rehab|that|which|from|by)\b|[:,;.]|$)",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?: \([^()]{1,60}\))? (?:(?:may|can|often|usually|also|commonly|typically) "
    r")?(?P<verb>include|includes|are|is)(?: |: )(?=[a-z])"
)


def inline(names: Names, topics: Topics, sentence: Mapped) -> list[Finding]:
    """Return the list that one sentence holds: "Symptoms of a clot include pain, warmth"."""
    text = sentence.text
    match = _INLINE.search(text)
    if match is None or len(text) > 600:
        return []
    left = text[: match.start()]
    topic = relation_of(left)
    subject = subject_in(
        names, left, owner=topic is not None and topic.relation is not Relation.CONDITION
    )
    if re.search(r"\b(?:these|such|those)\b", left):
        subject = topics.current()
    if subject is None and re.match(
        r"(?:common |other |the |some |many |most |main |first |typical |early )*[a-z]+$",
        left,
        re.IGNORECASE,
    ):
        subject = topics.current()
    if topic and not _announces(topic, left):
        return []
    if topic and topic.relation in FRAGMENTARY:
        hand = topics.condition()
        if hand and (subject is None or (subject.kind != "condition" and not _OF.search(left))):
            subject = hand
    if topic is None or subject is None or len(left.split()) > 14:
        return []
    named = names.name(left)
    noun = plain_case(left).split()[-1].casefold()[:-1] if left.split() else ""
    if (
        named
        and named.kind not in ("condition", "treatment")
        and (named.name.casefold().split()[-1].startswith(noun))
    ):
        return []  # "The hip joint is ..." lists no joints
    if re.match(
        r"(?:(?:often|usually|also|sometimes|commonly|[a-z]+ly) )?(?:[a-z]+(?:ed|wn|lt|en)|"
        r"done|made) (?:by|every|after|when|"
        r"to|from|in|with|for|as|into|on|at|through)\b",
        text[match.end() :],
    ):
        return []
    more = re.match(r"[a-z]+ and (?:may |can |often )?includes? ", text[match.end() :])
    begin = match.end() + (more.end() if more else 0)
    start, end = clauses.trimmed(text, begin, clauses.argument_end(text, begin, infinitive=True))
    answer = clauses.impersonal(text[start:end])
    if not answer or clauses.dangles(answer):
        return []
    items = clauses.items_of(answer)
    if any(re.match(r"(?:particularly|especially|mainly|usually)\b", one) for one in items):
        return []
    if not items and (
        not clauses.fits_answer(answer)
        or (match.group("verb") == "is" and topic.relation is not Relation.SYMPTOM)
        or topic.relation in (Relation.TREATMENT, Relation.DIAGNOSIS, Relation.EXERCISE)
    ):
        return []
    return list_finding(
        topic,
        subject,
        "; ".join(items) if items else answer,
        items,
        sentence,
        sentence,
        name=topic.name,
    )


def subject_in(names: Names, text: str, *, owner: bool = True) -> Subject | None:
    """Return what a lead-in is about: with ``owner``, a condition before its verb comes first."""
    verbs = clauses.finite_verbs(text)
    before = None
    if verbs:
        group = clauses.group_before(text, verbs[0].start(), verbs[0].group())
        before = names.name(text[: group.start])
    if owner and before and before.kind == "condition":
        return before
    found: Subject | None = None
    for match in _OF.finditer(text):
        one = names.name(match["np"])
        if one and one.kind != "movement" and not (found and found.kind == "condition"):
            found = one if found is None or one.kind == "condition" else found
    if found:
        return found
    words = re.findall(r"[\w'-]+", text)
    for size in (4, 3, 2, 1):
        for at in range(len(words) - size + 1):
            piece = " ".join(words[at : at + size])
            term = lexicon().find(piece)
            if (
                term
                and term.kind not in ("movement", "region", "body")
                and (size > 1 or len(piece) > 4)
            ):
                return names.name(piece)
    return None


def _announces(topic: Topic, left: str) -> bool:
    """Tell whether the words before "include" are about what is listed, not about something else.

    "Symptoms of a clot" are, "If symptoms" and "The treatment room" are not.
    """
    found = topic.pattern.search(left)
    if found is None or re.match(
        r"(?:if|when|while|once|after|because|although)\b", left, re.IGNORECASE
    ):
        return False
    after = left[found.end() :]
    return not clauses.finite_verbs(left[: found.start()]) and (
        not after
        or re.match(r" (?:of|for|in|to|with|from|that|and|associated|at)\b", after) is not None
    )
