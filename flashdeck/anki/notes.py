"""Cards as Anki notes: a fact with its reverse, a cloze text, a picture with its labels are one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flashdeck.anki.cloze import no_hint, to_cloze_html
from flashdeck.anki.html import Pictures, attribute, escape, no_pictures, to_html
from flashdeck.anki.notetypes import BASIC, CLOZE, HINTS, ID, IMAGE, LIST, TYPED, NoteType
from flashdeck.core.ids import REVERSE, DeckId
from flashdeck.core.model import Card, CardKind, Item, Label, Quotation, Source
from flashdeck.core.schedule.base import is_leech

WITHDRAWN = "flashdeck::withdrawn"
LEECH = "leech"
_REGION_NAMES = {"rect": ("left", "top", "width", "height"), "ellipse": ("left", "top", "rx", "ry")}
_SPACE_IN_TAG = re.compile(r"[\s\"]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the package: its name there, how to get its bytes, when it last changed (UTC ms).

    0 stands for a file that was never seen to change.
    """

    name: str
    read: Callable[[], bytes]
    changed_ms: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """One answer: its instant (UTC ms), SM-2's quality, intervals in days, ease after it.

    Ease is in hundredths. ``row`` is the answer as Anki gave it, where it came from there: button,
    interval, interval before, factor and kind.
    """

    at_ms: int
    q: int
    interval_days: int
    last_interval_days: int
    ease: int
    duration_ms: int
    row: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the student added to a card, and when last (UTC ms)."""

    hint: str = ""
    mnemonic: str = ""
    note: str = ""
    changed_ms: int = 0


_NO_WORDS = OwnWords()


@dataclass(frozen=True, slots=True)
class History:
    """Where a card stands: study days from 1970-01-01, ease in hundredths, and its answers.

    ``due_day`` is None for a card that was never answered. ``answered_ms`` is its last answer,
    ``stability`` and ``difficulty`` are FSRS's memory where it schedules the card, or Anki gave it
    and no answer followed; ``retention`` is its aim, ``decay`` its forgetting's exponent.

    The rest is as Anki had it, until an answer followed: ``reps`` (more than the answers, or 0),
    ``factor`` in permille, ``data``, and ``steps`` of a card being learned: type, steps left, due
    (an instant in seconds, or 0 for ``due_day``), interval, factor.
    """

    due_day: int | None = None
    interval_days: int = 0
    ease: int = 0
    lapses: int = 0
    answered_ms: int = 0
    suspended: bool = False
    flag: int = 0
    reviews: tuple[Review, ...] = ()
    buried: bool = False
    stability: float = 0.0
    retention: float = 0.0
    decay: float = 0.0
    difficulty: float = 0.0
    own: OwnWords = _NO_WORDS
    reps: int = 0
    factor: int = 0
    steps: tuple[int, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note of Anki's that goes back as it came: its own guid, type, fields (HTML) and tags."""

    guid: str
    type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    changed_ms: int
    media: tuple[Media, ...] = ()


class ExportCard(NamedTuple):
    """A card, when its content last changed (UTC ms), and its history if that goes too.

    ``guid`` is that of its note in Anki where it came from there, ``kept`` that note where it goes
    back as it came; ``number`` is the card's number in it.
    """

    card: Card
    changed_ms: int
    history: History = History()
    guid: str = ""
    kept: KeptNote | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class ExportDeck:
    """A deck to export: its id, its place in the tree (``A::B``), its cards in their order.

    The cards of a note follow each other; they may be read anew each time they are gone through.
    ``source_changed_ms`` is when the line of the source last changed (UTC). ``picture`` finds a
    picture by the path that the deck writes, or returns None.
    """

    id: DeckId
    place: str
    cards: Iterable[ExportCard]
    title: str = ""
    description: str = ""
    source: Source = field(default_factory=Source)
    source_changed_ms: int = 0
    picture: Callable[[str], Media | None] = no_pictures


class AnkiCard(NamedTuple):  # made by the ten thousand: a dataclass takes three times as long
    """One card of a note: ``number`` is that of its template or cloze deletion, from 0."""

    number: int
    source: ExportCard


class AnkiNote(NamedTuple):
    """A note as it stands in the package."""

    guid: str
    type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    changed_ms: int
    cards: tuple[AnkiCard, ...]
    media: tuple[Media, ...] = ()


def notes_of(deck: ExportDeck) -> Iterator[AnkiNote]:
    """Yield the deck's cards as notes, in the order of their first cards.

    A note whose labels lie on a picture that is not found is left out.
    """
    for guid, some in groupby(deck.cards, note_guid):
        group = list(some)
        kept = group[0].kept
        note = _kept(kept, group) if kept else _note(guid, group, deck)
        if note is not None:
            yield note


