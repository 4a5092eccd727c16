"""Sentences into findings: each rule's verb is looked for, its subject resolved, its answer cut."""

from __future__ import annotations

import re
from dataclasses import replace

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import HEADS, lexicon, singular
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import (
    PARTITIVE,
    PRONOUNS,
    Names,
    Subject,
    bare,
    generic_noun,
    lower_first,
    names_anatomy,
    singular_name,
    strip_brackets,
)
from flashdeck.core.extract.rules import RULES, Rule
from flashdeck.core.extract.sentences import MAX_SENTENCE
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation
from flashdeck.core.text import fold_space
from flashdeck.core.wording import is_plural, noun_phrase, question_for

MAX_QUOTED_WORDS = 90
_LEADER = re.compile(
    r"^(?:in|on|at|when|while|whenever|after|before|because|since|as|like|unlike|along|together|with|without|from|if|"
    r"once|during|although|though|by|for|to|within|between|beneath|below|above|behind|through|despite|"
    r"under|underneath|inside|outside|until|unless|besides|apart|anatomically|clinically|functionally|however|therefore|thus|"
    r"additionally|furthermore|moreover|similarly|conversely|finally|also|consequently|generally|usually|often|"
    r"typically|normally|sometimes|commonly|traditionally|here|distally|proximally|superiorly|inferiorly|"
    r"medially|laterally|anteriorly|posteriorly|superficially|occasionally|rarely|historically|overall|specifically|"
    r"alternatively|alternately|again|then|next|first|second|third|keep)\b",
    re.IGNORECASE,
)
_CONDITION_LEAD = re.compile(r"^(?:when|while|whenever|if|once|with|after|during)\b", re.IGNORECASE)
_ACTION_LEAD = re.compile(
    r"^(?:in|at|when|while|whenever|if|once|with|after|during)\b", re.IGNORECASE
)
_BREAKS = re.compile(
    r"; |, (?:and|but|while|whereas|so|or|where|at which point) | (?:that|where) (?=the |it )| (?:and|but|while|whereas) |: | [–—] "
)
_RELATIVE = re.compile(r"(?:^|[ ,])(?:which|that|who)$")
_THAT = re.compile(r" (?:that|which|who|where|whose) ")
_APPOSED = re.compile(
    r"^(?:or|also|a|an|the|one|which|called|known|formerly|such|meaning|named|including|like|especially)\b"
)
_STRIP = re.compile(
    r"^(?:from|on|onto|into|to|at|by|via|in|as) (?=(?:the |a |an |both |your |its )?[a-z0-9])",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\b(?:to|helps?|aids?|assists?) $")
_INFINITIVE_NEXT = re.compile(r"(?:to|and to|in order to) [a-z]+|help |helping ")
_CLASS = re.compile(
    r"^(?:your |the body's |most |all )?(veins|arteries|ligaments|tendons|bones|joints|nerves|muscles)$",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r",? (?:which means|meaning|which is|that means|referring to|because|for|and means)\b"
)
_CONSIDERED = re.compile(
    r"\b(?:considers?|considered|calls?|describes?|regards?|termed?) (.{3,150})$"
)
_HOW = re.compile(
    r"\b(?:medially|laterally|internally|externally|inwardly|outwardly|upwardly|downwardly|horizontally|"
    r"anteriorly|posteriorly|superiorly|inferiorly)(?: and [a-z]+ly)? $"
)
# How a word is pronounced: "(der-ma-TI-tis)".
_SPOKEN = re.compile(
    r" ?\([A-Za-z -]{0,40}[A-Z]{2,}-[A-Za-z -]{0,40}\)| ?\([A-Za-z -]{0,40}-[A-Z]{2,}[A-Za-z -]{0,40}\)"
)
_WRAPPED = re.compile(
    r"^(?:that (?=the )|(?:a |the )?(?:condition|disorder|disease|problem) (?:called|known as) )"
)
_PREPOSITIONS = re.compile(r"\b(?:to|in|of|from|with|by|between|on|at|behind|under)\b|,")
_LEADING_PREPOSITION = re.compile(
    r"^(?:as|in|into|to|by|with|from|at|on|through|between|onto|over|around|of) "
)
_ADVERB_FIRST = re.compile(
    r"^(?:sometimes|often|usually|normally|typically|generally|commonly|occasionally|rarely|also|additionally|however|"
    r"therefore|thus|similarly|most often|in humans|in general|in addition) (?=\S)",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?P<place>(?:Just |Immediately |Directly )?(?:(?:Deep|Superficial|Medial|Lateral|Anterior|Posterior|Inferior|Superior|Proximal|"
    r"Distal|deep|superficial|lateral|medial|inferior|superior) to|Beneath|Behind|Below|Above|Between|Under|Underneath|Within|"
    r"Along|beneath|below|above|behind)\b[^,;:]{3,90}?) (?:lies?|runs?|is|are|passes|pass|sits?|courses?) "
    r"(?P<np>the [^,;.]{3,60}?)(?=[,;.]| and | which | that |$)"
)
_HEAD_OF = re.compile(
    r"(?:the|its) (?P<part>(?:long|short|medial|lateral|deep|superficial|clavicular|sternal|sternocostal|costal|anterior|"
    r"posterior|upper|lower|middle|superior|inferior|humeral|ulnar|radial|oblique|transverse|acromial|spinal|ascending|"
    r"descending) (?:heads?|parts?|bell(?:y|ies)|fib(?:er|re)s|portions?|divisions?))$",
    re.IGNORECASE,
)
_LATE_PRONOUN = re.compile(
    r"^(?:at|in|on|near|below|above|after|from|within|behind|between|along|here|there) [^,]{3,80} (?P<pro>it|they)$",
    re.IGNORECASE,
)
_LATE_NOUN = re.compile(
    r"^(?:at|in|on|near|below|above|after|from|within|behind|between|along) [^,]{3,80} "
    r"(?P<np>(?:the|this) (?:muscle|nerve|artery|vein|bone|joint|ligament|tendon|vessel))$",
    re.IGNORECASE,
)
_GAPPED = re.compile(
    r",? (?:and|while|whereas|but) (?P<np>(?:the|its) [a-z][a-z ]{3,40}?) (?P<prep>from|on|at|in|to|into|onto|by) (?P<rest>.{3,150})$"
)
# Sentences whose subject is a person, a pronoun or nobody: they leave the topic as it is.
_SPEAKS = re.compile(
    r"(?:you|your|we|it|they|this|these|he|she|if|when|doctors?|people|many|most|some|patients?|there|care|to|as|once)\b",
    re.IGNORECASE,
)
_NOTED = re.compile(
    r"^(?:keep in mind|note|remember|it is (?:important|worth) (?:to )?not(?:e|ing)|this means|some say|most experts agree) that ",
    re.IGNORECASE,
)
_SUBORDINATOR = re.compile(r"^(?:since|because|as|although|though) (?=\S)", re.IGNORECASE)
_KEEPS_PREPOSITION = frozenset((Relation.LOCATION, Relation.DIAGNOSIS, Relation.TREATMENT))
_ETYMOLOGY_SUBJECT = re.compile(
    r"(?:word|term|name)s? [\"“']?([\w -]{3,40}?)[\"”']?$", re.IGNORECASE
)


def partitive_of_generic(phrase: str) -> str:
    """Return "the muscle" for "small slips of the muscle", other phrases as they are."""
    part = PARTITIVE.match(bare(phrase))
    if part is None:
        return phrase
    rest = bare(phrase)[part.end() :]
    return rest if generic_noun(rest) else phrase


def _etymology_end(text: str, end: int) -> int:
    """Return the end of an etymology: what the word means belongs to it."""
    while True:
        meaning = _MEANING.match(text, end)
        if meaning is None:
            return end
        end = max(clauses.argument_end(text, meaning.end()), meaning.end())


def said_of(text: str) -> str:
    """Return the text before a verb without trailing brackets and commas."""
    return strip_brackets(text).strip(" ,")


class Engine:
    """Reads the sentences of one article in order."""

    def __init__(self, names: Names, topics: Topics, rules: tuple[Rule, ...] = RULES) -> None:
        self.names = names
        self.topics = topics
        self.rules = rules
        self.before = ""

    def read(self, sentence: Mapped) -> list[Finding]:
        """Return the findings of one sentence, and remember what it was about."""
        text = sentence.text
        if len(text) > MAX_SENTENCE or len(text) < 12 or text.endswith("?"):
            return []
        found: list[Finding] = list(self._inverted(sentence))
        main = self._main_subject(text)
        for subject in main:
            self.topics.said(subject)
        taken: list[tuple[int, int]] = []
        spoken: list[Subject] = []
        for rule in self.rules:
            for match in rule.pattern.finditer(text):
                if any(low <= match.start() < high for low, high in taken):
                    continue
                results, subjects = self._apply(rule, sentence, match)
                if results:
                    taken.append(match.span())
                    found += results
                    spoken += subjects
        if main or found or _SPEAKS.match(text):
            self.topics.unclear = False
        elif clauses.finite_verbs(text):
            self.topics.unclear = True
        self.before = text
        return found

    def _inverted(self, sentence: Mapped) -> list[Finding]:
        """Read "Deep to the gastrocnemius lies the soleus"."""
        match = _INVERTED.match(sentence.text)
        if match is None or self.topics.aside:
            return []
        one = self.names.name(match["np"])
        answer = clauses.impersonal(lower_first(match["place"]))
        if (
            one is None
            or not answer
            or clauses.dangles(answer)
            or one.kind in ("condition", "treatment")
        ):
            return []
        if not names_anatomy(answer, self.names):
            return []
        self.topics.said(one)
        return [
            Finding(
                one.name, one.kind, Relation.LOCATION, answer,
                *sentence.raw_span(0, len(sentence.text)), rank=8, rule="INV",
            )
        ]  # fmt: skip

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

    # The subject.

    def subjects_of(self, left: str, *, depth: int = 0) -> list[Subject]:
        """Return what stands in subject place before a verb; nothing where that is in doubt."""
        left = left.rstrip(" ,")
        if not left or depth > 3:
            return []
        if _RELATIVE.search(left):
            return self._antecedent(_RELATIVE.sub("", left), depth)
        verbs = clauses.finite_verbs(left)
        verbs = [verb for verb in verbs if not self._inside_subject(left, verb)]
        relative = _THAT.search(left)
        if (
            verbs
            and relative
            and relative.end() >= verbs[0].start() - 12
            and (
                relative.start() < verbs[0].start()
                and len(verbs) == 1
                and not left.endswith((" and", " or", " but"))
            )
        ):
            return self._phrase_subjects(left[: relative.start()])
        if verbs:
            after = left[verbs[-1].end() :]
            breaks = list(_BREAKS.finditer(after + " "))
            if breaks:
                if after[breaks[-1].end() :].strip():
                    return self._after_break(after, breaks)
                return self.subjects_of(self._clause_before(left, verbs), depth=depth + 1)
            last = re.search(r"(?:, )?\b(?:and|but|or)$|,$", left)
            if last or not after.strip():
                return self.subjects_of(self._clause_before(left, verbs), depth=depth + 1)
            comma = after.rfind(", ")
            if comma >= 0:  # "When the knee is bent, the soleus"
                named = self._phrase_subjects(after[comma + 2 :])
                return named
            if re.search(r" (?:and|then)$", left):
                return self.subjects_of(self._clause_before(left, verbs), depth=depth + 1)
            return []
        return self._phrase_subjects(left)

    def _after_break(self, after: str, breaks: list[re.Match[str]]) -> list[Subject]:
        """Return the subject of the last clause: what follows the surest break before it."""
        ranked = sorted(
            breaks,
            key=lambda one: (
                one.group().strip(" ,") in ("and", "or"),
                one.group() == " and ",
                -one.start(),
            ),
        )
        for one in ranked:
            rest = after[one.end() :].strip()
            if one.group() == " and " and not re.match(
                r"(?:the|its|their|it|they)\b", rest, re.IGNORECASE
            ):
                continue
            subjects = self._phrase_subjects(rest)
            if subjects:
                return subjects
        return []

    @staticmethod
    def _clause_before(left: str, verbs: list[re.Match[str]]) -> str:
        """Return what stands before the first verb of the last clause but one."""
        first = verbs[0]
        group = clauses.group_before(left, first.start(), first.group())
        return left[: group.start]

    @staticmethod
    def _inside_subject(left: str, verb: re.Match[str]) -> bool:
        """Tell whether a word that could be a verb is a noun here: "the rest of", "its course"."""
        before = left[: verb.start()].rstrip().rsplit(" ", 1)[-1].casefold()
        return before in (
            "the", "a", "an", "its", "their", "your", "of", "main", "this", "these", "two", "both", "to", "no",
        )  # fmt: skip

    def _antecedent(self, left: str, depth: int) -> list[Subject]:
        left = strip_brackets(left).rstrip(" ,")
        cut = max(
            left.rfind(", "), left.rfind(" of the "), left.rfind(" by the "), left.rfind(" the ")
        )
        verbs = clauses.finite_verbs(left)
        if verbs:
            after = left[verbs[-1].end() :].strip()
            if verbs[-1].group() in ("is", "are") and not _PREPOSITIONS.search(after):
                return self.subjects_of(left[: verbs[-1].start()], depth=depth + 1)
            named = self.names.name(_LEADING_PREPOSITION.sub("", after, count=1))
            if named:
                return [named]
            if verbs[-1].group() in ("is", "are") and generic_noun(after):
                return self.subjects_of(left[: verbs[-1].start()], depth=depth + 1)
            if verbs[-1].group() in ("is", "are") and re.match(r"(?:a|an|the|one)\b", after):
                return self.subjects_of(left[: verbs[-1].start()], depth=depth + 1)
            return []
        named = self.names.name(left) or (
            self.names.name(left[cut:].strip(" ,")) if cut >= 0 else None
        )
        return [named] if named else []

    def _phrase_subjects(self, phrase: str) -> list[Subject]:
        """Read a stretch without verbs: leading adverbials, the subject, appositions."""
        phrase = _ADVERB_FIRST.sub("", phrase.lstrip(), count=1)
        phrase = _SUBORDINATOR.sub("", _NOTED.sub("", said_of(phrase), count=1), count=1)
        late = _LATE_PRONOUN.match(phrase.strip())
        if late:
            return self._coordinated(late["pro"])
        late = _LATE_NOUN.match(phrase.strip())
        if late:
            return self._coordinated(late["np"])
        pieces = [
            piece.strip() for piece in re.split(r", (?![^(]{0,80}\))", phrase) if piece.strip()
        ]
        while pieces and (_LEADER.match(pieces[0]) and not self._is_noun(pieces[0])):
            pieces = pieces[1:]
        if not pieces:
            return []
        if (
            len(pieces) == 2
            and not self._coordinated(pieces[0])
            and pieces[1].startswith(("the ", "this "))
        ):
            return self._coordinated(pieces[1])
        first = pieces[0]
        rest = [piece for piece in pieces[1:] if not _LEADER.match(piece)]
        if (rest and all(_APPOSED.match(piece) for piece in rest)) or (rest and re.match(
            r"(?:deep|lateral|medial|anterior|posterior|superficial|just|close)", rest[0]
        )):
            rest = []
        joined = ", ".join([first, *rest])
        return self._coordinated(joined)

    def _is_noun(self, piece: str) -> bool:
        return (
            self.names.name(piece) is not None
            and piece.split()[0][:1].isupper()
            and not re.match(
                r"(?:in|on|at|when|while|after|if|with|from|to|by|for|as|within|between|during)\b",
                piece,
                re.IGNORECASE,
            )
        )

    def _coordinated(self, phrase: str) -> list[Subject]:
        first = phrase.split()[0].casefold() if phrase.split() else ""
        if first in ("it", "they"):
            if len(phrase.split()) > 2:
                return []
            one = self.topics.meant_by("", plural=first == "they")
            return [one] if one else []
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
        part = _HEAD_OF.match(phrase.strip())
        if part:
            owner = self.topics.meant_by("muscle", plural=False)
            if owner is None or " of the " in owner.name:
                return []
            return [
                Subject(
                    f"{singular_name(part['part'].casefold())} of the {owner.name}",
                    "muscle",
                    is_plural(phrase),
                    False,
                )
            ]
        if re.match(r"(?:its|their) ", phrase, re.IGNORECASE):
            return self._possessive(phrase)
        whole = self.names.name(phrase)
        either = re.match(r"(.{3,50}?)(?:,)? or (?:the )?(.{3,50}),?$", phrase)
        if either and " and " not in phrase:  # "The femur or thigh bone"
            one, other = self.names.name(either.group(1)), self.names.name(either.group(2))
            return [one] if one and other and one.kind == other.kind else []
        if " and " not in phrase and ", " not in phrase:
            return [whole] if whole else []
        parts = [part for part in re.split(r", and |, | and | as well as ", phrase) if part]
        head = re.search(r" (\w+)$", parts[-1])
        subjects = []
        for part in parts:
            one = self.names.name(part)
            first_words = bare(parts[0]).split()
            if subjects and len(first_words) > 1:  # "gluteus medius and minimus"
                prefixed = f"{' '.join(first_words[:-1])} {bare(part)}"
                one = self.names.name(prefixed) if lexicon().find(prefixed) else one
            if one is None and head:
                one = self.names.name(f"{part} {head.group(1)}")
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

    def _possessive(self, phrase: str) -> list[Subject]:
        """Read "its tendon", "its fibres", "its main action" as the structure they belong to."""
        if re.match(
            r"(?:its|their) (?:[a-z]+ )?(?:[a-z]+ )?(?:tendons?|fib(?:er|re)s?|origin|insertion|actions?|functions?|roles?|"
            r"nerve supply|innervation|blood supply|arterial supply|name|bell(?:y|ies)|heads?|attachments?|nerve|purpose|job)$",
            phrase,
            re.IGNORECASE,
        ):
            one = self.topics.meant_by("", plural=False)
            return [one] if one else []
        return []

    def _main_subject(self, text: str) -> list[Subject]:
        """Return the explicit structure in subject place, to be what "it" means next."""
        verbs = clauses.finite_verbs(text)
        for verb in verbs[:4]:
            if self._inside_subject(text, verb):
                continue
            group = clauses.group_before(text, verb.start(), verb.group())
            left = text[: group.start].rstrip(" ,")
            if _RELATIVE.search(left):
                continue
            subjects = self.subjects_of(left)
            return [one for one in subjects if one.explicit and one.kind != "movement"]
        return []

    # The fact.

    def _apply(
        self, rule: Rule, sentence: Mapped, match: re.Match[str]
    ) -> tuple[list[Finding], list[Subject]]:
        text = sentence.text
        group = clauses.group_before(text, match.start(), match.group())
        if group.negated or re.match(r"(?:not|never)\b", text[match.end() :]):
            return [], []
        left = text[: group.start]
        subjects = self._subjects_for(rule, left, match)
        if rule.code == "K4":
            return self._predicate(rule, sentence, match, left, subjects), []
        if not subjects and rule.code == "K1":
            return self._cause(rule, sentence, match, group, left), []
        if not subjects:
            return [], []
        subjects = [
            one
            for one in subjects
            if one.kind in rule.kinds or ("topic" in rule.kinds and one.kind == "topic")
        ]
        if not subjects or (self.topics.aside and any(not one.explicit for one in subjects)):
            return [], []
        if rule.code == "A11" and not group.modal and not all(one.plural for one in subjects):
            if not re.search(r"\b(?:will|would|should) (?:[a-z]+ly )?$", text[: match.start()]):
                return [], []
        start = match.start() if rule.answers == "verb" else match.end()
        if rule.answers == "verb":
            start += len(match.group()) - len(match.group().lstrip(" ,"))
            how = _HOW.search(text, max(0, start - 60), start)
            start = how.start() if how else start
        infinitive = _INFINITIVE.search(match.group()) is not None or (
            _INFINITIVE_NEXT.match(text[match.end() :]) is not None
        )
        end = clauses.argument_end(text, match.end(), infinitive=infinitive)
        if rule.relation is Relation.ETYMOLOGY:
            end = clauses.trimmed(text, start, _etymology_end(text, end))[1]
        start, end = clauses.trimmed(text, start, end)
        if start >= end:
            return [], []
        if rule.answers == "after" and text.startswith(": ", end):
            low, high = clauses.trimmed(text, end + 2, clauses.argument_end(text, end + 2))
            if clauses.items_of(text[low:high]):
                start, end = low, high
        answer = self._answer(rule, text[start:end])
        if answer is None or not self._needed(rule, answer):
            return [], []
        lead = self._lead(left, subjects[0], rule.relation)
        if lead is None:
            return [], []
        raw = sentence.raw_span(0, len(text))
        if rule.inverse:
            return self._inverse(rule, subjects, answer, raw), subjects
        if (
            rule.relation is Relation.PART_OF
            and rule.code == "P2"
            and not names_anatomy(answer, self.names)
        ):
            return [], []
        results = []
        shares = clauses.items_of(answer) if "respectively" in text[match.end() : end + 20] else ()
        if len(subjects) == 2 and "respectively" in text[match.end() : end + 20]:
            shares = tuple(answer.split(" and "))
        if shares:
            if len(shares) != len(subjects):
                return [], []
            for subject, share in zip(subjects, shares, strict=True):
                part = clauses.without_article(share.strip(" ,"))
                results.append(self._finding(rule, subject, part, group, lead, raw, match.group()))
            return results, subjects
        results += self._gapped(rule, text, end, raw)
        for subject in subjects:
            if leaks(subject.name, answer):
                continue
            cloze = ""
            impersonal_said = clauses.impersonal(fold_space(text[group.start : end])) or ""
            if not lead and rule.answers == "verb" and impersonal_said.endswith(answer):
                shown = (
                    answer if group.modal or is_plural(subject.name) else clauses.inflected(answer)
                )
                before = impersonal_said.removesuffix(answer).strip()
                if not clauses.has_pronoun(before) and "{" not in shown:
                    head = noun_phrase(subject.name, subject.kind)
                    head = f"{head[0].upper()}{head[1:]} {before}".rstrip()
                    cloze = f"{head} {{{{c1::{shown}}}}}."
            elif not lead and answer in impersonal_said:
                said = impersonal_said
                verb = said[: said.rfind(answer)]
                cloze = cloze_of(subject.name, subject.kind, verb.rstrip(), answer)
            results.append(
                replace(
                    self._finding(rule, subject, answer, group, lead, raw, match.group()),
                    cloze=cloze,
                )
            )
        return results, subjects

    def _gapped(self, rule: Rule, text: str, end: int, raw: tuple[int, int]) -> list[Finding]:
        """Read "... and the short head on the linea aspera", where the verb is left out."""
        if rule.relation not in (Relation.ORIGIN, Relation.INSERTION):
            return []
        match = _GAPPED.match(text.rstrip(" ."), end)
        if match is None or clauses.finite_verbs(match["rest"]):
            return []
        subjects = self._coordinated(match["np"])
        answer = self._answer(rule, match["rest"])
        if len(subjects) != 1 or not answer or subjects[0].kind not in rule.kinds:
            return []
        one = subjects[0]
        return [
            Finding(
                one.name, one.kind, rule.relation, answer, *raw, rank=rule.rank - 1, rule=rule.code
            )
        ]

    def _cause(
        self,
        rule: Rule,
        sentence: Mapped,
        match: re.Match[str],
        group: clauses.VerbGroup,
        left: str,
    ) -> list[Finding]:
        """Read "Weak valves can cause varicose veins" as a cause of the varicose veins."""
        text = sentence.text
        if not re.match(
            r"(?:causes?|leads? to|results? in|triggers?|raises?|increases?)\b", match.group()
        ):
            return []
        end = clauses.trimmed(text, match.end(), clauses.argument_end(text, match.end()))[1]
        one = self.names.name(text[match.end() : end])
        answer = clauses.impersonal(bare(said_of(left)))
        if (
            one is None
            or one.kind != "condition"
            or not answer
            or not 0 < len(answer.split()) <= 12
        ):
            return []
        if clauses.has_pronoun(answer) or clauses.finite_verbs(answer) or _LEADER.match(answer):
            return []
        if answer.split()[0].casefold() in PRONOUNS or _RELATIVE.search(left):
            return []
        verb = "raise the risk of" if "risk" in match.group() else "cause"
        does = (
            f"{group.modal} {verb}"
            if group.modal
            else re.sub(r"^(\w+)", clauses.third_person(verb.split()[0]), verb)
        )
        question = f"What {does} {noun_phrase(one.name, one.kind)}?"
        return [
            Finding(
                one.name, one.kind, Relation.CONDITION, answer, *sentence.raw_span(0, len(text)),
                question=question, rank=7, rule=rule.code,
            )
        ]  # fmt: skip

    def _predicate(
        self, rule: Rule, sentence: Mapped, match: re.Match[str], left: str, subjects: list[Subject]
    ) -> list[Finding]:
        """Read "Osteoporosis is a risk factor for hip fracture" as a fact of the fracture."""
        answer = clauses.impersonal(clauses.without_article(said_of(left)))
        if len(subjects) != 1 or not answer or not 0 < len(answer.split()) <= 12:
            return []
        if clauses.has_pronoun(answer) or clauses.finite_verbs(answer) or _LEADER.match(answer):
            return []
        one = subjects[0]
        what = match["what"]
        noun = what if what.endswith("sis") else singular(what)
        relation = _PREDICATES.get(noun.split()[-1], rule.relation)
        named = noun_phrase(one.name, one.kind)
        preposition = "for" if noun.endswith(("factor", "treatment")) else "of"
        question = f"What is a {match['much'] or ''}{noun} {preposition} {named}?"
        return [
            Finding(
                one.name, one.kind, relation, answer, *sentence.raw_span(0, len(sentence.text)),
                question=question, rank=7, rule=rule.code,
            )
        ]  # fmt: skip

    def _subjects_for(self, rule: Rule, left: str, match: re.Match[str]) -> list[Subject]:
        said = said_of(left)
        if rule.relation is Relation.ETYMOLOGY:
            word = _ETYMOLOGY_SUBJECT.search(said.rstrip(" \"”'"))
            if word:
                one = self.names.name(word.group(1))
                return [one] if one else []
        if "np" in match.groupdict():
            if match["np"]:
                one = self.names.name(match["np"])
                if one is None and generic_noun(match["np"]):
                    one = self.topics.meant_by(generic_noun(match["np"]), plural=False)
                return [one] if one else []
            return self._nominal(left)
        if rule.code == "P3":
            considered = _CONSIDERED.search(left)
            return (
                self._coordinated(considered.group(1).strip(" ,"))
                if considered
                else self.subjects_of(left)
            )
        if match.group().rstrip().endswith("ing") and left.rstrip().endswith(","):
            verbs = [
                verb for verb in clauses.finite_verbs(left) if not self._inside_subject(left, verb)
            ]
            return self.subjects_of(self._clause_before(left, verbs)) if verbs else []
        return self.subjects_of(left)

    def _nominal(self, left: str) -> list[Subject]:
        """Read "The main" or "Its" before "action is": it is the topic's, or the owner's named."""
        said = left.strip()
        if re.fullmatch(r"(?:the|its|their)(?: [a-z]+){0,2}", said, re.IGNORECASE):
            one = self.topics.meant_by("", plural=False)
            return [one] if one else []
        owner = re.search(r"(?:^|, )(?:the |The )?([\w -]{3,40})'s?(?: [a-z]+){0,2}$", said)
        if owner:
            one = self.names.name(owner.group(1))
            return [one] if one else []
        one = self.names.name(re.sub(r" (?:main|chief|primary|motor|nerve|blood)$", "", said))
        return [one] if one else []

    def _answer(self, rule: Rule, text: str) -> str | None:
        answer: str | None = fold_space(text)
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
        if clauses.dangles(answer):
            answer = clauses.undangled(answer)
            answer = answer[: clauses.trimmed(answer, 0, len(answer))[1]]
            if len(clauses.without_article(answer).split()) < 2:
                return None
        answer = re.sub(r"\bits (?=own\b)", "", answer)
        if re.search(r"\b(?:its|their)\b", answer):
            return None
        if rule.answers != "verb" and rule.relation is not Relation.DEFINITION:
            answer = clauses.without_article(answer)
        if not clauses.items_of(answer) or rule.answers != "after":
            answer = clauses.shortened(answer)
            answer = answer[: clauses.trimmed(answer, 0, len(answer))[1]]
        return (
            answer if answer and (clauses.fits_answer(answer) or clauses.items_of(answer)) else None
        )

    def _needed(self, rule: Rule, answer: str) -> bool:
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

    @staticmethod
    def _lead(left: str, subject: Subject, relation: Relation) -> str | None:
        """Return the leading "when ..." clause for the question, '' without one, None if personal."""
        head, comma, _ = left.partition(", ")
        pattern = _ACTION_LEAD if relation is Relation.ACTION else _CONDITION_LEAD
        if not comma or not pattern.match(head):
            return ""
        head = strip_brackets(head)
        named = noun_phrase(subject.name, subject.kind)
        head = re.sub(
            r"\b(?:this|these|the) (?:muscles?|nerves?|joints?|bones?|arter(?:y|ies)|veins?)\b(?! of)",
            named,
            head,
        )
        return clauses.condition_phrase(head)

    def _inverse(
        self, rule: Rule, subjects: list[Subject], answer: str, raw: tuple[int, int]
    ) -> list[Finding]:
        agents = " and ".join(one.name for one in subjects)
        results = []
        parts = [
            part
            for part in re.split(r", and |, | and ", re.sub(r"\bmuscles?\b", "", answer))
            if part.strip()
        ]
        for part in parts:
            one = self.names.name(part)
            if one is None or one.kind not in ("muscle", "muscle_group"):
                continue
            results.append(
                Finding(
                    one.name, one.kind, rule.relation, agents, *raw, rank=rule.rank, rule=rule.code
                )
            )
        for subject in subjects:
            question = rule.ask.format_map(asked(subject, clauses.VerbGroup(0)))
            results.append(
                Finding(
                    subject.name, subject.kind, rule.relation, answer, *raw,
                    question=question, rank=rule.rank - 1, rule=rule.code,
                )
            )  # fmt: skip
        return results

    def _finding(
        self,
        rule: Rule,
        subject: Subject,
        answer: str,
        group: clauses.VerbGroup,
        lead: str,
        raw: tuple[int, int],
        verb: str,
    ) -> Finding:
        items = clauses.items_of(answer) if rule.answers == "after" else ()
        question = ""
        if rule.relation is Relation.DEFINITION and items:
            if not subject.plural:
                items = ()
            else:
                question = f"Which {len(items)} kinds of {subject.name} are there?"
                return Finding(
                    subject.name, subject.kind, Relation.COMPOSITION, "; ".join(items), *raw,
                    question=question, rank=rule.rank, rule=rule.code,
                )  # fmt: skip
        hedged = bool(group.modal or group.degree or lead)
        if rule.ask or hedged:
            ask = rule.ask or _USUAL.get(rule.relation, "")
            question = question_by(ask, subject, group, verb) if ask else ""
            if not question:
                question = question_for(rule.relation, subject.name, kind=subject.kind)
            if group.degree and group.degree not in question:
                question = f"{question[:-1]} ({group.degree})?"
            if group.modal and group.modal not in question:
                question = f"{question[:-1]} ({group.modal})?"
            if lead:
                question = f"{lead[0].upper()}{lead[1:]}, {question[0].lower()}{question[1:]}"
        return Finding(
            subject.name, subject.kind, rule.relation, answer, *raw,
            items=items, question=question, rank=rule.rank, rule=rule.code,
        )  # fmt: skip


_PREDICATES = {
    "symptom": Relation.SYMPTOM,
    "sign": Relation.SYMPTOM,
    "treatment": Relation.TREATMENT,
}
_USUAL = {
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
    form = (
        f"{ask} {{is}} {{s}} {{be}}{{adv}}{parts[1]}?"
        if parts[0] == "is"
        else (f"{ask} {{do}} {{s}} {{adv}}{parts[1]}?")
    )
    return form.format_map(fill)


def asked(subject: Subject, group: clauses.VerbGroup) -> dict[str, str]:
    """Return what fills a rule's question: subject, agreeing verbs, hedge and adverb."""
    plural = is_plural(subject.name)
    return {
        "s": noun_phrase(subject.name, subject.kind if subject.kind != "topic" else "treatment"),
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


def leaks(subject: str, answer: str) -> bool:
    """Tell whether answer and subject are the same words."""
    return subject.casefold() == answer.casefold() or answer.casefold() in subject.casefold()
