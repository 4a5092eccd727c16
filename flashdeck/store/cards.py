"""Cards as the library keeps them: what they ask, whose history they carry, what students add."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace

from flashdeck.core.card import Card
from flashdeck.core.ids import CardId, DeckId, NoteId
from flashdeck.core.schedule.replay import carried
from flashdeck.store.rows import (
    CARD_COLUMNS,
    OVERLAY_COLUMNS,
    StoredCard,
    card_content,
    card_from_row,
)
from flashdeck.store.rows import Overlay as Overlay
from flashdeck.store.search import index_card


@dataclass(frozen=True, slots=True)
class Before:
    """A card as it was in the library before an import."""

    num: int
    deck_id: DeckId
    position: int
    present: int
    rev: int
    line: int
    content: str


def cards_before(
    db: sqlite3.Connection, deck_id: DeckId, ids: Iterable[CardId]
) -> dict[CardId, Before]:
    """Return the stored cards of a deck, and those of these ids wherever they are."""
    columns = "id, num, deck_id, position, present, rev, line, content"
    found = {
        CardId(row[0]): Before(*row[1:])
        for row in db.execute(f"SELECT {columns} FROM cards WHERE deck_id = ?", (deck_id,))
    }
    for card in ids:
        if card not in found:
            row = db.execute(f"SELECT {columns} FROM cards WHERE id = ?", (card,)).fetchone()
            if row:
                found[card] = Before(*row[1:])
    return found


def add_card(
    db: sqlite3.Connection, card: Card, deck_id: DeckId, position: int, now_ms: int
) -> None:
    """Store a new card, with a blank state and its words for search."""
    num = db.execute(
        "INSERT INTO cards (id, note_id, deck_id, position, present, rev, line, content, "
        "content_mod_ms) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)",
        (
            card.id,
            card.note_id,
            deck_id,
            position,
            card.rev,
            card.line,
            card_content(card),
            now_ms,
        ),
    ).lastrowid
    assert num is not None
    db.execute(
        "INSERT INTO states (card, deck_id, position, sibling_key, shown) VALUES (?, ?, ?, ?, 1)",
        (card.id, deck_id, position, card.sibling_key),
    )
    index_card(db, num, card, new=True)


def change_card(
    db: sqlite3.Connection,
    num: int,
    card: Card,
    deck_id: DeckId,
    position: int,
    *,
    changed_ms: int | None,
) -> None:
    """Store a card again; ``changed_ms`` is given where its content changed."""
    db.execute(
        "UPDATE cards SET deck_id = ?, position = ?, present = 1, rev = ?, line = ? WHERE num = ?",
        (deck_id, position, card.rev, card.line, num),
    )
    db.execute(
        "UPDATE states SET deck_id = ?, position = ?, sibling_key = ?, shown = 1 WHERE card = ?",
        (deck_id, position, card.sibling_key, card.id),
    )
    if changed_ms is not None:
        db.execute(
            "UPDATE cards SET content = ?, content_mod_ms = ? WHERE num = ?",
            (card_content(card), changed_ms, num),
        )
        index_card(db, num, card, new=False)


def orphan_card(db: sqlite3.Connection, card: CardId) -> None:
    """Take a card whose note has vanished out of study; all of it is kept."""
    db.execute("UPDATE cards SET present = 0 WHERE id = ?", (card,))
    db.execute("UPDATE states SET shown = 0 WHERE card = ?", (card,))


def get_card(db: sqlite3.Connection, card: CardId) -> StoredCard | None:
    """Return a card, also an orphan."""
    row = db.execute(f"SELECT {CARD_COLUMNS} FROM cards WHERE id = ?", (card,)).fetchone()
    return card_from_row(row) if row else None


def cards_by_num(db: sqlite3.Connection, nums: Iterable[int]) -> Iterator[StoredCard]:
    """Yield cards by their numbers, in that order."""
    for num in nums:
        row = db.execute(f"SELECT {CARD_COLUMNS} FROM cards WHERE num = ?", (num,)).fetchone()
        if row:
            yield card_from_row(row)


def answered_by(db: sqlite3.Connection, answers: Iterable[str]) -> list[CardId]:
    """Return the cards in study whose answer is one of these, whatever its case."""
    found: dict[CardId, None] = {}
    for answer in answers:
        quoted = '"' + answer.replace('"', '""') + '"'
        if not any(map(str.isalnum, answer)):
            continue
        rows = db.execute(
            "SELECT c.id FROM card_search f JOIN cards c ON c.num = f.rowid "
            "JOIN states s ON s.card = c.id WHERE f.card_search MATCH ? AND s.shown = 1 "
            "AND json_extract(c.content, '$.answer') = ? COLLATE NOCASE ORDER BY c.num",
            (f"answer : {quoted}", answer),
        )
        found |= dict.fromkeys(CardId(row[0]) for row in rows)
    return list(found)


def has_card(db: sqlite3.Connection, card: CardId) -> bool:
    """Tell whether the library has a card, also as an orphan."""
    return db.execute("SELECT 1 FROM cards WHERE id = ?", (card,)).fetchone() is not None


def cards_of_note(db: sqlite3.Connection, card: CardId) -> list[CardId]:
    """Return the cards of this card's note in deck order, without orphans."""
    rows = db.execute(
        "SELECT id FROM cards WHERE present = 1 AND note_id = "
        "(SELECT note_id FROM cards WHERE id = ?) ORDER BY position",
        (card,),
    )
    return [CardId(row[0]) for row in rows]


