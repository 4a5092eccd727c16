"""Who a clause is about: what stands before its verb, read from there to the left."""

from __future__ import annotations

import re
from dataclasses import replace

from flashdeck.core.extract import clauses
from flashdeck.core.extract.named import Named
from flashdeck.core.extract.phrases import (
    Subject,
    generic_noun,
    strip_brackets,
)

LEADER = re.compile(
    r"^(?:in|on|at|when|while|whenever|after|before|because|since|as|like|unlike|along|together|"
    r"with|without|from|if|"
    r"once|during|although|though|by|for|to|within|between|beneath|below|above|behind|through|"
    r"despite|"
    r"under|underneath|inside|outside|until|unless|besides|apart|anatomically|clinically|"
    r"functionally|however|therefore|thus|"
    r"additionally|furthermore|moreover|similarly|conversely|finally|also|consequently|generally|"
    r"usually|often|"
    r"typically|normally|sometimes|commonly|traditionally|here|distally|proximally|superiorly|"
    r"inferiorly|"
    r"medially|laterally|anteriorly|posteriorly|superficially|occasionally|rarely|historically|"
    r"overall|specifically|"
    r"acting|working|contracting|assisted|located|situated|arising|emerging|originating|lying|running|passing|formed|composed|covered|"
    r"surrounded|bounded|similar|positioned|"
    r"alternatively|alternately|again|then|next|first|second|third|keep)\b",
    re.IGNORECASE,
)
_BREAKS = re.compile(
    r"; |, (?:and|but|while|whereas|so|or|where|at which point) | (?:that|where) (?=the |it )| "
    r"(?:and|but|while|whereas) |: | [–—] "
)
# Where another clause with a subject of its own begins.
_NEW_CLAUSE = re.compile(
    r"(?:; (?:and |but |while )?|, (?:and|while|whereas|but) |: )"
    r"(?=(?:the|its|it|they|their) ?(?:(?!and\b|or\b|which\b|that\b)[a-z-]+ ){0,4}?"
    rf"{clauses.FINITE} )"
)
RELATIVE = re.compile(r"(?:^|[ ,])(?:which|that|who)$")
_THAT = re.compile(r" (?:that|which|who|where|whose) ")
_WHICH = re.compile(r",? (?:which|who|that) ")
_APPOSED = re.compile(
    r"^(?:or|also|a|an|the|one|which|called|known|formerly|such|meaning|named|including|like|"
    r"especially|[a-z]+(?:ed|ing) (?:by|from|to|in|on|at|with|into|through))\b"
)
# "Its fibres converge on a tendon that": still the muscle's.
_ITS_TENDON = re.compile(
    r"(?:[a-z]+ )?(?:on|in|into|to|as|by)(?: form)? (?:an?|its|their) (?:[a-z]+,? ){0,3}"
    r"(?:tendon|aponeurosis)"
)
_PREPOSITIONS = re.compile(r"\b(?:to|in|of|from|with|by|between|on|at|behind|under)\b|,")
_LEADING_PREPOSITION = re.compile(
    r"^(?:as|in|into|to|by|with|from|at|on|through|between|onto|over|around|of) "
)
_ADVERB_FIRST = re.compile(
    r"^(?:sometimes|often|usually|normally|typically|generally|commonly|occasionally|rarely|also|"
    r"additionally|however|"
    r"therefore|thus|similarly|most often|in humans|in general|in addition) (?=\S)",
    re.IGNORECASE,
)
_LATE_PRONOUN = re.compile(
    r"^(?:at|in|on|near|below|above|after|from|within|behind|between|along|here|there) "
    r"[^,]{3,80} (?P<pro>it|they)$",
    re.IGNORECASE,
)
_LATE_NOUN = re.compile(
    r"^(?:at|in|on|near|below|above|after|from|within|behind|between|along) [^,]{3,80} "
    r"(?P<np>(?:the|this) (?:muscle|nerve|artery|vein|bone|joint|ligament|tendon|vessel))$",
    re.IGNORECASE,
)
_NOTED = re.compile(
    r"^(?:keep in mind|note|remember|it is (?:important|worth) (?:to )?not(?:e|ing)|this means|"
    r"some say|most experts agree) that ",
    re.IGNORECASE,
)
_SUBORDINATOR = re.compile(r"^(?:since|because|as|although|though) (?=\S)", re.IGNORECASE)


