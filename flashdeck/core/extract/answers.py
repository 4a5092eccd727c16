"""What a frame says: its answer cut and made impersonal, and the clause it holds under."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.names import alike
from flashdeck.core.extract.phrases import Names, Subject, strip_brackets
from flashdeck.core.extract.rules import Rule
from flashdeck.core.model import Relation
from flashdeck.core.text import fold_space
from flashdeck.core.wording import noun_phrase

_CONDITION_LEAD = re.compile(r"^(?:when|while|whenever|if|once|with|after|during)\b", re.IGNORECASE)
_ACTION_LEAD = re.compile(
    r"^(?:in|at|when|while|whenever|if|once|with|after|during|acting|working)\b", re.IGNORECASE
)
_AMONG = re.compile(
    r"in (?P<who>(?:the |a |most |many |some |about [^,;]{1,20} of |rare |older |young |adult |"
    r"healthy |pregnant |"
    r"the majority of |elderly )*(?:f[o]?etus(?:es)?|embryos?|newborns?|infants?|children|adults?|"
    r"women|"
    r"men|males?|females?|elderly|people|individuals|persons|cases|pregnancy|athletes|runners|"
    r"patients|rare cases|addition to its))\b,? (?=\S)",
    re.IGNORECASE,
)
_STRIP = re.compile(
    r"^(?:from|on|onto|into|to|at|by|via|in|as) (?=(?:the |a |an |both |your |its )?[a-z0-9])",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r",? (?:which means|meaning|which is|that means|referring to|because|for|and means)\b"
)
# How a word is pronounced: "(der-ma-TI-tis)".
_SPOKEN = re.compile(
    r" ?\([A-Za-z -]{0,40}[A-Z]{2,}-[A-Za-z -]{0,40}\)| ?\([A-Za-z -]{0,40}-[A-Z]{2,}[A-Za-z "
    r"-]{0,40}\)"
)
_WRAPPED = re.compile(
    r"^(?:that (?=the )|(?:a |the )?(?:condition|disorder|disease|problem) (?:called|known as) )"
)
# "by a thick tendon from the ilium": what it arises by is not where.
_BY_MEANS = re.compile(
    r"^(?:by|via|through|with|as) (?:(?:an?|its|the|two|three|four|several|[a-z]+) )[^,;]{2,70}?,? "
    r"(?P<to>from|into|onto|on|to|in) (?=(?:the|a|an|its|both|each|[a-z]+al)\b)"
)
_END_FIRST = re.compile(
    r"^(?:above|below|proximally|distally|superiorly|inferiorly|medially|laterally|anteriorly|"
    r"posteriorly) (?:to|into|on|onto) "
)
_KEEPS_PREPOSITION = frozenset((Relation.LOCATION, Relation.DIAGNOSIS, Relation.TREATMENT))


def etymology_end(text: str, end: int) -> int:
    """Return the end of an etymology: what the word means belongs to it."""
    while True:
        meaning = _MEANING.match(text, end)
        if meaning is None:
            return end
        end = max(clauses.argument_end(text, meaning.end()), meaning.end())


class Answers:
    """Cuts answers, with the names of the article to know what they name."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def cut(self, rule: Rule, text: str) -> str | None:
        """Return the words after a verb as an answer, None where they make none."""
        answer: str | None = fold_space(text)
        if rule.relation in (Relation.ORIGIN, Relation.INSERTION) and rule.answers == "after":
            answer = _BY_MEANS.sub(r"\g<to> ", answer or "", count=1)
        if rule.answers == "after":
            while True:
                cut = _STRIP.match(answer or "")
                if cut is None or rule.relation in _KEEPS_PREPOSITION:
                    break
                answer = (answer or "")[cut.end() :]
                break
        answer = clauses.impersonal(_SPOKEN.sub("", answer or ""))
        if answer is None:
            return None
        answer = _WRAPPED.sub("", answer, count=1)
        if rule.relation in (Relation.ORIGIN, Relation.INSERTION):
            answer = _END_FIRST.sub("", answer, count=1)
        if clauses.dangles(answer):
            answer = clauses.undangled(answer)
            answer = answer[: clauses.trimmed(answer, 0, len(answer))[1]]
            if len(clauses.without_article(answer).split()) < 2:
                return None
        answer = re.sub(r"\bits (?=own\b)", "", answer)
        if re.search(r"\b(?:its|their)\b", answer):
            answer = clauses.without_possessive(answer)
            if len(answer.split()) < 3:
                return None
        if rule.answers != "verb" and rule.relation is not Relation.DEFINITION:
            answer = clauses.without_article(answer)
        if not clauses.items_of(answer) or rule.answers != "after":
            answer = clauses.shortened(answer)
            answer = answer[: clauses.trimmed(answer, 0, len(answer))[1]]
        return (
            answer if answer and (clauses.fits_answer(answer) or clauses.items_of(answer)) else None
        )

    def needed(self, rule: Rule, answer: str) -> bool:
        """Tell whether the answer names a structure of the kind that the frame asks for."""
        if not rule.needs:
            return True
        words = answer.replace(",", " ,")
        for part in re.split(r" (?:and|or) | ,|\(|\)| of | from | by ", words):
            one = self.names.name(part)
            if one and one.kind in rule.needs:
                return True
        if "artery" in rule.needs and re.search(r"anastomos|\barch\b|\baort", answer.casefold()):
            return True
        heads = {
            "nerve": "nerve",
            "artery": "arter",
            "vein": "vein",
            "plexus": "plexus",
            "vessel": "vessel",
        }
        return any(heads.get(need, "\0") in answer.casefold() for need in rule.needs)

    def same_kind(self, one: Subject, answer: str) -> bool:
        """Tell whether the answer can be another name: a lung is not called an embolism."""
        other = self.names.name(answer)
        return other is None or one.kind == "topic" or alike(other.kind, one.kind)


def lead_of(left: str, subject: Subject, relation: Relation) -> str | None:
    """Return the leading "when ..." clause, '' without one, None where it stays personal."""
    among = _AMONG.match(left)
    if among and not re.match(r"in humans?\b", among.group(), re.IGNORECASE):
        return f"in {among['who']}"
    head, comma, _ = left.partition(", ")
    pattern = _ACTION_LEAD if relation is Relation.ACTION else _CONDITION_LEAD
    if not comma or not pattern.match(head):
        return ""
    head = strip_brackets(head)
    named = noun_phrase(subject.name, subject.kind)
    head = re.sub(
        r"\b(?:this|these|the) (?:muscles?|nerves?|joints?|bones?|arter(?:y|ies)|"
        r"veins?)\b(?! of)",
        named,
        head,
    )
    return clauses.condition_phrase(head)
