"""A row of the rule table, and what the patterns of several rows share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.model import Relation

ADV = r"(?:(?:[a-z]+ly|also|often|then|most|together|sometimes|just|both|all|itself|firmly|first) )"
BE = rf"\b(?:is|are|be|being|was|were|gets?) {ADV}?{ADV}?"
PLACE = (
    r"(?:midway|halfway|on|in|at|along|between|behind|beneath|under|underneath|below|above|within|"
    r"inside|outside|"
    r"across|around|near|over|through|down|up|beside|into|onto|out|towards?|alongside|throughout|"
    r"among|from|to|by|anterior|posterior|lateral|medial|superior|inferior|deep|superficial|"
    r"proximal|distal|close|adjacent|next|downwards?|upwards?|inferiorly|superiorly|anteriorly|"
    r"posteriorly|medially|laterally|distally|proximally|obliquely|just|immediately|directly|"
    r"vertically|horizontally|transversely|parallel|forwards?|backwards?)"
)
SIDES = r"(?:anterior|posterior|superior|inferior|medial|lateral|proximal|distal|superficial|deep)"
# "of the soleus" after a noun that stands for a relation: "the origin of the soleus is".
OF = r"(?: (?:of|to|for|in) (?P<np>[^,.;]{3,60}?))?"
MUSCLES = ("muscle", "muscle_group")
SOFT = (*MUSCLES, "ligament", "tendon", "fascia", "membrane", "cartilage")
VESSELS = ("artery", "vein", "vessel", "lymph")
NERVES = ("nerve", "plexus", "ganglion", "cns")
ORGANS = ("organ", "organ_part", "gland", "duct", "membrane", "lymph", "cns", "cartilage")
BONES = ("bone", "bone_landmark", "cartilage", "joint", "region")
STRUCTURES = (
    *SOFT,
    *VESSELS,
    *NERVES,
    *ORGANS,
    *BONES,
    "bursa",
    "space",
    "compartment",
    "retinaculum",
    "substance",
)
# What a nerve can supply: anything but another nerve, whose sources are its origin.
TARGETS = tuple(kind for kind in STRUCTURES if kind not in NERVES)
CLINICAL = ("condition", "treatment")
ANY = (*STRUCTURES, *CLINICAL, "movement", "topic")


@dataclass(frozen=True, slots=True)
class Rule:
    """One frame. ``kinds`` are those of the subject; ``needs`` is a kind the answer must name.

    ``ask`` is the question ({s} subject, {do}/{is}/{be} agree and carry a hedge, {adv} an adverb of
    degree); "What" and "Where" ask with the sentence's own verb; '' takes the relation's usual one.
    """

    code: str
    pattern: re.Pattern[str]
    relation: Relation
    kinds: tuple[str, ...]
    example: str
    counterexample: str
    ask: str = ""
    answers: str = "after"
    needs: tuple[str, ...] = ()
    inverse: bool = False
    rank: int = 5


def rule(
    code: str,
    pattern: str,
    relation: Relation,
    kinds: tuple[str, ...],
    example: str,
    counterexample: str,
    **more: object,
) -> Rule:
    return Rule(code, re.compile(pattern), relation, kinds, example, counterexample, **more)  # type: ignore[arg-type]


MOVES_3 = (
    r"(?:plantar ?flex|dorsiflex|hyperextend|compress|depress|flex)(?:es)|(?:extend|abduct|"
    r"adduct|rotate|"
    r"pronate|supinate|invert|evert|elevate|protract|retract|protrude|oppose|circumduct|"
    r"stabili[sz]e|unlock|lock|raise|lower|lift|pull|draw|move|tilt|bend|straighten|tense|tighten|"
    r"constrict|dilate|turn|brace|widen|narrow|wrinkle|swing|bring|squeeze)s|steadies|fixes"
)
SINGLE_MOVES = (
    r"(?:plantar ?flex|dorsiflex|flex|extend|abduct|adduct|rotate|pronate|supinate|invert|evert|"
    r"elevate|depress|stabili[sz]e|raise|lower|lift|pull|draw|protract|retract|compress|move)"
)
AGENTS = (
    r"(?:(?:plantar |dorsi|lateral |medial |internal |external )?(?:flexors?|rotators?)|"
    r"extensors?|abductors?|"
    r"adductors?|pronators?|supinators?|invertors?|evertors?|elevators?|depressors?|"
    r"stabili[sz]ers?|protractors?|retractors?|dorsiflexors?|plantarflexors?|constrictors?|"
    r"dilators?|tensors?|prime movers?)"
)
