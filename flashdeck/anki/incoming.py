"""Notes of any Anki collection as cards of ours.

What fits becomes what it is: a question with its answer, its reverse, a typed answer, a cloze text,
a picture with masks. Every other card is its template filled in, front as question and back as
answer. Nothing is left out silently: what was simplified is counted, in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flashdeck.anki.collection import ForeignCard, ForeignCollection, ForeignNote, ForeignType
from flashdeck.anki.markdown import MarkdownReader, MediaPaths, plain_text
from flashdeck.anki.occlusion import Mask, masks_in
from flashdeck.anki.own import own_cards, own_note, own_type
from flashdeck.anki.templates import (
    Filled,
    Part,
    TooLongError,
    fields_in,
    fill,
    is_blank,
    parse_template,
)
from flashdeck.core.deckfile.cloze import NUMBERS, ClozeText, parse_cloze
from flashdeck.core.deckfile.views import QUESTION, card_tags
from flashdeck.core.ids import REVERSE, CardId, NoteId, Slot, derive_note_id
from flashdeck.core.model import Card, CardKind, Item, Label, Picture, Relation
from flashdeck.core.text import clean, clean_line

_CARD_CAP = 256_000
_IMAGE = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s?=\s?(?:\"([^\"]{1,1000})\"|'([^']{1,1000})'|([^\s\"'>]{1,1000}))")
_ANSWER_LINE = re.compile(r"<hr\b[^<>]{0,100}\bid\s?=\s?[\"']?answer\b[^<>]{0,100}>", re.IGNORECASE)
_MANY = re.compile(r"\{\{c(\d{1,3}(?:,\d{1,3}){1,20})::")
_MOST_SHARED = 200
_FRONT = "FrontSide"
_SPECIAL = frozenset({"Tags", "Deck", "Subdeck", "Card", "Type", "CardFlag"})
_NO_ANSWER = "—"
_ASKED = "Which structure is marked?"
# Fields that people add to any note type, and that have a place of their own here.
_EXTRAS = frozenset(
    ("extra", "back extra", "remarks", "notes", "note", "comment", "comments", "more", "source",
     "sources", "reference", "references", "explanation", "additional info", "one by one")
)  # fmt: skip
_MNEMONICS = frozenset({"mnemonic", "mnemonics"})
_HINTS = frozenset({"hint", "hints", "hint 2", "hint 3"})


@dataclass(frozen=True, slots=True)
class IncomingCard:
    """A card, and what it was in Anki."""

    card: Card
    foreign: ForeignCard


class CardMaker:
    """Makes cards of a collection's notes; ``notices`` counts what was simplified, in words."""

    def __init__(self, collection: ForeignCollection, media: MediaPaths) -> None:
        self._collection = collection
        self._reader = MarkdownReader(media)
        self._media = media
        self._by_note: dict[int, list[ForeignCard]] = {}
        for card in collection.cards:
            self._by_note.setdefault(card.note_id, []).append(card)
        self._guids: set[str] = set()
        self._plans: dict[int, _Plan] = {}

    @property
    def notices(self) -> Counter[str]:
        """What was simplified or left out, and how often."""
        return self._reader.notices

    def cards(self) -> Iterator[IncomingCard]:
        """Yield the cards of all notes, in the order of the notes."""
        for note in self._collection.notes:
            kind = self._collection.types.get(note.type_id)
            foreign = self._by_note.get(note.id, [])
            if kind is None or not foreign:
                self.notices["a note has no card, or a type that is missing"] += 1
                continue
            if len(note.fields) != len(kind.fields):
                self.notices["a note has not as many fields as its type"] += 1
            fields = (*note.fields, *[""] * (len(kind.fields) - len(note.fields)))
            values = dict(zip(kind.fields, fields, strict=False))
            for made in self._note(note, kind, values, foreign):
                size = len(made.card.question) + len(made.card.answer) + len(made.card.extra)
                if size > _CARD_CAP:
                    self.notices["a card is longer than 256 kB and was left out"] += 1
                else:
                    yield made

    def _note(
        self,
        note: ForeignNote,
        kind: ForeignType,
        values: dict[str, str],
        foreign: Sequence[ForeignCard],
    ) -> Iterator[IncomingCard]:
        tags = _tags(note.tags)
        by_number = {card.number: card for card in foreign}
        guid = note.guid
        if guid in self._guids:
            self.notices["two notes have one id in Anki; both were taken"] += 1
            guid = f"{guid}\x1f{note.id}"
        self._guids.add(guid)
        mine = own_type(kind.id, kind.name, kind.fields)
        if mine is not None and own_note(guid) is not None:
            picture = self._picture(values, mine.fields) if mine.stock == 6 else None
            numbers = sorted(by_number)
            made = own_cards(mine, guid, values, numbers, tags, picture, self._reader)
            for number, card in made:
                yield IncomingCard(card, by_number[number])
            return
        id_ = derive_note_id("anki", guid)
        context = _Context(note, kind, values, id_, tags, by_number)
        if kind.stock == 6 or any("image-occlusion:" in value for value in values.values()):
            yield from self._occlusion(context)
        elif kind.cloze:
            yield from self._cloze(context)
        else:
            yield from self._plain(context)

    # Questions and answers

    def _plain(self, context: _Context) -> Iterator[IncomingCard]:
        plan = self._plan(context.kind)
        first: tuple[str, str] | None = None
        for number in sorted(context.foreign):
            foreign = context.foreign[number]
            if number >= len(plan.sides):
                self.notices["a card has no template in its note type and was left out"] += 1
                continue
            sides = self._sides(context, plan.sides[number], foreign)
            if sides is None:
                continue
            question, answer = sides.question, sides.answer
            if number == 0:
                first = (question, answer)
            elif number == 1 and first is None and 0 not in context.foreign:
                whole = self._sides(context, plan.sides[0], foreign)
                first = (whole.question, whole.answer) if whole else None
            turned = number == 1 and first == (answer, question)
            if number == 0 or turned:
                note, id_ = context.id, f"{context.id}/{QUESTION}{REVERSE if turned else ''}"
            else:
                note = derive_note_id("anki", context.note.guid, str(number))
                id_ = f"{note}/{QUESTION}"
            yield IncomingCard(
                Card(
                    id=CardId(id_),
                    note_id=note,
                    sibling_key=f"{context.id}/{QUESTION}",
                    kind=CardKind.REVERSE if turned else CardKind.BASIC,
                    relation=Relation.OTHER,
                    subject="",
                    question=question,
                    answer=answer,
                    hints=sides.hints,
                    extra=sides.extra,
                    mnemonic=sides.mnemonic,
                    tags=context.tags,
                    typed=sides.typed,
                ),
                foreign,
            )

    def _plan(self, kind: ForeignType) -> _Plan:
        if kind.id not in self._plans:
            self._plans[kind.id] = _plan_of(kind)
        return self._plans[kind.id]

    def _sides(self, context: _Context, side: _Side, foreign: ForeignCard) -> _Sides | None:
        """Fill a template in; what has a place of its own is taken out of the answer."""
        if side.direct:
            question, answer = (self._reader.read(context.values[name]) for name in side.direct)
            if question and answer:
                return _Sides(question, answer)
        values = self._values(context, foreign, side)
        number = foreign.number
        try:
            front = fill(side.front, values, number=number)
            back = fill(side.back, values, number=number, aside=side.aside)
        except TooLongError:
            self.notices["a template makes a card beyond all measure, which was left out"] += 1
            return None
        self._say_left_out(front, back)
        question = self._read_filled(front)
        if not side.cut and back.markup.startswith(front.markup) and front.markup.strip():
            answer = self._reader.read(back.markup[len(front.markup) :])
        else:
            answer = self._read_filled(back)
        typed = [name for name in front.typed if name in values]
        if typed:
            asked = self._reader.read(values[typed[0]])
            answer = "\n\n".join(part for part in (asked, answer) if part)
        if not answer and side.aside:
            answer = self._reader.read(fill(side.back, values, number=number).markup)
            side = side.without_aside()
        if not question:
            question = plain_text(context.note.fields[0]) or context.kind.name
            self.notices["a card has an empty front; its first field stands there"] += 1
        if not answer:
            answer = _NO_ANSWER
            self.notices["a card has an empty back"] += 1
        hints = dict.fromkeys([*front.hints, *side.hints])
        extras = dict.fromkeys([*side.extras, *(name for name in back.hints if name not in hints)])
        return _Sides(
            question=question,
            answer=answer,
            hints=self._read_all(values, hints),
            extra="\n\n".join(self._read_all(values, extras)),
            mnemonic="\n\n".join(self._read_all(values, side.mnemonics)),
            typed=bool(typed),
        )

    def _read_filled(self, filled: Filled) -> str:
        """Return what a template gave as Markdown; where it is one field, without its wrapping."""
        if filled.alone and len(filled.shown) < 2:
            return self._reader.read(filled.shown[0]) if filled.shown else ""
        return self._reader.read(filled.markup)

    def _read_all(self, values: dict[str, str], names: Iterable[str]) -> tuple[str, ...]:
        if not names:
            return ()
        return tuple(filter(None, (self._reader.read(values[name]) for name in names)))

    def _say_left_out(self, *filled: Filled) -> None:
        if any(one.spoken for one in filled):
            self.notices["a template has its text spoken aloud"] += 1

    def _values(self, context: _Context, foreign: ForeignCard, side: _Side) -> dict[str, str]:
        """Return the fields, and what else the template asks for by name."""
        if not side.special:
            return context.values
        deck = self._collection.decks.get(foreign.home_deck_id or foreign.deck_id, "")
        special = {
            "Tags": " ".join(context.note.tags),
            "Deck": deck,
            "Subdeck": deck.rpartition("::")[2],
            "Card": side.name,
            "Type": context.kind.name,
            "CardFlag": f"flag{foreign.flag}" if foreign.flag else "",
        }
        escaped = {name: clean_line(value).replace("<", "&lt;") for name, value in special.items()}
        return {**escaped, _FRONT: "", **context.values}

    # Cloze texts

    def _cloze(self, context: _Context) -> Iterator[IncomingCard]:
        plan = self._plan(context.kind)
        if not plan.sides:
            self.notices["a card has no template in its note type and was left out"] += 1
            return
        side = plan.sides[0]
        names = [name for name in fields_in(side.front, "cloze") if name in context.values]
        for number in sorted(context.foreign):
            foreign = context.foreign[number]
            values = self._values(context, foreign, side)
            try:
                front = fill(side.front, values, number=number)
                back = fill(side.back, values, number=number, aside=side.aside)
                if front.markup.strip() and back.markup.startswith(front.markup):
                    back.markup = back.markup[len(front.markup) :]
                else:
                    back = fill(side.back, values, number=number, aside=(*side.aside, *names))
            except TooLongError:
                self.notices["a template makes a card beyond all measure, which was left out"] += 1
                continue
            self._say_left_out(front, back)
            text = _nested(self._read_filled(front))
            taken = parse_cloze(text)
            if number + 1 not in taken.numbers() or number + 1 not in NUMBERS:
                self.notices["a cloze card has no deletion of its number any more"] += 1
                yield from self._plain_cloze(context, foreign, taken)
                continue
            rest = self._reader.read(back.markup)
            extras = [rest] if rest else []
            extras += self._read_all(values, side.extras)
            hints = dict.fromkeys([*front.hints, *side.hints])
            yield IncomingCard(
                Card(
                    id=CardId(f"{context.id}/c{number + 1}"),
                    note_id=context.id,
                    sibling_key=str(context.id),
                    kind=CardKind.CLOZE,
                    relation=Relation.OTHER,
                    subject="",
                    question=taken.question(number + 1),
                    answer=taken.answer(number + 1),
                    cloze=text,
                    cloze_number=number + 1,
                    hints=self._read_all(values, hints),
                    extra="\n\n".join(extras),
                    mnemonic="\n\n".join(self._read_all(values, side.mnemonics)),
                    tags=context.tags,
                    typed=bool(front.typed),
                ),
                foreign,
            )

    def _plain_cloze(
        self, context: _Context, foreign: ForeignCard, text: ClozeText
    ) -> Iterator[IncomingCard]:
        """Keep an empty cloze card with its history, as a question that shows the whole text."""
        note = derive_note_id("anki", context.note.guid, f"c{foreign.number + 1}")
        yield IncomingCard(
            Card(
                id=CardId(f"{note}/{QUESTION}"),
                note_id=note,
                sibling_key=str(context.id),
                kind=CardKind.BASIC,
                relation=Relation.OTHER,
                subject="",
                question=text.plain() or context.kind.name,
                answer=_NO_ANSWER,
                tags=context.tags,
            ),
            foreign,
        )

    # Image occlusion

    def _occlusion(self, context: _Context) -> Iterator[IncomingCard]:
        names = context.kind.fields
        picture = self._picture(context.values, names)
        if picture is None:
            yield from (self._cloze if context.kind.cloze else self._plain)(context)
            return
        header = self._reader.read(context.values.get("Header", ""))
        rest = [
            self._reader.read(value)
            for name, value in context.values.items()
            if name not in ("Occlusion", "Image", "Header") and not is_blank(value)
        ]
        if header and header != picture.alt:
            rest.insert(0, header)
        asked = f"{picture.alt}: which structure is marked?" if picture.alt else _ASKED
        for number in sorted(context.foreign):
            label = next((one for one in picture.labels if one.name == f"L{number + 1}"), None)
            if label is None:
                self.notices["an image occlusion card has no mask and was left out"] += 1
                continue
            yield IncomingCard(
                Card(
                    id=CardId(f"{context.id}/{label.name}"),
                    note_id=context.id,
                    sibling_key=f"{context.id}/{label.name}",
                    kind=CardKind.IMAGE,
                    relation=Relation.OTHER,
                    subject="",
                    question=f"{picture.alt}: {asked[0].lower()}{asked[1:]}"
                    if picture.alt
                    else asked,
                    answer=label.answer.text,
                    alternatives=label.answer.alternatives,
                    picture=picture,
                    label=label.name,
                    extra="\n\n".join(
                        rest if not header or header == picture.alt else [header, *rest]
                    ),
                    tags=context.tags,
                ),
                context.foreign[number],
            )

    def _picture(self, values: dict[str, str], names: Sequence[str]) -> Picture | None:
        """Return the picture of an occlusion note, its masks as labels."""
        masks: dict[int, Mask] = {}
        for value in (values.get("Occlusion", ""), *values.values()):
            if "image-occlusion:" not in value:
                continue
            for mask in masks_in(value):
                if isinstance(mask, str):
                    self.notices[f"a {mask} on a picture is no mask"] += 1
                elif mask.number in masks and masks[mask.number] != mask:
                    self.notices["several masks asked together; the first of them stands"] += 1
                else:
                    masks[mask.number] = mask
            break
        found = _IMAGE.search(values.get("Image", "")) or next(
            (hit for value in values.values() if (hit := _IMAGE.search(value))), None
        )
        source = _SOURCE.search(found[0]) if found else None
        if not masks or source is None:
            return None
        name = plain_text(next(filter(None, source.groups()), ""))
        path = self._media(name)
        if path is None:
            self.notices["the picture under some masks is not in the package"] += 1
            return None
        answers = self._answers(values)
        if not answers:
            self.notices["masks of a picture have no names in Anki; they are numbered"] += 1
        header = plain_text(values.get("Header", "")).removesuffix(": which structure is marked?")
        alt = "" if header == _ASKED else header
        return Picture(
            path=path,
            alt=clean_line(alt),
            labels=tuple(
                Label(Slot(f"L{number}"), answers.get(number, Item(f"mask {number}")), mask.region)
                for number, mask in sorted(masks.items())
            ),
            hide_one=all(mask.alone for mask in masks.values()),
        )

    def _answers(self, values: dict[str, str]) -> dict[int, Item]:
        """Return the names of the masks, where the note was ours."""
        text = parse_cloze(self._reader.read(values.get("Answers", "")))
        found = {}
        for number in text.numbers():
            first, *others = text.answer(number).split(" / ")
            found[number] = Item(first, tuple(others))
        return found


