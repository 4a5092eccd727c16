"""Several structures that a text speaks of together: "they", "both muscles", "the three heads"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flashdeck.core.extract.lexicon import singular
from flashdeck.core.extract.phrases import Names, Subject, bare

MAX_TOGETHER = 5
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "both": 2}
_NOUNS = r"muscles|nerves|arteries|veins|bones|joints|ligaments|tendons|vessels"
_SEVERAL = re.compile(
    rf"(?:they|(?P<all>both|all|the|these)(?: of (?:the|these|them))?(?: (?P<number>two|three|"
    rf"four|five))?"
    rf"(?: (?P<adjective>[a-z-]+))?(?: (?P<noun>{_NOUNS}))?)",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"(?:both|all|the|these|its)(?: (?:two|three|four|five))? (?:heads|bellies|parts|"
    r"(?:muscle |muscular )?fib(?:er|re)s)",
    re.IGNORECASE,
)
# "three flat muscles on each side, the A, the B and the C"
_LISTED = re.compile(
    rf"\b(?P<number>two|three|four|five) (?:(?P<adjective>[a-z-]+) )?(?P<noun>{_NOUNS})"
    r"(?: (?:of|on|in|at|from) [^,:;.]{3,50})?[,:] (?P<members>[^:;.]{8,160}?)(?=[.;:]|$|, "
    r"(?:which|all)\b)"
)
_BETWEEN = re.compile(r", and |, | and ")


@dataclass(slots=True)
class Groups:
    """What was named together: in the sentence before, and under a number and an adjective."""

    names: Names
    last: list[Subject] = field(default_factory=list)
    known: dict[tuple[str, str], list[Subject]] = field(default_factory=dict)

    def learn(self, text: str) -> None:
        """Note the members of "three flat muscles, the A, the B and the C"."""
        for match in _LISTED.finditer(text):
            members = self._members(match["members"])
            if len(members) == _NUMBERS[match["number"]]:
                self.known[(match["adjective"] or "", match["noun"])] = members

    def _members(self, text: str) -> list[Subject]:
        """Return the structures of a list, nothing where one of them has no name."""
        found = [self.names.name(part) for part in _BETWEEN.split(text.strip(" ,")) if part]
        return [] if None in found else [one for one in found if one is not None]

    def meant_by(self, phrase: str, heading: str) -> list[Subject]:
        """Return the structures that "they" or "both muscles" means, each to be asked alone.

        ``heading`` is that of the section, which may name them.
        """
        match = _SEVERAL.fullmatch(phrase.strip())
        if match is None:
            return []
        noun, adjective = (match["noun"] or "").casefold(), (match["adjective"] or "").casefold()
        number = _NUMBERS.get((match["number"] or match["all"] or "").casefold(), 0)
        known = self.known.get((adjective, noun), [])
        if known and number in (0, len(known)):
            return known
        if adjective or ((match["all"] or "").casefold() == "the" and not number):
            return []
        for group in (self.last, self._members(bare(heading)) if " and " in heading else []):
            if not 2 <= len(group) <= MAX_TOGETHER or number not in (0, len(group)):
                continue
            if not noun or all(one.kind == singular(noun) for one in group):
                return group
        return []


def is_heads(phrase: str) -> bool:
    """Tell whether a phrase is "all three heads" or the like: the whole muscle is meant."""
    return _HEADS.fullmatch(phrase.strip()) is not None
