"""Noun phrases: which structure a phrase names, and how it is written on a card."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from flashdeck.core.extract.lexicon import (
    CONDITION_HEADS,
    DIRECTIONS,
    HEADS,
    SOFT_HEADS,
    TREATMENT_HEADS,
    is_condition_word,
    lexicon,
    singular,
)
from flashdeck.core.wording import in_sentence, is_plural

DETERMINER = re.compile(
    r"(?:the|a|an|your|his|her|its|their|our|each|every|both|all|most|some|many|any|this|these|"
    r"that|"
    r"those|several|various|other|another|one|two|three|four|five|no|either|such)\s",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:the |both |its )?(?P<number>two|three|four|both)(?: of)?(?: the)? ", re.IGNORECASE
)
# Words before a name that say nothing about which structure is meant.
_EVALUATIVE = frozenset(
    """strong powerful large larger largest small smaller big bigger thick thin single paired human
    normal entire whole main important adult typical remaining underlying overlying adjacent
    surrounding corresponding respective same opposite paired additional also so-called term
    word name structure prominent massive robust slender triangular flat fan-shaped fusiform
    strap-like closely deeply placed palpable broad unpaired bilateral newer new simple basic
    good best effective first second third next last certain minor slight deepest longest
    shortest biggest smallest strongest medical following available lifestyle clinical
    single-joint two-joint one-joint multi-joint early late moderate severe mild
    long-term healthy average male female mature""".split()
)
PARTITIVE = re.compile(
    r"(?:(?:\d+|small|some|most|many|a few|several|the|all|its|medial|lateral|superior|"
    r"inferior|deep|"
    r"superficial|upper|lower|anterior|posterior|muscle|few|main|remaining|rounded|round|flat|"
    r"flattened|long|"
    r"thin|thick|strong|broad|narrow|common|conjoined|terminal|fleshy|tendinous|own) )*"
    r"(?:slips?|fib(?:er|re)s|part|parts|portions?|most|bulk|rest|majority|remainder|bell(?:y|ies)|"
    r"tendons?|action|actions|contraction|function|functions|role|muscle bell(?:y|ies)|"
    r"insertion|origin|"
    r"name|word|term|area|pairs?|sets?|course|body|periods?|bouts?|cases?|episodes?) of ",
    re.IGNORECASE,
)
_WORD_OF = re.compile(r"(?:word|term|name) (?:of the )?", re.IGNORECASE)
_GENERIC = frozenset(
    """muscle nerve artery vein bone joint ligament tendon vessel organ gland structure condition
    disease disorder injury problem procedure treatment therapy exercise stretch surgery test
    type kind form plexus fascia membrane bursa cartilage meniscus region area syndrome clot
    symptom disc vertebra movement motion pathway branch trunk cavity fossa landmark foramen
    process tubercle valve immobilization technique method part portion group tissue space
    opening head belly layer fracture tear strain sprain device stocking medication medicine
    symptom cell""".split()
)
_KIND_OF_GENERIC = {
    "condition": {"condition", "disease", "disorder", "problem"},
    "treatment": {"procedure", "treatment", "therapy", "technique", "method"},
    "muscle": {"muscle"}, "nerve": {"nerve"}, "artery": {"artery", "vessel"},
    "vein": {"vein", "vessel"},
    "bone": {"bone", "vertebra"}, "joint": {"joint"}, "ligament": {"ligament"},
    "tendon": {"tendon"}, "organ": {"organ"}, "gland": {"gland", "organ"}, "plexus": {"plexus"},
    "bone_landmark": {"landmark", "foramen", "process", "tubercle", "fossa", "opening"},
    "cartilage": {"cartilage", "meniscus", "disc"}, "muscle_group": {"muscle", "group"},
    "fascia": {"fascia"}, "membrane": {"membrane"}, "bursa": {"bursa"},
}  # fmt: skip
_GENERIC_HEADS = frozenset(
    "muscle nerve artery vein bone joint ligament tendon vessel organ gland group".split()
)
PRONOUNS = frozenset(
    """it they he she this these those that which who them its their his her we you i one ones both
    each others some many all none such there what here these""".split()
)
_CUT = re.compile(
    r" (?:in|on|at|from|with|within|between|under|beneath|along|by|into|through|during|after|for|"
    r"over|above|below|behind|near|around|about|located|arising|lying|found|called|known|situated|"
    r"connecting|which|that|who|as|to|is|are|being|having|covering|supplying|originating)(?= )"
)
# Words that no name holds: the phrase was cut wrongly.
_INNER = re.compile(
    r" (?:a|an|these|those|this|that|it|its|their|your|is|are|was|which|who|when|if|and|or|but|"
    r"inside|"
    r"because|not|can|may|one|some|many|each|other|another|certain|such) | (?<! of )the "
)
# "Ignoring plantar fasciitis" is not the condition.
_DOING = re.compile(
    r"(?:ignoring|having|treating|preventing|diagnosing|causing|including|managing|avoiding|"
    r"reducing|relieving|following|untreated|suspected|recognising|recognizing|understanding|even|"
    r"though|although|because|since|if|when|while) ",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r" ?\([^()]{0,120}\)| ?\[[^\[\]]{0,120}\]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about: the name as a card shows it, its kind, and its number.

    ``shown`` is the plural that the text writes ("kidneys"), '' where it writes the singular.
    """

    name: str
    kind: str
    plural: bool = False
    explicit: bool = True
    shown: str = ""


