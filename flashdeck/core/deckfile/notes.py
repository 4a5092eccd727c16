"""From what the parser collected to the notes of the model, each value checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flashdeck.core.deckfile.blocks import STRUCTURE, Block, FactBlock, Field
from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.deckfile.frontmatter import relations_from
from flashdeck.core.deckfile.identity import UNKNOWN
from flashdeck.core.deckfile.lines import (
    ITEM,
    dedent,
    unescape,
    unescape_inline,
    value_text,
)
from flashdeck.core.deckfile.names import fact_name
from flashdeck.core.deckfile.picture import path_problem, read_picture, read_region
from flashdeck.core.deckfile.relations import KNOWN, relation_named
from flashdeck.core.ids import Slot, fact_slot
from flashdeck.core.model import (
    Cloze,
    Fact,
    Helps,
    Identity,
    Item,
    Label,
    Note,
    Picture,
    PictureNote,
    Question,
    Quotation,
    Relation,
    Structure,
)
from flashdeck.core.text import fold_space

Report = Callable[..., None]
"""Called as ``report(code, line, column, **words)``; line and column count from 0."""

_OFFSETS = re.compile(r"(\d{1,12})-(\d{1,12})\)")


def split_words(text: str) -> tuple[str, ...]:
    """Return the parts of a comma-separated line, without the empty ones."""
    bare = text.strip()
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1]
    return tuple(dict.fromkeys(part.strip() for part in bare.split(",") if part.strip()))


def read_item(text: str) -> Item:
    """Return an answer with its alternatives; only a single line is split at `` | ``."""
    if "\n" in text or "|" not in text:
        return Item(text)
    parts = [part.strip().replace("\\|", "|") for part in text.split(" | ")]
    kept = [part for part in parts if part]
    return Item(kept[0], tuple(kept[1:])) if kept else Item("")


def read_quotation(text: str) -> Quotation | None:
    """Read ``"words" (FILE:START-END)``, or return None where the text is something else."""
    words = fold_space(text)
    if words[:1] not in ('"', "“") or not words.endswith(")"):
        return None
    colon = words.rfind(":")
    offsets = _OFFSETS.fullmatch(words, colon + 1)
    if colon < 0 or not offsets:
        return None
    bracket = max(words.rfind('" (', 0, colon), words.rfind("” (", 0, colon))
    if bracket < 1:
        return None
    file = words[bracket + 3 : colon]
    if not file:
        return None
    return Quotation(words[1:bracket], file, int(offsets[1]), int(offsets[2]))


class NoteReader:
    """Turns blocks into notes; what is wrong in a value goes to ``report``."""

    def __init__(self, lines: Sequence[str], report: Report) -> None:
        self._lines = lines
        self._report = report

    def read(self, block: Block) -> Note | None:
        """Return the note of a block, or None where too little of it can be read."""
        if block.marker == STRUCTURE:
            return self._structure(block)
        quotation = self._take_quotation(block.fields[-1]) if block.fields else None
        helps = self._helps(block)
        if block.marker == "Q":
            return self._question(block, helps, quotation)
        if block.marker == "C":
            return self._cloze(block, helps, quotation)
        return self._picture(block, helps, quotation)

    def _identity(self, block: Block) -> Identity:
        comment = block.comment
        if comment is None or comment.identity is None:
            return Identity(UNKNOWN, derived=True)
        if comment.hide_one and block.marker != "I":
            self._report("D161", block.line - 1, comment.at, reason="hide=one is for pictures")
        return comment.identity

    def _text(self, field: Field) -> str:
        fact = field.marker == "-"
        lines = [unescape_inline(field.lines[0])] if field.lines else []
        for at, line in enumerate(field.lines[1:], 1):
            shown = dedent(line) if fact else line
            lines.append(shown if at in field.opaque else unescape(shown, fact=fact))
        return value_text(lines)

    def _take_quotation(self, field: Field) -> Quotation | None:
        """Take the block quote that ends a value off it, if it is a quotation."""
        last = len(field.lines)
        while last > 1 and not field.lines[last - 1].strip():
            last -= 1
        first = last
        while (
            first > 1
            and first - 1 not in field.opaque
            and field.lines[first - 1].lstrip(" \t").startswith(">")
        ):
            first -= 1
        if first == last:
            return None
        words = " ".join(line.lstrip(" \t")[1:] for line in field.lines[first:last])
        quotation = read_quotation(unescape_inline(words))
        if quotation:
            del field.lines[first:]
        return quotation

    def _helps(self, block: Block) -> Helps:
        if len(block.fields) < 2 or (len(block.fields) == 2 and block.fields[1].marker == "A"):
            return Helps()
        hints: list[str] = []
        extra: list[str] = []
        mnemonic: list[str] = []
        tags: list[str] = []
        relation: Relation | None = None
        for field in block.fields[1:]:
            marker = field.marker
            if marker == "A":
                continue
            text = self._text(field)
            if not text:
                self._report("D210", field.line, 0, marker=marker)
            elif marker == "H":
                hints.append(text)
            elif marker == "X":
                extra.append(text)
            elif marker == "M":
                mnemonic.append(text)
            elif marker == "T":
                tags += split_words(fold_space(text))
            elif relation is not None:
                self._report("D213", field.line, 0)
            else:
                relation = relation_named(text)
                if relation is None:
                    self._report("D203", field.line, field.column, name=text[:40], known=KNOWN)
        return Helps(
            tuple(hints),
            "\n\n".join(extra),
            "\n\n".join(mnemonic),
            tuple(dict.fromkeys(tags)),
            relation or Relation.OTHER,
        )

    def _question(self, block: Block, helps: Helps, quotation: Quotation | None) -> Question | None:
        asked = block.fields[0]
        question = self._text(asked)
        if not question:
            self._report("D130", asked.line, asked.column)
        answers = [field for field in block.fields if field.marker == "A"]
        if not answers:
            self._report("D131", asked.line, 0, fix="A: ")
            return None
        answer = read_item(self._text(answers[0]))
        if not answer.text:
            self._report("D132", answers[0].line, answers[0].column)
        if not answer.text or not question:
            return None
        return Question(
            self._identity(block), question, answer, helps, quotation, block.subject, block.line
        )

    def _cloze(self, block: Block, helps: Helps, quotation: Quotation | None) -> Cloze | None:
        field = block.fields[0]
        text = self._text(field)
        cloze = parse_cloze(text)
        if cloze.problems:
            self._cloze_problems(field)
        elif not cloze.numbers():
            self._report("D104", field.line, field.column, fix="{{c1::...}}")
        else:
            return Cloze(self._identity(block), text, helps, quotation, block.subject, block.line)
        return None

    def _cloze_problems(self, field: Field) -> None:
        raw = "\n".join(field.lines)
        for code, offset, number in parse_cloze(raw).problems:
            before = raw.count("\n", 0, offset)
            column = offset - (raw.rfind("\n", 0, offset) + 1)
            column += field.column if before == 0 else 0
            self._report(code, field.line + before, column, number=number)

    def _picture(
        self, block: Block, helps: Helps, quotation: Quotation | None
    ) -> PictureNote | None:
        field = block.fields[0]
        text = self._text(field)
        first, _, beside = text.partition("\n")
        found = read_picture(first)
        if beside.strip():
            at = next(i for i, line in enumerate(field.lines[1:], 1) if line.strip())
            at = next(
                (i for i in range(at, len(field.lines)) if field.lines[i].strip() != first), at
            )
            self._report("D207", self._line_of(field, at, block), 0)
        labels = self._labels(block)
        if found is None:
            self._report(
                "D150", field.line, field.column, fix="![what it shows](media/picture.png)"
            )
            return None
        alt, path = found
        problem = path_problem(path)
        if problem:
            self._report("D151", field.line, field.column, path=path, reason=problem)
        if not block.labels:
            self._report("D155", field.line, 0, fix="- L1: text @ x% y% w% h%")
        if problem or not labels:
            return None
        hide_one = block.comment is not None and block.comment.hide_one
        picture = Picture(path, alt, labels, hide_one)
        return PictureNote(
            self._identity(block), picture, helps, quotation, block.subject, block.line
        )

    def _line_of(self, field: Field, at: int, block: Block) -> int:
        """Return the file's line of a picture's line ``at``: label lines stand between."""
        line = field.line + at
        for label in block.labels:
            if label.line <= line:
                line += 1
        return line

    def _labels(self, block: Block) -> tuple[Label, ...]:
        labels: list[Label] = []
        lines: dict[str, int] = {}
        for label in block.labels:
            known = lines.setdefault(label.name, label.line + 1)
            if known != label.line + 1:
                self._report("D154", label.line, 2, name=label.name, first=known)
            text, sign, place = label.text.rpartition(" @ ")
            if not sign and label.text.startswith("@ "):
                text, sign, place = "", "@", label.text[2:]
            if not sign:
                self._report("D153", label.line, label.column, fix=f"{label.text} @ 0% 0% 10% 10%")
                continue
            answer = read_item(unescape_inline(text).strip())
            if not answer.text:
                self._report("D157", label.line, label.column)
            region, reason, form = read_region(place)
            if region is None:
                column = label.column + len(label.text) - len(place)
                self._report("D156", label.line, column, reason=reason, form=form)
            elif answer.text:
                labels.append(Label(Slot(label.name), answer, region, label.line + 1))
        return tuple(labels)

    def _structure(self, block: Block) -> Structure:
        given = {key: attribute.text for key, attribute in block.attributes.items()}
        return Structure(
            self._identity(block),
            block.subject,
            kind=fold_space(given.get("kind", "")),
            aliases=split_words(given.get("aliases", "")),
            tags=split_words(given.get("tags", "")),
            reverse=self._relations(block, "reverse"),
            typed=self._relations(block, "typed"),
            facts=self._facts(block),
            line=block.line,
        )

    def _relations(self, block: Block, key: str) -> tuple[Relation, ...] | None:
        attribute = block.attributes.get(key)
        if attribute is None:
            return None
        found, unknown = relations_from(split_words(attribute.text))
        for name in unknown:
            self._report("D203", attribute.line, attribute.column, name=name[:40], known=KNOWN)
        return found

    def _facts(self, block: Block) -> tuple[Fact, ...]:
        facts: list[Fact] = []
        first: dict[Slot, int] = {}
        names: dict[Relation, list[str]] = {}
        for fact_block in block.facts:
            relation = fact_block.relation
            if relation is None:
                continue
            fact = self._fact(fact_block, relation)
            line = fact_block.value.line
            taken = names.setdefault(relation, [])
            slot = fact_slot(relation.value, fact_block.name)
            if slot == relation.value and taken:
                shown = self._text(fact_block.value) or " ".join(
                    item.text for item in (fact.items if fact else ())
                )
                name = fact_name(shown, taken)
                fix = f"{relation.value} ({name})"
                self._report("D122", line, 2, relation=relation.value, name=name, fix=fix)
            elif slot in first:
                self._report("D123", line, 2, slot=slot, first=first[slot])
            first.setdefault(slot, line + 1)
            taken.append(fact_block.name)
            if fact:
                facts.append(fact)
        return tuple(facts)

    def _fact(self, block: FactBlock, relation: Relation) -> Fact | None:
        field = block.value
        quotation = self._take_quotation(field)
        slot = fact_slot(relation.value, block.name)
        items, ordered = self._items(field)
        if items is not None:
            if not items:
                return None
            value = None
        else:
            items = ()
            value = read_item(self._text(field))
            if not value.text:
                self._report("D124", field.line, field.column, relation=relation.value)
                return None
        return Fact(
            relation, slot, block.name, value, items, ordered, quotation, block.gone, field.line + 1
        )

    def _items(self, field: Field) -> tuple[tuple[Item, ...] | None, bool]:
        """Return the items of a list fact, or None where the fact has a value."""
        if len(field.lines) < 2:
            return None, False
        texts: list[str] = []
        depth = 0
        ordered: bool | None = None
        before = bool(field.lines[0].strip())
        for at, line in enumerate(field.lines[1:], 1):
            if not line.strip():
                continue
            found = None if at in field.opaque else ITEM.match(line)
            if not found or not found[1]:
                if texts:
                    texts[-1] += " " + unescape_inline(line.strip())
                else:
                    before = True
                continue
            if before:
                self._report("D125", field.line + at, len(found[1]))
                return (), False
            width = len(found[1].expandtabs(4))
            numbered = found[2][-1] in ".)"
            if ordered is None:
                depth, ordered = width, numbered
            elif width > depth:
                self._report("D126", field.line + at, len(found[1]))
            elif numbered != ordered:
                self._report("D211", field.line + at, len(found[1]))
            text = line[found.end() :]
            if not text.strip():
                self._report("D127", field.line + at, len(line))
            texts.append(unescape_inline(text.strip()))
        if ordered is None:
            return None, False
        return tuple(read_item(text.strip()) for text in texts if text.strip()), ordered
