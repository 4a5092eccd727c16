"""Sentences turned round: what stands in their object is what the fact is about."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.asking import asked
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import singular
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import (
    PRONOUNS,
    Names,
    Subject,
    bare,
    fits_generic,
    is_specific,
    lower_first,
    names_anatomy,
)
from flashdeck.core.extract.rules import Rule
from flashdeck.core.extract.subjects import LEADER, RELATIVE, said_of
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation
from flashdeck.core.wording import noun_phrase

_INVERTED = re.compile(
    r"(?P<place>(?:Just |Immediately |Directly )?(?:(?:Deep|Superficial|Medial|Lateral|"
    r"Anterior|Posterior|Inferior|Superior|Proximal|"
    r"Distal|deep|superficial|lateral|medial|inferior|superior) to|Beneath|Behind|Below|Above|"
    r"Between|Under|Underneath|Within|On|Inside|At|Emerging from|Arising from|Attached to|Around|"
    r"Along|beneath|below|above|behind)\b[^,;:]{3,90}?) (?:lies?|runs?|is|are|passes|pass|"
    r"sits?|courses?) "
    r"(?P<np>the [^,;.]{3,60}?)(?=[,;.]| and | which | that |$)"
)
_PREDICATES = {
    "symptom": Relation.SYMPTOM,
    "sign": Relation.SYMPTOM,
    "treatment": Relation.TREATMENT,
}
# What reaches half a muscle does not reach the muscle.
_PARTIAL = re.compile(
    r"(?:the )?(?:[a-z]+ ){0,2}(?:half|parts?|portions?|bell(?:y|ies)|thirds?|fib(?:er|re)s) of ",
    re.IGNORECASE,
)
# An object that means what the article speaks of.
POINTS = re.compile(
    r"(?:it|them|(?:the|this|these) (?P<noun>muscles?|nerves?|arter(?:y|ies)|veins?|bones?|"
    r"joints?|organs?|"
    r"glands?|ligaments?|tendons?|vessels?))(?= (?:from|in|at|on|by|with|through|near|behind|"
    r"above|below|"
    r"and)\b|[,.;)]|$)"
)


def _base_of(verb: str) -> str:
    """Return the plain form of the one verb that a frame took, '' where it took more words."""
    words = [word for word in verb.split() if not word.endswith("ly")]
    return clauses.base_form(words[0]) if len(words) == 1 else ""


class Turned:
    """Reads inverted, passive and causal sentences."""

    def __init__(self, names: Names, topics: Topics) -> None:
        self.names = names
        self.topics = topics

    def inverted(self, sentence: Mapped) -> list[Finding]:
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

    def of_object(
        self,
        rule: Rule,
        sentence: Mapped,
        match: re.Match[str],
        agent: Subject,
        said: str,
        left: str,
        former: list[Subject],
    ) -> list[Finding] | None:
        """Read "The splenic vein drains it" as a fact of the spleen; None where nothing points.

        ``former`` were spoken of before the sentence.
        """
        found = POINTS.match(said)
        if found is None:
            return None
        noun = found["noun"] or ""
        pool = [one for one in reversed(former) if one.name != agent.name]
        pool += [one for one in (self.topics.section, self.topics.title) if one]
        pool = [
            one
            for one in pool
            if one.name != agent.name and (not noun or fits_generic(one, singular(noun.casefold())))
        ]
        verb = _base_of(match.group())
        answer = clauses.impersonal(bare(said_of(left)))
        if not pool or not verb or not answer or len(answer.split()) > 14:
            return []
        if clauses.has_pronoun(answer) or clauses.finite_verbs(answer) or LEADER.match(answer):
            return []
        one = pool[0]
        named = re.search(rf"\b{re.escape(one.name)}\b", answer, re.IGNORECASE)
        if named or one.kind in ("condition", "treatment"):
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

    def cause(
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

    def predicate(
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

    @staticmethod
    def _as_written(one: Subject, text: str) -> str:
        """Return "tibial division" where the sentence does not say of which nerve it is one."""
        part, of, whole = one.name.partition(" of the ")
        return part if of and whole.casefold() not in text.casefold() else one.name

    @staticmethod
    def supplied_by(
        rule: Rule,
        subjects: list[Subject],
        shared: list[tuple[Relation, str, str]],
        raw: tuple[int, int],
    ) -> list[Finding]:
        """Read "supplied by the gluteal nerve and artery" as two facts of each subject."""
        found = []
        for one in subjects:
            named = noun_phrase(one.name, one.kind)
            for relation, answer, nouns in shared:
                if nouns:
                    question = f"Which {nouns} supply {named}?"
                elif relation is Relation.INNERVATION:
                    question = f"What innervates {named}?"
                else:
                    question = f"What supplies {named} with blood?"
                found.append(
                    Finding(
                        one.name,
                        one.kind,
                        relation,
                        answer,
                        *raw,
                        question=question,
                        rank=rule.rank,
                        rule=rule.code,
                    )
                )
        return found

    def supplied(
        self, rule: Rule, subjects: list[Subject], answer: str, sentence: Mapped
    ) -> list[Finding]:
        """Read "The nerve supplies A and B" as a fact of A, of B, and of the nerve."""
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
