"""Relations as people write them in decks."""

from __future__ import annotations

from flashdeck.core.model import Relation

KNOWN = ", ".join(relation.value for relation in Relation)

_SYNONYMS: dict[Relation, tuple[str, ...]] = {
    Relation.DEFINITION: ("definitions", "meaning", "description"),
    Relation.ETYMOLOGY: ("name", "word", "word_origin", "derivation"),
    Relation.LOCATION: ("locations", "position", "course", "situation"),
    Relation.PART_OF: ("group", "belongs_to", "compartment"),
    Relation.COMPOSITION: ("parts", "heads", "branches", "components", "consists_of"),
    Relation.ORIGIN: ("origins", "proximal_attachment"),
    Relation.INSERTION: ("insertions", "distal_attachment"),
    Relation.INNERVATION: ("nerve", "nerves", "nerve_supply", "innervated_by"),
    Relation.BLOOD_SUPPLY: ("artery", "arteries", "arterial_supply", "vascular_supply", "vessels"),
    Relation.ACTION: ("actions", "function", "functions", "movement", "movements"),
    Relation.JOINT: ("joints", "articulation", "articulations"),
    Relation.SYNERGIST: ("synergists", "agonist", "agonists"),
    Relation.ANTAGONIST: ("antagonists",),
    Relation.CONDITION: ("conditions", "cause", "causes", "risk", "risks", "complication"),
    Relation.SYMPTOM: ("symptoms", "sign", "signs"),
    Relation.DIAGNOSIS: ("diagnoses", "test", "tests"),
    Relation.TREATMENT: ("treatments", "therapy", "management"),
    Relation.EXERCISE: ("exercises", "stretch", "stretches"),
    Relation.DURATION: ("durations", "time", "repetitions"),
    Relation.OTHER: ("note", "notes"),
}
_BY_NAME = {relation.value: relation for relation in Relation} | {
    name: relation for relation, names in _SYNONYMS.items() for name in names
}


def relation_named(name: str) -> Relation | None:
    """Return the relation of that name or synonym; case-blind, blanks and hyphens are ``_``."""
    known = _BY_NAME.get(name)
    return known or _BY_NAME.get("_".join(name.casefold().replace("-", " ").split()))
