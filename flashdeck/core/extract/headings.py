"""What a heading, a key or a lead-in lists: its words and their relation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.extract.pairs import SHORT_KEYS
from flashdeck.core.extract.phrases import strip_brackets
from flashdeck.core.model import Relation


@dataclass(frozen=True, slots=True)
class Topic:
    """Words of a heading, a key or a lead-in that say which relation is listed.

    ``name`` is the plural noun that a question asks for, '' where the usual question does.
    """

    pattern: re.Pattern[str]
    relation: Relation
    name: str = ""
    whole: bool = False


def _topic(pattern: str, relation: Relation, name: str = "", *, whole: bool = False) -> Topic:
    return Topic(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), relation, name, whole)


TOPICS: tuple[Topic, ...] = (
    _topic(
        r"(?:call|see|contact|talk to|tell|phone|ring) (?:your|a|the) (?:doctor|gp|physician|"
        r"health ?care "
        r"(?:provider|professional|team)|provider|surgeon)|seek (?:medical|immediate|emergency|"
        r"urgent)|emergency (?:department|room|care)|red flags|warning signs|when to (?:see|call|"
        r"get|"
        r"seek)|get (?:medical|emergency) help|call 911",
        Relation.SYMPTOM,
        "warning signs",
    ),
    _topic(
        r"risk factors?|factors (?:that |which )?(?:can |may |might |could )?(?:raise|increase)|"
        r"at (?:higher |greater |increased |more |high )?risk|"
        r"more likely|(?:higher|greater|increased) (?:risk|chance)|increases? (?:the|your) (?:risk|"
        r"chances?)",
        Relation.CONDITION,
        "risk factors",
    ),
    _topic(r"complications?", Relation.CONDITION, "complications"),
    _topic(r"signs|symptoms?|clinical features|presentation", Relation.SYMPTOM),
    _topic(r"side effects?", Relation.TREATMENT, "side effects"),
    _topic(r"addressing|correcting|fixing|self[- ]care", Relation.TREATMENT),
    _topic(
        r"why [a-z ]{0,40}(?:gets?|becomes?|hurts?|happens?)|factors",
        Relation.CONDITION,
        "causes",
    ),
    _topic(r"causes?", Relation.CONDITION, "causes"),
    _topic(r"stretches|stretching|strengthening|exercises?|workouts?", Relation.EXERCISE),
    _topic(
        r"treat(?:ed|ing|ments?)?|therap(?:y|ies)|management|managed|rehab(?:ilitation)?|"
        r"procedures?|"
        r"relieve|(?:doctor|provider|surgeon|therapist) (?:may|might|will|can) (?:also "
        r")?(?:recommend|"
        r"suggest|prescribe|advise)",
        Relation.TREATMENT,
    ),
    _topic(r"goals?", Relation.TREATMENT, "goals"),
    _topic(r"lifestyle changes", Relation.TREATMENT, "lifestyle changes"),
    _topic(r"prevention|prevent(?:ing)?", Relation.TREATMENT, "ways to prevent it"),
    _topic(
        r"(?:doctor|provider) (?:may|might|will|can) (?:also )?(?:order|do|check)",
        Relation.DIAGNOSIS,
    ),
    _topic(r"diagnos[a-z]+|tests?|imaging|examinations?|investigations?", Relation.DIAGNOSIS),
    _topic(
        r"injur(?:y|ies)|conditions?|disorders?|diseases?|problems?|patholog(?:y|ies)|clinical "
        r"(?:significance|relevance|notes?|correlations?|points?|importance)|overwork|overuse",
        Relation.CONDITION,
    ),
    _topic(r"origins?|proximal attachments?|proximal", Relation.ORIGIN),
    _topic(r"insertions?|distal attachments?|distal", Relation.INSERTION),
    _topic(r"innervations?|nerve supply|motor supply|nerves?|nerve roots?", Relation.INNERVATION),
    _topic(
        r"(?:blood|arterial|vascular) supply|arter(?:y|ies)|vasculature|venous drainage|supplies",
        Relation.BLOOD_SUPPLY,
    ),
    _topic(r"synergists?", Relation.SYNERGIST),
    _topic(r"antagonists?", Relation.ANTAGONIST),
    _topic(r"movements?|motions", Relation.ACTION, "movements"),
    _topic(r"actions?|functions?|roles?", Relation.ACTION),
    _topic(r"branches", Relation.COMPOSITION, "branches"),
    _topic(r"(?:sub)?types|forms", Relation.COMPOSITION, "types"),
    _topic(r"heads", Relation.COMPOSITION, "heads"),
    _topic(r"ligaments", Relation.COMPOSITION, "ligaments"),
    _topic(
        r"parts?|components?|divisions?|layers?|composition|contents|consists? of|lobes|"
        r"regions|segments",
        Relation.COMPOSITION,
        "parts",
    ),
    _topic(r"articulations?|articulates? with|joints? (?:crossed)?|joints?", Relation.JOINT),
    _topic(r"location|relations|position|course|situation|borders|boundaries", Relation.LOCATION),
    _topic(r"etymology|name", Relation.ETYMOLOGY),
    _topic(r"definition|description", Relation.DEFINITION),
    _topic(r"part of|group|compartment", Relation.PART_OF),
    _topic(r"duration|recovery time|healing time|time course", Relation.DURATION),
)
ONLY_KEYS = frozenset(
    (
        Relation.ETYMOLOGY,
        Relation.DEFINITION,
        Relation.PART_OF,
        Relation.ORIGIN,
        Relation.INSERTION,
        Relation.INNERVATION,
        Relation.BLOOD_SUPPLY,
    )
)


def relation_of(text: str, *, key: bool = False, last: bool = False) -> Topic | None:
    """Return the row that a heading, key or lead-in belongs to, or None.

    Of several words the first counts, with ``last`` the last one.
    """
    text = strip_brackets(text)
    if key:
        text = SHORT_KEYS.get(text.strip(" .:").casefold(), text)
    found: tuple[int, Topic] | None = None
    for topic in TOPICS:
        match = topic.pattern.search(text)
        if match and (key or topic.relation not in ONLY_KEYS or len(text.split()) <= 4):
            if key:
                return topic
            if found is None or (match.start() < found[0]) != last:
                found = (match.start(), topic)
    return found[1] if found else None
