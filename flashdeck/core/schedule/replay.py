"""The review log, and what follows from it: the state of every card is a replay of its entries."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.base import START_EASE, Algorithm, Memory, fuzz_range
from flashdeck.core.schedule.base import Standing as Standing
from flashdeck.core.schedule.fsrs import memory_state


class Kind(StrEnum):
    """What an entry of the log records."""

    REVIEW = "review"
    CRAM = "cram"  # an answer that leaves the schedule alone
    VOID = "void"  # takes another entry back
    RESET = "reset"  # the card starts again
    DUE = "due"  # the card was put on another day, ``interval_days`` after the entry's own
    SUSPEND = "suspend"
    RESUME = "resume"
    BURY = "bury"  # put off for the rest of the study day
    FLAG = "flag"  # marked with a flag, in ``detail``
    NOTE = "note"  # a hint, mnemonic or note of the student's own, in ``detail``
    IMPORT = "import"  # a schedule brought from elsewhere, in ``detail``


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the append-only log.

    ``at_ms`` is UTC milliseconds, ``day`` the study day under the offset in force, ``grade`` the
    button (1 to 4, None where a quality was given outright), ``q`` SM-2's quality, ``asked`` how
    the card was asked (shown, typed, choice, spotter), ``options`` what could be picked. ``voids``
    is the id of the entry that a void takes back. ``rev`` and ``release`` are the note's and its
    deck's at the time. ``detail`` is a JSON object for what only some kinds have.
    """

    id: str
    device: str
    card: CardId
    at_ms: int
    utc_offset_min: int
    day: int
    kind: Kind
    grade: int | None = None
    q: int | None = None
    duration_ms: int | None = None
    interval_days: int | None = None
    algorithm: str = ""
    asked: str = ""
    typed: str = ""
    picked: str = ""
    options: tuple[str, ...] = ()
    voids: str | None = None
    rev: int = 1
    release: str = ""
    detail: str = ""


def crc_of(entry: Entry) -> int:
    """Return the CRC-32 of all fields of an entry, by which damage to its row is found."""
    return zlib.crc32(json.dumps(_all_fields(entry)).encode("ascii"))


_all_fields = attrgetter(*Entry.__slots__)


