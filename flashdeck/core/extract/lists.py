"""Lists with their lead-in, and "Key: value" notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flashdeck.core.extract import clauses
from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.exercises import named_exercise
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.headings import ONLY_KEYS, Topic, relation_of
from flashdeck.core.extract.heads import by_heads, head_of
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.extract.mapped import Mapped, joined
from flashdeck.core.extract.phrases import (
    Names,
    Subject,
    lower_first,
    names_anatomy,
    plain_case,
    strip_brackets,
)
from flashdeck.core.extract.sentences import ends_short, sentences
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation
from flashdeck.core.wording import noun_phrase

MAX_ITEMS = 20
MAX_ITEM_WORDS = 25


_FRAGMENTS = (ONLY_KEYS | {Relation.ACTION, Relation.SYNERGIST, Relation.ANTAGONIST}) - {
    Relation.DEFINITION,
    Relation.PART_OF,
}
# What the notes of a muscle say of each of its heads.
_OF_HEADS = frozenset(
    (
        Relation.ORIGIN,
        Relation.INSERTION,
        Relation.INNERVATION,
        Relation.ACTION,
        Relation.COMPOSITION,
    )
)
# What a health page lists in fragments, each an item even where it is a sentence.
_FRAGMENTARY = frozenset(
    (
        Relation.SYMPTOM,
        Relation.CONDITION,
        Relation.TREATMENT,
        Relation.EXERCISE,
        Relation.DIAGNOSIS,
    )
)
_PARTNERS = (Relation.ANTAGONIST, Relation.SYNERGIST)
_LEADERS = frozenset(
    "muscle muscle_group nerve artery vein vessel bone joint ligament organ gland".split()
)
_SIDE = re.compile(
    r"(anterior|posterior|superior|inferior|medial|lateral|superficial|deep)(?:ly)?$", re.IGNORECASE
)
_LEAD = re.compile(r"(?::|\b(?:include|includes|including|are|following|by|to))\s*:?$")
_OF = re.compile(
    r"\b(?:of|for|to|with|in|from|strengthen|stretch|improve|treat|help|have|"
    r"has)\s+(?P<np>[^,:;.]{3,60}?)"
    r"(?=\s+(?:may|can|include|includes|are|is|often|usually|rehab|that|which|from|by)\b|[:,;.]|$)",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?: \([^()]{1,60}\))? (?:(?:may|can|often|usually|also|commonly|typically) "
    r")?(?P<verb>include|includes|are|is)(?: |: )(?=[a-z])"
)
_FRAGMENT_STOP = re.compile(r"\b(?:is|are|was|were|has|have|had|will|should|must|may|can|might)\b")
# "You have ...:" is taken up by "are over 60", "have diabetes": what counts is the rest.
_OF_YOU = re.compile(
    r"^(?:[Yy]ou )?(?:are|[Hh]ave had|[Hh]ave|[Hh]ad|[Ff]eel|[Nn]otice|[Dd]evelop|[Aa]re) (?=\w+)"
)
_YOU_MAY = re.compile(
    r"\byou (?:may|might|can|could) (?:also )?(?:have|feel|notice|experience|get)\s*:$"
)
_IMPERATIVE = re.compile(
    r"^(?:avoid|do|try|keep|use|wear|eat|drink|get|take|raise|see|ask|call|talk|stop|start|lose|"
    r"rest|apply|follow|"
    r"make|maintain|quit|limit|exercise|stretch|walk)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Open:
    """A list that is being read."""

    relation: Relation
    subject: Subject
    name: str
    lead: Mapped
    said: bool  # a lead-in sentence stands before it, so paragraphs may be its items
    items: list[Mapped] = field(default_factory=list)
    ordered: bool = False
    bulleted: bool = False
    keys: bool = False  # the items are keys of their own; what is listed under them are examples


class Lists:
    """Collects list items under their lead-in, heading or key."""

    def __init__(self, names: Names, topics: Topics) -> None:
        self.names = names
        self.topics = topics
        self.open: _Open | None = None
        self.letters: Subject | None = None  # whose notes use letters as keys

    # Lead-ins.

    def heading(self, text: Mapped) -> None:
        """Let the items that follow directly be a list of what the heading names."""
        topic = self._heading_topic()
        subject = self.topics.current()
        done = named_exercise(text.text)
        if done and topic and topic.relation in _FRAGMENTARY:
            self.open = _Open(Relation.EXERCISE, done, "", text, said=False)
            return
        if topic and subject:
            name = topic.name or (
                _exercise_name(text.text) if topic.relation is Relation.EXERCISE else ""
            )
            self.open = _Open(topic.relation, self._owner(subject), name, text, said=False)

    def lead_in(self, text: Mapped) -> None:
        """Open a list where the paragraph's last sentence announces one."""
        self.open = None
        if not text.text.rstrip().endswith(":"):
            return
        parts = list(sentences(text))
        last = parts[-1]
        topic = relation_of(last.text) or self._heading_topic()
        before = parts[-2].text if len(parts) > 1 else ""
        heading = self._heading_topic()
        if _YOU_MAY.search(last.text) and (
            heading is None or heading.relation in (Relation.SYMPTOM, Relation.CONDITION)
        ):
            topic = Topic(_YOU_MAY, Relation.SYMPTOM)
        if re.match(r"(?:these|they|some|this|examples)\b", last.text, re.IGNORECASE) and before:
            topic = relation_of(before, last=True) or topic
        owner = topic is not None and topic.relation is not Relation.CONDITION
        subject = (
            self._subject_in(last.text, owner=owner)
            or self._subject_in(before, owner=owner)
            or self.topics.current()
        )
        hand = self.topics.condition()
        if topic and topic.relation in _FRAGMENTARY and hand and subject == self.topics.current():
            subject = hand
        if topic and subject:
            lead = parts[-2] if topic.pattern.search(last.text) is None and before else last
            start = text.text.find(lead.text)
            lead = text.part(max(start, 0), len(text.text))
            name = topic.name
            if topic.relation is Relation.EXERCISE:
                name = _exercise_name(self.topics.heading_text)
                subject = subject if subject.kind != "treatment" else self._owner(subject)
            self.open = _Open(topic.relation, subject, name, lead, said=True)

    def inline(self, sentence: Mapped) -> list[Finding]:
        """Return the list that one sentence holds: "Symptoms of a clot include pain, warmth"."""
        text = sentence.text
        match = _INLINE.search(text)
        if match is None or len(text) > 600:
            return []
        left = text[: match.start()]
        topic = relation_of(left)
        subject = self._subject_in(
            left, owner=topic is not None and topic.relation is not Relation.CONDITION
        )
        if re.search(r"\b(?:these|such|those)\b", left):
            subject = self.topics.current()
        if subject is None and re.match(
            r"(?:common |other |the |some |many |most |main |first |typical |early )*[a-z]+$",
            left,
            re.IGNORECASE,
        ):
            subject = self.topics.current()
        if topic and not _announces(topic, left):
            return []
        if topic and topic.relation in _FRAGMENTARY:
            hand = self.topics.condition()
            if hand and (subject is None or (subject.kind != "condition" and not _OF.search(left))):
                subject = hand
        if topic is None or subject is None or len(left.split()) > 14:
            return []
        named = self.names.name(left)
        noun = plain_case(left).split()[-1].casefold()[:-1] if left.split() else ""
        if (
            named
            and named.kind not in ("condition", "treatment")
            and (named.name.casefold().split()[-1].startswith(noun))
        ):
            return []  # "The hip joint is ..." lists no joints
        if re.match(
            r"(?:(?:often|usually|also|sometimes|commonly|[a-z]+ly) )?(?:[a-z]+(?:ed|wn|lt|en)|"
            r"done|made) (?:by|every|after|when|"
            r"to|from|in|with|for|as|into|on|at|through)\b",
            text[match.end() :],
        ):
            return []
        more = re.match(r"[a-z]+ and (?:may |can |often )?includes? ", text[match.end() :])
        begin = match.end() + (more.end() if more else 0)
        start, end = clauses.trimmed(
            text, begin, clauses.argument_end(text, begin, infinitive=True)
        )
        answer = clauses.impersonal(text[start:end])
        if not answer or clauses.dangles(answer):
            return []
        items = clauses.items_of(answer)
        if any(re.match(r"(?:particularly|especially|mainly|usually)\b", one) for one in items):
            return []
        if not items and (
            not clauses.fits_answer(answer)
            or (match.group("verb") == "is" and topic.relation is not Relation.SYMPTOM)
            or topic.relation in (Relation.TREATMENT, Relation.DIAGNOSIS, Relation.EXERCISE)
        ):
            return []
        return self._finding(
            topic,
            subject,
            "; ".join(items) if items else answer,
            items,
            sentence,
            sentence,
            name=topic.name,
        )

    def _subject_in(self, text: str, *, owner: bool = True) -> Subject | None:
        verbs = clauses.finite_verbs(text)
        before = None
        if verbs:
            group = clauses.group_before(text, verbs[0].start(), verbs[0].group())
            before = self.names.name(text[: group.start])
        if owner and before and before.kind == "condition":
            return before
        found: Subject | None = None
        for match in _OF.finditer(text):
            one = self.names.name(match["np"])
            if one and one.kind != "movement" and not (found and found.kind == "condition"):
                found = one if found is None or one.kind == "condition" else found
        if found:
            return found
        words = re.findall(r"[\w'-]+", text)
        for size in (4, 3, 2, 1):
            for at in range(len(words) - size + 1):
                piece = " ".join(words[at : at + size])
                term = lexicon().find(piece)
                if (
                    term
                    and term.kind not in ("movement", "region", "body")
                    and (size > 1 or len(piece) > 4)
                ):
                    return self.names.name(piece)
        return None

    def _heading_topic(self) -> Topic | None:
        for _, text, named in reversed(self.topics.headings):
            topic = relation_of(text)
            whole = plain_case(strip_brackets(text)).strip(" .:")
            if topic and not (named and lexicon().find(whole)):
                return topic
        return None

    def _owner(self, subject: Subject) -> Subject:
        """Return whose list it is: a heading that is itself an exercise or treatment has none."""
        if (
            subject.kind == "treatment"
            and self.topics.title
            and subject.name != self.topics.title.name
        ):
            return self.topics.title
        return subject

    # Items.

    def item(self, block: Block) -> list[Finding]:
        """Take one list item."""
        if self.open is None or self.open.keys or (block.level > 1 and not self.open.items):
            return []
        self.open.items.append(block.text)
        self.open.ordered = self.open.ordered or block.ordered
        self.open.bulleted = True
        return []

    def takes_label(self, label: Mapped) -> bool:
        """Take "Ice." before a paragraph under "Treatment" as one of the treatments."""
        topic = relation_of(self.topics.heading_text)
        subject = self.topics.condition()
        if topic is None or topic.relation is not Relation.TREATMENT or subject is None:
            return False
        if self.open is None or self.open.relation is not Relation.TREATMENT or self.open.said:
            self.open = _Open(topic.relation, subject, topic.name, label, said=False)
        self.open.items.append(label)
        return True

    def treats(self) -> bool:
        """Tell whether the sections around are about treatment or exercise."""
        topics = (relation_of(text) for _, text, _ in self.topics.headings)
        return any(one is not None and one.relation in _FRAGMENTARY for one in topics)

    def tells(self, block: Block) -> bool:
        """Tell whether an item is a sentence of its own, not a member of an open list."""
        if self.open and self.open.relation in _FRAGMENTARY:
            return False
        text = block.text.text
        return len(text.split()) >= 5 and text.endswith(".") and bool(clauses.finite_verbs(text))

    def takes_heading(self, block: Block, after: Block | None) -> bool:
        """Tell whether what looks like a heading is an item of a list without bullets."""
        if self.open is None or not self.open.said or self.open.bulleted or block.level:
            return False
        text = block.text.text
        if text.endswith("?") or relation_of(text) or self.topics.topic_of(text):
            return False
        return after is None or after.kind is BlockKind.HEADING or not self._is_prose(after)

    @staticmethod
    def _is_prose(block: Block) -> bool:
        first = next(iter(sentences(block.text)), None)
        return first is not None and bool(_FRAGMENT_STOP.search(first.text))

    def takes_paragraph(self, block: Block, after: list[Block]) -> bool:
        """Tell whether a paragraph is an item of a list without bullets."""
        if self.open is None or not self.open.said or self.open.bulleted:
            return False
        first = next(iter(sentences(block.text)), None)
        if first is None:
            return False
        text = clauses.impersonal(first.text) or first.text
        text = re.split(r" (?:that|which|who|when|if|as) |, especially", text)[0]
        if first.text.rstrip().endswith(":") or len(first.text.split()) > 20:
            return False
        if _IMPERATIVE.match(text):
            return True
        return not _FRAGMENT_STOP.search(text) and not any(
            verb.group().endswith("s") for verb in clauses.finite_verbs(text)
        )

    def paragraph_item(self, block: Block) -> Mapped | None:
        """Take a paragraph as an item; return the rest of it where it goes on as prose."""
        assert self.open is not None
        parts = list(sentences(block.text))
        self.open.items.append(parts[0])
        if len(parts) > 1 and not _IMPERATIVE.match(parts[0].text):
            rest = block.text.part(len(parts[0].text), len(block.text.text))
            if re.match(r"[A-Z]", rest.text) and (
                len(rest.text.split()) > 20 or is_label(parts[0].text)
            ):
                return rest
        return None

    def labelled(self, text: Mapped) -> tuple[Mapped, Mapped] | None:
        """Return label and text of "Rest. Stop what hurts.", None for an item of one sentence."""
        parts = list(sentences(text))
        if len(parts) < 2 or not is_label(parts[0].text):
            return None
        return parts[0], text.part(len(parts[0].text), len(text.text))

    def pair(self, block: Block, *, has_value: bool) -> list[Finding]:
        """Take a "Key: value" line: one fact, or the lead-in of the items that follow."""
        key = block.cells[0]
        topic = relation_of(key.text, key=True) if len(key.text.split()) <= 5 else None
        if topic is None and not has_value and len(key.text.split()) <= 14:
            topic = relation_of(key.text)
        if topic and " " in key.text.strip() and lexicon().find(key.text.strip()):
            topic = None  # "Tibial nerve: ..." is not about a nerve supply
        heading = self._heading_topic()
        subject = self.topics.current()
        if self.open and self.open.keys and not has_value and topic is None:
            self.open.items.append(key)
            return []
        if has_value and self.open and self.open.relation in _OF_HEADS:
            head = head_of(key.text, subject)
            if head:
                return self._head(self.open, head, block)
        found = self.close()
        if len(key.text.strip(" .")) == 1 and not self._lettered(key.text):
            return found
        if not has_value:
            return found + self._key_alone(block, key, topic, heading, subject)
        value = block.cells[1]
        side = _SIDE.fullmatch(key.text.strip())
        owner = self.names.name(plain_case(key.text))
        if topic and subject:
            inner = re.search(r"\b(?:of|for|to) (?:the )?(.{3,40})$", key.text)
            named = self.names.name(inner.group(1)) if inner else None
            found += self._value(topic, named or subject, value, block.text, name="")
            if topic.relation in _OF_HEADS:
                for head, place in by_heads(_clean_item(value.text), named or subject):
                    found += self._fact(topic, head, place, value)
        elif side and subject and heading and heading.relation is Relation.LOCATION:
            found += self._value(
                Topic(heading.pattern, Relation.LOCATION),
                subject,
                value,
                block.text,
                question=f"What lies {side.group(1).casefold()} to "
                f"{noun_phrase(subject.name, subject.kind)}?",
            )
        elif (
            owner
            and heading
            and owner.kind in ("muscle", "nerve", "artery")
            and heading.relation in ONLY_KEYS
        ):
            found += self._value(heading, owner, value, block.text)
        elif owner:
            if block.level >= 0:
                self.topics.leads(owner, block.level)
            else:
                self.topics.said(owner)
            found += self._defined(owner, block)
        elif (head := head_of(key.text, subject)) and names_anatomy(value.text, self.names):
            relation = heading.relation if heading and heading.relation in _OF_HEADS else None
            found += self._value(_topic_of(relation), head, value, block.text)
        elif (
            subject
            and heading
            and heading.relation in ONLY_KEYS | {Relation.ACTION}
            and not clauses.finite_verbs(key.text)
        ):
            found += self._value(
                heading, subject, value, block.text, name=key.text.strip().casefold()
            )
        return found

    def _defined(self, owner: Subject, block: Block) -> list[Finding]:
        """Read "Foot drop: weakness of the dorsiflexors" as what it is."""
        value = next(iter(sentences(block.cells[1])), block.cells[1])
        text = _clean_item(re.split(r" ?(?:->|→|=>|;) ?", value.text)[0])
        if not 3 <= len(text.split()) <= 20 or clauses.finite_verbs(text) or ":" in text:
            return []
        if not (owner.kind == "condition" or re.match(r"(?:an?|the) ", text, re.IGNORECASE)):
            return []
        if not names_anatomy(text, self.names):
            return []
        topic = Topic(re.compile(""), Relation.DEFINITION)
        return self._finding(topic, owner, lower_first(text), (), block.text, block.text)

    def _head(self, open_list: _Open, head: Subject, block: Block) -> list[Finding]:
        """Take "long head: ilium" in a list of origins or of heads."""
        key, value = block.cells[0], block.cells[1]
        of_parts = open_list.relation is Relation.COMPOSITION
        if of_parts and not names_anatomy(value.text, self.names):
            return []
        open_list.items.append(key if of_parts else block.text)
        open_list.bulleted = True
        relation = None if of_parts else open_list.relation
        return self._value(_topic_of(relation), head, value, block.text)

    def _lettered(self, key: str) -> bool:
        """Tell whether a letter is a key here: an "A" without "O", "I" or "N" before it is none."""
        letter = key.strip(" .").upper()
        if letter in ("O", "I", "N"):
            self.letters = self.topics.current()
        return self.letters is not None and self.letters == self.topics.current()

    def spoken(self, block: Block) -> Mapped:
        """Return the sentence of a "Key: value" line: "Deltoid: abducts the arm" has a subject."""
        key, value = block.cells[0], block.cells[1]
        first = lower_first(value.text)
        verb = next(iter(clauses.finite_verbs(first[:30])), None)
        if verb is None or verb.start() or not self.names.name(plain_case(key.text)):
            return value
        return joined((key, Mapped(first, value.runs)))

    def fragment(self, block: Block) -> list[Finding]:
        """Take a paragraph without a verb right under "Origin" or the like as that fact."""
        topic = self._heading_topic()
        subject = self.topics.current()
        text = block.text.text
        own = relation_of(self.topics.heading_text, key=True)
        if topic is None or subject is None or own is None or own.relation not in _FRAGMENTS:
            return []
        if (
            len(text.split()) > clauses.MAX_ANSWER_WORDS
            or clauses.finite_verbs(text)
            or text.endswith(":")
        ):
            return []
        return self._value(own, subject, block.text, block.text)

    def _key_alone(
        self,
        block: Block,
        key: Mapped,
        topic: Topic | None,
        heading: Topic | None,
        subject: Subject | None,
    ) -> list[Finding]:
        if topic and subject:
            self.open = _Open(
                topic.relation, self._owner(subject), topic.name, block.text, said=True
            )
            return []
        if self._named_alone(key, heading, block.level):
            return []
        if heading and subject:
            owner = self._owner(subject)
            text = key.text.strip(" :")
            if heading.relation is Relation.EXERCISE:
                one = Subject(plain_case(strip_brackets(text)), "exercise")
                self.open = _Open(Relation.EXERCISE, one, "", block.text, said=False)
                return []
            if heading.relation is Relation.ACTION:
                self.open = _Open(Relation.ACTION, owner, "", block.text, said=False, keys=True)
                self.open.items.append(key)
                return []
            if heading.relation is Relation.LOCATION:
                self.open = _Open(Relation.LOCATION, owner, "", block.text, said=False)
                self.open.items.append(key)
                return []
            self.open = _Open(heading.relation, owner, plain_case(text), block.text, said=False)
            return []
        self.open = None
        return []

    def _named_alone(self, key: Mapped, heading: Topic | None, depth: int) -> bool:
        """Take a name that stands alone over notes: what follows is about it."""
        one = self.names.name(plain_case(key.text.strip(" :.")))
        if one is None or one.kind not in _LEADERS:
            return False
        if heading and heading.relation not in ONLY_KEYS | {Relation.ACTION, Relation.COMPOSITION}:
            return False
        self.topics.leads(one, depth)
        self.open = None
        return True

    def close(self) -> list[Finding]:
        """End the list that is open and return its fact."""
        open_list, self.open = self.open, None
        if open_list is None or not open_list.items:
            return []
        items = []
        for item in open_list.items[:MAX_ITEMS]:
            text = _clean_item(item.text)
            if text and not clauses.dangles(text):
                items.append(lower_first(text) if open_list.relation in _OF_HEADS else text)
        if not items or len(open_list.items) > MAX_ITEMS:
            return []
        topic = Topic(re.compile(""), open_list.relation, open_list.name)
        first, last = open_list.lead, open_list.items[-1]
        name = open_list.name
        if len(items) == 1:
            return self._finding(topic, open_list.subject, items[0], (), first, last, name=name)
        return self._finding(
            topic,
            open_list.subject,
            "; ".join(items),
            tuple(items),
            first,
            last,
            name=name,
            ordered=open_list.ordered and open_list.subject.kind == "exercise",
        )

    # Facts.

    def _value(
        self,
        topic: Topic,
        subject: Subject,
        value: Mapped,
        whole: Mapped,
        *,
        name: str = "",
        question: str = "",
    ) -> list[Finding]:
        if self.topics.aside:
            return []
        parts = list(sentences(value))
        if len(parts) > 1 and topic.relation in _OF_HEADS | {Relation.BLOOD_SUPPLY}:
            value = parts[0]
        text = lower_first(clauses.without_article(_clean_item(value.text)))
        if not text or clauses.dangles(text) or (". " in text and len(text.split()) > 12):
            return []
        items: tuple[str, ...] = ()
        if "; " in text:
            items = tuple(lower_first(part.strip()) for part in text.split(";") if part.strip())
        elif topic.relation in _PARTNERS and ", " in text:
            members = [part for part in re.split(r", (?:and )?| and ", text) if part.strip()]
            if all(self.names.name(part) for part in members):
                items = tuple(lower_first(part.strip()) for part in members)
        elif len(text.split()) > clauses.MAX_ANSWER_WORDS:
            items = clauses.items_of(text)
        if not items and not clauses.fits_answer(text):
            return []
        return self._finding(
            topic,
            subject,
            "; ".join(items) if items else text,
            items,
            whole,
            whole,
            name=name or topic.name,
            question=question,
        )

    def _fact(self, topic: Topic, subject: Subject, answer: str, value: Mapped) -> list[Finding]:
        answer = lower_first(clauses.without_article(answer))
        if not answer or clauses.dangles(answer) or not clauses.fits_answer(answer):
            return []
        return self._finding(topic, subject, answer, (), value, value)

    @staticmethod
    def _finding(
        topic: Topic,
        subject: Subject,
        answer: str,
        items: tuple[str, ...],
        first: Mapped,
        last: Mapped,
        *,
        name: str = "",
        question: str = "",
        ordered: bool = False,
    ) -> list[Finding]:
        start = first.raw_span(0, len(first.text))[0]
        end = last.raw_span(0, len(last.text))[1]
        kind = subject.kind
        return [
            Finding(
                subject.name,
                kind,
                topic.relation,
                answer,
                start,
                end,
                items=items,
                ordered=ordered,
                name=name,
                question=question,
                rank=8,
                rule="LIST",
            )
        ]


