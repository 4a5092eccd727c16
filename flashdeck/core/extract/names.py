"""What an article teaches about names: abbreviations, own structures, definitions in passing."""

from __future__ import annotations

import re

from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.clauses import (
    dangles,
    finite_verbs,
    has_pronoun,
    impersonal,
    without_article,
    without_possessive,
)
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import HEADS, lexicon, singular
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import (
    DETERMINER,
    Names,
    Subject,
    bare,
    heading_kind,
    lower_first,
    plain_case,
    strip_brackets,
)
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation
from flashdeck.core.wording import noun_phrase

_HEADED = re.compile(
    r"\b((?:[A-Za-z][\w-]+ ){1,3})(muscle|nerve|artery|vein|ligament|tendon|bone|joint|plexus|"
    r"bursa|gland)s?\b"
)
_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9]{1,6}|e-stim)s?\)")
_ALSO = re.compile(
    r"(?P<name>(?:[\w'-]+ ){0,5}[\w'-]+)(?:,| \()(?: ?or| also| sometimes| commonly)*(?: "
    r"called| known as| termed)? "
)
# "X, or Y," / "X (Y)" / "X, called the Y"
_APPOSITION = re.compile(
    r", (?:or|also called|also known as|otherwise known as|sometimes called|commonly called|"
    r"commonly known as|"
    r"called|known as|termed) (?P<other>(?:the |a |an )?[a-zA-Z][\w '’-]{2,50}?)(?=[,.;)]|$| "
    r"(?:is|are|and|which)\b)"
)
_IN_BRACKETS = re.compile(
    r" \((?:also |or |aka |the |i\.e\.,? |also known as |also called |called "
    r")*(?P<other>[A-Za-z][\w '’-]{1,50})\)"
)
_OTHERS = re.compile(r"(?:other|others|some|any|even|both|more|another)\b")
_PLAIN_WORDS = frozenset(
    """the a an this that these those of in on at to from with by for and or is are was were as
    both each every any some all most many other another same two three four five several which
    who it its their your our his her into through over under between when while if than then
    also not no such supply supplies called known via like deep superficial following above
    skeletal""".split()
)


def learn_names(blocks: list[Block]) -> Names:
    """Return the names that the article itself establishes."""
    names = Names()
    for block in blocks:
        text = block.text.text
        if block.kind is BlockKind.HEADING and len(text) < 80:
            _learn_heading(names, text)
        for match in _SHORT.finditer(text):
            full = _expansion(text[max(match.start() - 200, 0) : match.start()], match.group(1))
            if full:
                names.short.setdefault(match.group(1), full)
        for match in _HEADED.finditer(text[:200_000]):
            words = match.group(1).split()
            while words and words[0].casefold() in _PLAIN_WORDS:
                words = words[1:]
            if len(words) == 1 and re.fullmatch(
                r"[a-z]{5,}(?:us|is|or|eus|alis|aris)", words[0].casefold()
            ):
                names.local.setdefault(words[0].casefold(), HEADS[match.group(2)])
    return names


def _learn_heading(names: Names, text: str) -> None:
    plain = plain_case(strip_brackets(text).strip(" .:?"))
    for part in re.split(r" and |, ", plain):
        words = part.split()
        if not 0 < len(words) <= 4:
            continue
        kind = heading_kind(words[-1])
        if kind and (len(words) > 1 or kind == "treatment"):
            names.local.setdefault(part.casefold(), kind)


def _expansion(before: str, short: str) -> str:
    """Return the words before "(DVT)" whose first letters it takes, else the words it shortens."""
    words = re.findall(r"[\w'-]+", before)
    letters = [char for char in short.casefold() if char.isalpha()]
    for size in range(len(letters), len(letters) + 3):
        tail = words[-size:]
        if len(tail) < size:
            break
        if tail[0][:1].casefold() == letters[0] and _initials_fit(tail, letters):
            return lower_first(plain_case(" ".join(tail)))
    if short == "e-stim" and len(words) >= 2:
        return lower_first(plain_case(" ".join(words[-2:])))
    return ""


