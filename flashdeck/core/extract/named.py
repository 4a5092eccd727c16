"""Noun phrases in subject place: a name, a pronoun, a part, or several that share a word."""

from __future__ import annotations

import re
from dataclasses import replace

from flashdeck.core.extract.groups import is_heads
from flashdeck.core.extract.heads import head_of, is_head
from flashdeck.core.extract.lexicon import HEADS, SOFT_HEADS, lexicon, singular
from flashdeck.core.extract.phrases import (
    PARTITIVE,
    Names,
    Subject,
    bare,
    fits_generic,
    generic_noun,
    plain_case,
    singular_name,
)
from flashdeck.core.extract.topics import Topics
from flashdeck.core.wording import is_plural

_CLASS = re.compile(
    r"^(?:your |the body's |most |all )?(veins|arteries|ligaments|tendons|bones|joints|nerves|"
    r"muscles)$",
    re.IGNORECASE,
)
_PART_OF_OWNER = re.compile(
    r"(?:the|its|their|a|an|this) (?P<part>(?:[a-z-]+ ){0,3}(?:branch(?:es)?|divisions?|trunks?|"
    r"cords?|"
    r"roots?|rami|ramus))$",
    re.IGNORECASE,
)
_PART_ALONE = re.compile(
    r"the (?P<part>(?:(?:upper|lower|proximal|distal|medial|lateral|anterior|posterior|superior|"
    r"inferior|"
    r"middle|internal|external|inner|outer|left|right|surgical|anatomical|joint|fibrous) "
    r")?[a-z]+)$",
    re.IGNORECASE,
)
# What holds of some of a kind is no fact of the kind.
_SOME = frozenset(
    "multiple repeated some several certain various other another few many most any no neither "
    "numerous".split()
)
_WITH_PARTS = frozenset(("bone", "organ", "gland", "joint", "cartilage", "cns", "duct"))
_PARTS = frozenset(("capsule", "hilum", "shaft", "neck", "head", "extremity", "isthmus", "fundus"))
# "The rectus" where the article speaks of the rectus abdominis.
_SHORT = re.compile(r"(?:The|the) (?P<word>[a-z]{4,}(?:us|is|or|eps))")
_ITS_PART = re.compile(r"(?:its|their) (?P<part>(?:[a-z-]+ ){0,3}[a-z]+)$", re.IGNORECASE)


def partitive_of_generic(phrase: str) -> str:
    """Return "the muscle" for "small slips of the muscle", other phrases as they are."""
    part = PARTITIVE.match(bare(phrase))
    if part is None:
        return phrase
    rest = bare(phrase)[part.end() :]
    return rest if generic_noun(rest) else phrase