def deck_cards(db: sqlite3.Connection, deck_id: DeckId) -> list[StoredCard]:
    """Return the cards of a deck in its order, without orphans."""
    rows = db.execute(
        f"SELECT {CARD_COLUMNS} FROM cards WHERE deck_id = ? AND present = 1 ORDER BY position",
        (deck_id,),
    )
    return [card_from_row(row) for row in rows]


def note_decks(db: sqlite3.Connection, notes: Iterable[NoteId]) -> dict[NoteId, DeckId]:
    """Return in which shown deck each of these notes is, where it is in one."""
    found: dict[NoteId, DeckId] = {}
    for note in notes:
        row = db.execute(
            "SELECT c.deck_id FROM cards c JOIN decks d ON d.id = c.deck_id "
            "WHERE c.note_id = ? AND c.present = 1 AND d.hidden = 0 LIMIT 1",
            (note,),
        ).fetchone()
        if row:
            found[note] = DeckId(row[0])
    return found


def set_aliases(db: sqlite3.Connection, card: CardId, old: Iterable[CardId]) -> bool:
    """Store whose history a card carries on; tell whether that changed."""
    wanted = set(old)
    present = {row[0] for row in db.execute("SELECT old FROM aliases WHERE card = ?", (card,))}
    if wanted == present:
        return False
    db.execute("DELETE FROM aliases WHERE card = ?", (card,))
    db.executemany("INSERT INTO aliases (card, old) VALUES (?, ?)", [(card, o) for o in wanted])
    return True


def carried_cards(db: sqlite3.Connection, card: CardId) -> set[CardId]:
    """Return the card and all whose history it carries on."""
    return carried(card, _Aliases(db, "SELECT old FROM aliases WHERE card = ?"))


def carrying_cards(db: sqlite3.Connection, card: CardId) -> set[CardId]:
    """Return the card and all that carry its history on."""
    return carried(card, _Aliases(db, "SELECT card FROM aliases WHERE old = ?"))


class _Aliases(dict[CardId, list[CardId]]):
    """Aliases, looked up as they are needed."""

    def __init__(self, db: sqlite3.Connection, query: str) -> None:
        super().__init__()
        self._db, self._query = db, query

    def get(self, card: CardId, default: object = None) -> list[CardId]:
        return [CardId(row[0]) for row in self._db.execute(self._query, (card,))]


def overlay_of(db: sqlite3.Connection, card: CardId) -> Overlay:
    """Return what a student added to a card."""
    row = db.execute(f"SELECT {OVERLAY_COLUMNS} FROM overlays WHERE card = ?", (card,)).fetchone()
    return Overlay(*row) if row else Overlay()


def overlaid(overlay: Overlay, words: Mapping[str, str | int]) -> Overlay:
    """Return what a student added, with the fields that the log speaks of as the log has them."""
    return replace(overlay, **words)  # type: ignore[arg-type]


def put_overlay(db: sqlite3.Connection, card: CardId, overlay: Overlay) -> None:
    """Store what a student added to a card."""
    db.execute(
        f"INSERT INTO overlays (card, {OVERLAY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (card) DO UPDATE SET hint = excluded.hint, mnemonic = excluded.mnemonic, "
        "note = excluded.note, flag = excluded.flag, tags = excluded.tags",
        (card, *astuple(overlay)),
    )
