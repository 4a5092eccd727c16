"""Packages of strangers: read whole where they are sound, refused in one line where not."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.anki import container as containers
from flashdeck.anki.container import Container
from flashdeck.anki.foreign import (
    ForeignCard,
    ForeignDeck,
    ForeignNote,
    ForeignReview,
    ForeignType,
)
from flashdeck.anki.notes import ExportCard, History, Review
from flashdeck.anki.read import open_package
from flashdeck.anki.wire import WireError, fields_of
from flashdeck.anki.write import write_package
from flashdeck.core.errors import PackageError
from tests.anki.conftest import Judge
from tests.anki.samples import ALL, MADE_MS, PIXEL, make_card, make_deck

KINDS = [
    ("export", "a.apkg", True),
    ("export", "a.apkg", False),
    ("colpkg", "a.colpkg", True),
    ("colpkg", "a.colpkg", False),
]


@dataclass
class Read:
    """All that a package holds."""

    types: dict[int, ForeignType]
    decks: dict[int, ForeignDeck]
    notes: list[ForeignNote]
    cards: list[ForeignCard]
    reviews: list[ForeignReview]


def read(path: Path) -> Read:
    """Return what a package holds, media read too."""
    with open_package(path) as package:
        for name in package.media:
            package.read_media(name)
        collection = package.collection
        collection.order()
        notes = list(collection.notes())
        return Read(
            collection.types,
            collection.decks,
            [note for note, _ in notes],
            [card for _, cards in notes for card in cards],
            list(collection.reviews()),
        )


@pytest.mark.parametrize(("step", "name", "legacy"), KINDS)
def test_everything_of_a_package_is_read(
    tmp_path: Path, judge: Judge, step: str, name: str, legacy: bool
) -> None:
    """Old and new packages hold the same deck; a student does not know which Anki made them."""
    ours = tmp_path / "ours.apkg"
    studied = ExportCard(
        make_card("b000000001/q", answer="ünï <b>", tags=("a/b",)),
        MADE_MS,
        History(20_800, 12, 230, 1, MADE_MS, True, 3, (Review(MADE_MS, 4, 12, 1, 230, 77),)),
    )
    deck = make_deck(*ALL)
    deck = replace(deck, cards=(*deck.cards, studied))
    ours.write_bytes(write_package([deck], with_history=True).data)
    path = tmp_path / name
    _, seen, _ = judge(
        {"do": "import", "path": str(ours), "history": True},
        {"do": "dump"},
        {"do": step, "path": str(path), "legacy": legacy},
    )
    found = read(path)
    with Container(path) as container:
        assert container.read_media("leg-0123456789.png") == PIXEL
    notes = {note.guid: note for note in found.notes}
    assert set(notes) == {note["guid"] for note in seen["notes"]}
    cards = {card.id: card for card in found.cards}
    for note in seen["notes"]:
        arrived = notes[note["guid"]]
        kind = found.types[arrived.type_id]
        assert kind.name == note["type"]
        values = arrived.fields.split("\x1f")
        assert dict(zip(kind.fields, values, strict=True)) == note["fields"]
        assert arrived.tags.split() == note["tags"]
        assert arrived.changed_s == note["mod"]
        assert (kind.cloze, kind.stock) == (
            seen["types"][kind.name]["type"] == 1,
            seen["types"][kind.name]["stock"],
        )
        assert [one.front for one in kind.templates] == seen["types"][kind.name]["fronts"]
        for card in note["cards"]:
            read_card = cards[card["id"]]
            assert found.decks[read_card.deck_id].name == card["deck"]
            for ours_name, theirs in (
                *(("number", "number"), ("type", "type"), ("queue", "queue"), ("flag", "flag")),
                *(("interval", "ivl"), ("factor", "factor"), ("reps", "reps"), ("data", "data")),
            ):
                assert getattr(read_card, ours_name) == card[theirs]
    assert [[r.at_ms, r.card_id, r.ease, r.interval] for r in found.reviews] == [
        [row[0], row[1], row[3], row[4]] for row in seen["reviews"]
    ]


def _package(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "."), data)
    return path


def _collection(tmp_path: Path, change: Callable[[sqlite3.Connection], None]) -> Path:
    data = write_package([make_deck(*ALL)]).data
    file = tmp_path / "changed.db"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        file.write_bytes(package.read("collection.anki21"))
    with sqlite3.connect(file) as db:
        change(db)
    db.close()
    return _package(tmp_path / "changed.apkg", collection__anki21=file.read_bytes())


@pytest.mark.parametrize(
    "sql",
    [
        "drop table notes",
        "alter table notes rename to n; create view notes as select * from n",
        "drop table revlog; create virtual table revlog using fts5(id, cid, ease)",
        "update col set ver = 99",
        "update col set models = '[]'",
        "update col set models = '{\"x\": {}}'",
        "update col set decks = replace(hex(zeroblob(60000)), '0', '[')",
        "delete from col",
    ],
)
def test_a_collection_of_another_form_is_refused(tmp_path: Path, sql: str) -> None:
    """A view or a virtual table runs what its maker wants; other damage would show as a crash."""
    path = _collection(tmp_path, lambda db: db.executescript(sql).close())
    with pytest.raises(PackageError, match="collection") as failure:
        read(path)
    assert "\n" not in str(failure.value) and "changed.apkg" in str(failure.value)


def test_odd_values_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    """SQLite keeps text in number columns; one odd cell must not lose a whole deck."""
    change = "update cards set due = 'soon', flags = 9.5, data = x'ff00'; update notes set tags = 7"
    found = read(_collection(tmp_path, lambda db: db.executescript(change).close()))
    assert {(card.due, card.flag) for card in found.cards} == {(0, 1)}
    assert {note.tags for note in found.notes} == {"7"}


def test_bombs_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes must not fill a student's memory or disk."""
    monkeypatch.setattr(containers, "COLLECTION_CAP", 1_000_000)
    monkeypatch.setattr(containers, "_LIST_CAP", 1_000_000)
    packed = zstandard.ZstdCompressor().compress(bytes(5_000_000))
    for members in (
        {"collection__anki21": bytes(5_000_000)},
        {"collection__anki21b": packed},
        {"collection__anki21": b"", "media": b"{" + b" " * 2_000_000 + b"}"},
    ):
        path = _package(tmp_path / "a.apkg", **members)
        with pytest.raises(PackageError, match="unpacks to more than 1 MB"):
            read(path)


