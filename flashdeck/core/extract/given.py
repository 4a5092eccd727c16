"""Attachments and movements said from the other side: the place, or the movement, comes first."""

from __future__ import annotations

import re
from collections.abc import Callable

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import Names, Subject, lower_first, names_anatomy
from flashdeck.core.extract.rules.base import ADV, MUSCLES, SOFT
from flashdeck.core.model import Relation
from flashdeck.core.wording import noun_phrase

_MAX_PLACE = 14
_ATTACHED = {
    "origin": Relation.ORIGIN,
    "arise": Relation.ORIGIN,
    "originate": Relation.ORIGIN,
    "spring": Relation.ORIGIN,
    "take": Relation.ORIGIN,
}
_MOVEMENT = (
    r"(?:[a-z-]+ (?:and [a-z-]+ )?)?(?:plantar ?flexion|dorsiflexion|flexion|extension|abduction|"
    r"adduction|rotation|elevation|depression|protraction|retraction|protrusion|opposition|"
    r"pronation|supination|inversion|eversion|circumduction)"
)
# "The coracoid process gives origin to the coracobrachialis."
_GIVES = re.compile(
    r"(?P<place>(?:The |An? )?[A-Za-z][^,;:.]{3,80}?),? (?:also )?(?:(?:gives?|provides?|affords?|"
    r"offers?) (?:an? )?|(?:is|are|serves? as) (?:the |an? )?(?:site|point|place|area) (?:of|for) "
    r"(?:the )?)(?P<what>origin|insertion|attachments?) (?:to|for|of) (?P<who>[^;:.]{4,160})"
)
# "the tubercle, to which the pectineus is attached"
_WHICH = re.compile(
    r"(?P<before>[^;:.]{4,200}?),? (?:to|from|on|onto|into|on to) which (?P<who>(?:the |its )?"
    rf"[^,;:.]{{3,60}}?) (?:(?:is|are) {ADV}?(?P<past>attached|inserted|fixed)|"
    r"(?P<verb>arises?|originates?|springs?|takes? origin|inserts?|attach(?:es)?))"
    r"(?=[,;:.]|$| and )"
)
# "Flexion of the elbow is produced by the brachialis."
_DONE = re.compile(
    rf"(?P<what>(?i:{_MOVEMENT})(?: (?:of|at) (?:the )?[a-z -]{{3,40}}?)?) (?:is|are) {ADV}?"
    rf"{ADV}?(?:produced|performed|brought about|carried out|effected|achieved|executed|done|"
    rf"accomplished) {ADV}?by (?P<who>[^;:.]{{4,160}})"
)
# "The elbow is flexed by the brachialis."
_MOVED = re.compile(
    r"(?P<what>(?:The |the )?[A-Za-z][^,;:.]{2,50}?) (?:is|are) (?P<verb>(?:[a-z]+ly )?(?:flexed|"
    r"extended|abducted|adducted|(?:[a-z]+ly )?rotated|elevated|depressed|protracted|retracted|"
    r"pronated|supinated|inverted|everted|plantar ?flexed|dorsiflexed|raised|lowered|pulled "
    rf"[a-z]+|drawn [a-z]+)) {ADV}?by (?P<who>[^;:.]{{4,160}})"
)
# "Arising from the ulna, the anconeus ..."
_LED = re.compile(
    r"(?P<verb>Arising|Originating|Springing|Taking origin) (?P<prep>from|on|in) "
    r"(?P<place>[^,;:.]{4,110}), (?P<who>(?:the |this |its )?[^,;:.]{3,50}?) (?=[a-z]+)"
)
_LEADING = re.compile(
    r"^(?:.*\b(?:to|of the same|from|by|with|at|on|in|into|through|behind|below|above|near|is|"
    r"are|has|have|bears?|presents?|forms?|reaches|called|over|against) )?(?=(?:the|an?) )"
)
_BETWEEN = re.compile(r", and |, | and (?=the |an? )|(?<=[a-z]) and ")
_ENDS_LIST = re.compile(
    r"(?:,? (?:and|but) (?:[a-z]+ly )?[a-z]+ed by|,? (?:assisted|aided|helped|acting|with|when|"
    r"while|which|whereas|but|and (?:is|are|can|may|it)|during|at|in|on|from|along))\b.*$"
)
_HEDGED = re.compile(r"\b(?:may|might|can|could|not|never|sometimes|often|rarely|partly|no)\b")


