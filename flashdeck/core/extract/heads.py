"""The heads and parts of a muscle: "long head" under "Biceps brachii" is one of its heads."""

from __future__ import annotations

import re

from flashdeck.core.extract.phrases import Subject, singular_name
from flashdeck.core.wording import is_plural

_SIDES = (
    r"(?:long|short|medial|lateral|deep|superficial|clavicular|sternal|sternocostal|costal|abdominal|"
    r"anterior|posterior|upper|lower|middle|superior|inferior|humeral|humero-?ulnar|ulnar|radial|"
    r"oblique|transverse|acromial|spinal|scapular|ascending|descending|vertebral|straight|reflected|"
    r"adductor|hamstring|ischiocondylar|iliac|pubic|sternoclavicular|occipital|central|internal|"
    r"external|proximal|distal|vertical|horizontal|first|second|third)"
)
HEAD = (
    rf"{_SIDES}(?: (?:and|or) {_SIDES})? (?:heads?|parts?|bell(?:y|ies)|fib(?:er|re)s|portions?|"
    r"divisions?|slips?|layers?)"
)
_HEAD = re.compile(rf"(?:the |its )?(?P<part>{HEAD})", re.IGNORECASE)
_MUSCULAR = re.compile(r"(?:heads?|bell(?:y|ies)|fib(?:er|re)s)$", re.IGNORECASE)
_HEAD_AND_PLACE = re.compile(
    rf"(?:the )?(?P<part>{HEAD})(?: ?: ?| ?= ?| [–—-] | (?:arises )?(?=from |on ))(?P<place>.+)",
    re.IGNORECASE,
)
_PLACE_AND_HEAD = re.compile(rf"(?P<place>[^()]+) \((?:the )?(?P<part>{HEAD})\)", re.IGNORECASE)
_PART_IN = (
    re.compile(
        rf"(?P<owner>[^(),]{{3,50}}?)(?: \(|, | [–-] |: )(?P<part>{HEAD})\)?", re.IGNORECASE
    ),
    re.compile(rf"(?P<part>{HEAD}) of (?:the )?(?P<owner>[^(),]{{3,50}})", re.IGNORECASE),
)
_BETWEEN = re.compile(
    rf"; | ?/ |, (?:and )?(?=(?:the )?{HEAD})|(?<=\)), (?:and )?| and (?=(?:the )?{HEAD})"
)
_PREPOSITION = re.compile(r"^(?:from|on|at) (?:the )?")


def is_head(phrase: str) -> bool:
    """Tell whether a phrase is "the long head" or the like, which only its muscle gives a name."""
    match = _HEAD.fullmatch(phrase.strip(" :.*"))
    return match is not None and _MUSCULAR.search(match["part"]) is not None


def whole_of(one: Subject) -> Subject:
    """Return the muscle that a head belongs to, any other structure as it is."""
    part, of, whole = one.name.partition(" of the ")
    if one.kind != "muscle" or not of or _HEAD.fullmatch(part) is None:
        return one
    return Subject(whole, one.kind, False, False)


def head_of(phrase: str, owner: Subject | None) -> Subject | None:
    """Return the part that a phrase like "long head" names of a muscle, or None."""
    match = _HEAD.fullmatch(phrase.strip(" :.*"))
    if match is None or owner is None or owner.kind != "muscle":
        return None
    part = match["part"].casefold()
    whole = owner.name.rsplit(" of the ", 1)[-1]
    if not part.endswith(("fibers", "fibres")):  # no one speaks of a single one
        part = singular_name(part)
    return Subject(f"{part} of the {whole}", "muscle", is_plural(match["part"]), False)


def part_in(text: str) -> tuple[str, str] | None:
    """Return part and muscle of "Biceps brachii (long head)", "long head of biceps brachii"."""
    for pattern in _PART_IN:
        match = pattern.fullmatch(text.strip(" .:"))
        if match:
            return match["part"], match["owner"]
    return None


def by_heads(text: str, owner: Subject) -> list[tuple[Subject, str]]:
    """Return each head with its place of "long head: A; short head: B" or "A (long head), B (..)".

    Nothing unless every member of the text names its head.
    """
    members = [member for member in _BETWEEN.split(text) if member.strip()]
    if len(members) < 2:
        return []
    found = []
    for member in members:
        match = _HEAD_AND_PLACE.fullmatch(member.strip(" ,")) or _PLACE_AND_HEAD.fullmatch(
            member.strip(" ,")
        )
        one = head_of(match["part"], owner) if match else None
        if match is None or one is None:
            return []
        found.append((one, _PREPOSITION.sub("", match["place"].strip(" ,"), count=1)))
    return found
