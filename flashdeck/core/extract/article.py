"""A whole article: its blocks in order, with their topics, into findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.clinical import clinical
from flashdeck.core.extract.deck import build_deck
from flashdeck.core.extract.durations import durations
from flashdeck.core.extract.engine import Engine
from flashdeck.core.extract.exercises import exercise
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.given import given
from flashdeck.core.extract.groups import Groups
from flashdeck.core.extract.html import looks_like_html, read_html
from flashdeck.core.extract.inline import inline
from flashdeck.core.extract.keys import Keys
from flashdeck.core.extract.lexicon import HEADS, WEAK, lexicon, singular
from flashdeck.core.extract.lists import Lists
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.markdown import read_markdown
from flashdeck.core.extract.members import is_label
from flashdeck.core.extract.names import called, definitions, learn_names, natures
from flashdeck.core.extract.notes import spread
from flashdeck.core.extract.phrases import Names, Subject
from flashdeck.core.extract.plain import read_plain
from flashdeck.core.extract.sentences import sentences
from flashdeck.core.extract.tables import Tables
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Deck, Relation

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_ABOUT = re.compile(
    r"(?:The |An? )?(?P<np>[\w' -]{3,50}?)(?: \([^()]{1,80}\))?,? (?:is|are) (?:an?|the|one)\b"
)
Tell = Callable[[int, int], None]
_MIN_EVIDENCE = 3
_WORDS_PER_EVIDENCE = 80


def read_blocks(raw: str, form: str = "") -> list[Block]:
    """Return the blocks of an article; ``form`` is ``txt``, ``md``, ``html`` or '' (guessed)."""
    # Marks without any words between them, "== ==", leave nothing to read.
    return [block for block in spread(_read(raw, form)) if block.text.text]


def _read(raw: str, form: str) -> list[Block]:
    if form == "html" or (form not in ("md", "txt") and looks_like_html(raw)):
        return read_html(raw)
    if form == "md" or (
        form != "txt" and re.search(r"^#{1,6} \S|^---\r?\n", raw[:4000], re.MULTILINE)
    ):
        return read_markdown(raw)
    return read_plain(raw)


def title_of(blocks: Iterable[Block]) -> str:
    """Return the first heading, else ''."""
    return next((block.text.text for block in blocks if block.kind is BlockKind.HEADING), "")


def is_anatomical(blocks: Iterable[Block]) -> bool:
    """Tell whether enough names that only anatomy uses stand in the text.

    Everyday words that are also names (head, back, kidney, neck) do not count.
    """
    known = lexicon()
    hits: list[str] = []
    words_seen = 0
    for block in blocks:
        words = [word.casefold() for word in _WORD.findall(block.text.text)]
        words_seen += len(words)
        at = 0
        while at < len(words):
            for size in (3, 2, 1):
                name = " ".join(words[at : at + size])
                if at + size > len(words) or len(name) < 4:
                    continue
                if size == 1 and singular(name) in WEAK:
                    continue
                strong = singular(words[at]) in HEADS if size == 1 else False
                term = known.find(name)
                if strong or (
                    term is not None and term.kind not in ("region", "movement", "substance")
                ):
                    hits.append(name)
                    at += size - 1
                    break
            at += 1
    return (
        len(hits) >= _MIN_EVIDENCE
        and len(set(hits)) >= 3
        and len(hits) * _WORDS_PER_EVIDENCE >= words_seen
    )


def article_deck(
    raw: str, *, form: str = "", title: str = "", file: str = "", tell: Tell | None = None
) -> Deck:
    """Return the deck of an article; one without notes where it holds no anatomy.

    ``form`` is ``txt``, ``md``, ``html`` or ''; ``title`` stands in where the article has none;
    ``file`` is the source's name in the quotations. ``tell`` hears of progress: the blocks that are
    read, and all; what it raises ends the work.
    """
    blocks = read_blocks(raw, form)
    shown = title_of(blocks) or title
    if not is_anatomical(blocks):
        return build_deck(raw, (), title=shown, file=file, short={})
    names = learn_names(blocks)
    findings = find_facts(blocks, names, tell)
    return build_deck(raw, findings, title=shown, file=file, short=names.short)


def find_facts(blocks: list[Block], names: Names, tell: Tell | None = None) -> list[Finding]:
    """Return every finding of the article in reading order; ``names`` are what it teaches."""
    topics = Topics(names, Groups(names))
    title = title_of(blocks)
    topics.title = topics.topic_of(title) if title else _first_named(blocks, names)
    engine = Engine(names, topics)
    lists = Lists(names, topics)
    keys = Keys(names, topics, lists)
    tables = Tables(names, topics)
    findings: list[Finding] = []
    for number, block in enumerate(blocks):
        if tell:
            tell(number, len(blocks))
        heading = blocks[number - 1] if number else None
        after_heading = heading is not None and heading.kind is BlockKind.HEADING
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING and lists.takes_heading(block, after):
            lists.paragraph_item(block)
        elif block.kind is BlockKind.HEADING:
            findings += lists.close()
            topics.heading(block.level, block.text.text)
            lists.heading(block.text)
        elif block.kind is BlockKind.ROW:
            findings += lists.close()
            findings += tables.row(block)
        elif block.kind is BlockKind.ITEM:
            topics.passes(block.level)
            label = lists.labelled(block.text) if lists.open else None
            if label:
                findings += lists.item(replace(block, text=label[0]))
                findings += _prose(engine, lists, names, label[1])
                continue
            said = _prose(engine, lists, names, block.text) if lists.tells(block) else []
            findings += said or lists.item(block)
        elif block.kind is BlockKind.PAIR:
            topics.passes(block.level)
            if len(block.cells) > 1 and (done := exercise(*block.cells[:2])):
                findings += lists.close() + done[1]
                findings += _times(engine, names, done[0], block.cells[1])
                continue
            findings += keys.pair(
                block, has_value=bool(len(block.cells) > 1 and block.cells[1].text)
            )
            if len(block.cells) > 1 and block.cells[1].text:
                spoken = keys.spoken(block)
                if spoken is not block.cells[1] or _is_sentence(spoken.text):
                    findings += _prose(engine, lists, names, spoken)
        elif lists.takes_paragraph(block, blocks[number + 1 : number + 2]):
            rest = lists.paragraph_item(block)
            if rest is not None:
                if lists.open and not is_label(lists.open.items[-1].text):
                    findings += lists.close()
                findings += _prose(engine, lists, names, rest)
        elif (
            heading is not None
            and after_heading
            and (done := exercise(heading.text, block.text))
            and lists.treats()
        ):
            findings += lists.close() + done[1]
            findings += _times(engine, names, done[0], block.text)
        elif (labelled := lists.labelled(block.text)) and (done := exercise(*labelled)):
            findings += lists.close() + done[1]
            findings += _times(engine, names, done[0], labelled[1])
        elif labelled and lists.takes_label(labelled[0]):
            findings += _prose(engine, lists, names, labelled[1])
        else:
            topics.passes(0)
            under_heading = number > 0 and blocks[number - 1].kind is BlockKind.HEADING
            findings += lists.close()
            findings += keys.fragment(block) if under_heading else []
            findings += _prose(engine, lists, names, engine.after_label(block.text))
            lists.lead_in(block.text)
    findings += lists.close()
    return findings


def _first_named(blocks: list[Block], names: Names) -> Subject | None:
    """Return what an article without a title says it is about: "The stomach is an organ"."""
    first = next((block for block in blocks if block.kind is BlockKind.PARAGRAPH), None)
    match = _ABOUT.match(first.text.text) if first else None
    return names.name(match["np"]) if match else None


def _times(engine: Engine, names: Names, one: Subject, text: Mapped) -> list[Finding]:
    """Return how long and how often an exercise is done."""
    found: list[Finding] = []
    for sentence in sentences(text):
        found += durations(names, one, lambda _: [one], sentence)
    return found


def _prose(engine: Engine, lists: Lists, names: Names, text: Mapped) -> list[Finding]:
    found: list[Finding] = []
    if engine.topics.foreign:
        return found
    earlier = ""
    for sentence in sentences(text):
        clinic = clinical(names, engine.topics, sentence)
        meant = called(names, engine.topics, sentence)
        read = engine.read(sentence)
        if clinic or meant:
            engine.topics.unclear = False
        if meant:
            engine.topics.said(Subject(meant[0].subject, meant[0].kind))
            read = [one for one in read if one.rule != "D2"]
        listed = inline(names, engine.topics, sentence)
        if listed:
            read = [
                one
                for one in read
                if one.relation not in (listed[0].relation, Relation.ACTION, Relation.DEFINITION)
                or one.rank > 8
            ]
        found += read + listed
        found += clinic + meant
        if not engine.topics.aside:
            found += given(names, sentence, engine.subjects.named)
        found += natures(names, engine.topics, sentence)
        found += durations(names, engine.topics.timed(earlier), engine.subjects.mentions, sentence)
        earlier = earlier if sentence.text.startswith("It ") else sentence.text
        found += definitions(names, engine.topics, sentence)
    return found


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 5
