"""Who is being spoken of: the article's topic, the section's, and the last one named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from flashdeck.core.extract.groups import Groups
from flashdeck.core.extract.heads import head_of, whole_of
from flashdeck.core.extract.phrases import (
    Names,
    Subject,
    fits_generic,
    is_specific,
    plain_case,
    strip_brackets,
)

_ASIDE = re.compile(
    r"\b(?:variations?|variants?|anomal(?:y|ies)|other animals|in animals|comparative|"
    r"veterinary|evolution|"
    r"history|society and culture|in culture|fiction|research)\b",
    re.IGNORECASE,
)
# Of these nothing is said of the structure as the reader's body has it.
_FOREIGN = re.compile(
    r"\b(?:variations?|variants?|anomal(?:y|ies)|(?:other|non-human|domestic) (?:animals|mammals|"
    r"species)|in animals|comparative anatomy|veterinary|evolution)\b",
    re.IGNORECASE,
)
_TITLE_FRAME = re.compile(
    r"^(?:the )?(?:(?:applied |gross |functional |clinical )?anatomy|overview|structure|"
    r"function|functions|introduction|physiology|"
    r"what (?:is|are)|all about|understanding|guide|a guide|notes|muscles|bones) (?:and "
    r"(?:function|physiology|actions?) )?"
    r"(?:of|to|on|about|in)?(?: the| a| an| your)? ?",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:what|how|who|which|when|where|why|can|are|is|do|does)\b[^?]{0,80}?\b(?:is|are|causes?|of|for|with|diagnose|treat|"
    r"prevent|gets?|has|have|does|do)(?: the| a| an)? (?P<topic>[^?]{3,60}?)"
    r"(?: (?:diagnosed|treated|prevented|caused|located|found|do|work|mean|look like|feel "
    r"like))?\?$",
    re.IGNORECASE,
)
_RELATION_OF = re.compile(
    r"^[\w ,'/-]{3,50}? (?:of|for|to|in|with|from) (?:the |a |an |your )?(?P<topic>[^?]{3,60})$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^(?:common|associated|related|other|possible|clinical|general|medical|primary|secondary|"
    r"physical|home) \w+$"
)
_CONTRAST = re.compile(r"\b(?:whereas|while|but)\b")
_AFTER = re.compile(r"[:|–—]| - ")


@dataclass(slots=True)
class Topics:
    """The stack of topics; ``aside`` marks sections on variants or other animals."""

    names: Names
    groups: Groups
    title: Subject | None = None
    headings: list[tuple[int, str, Subject | None]] = field(default_factory=list)
    recent: list[Subject] = field(default_factory=list)
    local: Subject | None = None  # the name that stands alone over notes within the section
    depth: int = -1  # of the list item that the name stands in, -1 outside lists
    doubt: bool = False  # the last sentence spoke of several that "it" could mean
    unclear: bool = False  # the last sentence was about something that has no name here

    def heading(self, level: int, text: str) -> None:
        """Open a section; in texts without levels each heading replaces the one before."""
        while self.headings and (not level or self.headings[-1][0] in (0, *range(level, 7))):
            self.headings.pop()
        topic = head_of(strip_brackets(text), self.section or self.title) or self.topic_of(text)
        self.headings.append((level, text, topic))
        self.recent = [topic] if topic else []
        self.local, self.depth = None, -1
        self.unclear = self.doubt = False
        self.groups.last = []

    @property
    def foreign(self) -> bool:
        """Tell whether the section speaks of what is not so in most people, or in animals."""
        return any(_FOREIGN.search(text) for _, text, _ in self.headings)

    @property
    def aside(self) -> bool:
        """Tell whether the section speaks of variants or other animals."""
        return any(_ASIDE.search(text) for _, text, _ in self.headings)

    @property
    def section(self) -> Subject | None:
        """The topic of the innermost section that has one."""
        return next((topic for _, _, topic in reversed(self.headings) if topic), None)

    @property
    def heading_text(self) -> str:
        """The innermost heading."""
        return self.headings[-1][1] if self.headings else ""

    def current(self) -> Subject | None:
        """The name over these notes, else the topic of the section, else of the article."""
        return self.local or self.section or self.title

    def topic_of(self, heading: str) -> Subject | None:
        """Return what a heading names: "What causes varicose veins?" names varicose veins."""
        text = strip_brackets(heading).strip(" .:#*")
        for candidate in self._candidates(text):
            found = self.names.name(plain_case(candidate))
            if found and found.kind != "movement" and not _VAGUE.match(found.name):
                return found
        return None

    @staticmethod
    def _candidates(text: str) -> list[str]:
        candidates = [text]
        framed = _TITLE_FRAME.sub("", text, count=1)
        if framed and framed != text:
            candidates.insert(0, framed.rstrip("?"))
        question = _QUESTION.match(text)
        if question:
            candidates = [question["topic"]]
        else:
            cut = _AFTER.search(text)
            if cut and cut.start() > 2:
                candidates.append(text[: cut.start()])
            inner = _RELATION_OF.match(text)
            if inner:
                candidates.append(inner["topic"])
        return candidates

    def leads(self, subject: Subject, depth: int = -1) -> None:
        """Note that a name stands alone over what follows: "Deltoid:"; in a list, over its item."""
        self.local, self.depth = subject, depth
        self.recent = []
        self.doubt = False
        self.groups.last = []
        self.said(subject)

    def passes(self, depth: int) -> None:
        """Note that another item begins: a name that stood over the item before ends."""
        if self.local is not None and 0 <= depth <= self.depth:
            self.local, self.depth = None, -1

    def said(self, subject: Subject) -> None:
        """Note that a structure stood in subject place."""
        self.recent = [one for one in self.recent[-5:] if one.name != subject.name]
        self.recent.append(subject)
        self.unclear = False

    def condition(self) -> Subject | None:
        """Return the condition in hand: the last one spoken of, else the section's or title's."""
        recent = [] if self.unclear else list(reversed(self.recent))
        pool = [*recent, self.section, self.title]
        return next(
            (one for one in pool if one and one.kind == "condition" and is_specific(one)), None
        )

    def has_said(self, main: list[Subject], spoken: list[Subject], text: str) -> None:
        """Note after a sentence whom it named together, and whether "it" is open after it.

        ``main`` stood in subject place, ``spoken`` had facts.
        """
        named = [one for one in main if one.explicit]
        if main:
            self.groups.last = named if len(named) > 1 else []
        rivals = {one.name for one in spoken if one.explicit and one.kind == "muscle"}
        self.doubt = len(named) > 1 or (len(rivals) > 1 and _CONTRAST.search(text) is not None)
        self.groups.learn(text)

    def timed(self, earlier: str) -> Subject | None:
        """Return what a time applies to: the section's topic, else the condition in hand.

        It is explicit, so that "it" means it, where the sentence before names it.
        """
        one = self.current()
        if one is None or one.kind not in ("condition", "treatment"):
            one = self.condition() or one
        said = one is not None and one.name.casefold() in earlier.casefold()
        return replace(one, explicit=said) if one else None

    def meant_by(self, noun: str, plural: bool) -> Subject | None:
        """Return what "it", "they" or "this muscle" means, or None where that is open.

        ``noun`` is the generic noun or ''.
        """
        if self.unclear and noun in ("", "structure"):
            return None
        pool = list(reversed(self.recent))
        for one in (self.section, self.title):
            if one and all(one.name != other.name for other in pool):
                pool.append(one)
        if noun:
            pool = [one for one in pool if fits_generic(one, noun)]
        if not pool:
            return None
        first = pool[0] if noun != "muscle" else whole_of(pool[0])
        if self.doubt and not plural and first.kind != "condition":
            return None
        if plural and not noun and not first.plural:
            match = [one for one in pool if one.plural]
            return replace(match[0], explicit=False) if match else None
        shown = first.shown if plural else ""
        return Subject(first.name, first.kind, plural, False, shown)