def _initials_fit(words: list[str], letters: list[str]) -> bool:
    at = 0
    for word in words:
        if at < len(letters) and word[:1].casefold() == letters[at]:
            at += 1
    return at == len(letters)


def definitions(names: Names, topics: Topics, sentence: Mapped) -> list[Finding]:
    """Return the other names that a sentence gives in passing: "X, or Y," and "X (Y)"."""
    text = sentence.text
    if len(text) > 700 or topics.aside:
        return []
    found = []
    for pattern in (_APPOSITION, _IN_BRACKETS):
        for match in pattern.finditer(text):
            other = bare(match["other"]).strip()
            before = _noun_before(names, text[: match.start()])
            if _OTHERS.match(match["other"]) or (
                "," in text[: match.start()]
                and pattern is _APPOSITION
                and (
                    match.group().startswith(", or ") and text[match.end() : match.end() + 1] != ","
                )
            ):
                continue
            if before is None or not _is_name(names, other, match["other"]):
                continue
            if (
                other.casefold() in before.name.casefold()
                or before.name.casefold() in other.casefold()
            ):
                continue
            kind = names.kind_of(other) or HEADS.get(singular(other.split()[-1].casefold()), "")
            if kind and before.kind and not alike(kind, before.kind):
                continue
            answer = impersonal(without_article(other))
            if answer is None or dangles(answer):
                continue
            found.append(
                Finding(
                    before.name,
                    before.kind,
                    Relation.DEFINITION,
                    answer,
                    *sentence.raw_span(0, len(text)),
                    question=f"What is another name for {noun_phrase(before.name, before.kind)}?",
                    rank=7,
                    rule="X1",
                )
            )
    return found


# Kinds that one structure is given in different lists of terms.
_ALIKE = (
    frozenset(("bone", "bone_landmark", "region", "cartilage")),
    frozenset(("organ", "organ_part", "gland", "duct", "region", "cns", "lymph", "space")),
    frozenset(("artery", "vein", "vessel", "lymph")),
    frozenset(("nerve", "plexus", "ganglion", "cns")),
    frozenset(("muscle", "muscle_group", "tendon")),
    frozenset(("ligament", "fascia", "membrane", "tendon", "cartilage", "retinaculum")),
    frozenset(("joint", "region")),
    frozenset(("space", "compartment", "region", "bone_landmark", "organ_part", "bursa")),
)


def alike(one: str, other: str) -> bool:
    """Tell whether names of these kinds may mean the same thing."""
    return one == other or any(one in kinds and other in kinds for kinds in _ALIKE)


# "Enlargement of the spleen is called splenomegaly": what it is comes before its name.
_CALLED = re.compile(
    r"^(?P<what>(?:(?:An?|The) )?[A-Za-z][^,;:()]{8,110}?) (?:is|are) (?:also |then |often |"
    r"usually |commonly "
    r")?(?:called|known as|termed|referred to as) (?:an? |the )?(?P<name>[A-Za-z][\w '’-]{3,40}?)"
    r"(?=[,.;]|$| and | or )"
)


def _is_member(after: str) -> bool:
    """Tell whether a list goes on: "tight muscles, a high arch, obesity and ..."."""
    found = _LISTED.match(after)
    return found is not None and not finite_verbs(found.group())