def given(names: Names, sentence: Mapped, named: Callable[[str], list[Subject]]) -> list[Finding]:
    """Return attachments and movements whose muscle stands in the object of the sentence.

    ``named`` resolves a noun phrase with the topics of the article. Hedged and denied
    sentences, and places that no anatomy names, give nothing.
    """
    text = sentence.text
    if len(text) > 700:
        return []
    found: list[Finding] = []
    raw = sentence.raw_span(0, len(text))

    def tell(
        who: str, relation: Relation, answer: str, question: str, kinds: tuple[str, ...]
    ) -> None:
        for one in _members(names, named, who, kinds):
            shown = noun_phrase(one.name, one.kind)
            ask = question.format(s=shown) if question else ""
            if one.name.casefold() not in answer.casefold():
                found.append(
                    Finding(
                        one.name, one.kind, relation, answer, *raw, question=ask, rank=8, rule="X5"
                    )
                )

    for match in _GIVES.finditer(text):
        place = _place(names, match["place"])
        if place and not _HEDGED.search(match.group()[: match.start("who") - match.start()]):
            what = match["what"].rstrip("s")
            relation = Relation.ORIGIN if what == "origin" else Relation.INSERTION
            ask = "Where does {s} attach?" if what == "attachment" else ""
            tell(match["who"], relation, place, ask, SOFT)
    for match in _WHICH.finditer(text):
        place = _place(names, _LEADING.sub("", match["before"].rpartition(", ")[2], count=1))
        if place and not _HEDGED.search(match["before"][-40:]):
            verb = (match["verb"] or "attach").split()[0].rstrip("s")
            relation = _ATTACHED.get(verb, Relation.INSERTION)
            ask = "Where does {s} attach?" if verb.startswith("attach") else ""
            tell(match["who"], relation, place, ask, SOFT)
    for match in _DONE.finditer(text):
        what = clauses.impersonal(lower_first(match["what"]))
        if what and not clauses.has_pronoun(what):
            ask = "Which movement does {s} produce?"
            tell(match["who"], Relation.ACTION, what, ask, MUSCLES)
    for match in _MOVED.finditer(text):
        what = _place(names, match["what"])
        if what:
            ask = f"What is {match['verb']} by {{s}}?"
            tell(match["who"], Relation.ACTION, what, ask, MUSCLES)
    for match in _LED.finditer(text):
        place = _place(names, match["place"])
        if place:
            tell(match["who"], Relation.ORIGIN, place, "", SOFT)
    return found


def _place(names: Names, said: str) -> str:
    """Return a place as an answer, '' where it is none or points outside the sentence."""
    answer = clauses.impersonal(clauses.without_article(lower_first(said.strip(" ,"))))
    if not answer or not 0 < len(answer.split()) <= _MAX_PLACE or clauses.has_pronoun(answer):
        return ""
    if clauses.finite_verbs(answer) or not names_anatomy(answer, names):
        return ""
    return answer


def _members(
    names: Names, named: Callable[[str], list[Subject]], who: str, kinds: tuple[str, ...]
) -> list[Subject]:
    """Return the structures of a list, nothing where one of them has no name."""
    who = _ENDS_LIST.sub("", who).strip(" ,")
    alone = named(who)
    if len(alone) == 1 and alone[0].kind in kinds and " and " not in who:
        return alone
    found = [names.name(part) for part in _BETWEEN.split(who) if part.strip()]
    members = [one for one in found if one is not None and one.kind in kinds]
    return members if len(members) == len(found) else []
