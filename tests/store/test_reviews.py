"""The review log is append-only, in order, and whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.replay import Entry, Kind, crc_of
from flashdeck.store import reviews
from flashdeck.store.open import Store, open_store

ENTRY = Entry(
    id="01a20a3a-8521-7226-8070-b4b2c897c388",
    device="d",
    card=CardId("n7kq3m9xwa/origin"),
    at_ms=5,
    utc_offset_min=-570,
    day=0,
    kind=Kind.REVIEW,
    grade=3,
    q=4,
    duration_ms=7,
    interval_days=1,
    algorithm="sm2",
    asked="choice",
    typed="é",
    picked="b",
    options=("a", "b"),
    rev=2,
    release="r1",
    detail="{}",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A library with one entry in its log."""
    opened = open_store(tmp_path / "library.db", create=True)
    with opened.transaction() as db:
        reviews.append(db, ENTRY)
    yield opened
    opened.close()


def test_an_entry_comes_back_as_it_was(store: Store) -> None:
    """Every field survives, and the CRC stored is the entry's."""
    assert list(reviews.all_entries(store.connection)) == [ENTRY]
    assert store.connection.execute("SELECT crc FROM reviews").fetchone() == (crc_of(ENTRY),)


_COPY = (
    "seq, id, device, card, at_ms, utc_offset_min, day, kind, grade, q, duration_ms, "
    "interval_days, algorithm, asked, typed, picked, options, voids, rev, release, detail, crc"
)


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reviews SET q = 5",
        "UPDATE OR REPLACE reviews SET id = 'x'",
        "DELETE FROM reviews",
        f"INSERT OR REPLACE INTO reviews SELECT {_COPY} FROM reviews",
        f"REPLACE INTO reviews SELECT {_COPY.replace('seq', 'seq + 1', 1)} FROM reviews",
        f"REPLACE INTO reviews SELECT {_COPY.replace('id', 'card', 1)} FROM reviews",
        f"INSERT INTO reviews SELECT {_COPY} FROM reviews WHERE true "
        "ON CONFLICT DO UPDATE SET q = 0",
    ],
)
def test_nothing_changes_the_log(store: Store, statement: str, recursive: str) -> None:
    """A review that could be rewritten would prove nothing about what was learned."""
    store.connection.execute(f"PRAGMA recursive_triggers={recursive}")
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        store.connection.execute(statement)
    assert list(reviews.all_entries(store.connection)) == [ENTRY]


def test_ids_sort_by_time_and_within_a_millisecond() -> None:
    """The log's order must be the order in which the answers were given."""
    found = [reviews.new_id(1_000)]
    for at_ms in (1_000, 1_000, 1_001, 1_001, 5_000):
        found.append(reviews.new_id(at_ms, found[-1]))
    assert found == sorted(set(found))
    for text in found:
        assert (text[14], text[19] in "89ab", len(text)) == ("7", True, 36)


def test_counting_up_keeps_version_and_variant() -> None:
    """A carry out of the low bits must not spoil the form of the id."""
    full = "00000000-0fff-7fff-bfff-ffffffffffff"
    after = reviews.new_id(0, full)
    assert after == "00000000-1000-7000-8000-000000000000"
    assert (
        reviews.new_id(0, "00000000-0fff-7000-bfff-ffffffffffff")[14:] == "7001-8000-000000000000"
    )


def test_a_removed_card_keeps_its_entries(store: Store) -> None:
    """Nothing cascades into the log: it needs no card to stand."""
    with store.transaction() as db:
        db.execute("DELETE FROM cards")
    assert reviews.entries_of(store.connection, [ENTRY.card]) == [ENTRY]