def note_guid(one: ExportCard) -> str:
    """Return the guid of a card's note in the package."""
    return one.kept.guid if one.kept else one.guid or guid_of(one.card)


def guid_of(card: Card) -> str:
    """Return the guid of a card's note: stable for ever, the same for cards of one note."""
    if card.kind in (CardKind.CLOZE, CardKind.IMAGE):
        return card.note_id
    return card.id.removesuffix(REVERSE)


@lru_cache(maxsize=10_000)
def anki_tag(tag: str) -> str:
    """Return a tag as Anki writes it: ``leg/posterior`` is ``leg::posterior``, blanks are ``_``."""
    parts = (_SPACE_IN_TAG.sub("_", part.strip()) for part in re.split(r"/|::", tag))
    return "::".join(part for part in parts if part)


def _kept(note: KeptNote, group: Sequence[ExportCard]) -> AnkiNote:
    """Return a note as it came; what became a leech here says so."""
    tags = note.tags
    studied = (one.history for one in group if any(not r.row for r in one.history.reviews))
    if LEECH not in tags and any(is_leech(history.lapses) for history in studied):
        tags = (*tags, LEECH)
    cards = sorted((AnkiCard(one.number, one) for one in group), key=lambda card: card.number)
    return AnkiNote(
        note.guid, note.type, note.fields, tags, note.changed_ms, tuple(cards), note.media
    )


def _note(guid: str, group: Sequence[ExportCard], deck: ExportDeck) -> AnkiNote | None:
    used: dict[str, Media] = {}

    def pictures(path: str) -> str | None:
        media = deck.picture(path)
        if media is None:
            return None
        used[media.name] = media
        return media.name

    first = group[0].card
    match first.kind:
        case CardKind.CLOZE:
            type_ = CLOZE
            values = {"Text": to_cloze_html(first.cloze, pictures)}
            cards = [AnkiCard(one.card.cloze_number - 1, one) for one in group]
        case CardKind.IMAGE:
            name = pictures(first.picture.path) if first.picture else None
            if name is None:
                return None
            type_, values = IMAGE, _image_values(first, name)
            cards = [AnkiCard(_number(one.card.label or "") - 1, one) for one in group]
        case _:
            type_, values, cards = _fact(group, pictures)
    extra = "Back Extra" if type_.cloze else "Extra"
    values |= _helps(group, extra, pictures)
    values[ID] = guid
    times = [media.changed_ms for media in used.values()] if used else []
    if first.quotation:
        values["Source"] = source_html(first.quotation, deck.source)
        times.append(deck.source_changed_ms)
    for one in group:
        times += one.changed_ms, one.history.own.changed_ms
    return AnkiNote(
        guid=guid,
        type=type_,
        fields=type_.row(values),
        tags=_tags(group),
        changed_ms=max(times),
        cards=tuple(sorted(cards, key=lambda card: card.number))
        if len(cards) > 1
        else tuple(cards),
        media=tuple(used.values()),
    )


def _fact(
    group: Sequence[ExportCard], pictures: Pictures
) -> tuple[NoteType, dict[str, str], list[AnkiCard]]:
    """Return type, fields and cards of a question with an answer, and of its reverse."""
    forward = group[0]
    if len(group) > 1:
        forward = next((one for one in group if one.card.kind is not CardKind.REVERSE), forward)
    card = forward.card
    values = {"Question": to_html(card.question, pictures)}
    if card.items:
        type_ = LIST
        values["Answer"] = items_html(card.items, ordered=card.ordered, pictures=pictures)
    else:
        type_ = TYPED if card.typed else BASIC
        values["Answer"] = to_html(card.answer, pictures)
    if card.alternatives:
        values["Accepted"] = _alternatives(card.alternatives, pictures)
    cards = [AnkiCard(0, forward)]
    for one in group:
        if one is not forward:
            values["Reverse Question"] = to_html(one.card.question, pictures)
            values["Reverse Answer"] = to_html(one.card.answer, pictures)
            cards.append(AnkiCard(1, one))
    return type_, values, cards


def items_html(items: Iterable[Item], *, ordered: bool, pictures: Pictures = no_pictures) -> str:
    """Return the items of a list card as a list, numbered where the order counts."""
    rows = []
    for item in items:
        others = _alternatives(item.alternatives, pictures)
        aside = f' <span class="alternative">(or: {others})</span>' if others else ""
        rows.append(f"<li>{to_html(item.text, pictures)}{aside}</li>")
    element = "ol" if ordered else "ul"
    return f"<{element}>{''.join(rows)}</{element}>"


