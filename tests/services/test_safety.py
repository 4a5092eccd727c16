"""Backups that can be trusted, a way back that loses nothing, and a doctor who sees the damage."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from flashdeck.core.errors import LibraryError
from flashdeck.core.ids import CardId
from flashdeck.services import doctor, marking
from flashdeck.services.answering import Answer, record
from flashdeck.services.decklist import deck_rows
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.safety import back_up, back_up_before, back_up_session, restore_library
from flashdeck.store import health, migrations, reviews
from flashdeck.store.backup import list_backups, to_keep
from flashdeck.store.open import APPLICATION_ID

CARD = CardId("n7kq3m9xwa/action")


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def codes(library: Library) -> list[str]:
    return [found.code for found in doctor.examine(library).findings]


def test_backups_are_made_when_something_changed(library: Library, clock) -> None:
    """A backup every half hour of study, and none that says what another says already."""
    before = len(list_backups(library.path))
    record(library, CARD, Answer(q=4))
    assert back_up_session(library.path, clock) == ""
    assert len(list_backups(library.path)) == before + 1
    record(library, CARD, Answer(q=4))
    clock.forward(seconds=60)
    back_up_session(library.path, clock)
    assert len(list_backups(library.path)) == before + 1
    clock.forward(seconds=1800)
    back_up_session(library.path, clock)
    back_up_before(library.path, clock)
    clock.forward(days=3)
    back_up_session(library.path, clock)
    made = list_backups(library.path)
    assert len(made) == before + 2
    assert not [path for path in made[0].path.parent.iterdir() if path.name.startswith(".")]
    with open_library(made[0].path, clock) as copy:
        assert list(reviews.all_entries(copy.db)) == list(reviews.all_entries(library.db))


def test_old_backups_are_thinned() -> None:
    """All of two days, 12 daily, 10 weekly, 9 monthly; a year of study leaves a few dozen files."""
    now = datetime(2026, 11, 23, 18, tzinfo=UTC)
    made = [now - timedelta(hours=6 * number) for number in range(4 * 500)]
    kept = [made[place] for place in sorted(to_keep(made, now))]
    assert kept[:7] == made[:7]
    assert 25 <= len(kept) <= 8 + 12 + 10 + 9
    assert kept[-1] < now - timedelta(days=200)
    assert to_keep([], now) == set()
    assert to_keep([now - timedelta(days=4000)], now) == {0}


def test_restore_puts_the_present_library_aside(library: Library, clock) -> None:
    """A restore chosen in haste must not be the thing that loses the reviews."""
    record(library, CARD, Answer(q=4))
    kept = back_up(library.path, clock)
    clock.forward(days=1)
    record(library, CARD, Answer(q=5))
    with pytest.raises(LibraryError, match="has the library open"):
        restore_library(library.path, kept, clock)
    library.close()
    aside = restore_library(library.path, kept, clock)
    assert aside is not None
    with open_library(library.path, clock) as restored:
        assert len(list(reviews.all_entries(restored.db))) == 1
        assert import_decks(restored, [aside]).reviews == 1
        assert len(list(reviews.all_entries(restored.db))) == 2
        assert codes(restored) == []
    assert kept.exists()


def test_restore_refuses_what_is_no_good_library(library: Library, clock, tmp_path: Path) -> None:
    """A damaged or foreign backup must not take the place of anything."""
    record(library, CARD, Answer(q=4))
    kept = back_up(library.path, clock)
    library.close()
    before = library.path.read_bytes()
    torn = tmp_path / "torn.db"
    torn.write_bytes(kept.read_bytes()[:9000])
    foreign = tmp_path / "foreign.db"
    change(foreign, "CREATE TABLE songs (name)")
    newer = tmp_path / "newer.db"
    newer.write_bytes(kept.read_bytes())
    change(newer, "PRAGMA user_version=99")
    for bad in (torn, foreign, newer, tmp_path / "missing.db", tmp_path, library.path):
        with pytest.raises(LibraryError):
            restore_library(library.path, bad, clock)
        assert library.path.read_bytes() == before
    litter = {path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")}
    assert not litter


def test_a_full_disk_leaves_no_half_backup(library: Library, clock, tmp_path: Path) -> None:
    """A backup that could not be finished must not look like one."""
    if os.name != "posix":
        pytest.skip("needs a limit on file sizes")
    import resource
    import signal

    target = tmp_path / "copy.db"
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
    try:
        with pytest.raises(LibraryError):
            back_up(library.path, clock, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, old)
    assert not target.exists()
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]


def make_first_schema(path: Path) -> None:
    """Turn a library into one as the first flashdeck would have written it."""
    new = path.rename(path.with_suffix(".new"))
    old = sqlite3.connect(path, isolation_level=None)
    migrations.library.apply(Database(old, execute_plugins=False), stop_before="m002_put_off")
    old.execute("ATTACH ? AS new", (str(new),))
    old.execute("DELETE FROM meta")
    tables = "decks cards aliases states reviews overlays deck_settings card_search meta"
    for table in tables.split():
        columns = [row[1] for row in old.execute(f"PRAGMA table_info({table})")]
        columns += ["rowid"] if table == "card_search" else []
        names = ", ".join(columns)
        old.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")
    old.execute("DELETE FROM meta WHERE key = 'device check'")
    old.execute(f"PRAGMA application_id={APPLICATION_ID}")
    old.execute("PRAGMA user_version=1")
    old.close()
    new.unlink()


def test_a_migration_is_preceded_by_a_backup(library: Library, clock) -> None:
    """If a new version gets the old library wrong, the old library is still there."""
    record(library, CARD, Answer(q=4))
    marking.set_own(library, CARD, "hint", "kept")
    log, stands = list(reviews.all_entries(library.db)), health.all_standings(library.db)
    library.close()
    make_first_schema(library.path)
    before = len(list_backups(library.path))
    with open_library(library.path, clock) as again:
        assert codes(again) == []
        assert list(reviews.all_entries(again.db)) == log
        assert health.all_standings(again.db) == stands
        assert deck_rows(again)[0].new == len(stands) - 1
    assert len(list_backups(library.path)) == before + 1


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE states SET ease = 260 WHERE card = 'n7kq3m9xwa/action'", "cache"),
        ("UPDATE states SET shown = 0 WHERE card = 'n7kq3m9xwa/action'", "copies"),
        ("UPDATE overlays SET flag = 4", "cache"),
        ("UPDATE deck_counts SET new = new + 1", "copies"),
        ("DELETE FROM deck_counts", "copies"),
        ("DELETE FROM card_search WHERE rowid = 2", "search"),
        ("UPDATE meta SET value = 'x' || value WHERE key = 'device'", "device"),
    ],
)
def test_what_follows_from_the_log_is_made_again(
    library: Library, clock, damage: str, code: str
) -> None:
    """Damage to anything but the log costs one command."""
    record(library, CARD, Answer(q=4))
    marking.set_flag(library, [CARD], 2)
    before = health.all_standings(library.db)
    assert codes(library) == []
    change(library.path, damage)
    assert codes(library) == [code]
    doctor.rebuild(library)
    assert codes(library) == []
    assert health.all_standings(library.db) == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE reviews SET q = 5",
        "UPDATE reviews SET at_ms = at_ms + 1",
        "UPDATE reviews SET card = 'n7kq3m9xwa/origin'",
        "UPDATE reviews SET options = '[1'",
        "UPDATE reviews SET kind = 'revue'",
        "UPDATE reviews SET crc = 0",
    ],
)
def test_damage_to_the_log_is_found(library: Library, clock, damage: str) -> None:
    """A review that changed by itself must not pass for one that was given."""
    entry = record(library, CARD, Answer(q=4)).entry
    back_up(library.path, clock)
    change(library.path, "DROP TRIGGER reviews_no_update", damage)
    found = doctor.examine(library).findings
    assert {"schema", "log"} <= {one.code for one in found}
    assert any(entry.id in one.what for one in found)
    assert all("restore" in one.todo or "rebuild" in one.todo for one in found)


def test_a_log_ahead_of_the_clock_is_told(library: Library, clock) -> None:
    """After a day with a wrong clock nothing would ever be due; the way out is named."""
    record(library, CARD, Answer(q=4))
    clock.forward(days=-40)
    (found,) = doctor.examine(library).findings
    assert found.code == "clock" and "undo" in found.todo