def reset_id(card: str, rev: int) -> str:
    """Return the id of the one reset that a new meaning of a note brings a card.

    It is the same on every device, so that a merge does not reset twice (UUID version 8).
    """
    digest = hashlib.sha256(f"reset\x1f{card}\x1f{rev}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def is_derived(entry: Entry) -> bool:
    """Tell whether an entry's id follows from what it says (UUID version 8).

    Such entries are made by imports, on every device alike; what a student does has ids by time.
    """
    return entry.id[14:15] == "8"


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries in the order in which they count: by time, then id."""
    return sorted(entries, key=lambda entry: (entry.at_ms, entry.id))


def voided(ordered: Iterable[Entry]) -> frozenset[str]:
    """Return the ids that are taken back; ``ordered`` are the entries, or all voids, oldest first.

    Voids are resolved newest first, so that a void of a void restores the entry.
    """
    gone: set[str] = set()
    for entry in reversed(list(ordered)):
        if entry.kind is Kind.VOID and entry.voids is not None and entry.id not in gone:
            gone.add(entry.voids)
    return frozenset(gone)


def live(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that count, in order, without voids and what they took back."""
    ordered = in_order(entries)
    gone = voided(ordered)
    return [entry for entry in ordered if entry.kind is not Kind.VOID and entry.id not in gone]


def step(standing: Standing, entry: Entry, algorithm: Algorithm) -> Standing:
    """Return where a card stands after one more live entry.

    An interval in the log is kept where it lies in the fuzz range of the one computed here.
    """
    memory = standing.memory
    match entry.kind:
        case Kind.REVIEW if entry.q is not None:
            after = algorithm.answer(memory, entry.q, entry.day)
            given = entry.interval_days
            if given is not None and algorithm.schedules(memory, entry.day):
                after = _with_interval(after, given)
            first = entry.day if standing.first_day is None else standing.first_day
            return replace(standing, memory=after, first_day=first, answered_ms=entry.at_ms)
        case Kind.RESET:
            return replace(standing, memory=Memory(due_day=entry.day))
        case Kind.DUE:
            due = entry.day + (entry.interval_days or 0)
            return replace(standing, memory=replace(memory, due_day=due))
        case Kind.SUSPEND:
            return replace(standing, suspended=True)
        case Kind.RESUME:
            return replace(standing, suspended=False)
        case Kind.BURY:
            return replace(standing, buried_day=entry.day)
        case Kind.IMPORT:
            first = entry.day if standing.first_day is None else standing.first_day
            return replace(standing, memory=_imported(entry, memory), first_day=first)
    return standing


def replay_card(card: CardId, entries: Iterable[Entry], algorithm: Algorithm) -> Standing:
    """Return where a card stands after the entries of it and of the cards it carries on."""
    standing = Standing()
    counted = live(entries)
    resets = [e for e in counted if e.kind is Kind.RESET and e.id == reset_id(e.card, e.rev)]
    if not resets:
        for entry in counted:
            standing = step(standing, entry, algorithm)
        return standing
    # A changed meaning: answers to the old one no longer count, whenever the change arrived here.
    revs = {entry.card: entry.rev for entry in sorted(resets, key=lambda entry: entry.rev)}
    old = [e for e in counted if _answers_old_meaning(e, card, revs)]
    left_out = {entry.id for entry in (*old, *resets)}
    answers = [entry for entry in old if entry.kind is Kind.REVIEW]
    if answers:
        day = max(entry.day for entry in answers)
        standing = Standing(memory=Memory(due_day=day + 1), first_day=answers[0].day)
    for entry in counted:
        if entry.id not in left_out:
            standing = step(standing, entry, algorithm)
    return standing


def own_words(entries: Iterable[Entry]) -> dict[str, str | int]:
    """Return what a student added to a card: ``flag``, ``hint``, ``mnemonic``, ``note``, ``tags``.

    Only fields that the entries speak of are there; one whose entries were all taken back is blank.
    """
    history = in_order(entries)
    gone = voided(history)
    said: dict[str, str | int] = {}
    for entry in history:
        for name, value in _said(entry).items():
            if entry.id not in gone:
                said[name] = value
            else:
                said.setdefault(name, _BLANK[name])
    return said


def replay(
    entries: Iterable[Entry],
    algorithm_of: Callable[[CardId], Algorithm],
    was: Mapping[CardId, Iterable[CardId]] | None = None,
) -> dict[CardId, Standing]:
    """Return where every card stands after a whole log.

    ``was`` names, for a card, those whose history it carries on; such chains are followed.
    """
    by_card: dict[CardId, list[Entry]] = {}
    for entry in entries:
        by_card.setdefault(entry.card, []).append(entry)
    before = was or {}
    states = {}
    for card in {*by_card, *before}:
        history = [e for old in carried(card, before) for e in by_card.get(old, ())]
        states[card] = replay_card(card, history, algorithm_of(card))
    return states


def carried(card: CardId, was: Mapping[CardId, Iterable[CardId]]) -> set[CardId]:
    """Return the card and all whose history it carries on, over any number of renames."""
    found: set[CardId] = set()
    waiting = [card]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(was.get(one, ()))
    return found


def _with_interval(memory: Memory, given: int) -> Memory:
    least, greatest = fuzz_range(memory.interval_days)
    if memory.due_day is None or given == memory.interval_days or not least <= given <= greatest:
        return memory
    due = memory.due_day - memory.interval_days + given
    return replace(memory, interval_days=given, due_day=due)


def _answers_old_meaning(entry: Entry, card: CardId, revs: Mapping[CardId, int]) -> bool:
    if entry.kind not in (Kind.REVIEW, Kind.DUE, Kind.IMPORT, Kind.RESET):
        return False
    if entry.card in revs and entry.rev < revs[entry.card]:
        return True
    return card in revs and entry.card != card


_BLANK: dict[str, str | int] = {"flag": 0, "hint": "", "mnemonic": "", "note": "", "tags": ""}


def _said(entry: Entry) -> dict[str, str | int]:
    if entry.kind not in (Kind.FLAG, Kind.NOTE):
        return {}
    detail = detail_of(entry)
    return {
        name: detail[name]
        for name, blank in _BLANK.items()
        if name in detail and type(detail[name]) is type(blank)
    }


def detail_of(entry: Entry) -> dict[str, Any]:
    """Return what only some kinds of entries have; nothing where it is no JSON object."""
    try:
        detail = json.loads(entry.detail) if entry.detail else {}
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}


def _imported(entry: Entry, before: Memory) -> Memory:
    """Return where a card stood elsewhere; what FSRS knew of it there, else from its answers."""
    detail = detail_of(entry)
    known = memory_state(detail.get("stability"), detail.get("difficulty"))
    stability, difficulty = known or (before.stability, before.difficulty)
    interval = entry.interval_days or 0
    return Memory(
        repetitions=int(detail.get("repetitions", 0)),
        ease=int(detail.get("ease", START_EASE)),
        interval_days=interval,
        due_day=int(detail.get("due_day", entry.day + interval)),
        lapses=int(detail.get("lapses", 0)),
        last_day=int(detail.get("last_day", entry.day)),
        stability=stability,
        difficulty=difficulty,
    )
