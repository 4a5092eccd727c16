"""The library looked over: every finding with a plain way out."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.core.days import ms_to_iso
from flashdeck.core.errors import LibraryBusyError, LibraryError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.schedule.replay import (
    Entry,
    Standing,
    live,
    own_words,
    replay,
    replay_card,
)
from flashdeck.services import entries
from flashdeck.services.library import Library
from flashdeck.services.memory import with_memory
from flashdeck.services.scheduling import memory_model_for
from flashdeck.store import cards, decks, health, reviews, states
from flashdeck.store.backup import Backup, check_backup, list_backups
from flashdeck.store.rows import DeckSettings

_LITTLE_ROOM_BYTES = 100 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and what to do about it.

    ``code`` is stable: file, pages, schema, keys, log, device, cache, copies, own, search, clock,
    disk, backup.
    """

    code: str
    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class Health:
    """What the doctor found; ``notes`` are worth knowing, and no fault."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def refused(failure: LibraryError) -> Health:
    """Return the health of a library that could not even be opened."""
    return Health((Finding("file", failure.what, failure.todo),), ())


def examine(library: Library) -> Health:
    """Look the whole library over; nothing is changed.

    Raises LibraryBusyError where another program writes all the time.
    """
    found: list[Finding] = []
    way_back = _way_back(library.path)
    for code, check in (
        ("pages", _pages),
        ("schema", _schema),
        ("keys", _keys),
        ("log", _log),
        ("device", _device),
        ("copies", _copies),
        ("cache", _cache),
        ("search", _search),
        ("clock", _clock),
        ("disk", _disk),
        ("backup", _backup),
    ):
        try:
            with library.store.guard():
                for what, todo in check(library):
                    found.append(Finding(code, what, todo or way_back))
        except LibraryBusyError:
            raise
        except (LibraryError, ValueError, TypeError, KeyError) as failure:
            what = failure.what if isinstance(failure, LibraryError) else "cannot be read"
            found.append(Finding(code, f"{what} while checking the {code}", way_back))
        if code == "pages" and found:
            break  # nothing that stands on damaged pages can be judged
    notes: list[str] = []
    with contextlib.suppress(LibraryError), library.store.guard():
        notes += _orphans(library)
    if not list_backups(library.path):
        notes.append("there is no backup yet; 'flashdeck backup' makes one")
    return Health(tuple(found), tuple(notes))


def rebuild(library: Library) -> int:
    """Make everything that follows from decks and log again; return how many states were wrong.

    All of it or nothing. The log itself is never touched.
    """
    with library.store.transaction() as db:
        health.rebuild_copies(db)
        wrong = list(_wrong_states(db))
        for card, standing in wrong:
            states.put_standing(db, card, standing)
        for card, words in _wrong_words(db):
            cards.put_overlay(db, card, cards.overlaid(cards.overlay_of(db, card), words))
        if not health.device_is_whole(db):
            reviews.put_new_device(db)
    library.store.checkpoint()
    return len(wrong)


def _way_back(path: Path) -> str:
    backups = list_backups(path)
    if not backups:
        return "there is no backup; copy the file to a safe place before anything else"
    return (
        f"'flashdeck restore {backups[0].path}' puts the newest backup in its place; "
        "then import the library put aside, for the reviews since"
    )


_Found = Iterator[tuple[str, str]]
_REBUILD = "'flashdeck doctor --rebuild' makes it again from the decks and the log"


def _pages(library: Library) -> _Found:
    for fault in health.page_faults(library.db):
        yield fault, _REBUILD if "index" in fault else ""


def _schema(library: Library) -> _Found:
    from flashdeck.store.migrations import migrate

    model = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.closing(model):
        migrate(model)
        for name in health.schema_faults(library.db, model):
            yield f"{name} is not as flashdeck made it", ""


def _keys(library: Library) -> _Found:
    number = health.key_faults(library.db)
    if number:
        yield f"{number} rows refer to rows that are not there", ""


def _log(library: Library) -> _Found:
    for entry_id, what in health.bad_entries(library.db):
        yield f"review {entry_id} {what}", ""


def _device(library: Library) -> _Found:
    if not health.device_is_whole(library.db):
        yield "the id of this device is damaged", "'flashdeck doctor --rebuild' gives it another"


def _copies(library: Library) -> _Found:
    number = health.copied_faults(library.db)
    if number:
        yield f"{number} cards stand in today's queue otherwise than in their deck", _REBUILD
    number = health.count_faults(library.db)
    if number:
        yield f"{number} decks are listed with other numbers of cards than they have", _REBUILD


def _cache(library: Library) -> _Found:
    wrong = [card for card, _ in _wrong_states(library.db)]
    wrong += [card for card, _ in _wrong_words(library.db)]
    if wrong:
        number = "1 card differs" if len(wrong) == 1 else f"{len(wrong)} cards differ"
        yield f"{number} from what the log says, {wrong[0]} for one", _REBUILD


def _search(library: Library) -> _Found:
    if not health.search_is_whole(library.db):
        yield "search does not hold the words of all cards", _REBUILD


def _clock(library: Library) -> _Found:
    horizon = library.clock().utc_ms + entries.DAY_MS
    ahead = list(reviews.entries_after(library.db, horizon))
    counted = live(ahead)
    if counted:
        yield (
            f"{len(counted)} entries of the log are dated more than a day ahead of the clock, "
            f"the last {ms_to_iso(counted[-1].at_ms)}",
            "set the clock, or take them back with 'flashdeck undo'",
        )


def _disk(library: Library) -> _Found:
    needed = max(_LITTLE_ROOM_BYTES, 2 * library.path.stat().st_size)
    free = shutil.disk_usage(library.path.parent).free
    if free < needed:
        yield (
            f"the disk has {free // 1_000_000} MB left",
            f"free {needed // 1_000_000} MB, so that backups can be made",
        )


def _backup(library: Library) -> _Found:
    for newest in list_backups(library.path)[:1]:
        if not _is_good(newest):
            yield f"the newest backup {newest.path} is damaged", "'flashdeck backup' makes another"


def _is_good(newest: Backup) -> bool:
    try:
        check_backup(newest.path)
    except LibraryError:
        return False
    return True


def _orphans(library: Library) -> Iterator[str]:
    without_note, without_card = health.orphans(library.db)
    if without_note:
        yield f"{without_note} cards have lost their note; they come back with it"
    if without_card:
        yield f"the log knows {without_card} cards that no imported deck has"


def _history(db: sqlite3.Connection) -> tuple[list[Entry], dict[CardId, list[CardId]]]:
    was: dict[CardId, list[CardId]] = {}
    for card, old in db.execute("SELECT card, old FROM aliases"):
        was.setdefault(CardId(card), []).append(CardId(old))
    return list(reviews.all_entries(db)), was


def _wrong_states(db: sqlite3.Connection) -> Iterator[tuple[CardId, Standing]]:
    """Yield the cards whose cached state is not the replay's, with the replay's."""
    cached = health.all_standings(db)
    log, was = _history(db)
    deck_of = dict(db.execute("SELECT card, deck_id FROM states").fetchall())
    settings = {
        deck.id: decks.settings_of(db, deck.id) for deck in decks.all_decks(db, hidden=True)
    }

    def settings_for(card: CardId) -> DeckSettings:
        return settings.get(DeckId(deck_of.get(card, "")), DeckSettings())

    replayed = replay(log, lambda card: entries.algorithm_for(settings_for(card)), was)
    for card, standing in cached.items():
        expected = replayed.get(card, Standing())
        if standing != expected and not _knows_memory(db, card, standing, expected, settings_for):
            yield card, expected


def _knows_memory(
    db: sqlite3.Connection,
    card: CardId,
    cached: Standing,
    expected: Standing,
    settings_for: Callable[[CardId], DeckSettings],
) -> bool:
    """Tell whether a state differs only by what FSRS knows of the card, and that rightly.

    Where another algorithm schedules, the memory state is there or not yet.
    """
    settings = settings_for(card)
    blank = replace(cached.memory, stability=None, difficulty=None)
    plain = replace(expected.memory, stability=None, difficulty=None)
    if settings.algorithm == "fsrs" or replace(expected, memory=plain) != replace(
        cached, memory=blank
    ):
        return False
    model = memory_model_for(settings)
    replayed = replay_card(card, reviews.entries_of(db, cards.carried_cards(db, card)), model)
    return cached.memory in (blank, with_memory(plain, replayed, model))


def _wrong_words(db: sqlite3.Connection) -> Iterator[tuple[CardId, dict[str, str | int]]]:
    """Yield the cards whose own words are not those of the log, with those of the log."""
    spoken = db.execute("SELECT DISTINCT card FROM reviews WHERE kind IN ('flag', 'note')")
    touched = {CardId(row[0]) for row in spoken}
    for card in {other for one in touched for other in cards.carrying_cards(db, one)}:
        words = own_words(reviews.entries_of(db, cards.carried_cards(db, card)))
        here = cards.overlay_of(db, card)
        if cards.has_card(db, card) and cards.overlaid(here, words) != here:
            yield card, words
