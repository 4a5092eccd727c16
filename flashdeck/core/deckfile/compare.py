"""Two versions of decks, card by card: what an update means for those who learn from it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flashdeck.core.deckfile.lint.words import CLASSES, content_set, differ_by_opposite
from flashdeck.core.ids import CardId, split_card_id
from flashdeck.core.model import Card, CardKind

CODE = "D370"
_NEGATION = re.compile(r"\b(?:not|never|no|none|without|except|cannot)\b|n[’']t\b", re.IGNORECASE)


class What(StrEnum):
    """What became of a card."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MEANING = "meaning"  # rev is higher: its students relearn it
    MOVED = "moved"  # to another deck, heading or place
    RENAMED = "renamed"  # carries on the history of one card under another id
    SPLIT = "split"  # one of several that carry on one card's history
    MERGED = "merged"  # carries on the history of several cards
    GONE = "gone"  # its fact is marked as no longer in the source
    RETURNED = "returned"  # was removed before, and has its history back


@dataclass(frozen=True, slots=True)
class Placed:
    """A card where it stands: its deck (any key that stays the same), and its file."""

    card: Card
    deck: Hashable
    file: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one card; ``parts`` are the fields that were reworded.

    ``carries`` are the cards whose history it carries on. ``warning`` says, with its code, where
    the meaning has changed and ``rev`` has not.
    """

    what: What
    card: CardId
    old: Placed | None = None
    new: Placed | None = None
    parts: tuple[str, ...] = ()
    carries: tuple[CardId, ...] = ()
    warning: str = ""


def compare(
    old: Sequence[Placed], new: Sequence[Placed], *, returning: Collection[CardId] = ()
) -> tuple[Change, ...]:
    """Return what changed, in the order of the new version; what is removed comes last.

    ``returning`` are cards that were removed before and whose history waits for them.
    """
    before = {placed.card.id: placed for placed in old}
    after = {placed.card.id: placed for placed in new}
    carriers = _carriers(before, after)
    moved = _moved(old, new)
    changes: list[Change] = []
    for card_id, placed in after.items():
        was = before.get(card_id)
        carries = tuple(c for c in placed.card.was if c in before and c != card_id)
        fresh = tuple(c for c in carries if was is None or c not in was.card.was)
        if was is None:
            changes.append(_arrived(placed, fresh, before, carriers, returning))
            continue
        if fresh:
            changes.append(Change(What.MERGED, card_id, was, placed, carries=fresh))
        changes += _changed(was, placed)
        if card_id in moved:
            changes.append(Change(What.MOVED, card_id, was, placed))
    for card_id, placed in before.items():
        if card_id not in after and not carriers.get(card_id):
            changes.append(Change(What.REMOVED, card_id, placed))
    return tuple(changes)


def _carriers(before: Collection[CardId], after: dict[CardId, Placed]) -> Counter[CardId]:
    """Return how many cards of the new version carry on each old one, itself included."""
    found: Counter[CardId] = Counter()
    for card_id, placed in after.items():
        found.update({card_id, *placed.card.was} & set(before))
    return found


def _arrived(
    placed: Placed,
    carries: tuple[CardId, ...],
    before: dict[CardId, Placed],
    carriers: Counter[CardId],
    returning: Collection[CardId],
) -> Change:
    card_id = placed.card.id
    if not carries:
        what = What.RETURNED if card_id in returning else What.ADDED
        return Change(what, card_id, new=placed)
    if len(carries) > 1:
        what = What.MERGED
    elif carriers[carries[0]] > 1:
        what = What.SPLIT
    else:
        what = What.RENAMED
    return Change(what, card_id, before[carries[0]], placed, carries=carries)


def _changed(was: Placed, now: Placed) -> list[Change]:
    found: list[Change] = []
    card_id, parts = now.card.id, reworded_parts(was.card, now.card)
    if now.card.rev > was.card.rev:
        found.append(Change(What.MEANING, card_id, was, now, parts))
    elif parts:
        warning = silent_change(was.card, now.card)
        found.append(Change(What.REWORDED, card_id, was, now, parts, warning=warning))
    if now.card.gone and not was.card.gone:
        found.append(Change(What.GONE, card_id, was, now))
    return found


def reworded_parts(was: Card, now: Card) -> tuple[str, ...]:
    """Return the names of what a student would read differently."""
    parts = {
        "question": (was.question, was.cloze) != (now.question, now.cloze),
        "answer": (was.answer, was.items, was.ordered) != (now.answer, now.items, now.ordered),
        "alternatives": was.alternatives != now.alternatives,
        "picture": _picture(was) != _picture(now),
        "hints": was.hints != now.hints,
        "extra": was.extra != now.extra,
        "mnemonic": was.mnemonic != now.mnemonic,
        "tags": was.tags != now.tags,
        "quotation": _quoted(was) != _quoted(now),
    }
    return tuple(name for name, differs in parts.items() if differs)


def _quoted(card: Card) -> str:
    return card.quotation.text if card.quotation else ""


def _picture(card: Card) -> Hashable:
    picture = card.picture
    if picture is None:
        return None
    own = [(label.answer, label.region) for label in picture.labels if label.name == card.label]
    return picture.path, picture.alt, picture.hide_one, tuple(own)


def silent_change(was: Card, now: Card) -> str:
    """Return the warning where the answer says something else now under the same ``rev``, or ''."""
    if now.kind is CardKind.REVERSE or was.answer == now.answer or now.rev > was.rev:
        return ""
    if not says_other((was.answer, *was.alternatives), (now.answer, *now.alternatives)):
        return ""
    _, slot, _ = split_card_id(now.id)
    return (
        f"{CODE} answer says something else now, and rev is still {was.rev}; "
        f"write rev={slot}:{was.rev + 1} into its fd comment, if students should relearn it"
    )


def says_other(was: Sequence[str], now: Sequence[str]) -> bool:
    """Tell whether an answer, the first of its wordings, means something else than before.

    It does where opposites, numbers or a negation differ, or where words were put for others so
    that half of them or less are common, and neither answer is accepted for the other.
    """
    before, after = [content_set(text) for text in was], [content_set(text) for text in now]
    one, other = before[0], after[0]
    if bool(_NEGATION.search(was[0])) != bool(_NEGATION.search(now[0])):
        return True
    if differ_by_opposite(one, other):
        return True
    accepted = any(a <= b or b <= a for a in before for b in after)
    replaced = one - other and other - one and 2 * len((one & other) - CLASSES) <= len(one | other)
    return bool(replaced) and not accepted


def _moved(old: Sequence[Placed], new: Sequence[Placed]) -> set[CardId]:
    """Return the cards in another deck, under another heading, or taken out of their order."""
    before = {placed.card.id: (number, placed) for number, placed in enumerate(old)}
    found: set[CardId] = set()
    stayed: dict[Hashable, list[tuple[int, CardId]]] = {}
    renamed = _renamed_headings(old, new)
    for placed in new:
        known = before.get(placed.card.id)
        if known is None:
            continue
        number, was = known
        heading = renamed.get(was.card.subject, was.card.subject)
        if was.deck != placed.deck or (heading != placed.card.subject and _free(placed.card)):
            found.add(placed.card.id)
        else:
            stayed.setdefault(placed.deck, []).append((number, placed.card.id))
    for cards in stayed.values():
        kept = _longest_rising([number for number, _ in cards])
        found.update(card for number, card in cards if number not in kept)
    return found


def _free(card: Card) -> bool:
    """Tell whether the card's note could stand under another heading."""
    _, slot, _ = split_card_id(card.id)
    return card.kind in (CardKind.CLOZE, CardKind.IMAGE) or slot == "q"


def _renamed_headings(old: Iterable[Placed], new: Iterable[Placed]) -> dict[str, str]:
    """Return the new names of structures whose facts say that they were renamed."""
    names = {placed.card.note_id: placed.card.subject for placed in old if not _free(placed.card)}
    return {
        names[placed.card.note_id]: placed.card.subject
        for placed in new
        if not _free(placed.card) and placed.card.note_id in names
    }


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the numbers of a longest rising subsequence; all of them differ (patience sorting)."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tops, number)
        before[number] = tops[at - 1] if at else None
        tops[at : at + 1] = [number]
    kept: set[int] = set()
    last = tops[-1] if tops else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
