"""Logs of two devices become one: in any order, by any way, any number of times."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.lines import NotAnEntryError, entry_of, line_of
from flashdeck.core.schedule.replay import Entry, Kind, Standing
from flashdeck.services import marking
from flashdeck.services.answering import Answer, record, redo, undo
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.merging import merge
from flashdeck.services.sync import sync_folder
from flashdeck.store import cards, health, reviews

CARDS = [CardId(f"n7kq3m9xwa/{slot}") for slot in ("origin", "insertion", "innervation", "action")]


def log(library: Library) -> list[Entry]:
    return list(reviews.all_entries(library.db))


def stands(library: Library) -> dict[CardId, tuple[Standing, cards.Overlay]]:
    found = health.all_standings(library.db)
    return {card: (one, cards.overlay_of(library.db, card)) for card, one in found.items()}


def take_in(library: Library, entries: list[Entry]) -> None:
    with library.store.transaction() as db:
        merge(library, db, [("here", entry) for entry in entries])


@pytest.fixture
def two(tmp_path: Path, clock, deck_file: Path) -> Iterator[tuple[Library, Library]]:
    """Two libraries of the same decks, on two devices."""
    with ExitStack() as stack:
        found = [
            stack.enter_context(open_library(tmp_path / name / "library.db", clock))
            for name in ("one", "two")
        ]
        for library in found:
            import_decks(library, [deck_file])
        yield found[0], found[1]


def live_a_little(library: Library, clock, rng: random.Random, steps: int) -> None:
    """Do what a student does: answer, slip, mark, put aside, let days go by."""
    for _ in range(steps):
        card = rng.choice(CARDS)
        match rng.randrange(12):
            case 0:
                undo(library)
            case 1:
                redo(library)
            case 2:
                marking.set_suspended(library, [card], suspended=rng.random() < 0.5)
            case 3:
                marking.bury(library, [card, rng.choice(CARDS)])
            case 4:
                marking.set_flag(library, [card], rng.randrange(8))
            case 5:
                marking.set_own(library, card, "note", rng.choice(("a", "b", "")))
            case 6:
                record(library, card, Answer(q=3, cram=True))
            case _:
                record(library, card, Answer(q=rng.randrange(6)))
        if rng.random() < 0.3:
            clock.forward(days=rng.choice((0.2, 1, 3)))


@pytest.mark.parametrize("seed", range(6))
def test_a_merge_is_a_union(two: tuple[Library, Library], clock, seed: int) -> None:
    """Whoever syncs first must not decide when a card is due."""
    rng = random.Random(seed)
    one, other = two
    live_a_little(one, clock, rng, 25)
    live_a_little(other, clock, rng, 25)
    mine, theirs = log(one), log(other)
    take_in(one, theirs)
    rng.shuffle(mine)
    cut = rng.randrange(len(mine))
    take_in(other, mine[:cut])
    take_in(other, mine)
    assert log(one) == log(other)
    assert stands(one) == stands(other)
    before = stands(one)
    take_in(one, mine + theirs)
    assert stands(one) == before
    from flashdeck.services.doctor import examine

    assert [found.what for found in examine(one).findings] == []


@pytest.mark.parametrize("seed", range(4))
def test_undo_after_a_merge(two: tuple[Library, Library], clock, seed: int) -> None:
    """Undoing everything, from either device, leaves no trace in any state; redo brings it back."""
    rng = random.Random(seed)
    one, other = two
    blank = stands(one)
    live_a_little(one, clock, rng, 12)
    live_a_little(other, clock, rng, 12)
    take_in(one, log(other))
    full = stands(one)
    depth = 0
    while undo(one) is not None:
        depth += 1
    assert stands(one) == blank
    take_in(other, log(one))
    assert stands(other) == blank
    for _ in range(depth):
        assert redo(other) is not None
    take_in(one, log(other))
    assert stands(one) == stands(other) == full


def test_same_id_other_content_is_refused(two: tuple[Library, Library], clock) -> None:
    """One of two reviews with one id is a forgery or damage: the one here first stays."""
    one, _ = two
    entry = record(one, CARDS[0], Answer(q=4)).entry
    with one.store.transaction() as db:
        done = merge(one, db, [("other.jsonl:3", replace(entry, q=1)), ("x", entry)])
    assert (done.new, done.known) == (0, 1)
    (line,) = done.refused
    assert line.startswith("other.jsonl:3: ") and entry.id in line
    assert log(one) == [entry]


def test_thirty_days_apart_then_synced_in_both_orders(
    tmp_path: Path, clock, deck_file: Path
) -> None:
    """A laptop and a desktop that meet once a month show the same due dates afterwards."""
    ends = []
    for order in ((0, 1, 0), (1, 0, 1)):
        root = tmp_path / str(order[0])
        (root / "shared").mkdir(parents=True)
        clock.ms = 1_790_000_000_000
        rng = random.Random(30)
        with ExitStack() as stack:
            pair = []
            for name in ("one", "two"):
                library = open_library(root / name / "library.db", clock)
                pair.append(stack.enter_context(library))
                import_decks(library, [deck_file])
                with library.store.transaction() as db:
                    reviews.put_device(db, name)
            for _ in range(30):
                for library in rng.sample(pair, 2):
                    for card in rng.sample(CARDS, rng.randrange(1, 4)):
                        record(library, card, Answer(q=rng.randrange(1, 6)))
                        clock.forward(seconds=rng.randrange(1, 900))
                    if rng.random() < 0.2:
                        undo(library)
                clock.forward(days=1)
            for place in order:
                sync_folder(pair[place], root / "shared")
            assert log(pair[0]) == log(pair[1])
            assert stands(pair[0]) == stands(pair[1])
            ends.append(stands(pair[0]))
            assert sync_folder(pair[0], root / "shared").sent == 0
    assert ends[0] == ends[1]


def test_each_device_appends_to_its_own_file_only(
    two: tuple[Library, Library], tmp_path: Path, clock
) -> None:
    """A service that copies files makes conflicts of every file that two devices write."""
    one, other = two
    folder = tmp_path / "shared"
    folder.mkdir()
    record(one, CARDS[0], Answer(q=4))
    assert sync_folder(one, folder).sent == 1
    (mine,) = folder.iterdir()
    before = mine.read_bytes()
    clock.forward(seconds=5)
    record(other, CARDS[1], Answer(q=4))
    done = sync_folder(other, folder)
    assert (done.received, done.sent) == (1, 1)
    assert mine.read_bytes() == before
    clock.forward(seconds=5)
    record(one, CARDS[2], Answer(q=4))
    done = sync_folder(one, folder)
    assert (done.received, done.sent, done.files) == (1, 1, 2)
    assert mine.read_bytes().startswith(before)
    assert {path.suffix for path in folder.iterdir()} == {".jsonl"}


def test_torn_foreign_and_damaged_lines(
    two: tuple[Library, Library], tmp_path: Path, clock
) -> None:
    """Half-copied and strange files cost nothing, and what they lost is sent again."""
    one, other = two
    folder = tmp_path / "shared"
    folder.mkdir()
    for card in CARDS:
        record(one, card, Answer(q=4))
        clock.forward(seconds=3)
    sync_folder(one, folder)
    (mine,) = folder.iterdir()
    lines = mine.read_text().splitlines()
    lines[1] = lines[1].replace('"q":4', '"q":5')
    mine.write_text("\n".join(lines)[:-20])
    (folder / "notes.jsonl").write_text('{"shopping": ["milk"]}\n[[[\n\x00\n')
    (folder / "newer.jsonl").write_text('{"v":2,"id":"x","crc":"0"}\n')
    (folder / "folder.jsonl").mkdir()
    done = sync_folder(other, folder)
    assert done.received == 2
    told = "\n".join(done.notices)
    assert f"{mine}:2: is damaged" in told
    assert "notes.jsonl:1: is no line of a review log, and 2 more" in told
    assert "written by a newer flashdeck" in told
    assert sync_folder(one, folder).sent == 2
    assert sync_folder(other, folder).received == 2
    assert log(one) == log(other)


def test_a_copied_library_gets_a_name_of_its_own(
    two: tuple[Library, Library], tmp_path: Path, clock
) -> None:
    """Who copies the library to a second computer must not have two devices with one name."""
    one, _ = two
    folder = tmp_path / "shared"
    folder.mkdir()
    record(one, CARDS[0], Answer(q=4))
    one.close()
    copied = tmp_path / "three" / "library.db"
    copied.parent.mkdir()
    shutil.copy(one.path, copied)
    with open_library(one.path, clock) as first, open_library(copied, clock) as second:
        assert reviews.device_of(first.db) == reviews.device_of(second.db)
        for number, library in enumerate((first, second)):
            clock.forward(seconds=60)
            record(library, CARDS[number + 1], Answer(q=4))
        sync_folder(first, folder)
        sync_folder(second, folder)
        sync_folder(first, folder)
        assert reviews.device_of(first.db) != reviews.device_of(second.db)
        assert log(first) == log(second)


def test_reviews_wait_for_their_deck(tmp_path: Path, clock, deck_file: Path, two) -> None:
    """Syncing before the deck is there must not lose its history."""
    one, _ = two
    folder = tmp_path / "shared"
    folder.mkdir()
    done = record(one, CARDS[0], Answer(q=5))
    sync_folder(one, folder)
    with open_library(tmp_path / "late" / "library.db", clock) as late:
        assert sync_folder(late, folder).received == 1
        import_decks(late, [deck_file])
        assert health.all_standings(late.db)[CARDS[0]] == done.standing


def test_another_library_imported(tmp_path: Path, clock, two) -> None:
    """A library on a stick: its answers and decks come over, twice is as good as once."""
    one, _ = two
    record(one, CARDS[0], Answer(q=5))
    marking.set_flag(one, [CARDS[1]], 3)
    with open_library(tmp_path / "new" / "library.db", clock) as new:
        done = import_decks(new, [one.path], dry_run=True)
        assert (done.new, done.reviews) == (9, 2)
        assert not log(new)
        done = import_decks(new, [one.path])
        assert (done.new, done.reviews, done.refused) == (9, 2, ())
        assert stands(new) == stands(one)
        assert import_decks(new, [one.path]).reviews == 0
        bad = import_decks(new, [tmp_path / "shoulder.db"])
        assert len(bad.refused) == 1
        (tmp_path / "shoulder.db").write_text("not a library at all")
        assert (
            "is not a flashdeck library" in import_decks(new, [tmp_path / "shoulder.db"]).refused[0]
        )


texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=8)


@given(texts, st.lists(texts, max_size=3), st.integers(0, 5), st.integers(-720, 840))
@settings(max_examples=100, deadline=None)
def test_lines_of_the_log_there_and_back(
    typed: str, options: list[str], q: int, offset: int
) -> None:
    """What one device writes, the other must read as the same entry, bit for bit."""
    from flashdeck.core.days import study_day

    at_ms = 1_790_000_000_000
    entry = Entry(
        reviews.new_id(at_ms), "one", CARDS[0], at_ms, offset, study_day(at_ms, offset),
        Kind.REVIEW, q=q, typed=typed, options=tuple(options),
    )  # fmt: skip
    line = line_of(entry)
    assert "\n" not in line
    assert entry_of(line) == entry
    record_ = json.loads(line)
    for name in record_:
        damaged = {**record_, name: 77 if record_[name] != 77 else 78}
        with pytest.raises(NotAnEntryError):
            entry_of(json.dumps(damaged))
