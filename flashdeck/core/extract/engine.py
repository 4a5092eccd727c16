"""Sentences into findings: each rule's verb is looked for, its subject resolved, its answer cut."""

from __future__ import annotations

import re
from dataclasses import replace

from flashdeck.core.extract import clauses
from flashdeck.core.extract.answers import Answers, etymology_end, lead_of
from flashdeck.core.extract.asking import asks_plural, cloze_of, finding_of, leaks
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import HEADS
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import Names, Subject, fits_generic, names_anatomy, plain_case
from flashdeck.core.extract.rules import RULES, Rule
from flashdeck.core.extract.sentences import MAX_SENTENCE, sentences
from flashdeck.core.extract.sharing import is_respective, shares, supplies, unsaid
from flashdeck.core.extract.subjects import Subjects
from flashdeck.core.extract.topics import Topics
from flashdeck.core.extract.turned import POINTS, Turned
from flashdeck.core.extract.whose import Whose
from flashdeck.core.model import Relation
from flashdeck.core.text import fold_space
from flashdeck.core.wording import is_plural, noun_phrase

_INFINITIVE = re.compile(r"\b(?:to|helps?|aids?|assists?) $")
_INFINITIVE_NEXT = re.compile(
    r"(?:to|and to|in order to) (?!(?:the|a|an|its|their|both|each|all|this|these|his|her)\b)"
    r"[a-z]+|help |helping "
)
_HOW = re.compile(
    r"\b(?:medially|laterally|internally|externally|inwardly|outwardly|upwardly|downwardly|"
    r"horizontally|"
    r"anteriorly|posteriorly|superiorly|inferiorly)(?: and [a-z]+ly)? $"
)
# Relations whose verb a later clause may leave out, and the prepositions that stand for it.
_SHARED = frozenset(
    (Relation.ORIGIN, Relation.INSERTION, Relation.INNERVATION, Relation.BLOOD_SUPPLY)
)
_PREPOSITIONS = frozenset("from on at in to into onto by via between with".split())
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
_WILL = re.compile(r"\b(?:will|would|should) (?:[a-z]+ly )?$")
# "Graves' disease is its most common cause" goes on about what "it" is.
_ITS_CAUSE = re.compile(
    r"\b(?:its|their) (?:[a-z]+ ){0,2}(?:causes?|symptoms?|signs?|complications?|treatments?)\b"
)
# "into A, which ..., and B, which ...": A alone is but half.
_GOES_ON = re.compile(r", (?:which|who|whose) [^,;]{3,90}, and (?:the|an?) ")
# What is said of them is said of what they flow through, or of the illness they belong to.
_FLUIDS = frozenset(
    "blood|lymph|venous blood|arterial blood|pain|swelling|numbness|tenderness|tingling".split("|")
)
# "The tibial nerve supplies the soleus, the obturator nerve the gracilis"
_GAPPED = re.compile(
    r",? (?:and )?the (?:(?!and\b)[a-z]+ ){1,4}(?:nerves?|artery|arteries|branch(?:es)?) (?=the )"
)
# "attached above to A and below to B"
_ENDS = (
    r"(?:above|below|in front|behind|proximally|distally|superiorly|inferiorly|medially|laterally|"
    r"anteriorly|posteriorly)"
)
_END = re.compile(rf"\b{_ENDS}\b")
_OTHER_END = re.compile(rf",? (?:and )?(?P<end>{_ENDS}) (?:to|into|on|onto) (?:the )?")
# "bounded above by A, below by B"
_OTHER_SIDE = re.compile(
    r",? (?:and )?(?:above|below|in front|behind|[a-z]+ly|on the [a-z]+ side|on either side) by "
)
_MOVES = re.compile(
    r"(?:[A-Z][a-z]+ )?(?i:plantar ?flexion|dorsiflexion|flexion|extension|abduction|adduction|"
    r"(?:[a-z]+ )?rotation|pronation|supination|inversion|eversion)\b[^,;.]{0,40}? (?:is|are)\b"
)
# "passes downward to be inserted into": what follows is a fact of its own.
_PURPOSE = re.compile(
    r",? to (?:be (?:inserted|attached)|insert|attach|end|join|become|form|supply|innervate) "
)
_NUMBERED = re.compile(r"(?:an? |the )?(?:two|pair|dual|couple)\b")
_PAIR = re.compile(r"(?:the |an? )?[^,:;.]{3,60} and (?:the |an? )?[^,:;.]{3,60}")
# What may be said of all nerves or veins.
_OF_KINDS = frozenset((Relation.DEFINITION, Relation.ACTION, Relation.COMPOSITION))
# Frames whose object may be what the article speaks of.
_OBJECTS = frozenset(("N4", "B4", "B7", "L4", "L5", "A10"))