class Named:
    """Finds what a noun phrase means, with the topics of the article for what has no name."""

    def __init__(self, names: Names, topics: Topics) -> None:
        self.names = names
        self.topics = topics
        self.before = ""  # the sentence before, for "the two muscles"

    def mentions(self, text: str) -> list[Subject]:
        """Return the structures of the lexicon that the text names, each once, in order."""
        words = re.findall(r"[\w'-]+", text)
        found: dict[str, Subject] = {}
        at = 0
        while at < len(words):
            for size in (4, 3, 2, 1):
                piece = " ".join(words[at : at + size])
                if at + size <= len(words) and len(piece) > 3 and lexicon().find(piece):
                    one = self.names.name(piece)
                    if one:
                        found.setdefault(one.name, one)
                    at += size - 1
                    break
            at += 1
        return list(found.values())

    def named(self, phrase: str) -> list[Subject]:
        together = self.topics.groups.meant_by(phrase, plain_case(self.topics.heading_text))
        if together:
            return [replace(one, explicit=False, plural=True) for one in together]
        if is_heads(phrase):
            owner = self.topics.meant_by("muscle", plural=False)
            return [replace(owner, plural=True)] if owner else []
        first = phrase.split()[0].casefold() if phrase.split() else ""
        if first in ("it", "they"):
            if len(phrase.split()) > 2:
                return []
            one = self.topics.meant_by("", plural=first == "they")
            return [one] if one else []
        if first in _SOME:
            return []
        phrase = partitive_of_generic(phrase)
        many = _CLASS.match(phrase)
        if many:
            noun = singular(many.group(1).casefold())
            return [Subject(noun, HEADS[noun], True)]
        noun = generic_noun(phrase)
        if noun:
            number = re.match(r"(?:the|these|both) (?:two )?\w+s$", phrase, re.IGNORECASE)
            if number and re.search(r"\b(?:two|both)\b", phrase, re.IGNORECASE):
                pair = [one for one in self.mentions(self.before) if one.kind == noun]
                return (
                    [replace(one, explicit=False, plural=True) for one in pair]
                    if len(pair) == 2
                    else []
                )
            if re.match(r"(?:the|this|these|that|those) ", phrase, re.IGNORECASE):
                one = self.topics.meant_by(noun, plural=is_plural(phrase))
                return [one] if one else []
        head = head_of(phrase, self.topics.meant_by("muscle", plural=False))
        if head:
            return [head]
        if is_head(phrase):  # whose, nobody said
            return []
        branch = _PART_OF_OWNER.match(phrase.strip())
        if branch:
            its = re.match(r"(?:its|their)\b", phrase, re.IGNORECASE)
            owner = None if its else self.topics.current()
            if owner is None or not fits_generic(owner, "vessel or nerve"):
                owner = self.topics.meant_by("vessel or nerve", plural=False)
            return [self._part(branch["part"], owner)] if owner else []
        if re.match(r"(?:its|their) ", phrase, re.IGNORECASE):
            return self._possessive(phrase)
        alone = _PART_ALONE.match(phrase.strip())
        owner = self.topics.current() if alone else None
        term = lexicon().find(alone["part"]) if alone else None
        if alone and owner and owner.kind in _WITH_PARTS and (not term or term.kind == "region"):
            noun = singular(alone["part"].split()[-1].casefold())
            if (
                noun in SOFT_HEADS or noun in _PARTS or HEADS.get(noun) == "organ_part"
            ) and " of the " not in owner.name:
                kind = HEADS.get(noun) or SOFT_HEADS.get(noun) or "organ_part"
                return [replace(self._part(alone["part"], owner), kind=kind)]
        whole = self.names.name(phrase) or self._short(phrase)
        either = re.match(r"(.{3,50}?)(?:,)? or (?:the )?(.{3,50}),?$", phrase)
        if either and " and " not in phrase:  # "The femur or thigh bone"
            one, other = self.names.name(either.group(1)), self.names.name(either.group(2))
            return [one] if one and other and one.kind == other.kind else []
        if " and " not in phrase and ", " not in phrase:
            return [whole] if whole else []
        parts = [part for part in re.split(r", and |, | and | as well as ", phrase) if part]
        last = parts[-1].split(" of ")[0]
        shared = re.search(r" (\w+)$", last)
        rest = parts[-1][len(last) :]
        subjects: list[Subject] = []
        for part in parts:
            one = self.names.name(part)
            first_words = bare(parts[0]).split()
            if subjects and len(first_words) > 1:  # "gluteus medius and minimus"
                prefixed = f"{' '.join(first_words[:-1])} {bare(part)}"
                one = self.names.name(prefixed) if lexicon().find(prefixed) else one
            following = parts[len(subjects) + 1 : -1]
            if one is None and shared and " " not in bare(part):
                one = self.names.name(f"{part} {bare(last).partition(' ')[2]}{rest}")
            if one is None and shared and not any(self.names.name(other) for other in following):
                one = self.names.name(f"{part} {shared.group(1)}{rest}")
            if one is None:
                return (
                    [whole]
                    if whole
                    and whole.kind != "muscle_group"
                    and " and " not in whole.name
                    and (not self.names.name(parts[0]))
                    else []
                )
            subjects.append(replace(one, plural=True))
        return subjects

    def _short(self, phrase: str) -> Subject | None:
        """Return the one muscle spoken of that "the rectus" or "the medius" is short for."""
        match = _SHORT.fullmatch(phrase.strip())
        if match is None:
            return None
        word = match["word"]
        spoken = [*self.topics.recent, *self.topics.groups.last]
        spoken += [one for one in (self.topics.section, self.topics.title) if one]
        fitting = {
            one.name: one
            for one in spoken
            if one.kind == "muscle" and " of the " not in one.name and word in one.name.split()
        }
        one = next(iter(fitting.values())) if len(fitting) == 1 else None
        return replace(one, plural=False, explicit=True, shown="") if one else None

    def _possessive(self, phrase: str) -> list[Subject]:
        """Read "its tendon", "its fibres", "its main action" as the structure they belong to."""
        if re.match(
            r"(?:its|their) (?:[a-z]+ )?(?:[a-z]+ )?(?:tendons?|fib(?:er|re)s?|origin|"
            r"insertion|actions?|functions?|roles?|"
            r"nerve supply|innervation|blood supply|arterial supply|name|bell(?:y|ies)|heads?|"
            r"attachments?|purpose|job|tasks?)$",
            phrase,
            re.IGNORECASE,
        ):
            one = self.topics.meant_by("", plural=False)
            return [one] if one else []
        part = _ITS_PART.match(phrase.strip())
        owner = self.topics.meant_by("", plural=False) if part else None
        if part is None or owner is None or owner.kind in ("muscle", "condition", "treatment"):
            return []
        head = singular(part["part"].split()[-1].casefold())
        if head in SOFT_HEADS or head in HEADS or lexicon().find(part["part"]):
            kind = HEADS.get(head) or SOFT_HEADS.get(head) or owner.kind
            return [replace(self._part(part["part"], owner), kind=kind)]
        return []

    @staticmethod
    def _part(part: str, owner: Subject) -> Subject:
        """Return "deep branch of the radial nerve" for a part that the text names alone."""
        whole = owner.name.rsplit(" of the ", 1)[-1]
        part = part.casefold()
        name = f"{singular_name(part)} of the {whole}"
        shown = f"{part} of the {whole}" if is_plural(part) and part in name else ""
        return Subject(name, owner.kind, is_plural(part), False, shown)