def strip_brackets(text: str) -> str:
    """Return the text without what stands in round or square brackets."""
    return _BRACKETS.sub("", text) if "(" in text or "[" in text else text


def bare(phrase: str) -> str:
    """Return the phrase without leading determiners."""
    phrase = phrase.strip(" ,;:\"'“”.")
    for _ in range(4):
        match = DETERMINER.match(phrase)
        if match is None:
            break
        phrase = phrase[match.end() :].lstrip()
    return phrase


def lower_first(text: str) -> str:
    """Return the text with a small first letter, unless the first word is a name or initials."""
    word = text.split(" ", 1)[0]
    stem = word.removesuffix("'s").rstrip(",")
    if not word[:1].isupper() or any(char.isupper() or char.isdigit() for char in word[1:]):
        return text
    if (
        in_sentence(word) == word
        or stem in lexicon().proper
        or word in lexicon().proper
        or len(stem) == 1
    ):
        return text
    return text[0].lower() + text[1:]


def plain_case(text: str) -> str:
    """Return a heading's words in the case of running text: "Deep Vein Thrombosis" is lowered."""
    words = text.split(" ")
    if text.isupper() and len(text) > 5:  # a title in capitals
        return " ".join(
            word.capitalize() if word.capitalize() in lexicon().proper else word.lower()
            for word in words
        )
    if sum(word[:1].isupper() for word in words) < len(words) / 2:
        return lower_first(text)
    return " ".join(lower_first(word) for word in words)


def singular_name(name: str) -> str:
    """Return the name with its head noun in the singular."""
    head, of, rest = name.partition(" of ")
    words = head.split(" ")
    words[-1] = singular(words[-1])
    return " ".join(words) + of + rest


