"""Rows of the library and words of the domain, turned into each other at the edge."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from flashdeck.core.card import Card, CardKind, Item, Quotation, Relation
from flashdeck.core.ids import DeckId, Slot
from flashdeck.core.schedule.base import Memory, Standing

if TYPE_CHECKING:
    from flashdeck.core.picture import Picture


class StoredCard(NamedTuple):
    """A card as the library keeps it."""

    num: int
    card: Card
    deck_id: DeckId
    position: int
    present: bool
    content_mod_ms: int


class StoredDeck(NamedTuple):
    """A deck as the library keeps it; ``file`` is '' where it came in a package."""

    id: DeckId
    title: str
    place: str
    file: str
    file_digest: str = ""
    file_size: int = 0
    file_mtime_ns: int = 0
    read_ms: int = 0
    reader: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    source: tuple[str, str, str] = ("", "", "")
    release: str = ""
    hidden: bool = False


class DeckSettings(NamedTuple):
    """How a deck is studied; ``reviews_per_day`` None means no limit.

    ``new_mixed`` asks new cards among the due ones, not after them; ``leeches_rest`` suspends a
    card when it becomes a leech. ``retention`` is the recall that FSRS aims at, ``parameters`` its
    21 where they are not the default ones. ``balanced`` spreads the load over the days near the
    computed one.
    """

    new_per_day: int = 20
    reviews_per_day: int | None = None
    algorithm: str = "sm2"
    drill_below: int = 4
    new_mixed: bool = False
    leeches_rest: bool = False
    retention: float = 0.9
    parameters: tuple[float, ...] = ()
    balanced: bool = True


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a student added to a card; ``tags`` are parted by blanks."""

    hint: str = ""
    mnemonic: str = ""
    note: str = ""
    flag: int = 0
    tags: str = ""


OVERLAY_COLUMNS = "hint, mnemonic, note, flag, tags"
CARD_COLUMNS = "num, id, note_id, deck_id, position, present, rev, line, content, content_mod_ms"
STATE_COLUMNS = (
    "repetitions, ease, interval_days, due_day, lapses, drill, last_day, "
    "suspended, first_day, answered_ms, buried_day, stability, difficulty"
)
SETTINGS_COLUMNS = (
    "new_per_day, reviews_per_day, algorithm, drill_below, new_mixed, leeches_rest, "
    "retention, parameters, balanced"
)


def card_content(card: Card) -> str:
    """Return what a card asks and answers as JSON; equal for equal content, wherever it stands.

    Ids, revision and line are columns of their own; defaults are left out.
    """
    plain = (
        f'{{"sibling_key":{_QUOTED(card.sibling_key)},"kind":"{card.kind.value}",'
        f'"relation":"{card.relation.value}"'
    )
    for name in ("subject", "question", "answer"):
        if text := getattr(card, name):
            plain += f',"{name}":{_QUOTED(text)}'
    more = _more_content(card)
    return f"{plain},{_ENCODE(more)[1:]}" if more else plain + "}"


def _more_content(card: Card) -> dict[str, object]:
    """Return what not every card has."""
    more = {name: value for name, value in zip(_MORE, _more_of(card), strict=True) if value}
    picture, quotation = card.picture, card.quotation
    if card.items:
        more["items"] = [_item_out(item) for item in card.items]
    if picture:
        more["picture"] = {
            "path": picture.path,
            "alt": picture.alt,
            "hide_one": picture.hide_one,
            "labels": [
                [label.name, _item_out(label.answer), label.region.shape, label.region.numbers]
                for label in picture.labels
            ],
        }
    if quotation:
        more["quotation"] = [quotation.text, quotation.file, quotation.start, quotation.end]
    return more


_MORE = (
    "alternatives", "items", "ordered", "cloze", "cloze_number", "picture", "label", "hints",
    "extra", "mnemonic", "tags", "quotation", "typed", "was", "gone",
)  # fmt: skip
_more_of = attrgetter(*_MORE)
_QUOTED = json.encoder.encode_basestring  # what the encoder below writes for a text
# `json.dumps` makes an encoder anew for each call that is not plain.
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def card_from_row(row: tuple[Any, ...]) -> StoredCard:
    """Return the card of a row of `CARD_COLUMNS`."""
    num, id_, note_id, deck_id, position, present, rev, line, content, content_mod_ms = row
    data: dict[str, Any] = {**_WORDS, **_decoded(content)[0]}
    data["kind"] = _KINDS[data["kind"]]
    data["relation"] = _RELATIONS[data["relation"]]
    for name in _MADE_FROM.keys() & data.keys():
        data[name] = _MADE_FROM[name](data[name])
    card = Card(id=id_, note_id=note_id, rev=rev, line=line, **data)
    return StoredCard(num, card, deck_id, position, bool(present), content_mod_ms)