@lru_cache(maxsize=10_000)
def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return card_tags(clean(tag) for tag in tags)


@dataclass(frozen=True, slots=True)
class _Context:
    """A note on its way in."""

    note: ForeignNote
    kind: ForeignType
    values: dict[str, str]
    id: NoteId
    tags: tuple[str, ...]
    foreign: dict[int, ForeignCard]


@dataclass(frozen=True, slots=True)
class _Sides:
    question: str
    answer: str
    hints: tuple[str, ...] = ()
    extra: str = ""
    mnemonic: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """A template taken apart. ``back`` is what comes after the question.

    ``extras``, ``mnemonics`` and ``hints`` are fields of the back with a place of their own,
    ``aside`` blanks them; ``cut`` tells that the back was cut at the answer line. ``direct`` are
    the two fields of a template that shows one on each side and nothing else.
    """

    name: str
    front: tuple[Part, ...]
    back: tuple[Part, ...]
    extras: tuple[str, ...] = ()
    mnemonics: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    cut: bool = False
    special: bool = True
    direct: tuple[str, ...] = ()

    @property
    def aside(self) -> tuple[str, ...]:
        return (*self.extras, *self.mnemonics, *self.hints)

    def without_aside(self) -> _Side:
        return replace(self, extras=(), mnemonics=(), hints=())


