"""Deck files into the library: matched by identity, all or nothing a file, nothing ever lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashdeck import __version__
from flashdeck.core.errors import DeckError, FlashdeckError, Location
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Card, Deck
from flashdeck.files.decks import deck_files, load_deck
from flashdeck.files.read import real
from flashdeck.services import entries, foreign
from flashdeck.services.library import Library
from flashdeck.services.safety import back_up_before
from flashdeck.services.summary import ImportSummary
from flashdeck.store import cards, decks, reviews
from flashdeck.store.rows import StoredDeck, card_content

if TYPE_CHECKING:
    from flashdeck.core.deckfile.compare import Change


@dataclass(frozen=True, slots=True)
class _Read:
    """A deck file that holds no error.

    ``unchanged`` marks one that was only looked at for the sake of another, and is in the library
    as it stands.
    """

    deck: Deck
    cards: tuple[Card, ...]
    path: Path
    digest: str
    unchanged: bool = False


@dataclass(slots=True)
class _Run:
    """One import: what was read, and what is refused."""

    library: Library
    loaded: dict[DeckId, _Read] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def refuse(self, path: Path, what: str, *, todo: str = "", line: int = 0) -> None:
        """Refuse a file, and say why."""
        self.refused.append(str(DeckError(what, todo=todo, at=Location(str(path), line))))


def import_decks(
    library: Library, paths: Sequence[Path], *, dry_run: bool = False, backup: bool = True
) -> ImportSummary:
    """Read decks from files and folders, and remember where they lie.

    All of a file is taken or nothing; what was refused is in the summary. With ``dry_run`` nothing
    is changed. The library is backed up first, unless ``backup`` is False.
    """
    run = _Run(library)
    if backup and not dry_run and (failed := back_up_before(library.path, library.clock)):
        run.notices.append(failed)
    readers = [(path, foreign.reader_of(path)) for path in paths]
    for path, name in _files_of(run, [path for path, reader in readers if not reader]).items():
        loaded = _load(run, path, name)
        if loaded is not None and _is_its_own_deck(run, loaded):
            run.loaded[loaded.deck.id] = loaded
    _settle_notes(run)
    changes = _changes(run) if dry_run else ()
    summary = ImportSummary()
    for loaded in run.loaded.values():
        if loaded.unchanged:
            continue
        summary += _apply(run, loaded, dry_run=dry_run)
    for path, reader in readers:
        if reader is not None:
            summary += foreign.import_foreign(library, path, reader, dry_run=dry_run)
    notices = (*summary.notices, *run.notices)
    refused = (*run.refused, *summary.refused)
    return replace(summary, refused=refused, notices=notices, changes=changes)


def _changes(run: _Run) -> tuple[Change, ...]:
    from flashdeck.services.update import changes_for

    return changes_for(run.library.db, [(one.deck, one.cards) for one in run.loaded.values()])


def _files_of(run: _Run, paths: Sequence[Path]) -> dict[Path, str]:
    """Return the deck files among these files and folders, each once, and how they were named."""
    found: dict[Path, str] = {}
    for path in paths:
        try:
            files = deck_files(path)
        except FlashdeckError as failure:
            run.refused.append(str(failure))
            continue
        if not files:
            run.refuse(
                path, "no deck in this folder", todo="a deck's front matter says flashdeck: 1"
            )
        for file in files:
            found.setdefault(real(file), str(file))
    return found


def _load(run: _Run, path: Path, name: str) -> _Read | None:
    try:
        loaded = load_deck(Path(name))
    except FlashdeckError as failure:
        run.refused.append(str(failure))
        return None
    run.refused += [
        str(DeckError(found.message, at=Location(found.file, found.line)))
        for found in loaded.errors
    ]
    if loaded.errors or loaded.deck is None:
        return None
    if not loaded.cards:
        run.refuse(
            Path(name), "no card in it", todo="decks/README.md says how facts and questions look"
        )
        return None
    return _Read(loaded.deck, loaded.cards, path, loaded.digest)


def _is_its_own_deck(run: _Run, loaded: _Read) -> bool:
    """Refuse a second file of one deck; a deck that has a new place is read from there."""
    deck, path = loaded.deck, loaded.path
    twin = run.loaded.get(deck.id)
    if twin is not None:
        run.refuse(
            path,
            f"has the same deck id as {twin.path} ({deck.id})",
            todo="give one of them another id, or remove it",
        )
        return False
    known = decks.get_deck(run.library.db, deck.id)
    if known is None or not known.file or known.hidden or known.file == str(path):
        return True
    if deck.id_derived and Path(known.file).exists():
        run.refuse(
            path,
            f"has no id of its own and cannot be told from {known.file}",
            todo="give it another title, or an id of its own",
        )
        return False
    if Path(known.file).exists():
        run.notices.append(
            f"{path}: {deck.title} is read from here now, no longer from {known.file}"
        )
    return True


def _settle_notes(run: _Run) -> None:
    """Refuse files that hold a note which another file, as it is now, holds too.

    A deck that lost a note to one of the files is read again with them, so that the note moves.
    """
    checked: set[DeckId] = set()
    while waiting := [loaded for key, loaded in run.loaded.items() if key not in checked]:
        loaded = waiting[0]
        checked.add(loaded.deck.id)
        lines = {card.note_id: card.line for card in reversed(loaded.cards)}
        others = {
            note: deck_id
            for note, deck_id in cards.note_decks(run.library.db, lines).items()
            if deck_id not in run.loaded
        }
        for deck_id in sorted(set(others.values())):
            _read_again(run, deck_id)
        for other in [one for one in run.loaded.values() if one is not loaded]:
            shared = [card for card in other.cards if card.note_id in lines]
            if shared:
                twin = shared[0]
                place = f"{other.path}:{twin.line}"
                _refuse_note(run, loaded, twin.note_id, lines[twin.note_id], place)
                break
        else:
            for note, deck_id in others.items():
                known = decks.get_deck(run.library.db, deck_id)
                if deck_id in run.loaded or known is None:
                    continue
                if not _has_vanished(run, known):
                    place = known.file or known.title
                    _refuse_note(run, loaded, note, lines[note], place)
                    break


def _has_vanished(run: _Run, deck: StoredDeck) -> bool:
    """Tell whether the deck's file is gone, or holds another deck by now.

    A deck that came in a package has none: a deck file takes its notes over.
    """
    if not deck.file:
        return True
    replaced = any(deck.file == str(loaded.path) for loaded in run.loaded.values())
    return replaced or not Path(deck.file).exists()


def _refuse_note(run: _Run, loaded: _Read, note: str, line: int, place: str) -> None:
    del run.loaded[loaded.deck.id]
    run.refuse(
        loaded.path,
        f"note id {note} is also at {place}",
        todo="take one of them out, or delete its fd: comment for a new id",
        line=line,
    )


def _read_again(run: _Run, deck_id: DeckId) -> None:
    """Read a deck that another file has a note of, where its own file still lies there."""
    known = decks.get_deck(run.library.db, deck_id)
    if known is None or not known.file or _has_vanished(run, known):
        return
    try:
        loaded = load_deck(Path(known.file))
    except FlashdeckError:
        return
    if loaded.deck is not None and loaded.deck.id == deck_id:
        run.loaded[deck_id] = _Read(
            loaded.deck,
            loaded.cards,
            loaded.path,
            loaded.digest,
            unchanged=loaded.digest == known.file_digest,
        )


def _apply(run: _Run, loaded: _Read, *, dry_run: bool) -> ImportSummary:
    """Store one deck in one transaction."""
    elsewhere = {
        card.id for other in run.loaded.values() if other is not loaded for card in other.cards
    }
    with run.library.store.transaction() as db:
        if dry_run:
            db.execute("SAVEPOINT dry_run")
        summary = _store(run.library, db, loaded, elsewhere)
        if dry_run:
            db.execute("ROLLBACK TO dry_run")
    run.library.store.checkpoint()
    return summary


def _store(
    library: Library, db: sqlite3.Connection, loaded: _Read, elsewhere: Collection[CardId]
) -> ImportSummary:
    deck, now_ms = loaded.deck, library.clock().utc_ms
    known = decks.get_deck(db, deck.id)
    shown_again = known is not None and known.hidden
    decks.put_deck(db, _stored_deck(loaded, now_ms))
    before = cards.cards_before(db, deck.id, [card.id for card in loaded.cards])
    counts = dict.fromkeys(("new", "updated", "moved", "orphaned", "unchanged"), 0)
    for position, card in enumerate(loaded.cards):
        old = before.get(card.id)
        if old is None:
            cards.add_card(db, card, deck.id, position, now_ms)
            counts["new"] += 1
        else:
            content_changed = old.content != card_content(card)
            if old.deck_id != deck.id:
                counts["moved"] += 1
            elif content_changed or not old.present:
                counts["updated"] += 1
            else:
                counts["unchanged"] += 1
            stands = (old.deck_id, old.position, old.present, old.rev, old.line)
            wanted = (deck.id, position, 1, card.rev, card.line)
            if shown_again or content_changed or stands != wanted:
                changed_ms = now_ms if content_changed else None
                cards.change_card(db, old.num, card, deck.id, position, changed_ms=changed_ms)
        _carry_history(library, db, card, stale=old is None or old.deck_id != deck.id)
    ids = {card.id for card in loaded.cards}
    for gone, old in before.items():
        if old.present and old.deck_id == deck.id and gone not in ids and gone not in elsewhere:
            cards.orphan_card(db, gone)
            counts["orphaned"] += 1
    counts["orphaned"] += decks.hide_replaced(db, deck.id, str(loaded.path))
    notices = _notices(loaded, reworded=bool(counts["new"] and counts["orphaned"]))
    return ImportSummary(
        files=1,
        new=counts["new"],
        updated=counts["updated"],
        moved=counts["moved"],
        orphaned=counts["orphaned"],
        unchanged=counts["unchanged"],
        notices=notices,
    )


def _carry_history(library: Library, db: sqlite3.Connection, card: Card, *, stale: bool) -> None:
    """Bring the card's state in line with its history; ``stale`` where it may not be."""
    stale |= cards.set_aliases(db, card.id, card.was)
    if entries.reset_for_meaning(library, db, card.id, card.rev):
        stale = True
    if stale and reviews.has_entries(db, cards.carried_cards(db, card.id)):
        entries.replay_state(db, card.id)


def _stored_deck(loaded: _Read, now_ms: int) -> StoredDeck:
    deck = loaded.deck
    found = loaded.path.stat()
    return StoredDeck(
        id=deck.id,
        title=deck.title,
        place=deck.place or deck.title,
        file=str(loaded.path),
        file_digest=loaded.digest,
        file_size=found.st_size,
        file_mtime_ns=found.st_mtime_ns,
        read_ms=now_ms,
        reader=__version__,
        description=deck.description,
        tags=deck.tags,
        source=(deck.source.title, deck.source.url, deck.source.accessed),
        release=deck.release,
    )


def _notices(loaded: _Read, *, reworded: bool) -> tuple[str, ...]:
    derived = sum(note.identity.derived for note in loaded.deck.notes)
    if not derived:
        return ()
    notes = "1 note has no id" if derived == 1 else f"{derived} notes have no id"
    what = "a reworded one was taken for a new note" if reworded else "a rewording makes a new note"
    return (f"{loaded.path}: {notes}, so {what}; 'flashdeck check --write-ids' gives them ids",)
