"""How a finding is asked: the rule's question, or a blank in the sentence."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.phrases import Subject
from flashdeck.core.extract.rules import Rule
from flashdeck.core.model import Relation
from flashdeck.core.text import fold_space
from flashdeck.core.wording import is_plural, noun_phrase, question_for

USUAL = {
    Relation.ORIGIN: "Where {do} {s} {adv}originate?",
    Relation.INSERTION: "Where {do} {s} {adv}insert?",
    Relation.LOCATION: "Where {is} {s} {adv}found?",
}


def question_by(ask: str, subject: Subject, group: clauses.VerbGroup, verb: str) -> str:
    """Return the question of a rule: its template, or "What"/"Where" with the sentence's verb."""
    fill = asked(subject, group)
    if ask not in ("What", "Where"):
        return ask.format_map(fill)
    parts = clauses.question_from(verb, ask)
    if parts is None:
        return ""
    if parts == ("does", "have"):
        return "Which parts or features {do} {s} {adv}have?".format_map(fill)
    form = (
        f"{ask} {{is}} {{s}} {{adv}}{{be}}{parts[1]}?"
        if parts[0] == "is"
        else (f"{ask} {{do}} {{s}} {{adv}}{parts[1]}?")
    )
    return form.format_map(fill)


def asked(subject: Subject, group: clauses.VerbGroup) -> dict[str, str]:
    """Return what fills a rule's question: subject, agreeing verbs, hedge and adverb."""
    named = subject.shown or subject.name
    plural = is_plural(named)
    return {
        "s": noun_phrase(named, subject.kind if subject.kind != "topic" else "treatment"),
        "do": group.modal or ("do" if plural else "does"),
        "is": group.modal or ("are" if plural else "is"),
        "be": "be " if group.modal else "",
        "adv": f"{group.degree} " if group.degree else "",
    }


def cloze_of(subject: str, kind: str, verb: str, answer: str) -> str:
    """Return "The soleus inserts on {{c1::...}}." with the verb agreeing, '' where it cannot."""
    verb = fold_space(verb)
    if not is_plural(subject):
        verb = clauses.inflected(verb)
    if clauses.has_pronoun(verb) or "{" in answer or "}" in answer or not verb:
        return ""
    head = noun_phrase(subject, kind)
    return f"{head[0].upper()}{head[1:]} {verb} {{{{c1::{answer}}}}}."


_SUPERLATIVE = re.compile(
    r"(?P<the>the|one of the) (?P<what>(?:second |third )?(?:only|[a-z]+est|most [a-z]+|"
    r"largest|main|chief|"
    r"principal|first|last)(?:,? (?:and |or )?(?:[a-z]+est|most [a-z]+))*) (?P<rest>[a-z].*)"
)
_HEAD = re.compile(
    r"(?:an?|the) (?:[a-z-]+,? ){0,5}?(?P<head>organ|gland|bone|joint|muscle|nerve|artery|vein|"
    r"ligament|"
    r"tendon|membrane|cartilage|branch|condition|disease|disorder|injury|procedure|tube|cavity|"
    r"bursa)\b"
)


def other_definition(name: str, kind: str, answer: str) -> tuple[str, str]:
    """Return question and blank of what else a structure is, with a clue: its kind, its noun."""
    plural = is_plural(name)
    one = noun_phrase(name, kind)
    superlative = _SUPERLATIVE.fullmatch(answer)
    if (
        superlative
        and len(superlative["rest"].split()) > 1
        and not superlative["what"].endswith("ly")
        and " to " not in superlative["rest"]
    ):
        is_are = "are" if plural else "is"
        said = f"{one[0].upper()}{one[1:]} {is_are} {superlative['the']} "
        return "", f"{said}{{{{c1::{superlative['what']}}}}} {superlative['rest']}."
    head = _HEAD.match(answer)
    if head and not plural and len(answer.split()) > 3 and head["head"] not in name:
        return f"What kind of {head['head']} is {one}?", ""
    return "", ""


def leaks(subject: str, answer: str) -> bool:
    """Tell whether answer and subject are the same words."""
    return subject.casefold() == answer.casefold() or answer.casefold() in subject.casefold()


# Frames that say of several what none of them is alone: "the condyles are separated by".
_OF_SEVERAL = frozenset(("L6", "D1", "D2", "D6", "M2", "P2", "P3", "J2"))


def asks_plural(rule: Rule, subject: Subject) -> bool:
    """Tell whether the question keeps the plural of the text: "What are the kidneys?"."""
    return bool(subject.shown) and (
        rule.code in _OF_SEVERAL
        or subject.kind == "condition"
        or subject.shown[:1].isdigit()
        or subject.shown.startswith(("two ", "three ", "four "))
    )


def _way(rule: Rule, said: str) -> str:
    """Return "Where does ... leave the pelvis?" for "leaves the pelvis"."""
    match = rule.pattern.match(said.rstrip() + " through")
    if match is None or clauses.has_pronoun(match["what"]):
        return "What"
    return f"Where {{do}} {{s}} {{adv}}{clauses.base_form(match['verb'])} {match['what'].strip()}?"


def finding_of(
    rule: Rule,
    subject: Subject,
    answer: str,
    group: clauses.VerbGroup,
    lead: str,
    raw: tuple[int, int],
    verb: str,
) -> Finding:
    """Return the finding of a frame, with its question where the usual one does not fit."""
    listed = rule.answers == "after" and rule.relation is not Relation.ETYMOLOGY
    items = clauses.items_of(answer) if listed else ()
    question = ""
    if rule.relation is Relation.DEFINITION and items:
        if not subject.plural:
            items = ()
        else:
            question = f"Which {len(items)} kinds of {subject.name} are there?"
            return Finding(
                subject.name,
                subject.kind,
                Relation.COMPOSITION,
                "; ".join(items),
                *raw,
                question=question,
                rank=rule.rank,
                rule=rule.code,
            )
    hedged = bool(group.modal or group.degree or lead)
    named = subject.shown or subject.name
    if rule.ask or hedged or subject.shown:
        ask = rule.ask or USUAL.get(rule.relation, "")
        if ask == "enter":
            ask = _way(rule, verb)
        question = question_by(ask, subject, group, verb) if ask else ""
        if not question:
            question = question_for(rule.relation, named, kind=subject.kind, items=len(items))
        if group.degree and group.degree not in question:
            question = f"{question[:-1]} ({group.degree})?"
        if group.modal and group.modal not in question:
            question = f"{question[:-1]} ({group.modal})?"
        if lead:
            question = f"{lead[0].upper()}{lead[1:]}, {question[0].lower()}{question[1:]}"
    return Finding(
        subject.name,
        subject.kind,
        rule.relation,
        answer,
        *raw,
        items=items,
        question=question,
        rank=rule.rank,
        rule=rule.code,
    )