# ", through which the vessels pass," between a subject and its verb.
_ASIDE_CLAUSE = re.compile(
    r",? (?:(?:through|in|on|at|from|to|of|with|by|around|over|for|into|between) )?"
    r"(?:which|whose|who|where) [^,;:]{3,90},\s*$"
)
# "In the thigh it", "Through its branches the sciatic nerve".
_ADVERBIAL = re.compile(
    r"^(?P<lead>(?:here|there|(?:together|along) with [^,;:]{2,60}?|(?:in|on|at|after|within|"
    r"behind|below|above|near|through|along|from|"
    r"by|"
    r"beneath|during|under|over|around|with|beyond|between|before|throughout)\b[^,;:]{2,70}?)) "
    r"(?P<np>(?:the|its|this|these|each) [^,;:]{3,60}|it|they)$",
    re.IGNORECASE,
)
_LEAD_OPEN = re.compile(
    r"(?:^|\s)(?:in|on|at|of|after|within|behind|below|above|near|through|along|from|by|to|and|or|"
    r"beneath|during|under|over|around|with|between|before|front|into|throughout|than|as|beyond)$",
    re.IGNORECASE,
)


def said_of(text: str) -> str:
    """Return the text before a verb without trailing brackets and commas."""
    return strip_brackets(text).strip(" ,")


