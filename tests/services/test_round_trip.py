"""From Anki to flashdeck and back, and from flashdeck to Anki and back: what stays as it was."""

from __future__ import annotations

import hashlib
import json
import random
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flashdeck.core.days import Moment
from flashdeck.services.answering import Answer, record
from flashdeck.services.export import export, write_export
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows
from flashdeck.services.scheduling import memory_model_for
from flashdeck.services.settings import deck_settings, set_deck_settings
from flashdeck.store import decks
from flashdeck.store.rows import card_content
from flashdeck.store.states import get_standing
from tests.anki.judging import ask_anki
from tests.anki.samples import PIXEL
from tests.services.conftest import HandClock

MAKERS = ["maker.py", "odd_maker.py"]
NAMES = ["legacy.apkg", "modern.apkg", "legacy.colpkg", "modern.colpkg"]
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def now() -> Moment:
    """The clock that Anki had when it made the packages."""
    return Moment(int(time.time() * 1000), 0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders with the packages of two collections."""
    folders = {}
    for name in MAKERS:
        folders[name] = tmp_path_factory.mktemp(name.partition(".")[0])
        maker = Path(__file__).parents[1] / "anki" / name
        subprocess.run([sys.executable, maker, folders[name]], check=True, env={"TZ": "UTC"})
    return folders


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    """A library without decks."""
    (tmp_path / "home").mkdir()
    with open_library(tmp_path / "home/library.db", now) as opened:
        yield opened


@pytest.mark.parametrize(
    ("maker", "name"),
    [("maker.py", "modern.apkg"), *(("odd_maker.py", name) for name in NAMES)],
)
def test_anki_to_flashdeck_to_anki(
    made: dict[str, Path], empty: Library, tmp_path: Path, maker: str, name: str
) -> None:
    """What came from Anki goes back field by field: words, type, deck, tags, schedule and log."""
    assert import_decks(empty, [made[maker] / name]).refused == ()
    path = tmp_path / "back.apkg"
    write_export(export(empty, ".apkg", with_history=True), path)
    _, seen, problems = ask_anki(
        {"do": "import", "path": str(path), "history": True}, {"do": "dump"}, {"do": "check"}
    )
    assert problems == []
    told = json.loads((made[maker] / "collection.json").read_text())
    notes = {note["guid"]: note for note in seen["notes"]}
    assert set(notes) == {one["guid"] for one in told["cards"]}
    log: dict[int, list[list[int]]] = {}
    for row in seen["reviews"]:
        log.setdefault(row[1], []).append([row[0], *row[3:]])
    for one in told["cards"]:
        note = notes[one["guid"]]
        card = next(card for card in note["cards"] if card["number"] == one["number"])
        assert note["type"].rstrip("+") == one["kind"]
        # Anki writes composed characters for entities of two.
        assert note["fields"] == {
            key: value.replace("e&#769;", "é") for key, value in one["fields"].items()
        }
        assert _STYLE.sub("", card["question"]) == _STYLE.sub("", one["question"]).replace(
            "e&#769;", "é"
        )
        assert note["tags"] == sorted(one["tags"])
        assert note["mod"] == one["mod"]
        assert card["deck"] == one["deck"]
        assert log.get(card["id"], []) == [row for row in one["log"] if row[1]]
        same = ["type", "flag", "lapses"]
        if one["type"]:
            same += ["ivl", "factor", "reps", "left"]
            due = one["due"] if one["due"] > 1e9 else one["due"] - told["today"] + seen["today"]
            assert card["due"] == due
        assert [card[key] for key in same] == [one[key] for key in same]
        assert card["queue"] == {-2: -3}.get(one["queue"], one["queue"])
        data, was = (json.loads(text or "{}") for text in (card["data"], one["data"]))
        was.pop("pos", None)  # which is counted anew
        assert {key: data[key] for key in was} == was


def test_a_copied_library_still_knows_anki_s_notes(
    made: dict[str, Path], empty: Library, tmp_path: Path
) -> None:
    """Who moves to another computer by importing the old library exports the same notes."""
    import_decks(empty, [made["maker.py"] / "modern.apkg"])
    empty.close()
    with open_library(tmp_path / "new.db", now) as other:
        assert import_decks(other, [empty.path]).refused == ()
        path = tmp_path / "back.apkg"
        write_export(export(other, ".apkg"), path)
    _, log = ask_anki(
        {"do": "import", "path": str(made["maker.py"] / "modern.apkg")},
        {"do": "import", "path": str(path)},
    )
    assert (log["new"], log["updated"], log["conflicting"]) == (0, 0, 0)


def test_what_heavy_users_have_reads_as_it_did(made: dict[str, Path], empty: Library) -> None:
    """Readings, sections, formulas, masks and odd names are what students made by hand."""
    summary = import_decks(empty, [made["odd_maker.py"] / "modern.apkg"])
    cards = [row.card for row in card_rows(empty)]
    read = {card.question: card for card in cards}
    told = json.loads((made["odd_maker.py"] / "collection.json").read_text())
    assert len(cards) == len(told["cards"])
    deep = 'Anatomy::Upper limb::Häñd::"odd" <b>&::😀 deep'
    vocab = next(card for card in read.values() if "Recognition" in card.question)
    assert vocab.question.startswith("日本 jp|Anatomy")
    assert vocab.answer == "日本 (にほん)  \nにほん  \n**Japan**"
    assert read["Japan"].answer == "日本"
    assert (read["a:1 b:2"].answer, read["a:1"].answer) == ("3", "no b 3")
    assert read["no a, 3"].answer == "3"
    assert read["The [...] beats"].typed
    assert read["First: [...] and y"].answer == "x"
    assert read["[...] [hint] outer inner end ten"].answer == "A; B"
    assert read["A B outer inner end [...]"].cloze_number == 10
    both = [card.answer for card in cards if card.question == "[h] and x $x^2$"]
    assert both == ["both", "both"]
    assert read["1. not a list"].answer == r"# head; \[link](x) \<b> \`c\` {{x}}"
    assert read["```\nif x:\n    y\n```"].answer == "| a\\|b | c; d |\n| --- | --- |"
    assert read[r"$\frac{a}{b}$ $$x_1^2$$ $$\alpha$$ $q$"].tags == ("leech",)
    mask = next(card for card in cards if card.label == "L1")
    assert mask.picture is not None
    shapes = [(label.name, label.region.shape) for label in mask.picture.labels]
    assert shapes == [("L1", "polygon"), ("L2", "polygon"), ("L3", "rect")]
    assert mask.picture.labels[2].region.numbers == (0, 90, 15, 10)
    places = {deck.place.replace("&amp;", "&"): deck for deck in decks.all_decks(empty.db)}
    assert places[deep].description == "Deep *words*"
    said = "\n".join(summary.notices)
    assert "turned" in said and "a text on a picture" in said and "asked together" in said


def test_own_decks_come_back(
    library: Library, tmp_path: Path, clock: HandClock, deck_file: Path
) -> None:
    """A course that went through Anki is the same course: cards, order, tree, schedule."""
    was = list(card_rows(library))
    studied = was[3].card.id
    record(library, studied, Answer(q=5, duration_ms=10))
    first, back = tmp_path / "out.apkg", tmp_path / "back.apkg"
    write_export(export(library, ".apkg", with_history=True), first)
    ask_anki(
        {"do": "import", "path": str(first), "history": True},
        {"do": "export", "path": str(back), "legacy": False},
    )
    with open_library(tmp_path / "other.db", clock) as other:
        assert import_decks(other, [back]).refused == ()
        came = list(card_rows(other))
        assert [row.card.id for row in came] == [row.card.id for row in was]
        assert [row.deck for row in came] == [row.deck for row in was]
        blank = {"line": 0, "rev": 1}
        for one, two in zip(was, came, strict=True):
            assert card_content(replace(two.card, **blank)) == card_content(
                replace(one.card, **blank)
            )
        here, there = (get_standing(one.db, studied).memory for one in (library, other))
        assert there == here
        (deck,) = decks.all_decks(other.db)
        (own,) = decks.all_decks(library.db)
        assert (deck.place, deck.description) == (own.place, own.description)


def test_a_replaced_picture_reaches_learners(
    tmp_path: Path, library: Library, clock: HandClock
) -> None:
    """A better drawing under the same name must not wait for a reworded card."""
    folder = tmp_path / "leg"
    folder.mkdir()
    (folder / "leg.png").write_bytes(PIXEL)
    (folder / "leg.md").write_text(
        "---\nflashdeck: 1\nid: dk-aaaaaaaaaa\ntitle: Leg\n---\n"
        "Q: What is ![this](leg.png)? <!-- fd:k3v8r5t1pd -->\nA: a leg\n\n"
        "Q: And that? <!-- fd:k4v8r5t1pd -->\nA: another\n"
    )
    import_decks(library, [folder / "leg.md"])
    packages = [tmp_path / f"{number}.apkg" for number in range(3)]
    for number, path in enumerate(packages):
        write_export(export(library, ".apkg", deck="Leg"), path)
        clock.forward(days=1)
        if number == 0:
            (folder / "leg.png").write_bytes(PIXEL + b"better")
    steps = [{"do": "import", "path": str(path)} for path in packages]
    _, second, third, seen = ask_anki(*steps, {"do": "dump"})
    assert (second["new"], second["updated"]) == (0, 1)
    assert (third["new"], third["updated"]) == (0, 0)
    assert len(seen["media"]) == 2
    assert packages[1].read_bytes() == packages[2].read_bytes()


def test_fsrs_goes_on_in_anki(library: Library, clock: HandClock, tmp_path: Path) -> None:
    """Memory states, the aim and the parameters' decay are what Anki's FSRS goes on from."""
    deck = decks.all_decks(library.db)[0]
    settings = deck_settings(library, deck.id)._replace(algorithm="fsrs", retention=0.85)
    set_deck_settings(library, deck.id, settings)
    studied = [row.card.id for row in card_rows(library)][:3]
    for q in (4, 3, 5):
        for card in studied:
            record(library, card, Answer(q=q, duration_ms=10))
        clock.forward(days=4)
    path = tmp_path / "fsrs.apkg"
    write_export(export(library, ".apkg", with_history=True), path)
    _, seen, problems = ask_anki(
        {"do": "import", "path": str(path), "history": True}, {"do": "dump"}, {"do": "check"}
    )
    assert problems == []
    data = [
        json.loads(card["data"])
        for note in seen["notes"]
        for card in note["cards"]
        if card["type"] == 2
    ]
    assert len(data) == len(studied)
    model = memory_model_for(settings)
    known = [model.known(get_standing(library.db, card).memory) for card in studied]
    assert sorted(round(one["s"], 3) for one in data) == sorted(
        round(memory.stability or 0, 3) for memory in known
    )
    for one in data:
        assert 1 <= one["d"] <= 10
        assert one["dr"] == pytest.approx(0.85)
        assert one["decay"] == pytest.approx(model.decay, abs=0.001)


ODD_VALUES = [-(2**63), 2**63 - 1, -1, 0, 1.5, 1e300, None, "x", b"\xff\x00", "9" * 400]


def test_odd_collections_are_refused_or_read(
    made: dict[str, Path], empty: Library, tmp_path: Path
) -> None:
    """Whatever stands in a cell: one line and an untouched library, or cards that go out again."""
    rng = random.Random(20261124)
    source = made["odd_maker.py"] / "legacy.apkg"
    with zipfile.ZipFile(source) as package:
        members = {name: package.read(name) for name in package.namelist()}
    file, path = tmp_path / "c.db", tmp_path / "odd.apkg"
    for _ in range(40):
        file.write_bytes(members["collection.anki21"])
        db = sqlite3.connect(file)
        for _ in range(3):
            table = rng.choice(("notes", "cards", "cards", "revlog", "col"))
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")][1:]
            one = f"WHERE rowid = (SELECT rowid FROM {table} LIMIT 1 OFFSET {rng.randrange(9)})"
            where = one if rng.random() < 0.5 else ""
            value = rng.choice(ODD_VALUES)
            db.execute(f"UPDATE OR IGNORE {table} SET {rng.choice(columns)} = ? {where}", (value,))
        db.commit()
        db.close()
        with zipfile.ZipFile(path, "w") as package:
            for name, data in members.items():
                package.writestr(name, file.read_bytes() if name.endswith("21") else data)
        before = _hash(empty)
        summary = import_decks(empty, [path], backup=False)
        if summary.refused:
            (line,) = summary.refused
            assert "odd.apkg" in line and "\n" not in line
            assert _hash(empty) == before
        else:
            export(empty, ".apkg", with_history=True)


def _hash(library: Library) -> str:
    dump: Any = "".join(library.db.iterdump())
    return hashlib.sha256(dump.encode("utf-8", "surrogatepass")).hexdigest()
