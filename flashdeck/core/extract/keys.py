"""Notes: "Key: value" lines, keys over bullets, letters, heads of a muscle."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.blocks import Block
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.headings import ONLY_KEYS, Topic, relation_of
from flashdeck.core.extract.heads import by_heads, head_of
from flashdeck.core.extract.lexicon import lexicon
from flashdeck.core.extract.lists import Lists, OpenList
from flashdeck.core.extract.mapped import Mapped, joined
from flashdeck.core.extract.members import OF_HEADS, clean_item, list_finding, topic_of
from flashdeck.core.extract.phrases import (
    Names,
    Subject,
    lower_first,
    names_anatomy,
    plain_case,
    strip_brackets,
)
from flashdeck.core.extract.sentences import sentences
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation
from flashdeck.core.wording import noun_phrase

_FRAGMENTS = (ONLY_KEYS | {Relation.ACTION, Relation.SYNERGIST, Relation.ANTAGONIST}) - {
    Relation.DEFINITION,
    Relation.PART_OF,
}
_PARTNERS = (Relation.ANTAGONIST, Relation.SYNERGIST)
_LEADERS = frozenset(
    "muscle muscle_group nerve artery vein vessel bone joint ligament organ gland".split()
)
_SIDE = re.compile(
    r"(anterior|posterior|superior|inferior|medial|lateral|superficial|deep)(?:ly)?$", re.IGNORECASE
)


class Keys:
    """Reads keys and their values; what a key opens is a list like any other."""

    def __init__(self, names: Names, topics: Topics, lists: Lists) -> None:
        self.names = names
        self.topics = topics
        self.lists = lists
        self.letters: Subject | None = None  # whose notes use letters as keys

    def pair(self, block: Block, *, has_value: bool) -> list[Finding]:
        """Take a "Key: value" line: one fact, or the lead-in of the items that follow."""
        key = block.cells[0]
        topic = relation_of(key.text, key=True) if len(key.text.split()) <= 5 else None
        if topic is None and not has_value and len(key.text.split()) <= 14:
            topic = relation_of(key.text)
        if topic and " " in key.text.strip() and lexicon().find(key.text.strip()):
            topic = None  # "Tibial nerve: ..." is not about a nerve supply
        heading = self.lists.heading_topic()
        subject = self.topics.current()
        if self.lists.open and self.lists.open.keys and not has_value and topic is None:
            self.lists.open.items.append(key)
            return []
        if has_value and self.lists.open and self.lists.open.relation in OF_HEADS:
            head = head_of(key.text, subject)
            if head:
                return self._head(self.lists.open, head, block)
        found = self.lists.close()
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
            if topic.relation in OF_HEADS:
                for head, place in by_heads(clean_item(value.text), named or subject):
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
            relation = heading.relation if heading and heading.relation in OF_HEADS else None
            found += self._value(topic_of(relation), head, value, block.text)
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
        text = clean_item(re.split(r" ?(?:->|→|=>|;) ?", value.text)[0])
        if not 3 <= len(text.split()) <= 20 or clauses.finite_verbs(text) or ":" in text:
            return []
        if not (owner.kind == "condition" or re.match(r"(?:an?|the) ", text, re.IGNORECASE)):
            return []
        if not names_anatomy(text, self.names):
            return []
        topic = Topic(re.compile(""), Relation.DEFINITION)
        return list_finding(topic, owner, lower_first(text), (), block.text, block.text)

    def _head(self, open_list: OpenList, head: Subject, block: Block) -> list[Finding]:
        """Take "long head: ilium" in a list of origins or of heads."""
        key, value = block.cells[0], block.cells[1]
        of_parts = open_list.relation is Relation.COMPOSITION
        if of_parts and not names_anatomy(value.text, self.names):
            return []
        open_list.items.append(key if of_parts else block.text)
        open_list.bulleted = True
        relation = None if of_parts else open_list.relation
        return self._value(topic_of(relation), head, value, block.text)

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
        topic = self.lists.heading_topic()
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
            self.lists.open = OpenList(
                topic.relation, self.lists.owner_of(subject), topic.name, block.text, said=True
            )
            return []
        if self._named_alone(key, heading, block.level):
            return []
        if heading and subject:
            owner = self.lists.owner_of(subject)
            text = key.text.strip(" :")
            if heading.relation is Relation.EXERCISE:
                one = Subject(plain_case(strip_brackets(text)), "exercise")
                self.lists.open = OpenList(Relation.EXERCISE, one, "", block.text, said=False)
                return []
            if heading.relation is Relation.ACTION:
                self.lists.open = OpenList(
                    Relation.ACTION, owner, "", block.text, said=False, keys=True
                )
                self.lists.open.items.append(key)
                return []
            if heading.relation is Relation.LOCATION:
                self.lists.open = OpenList(Relation.LOCATION, owner, "", block.text, said=False)
                self.lists.open.items.append(key)
                return []
            self.lists.open = OpenList(
                heading.relation, owner, plain_case(text), block.text, said=False
            )
            return []
        self.lists.open = None
        return []

    def _named_alone(self, key: Mapped, heading: Topic | None, depth: int) -> bool:
        """Take a name that stands alone over notes: what follows is about it."""
        one = self.names.name(plain_case(key.text.strip(" :.")))
        if one is None or one.kind not in _LEADERS:
            return False
        if heading and heading.relation not in ONLY_KEYS | {Relation.ACTION, Relation.COMPOSITION}:
            return False
        self.topics.leads(one, depth)
        self.lists.open = None
        return True

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
        if len(parts) > 1 and topic.relation in OF_HEADS | {Relation.BLOOD_SUPPLY}:
            value = parts[0]
        text = lower_first(clauses.without_article(clean_item(value.text)))
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
        return list_finding(
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
        return list_finding(topic, subject, answer, (), value, value)