def _alternatives(alternatives: Iterable[str], pictures: Pictures) -> str:
    return " | ".join(to_html(text, pictures) for text in alternatives)


def _helps(group: Sequence[ExportCard], extra: str, pictures: Pictures) -> dict[str, str]:
    """Return the fields besides question and answer, the student's own words after the deck's."""
    card = group[0].card
    own = [
        one.history.own
        for one in group
        if one.history.own is not _NO_WORDS and one.history.own != _NO_WORDS
    ]
    values = {"Relation": card.relation.value}
    if card.subject:
        values["Subject"] = escape(card.subject)
    if card.extra:
        values[extra] = to_html(card.extra, pictures)
    if card.mnemonic or own:
        values["Mnemonic"] = _together([card.mnemonic, *(w.mnemonic for w in own)], pictures)
        values["Note"] = _together([words.note for words in own], pictures)
    if card.hints or own:
        all_hints = (*card.hints, *(words.hint for words in own))
        hints = [to_html(hint, pictures) for hint in all_hints if hint]
        kept = len(HINTS) - 1
        levels = [*hints[:kept], "<br>".join(hints[kept:])]
        values.update(zip(HINTS, levels, strict=False))
    return values


def _together(texts: Iterable[str], pictures: Pictures) -> str:
    return "<br>".join(to_html(text, pictures) for text in dict.fromkeys(texts) if text)


def source_html(quotation: Quotation | None, source: Source) -> str:
    """Return the words of the source and where they stand; nothing without a quotation."""
    if quotation is None:
        return ""
    place = escape(f"{quotation.file}:{quotation.start}-{quotation.end}")
    title = escape(source.title)
    if title and source.url.startswith(("http://", "https://")):
        title = f'<a href="{attribute(source.url)}">{title}</a>'
    cite = f"{title}, {place}" if title else place
    return f"<q>{escape(quotation.text)}</q><cite>{cite}</cite>"


def _image_values(card: Card, name: str) -> dict[str, str]:
    """Return the fields of an image-occlusion note in Anki's notation."""
    picture = card.picture
    assert picture is not None
    labels = sorted(picture.labels, key=lambda label: _number(label.name))
    answers = (
        f"{{{{c{_number(label.name)}::{no_hint(_label_answer(label))}}}}}" for label in labels
    )
    return {
        "Occlusion": "<br>".join(_mask(label, hide_all=not picture.hide_one) for label in labels),
        "Image": f'<img src="{attribute(name)}" alt="{attribute(picture.alt)}">',
        "Header": to_html(card.question),
        "Answers": "<br>".join(answers),
    }


def _label_answer(label: Label) -> str:
    return " / ".join(to_html(text) for text in (label.answer.text, *label.answer.alternatives))


def _mask(label: Label, *, hide_all: bool) -> str:
    """Return a label's mask; Anki counts in fractions of width and height, we in percent."""
    numbers = label.region.numbers
    if label.region.shape == "polygon":
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        points = " ".join(f"{_fraction(x)},{_fraction(y)}" for x, y in pairs)
        place = f"points={points}"
    else:
        if label.region.shape == "ellipse":  # radii, where a deck has width and height
            numbers = (*numbers[:2], numbers[2] / 2, numbers[3] / 2)
        names = _REGION_NAMES[label.region.shape]
        place = ":".join(f"{key}={_fraction(n)}" for key, n in zip(names, numbers, strict=True))
    ending = ":oi=1" if hide_all else ""
    return f"{{{{c{_number(label.name)}::image-occlusion:{label.region.shape}:{place}{ending}}}}}"


def _fraction(percent: float) -> str:
    """Return a percentage as Anki writes a fraction: ``.31``, four digits at most."""
    text = f"{percent / 100:.4f}".rstrip("0").rstrip(".")
    return text.removeprefix("0") if text.startswith("0.") else text


def _number(label: str) -> int:
    """Return the number of a label, which is that of its cloze deletion: 3 of ``L3``."""
    found = _DIGITS.search(label)
    return int(found[0]) if found else 1


def _tags(group: Sequence[ExportCard]) -> tuple[str, ...]:
    more = set()
    for one in group:
        if one.card.gone:
            more.add(WITHDRAWN)
        if one.history.lapses and is_leech(one.history.lapses):
            more.add(LEECH)
    tags = group[0].card.tags
    if len(group) > 1:
        tags = tuple(dict.fromkeys(tag for one in group for tag in one.card.tags))
    known = _anki_tags(tags)
    return tuple(sorted({*known, *more})) if more else known


@lru_cache(maxsize=10_000)
def _anki_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({anki_tag(tag) for tag in tags} - {""}))
