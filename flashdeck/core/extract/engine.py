"""Sentences into findings: each rule's verb is looked for, its subject resolved, its answer cut."""

from __future__ import annotations

import re
from dataclasses import replace

from flashdeck.core.extract import clauses
from flashdeck.core.extract.asking import USUAL, asked, cloze_of, leaks, question_by
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import HEADS, singular
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.names import alike
from flashdeck.core.extract.phrases import (
    PRONOUNS,
    Names,
    Subject,
    bare,
    fits_generic,
    generic_noun,
    is_specific,
    lower_first,
    names_anatomy,
    plain_case,
    strip_brackets,
)
from flashdeck.core.extract.rules import RULES, Rule
from flashdeck.core.extract.sentences import MAX_SENTENCE, sentences
from flashdeck.core.extract.sharing import is_respective, shares, unsaid
from flashdeck.core.extract.subjects import LEADER, RELATIVE, Subjects, said_of
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation
from flashdeck.core.text import fold_space
from flashdeck.core.wording import is_plural, noun_phrase, question_for

_CONDITION_LEAD = re.compile(r"^(?:when|while|whenever|if|once|with|after|during)\b", re.IGNORECASE)
_ACTION_LEAD = re.compile(
    r"^(?:in|at|when|while|whenever|if|once|with|after|during)\b", re.IGNORECASE
)
_AMONG = re.compile(
    r"in (?P<who>(?:the |a |most |many |some |about [^,;]{1,20} of |rare |older |young |adult |"
    r"healthy |pregnant |"
    r"the majority of |elderly )*(?:f[o]?etus(?:es)?|embryos?|newborns?|infants?|children|adults?|"
    r"women|"
    r"men|males?|females?|elderly|people|individuals|persons|cases|pregnancy|athletes|runners|"
    r"patients|rare cases|addition to its))\b,? (?=\S)",
    re.IGNORECASE,
)
_STRIP = re.compile(
    r"^(?:from|on|onto|into|to|at|by|via|in|as) (?=(?:the |a |an |both |your |its )?[a-z0-9])",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\b(?:to|helps?|aids?|assists?) $")
_INFINITIVE_NEXT = re.compile(
    r"(?:to|and to|in order to) (?!(?:the|a|an|its|their|both|each|all|this|these|his|her)\b)"
    r"[a-z]+|help |helping "
)
_MEANING = re.compile(
    r",? (?:which means|meaning|which is|that means|referring to|because|for|and means)\b"
)
_CONSIDERED = re.compile(
    r"\b(?:considers?|considered|calls?|describes?|regards?|termed?) (.{3,150})$"
)
_HOW = re.compile(
    r"\b(?:medially|laterally|internally|externally|inwardly|outwardly|upwardly|downwardly|"
    r"horizontally|"
    r"anteriorly|posteriorly|superiorly|inferiorly)(?: and [a-z]+ly)? $"
)
# How a word is pronounced: "(der-ma-TI-tis)".
_SPOKEN = re.compile(
    r" ?\([A-Za-z -]{0,40}[A-Z]{2,}-[A-Za-z -]{0,40}\)| ?\([A-Za-z -]{0,40}-[A-Z]{2,}[A-Za-z "
    r"-]{0,40}\)"
)
_WRAPPED = re.compile(
    r"^(?:that (?=the )|(?:a |the )?(?:condition|disorder|disease|problem) (?:called|known as) )"
)
_INVERTED = re.compile(
    r"(?P<place>(?:Just |Immediately |Directly )?(?:(?:Deep|Superficial|Medial|Lateral|"
    r"Anterior|Posterior|Inferior|Superior|Proximal|"
    r"Distal|deep|superficial|lateral|medial|inferior|superior) to|Beneath|Behind|Below|Above|"
    r"Between|Under|Underneath|Within|On|Inside|At|Emerging from|Arising from|Attached to|Around|"
    r"Along|beneath|below|above|behind)\b[^,;:]{3,90}?) (?:lies?|runs?|is|are|passes|pass|"
    r"sits?|courses?) "
    r"(?P<np>the [^,;.]{3,60}?)(?=[,;.]| and | which | that |$)"
)
# Relations whose verb a later clause may leave out, and the prepositions that stand for it.
_DURING = re.compile(r" (?:during|when|while|in|on|at|with|alone|as) ")
# "by a thick tendon from the ilium": what it arises by is not where.
_BY_MEANS = re.compile(
    r"^(?:by|via|through|with|as) (?:(?:an?|its|the|two|three|four|several|[a-z]+) )[^,;]{2,70}?,? "
    r"(?P<to>from|into|onto|on|to|in) (?=(?:the|a|an|its|both|each|[a-z]+al)\b)"
)
_TO_BE = re.compile(r",? (?:to|before|and then)$")
_SHARED = frozenset(
    (Relation.ORIGIN, Relation.INSERTION, Relation.INNERVATION, Relation.BLOOD_SUPPLY)
)
_PREPOSITIONS = frozenset("from on at in to into onto by via".split())
# Sentences whose subject is a person, a pronoun or nobody: they leave the topic as it is.
_SPEAKS = re.compile(
    r"(?:(?:(?:here|there|in|on|at|from|below|above|behind|within|after|also) (?:[a-z]+,? ){0,7}?)?"
    r"(?:it|its|they|their)\b|(?:you|your|we|this|these|he|she|if|when|doctors?|"
    r"people|many|most|some|patients?|there|care|to|as|once|treatment|symptoms?|diagnosis|pain)\b)",
    re.IGNORECASE,
)
_ANIMALS = re.compile(
    r"(?:in|among|of|like|unlike) (?:(?:the|most|many|some|other|all|non-human|domestic) "
    r")*(?:rodents?|"
    r"carnivores?|herbivores?|ruminants?|mammals|animals|vertebrates|primates|monkeys|apes|dogs?|"
    r"cats?|horses?|cattle|cows?|pigs?|sheep|rats?|mice|rabbits?|squirrels?|birds?|fish(?:es)?|"
    r"reptiles?|amphibians?|marsupials?|ungulates?|tetrapods?|insects?|whales?|bats|snakes|"
    r"frogs)\b",
    re.IGNORECASE,
)
_KEEPS_PREPOSITION = frozenset((Relation.LOCATION, Relation.DIAGNOSIS, Relation.TREATMENT))
_ETYMOLOGY_SUBJECT = re.compile(
    r"(?:word|term|name)s? [\"“']?([\w -]{3,40}?)[\"”']?$", re.IGNORECASE
)


def _etymology_end(text: str, end: int) -> int:
    """Return the end of an etymology: what the word means belongs to it."""
    while True:
        meaning = _MEANING.match(text, end)
        if meaning is None:
            return end
        end = max(clauses.argument_end(text, meaning.end()), meaning.end())


_WILL = re.compile(r"\b(?:will|would|should) (?:[a-z]+ly )?$")
_PREDICATES = {
    "symptom": Relation.SYMPTOM,
    "sign": Relation.SYMPTOM,
    "treatment": Relation.TREATMENT,
}


# "Graves' disease is its most common cause" goes on about what "it" is.
_ITS_CAUSE = re.compile(
    r"\b(?:its|their) (?:[a-z]+ ){0,2}(?:causes?|symptoms?|signs?|complications?|treatments?)\b"
)
# "into A, which ..., and B, which ...": A alone is but half.
_GOES_ON = re.compile(r", (?:which|who|whose) [^,;]{3,90}, and (?:the|an?) ")
_NUMBERED = re.compile(r"(?:an? |the )?(?:two|pair|dual|couple)\b")
_PAIR = re.compile(r"(?:the |an? )?[^,:;.]{3,60} and (?:the |an? )?[^,:;.]{3,60}")
# What reaches half a muscle does not reach the muscle.
_PARTIAL = re.compile(
    r"(?:the )?(?:[a-z]+ ){0,2}(?:half|parts?|portions?|bell(?:y|ies)|thirds?|fib(?:er|re)s) of ",
    re.IGNORECASE,
)
# "The break", "the injury": the one in hand.
_ANY = frozenset("condition injury disorder disease problem".split())
_BREAKS = {"break": "fracture", "tear": "rupture", "rupture": "tear"}
# What may be said of all nerves or veins.
_OF_KINDS = frozenset((Relation.DEFINITION, Relation.ACTION, Relation.COMPOSITION))
# Frames whose object may be what the article speaks of.
_OBJECTS = frozenset(("N4", "B4", "B7", "L4", "L5", "A10"))
_POINTS = re.compile(
    r"(?:it|them|(?:the|this|these) (?P<noun>muscles?|nerves?|arter(?:y|ies)|veins?|bones?|"
    r"joints?|organs?|"
    r"glands?|ligaments?|tendons?|vessels?))(?= (?:from|in|at|on|by|with|through|near|behind|"
    r"above|below|"
    r"and)\b|[,.;)]|$)"
)


def base_of(verb: str) -> str:
    """Return the plain form of the one verb that a frame took, '' where it took more words."""
    words = [word for word in verb.split() if not word.endswith("ly")]
    return clauses.base_form(words[0]) if len(words) == 1 else ""


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


class Engine:
    """Reads the sentences of one article in order."""

    def __init__(self, names: Names, topics: Topics, rules: tuple[Rule, ...] = RULES) -> None:
        self.names = names
        self.topics = topics
        self.rules = rules
        self.subjects = Subjects(names, topics)
        self.former: list[Subject] = []  # who was spoken of before this sentence

    def read(self, sentence: Mapped) -> list[Finding]:
        """Return the findings of one sentence, and remember what it was about."""
        text = sentence.text
        if len(text) > MAX_SENTENCE or len(text) < 12 or text.endswith("?"):
            return []
        if _ANIMALS.match(text):
            return []
        found: list[Finding] = list(self._inverted(sentence))
        self.former = list(self.topics.recent)
        main = self.subjects.main_subject(text)
        for subject in () if text.endswith(":") or _ITS_CAUSE.search(text) else main:
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
        if not main:
            for subject in spoken:
                if subject.explicit:
                    self.topics.said(subject)
        if main or found or _SPEAKS.match(text) or self._speaks_of_topic(text):
            self.topics.unclear = False
        elif clauses.finite_verbs(text):
            self.topics.unclear = True
        if main and self.former and _POINTS.search(text, 8):
            self.topics.said(self.former[-1])  # "The X covers it": it stays what is spoken of
        self.topics.has_said(main, spoken, text)
        self.subjects.before = text
        return found

    def _speaks_of_topic(self, text: str) -> bool:
        """Tell whether the sentence names what the section is about, in whatever place."""
        one = self.topics.current()
        if one is None:
            return False
        generic = re.search(r"\b[Tt]h(?:e|is) (muscle|nerve|artery|vein|bone|joint|organ)\b", text)
        return one.name in text or (generic is not None and fits_generic(one, generic.group(1)))

    def after_label(self, paragraph: Mapped) -> Mapped:
        """Take "EXTERNAL OBLIQUE." before a paragraph as its topic; return what follows it."""
        first = next(iter(sentences(paragraph)), paragraph)
        label = first.text.strip(" .:—–-")
        rest = paragraph.part(len(first.text), len(paragraph.text))
        if not rest.text or len(label.split()) > 6 or clauses.finite_verbs(label.casefold()):
            return paragraph
        one = self.names.name(plain_case(label))
        if one is None or one.kind in ("movement", "region", "substance", "treatment"):
            return paragraph
        self.topics.leads(one)
        self.subjects.before = ""
        return rest

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
                one.name,
                one.kind,
                Relation.LOCATION,
                answer,
                *sentence.raw_span(0, len(sentence.text)),
                rank=8,
                rule="INV",
            )
        ]

    # The fact.

    def _apply(
        self, rule: Rule, sentence: Mapped, match: re.Match[str]
    ) -> tuple[list[Finding], list[Subject]]:
        text = sentence.text
        group = clauses.group_before(text, match.start(), match.group())
        if group.negated or re.match(r"(?:not|never)\b", text[match.end() :]):
            return [], []
        left = text[: group.start]
        subjects = [self._specific(one, rule) for one in self._subjects_for(rule, left, match)]
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
        if subjects and subjects[0].name in HEADS and rule.relation not in _OF_KINDS:
            return [], []
        if not subjects or (
            self.topics.aside
            and rule.relation is not Relation.ETYMOLOGY
            and any(not one.explicit for one in subjects)
        ):
            return [], []
        plain_verb = (
            rule.code in ("A11", "A13")
            and not group.modal
            and not all(one.plural for one in subjects)
        )
        if plain_verb and not _WILL.search(text[: match.start()]):
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
        raw = sentence.raw_span(0, len(text))
        others, cut = self._unsaid(rule, text, match, subjects, raw)
        start, end = clauses.trimmed(text, start, min(end, cut))
        if start >= end:
            return [], []
        if rule.answers == "after" and text.startswith(": ", end):
            low, high = clauses.trimmed(text, end + 2, clauses.argument_end(text, end + 2))
            if clauses.items_of(text[low:high]) or (
                _NUMBERED.match(text[start:end]) and _PAIR.fullmatch(text[low:high])
            ):
                start, end = low, high
        if rule.code in _OBJECTS and len(subjects) == 1:
            passive = self._of_object(rule, sentence, match, subjects[0], text[start:end], left)
            if passive is not None:
                return passive, subjects
        answer = self._answer(rule, text[start:end])
        if answer is not None and rule.answers == "verb" and " " not in answer:
            return [], []
        if answer is None or not self._needed(rule, answer):
            return [], []
        if rule.code == "C1" and _GOES_ON.match(text, end):
            return [], []
        if rule.code == "D2" and not self._same_kind(subjects[0], answer):
            return [], []
        lead = self._lead(left, subjects[0], rule.relation)
        if lead is None:
            return [], []
        if rule.inverse:
            return self._inverse(rule, subjects, answer, sentence), subjects
        if (
            rule.relation is Relation.PART_OF
            and rule.code == "P2"
            and not names_anatomy(answer, self.names)
        ):
            return [], []
        results = others
        if is_respective(text, match.end(), end):
            for subject, part in zip(subjects, shares(answer, len(subjects)), strict=False):
                results.append(self._finding(rule, subject, part, group, lead, raw, match.group()))
            return results, subjects
        for subject in subjects:
            if leaks(subject.name, answer):
                continue
            if not asks_plural(rule, subject):
                subject = replace(subject, shown="")
            cloze = ""
            impersonal_said = clauses.impersonal(fold_space(text[group.start : end])) or ""
            if not lead and rule.answers == "verb" and impersonal_said.endswith(answer):
                named = subject.shown or subject.name
                shown = answer if group.modal or is_plural(named) else clauses.inflected(answer)
                before = impersonal_said.removesuffix(answer).strip()
                if not clauses.has_pronoun(before) and "{" not in shown:
                    head = noun_phrase(named, subject.kind)
                    head = f"{head[0].upper()}{head[1:]} {before}".rstrip()
                    cloze = f"{head} {{{{c1::{shown}}}}}."
            elif not lead and answer in impersonal_said:
                said = impersonal_said
                verb = said[: said.rfind(answer)]
                cloze = cloze_of(subject.shown or subject.name, subject.kind, verb.rstrip(), answer)
            results.append(
                replace(
                    self._finding(rule, subject, answer, group, lead, raw, match.group()),
                    cloze=cloze,
                )
            )
        return results, subjects

    def _of_object(
        self,
        rule: Rule,
        sentence: Mapped,
        match: re.Match[str],
        agent: Subject,
        said: str,
        left: str,
    ) -> list[Finding] | None:
        """Read "The splenic vein drains it" as a fact of the spleen; None where nothing points."""
        found = _POINTS.match(said)
        if found is None:
            return None
        noun = found["noun"] or ""
        pool = [one for one in reversed(self.former) if one.name != agent.name]
        pool += [one for one in (self.topics.section, self.topics.title) if one]
        pool = [
            one
            for one in pool
            if one.name != agent.name and (not noun or fits_generic(one, singular(noun.casefold())))
        ]
        verb = base_of(match.group())
        answer = clauses.impersonal(bare(said_of(left)))
        if not pool or not verb or not answer or len(answer.split()) > 14:
            return []
        if clauses.has_pronoun(answer) or clauses.finite_verbs(answer) or LEADER.match(answer):
            return []
        one = pool[0]
        if one.name.casefold() in answer.casefold() or one.kind in ("condition", "treatment"):
            return []
        third = verb if agent.plural else clauses.third_person(verb)
        relation = rule.relation
        if rule.code == "N4":
            question = f"What innervates {noun_phrase(one.name, one.kind)}?"
        elif rule.code == "B4":
            question = f"What supplies {noun_phrase(one.name, one.kind)} with blood?"
        else:
            question = f"What {third} {noun_phrase(one.name, one.kind)}?"
        return [
            Finding(
                one.name,
                one.kind,
                relation,
                answer,
                *sentence.raw_span(0, len(sentence.text)),
                question=question,
                rank=rule.rank,
                rule=rule.code,
            )
        ]

    def _unsaid(
        self,
        rule: Rule,
        text: str,
        match: re.Match[str],
        subjects: list[Subject],
        raw: tuple[int, int],
    ) -> tuple[list[Finding], int]:
        """Read "... and the short head on the linea aspera"; return where the first answer ends."""
        if rule.relation not in _SHARED or rule.inverse or rule.answers == "verb":
            return [], len(text)
        after = re.match(r" ?([a-z]+)", text[match.end() :])
        prepositions = {match.group().split()[-1], after.group(1) if after else ""}
        found: list[Finding] = []
        cut = len(text)
        for start, one, (low, high) in unsaid(
            text, match.end(), frozenset(prepositions & _PREPOSITIONS), self.subjects.named
        ):
            cut = min(cut, start)
            low, high = clauses.trimmed(text, low, high)
            answer = self._answer(rule, text[low:high].partition(" ")[2])
            if answer and one.kind in rule.kinds and self._needed(rule, answer):
                found.append(
                    Finding(
                        one.name,
                        one.kind,
                        rule.relation,
                        answer,
                        *raw,
                        rank=rule.rank - 1,
                        rule=rule.code,
                    )
                )
        return found, cut

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
            or not is_specific(one)
            or not answer
            or not 0 < len(answer.split()) <= 12
        ):
            return []
        if clauses.has_pronoun(answer) or clauses.finite_verbs(answer) or LEADER.match(answer):
            return []
        if answer.split()[0].casefold() in PRONOUNS or RELATIVE.search(left):
            return []
        self.topics.said(one)
        verb = "raise the risk of" if "risk" in match.group() else "cause"
        does = (
            f"{group.modal} {verb}"
            if group.modal
            else re.sub(r"^(\w+)", clauses.third_person(verb.split()[0]), verb)
        )
        question = f"What {does} {noun_phrase(one.name, one.kind)}?"
        return [
            Finding(
                one.name,
                one.kind,
                Relation.CONDITION,
                answer,
                *sentence.raw_span(0, len(text)),
                question=question,
                rank=7,
                rule=rule.code,
            )
        ]

    def _predicate(
        self, rule: Rule, sentence: Mapped, match: re.Match[str], left: str, subjects: list[Subject]
    ) -> list[Finding]:
        """Read "Osteoporosis is a risk factor for hip fracture" as a fact of the fracture."""
        answer = clauses.impersonal(clauses.without_article(said_of(left)))
        if len(subjects) != 1 or not answer or not 0 < len(answer.split()) <= 12:
            return []
        if clauses.has_pronoun(answer) or clauses.finite_verbs(answer) or LEADER.match(answer):
            return []
        one = subjects[0]
        what = match["what"]
        noun = what if what.endswith("sis") else singular(what)
        relation = _PREDICATES.get(noun.split()[-1], rule.relation)
        named = noun_phrase(one.name, one.kind)
        preposition = "for" if noun.endswith(("factor", "treatment")) else "of"
        much = match["much"] or ""
        art = match["art"] or "a "
        if art == "one of the ":
            noun = what
        elif art != "the ":
            art = "an " if (much or noun)[0] in "aeiou" else "a "
        question = f"What is {art}{much}{noun} {preposition} {named}?"
        return [
            Finding(
                one.name,
                one.kind,
                relation,
                answer,
                *sentence.raw_span(0, len(sentence.text)),
                question=question,
                rank=7,
                rule=rule.code,
            )
        ]

    def _subjects_for(self, rule: Rule, left: str, match: re.Match[str]) -> list[Subject]:
        said = said_of(left)
        if rule.relation is Relation.ETYMOLOGY:
            word = _ETYMOLOGY_SUBJECT.search(said.rstrip(" \"”'"))
            if word:
                one = self.names.name(word.group(1))
                return [one] if one else []
            if re.fullmatch(r"(?:the|its) (?:[a-z]+ )?(?:name|word|term)", said, re.IGNORECASE):
                one = self.topics.meant_by("", plural=False) or self.topics.current()
                return [one] if one else []
        if "np" in match.groupdict():
            if match["np"]:
                one = self.names.name(_DURING.split(match["np"])[0])
                if one is None and generic_noun(match["np"]):
                    one = self.topics.meant_by(generic_noun(match["np"]), plural=False)
                elif one is None and generic_noun(_DURING.split(match["np"])[0]):
                    noun = generic_noun(_DURING.split(match["np"])[0])
                    one = self.topics.meant_by(noun, plural=False)
                if one is None and re.match(
                    r"(?:its|the) ?(?:[a-z]+ ?){0,2}$", left, re.IGNORECASE
                ):
                    return self._nominal(left)
                return [one] if one else []
            return self._nominal(left)
        if rule.code == "L8":
            verbs = clauses.finite_verbs(left)
            if len(verbs) != 1 or verbs[0].group() not in ("is", "are"):
                return []
            return self.subjects.before_verb(self.subjects.clause_before(left, verbs))
        if rule.code == "P3":
            considered = _CONSIDERED.search(left)
            return (
                self.subjects.named(considered.group(1).strip(" ,"))
                if considered
                else self.subjects.before_verb(left)
            )
        if match.group().rstrip().endswith("ing") and left.rstrip().endswith(","):
            verbs = [
                verb
                for verb in clauses.finite_verbs(left)
                if not self.subjects.is_noun_here(left, verb)
            ]
            return (
                self.subjects.before_verb(self.subjects.clause_before(left, verbs)) if verbs else []
            )
        if rule.relation is Relation.INSERTION and _TO_BE.search(left.rstrip()):
            verbs = clauses.finite_verbs(left)
            return (
                self.subjects.before_verb(self.subjects.clause_before(left, verbs)) if verbs else []
            )
        return self.subjects.before_verb(left)

    @staticmethod
    def _way(rule: Rule, said: str) -> str:
        """Return "Where does ... leave the pelvis?" for "leaves the pelvis"."""
        match = rule.pattern.match(said.rstrip() + " through")
        if match is None or clauses.has_pronoun(match["what"]):
            return "What"
        return (
            f"Where {{do}} {{s}} {{adv}}{clauses.base_form(match['verb'])} {match['what'].strip()}?"
        )

    def _specific(self, one: Subject, rule: Rule) -> Subject:
        """Return "spleen rupture" for "a rupture" in an article on the spleen."""
        if one.kind != "condition" or is_specific(one):
            return one
        topic = self.topics.current()
        alone = " " not in one.name
        hand = self.topics.condition()
        if (
            alone
            and hand
            and not one.shown
            and (
                one.name in _ANY
                or hand.name.endswith(one.name)
                or hand.name.endswith(_BREAKS.get(one.name, "\0"))
            )
        ):
            return replace(hand, explicit=False)
        if alone and (topic is None or rule.relation is Relation.DEFINITION):
            return one
        if topic is None or topic.kind in ("condition", "treatment"):
            return one if alone else replace(one, kind="vague")
        head, _, last = one.name.rpartition(" ")
        name = f"{topic.name} {last}" if not head else f"{head} {topic.name} {last}"
        shown = f"{name[: -len(last)]}{one.shown.split()[-1]}" if one.shown else ""
        return replace(one, name=name, shown=shown, explicit=False)

    def _nominal(self, left: str) -> list[Subject]:
        """Read "The main" or "Its" before "action is": it is the topic's, or the owner's named."""
        said = left.strip()
        if not said or re.fullmatch(r"(?:the|its|their)(?: [a-z]+){0,2}", said, re.IGNORECASE):
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
        if rule.relation in (Relation.ORIGIN, Relation.INSERTION) and rule.answers == "after":
            answer = _BY_MEANS.sub(r"\g<to> ", answer or "", count=1)
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
            answer = clauses.without_possessive(answer)
            if len(answer.split()) < 3:
                return None
        if rule.answers != "verb" and rule.relation is not Relation.DEFINITION:
            answer = clauses.without_article(answer)
        if not clauses.items_of(answer) or rule.answers != "after":
            answer = clauses.shortened(answer)
            answer = answer[: clauses.trimmed(answer, 0, len(answer))[1]]
        return (
            answer if answer and (clauses.fits_answer(answer) or clauses.items_of(answer)) else None
        )

    def _same_kind(self, one: Subject, answer: str) -> bool:
        """Tell whether the answer can be another name: a lung is not called an embolism."""
        other = self.names.name(answer)
        return other is None or one.kind == "topic" or alike(other.kind, one.kind)

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
        """Return the leading "when ..." clause, '' without one, None where it stays personal."""
        among = _AMONG.match(left)
        if among and not re.match(r"in humans?\b", among.group(), re.IGNORECASE):
            return f"in {among['who']}"
        head, comma, _ = left.partition(", ")
        pattern = _ACTION_LEAD if relation is Relation.ACTION else _CONDITION_LEAD
        if not comma or not pattern.match(head):
            return ""
        head = strip_brackets(head)
        named = noun_phrase(subject.name, subject.kind)
        head = re.sub(
            r"\b(?:this|these|the) (?:muscles?|nerves?|joints?|bones?|arter(?:y|ies)|"
            r"veins?)\b(?! of)",
            named,
            head,
        )
        return clauses.condition_phrase(head)

    @staticmethod
    def _as_written(one: Subject, text: str) -> str:
        """Return "tibial division" where the sentence does not say of which nerve it is one."""
        part, of, whole = one.name.partition(" of the ")
        return part if of and whole.casefold() not in text.casefold() else one.name

    def _inverse(
        self, rule: Rule, subjects: list[Subject], answer: str, sentence: Mapped
    ) -> list[Finding]:
        raw = sentence.raw_span(0, len(sentence.text))
        agents = " and ".join(self._as_written(one, sentence.text) for one in subjects)
        results = []
        parts = [
            part
            for part in re.split(r", and |, | and ", answer)
            if part.strip() and " muscles of " not in f" {part}" and not _PARTIAL.match(part)
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
                    subject.name,
                    subject.kind,
                    rule.relation,
                    answer,
                    *raw,
                    question=question,
                    rank=rule.rank - 1,
                    rule=rule.code,
                )
            )
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
                ask = self._way(rule, verb)
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