class Subjects(Named):
    """Finds who a clause is about, with the topics of the article for what has no name."""

    def before_verb(self, left: str, *, depth: int = 0) -> list[Subject]:
        """Return what stands in subject place before a verb; nothing where that is in doubt."""
        left = _ASIDE_CLAUSE.sub("", left + ("," if left.endswith(",") else "")).rstrip(" ,")
        if not left or depth > 3:
            return []
        if RELATIVE.search(left):
            return self._antecedent(RELATIVE.sub("", left), depth)
        verbs = clauses.finite_verbs(left)
        verbs = [verb for verb in verbs if not self.is_noun_here(left, verb)]
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
                return self.before_verb(self.clause_before(left, verbs), depth=depth + 1)
            inside = list(_WHICH.finditer(left, verbs[0].end()))
            if inside and re.search(r"[^,] (?:and|or)$", left):
                return self._antecedent(left[: inside[-1].start()], depth)
            last = re.search(r"(?:, )?\b(?:and|but|or)$|,$", left)
            if last or not after.strip():
                return self.before_verb(self.clause_before(left, verbs), depth=depth + 1)
            comma = after.rfind(", ")
            if comma >= 0:  # "When the knee is bent, the soleus"
                return self._phrase_subjects(after[comma + 2 :])
            if re.search(r" (?:and|then)$", left):
                return self.before_verb(self.clause_before(left, verbs), depth=depth + 1)
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
    def clause_before(left: str, verbs: list[re.Match[str]]) -> str:
        """Return what stands before the first verb of the last clause that has a subject."""
        first = verbs[0]
        low = 0
        for cut in _NEW_CLAUSE.finditer(left):
            later = [verb for verb in verbs if verb.start() >= cut.end()]
            if later and not clauses.finite_verbs(left[cut.end() : later[0].start()]):
                first, low = later[0], cut.end()
        group = clauses.group_before(left, first.start(), first.group())
        return left[low : group.start]

    @staticmethod
    def is_noun_here(left: str, verb: re.Match[str]) -> bool:
        """Tell whether a word that could be a verb is a noun here: "the rest of", "its course"."""
        before = left[: verb.start()].rstrip().rsplit(" ", 1)[-1].casefold()
        return before in (
            "the",
            "a",
            "an",
            "its",
            "their",
            "your",
            "of",
            "main",
            "this",
            "these",
            "two",
            "both",
            "to",
            "no",
        )

    def _antecedent(self, left: str, depth: int) -> list[Subject]:
        left = strip_brackets(left).rstrip(" ,")
        cut = max(
            left.rfind(", "), left.rfind(" of the "), left.rfind(" by the "), left.rfind(" the ")
        )
        verbs = clauses.finite_verbs(left)
        if verbs:
            after = left[verbs[-1].end() :].strip()
            if verbs[-1].group() in ("is", "are") and not _PREPOSITIONS.search(after):
                return self.before_verb(left[: verbs[-1].start()], depth=depth + 1)
            near = re.search(r"^(.* )?(?P<before>[a-z]+) (?:the|a|an) (?P<np>[^,]+)$", after)
            if near and near["before"] in ("from", "by", "with", "into", "to", "through"):
                nearest = self.names.name(near["np"])
                if nearest:
                    return [nearest]
            if _ITS_TENDON.fullmatch(after):
                return self.before_verb(self.clause_before(left, verbs), depth=depth + 1)
            named = self.names.name(_LEADING_PREPOSITION.sub("", after, count=1))
            if named:
                return [named]
            if verbs[-1].group() in ("is", "are") and generic_noun(after):
                return self.before_verb(left[: verbs[-1].start()], depth=depth + 1)
            if verbs[-1].group() in ("is", "are") and re.match(r"(?:a|an|the|one)\b", after):
                return self.before_verb(left[: verbs[-1].start()], depth=depth + 1)
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
            found = self.named(late["pro"])
            if re.search(r"\bits\b", phrase) and found and " of the " in found[0].name:
                whole = self.names.name(found[0].name.split(" of the ")[-1])  # at its end it ...
                return [replace(whole, explicit=False)] if whole else []
            return found
        late = _LATE_NOUN.match(phrase.strip())
        if late:
            return self.named(late["np"])
        for cut in re.finditer(r" (?=(?:the|its|this|these|each|it|they)\b)", phrase):
            adverbial = _ADVERBIAL.match(phrase)
            if adverbial is None or "," in phrase:
                break
            lead, np = phrase[: cut.start()], phrase[cut.end() :]
            if _LEAD_OPEN.search(lead) or not _ADVERBIAL.match(f"{lead} {np}"):
                continue
            found = self.named(np)
            if found:
                return found
        pieces = [
            piece.strip() for piece in re.split(r", (?![^(]{0,80}\))", phrase) if piece.strip()
        ]
        while pieces and (LEADER.match(pieces[0]) and not self._is_noun(pieces[0])):
            pieces = pieces[1:]
        if not pieces:
            return []
        if (
            len(pieces) == 2
            and not self.named(pieces[0])
            and pieces[1].startswith(("the ", "this "))
        ):
            return self.named(pieces[1])
        first = pieces[0]
        rest = [piece for piece in pieces[1:] if not LEADER.match(piece)]
        if rest and " and " in rest[-1]:  # "The A, the B and the C"
            listed = self.named(", ".join([first, *rest]))
            if len(listed) > 2 and len({one.kind for one in listed}) == 1:
                return listed
        if (rest and all(_APPOSED.match(piece) for piece in rest)) or (
            rest
            and re.match(
                r"(?:deep|lateral|medial|anterior|posterior|superficial|just|close)", rest[0]
            )
        ):
            rest = []
        joined = ", ".join([first, *rest])
        return self.named(joined)

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

    def main_subject(self, text: str) -> list[Subject]:
        """Return the explicit structure in subject place, to be what "it" means next."""
        verbs = clauses.finite_verbs(text)
        for verb in verbs[:4]:
            if self.is_noun_here(text, verb):
                continue
            group = clauses.group_before(text, verb.start(), verb.group())
            left = text[: group.start].rstrip(" ,")
            if RELATIVE.search(left):
                continue
            subjects = self.before_verb(left)
            return [
                one
                for one in subjects
                if (one.explicit or " of the " in one.name)
                and one.kind != "movement"
                and one.name not in ("blood", "lymph", "venous blood", "arterial blood")
            ]
        return []