@dataclass(slots=True)
class Names:
    """What one article teaches about names: its own terms, abbreviations and headings."""

    local: dict[str, str] = field(default_factory=dict)  # name in lower case -> kind
    short: dict[str, str] = field(default_factory=dict)  # abbreviation -> full name

    def kind_of(self, name: str) -> str:
        """Return the kind of a name in this article, '' where it names nothing known."""
        low = name.casefold()
        return self.local.get(low) or self.local.get(singular_name(low)) or lexicon().kind_of(name)

    def name(self, phrase: str) -> Subject | None:
        """Return the structure, condition or treatment that a noun phrase names, or None.

        Partitives, adjectives of size and praise, and what follows a preposition are cut.
        """
        counted = _COUNTED.match(phrase.strip(" ,;"))
        phrase = bare(strip_brackets(phrase).strip(" ,;"))
        phrase = _WORD_OF.sub("", phrase, count=1) if _WORD_OF.match(phrase) else phrase
        for _ in range(3):
            part = PARTITIVE.match(phrase)
            if part is None or lexicon().find(phrase):
                break
            phrase = bare(phrase[part.end() :])
        phrase = re.sub(r"^of (?:the |these |those )?", "", phrase.lstrip("( "))
        if not phrase or len(phrase) > 90:
            return None
        if re.match(
            r"(?:only|first|last|most|[a-z]{3,}est) [a-z]+ ", phrase
        ) and not lexicon().find(phrase):
            return None
        if phrase.split()[0].casefold() in PRONOUNS or _DOING.match(phrase):
            return None
        found = self._named(phrase)
        if counted and found and found.shown:
            number = counted["number"].casefold().replace("both", "two")
            return replace(found, shown=f"{number} {found.shown}")
        return found

    def _named(self, phrase: str) -> Subject | None:
        condition = self._condition_of(phrase)
        if condition:
            return condition
        cut = _CUT.search(phrase)
        whole = lexicon().find(phrase)
        if cut and not whole:
            phrase = phrase[: cut.start()]
            if phrase.casefold() == "skin":  # of where, is what counts
                return None
        words = phrase.split()
        for start in range(min(len(words), 5)):
            if (
                start
                and words[start - 1].casefold() not in _EVALUATIVE
                and not (words[start - 1].isdigit() or DETERMINER.match(words[start - 1] + " "))
            ):
                break
            name = " ".join(words[start:])
            if words[start].casefold() in _EVALUATIVE and not lexicon().find(name):
                continue
            subject = self._exact(name)
            if subject:
                return subject
        return None

    def _exact(self, name: str) -> Subject | None:
        name = name.strip(" ,;:\"“”'")
        term = lexicon().find(name)
        illness = term is not None and term.kind == "condition"
        if not name or (singular(name.casefold()) in _GENERIC and not illness):
            return None
        if name in self.short:
            name = self.short[name]
        elif name.isupper() and name in lexicon().abbreviations and 2 <= len(name) <= 5:
            full = lexicon().abbreviations[name]
            if self.local.get(full.casefold()) or (len(name) >= 3 and lexicon().find(full)):
                name = full
        head, of, _ = name.casefold().partition(" of ")
        if of and singular(head.split()[-1]) in _GENERIC_HEADS and not lexicon().find(name):
            return None
        if _INNER.search(f" {name.casefold()} "):
            return None
        kind = self.kind_of(name)
        if not kind:
            return None
        if kind == "organ_part":
            for word in ("artery", "nerve", "vein", "muscle", "plexus"):
                if re.search(rf" of (?:the )?[a-z ]*\b{word}$", name.casefold()):
                    kind = word
        plural = is_plural(name)
        written = lower_first(name)
        name = (
            singular_name(lower_first(name)) if not _stays_plural(name, kind) else lower_first(name)
        )
        for ending in (" muscle", " muscles"):
            stem = name.removesuffix(ending)
            if (
                stem != name
                and kind == "muscle"
                and (lexicon().find(stem) or self.local.get(stem.casefold()))
            ):
                name = stem
        agents = kind == "muscle" and singular(name.split(" of ")[0].split()[-1]) in HEADS
        several = plural and (agents or kind not in ("muscle", "muscle_group")) and name in written
        return Subject(name, kind, plural, shown=written if several and name != written else "")

    def _condition_of(self, phrase: str) -> Subject | None:
        """Read "injury to the soleus" as "soleus injury", "tear of the ACL" as "ACL tear"."""
        match = re.match(
            r"((?:[\w'-]+ ){0,3}[\w'-]+) (?:to|of|in) (?:the |your |a |an )?(.{2,60})$", phrase
        )
        if match is None:
            return None
        head = match.group(1)
        last = singular(head.split()[-1].casefold())
        if not is_condition_word(last) or lexicon().find(phrase):
            return None
        inner = self._named(match.group(2)) if match.group(2).split()[0] not in PRONOUNS else None
        if inner is None or inner.kind in ("condition", "treatment"):
            return None
        words = [word for word in lower_first(head).split() if word.casefold() not in _EVALUATIVE]
        if not words:
            return None
        words[-1] = singular(words[-1])
        name = f"{inner.name} {' '.join(words)}"
        if len(words) > 1:
            name = lower_first(f"{' '.join(words[:-1])} {inner.name} {words[-1]}")
        many = is_plural(head)
        return Subject(lower_first(name), "condition", many, shown=_plural(name) if many else "")