class Engine:
    """Reads the sentences of one article in order."""

    def __init__(self, names: Names, topics: Topics, rules: tuple[Rule, ...] = RULES) -> None:
        self.names = names
        self.topics = topics
        self.rules = rules
        self.subjects = Subjects(names, topics)
        self.whose = Whose(names, topics, self.subjects)
        self.answers = Answers(names)
        self.turned = Turned(names, topics)
        self.former: list[Subject] = []  # who was spoken of before this sentence

    def read(self, sentence: Mapped) -> list[Finding]:
        """Return the findings of one sentence, and remember what it was about."""
        text = sentence.text
        if len(text) > MAX_SENTENCE or len(text) < 12 or text.endswith("?"):
            return []
        if _ANIMALS.match(text):
            return []
        found: list[Finding] = list(self.turned.inverted(sentence))
        self.former = list(self.topics.recent)
        main = self.subjects.main_subject(text)
        for subject in () if text.endswith(":") or _ITS_CAUSE.search(text) else main:
            self.topics.said(subject)
        if _MOVES.match(text):
            self.topics.unclear = True  # "it" is the movement
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
        if main and self.former and POINTS.search(text, 8):
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

    # The fact.

    def _apply(
        self, rule: Rule, sentence: Mapped, match: re.Match[str]
    ) -> tuple[list[Finding], list[Subject]]:
        text = sentence.text
        group = clauses.group_before(text, match.start(), match.group())
        if group.negated or re.match(r"(?:not|never)\b", text[match.end() :]):
            return [], []
        left = text[: group.start]
        subjects = self.whose.of(rule, left, match)
        if rule.code == "K4":
            return self.turned.predicate(rule, sentence, match, left, subjects), []
        if not subjects and rule.code == "K1":
            return self.turned.cause(rule, sentence, match, group, left), []
        if not subjects:
            return [], []
        subjects = [
            one
            for one in subjects
            if one.kind in rule.kinds or ("topic" in rule.kinds and one.kind == "topic")
        ]
        if subjects and subjects[0].name in HEADS and rule.relation not in _OF_KINDS:
            return [], []
        if rule.relation is not Relation.DEFINITION:
            subjects = [one for one in subjects if one.name not in _FLUIDS]
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
        gap = _GAPPED.search(text, match.end(), end) if rule.inverse else None
        end = gap.start() if gap else end
        ends = _OTHER_END.search(text, match.end(), end) if rule.code in ("I1", "I2") else None
        second: list[Finding] = []
        if ends:
            first = _END.search(text, match.start(), match.end() + 14)
            if first:
                rule = replace(rule, ask=f"Where {{do}} {{s}} attach {first.group()}?")
            second = self._other_end(rule, text[ends.end() : end], ends["end"], subjects, sentence)
            end = ends.start()
        side = _OTHER_SIDE.search(text, match.end(), end) if rule.code == "L6" else None
        end = side.start() if side else end
        if match.group().startswith(" ") and rule.answers == "after":
            comma = text.find(", ", match.end(), end)  # "The X, supplied by Y, passes"
            end = comma if comma > 0 else end
        if rule.code in ("L2", "J2"):
            purpose = _PURPOSE.search(text, match.end(), end)
            end = purpose.start() if purpose else end
        if rule.relation is Relation.ETYMOLOGY:
            end = clauses.trimmed(text, start, etymology_end(text, end))[1]
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
            passive = self.turned.of_object(
                rule, sentence, match, subjects[0], text[start:end], left, self.former
            )
            if passive is not None:
                return passive, subjects
        answer = self.answers.cut(rule, text[start:end])
        if answer is not None and rule.answers == "verb" and " " not in answer:
            return [], []
        if answer is None or not self.answers.needed(rule, answer):
            return [], []
        if rule.code == "D4" and text.startswith(", ", end):
            return [], []
        if rule.code == "C1" and _GOES_ON.match(text, end):
            return [], []
        if rule.code == "D2" and not self.answers.same_kind(subjects[0], answer):
            return [], []
        lead = lead_of(left, subjects[0], rule.relation)
        if lead is None:
            return [], []
        if rule.inverse:
            return self.turned.supplied(rule, subjects, answer, sentence), subjects
        if (
            rule.relation is Relation.PART_OF
            and rule.code == "P2"
            and not names_anatomy(answer, self.names)
        ):
            return [], []
        results = others + second
        if is_respective(text, match.end(), end):
            for subject, part in zip(subjects, shares(answer, len(subjects)), strict=False):
                results.append(finding_of(rule, subject, part, group, lead, raw, match.group()))
            return results, subjects
        if rule.code in ("N1", "B1") and not group.modal and not lead and supplies(answer):
            return results + self.turned.supplied_by(
                rule, subjects, supplies(answer), raw
            ), subjects
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
                    finding_of(rule, subject, answer, group, lead, raw, match.group()),
                    cloze=cloze,
                )
            )
        return results, subjects

    def _other_end(
        self, rule: Rule, said: str, end: str, subjects: list[Subject], sentence: Mapped
    ) -> list[Finding]:
        """Read "... and distally to the calcaneus", where a structure has its other end."""
        answer = self.answers.cut(rule, said[: clauses.trimmed(said, 0, len(said))[1]])
        raw = sentence.raw_span(0, len(sentence.text))
        return [
            Finding(
                one.name,
                one.kind,
                rule.relation,
                answer,
                *raw,
                question=f"Where does {noun_phrase(one.name, one.kind)} attach {end}?",
                rank=rule.rank,
                rule=rule.code,
            )
            for one in subjects
            if answer and not leaks(one.name, answer)
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
            said = text[low:high]
            said = said if said.startswith("between ") else said.partition(" ")[2]
            answer = self.answers.cut(rule, said)
            if answer and one.kind in rule.kinds and self.answers.needed(rule, answer):
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
