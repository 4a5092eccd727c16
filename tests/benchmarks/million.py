"""A library of a million cards and five million log rows, and an Anki collection of the same size.

Both are written past the programs' own ways in, which would take hours, but hold what those would
have written: ``flashdeck doctor`` finds nothing wrong with ours, and every state is its log's
replay. All of it follows from the seed.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flashdeck.core.card import Card, CardKind, Relation
from flashdeck.core.days import Moment
from flashdeck.core.ids import CardId, NoteId, card_id, derive_deck_id, derive_note_id
from flashdeck.core.schedule.base import Memory, Standing
from flashdeck.core.schedule.replay import Entry, Kind, step
from flashdeck.core.schedule.sm2 import Sm2
from flashdeck.services.library import open_library
from flashdeck.store import bulk, decks, reviews
from flashdeck.store.rows import StoredDeck

SEED = 2026
CARDS_A_DECK = 5000
NEW_SHARE = 0.4
LEAST_ANSWERS, MOST_ANSWERS = 3, 11  # of a card that is not new: five a card of all
TODAY = 20_780
NOW = Moment(TODAY * 86_400_000 + 18 * 3_600_000, 0)
_QUALITIES = (2, 3, 4, 4, 4, 4, 4, 5, 5)
_LONGEST_AGO = 7000  # days
_AT_ONCE = 5000
_SM2 = Sm2()
_ARTICLES = Path(__file__).parents[2] / "decks" / "sources"


@dataclass(frozen=True, slots=True)
class Life:
    """A card with its answers: (q, study day) each, and where they leave it."""

    number: int
    question: str
    answer: str
    answers: tuple[tuple[int, int], ...]
    memory: Memory


def words() -> list[str]:
    """Return words of anatomy with all their endings, in the order of the seed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_ARTICLES.glob("*.md"))]
    stems = {word for text in texts for word in re.findall(r"[a-z]{4,}", text)}
    found = sorted(stem + end for stem in stems for end in ("", "oid", "alis", "ium", "ectomy"))
    random.Random(SEED).shuffle(found)
    return found


def lives(cards: int) -> Iterator[Life]:
    """Yield as many cards, each answered on the day it was due until the last time before today."""
    rng = random.Random(SEED)
    vocabulary = words()
    # As in any language, the n-th word is about as common as 1/n.
    weights = [1 / number for number in range(1, len(vocabulary) + 1)]
    text = iter(rng.choices(vocabulary, weights, k=cards * 8))
    for number in range(cards):
        said = [next(text) for _ in range(8)]
        question = f"Which {' '.join(said[:5])} is number {number}?"
        answer, memory = " ".join(said[5:]), Memory()
        given: list[tuple[int, int]] = []
        if rng.random() >= NEW_SHARE:
            wanted = rng.randint(LEAST_ANSWERS, MOST_ANSWERS)
            day = 0
            while day < _LONGEST_AGO and (len(given) < wanted or memory.interval_days < 20):
                q = rng.choice(_QUALITIES)
                memory = _SM2.answer(memory, q, day)
                given.append((q, day))
                assert memory.due_day is not None
                day = memory.due_day
            assert memory.last_day is not None and memory.due_day is not None
            # Today is somewhere within its last interval; a few cards are overdue.
            late = rng.randint(1, 5) if rng.random() < 0.002 else 0
            on = TODAY - memory.last_day - late - rng.randint(1, memory.interval_days)
            given = [(q, day + on) for q, day in given]
            last, due = memory.last_day + on, memory.due_day + on
            memory = replace(memory, last_day=last, due_day=due)
        yield Life(number, question, answer, tuple(given), memory)


def note_id(number: int) -> NoteId:
    """Return the id of the note of a card."""
    return derive_note_id("scale", str(number))


def entries_of(life: Life, card: CardId, device: str, rng: random.Random) -> Iterator[Entry]:
    """Yield a card's part of the log."""
    standing = Standing()
    for q, day in life.answers:
        at_ms = day * 86_400_000 + rng.randrange(6 * 3_600_000, 22 * 3_600_000)
        number = f"{at_ms:012x}7{rng.getrandbits(12):03x}{8 << 60 | rng.getrandbits(62):016x}"
        entry_id = "-".join((number[:8], number[8:12], number[12:16], number[16:20], number[20:]))
        entry = Entry(
            entry_id, device, card, at_ms, 0, day, Kind.REVIEW, grade=max(q - 1, 1), q=q,
            duration_ms=rng.randrange(2000, 20_000), algorithm=_SM2.name, asked="shown",
        )  # fmt: skip
        standing = step(standing, entry, _SM2)
        yield replace(entry, interval_days=standing.memory.interval_days)


