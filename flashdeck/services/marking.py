"""What a student does to cards besides answering: all of it in the log, all of it undone by undo.

Each call is one step: undo takes back the newest step, whether an answer or one of these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from flashdeck.core.errors import NotFoundError, UsageError
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Kind
from flashdeck.core.text import clean
from flashdeck.services import entries
from flashdeck.services.library import Library
from flashdeck.store import cards, states

GREATEST_FLAG = 7
FIX_FLAG = 7  # the card is to be reworded; why stands in the student's note
OWN_FIELDS = ("hint", "mnemonic", "note")


def set_suspended(library: Library, wanted: Sequence[CardId], *, suspended: bool) -> int:
    """Take cards out of study, or bring them back; return how many that changed."""
    kind = Kind.SUSPEND if suspended else Kind.RESUME
    with library.store.guard():
        changed = [
            card
            for card in wanted
            if states.get_standing(library.db, card).suspended is not suspended
        ]
    return _log(library, changed, kind)


def bury(library: Library, wanted: Sequence[CardId]) -> int:
    """Put cards off for the rest of the study day; return how many that changed."""
    today = library.today
    with library.store.guard():
        changed = [
            card for card in wanted if states.get_standing(library.db, card).buried_day != today
        ]
    return _log(library, changed, Kind.BURY)


def set_flag(library: Library, wanted: Sequence[CardId], flag: int) -> int:
    """Mark cards with a flag (1 to 7; 0 takes it off); return how many that changed.

    Raises UsageError where there is no such flag.
    """
    if not 0 <= flag <= GREATEST_FLAG:
        raise UsageError(f"there is no flag {flag}", todo=f"flags run from 0 to {GREATEST_FLAG}")
    with library.store.guard():
        changed = [card for card in wanted if cards.overlay_of(library.db, card).flag != flag]
    return _log(library, changed, Kind.FLAG, flag=flag)


def set_own(library: Library, card: CardId, field: str, text: str) -> bool:
    """Write a student's own ``hint``, ``mnemonic`` or ``note`` to a card; tell whether it changed.

    It belongs to the library, not to the deck, and survives every update of the deck.
    """
    if field not in OWN_FIELDS:
        raise UsageError(f"a card has no {field!r}", todo=f"write its {', '.join(OWN_FIELDS)}")
    text = clean(text).strip()
    with library.store.guard():
        if getattr(cards.overlay_of(library.db, card), field) == text:
            return False
    return bool(_log(library, [card], Kind.NOTE, **{field: text}))


def add_tags(library: Library, wanted: Sequence[CardId], tags: Sequence[str]) -> int:
    """Give cards tags of the student's own, besides those of their deck; return how many changed.

    Raises UsageError where a tag holds blanks.
    """
    return retag(library, wanted, tags, ())


def take_tags(library: Library, wanted: Sequence[CardId], tags: Sequence[str]) -> int:
    """Take tags of the student's own off cards; those of the deck stay. Return how many changed."""
    return retag(library, wanted, (), tags)


def retag(
    library: Library, wanted: Sequence[CardId], given: Sequence[str], gone: Sequence[str]
) -> int:
    """Give cards some tags of the student's own and take others off, as one step."""
    more, less = _tag_words(given), {tag.casefold() for tag in _tag_words(gone)}

    def retagged(own: list[str]) -> list[str]:
        kept = [tag for tag in own if tag.casefold() not in less]
        return [*kept, *(tag for tag in more if tag not in kept)]

    return _retag(library, wanted, retagged)


def _tag_words(tags: Sequence[str]) -> tuple[str, ...]:
    words = tuple(clean(tag).strip() for tag in tags)
    for word in words:
        if not word or any(map(str.isspace, word)):
            raise UsageError(
                f"{word!r} is no tag", todo="write it without blanks, like leg/posterior"
            )
    return words


def _retag(
    library: Library,
    wanted: Sequence[CardId],
    retagged: Callable[[list[str]], Sequence[str]],
) -> int:
    changes: dict[CardId, dict[str, str | int]] = {}
    with library.store.guard():
        for card in wanted:
            own = cards.overlay_of(library.db, card).tags
            tags = " ".join(retagged(own.split()))
            if tags != own:
                changes[card] = {"tags": tags}
    return _log_each(library, changes, Kind.NOTE)


def reset(library: Library, wanted: Sequence[CardId]) -> int:
    """Let answered cards start again, due today; their history stays. Return how many changed."""
    with library.store.guard():
        changed = [
            card
            for card in wanted
            if states.get_standing(library.db, card).memory.last_day is not None
        ]
    return _log(library, changed, Kind.RESET)


def fix_later(library: Library, card: CardId, reason: str) -> bool:
    """Flag a card to be mended and add the reason to its note, as one step; tell what changed."""
    reason = clean(reason).strip()
    with library.store.guard():
        own = cards.overlay_of(library.db, card)
    note = "\n".join(filter(None, (own.note, f"Fix: {reason}" if reason else "")))
    if own.flag == FIX_FLAG and own.note == note:
        return False
    return bool(_log(library, [card], Kind.FLAG, flag=FIX_FLAG, note=note))


def note_cards(library: Library, card: CardId) -> tuple[CardId, ...]:
    """Return the cards of the same note, the card itself first."""
    with library.store.guard():
        return (card, *(one for one in cards.cards_of_note(library.db, card) if one != card))


def _log(library: Library, wanted: Sequence[CardId], kind: Kind, **said: str | int) -> int:
    return _log_each(library, dict.fromkeys(wanted, said), kind)


def _log_each(
    library: Library, changes: Mapping[CardId, Mapping[str, str | int]], kind: Kind
) -> int:
    """Add one entry a card in one transaction, tied together by the id of the first."""
    if not changes:
        return 0
    first = ""
    with library.store.transaction() as db:
        for card, said in changes.items():
            if not cards.has_card(db, card):
                raise NotFoundError(
                    f"no card goes by {card!r}", todo="'flashdeck cards' lists them by id"
                )
            detail = {**said, "with": first} if first else dict(said)
            text = json.dumps(detail, ensure_ascii=False) if detail else ""
            entry = entries.append(library, db, entries.blank(card, kind, detail=text))
            first = first or entry.id
        entries.replay_states(db, changes)
    return len(changes)
