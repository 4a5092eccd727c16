"""Times and numbers of repetitions, asked by blanking them in their own sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import Names, Subject
from flashdeck.core.model import Relation
from flashdeck.core.wording import noun_phrase

_NUMBER = (
    r"(?:\d{1,4}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|"
    r"thirty|"
    r"forty|sixty|a few|several|a couple of|half an?|an?)"
)
_TIME = re.compile(
    r"(?P<time>(?:(?:about|around|approximately|at least|up to|as long as|roughly|over|less "
    r"than|more than) )?"
    rf"{_NUMBER}(?: (?:seconds?|minutes?|hours?|days?|weeks?|months?))?(?: ?(?:to|or|-|–|and) "
    rf"?{_NUMBER})? "
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|repetitions?|reps|sets|times(?: "
    r"(?:a|per|each) "
    r"(?:day|week))?)(?: (?:a|per) (?:day|week))?)\b",
    re.IGNORECASE,
)
_USE = re.compile(
    r"\b(?:for|every|within|after|take|takes|lasts?|last|involve|involves|requires?|in|from|between|until|done|"
    r"held|repeat|repeated|"
    r"heals? in|hold|perform|wear|usually|about|is|are) $",
    re.IGNORECASE,
)
_CLIP = re.compile(r", (?:and|but|so|or) |; |, (?:it|you|they|this) ")
_EXPECTED = re.compile(
    r"\bexpect (?:the |a |an |your )?(?P<np>[^,]{3,60}?) to (?:take|last|need) $"
)
_PHRASE = re.compile(
    r"^(?:once|after|when|until|if)? ?(?P<np>[^,]{3,60}?) (?:has|have|is|are|may|can|should|"
    r"usually|often)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"(?:once|after|when|until|if|as|because|since)\b", re.IGNORECASE)
_TIMED = ("condition", "treatment", "muscle", "exercise")
_AGE = re.compile(r"\b(?:age|aged|old|ago|history)\b", re.IGNORECASE)


def durations(
    names: Names, topic: Subject | None, mentions: Callable[[str], list[Subject]], sentence: Mapped
) -> list[Finding]:
    """Return the times that a sentence gives for a condition, treatment or exercise it names.

    ``mentions`` returns the structures that a text names; without one the section's topic counts.
    """
    text = sentence.text
    match = _TIME.search(text)
    if match is None or len(text) > 400 or _AGE.search(text[match.start() - 15 : match.end() + 15]):
        return []
    if not _USE.search(text[: match.start()]):
        return []
    low = text.rfind("; ", 0, match.start()) + 2 if "; " in text[: match.start()] else 0
    text = text[low:]
    match = _TIME.search(text)
    if match is None:
        return []
    subject = _subject(names, topic, mentions(text), text)
    if subject is None:
        return []
    answer = match["time"]
    clip = _CLIP.search(text, match.end())
    if clip and _SUBORDINATE.match(text) and clip.group() == ", it ":
        clip = None
    whole = clauses.impersonal(text[: clip.start()] if clip else text.rstrip(". "))
    if whole and subject.kind == "condition" and subject.explicit and whole.startswith("It "):
        head = noun_phrase(subject.name, subject.kind)
        whole = f"{head[0].upper()}{head[1:]}{whole[2:]}"
    question = cloze = ""
    expected = _EXPECTED.search(text[: match.start()])
    if expected:
        phrase = clauses.impersonal(expected["np"])
        if phrase and not clauses.has_pronoun(phrase):
            question = f"How long does {_with_article(phrase)} take?"
    elif whole and not clauses.has_pronoun(whole) and answer in whole and "{" not in whole:
        at = whole.index(answer)
        cloze = f"{whole[:at]}{{{{c1::{answer}}}}}{whole[at + len(answer) :]}."
    else:
        phrase_match = _PHRASE.match(text)
        phrase = clauses.impersonal(phrase_match["np"]) if phrase_match else None
        if phrase and not clauses.has_pronoun(phrase) and names.name(phrase):
            question = f"What time is given for {_with_article(phrase)}?"
    if cloze and not _says(subject.name, cloze):
        cloze = f"{subject.name[0].upper()}{subject.name[1:]}: {cloze[0].lower()}{cloze[1:]}"
    if not question and not cloze:
        return []
    return [
        Finding(
            subject.name,
            subject.kind,
            Relation.DURATION,
            answer,
            *sentence.raw_span(0, len(sentence.text)),
            question=question,
            cloze=cloze,
            rank=7,
            rule="U1",
        )
    ]


def _says(name: str, text: str) -> bool:
    """Tell whether the text holds all words of the name."""
    low = text.casefold()
    return all(word[:5] in low for word in name.casefold().split())


def _with_article(phrase: str) -> str:
    phrase = phrase[0].lower() + phrase[1:]
    return (
        phrase
        if not re.match(r"(?:rehab|healing|recovery|treatment)\b", phrase)
        else f"the {phrase}"
    )


def _subject(names: Names, topic: Subject | None, said: list[Subject], text: str) -> Subject | None:
    for of in re.finditer(r"\b(?:a|an|the|your|of|for) (?=([\w-]+ [\w-]+)( [\w-]+)?)", text):
        for phrase in (of.group(1) + (of.group(2) or ""), of.group(1)):
            one = names.name(phrase)
            if one and one.kind == "condition":
                return one
    start = names.name(re.split(r" (?:is|are|has|have|may|can|should) ", text)[0])
    if start and start.kind in ("condition", "treatment", "muscle"):
        return start
    for kind in ("exercise", "condition", "treatment", "muscle"):
        for one in said:
            if one.kind == kind:
                return one
    return topic if topic and topic.kind in _TIMED else None