def _announces(topic: Topic, left: str) -> bool:
    """Tell whether the words before "include" are about what is listed, not about something else.

    "Symptoms of a clot" are, "If symptoms" and "The treatment room" are not.
    """
    found = topic.pattern.search(left)
    if found is None or re.match(
        r"(?:if|when|while|once|after|because|although)\b", left, re.IGNORECASE
    ):
        return False
    after = left[found.end() :]
    return not clauses.finite_verbs(left[: found.start()]) and (
        not after
        or re.match(r" (?:of|for|in|to|with|from|that|and|associated|at)\b", after) is not None
    )


def is_label(text: str) -> bool:
    """Tell whether a sentence is but a name: "Physical therapy."."""
    words = text.split()
    return len(words) <= 5 and not clauses.finite_verbs(text) and not _FRAGMENT_STOP.search(text)


def _exercise_name(heading: str) -> str:
    """Return "strengthening exercises" where a heading says which exercises are listed."""
    text = plain_case(strip_brackets(heading).strip(" .:"))
    if re.fullmatch(r"(?:[\w-]+ ){1,4}exercises", text):
        return text
    return (
        f"{text} exercises"
        if re.fullmatch(r"(?:strengthening|stretching|mobility|balance)", text)
        else ""
    )


def _topic_of(relation: Relation | None) -> Topic:
    return Topic(re.compile(""), relation or Relation.ORIGIN)


def _clean_item(text: str) -> str:
    text = re.sub(r"^\W*(?=[\w(\"“])", "", text.strip())
    text = _OF_YOU.sub("", text, count=1)
    kept = text.rstrip(" ;,") if ends_short(text.rstrip(" ;,")) else text.rstrip(" .;,")
    clean = clauses.impersonal(kept)
    if clean is None or len(clean.split()) > MAX_ITEM_WORDS or clean.endswith(":"):
        return ""
    return clean