@dataclass(frozen=True, slots=True)
class _Plan:
    sides: tuple[_Side, ...]


def _plan_of(kind: ForeignType) -> _Plan:
    sides = []
    for template in kind.templates:
        front = parse_template(template.front)
        line = _ANSWER_LINE.search(template.back)
        back = parse_template(template.back[line.end() :] if line else template.back)
        asked = set(fields_in(front))
        rest = [name for name in dict.fromkeys(fields_in(back)) if name not in asked]

        def among(wanted: frozenset[str], rest: list[str] = rest) -> tuple[str, ...]:
            return tuple(name for name in rest if name.casefold() in wanted and name in kind.fields)

        sides.append(
            _Side(
                template.name,
                front,
                back,
                among(_EXTRAS),
                among(_MNEMONICS),
                among(_HINTS),
                cut=line is not None,
                direct=_direct(front, back, kind.fields) if line else (),
                special=bool(_SPECIAL & {*fields_in(front), *fields_in(back)}),
            )
        )
    return _Plan(tuple(sides))


def _direct(
    front: tuple[Part, ...], back: tuple[Part, ...], fields: Sequence[str]
) -> tuple[str, ...]:
    found = []
    for parts in (front, back):
        shown = [part for part in parts if not (part.kind == "text" and part.bare)]
        if len(shown) != 1 or shown[0].kind != "field" or shown[0].filters:
            return ()
        found.append(shown[0].name)
    return tuple(found) if all(name in fields for name in found) else ()


