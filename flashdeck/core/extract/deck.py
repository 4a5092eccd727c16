"""Findings into a deck: one structure each, its facts, and questions for what a fact cannot ask.

Ids are derived from the deck's title, the structure, the relation and the value, so that they stay
the same over runs and over edits elsewhere in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from flashdeck.core.extract.asking import other_definition
from flashdeck.core.extract.filters import accepted
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.ids import NoteId, derive_deck_id, derive_note_id, fact_slot
from flashdeck.core.model import (
    Cloze,
    Deck,
    Fact,
    Helps,
    Identity,
    Item,
    Note,
    Question,
    Quotation,
    Relation,
    Source,
    Structure,
)
from flashdeck.core.text import clean_line
from flashdeck.core.wording import question_for

MAX_QUOTED_WORDS = 90
MAX_LISTED_WORDS = 25
_REVERSED = (Relation.ORIGIN, Relation.INSERTION)
_ORDER = {relation: number for number, relation in enumerate(Relation)}


# "The clavicle is [...]." gives nothing to recall it by.
_ALL_BLANK = re.compile(r" (?:is|are) \{\{c1::[^{}]*\}\}\.$")


@dataclass(slots=True)
class _Group:
    """All that was found of one structure."""

    name: str
    kind: str
    findings: list[Finding] = field(default_factory=list)


def folded(text: str) -> str:
    """Return the text as it is compared: no case, no punctuation, no articles."""
    words = re.findall(r"\w+", text.casefold())
    return " ".join(word for word in words if word not in ("the", "a", "an"))


def build_deck(
    raw: str, findings: Iterable[Finding], *, title: str, file: str, short: dict[str, str]
) -> Deck:
    """Return the deck of an article's findings; ``short`` maps abbreviations to names.

    The deck has no notes where nothing was found that makes a good card.
    """
    kept = accepted(raw, findings)
    groups: dict[str, _Group] = {}
    for finding in kept:
        key = finding.subject.casefold()
        group = groups.setdefault(key, _Group(finding.subject, finding.kind))
        group.findings.append(finding)
    shown = clean_line(title) or "Untitled"
    seed = folded(shown)
    reversible = _unique_answers(kept)
    notes: list[Note] = []
    for group in groups.values():
        notes += _notes_of(raw, group, seed, file, short, reversible)
    return Deck(
        id=derive_deck_id("generate", seed),
        title=shown,
        place=shown,
        source=Source(title=shown),
        notes=tuple(notes),
        file=file,
    )


def _unique_answers(findings: Iterable[Finding]) -> set[tuple[Relation, str]]:
    seen: dict[tuple[Relation, str], set[str]] = {}
    for finding in findings:
        seen.setdefault((finding.relation, folded(finding.answer)), set()).add(finding.subject)
    return {key for key, subjects in seen.items() if len(subjects) == 1}


def _notes_of(
    raw: str,
    group: _Group,
    seed: str,
    file: str,
    short: dict[str, str],
    unique: set[tuple[Relation, str]],
) -> list[Note]:
    facts: list[Fact] = []
    others: list[Note] = []
    asked: set[str] = set()
    slots: set[str] = set()
    ordered = sorted(group.findings, key=lambda one: (_ORDER[one.relation], -one.rank, one.start))
    name, kind = group.name, group.kind
    for one in ordered:
        quotation = quoted(raw, one, file)
        items = one.items if len(one.items) > 1 else ()
        if not one.question and not one.blank and one.relation is not Relation.DURATION:
            slot = fact_slot(one.relation, one.name if one.name else "")
            usual = question_for(
                one.relation, name, kind=kind, name=one.name, items=len(items), ordered=one.ordered
            )
            first = not any(fact.relation is one.relation for fact in facts)
            if slot not in slots and usual not in asked and (first or one.name):
                slots.add(slot)
                asked.add(usual)
                value = None if items else Item(one.answer)
                facts.append(
                    Fact(
                        one.relation,
                        slot,
                        one.name,
                        value,
                        tuple(Item(text) for text in items),
                        one.ordered,
                        quotation,
                    )
                )
                continue
        question = one.question or (
            ""
            if one.blank or (one.cloze and one.relation is Relation.DURATION)
            else question_for(one.relation, name, kind=kind, name=one.name, items=len(items))
        )
        blank = one.cloze
        if one.relation is Relation.DEFINITION and not one.question and question in asked:
            question, blank = other_definition(name, kind, one.answer)
        identity = Identity(_id(seed, one))
        helps = Helps(relation=one.relation)
        if items and len(one.answer.split()) > MAX_LISTED_WORDS:
            continue
        if question and question not in asked:
            asked.add(question)
            others.append(
                Question(identity, question, Item(one.answer), helps, quotation, subject=name)
            )
        elif blank and not _ALL_BLANK.search(blank):
            others.append(Cloze(identity, blank, helps, quotation, subject=name))
    if not facts and not others:
        return []
    reverse = tuple(
        fact.relation
        for fact in facts
        if fact.relation in _REVERSED
        and fact.value is not None
        and kind == "muscle"
        and (fact.relation, folded(fact.value.text)) in unique
        and sum(other.relation is fact.relation for other in facts) == 1
        and len(fact.value.text.split()) > 2
        and not set(folded(name).split()) & set(folded(fact.value.text).split())
    )
    structure = Structure(
        Identity(derive_note_id("generate", seed, folded(name))),
        name,
        kind.replace("_", " "),
        tuple(sorted(key for key, full in short.items() if full.casefold() == name.casefold())),
        _tags(name, kind),
        reverse or None,
        None,
        tuple(facts),
    )
    return [structure, *others]


def _id(seed: str, one: Finding) -> NoteId:
    return derive_note_id(
        "generate", seed, folded(one.subject), one.relation.value, folded(one.answer)
    )


def _tags(name: str, kind: str) -> tuple[str, ...]:
    term = lexicon().find(name)
    tags = [kind.replace("_", "-")] if kind else []
    if term and term.region:
        tags.append(f"region/{term.region.replace(' ', '-')}")
    return tuple(tags)


def quoted(raw: str, one: Finding, file: str) -> Quotation:
    """Return the quotation of a finding, cut to 90 words around its answer."""
    start, end = one.start, one.end
    text = raw[start:end]
    if len(text.split()) > MAX_QUOTED_WORDS:
        words = list(re.finditer(r"\S+", text))
        end = start + words[MAX_QUOTED_WORDS - 1].end()
        text = raw[start:end]
    return Quotation(text, file, start, end)
