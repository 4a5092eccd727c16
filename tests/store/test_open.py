"""The library's file: refused untouched where it is not ours, explained where it fails."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from flashdeck.core.errors import LibraryBusyError, LibraryError
from flashdeck.store import migrations
from flashdeck.store.open import (
    APPLICATION_ID,
    MIGRATIONS,
    SCHEMA_VERSION,
    explain,
    open_store,
)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A library that was made and closed."""
    path = tmp_path / "sub" / "library.db"
    open_store(path, create=True).close()
    return path


def test_settings_of_a_new_library(made: Path) -> None:
    """Durable, checked and marked as ours, or the promises about reviews do not hold."""
    store = open_store(made, create=False)
    values = {
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 10_000,
        "wal_autocheckpoint": 0,
    }
    for name, expected in values.items():
        assert store.connection.execute(f"PRAGMA {name}").fetchone()[0] == expected, name
    tables = store.connection.execute("PRAGMA table_list").fetchall()
    loose = {row[1] for row in tables if row[2] == "table" and not row[5]}
    assert {name for name in loose if not name.startswith(("sqlite_", "_sqlite"))} == set()
    store.close()


def test_migrations_are_those_expected_on_opening() -> None:
    """The list checked on opening must be the list that is applied."""
    assert tuple(one.name for one in migrations.library._migrations) == MIGRATIONS
    assert len(MIGRATIONS) == SCHEMA_VERSION


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"PRAGMA user_version={SCHEMA_VERSION + 1}", "newer flashdeck"),
        (
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('flashdeck', 'm999_future', '')",
            "newer flashdeck",
        ),
        ("PRAGMA application_id=17", "another program's database"),
        ("DROP TABLE reviews", "damaged"),
    ],
)
def test_refused_untouched(made: Path, statement: str, said: str) -> None:
    """An older flashdeck must not write into what it does not understand."""
    change(made, statement)
    before = digest(made)
    with pytest.raises(LibraryError, match=said):
        open_store(made, create=True)
    assert digest(made) == before


def test_foreign_database_untouched(tmp_path: Path) -> None:
    """A database named by mistake is somebody's data."""
    path = tmp_path / "other.db"
    change(path, "CREATE TABLE theirs (a)", "INSERT INTO theirs VALUES (1)")
    before = digest(path)
    with pytest.raises(LibraryError, match="another program's database"):
        open_store(path, create=True)
    assert digest(path) == before
    assert [p.name for p in tmp_path.iterdir() if p.name != "other.db"] == []


@pytest.mark.parametrize(
    "content", [b"not a database at all", b"x" * 5000, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_no_database(tmp_path: Path, content: bytes) -> None:
    """A deck given as a library is refused in one sentence."""
    path = tmp_path / "deck.md"
    path.write_bytes(content)
    with pytest.raises(LibraryError) as failure:
        open_store(path, create=True)
    assert str(path) in str(failure.value)
    assert path.read_bytes() == content


def test_a_folder_a_missing_file_and_a_broken_parent(tmp_path: Path) -> None:
    """Wrong paths are named, not traced back."""
    with pytest.raises(LibraryError, match="is no file"):
        open_store(tmp_path, create=True)
    with pytest.raises(LibraryError, match="there is no library"):
        open_store(tmp_path / "none.db", create=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError):
        open_store(tmp_path / "file" / "library.db", create=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_read_only(made: Path) -> None:
    """A library on a read-only disk is said to be one."""
    made.chmod(0o400)
    with pytest.raises(LibraryError, match="read-only"):
        open_store(made, create=True)


def test_a_damaged_page_after_a_crash(made: Path) -> None:
    """After a crash the pages are checked before anything is written."""
    process = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sys; from pathlib import Path\n"
            "from flashdeck.store.open import open_store\n"
            f"store = open_store(Path({str(made)!r}), create=False)\n"
            "with store.transaction() as db:\n"
            "    db.execute(\"INSERT INTO meta VALUES ('a', 'b')\")\n"
            "os._exit(1)\n",
        ],
        check=False,
    )
    assert process.returncode == 1
    whole = made.read_bytes()
    made.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    with pytest.raises(LibraryError, match="damaged"):
        open_store(made, create=False)
    made.write_bytes(whole)
    open_store(made, create=False).close()


def test_full_disk_is_said_and_nothing_is_half_written(made: Path) -> None:
    """A full disk costs the answer, never the library."""
    store = open_store(made, create=False)
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LibraryError, match="disk is full"), store.transaction() as db:
        db.execute("INSERT INTO meta VALUES ('big', ?)", ("x" * 1_000_000,))
    assert not store.connection.in_transaction
    with store.transaction() as db:
        db.execute("INSERT INTO meta VALUES ('small', 'x')")
    store.close()


def test_another_writer_is_named_as_such(made: Path) -> None:
    """Waiting ends with a sentence, never with SQLite's own."""
    one, two = open_store(made, create=False), open_store(made, create=False)
    two.connection.execute("PRAGMA busy_timeout=50")
    with one.transaction():
        with pytest.raises(LibraryBusyError) as failure, two.transaction():
            pass
        assert "locked" not in str(failure.value)
    one.close()
    two.close()


def test_a_long_log_is_moved_into_the_file(made: Path) -> None:
    """Without checkpoints the write-ahead log of a long session would fill the disk."""
    store = open_store(made, create=False)
    log = made.with_name(made.name + "-wal")
    with store.transaction() as db:
        db.execute("INSERT INTO meta VALUES ('big', ?)", ("x" * 6_000_000,))
    assert log.stat().st_size > 6_000_000 > made.stat().st_size
    other = open_store(made, create=False)
    store.checkpoint()
    assert made.stat().st_size < 6_000_000, "not beside another session"
    other.close()
    store.checkpoint()
    assert made.stat().st_size > 6_000_000
    store.close()
    assert not log.exists()


def test_a_disk_without_any_room_is_said_to_be_full(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not even a page of locks fits, "cannot be read" would send one to buy a disk."""
    failure = sqlite3.OperationalError("disk I/O error")
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    assert "could not be read or written" in str(explain(failure, made))
    full = shutil.disk_usage(made.parent)._replace(free=0)
    monkeypatch.setattr("shutil.disk_usage", lambda path: full)
    assert "the disk is full" in str(explain(failure, made))
