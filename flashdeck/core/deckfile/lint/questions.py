"""Rules for questions: they stand alone, ask for a fact, and say where from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.deckfile.lint.base import Hit, Subject
from flashdeck.core.model import CardKind, Cloze, Question

_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|he|she|him|this|these|those)\b(?!\s+(?:takes?\s+(?:for|to)\b"
    r"|(?:is|was)\s+\w+\s+(?:to|that|for)\b))",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|does|would|can|may) it (?:\w+ )?(?:\w+ )?(?:to|that|take|takes|for|when|if)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:the|a|an|each|every|both|all|some|many|one|two|three|no|any|his|her|your|our|[a-z]+'s)\s+"
    r"(?!(?:other|same|first|second|name|following|above)\b)\w+"
    r"|(?<!^)(?<![.?!]\s)\b[A-Z][\w-]+",
)
_ASKED_THING = re.compile(
    r"^(?:\W*\w+\s){0,2}?(?:which|what|whose|how many)\s+"
    r"(?!is|are|was|were|do|does|did|can|has|have|happens?\b)[\w-]+",
    re.I,
)
_CLAUSE = re.compile(
    r"\b(?:when|while|if|because|as|after|before|until|since|once|although|that|which|whose|"
    r"where|so|and|but|with|by|in|from|for|through|of)\b[^,]*$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should|may|might|must)\s",
    re.IGNORECASE,
)
_YES = re.compile(r"(?:yes|no|true|false|right|wrong|correct|incorrect)\b[\s.,!;:]*", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|never|except|least|cannot)\b|n[’']t\b")
_STEM = re.compile(r"\b(?:which|what|who|whom|whose|where)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:when|while|if|because|although|after|before|until|that|who|unless|whose)\b",
    re.IGNORECASE,
)
_DIRECTION = (
    r"(?:medial|lateral|anterior|posterior|superior|inferior|proximal|distal|superficial|cranial|"
    r"caudal|dorsal|ventral)(?:ly|most)?|deep|deeper|above|below|behind|beneath|underneath"
)
_PLACED = re.compile(
    rf"\b(?:lies?|lying|located|situated|found|placed|is|are)\s+(?:(?:more|most|further|immediately|"
    rf"directly|just)\s+)?(?:{_DIRECTION})\s*[.?!,;]?\s*(?:\?|$|and\b)",
    re.IGNORECASE,
)
_ONLY_DIRECTION = re.compile(
    rf"(?:(?:it|they)\s+)?(?:(?:lies?|is|are|runs?|located|on|in|at|to|the|more|just|from|further)\s+)*"
    rf"(?:{_DIRECTION})(?:\s+(?:and|or)\s+(?:{_DIRECTION}))*(?:\s+(?:side|part|surface|aspect|position))?\.?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:relative to|in relation to|compared|than|to the|from the|of the|of a|side of|"
    r"with respect|direction|way|which side|surface|aspect|border|end)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*_]+")


def dangling_pronoun(subject: Subject) -> Iterator[Hit]:
    """Cards come one by one, in any order: "it" means nothing without its sentence.

    Bad: ``Q: Which nerve drives it?`` Good: ``Q: Which nerve drives the soleus?``
    """
    for note in subject.deck.notes:
        if isinstance(note, Question):
            found = _dangling(_MARKS.sub("", note.question))
        elif isinstance(note, Cloze):
            found = _begins_dangling(_MARKS.sub("", parse_cloze(note.text).plain()))
        else:
            continue
        if found:
            yield Hit(note.line, f"it is not said what {found!r} means; name it")


def _dangling(question: str) -> str:
    text = " ".join(question.split())
    clean = _EXPLETIVE.sub(" ", text)
    for found in _PRONOUN.finditer(clean):
        before = clean[: found.start()]
        word = found[0]
        if _NAMED.search(before):
            return ""
        if word.casefold() in ("it", "its", "they", "them", "their"):
            asked = _ASKED_THING.match(before)
            if asked and (
                word.casefold() in ("its", "their") or _CLAUSE.search(before[asked.end() :])
            ):
                return ""
            comma = clean.find(",", found.end())
            if (
                comma >= 0
                and _NAMED.search(clean[comma:])
                and clean.count(",", 0, found.start()) == 0
            ):
                return ""
            if _ahead(clean, found.end()):
                return ""
        return word
    return ""


def _ahead(text: str, at: int) -> bool:
    """Tell whether the name comes after: "by what it does, name the soleus"."""
    return re.search(r"\b(?:named?|called)\b", text[at:]) is not None and "," in text[at:]


def _begins_dangling(text: str) -> str:
    found = re.match(r"\W*(it|its|they|their|this|these|those|he|she)\b", text, re.IGNORECASE)
    return found[1] if found else ""


def yes_or_no(subject: Subject) -> Iterator[Hit]:
    """A yes/no question is half answered by guessing, and leaves nothing to remember.

    Bad: ``Q: Does the soleus cross the knee?`` Good: ``Q: Which joint does the soleus cross?``
    """
    for note in subject.deck.notes:
        if not isinstance(note, Question):
            continue
        question = _MARKS.sub("", note.question).strip()
        last = re.split(r"(?<=[.:!?])\s+", question)[-1]
        choice = re.search(r"\bor\b", last, re.IGNORECASE)
        asks = _AUXILIARY.match(last) and last.endswith("?") and not choice
        if _YES.fullmatch(note.answer.text) or re.match(
            r"(?:yes|no)\b[.,;:]", note.answer.text, re.I
        ):
            asks = True
        if asks or re.search(r"\btrue or false\b", question, re.IGNORECASE):
            yield Hit(note.line, "question is answered by yes or no; ask for the fact itself")


def unmarked_negation(subject: Subject) -> Iterator[Hit]:
    """A small "not" is overread, and the right answer is graded as a failure.

    Bad: ``Q: Which of these does not cross the knee?`` Good: ``does **not** cross``.
    """
    for note in subject.deck.notes:
        if not isinstance(note, Question):
            continue
        plain = re.sub(r"(\*\*|__|\*|_)\S[^*_\n]*?\1", " ", note.question)
        sentence = re.split(r"(?<=[.:!])\s+", plain.strip())[-1]
        stem = _STEM.search(sentence)
        found = _NEGATION.search(sentence, stem.end()) if stem else None
        if not stem or not found or re.match(r"\s+(?:only|at)\b", sentence[found.end() :]):
            continue
        if found[0] == "least" and sentence[: found.start()].rstrip().endswith(" at"):
            continue
        if _SUBORDINATE.search(sentence, stem.end(), found.start()):
            continue
        word = found[0]
        yield Hit(
            note.line, f"{word!r} in a question is overread; write **{word}**, or ask without it"
        )


def no_reference(subject: Subject) -> Iterator[Hit]:
    """Medial of what? A direction without its other end is true of almost everything.

    Bad: ``- location: deep``. Good: ``- location: deep to the gastrocnemius``.
    """
    for piece in subject.pieces:
        if piece.kind is not CardKind.BASIC:
            continue
        for item in piece.answers:
            if _ONLY_DIRECTION.fullmatch(item.text.strip()) and (
                piece.worded
                or not (_REFERENCE.search(piece.question) or _ASKED_THING.match(piece.question))
            ):
                yield Hit(
                    piece.line, f"{item.text.strip()!r} of what is not said; name the structure"
                )
                break
        else:
            if isinstance(piece.note, Question) and (found := _PLACED.search(piece.question)):
                placed = " ".join(found[0].split()).rstrip(" ?.")
                yield Hit(piece.line, f"{placed!r} of what is not said; name the structure")
