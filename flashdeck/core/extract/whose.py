"""Who a frame's verb is said of: the words before it, "of ..." after a noun, or what is in hand."""

from __future__ import annotations

import re
from dataclasses import replace

from flashdeck.core.extract import clauses
from flashdeck.core.extract.phrases import Names, Subject, generic_noun, is_specific
from flashdeck.core.extract.rules import Rule
from flashdeck.core.extract.subjects import Subjects, said_of
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation

_CONSIDERED = re.compile(
    r"\b(?:considers?|considered|calls?|describes?|regards?|termed?) (.{3,150})$"
)
_ETYMOLOGY_SUBJECT = re.compile(
    r"(?:word|term|name)s? [\"“']?([\w -]{3,40}?)[\"”']?$", re.IGNORECASE
)
# What the words after a structure's name begin with.
_DURING = re.compile(r" (?:during|when|while|in|on|at|with|alone|as) ")
# "The serratus anterior, whose nerve is"
_WHOSE = re.compile(r"(?:^|, )(?P<owner>[^,;:]{3,60}?),? whose(?: [a-z]+){0,2} ?$")
_TO_BE = re.compile(r",? (?:to|before|and then)$")
# "The break", "the injury": the one in hand.
_ANY = frozenset("condition injury disorder disease problem".split())
_BREAKS = {"break": "fracture", "tear": "rupture", "rupture": "tear"}


class Whose:
    """Finds the subjects of a frame, condition names completed by what the article is about."""

    def __init__(self, names: Names, topics: Topics, subjects: Subjects) -> None:
        self.names = names
        self.topics = topics
        self.subjects = subjects

    def of(self, rule: Rule, left: str, match: re.Match[str]) -> list[Subject]:
        """Return the subjects of a frame that took ``match`` after the words ``left``."""
        return [self._specific(one, rule) for one in self._subjects_for(rule, left, match)]

    def _subjects_for(self, rule: Rule, left: str, match: re.Match[str]) -> list[Subject]:
        said = said_of(left)
        whose = _WHOSE.search(left)
        if whose:
            owner = self.names.name(whose["owner"].rpartition(", ")[2])
            if owner and owner.kind == "condition":
                owner = self.names.name(whose["owner"].rpartition(" of ")[2])
            return [owner] if owner and rule.relation is not Relation.DEFINITION else []
        if rule.relation is Relation.ETYMOLOGY:
            word = _ETYMOLOGY_SUBJECT.search(said.rstrip(" \"”'"))
            if word:
                one = self.names.name(word.group(1))
                return [one] if one else []
            if re.fullmatch(r"(?:the|its) (?:[a-z]+ )?(?:name|word|term)", said, re.IGNORECASE):
                one = self.topics.meant_by("", plural=False) or self.topics.current()
                return [one] if one else []
        if "np" in match.groupdict():
            if match["np"] in ("it", "them"):
                one = self.topics.meant_by("", plural=match["np"] == "them")
                return [one] if one else []
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
        loose = match.group().rstrip().endswith("ing") or match.group().startswith(" ")
        if loose and left.rstrip().endswith(",") and clauses.finite_verbs(left):
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