def make_library(path: Path, cards: int) -> int:
    """Write the library; return how many rows its log has."""
    rng = random.Random(SEED)
    sorted_rows = path.with_name("log.db")
    with open_library(path, lambda: NOW) as library:
        db = library.db
        for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-1000000"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("ATTACH ? AS aside", (str(sorted_rows),))
        db.execute("PRAGMA aside.journal_mode=OFF")
        db.execute("CREATE TABLE aside.log AS SELECT * FROM reviews")
        later = db.execute(
            "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND "
            "tbl_name IN ('reviews', 'states', 'cards') AND type IN ('index', 'trigger')"
        ).fetchall()
        db.execute("BEGIN")
        for name, kind, _ in later:
            db.execute(f"DROP {kind} {name}")
        device = reviews.device_of(db)
        batch: list[bulk.NewCard] = []
        marks = ", ".join("?" * 22)
        for life in lives(cards):
            deck = derive_deck_id("scale", str(life.number // CARDS_A_DECK))
            position = life.number % CARDS_A_DECK
            if position == 0:
                title = f"Region {life.number // CARDS_A_DECK}"
                decks.put_deck(db, StoredDeck(deck, title, title, ""))
            note = note_id(life.number)
            card = Card(
                id=card_id(note, "q"), note_id=note, sibling_key=f"{note}/q", kind=CardKind.BASIC,
                relation=Relation.OTHER, subject="", question=life.question, answer=life.answer,
                tags=(f"region-{life.number % 50}",), line=position * 3,
            )  # fmt: skip
            log = list(entries_of(life, card.id, device, rng))
            standing = Standing(
                life.memory,
                first_day=log[0].day if log else None,
                answered_ms=log[-1].at_ms if log else None,
            )
            db.executemany(
                f"INSERT INTO aside.log VALUES ({marks})",
                ((None, *values) for values in map(bulk.entry_values, log)),
            )
            batch.append(bulk.NewCard(card, deck, position, standing))
            if len(batch) == _AT_ONCE:
                bulk.add_cards(db, batch, NOW.utc_ms)
                batch.clear()
        bulk.add_cards(db, batch, NOW.utc_ms)
        db.execute(
            f"INSERT INTO reviews ({bulk.ENTRY_COLUMNS}, crc) "
            f"SELECT {bulk.ENTRY_COLUMNS}, crc FROM aside.log ORDER BY at_ms, id"
        )
        for _, _, sql in later:
            db.execute(sql)
        db.execute("COMMIT")
        db.execute("DETACH aside")
        (rows,) = db.execute("SELECT count(*) FROM reviews").fetchone()
        db.execute("PRAGMA journal_mode=WAL")
    sorted_rows.unlink()
    return int(rows)


# Run by a Python that may import Anki: makes an empty collection with as many decks.
EMPTY_COLLECTION = """\
import sys, json
from anki.collection import Collection
col = Collection(sys.argv[1])
config = col.decks.config_dict_for_deck_id(1)
config["new"]["perDay"], config["new"]["delays"], config["rev"]["perDay"] = 20, [], 9999
col.decks.update_config(config)
top = col.decks.add_config_returning_id("top")
config = col.decks.get_config(top)
config["new"]["perDay"], config["new"]["delays"], config["rev"]["perDay"] = 9999, [], 9999
col.decks.update_config(config)
all_ = col.decks.id("All")
deck = col.decks.get(all_)
deck["conf"] = top
col.decks.save(deck)
ids = [col.decks.id(f"All::Region {n}") for n in range(int(sys.argv[2]))]
col.decks.select(all_)
basic = col.models.by_name("Basic")["id"]
print(json.dumps({"decks": ids, "type": basic, "today": col.sched.today}))
col.close()
"""


def make_collection(path: Path, cards: int) -> int:
    """Write the same cards and reviews as an Anki collection; return how many reviews."""
    rng = random.Random(SEED)
    words = [sys.executable, "-c", EMPTY_COLLECTION, str(path), str(-(-cards // CARDS_A_DECK))]
    made = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    deck_ids, today = made["decks"], made["today"]
    now_s, reviews_written = NOW.utc_ms // 1000, 0
    used: set[int] = set()
    db = sqlite3.connect(path, isolation_level=None)
    db.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
    for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-1000000"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    later = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('notes', 'cards', 'revlog')"
    ).fetchall()
    for name, _ in later:
        db.execute(f"DROP INDEX {name}")
    for life in lives(cards):
        number = 1_600_000_000_000 + life.number
        memory = life.memory
        db.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, 0, ?, ?, ?, 0, 0, '')",
            (number, note_id(life.number), made["type"], now_s, f" region-{life.number % 50} ",
             f"{life.question}\x1f{life.answer}", life.question),
        )  # fmt: skip
        seen = memory.due_day is not None
        due = today + memory.due_day - TODAY if memory.due_day is not None else life.number
        db.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, 0, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '')",
            (number, number, deck_ids[life.number // CARDS_A_DECK], now_s, 2 if seen else 0,
             2 if seen else 0, due, memory.interval_days, memory.ease * 10 if seen else 0,
             len(life.answers), memory.lapses),
        )  # fmt: skip
        for q, day in life.answers:
            at_ms = day * 86_400_000 + rng.randrange(6 * 3_600_000, 22 * 3_600_000)
            while at_ms in used:
                at_ms += 1
            used.add(at_ms)
            db.execute(
                "INSERT INTO revlog VALUES (?, ?, 0, ?, 10, 5, ?, 8000, 1)",
                (at_ms, number, max(q - 1, 1), memory.ease * 10),
            )
            reviews_written += 1
    for _, sql in later:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.close()
    return reviews_written