def called(names: Names, topics: Topics, sentence: Mapped) -> list[Finding]:
    """Return the meaning of a name that a sentence gives after it: a condition's or procedure's."""
    match = _CALLED.match(sentence.text)
    if match is None or topics.aside:
        return []
    one = names.name(match["name"])
    meant = names.name(match["what"])
    if one is None or one.kind not in ("condition", "treatment", "movement"):
        return []
    if (
        meant
        and meant.kind not in ("condition", "treatment", "movement")
        and " of " not in match["what"]
    ):
        return []
    answer = impersonal(lower_first(match["what"]))
    if not answer or has_pronoun(answer) or dangles(answer) or len(answer.split()) > 18:
        return []
    if lexicon().find(without_article(answer)):
        return []
    topics.said(one)
    return [
        Finding(
            one.name,
            one.kind,
            Relation.DEFINITION,
            answer,
            *sentence.raw_span(0, len(sentence.text)),
            rank=8,
            rule="X3",
        )
    ]


_NATURE = re.compile(
    r", (?P<what>(?:an?|the (?:[a-z]+est|most|main|chief|only|first|last)) "
    r"[a-z][^,.;:()]{4,90})(?=[,.;]|$)"
)
# "The artery to the nerve, a branch of ...": of the artery, not of the nerve.
_TO_IT = re.compile(r"(?:The|An?|Its) [a-z]+(?: [a-z]+)? (?:to|for) (?:the )?[a-z -]+$")
_LISTED = re.compile(r", (?:an? |the )?[a-z][a-z -]{1,40} (?:and|or) ")
_EXPLAINED = re.compile(r" \((?P<what>(?:an? |the )?[a-z][a-z ,'-]{8,90})\)")


def natures(names: Names, topics: Topics, sentence: Mapped) -> list[Finding]:
    """Return what a sentence says in passing that something is: "dermatitis, an itchy rash"."""
    text = sentence.text
    if len(text) > 700 or topics.aside:
        return []
    found = []
    for pattern in (_NATURE, _EXPLAINED):
        for match in pattern.finditer(text):
            before = _noun_before(names, strip_brackets(text[: match.start()]))
            if before is None or (pattern is _EXPLAINED and before.kind != "condition"):
                continue
            if pattern is _NATURE and _TO_IT.match(text[: match.start()]):
                continue
            if pattern is _NATURE and (
                ", " in text[: match.start()][-60:] or _is_member(text[match.end() :])
            ):
                continue
            answer = impersonal(match["what"])
            if answer and has_pronoun(answer):
                answer = without_possessive(answer)
            if not answer or dangles(answer) or not 2 <= len(answer.split()) <= 20:
                continue
            joints = re.match(r"an? (?:one|two|single|multi)[- ]joint", answer)
            ask = (
                f"How many joints does {noun_phrase(before.name, before.kind)} cross?"
                if joints
                else ""
            )
            found.append(
                Finding(
                    before.name,
                    before.kind,
                    Relation.JOINT if joints else Relation.DEFINITION,
                    answer,
                    *sentence.raw_span(0, len(text)),
                    question=ask,
                    rank=6,
                    rule="X2",
                )
            )
    return found


def _noun_before(names: Names, before: str) -> Subject | None:
    words = before.split()
    for size in (5, 4, 3, 2, 1):
        piece = words[-size:]
        if len(piece) < size or any(word[-1:] in ",;:()" for word in piece[:-1]):
            continue
        phrase = " ".join(piece)
        if piece[0].casefold() in ("of", "in", "to", "with"):
            continue
        if (
            size > 1
            and " of " not in phrase
            and not DETERMINER.match(phrase)
            and piece[0].casefold() in _PLAIN_WORDS
        ):
            continue
        term = lexicon().find(bare(phrase))
        if term or (size == 1 and names.local.get(phrase.casefold())):
            return names.name(phrase)
    found = names.name(" ".join(words[-3:])) if words else None
    return found if found and found.kind not in ("movement",) else None


def _is_name(names: Names, other: str, written: str) -> bool:
    if re.fullmatch(r"[A-Z][A-Za-z0-9]{1,5}", other):
        return other in names.short
    if len(other.split()) > 4 or other.casefold() in ("outer", "inner", "back", "front"):
        return False
    return bool(names.kind_of(other)) or singular(other.split()[-1].casefold()) in HEADS