def _nested(text: str) -> str:
    """Return a cloze text in which a deletion of several cards is nested deletions.

    ``{{c1,2::text::hint}}`` of newer Anki hides the text on both cards.
    """
    for _ in range(_MOST_SHARED):
        found = _MANY.search(text)
        if found is None:
            break
        numbers = found[1].split(",")
        end, hint = _closing(text, found.end())
        if end < 0:
            return text
        inner = text[found.end() : end]
        said, sign, tip = (inner, "", "") if hint < 0 else (
            text[found.end() : hint], "::", text[hint + 2 : end]
        )  # fmt: skip
        made = f"{said}"
        for number in reversed(numbers):
            made = f"{{{{c{number}::{made}{sign}{tip}}}}}"
        text = text[: found.start()] + made + text[end + 2 :]
    return text


def _closing(text: str, at: int) -> tuple[int, int]:
    """Return where the deletion that begins before ``at`` ends, and where its hint begins."""
    depth, hint = 0, -1
    while at < len(text):
        if text.startswith("}}", at):
            if depth == 0:
                return at, hint
            depth -= 1
            at += 2
        elif re.match(r"\{\{c\d", text[at : at + 4]):
            depth += 1
            at = text.find("::", at) + 2 or len(text)
        else:
            if hint < 0 and depth == 0 and text.startswith("::", at):
                hint = at
            at += 1
    return -1, hint