def _plural(name: str) -> str:
    name = lower_first(name)
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s" if not name.endswith(("s", "x", "ch", "is")) else ""


def _stays_plural(name: str, kind: str) -> bool:
    low = name.casefold()
    return (
        kind == "muscle_group"
        or low in ("hamstrings", "varicose veins", "spider veins")
        or (low.endswith("ae") and kind == "muscle")
    )


def generic_noun(phrase: str) -> str:
    """Return "muscle" for "this powerful muscle" and the like, else ''."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_][\w-]*", phrase)]
    if not words or not DETERMINER.match(phrase + " "):
        return ""
    head = singular(words[-1])
    between = [
        word
        for word in words[1:-1]
        if word not in _EVALUATIVE and word not in ("two", "three", "same", "type", "of", "kind")
    ]
    return head if head in _GENERIC and not between else ""


def fits_generic(one: Subject, noun: str) -> bool:
    """Tell whether "this muscle" or "this surgery" can mean that structure or treatment."""
    if noun == "vessel or nerve":
        return one.kind in ("nerve", "artery", "vein", "vessel", "plexus")
    if noun == "structure" or singular_name(one.name.partition(" of ")[0]).endswith(noun):
        return True
    return noun in _KIND_OF_GENERIC.get(one.kind, set())


def is_specific(one: Subject) -> bool:
    """Tell whether a condition's name says which one: "hip fracture", but not "a minor tear"."""
    words = one.name.casefold().split()
    if one.kind != "condition" or (len(words) == 1 and words[0] not in CONDITION_HEADS):
        return True
    if len(words) > 1 and (lexicon().find(one.name) or _OF_ITS_OWN.fullmatch(words[-1])):
        return True
    return (
        any(
            lexicon().find(word)
            or singular(word) in HEADS
            or word in DIRECTIONS
            or _ADJECTIVAL.fullmatch(word)
            for word in words
            if word not in CONDITION_HEADS
        )
        or any(char.isupper() for char in one.name)
        or "'" in one.name
    )


# Inflammations and the like whose name says of what: pancreatitis, but no bursitis or thrombosis.
_OF_ITS_OWN = re.compile(
    r"(?!tend[io]nitis|bursitis|arthritis|neuritis|myositis|tenosynovitis|fasciitis|synovitis)"
    r"[a-z]{3,}(?:itis|opathy|algia)"
)
_ADJECTIVAL = re.compile(r"[a-z]{3,}(?:al|ar|ic|oid|eal)")


def names_anatomy(phrase: str, names: Names) -> bool:
    """Tell whether a word or two of the phrase belong to anatomy."""
    words = re.findall(r"[^\W_][\w'-]*", phrase.casefold())
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            piece = " ".join(words[start : start + size])
            if names.local.get(piece) or lexicon().find(piece):
                return True
    return any(
        singular(word) in HEADS
        or singular(word) in SOFT_HEADS
        or re.fullmatch(r"[ctls]\d{1,2}(?:-[ctls]?\d{1,2})?", word)
        for word in words
    )


def heading_kind(word: str) -> str:
    """Return the kind that a heading's last word suggests for a topic without a name."""
    low = singular(word.casefold())
    if low in TREATMENT_HEADS:
        return "treatment"
    if low in CONDITION_HEADS:
        return "condition"
    return ""