_decoded = json.JSONDecoder().raw_decode
_WORDS = dict.fromkeys(("sibling_key", "subject", "question", "answer"), "")
_KINDS = {kind.value: kind for kind in CardKind}
_RELATIONS = {relation.value: relation for relation in Relation}


def _item_out(item: Item) -> list[str]:
    return [item.text, *item.alternatives]


def _item_in(texts: list[str]) -> Item:
    return Item(texts[0], tuple(texts[1:]))


def _picture_in(data: Mapping[str, Any]) -> Picture:
    # Most cards have no picture, and the first one need not wait for what pictures are made of.
    from flashdeck.core.picture import Label, Picture, Region

    return Picture(
        path=data["path"],
        alt=data["alt"],
        labels=tuple(
            Label(Slot(name), _item_in(answer), Region(shape, tuple(numbers)))
            for name, answer, shape, numbers in data["labels"]
        ),
        hide_one=data["hide_one"],
    )


# What JSON has as lists and objects.
_MADE_FROM: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("alternatives", "hints", "tags", "was"), tuple),
    "items": lambda items: tuple(map(_item_in, items)),
    "picture": _picture_in,
    "quotation": lambda parts: Quotation(*parts),
}


def settings_from_row(row: tuple[Any, ...]) -> DeckSettings:
    """Return the settings of a row of `SETTINGS_COLUMNS`."""
    new, reviews, algorithm, drill_below, mixed, rest, retention, parameters, balanced = row
    return DeckSettings(
        new_per_day=new,
        reviews_per_day=reviews,
        algorithm=algorithm,
        drill_below=drill_below,
        new_mixed=bool(mixed),
        leeches_rest=bool(rest),
        retention=retention,
        parameters=tuple(json.loads(parameters)) if parameters else (),
        balanced=bool(balanced),
    )


def settings_values(settings: DeckSettings) -> tuple[Any, ...]:
    """Return the values of `SETTINGS_COLUMNS`."""
    return (
        settings.new_per_day,
        settings.reviews_per_day,
        settings.algorithm,
        settings.drill_below,
        int(settings.new_mixed),
        int(settings.leeches_rest),
        settings.retention,
        json.dumps(settings.parameters) if settings.parameters else "",
        int(settings.balanced),
    )


def standing_from_row(row: tuple[Any, ...]) -> Standing:
    """Return the standing of a row of `STATE_COLUMNS`."""
    repetitions, ease, interval, due, lapses, drill, last, suspended, *rest = row
    *rest, stability, difficulty = rest
    memory = Memory(
        repetitions, ease, interval, due, lapses, bool(drill), last, stability, difficulty
    )
    return Standing(memory, bool(suspended), *rest)


def standing_values(standing: Standing) -> tuple[int | float | None, ...]:
    """Return the values of `STATE_COLUMNS`."""
    memory = standing.memory
    return (
        memory.repetitions,
        memory.ease,
        memory.interval_days,
        memory.due_day,
        memory.lapses,
        int(memory.drill),
        memory.last_day,
        int(standing.suspended),
        standing.first_day,
        standing.answered_ms,
        standing.buried_day,
        memory.stability,
        memory.difficulty,
    )


def deck_from_row(row: tuple[Any, ...]) -> StoredDeck:
    """Return the deck of a row of `DECK_COLUMNS`."""
    values = list(row)
    values[10] = tuple(json.loads(values[10]))
    values[11] = tuple(json.loads(values[11]))
    values[13] = bool(values[13])
    return StoredDeck(*values)


DECK_COLUMNS = (
    "id, title, place, file, file_digest, file_size, file_mtime_ns, read_ms, reader, "
    "description, tags, source, release, hidden"
)


def deck_values(deck: StoredDeck) -> tuple[Any, ...]:
    """Return the values of `DECK_COLUMNS`."""
    return (
        deck.id,
        deck.title,
        deck.place,
        deck.file,
        deck.file_digest,
        deck.file_size,
        deck.file_mtime_ns,
        deck.read_ms,
        deck.reader,
        deck.description,
        json.dumps(deck.tags, ensure_ascii=False),
        json.dumps(deck.source, ensure_ascii=False),
        deck.release,
        int(deck.hidden),
    )