def test_the_whole_has_a_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many files below the limit are too much as well."""
    names = {str(number): f"{number}.png" for number in range(5)}
    members = {number: bytes(400_000) for number in names}
    path = _package(
        tmp_path / "a.apkg", collection__anki21=b"", media=json.dumps(names).encode(), **members
    )
    with Container(path) as container:
        container._left = 1_000_000
        with pytest.raises(PackageError, match="unpacks"):
            for name in container.media:
                container.read_media(name)
    monkeypatch.setattr(containers, "TOTAL_CAP", 1_000_000)
    with pytest.raises(PackageError, match="unpacks to more than 1 MB"):
        Container(path)


def _patched(path: Path, at: int, change: Callable[[int], int]) -> None:
    """Change a byte of the first entry of the archive's directory."""
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + at] = change(data[start + at])
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("at", "change", "words"),
    [(8, lambda byte: byte | 1, "encrypted"), (10, lambda byte: 12, "compressed in a way")],
)
def test_odd_archives_are_refused(
    tmp_path: Path, at: int, change: Callable[[int], int], words: str
) -> None:
    """What Anki does not write is not unpacked."""
    path = _package(tmp_path / "a.apkg", collection__anki21=b"x")
    _patched(path, at, change)
    with pytest.raises(PackageError, match=words):
        Container(path)


def test_overlaps_and_doubles_are_refused(tmp_path: Path) -> None:
    """Members that share their bytes unpack to far more than the file could hold."""
    path = tmp_path / "a.apkg"
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "w") as package:
        package.writestr("collection.anki21", b"x")
        package.writestr("collection.anki21", b"y")
    with pytest.raises(PackageError, match="two files of one name"):
        Container(path)
    _package(path, collection__anki21=b"x" * 100, media=b"{}")
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = bytes(4)
    path.write_bytes(data)
    with pytest.raises(PackageError, match="overlap"):
        Container(path)


def test_what_is_no_package_is_said(tmp_path: Path) -> None:
    """Text, folders and empty files come in too."""
    text = tmp_path / "a.apkg"
    text.write_text("hello")
    for path, words in (
        (text, "no Anki package"),
        (tmp_path, "no regular file"),
        (tmp_path / "b.apkg", "no such file"),
        (_package(tmp_path / "c.apkg", readme=b""), "no collection"),
        (_package(tmp_path / "d.apkg", collection__anki21=b"", media=b"[" * 99_999), "media"),
        (_package(tmp_path / "e.apkg", collection__anki21=b"not SQLite"), "damaged collection"),
        (_package(tmp_path / "f.apkg", collection__anki21b=b"not zstd"), "damaged"),
    ):
        with pytest.raises(PackageError, match=words):
            read(path)


def test_a_form_to_come_is_no_deck_of_one_card(tmp_path: Path) -> None:
    """Newer packages carry a collection for old programs whose only note asks to update."""
    path = _package(tmp_path / "a.apkg", meta=b"\x08\x04", collection__anki2=b"x")
    with pytest.raises(PackageError, match="newer"):
        Container(path)


def test_damage_is_found_or_harmless(tmp_path: Path) -> None:
    """A download that broke off, or a bad disk: one clear line, never a crash."""
    whole = write_package([make_deck(*ALL)]).data
    rng = random.Random(20261123)
    path = tmp_path / "a.apkg"
    for number in range(150):
        data = bytearray(whole)
        if number % 3 == 0:
            del data[rng.randrange(len(data)) :]
        else:
            for _ in range(1 + number % 4):
                data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data)
        try:
            read(path)
        except PackageError as failure:
            assert "a.apkg" in str(failure)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_message_or_not(data: bytes) -> None:
    """Records of other programs are read to their end or refused, never past it."""
    try:
        for number, value in fields_of(data):
            assert number >= 0
            assert isinstance(value, int) or len(value) <= len(data)
    except WireError:
        return


def test_fields_of_a_message() -> None:
    """The example of the format's own guide: field 1 is 150, field 2 is a text."""
    assert list(fields_of(bytes.fromhex("089601120774657374696e67"))) == [(1, 150), (2, b"testing")]
    assert list(fields_of(bytes.fromhex("0d010203041100000000000000ff"))) == [
        (1, bytes.fromhex("01020304")),
        (2, bytes.fromhex("00000000000000ff")),
    ]
