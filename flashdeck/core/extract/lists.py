"""Lists with their lead-in: bullets, numbers, and paragraphs that are items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flashdeck.core.extract import clauses
from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.exercises import named_exercise
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.headings import Topic, relation_of
from flashdeck.core.extract.inline import subject_in
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.members import (
    FRAGMENT_STOP,
    FRAGMENTARY,
    IMPERATIVE,
    MAX_ITEMS,
    OF_HEADS,
    clean_item,
    exercise_name,
    is_label,
    list_finding,
)
from flashdeck.core.extract.phrases import Names, Subject, lower_first, plain_case, strip_brackets
from flashdeck.core.extract.sentences import sentences
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation

_LEAD = re.compile(r"(?::|\b(?:include|includes|including|are|following|by|to))\s*:?$")
_YOU_MAY = re.compile(
    r"\byou (?:may|might|can|could) (?:also )?(?:have|feel|notice|experience|get)\s*:$"
)


@dataclass(slots=True)
class OpenList:
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
        self.open: OpenList | None = None

    # Lead-ins.

    def heading(self, text: Mapped) -> None:
        """Let the items that follow directly be a list of what the heading names."""
        topic = self.heading_topic()
        subject = self.topics.current()
        done = named_exercise(text.text)
        if done and topic and topic.relation in FRAGMENTARY:
            self.open = OpenList(Relation.EXERCISE, done, "", text, said=False)
            return
        if topic and subject:
            name = topic.name or (
                exercise_name(text.text) if topic.relation is Relation.EXERCISE else ""
            )
            self.open = OpenList(topic.relation, self.owner_of(subject), name, text, said=False)

    def lead_in(self, text: Mapped) -> None:
        """Open a list where the paragraph's last sentence announces one."""
        self.open = None
        if not text.text.rstrip().endswith(":"):
            return
        parts = list(sentences(text))
        last = parts[-1]
        topic = relation_of(last.text) or self.heading_topic()
        before = parts[-2].text if len(parts) > 1 else ""
        heading = self.heading_topic()
        if _YOU_MAY.search(last.text) and (
            heading is None or heading.relation in (Relation.SYMPTOM, Relation.CONDITION)
        ):
            topic = Topic(_YOU_MAY, Relation.SYMPTOM)
        if re.match(r"(?:these|they|some|this|examples)\b", last.text, re.IGNORECASE) and before:
            topic = relation_of(before, last=True) or topic
        owner = topic is not None and topic.relation is not Relation.CONDITION
        subject = (
            subject_in(self.names, last.text, owner=owner)
            or subject_in(self.names, before, owner=owner)
            or self.topics.current()
        )
        hand = self.topics.condition()
        if topic and topic.relation in FRAGMENTARY and hand and subject == self.topics.current():
            subject = hand
        if topic and subject:
            lead = parts[-2] if topic.pattern.search(last.text) is None and before else last
            start = text.text.find(lead.text)
            lead = text.part(max(start, 0), len(text.text))
            name = topic.name
            if topic.relation is Relation.EXERCISE:
                name = exercise_name(self.topics.heading_text)
                subject = subject if subject.kind != "treatment" else self.owner_of(subject)
            self.open = OpenList(topic.relation, subject, name, lead, said=True)

    def heading_topic(self) -> Topic | None:
        for _, text, named in reversed(self.topics.headings):
            topic = relation_of(text)
            whole = plain_case(strip_brackets(text)).strip(" .:")
            if topic and not (named and lexicon().find(whole)):
                return topic
        return None

    def owner_of(self, subject: Subject) -> Subject:
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
            self.open = OpenList(topic.relation, subject, topic.name, label, said=False)
        self.open.items.append(label)
        return True

    def treats(self) -> bool:
        """Tell whether the sections around are about treatment or exercise."""
        topics = (relation_of(text) for _, text, _ in self.topics.headings)
        return any(one is not None and one.relation in FRAGMENTARY for one in topics)

    def tells(self, block: Block) -> bool:
        """Tell whether an item is a sentence of its own, not a member of an open list."""
        if self.open and self.open.relation in FRAGMENTARY:
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
        return first is not None and bool(FRAGMENT_STOP.search(first.text))

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
        if IMPERATIVE.match(text):
            return True
        return not FRAGMENT_STOP.search(text) and not any(
            verb.group().endswith("s") for verb in clauses.finite_verbs(text)
        )

    def paragraph_item(self, block: Block) -> Mapped | None:
        """Take a paragraph as an item; return the rest of it where it goes on as prose."""
        assert self.open is not None
        parts = list(sentences(block.text))
        self.open.items.append(parts[0])
        if len(parts) > 1 and not IMPERATIVE.match(parts[0].text):
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

    def close(self) -> list[Finding]:
        """End the list that is open and return its fact."""
        open_list, self.open = self.open, None
        if open_list is None or not open_list.items:
            return []
        items = []
        for item in open_list.items[:MAX_ITEMS]:
            text = clean_item(item.text)
            if text and not clauses.dangles(text):
                items.append(lower_first(text) if open_list.relation in OF_HEADS else text)
        if not items or len(open_list.items) > MAX_ITEMS:
            return []
        topic = Topic(re.compile(""), open_list.relation, open_list.name)
        first, last = open_list.lead, open_list.items[-1]
        name = open_list.name
        if len(items) == 1:
            return list_finding(topic, open_list.subject, items[0], (), first, last, name=name)
        return list_finding(
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
