"""Packages made by Anki, in the library: everything there, nothing twice, nothing of a bad one."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import time
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from flashdeck.core.days import Moment, day_to_iso
from flashdeck.core.ids import CardId, derive_note_id
from flashdeck.services import packages
from flashdeck.services.answering import Answer, record
from flashdeck.services.clock import Clock
from flashdeck.services.export import export, write_export
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows
from flashdeck.store import cards, decks, reviews
from flashdeck.store.cards import overlay_of
from flashdeck.store.states import get_standing
from tests.anki.judging import ask_anki
from tests.anki.samples import PIXEL

NAMES = ["legacy.apkg", "modern.apkg", "legacy.colpkg", "modern.colpkg"]


def now() -> Moment:
    """The clock that Anki had when it made the packages."""
    return Moment(int(time.time() * 1000), 0)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of one collection."""
    folder = tmp_path_factory.mktemp("packages")
    maker = Path(__file__).parents[1] / "anki/maker.py"
    subprocess.run([sys.executable, maker, folder], check=True, env={"TZ": "UTC"})
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Library:
    """A library without decks."""
    (tmp_path / "home").mkdir()
    with open_library(tmp_path / "home/library.db", now) as opened:
        yield opened


def by_id(library: Library) -> dict[str, Any]:
    """Return the stored cards by id."""
    found = {}
    for deck in decks.all_decks(library.db):
        found |= {one.card.id: (one.card, deck) for one in cards.deck_cards(library.db, deck.id)}
    return found


def id_of(seen: dict[str, Any]) -> str:
    """Return the id that a card of Anki has here."""
    note = derive_note_id("anki", seen["guid"])
    kind, number = seen["kind"], seen["number"]
    if kind in ("Cloze", "Lines"):
        return f"{note}/c{number + 1}"
    if kind == "Image Occlusion":
        return f"{note}/L{number + 1}"
    if number and kind == "Term":
        return f"{derive_note_id('anki', seen['guid'], '1')}/q"
    return f"{note}/q{'~rev' if number else ''}"


@pytest.mark.parametrize("name", NAMES)
def test_every_card_arrives_with_its_history(made: Path, empty: Library, name: str) -> None:
    """Years of work in Anki: deck, tags, flag, schedule and log, field by field."""
    summary = import_decks(empty, [made / name])
    assert summary.refused == ()
    told = json.loads((made / "collection.json").read_text())
    found = by_id(empty)
    assert set(found) == {id_of(seen) for seen in told["cards"]}
    assert summary.new == len(told["cards"])
    today = now().day
    for seen in told["cards"]:
        card, deck = found[id_of(seen)]
        assert deck.place == seen["deck"]
        assert card.tags == tuple(tag.replace("::", "/") for tag in seen["tags"])
        standing = get_standing(empty.db, card.id)
        memory = standing.memory
        assert standing.suspended == (seen["queue"] == -1)
        assert (standing.buried_day == today) == (seen["queue"] in (-2, -3))
        assert overlay_of(empty.db, card.id).flag == seen["flag"]
        log = [e for e in reviews.entries_of(empty.db, [card.id]) if e.q is not None]
        log.sort(key=lambda entry: entry.at_ms)
        rows = [row for row in seen["log"] if row[1]]
        assert [[e.at_ms, e.grade, e.duration_ms, e.kind.value] for e in log] == [
            [row[0], row[1], row[5], "cram" if row[6] == 3 else "review"] for row in rows
        ]
        if seen["type"] == 2:
            assert memory.due_day == today + seen["due"] - told["today"]
            assert (memory.interval_days, memory.ease * 10) == (seen["ivl"], seen["factor"])
            assert memory.lapses == seen["lapses"]
        elif seen["type"] == 0:
            assert memory.due_day is None
        else:
            assert memory.due_day == today


def test_every_kind_of_note_reads_as_it_did(made: Path, empty: Library) -> None:
    """Lists, tables, emphasis, formulas, pictures, sounds, hints, templates: nothing is lost."""
    summary = import_decks(empty, [made / "modern.apkg"])
    told = json.loads((made / "collection.json").read_text())
    found = {key: card for key, (card, _) in by_id(empty).items()}
    picture = f"media/{hashlib.sha256(PIXEL).hexdigest()[:32]}.png"
    sound = f"media/{hashlib.sha256(b'ID3 not much of a sound').hexdigest()[:32]}.mp3"

    def card(kind: str, number: int = 0, **fields: str) -> Any:
        for seen in told["cards"]:
            same_kind = (seen["kind"], seen["number"]) == (kind, number)
            same = all(seen["fields"][key] == value for key, value in fields.items() if same_kind)
            if same_kind and same:
                return found[id_of(seen)]
        raise AssertionError(kind)

    basic = card("Basic", Front="What innervates the <b>soleus</b>?")
    assert basic.question == "What innervates the **soleus**?"
    assert basic.answer == "tibial nerve  \n(S1, S2) & more"
    turned = card("Basic (and reversed card)", 1)
    assert (turned.kind.value, turned.question, turned.answer) == ("reverse", "sandal", "solea")
    assert turned.sibling_key == card("Basic (and reversed card)").sibling_key
    assert card("Basic (type in the answer)").typed
    cloze = card("Cloze", 0, **{"Back Extra": "see <i>Gray</i>"})
    assert cloze.question == "The [muscle], [...] lie deep to it"
    assert cloze.answer == "**soleus**; plantaris"
    assert cloze.extra == "see *Gray*"
    assert card("Cloze", 2).answer == "to"
    formula = card("Cloze", 0, **{"Back Extra": ""})
    assert formula.cloze == "$x^2 = {{c1::4}}$, H<sub>2</sub>O, Ca<sup>2+</sup>"
    media = card("Basic", Front='<img src="Bein ü.png"> [sound:ton é.mp3]')
    assert media.question == f"![Bein ü.png]({picture}) [sound: ton é.mp3]({sound})"
    assert media.answer == "- one\n- two\n  - three\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    odd = card("Basic", Front=r"Area? \[\pi r^2\]")
    assert (odd.question, odd.answer) == (
        r"Area? $$\pi r^2$$", r"$a_1$ 5 * 3 * 2 \_x\_ 1 < 2"
    )  # fmt: skip
    label = card("Image Occlusion", 1)
    assert label.picture.path == picture
    assert [one.region.shape for one in label.picture.labels] == ["rect", "ellipse", "polygon"]
    assert label.picture.labels[1].region.numbers == (44, 70, 8, 20)
    term = card("Term", Term="aorta")
    assert term.question == "*In chest:* aorta  \na b"
    assert (term.answer, term.hints, term.extra) == ("great artery", ("big",), "more")
    assert card("Term", Term="vena").answer == "vein (no more)"
    place = card("Term", 1)
    assert (place.question, place.answer) == ("Where is aorta?", "chest Place of Arm")
    lines = card("Lines", 1)
    assert (lines.question, lines.extra) == ("**Poem**: one [...]", "by me")
    kept = {path.name for path in (empty.path.parent / "media").iterdir()}
    assert kept == {Path(picture).name, Path(sound).name}
    assert summary.media == 2
    assert any("script" in notice for notice in summary.notices)
    assert any("rescheduling" in notice for notice in summary.notices)


@pytest.mark.parametrize("again", NAMES)
def test_a_second_import_adds_nothing(made: Path, empty: Library, again: str) -> None:
    """The same deck, exported in whatever form, is the same deck."""
    import_decks(empty, [made / "modern.apkg"])
    before = _state(empty)
    summary = import_decks(empty, [made / again])
    assert (summary.changed, summary.reviews) == (False, 0)
    assert _state(empty) == before


def test_an_update_keeps_what_the_student_did(made: Path, empty: Library, tmp_path: Path) -> None:
    """A corrected deck changes the words, never the schedule, flag or suspension."""
    import_decks(empty, [made / "modern.apkg"])
    told = json.loads((made / "collection.json").read_text())
    seen = next(one for one in told["cards"] if one["fields"].get("Front") == "f2")
    id_ = CardId(id_of(seen))
    given = record(empty, id_, Answer(q=5, duration_ms=10))
    edit = {"do": "edit", "guid": seen["guid"], "field": "Front", "value": "f2, reworded"}
    newer = tmp_path / "newer.apkg"
    ask_anki(
        {"do": "import", "path": str(made / "modern.apkg"), "history": True},
        edit,
        {"do": "export", "path": str(newer), "legacy": False},
    )
    summary = import_decks(empty, [newer])
    assert (summary.new, summary.updated, summary.reviews) == (0, 1, 0)
    assert by_id(empty)[id_][0].question == "f2, reworded"
    assert get_standing(empty.db, id_) == given.standing


def test_study_that_went_on_in_anki_is_taken(made: Path, empty: Library, tmp_path: Path) -> None:
    """Who studies on in Anki and imports again finds the later answers here."""
    import_decks(empty, [made / "modern.apkg"])
    told = json.loads((made / "collection.json").read_text())
    seen = next(one for one in told["cards"] if one["fields"].get("Front") == "f2")
    newer = tmp_path / "newer.apkg"
    ask_anki(
        {"do": "import", "path": str(made / "modern.apkg"), "history": True},
        {"do": "answer", "guid": seen["guid"], "ease": 4},
        {"do": "export", "path": str(newer), "legacy": False},
    )
    summary = import_decks(empty, [newer])
    assert (summary.new, summary.reviews) == (0, 1)
    assert get_standing(empty.db, CardId(id_of(seen))).memory.due_day is not None
    assert import_decks(empty, [newer]).reviews == 0


def _state(library: Library) -> list[Any]:
    tables = ("decks", "cards", "states", "overlays", "aliases")
    rows = [list(library.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2")) for table in tables]
    log = library.db.execute("SELECT id, card, kind, at_ms, grade, detail FROM reviews ORDER BY id")
    return [*rows, list(log)]


def test_our_own_package_comes_back_to_its_cards(tmp_path: Path, library: Library) -> None:
    """A deck lent to Anki and taken back must not be there twice."""
    record(library, CardId("k2v8r5t1pd/q"), Answer(q=4, duration_ms=10))
    path = tmp_path / "ours.apkg"
    write_export(export(library, ".apkg", with_history=True), path)
    before = _state(library)
    summary = import_decks(library, [path])
    assert (summary.changed, summary.reviews, summary.refused) == (False, 0, ())
    assert _state(library) == before
    assert not any("differently" in notice for notice in summary.notices)


def test_flashdeck_to_anki_to_flashdeck(tmp_path: Path, library: Library, clock: Clock) -> None:
    """Text, tags, schedule and log of our decks survive the way through Anki."""
    for step, card in enumerate(("k2v8r5t1pd/q", "w3h6z0y4cb/c1", "n7kq3m9xwa/origin") * 3):
        record(library, CardId(card), Answer(q=(4, 5, 3, 2)[step % 4], duration_ms=900 + step))
        clock.forward(days=2)  # type: ignore[attr-defined]
    ours, theirs = tmp_path / "ours.apkg", tmp_path / "theirs.apkg"
    write_export(export(library, ".apkg", with_history=True), ours)
    ask_anki(
        {"do": "import", "path": str(ours), "history": True},
        {"do": "export", "path": str(theirs), "legacy": False},
    )
    with open_library(tmp_path / "other.db", clock) as other:
        assert import_decks(other, [theirs]).refused == ()
        was, now_ = by_id(library), by_id(other)
        assert set(was) == set(now_)
        for id_, (card, deck) in was.items():
            back, place = now_[id_]
            assert place.place == deck.place
            for name in ("question", "answer", "kind", "items", "ordered", "cloze", "hints",
                         "alternatives", "extra", "tags", "relation", "subject", "typed",
                         "sibling_key", "note_id"):  # fmt: skip
                assert getattr(back, name) == getattr(card, name), (id_, name)
            before, after = (get_standing(one.db, id_).memory for one in (library, other))
            for name in ("repetitions", "ease", "interval_days", "due_day", "lapses", "last_day"):
                assert getattr(after, name) == getattr(before, name), (id_, name)
            logs = [
                sorted((e.at_ms, e.duration_ms) for e in reviews.entries_of(one.db, [id_]) if e.q)
                for one in (library, other)
            ]
            assert logs[0] == logs[1]


def test_notes_of_anki_are_known_there(made: Path, empty: Library, tmp_path: Path) -> None:
    """Who goes back to the Anki that the deck came from finds it there, not twice."""
    import_decks(empty, [made / "modern.apkg"])
    path = tmp_path / "back.apkg"
    write_export(export(empty, ".apkg"), path)
    told = json.loads((made / "collection.json").read_text())
    seen = next(one for one in told["cards"] if one["fields"].get("Front") == "f2")
    edit = {"do": "edit", "guid": seen["guid"], "field": "Front", "value": "f2, reworded"}
    newer, again = tmp_path / "newer.apkg", tmp_path / "again.apkg"
    steps = [{"do": "import", "path": str(made / "modern.apkg"), "history": True}]
    _, same, _, _ = ask_anki(
        *steps,
        {"do": "import", "path": str(path)},
        edit,
        {"do": "export", "path": str(newer), "legacy": False},
    )
    assert (same["new"], same["updated"], same["conflicting"]) == (0, 0, 0)
    import_decks(empty, [newer])
    write_export(export(empty, ".apkg"), again)
    _, updated, after = ask_anki(*steps, {"do": "import", "path": str(again)}, {"do": "dump"})
    assert (updated["new"], updated["updated"], updated["conflicting"]) == (0, 1, 0)
    fields = [note["fields"] for note in after["notes"] if note["guid"] == seen["guid"]]
    assert fields[0]["Front"] == "f2, reworded"


def test_a_package_deck_as_markdown_keeps_its_schedules(
    made: Path, empty: Library, tmp_path: Path
) -> None:
    """A package lives in the library until it is written as a deck file, which then goes on."""
    import_decks(empty, [made / "modern.apkg"])
    file = tmp_path / "out/arm.md"
    file.parent.mkdir()
    write_export(export(empty, ".md", deck="Anatomy::Arm"), file)
    before = {row.card.question: row.state for row in card_rows(empty, "Anatomy::Arm")}
    summary = import_decks(empty, [file])
    assert summary.refused == ()
    after = {row.card.question: row.state for row in card_rows(empty, "Anatomy::Arm")}
    assert after == before
    assert import_decks(empty, [made / "modern.apkg"]).refused == ()


def test_the_deck_file_takes_over_from_the_package(
    tmp_path: Path, library: Library, deck_file: Path, clock: Clock
) -> None:
    """Whoever first got the package and then the deck itself goes on with the same cards."""
    record(library, CardId("k2v8r5t1pd/q"), Answer(q=4, duration_ms=10))
    path = tmp_path / "ours.apkg"
    write_export(export(library, ".apkg", with_history=True), path)
    with open_library(tmp_path / "other.db", clock) as other:
        import_decks(other, [path])
        summary = import_decks(other, [deck_file])
        assert (summary.refused, summary.new, summary.orphaned) == ((), 0, 0)
        assert get_standing(other.db, CardId("k2v8r5t1pd/q")).memory.repetitions == 1


def _hash(library: Library) -> str:
    return hashlib.sha256("".join(library.db.iterdump()).encode()).hexdigest()


def test_a_refused_package_leaves_nothing(made: Path, empty: Library, tmp_path: Path) -> None:
    """Damage found late, when media is written already, still leaves no row and no file."""
    before = _hash(empty)
    broken = tmp_path / "broken.apkg"
    data = bytearray((made / "legacy.apkg").read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = json.loads(package.read("media"))
        member = next(key for key, name in names.items() if name.endswith("mp3"))
        at = package.getinfo(member).header_offset
    data[at + 35 : at + 45] = b"\xff" * 10
    broken.write_bytes(data)
    summary = import_decks(empty, [broken])
    (line,) = summary.refused
    assert "broken.apkg" in line and "\n" not in line
    assert _hash(empty) == before
    assert not (empty.path.parent / "media").exists()


def test_a_failing_write_leaves_nothing(made: Path, empty: Library) -> None:
    """A full disk in the middle of the transaction takes the media files back too."""
    before = _hash(empty)
    with (
        patch.object(packages, "store_arrivals", side_effect=sqlite3.OperationalError("full")),
        pytest.raises(Exception, match="library"),
    ):
        import_decks(empty, [made / "modern.apkg"])
    assert _hash(empty) == before
    assert not (empty.path.parent / "media").exists()


def test_a_dry_run_changes_nothing(made: Path, empty: Library) -> None:
    """Looking first must be free."""
    before = _hash(empty)
    summary = import_decks(empty, [made / "modern.apkg"], dry_run=True)
    assert summary.new > 10
    assert _hash(empty) == before
    assert not (empty.path.parent / "media").exists()


def test_due_days_are_calendar_days(made: Path, tmp_path: Path) -> None:
    """A collection made in summer is due on the same dates in winter, wherever it is read."""
    told = json.loads((made / "collection.json").read_text())
    for hours in (-8, 0, 13):
        moment = Moment(int(time.time() * 1000), hours * 60)
        with open_library(tmp_path / f"{hours}.db", lambda moment=moment: moment) as library:
            import_decks(library, [made / "modern.apkg"])
            for seen in told["cards"]:
                if seen["type"] == 2:
                    due = get_standing(library.db, CardId(id_of(seen))).memory.due_day
                    base = datetime.now().astimezone(tz=None) - timedelta(hours=4)
                    expected = base.date() + timedelta(days=seen["due"] - told["today"])
                    assert due is not None
                    assert day_to_iso(due) == expected.isoformat()


def _foreign(path: Path, sql: str, **media: bytes) -> Path:
    """Write a package with one basic note, changed by SQL, and media by name."""
    from flashdeck.anki.write import write_package  # the smallest sound collection at hand
    from tests.anki.samples import QUESTION, make_deck

    data = write_package([make_deck(QUESTION)]).data
    file = path.with_suffix(".db")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        file.write_bytes(package.read("collection.anki21"))
    db = sqlite3.connect(file)
    db.executescript("update notes set guid = 'abc'; " + sql)
    db.close()
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("collection.anki21", file.read_bytes())
        names = {str(number): name for number, name in enumerate(media)}
        package.writestr("media", json.dumps(names))
        for number, content in enumerate(media.values()):
            package.writestr(str(number), content)
    file.unlink()
    return path


@pytest.mark.parametrize(
    "name", ["../../evil.png", "/tmp/evil.png", "..\\evil.png", "a\x1b]0;x\x07.png", "CON.png"]
)
def test_no_media_name_is_a_path(empty: Library, tmp_path: Path, name: str) -> None:
    """A name in a package must never decide where a file is written."""
    before = set(tmp_path.rglob("*"))
    field = f'<img src="{name}">'.replace("\x1b", "&#27;").replace("\x07", "&#7;")
    sql = f"update notes set flds = '{field}' || char(31) || 'b' || flds"
    path = _foreign(tmp_path / "odd.apkg", sql, **{name: PIXEL})
    import_decks(empty, [path])
    new = set(tmp_path.rglob("*")) - before - {path}
    allowed = {empty.path.parent / "media", *(empty.path.parent / "media").glob("*.png")}
    assert {one for one in new if "library.db" not in one.name} <= allowed
    assert not Path("/tmp/evil.png").exists()


def test_programs_are_no_media(empty: Library, tmp_path: Path) -> None:
    """What is no picture, sound or film is not kept, whatever the note says."""
    sql = "update notes set flds = '<img src=\"run.exe\"> q' || char(31) || 'a'"
    path = _foreign(tmp_path / "exe.apkg", sql, **{"run.exe": b"MZ"})
    summary = import_decks(empty, [path])
    assert summary.refused == ()
    assert not (empty.path.parent / "media").exists()
    assert any("run.exe" in notice for notice in summary.notices)


def test_a_package_without_its_media_takes_no_picture_away(
    made: Path, empty: Library, tmp_path: Path
) -> None:
    """Anki exports without media by one tick; pictures that came before stay on their cards."""
    bare = tmp_path / "bare.apkg"
    with zipfile.ZipFile(made / "legacy.apkg") as whole, zipfile.ZipFile(bare, "w") as package:
        package.writestr("collection.anki21", whole.read("collection.anki21"))
    summary = import_decks(empty, [bare])
    assert any("left out; export it with its media" in line for line in summary.notices)
    assert import_decks(empty, [made / "legacy.apkg"]).new == 3
    before = {key: card for key, (card, _) in by_id(empty).items()}
    assert import_decks(empty, [bare]).changed is False
    assert {key: card for key, (card, _) in by_id(empty).items()} == before


def test_text_of_strangers_is_cleaned(empty: Library, tmp_path: Path) -> None:
    """Escape sequences in questions, tags and deck names never reach a terminal."""
    evil = "'a' || char(27) || ']0;x' || char(7) || char(8238) || 'b'"
    sql = (
        f"update notes set flds = {evil} || char(31) || {evil}, tags = {evil}; "
        f"update col set decks = replace(decks, 'Soleus', 'S' || char(8238) || '::::x')"
    )
    summary = import_decks(empty, [_foreign(tmp_path / "evil.apkg", sql)])
    assert summary.new == 1
    for card, deck in by_id(empty).values():
        for text in (card.question, card.answer, *card.tags, deck.place, deck.title):
            assert not any(char in text for char in "\x1b\x07\u202e")
        assert "::::" not in deck.place


@pytest.mark.parametrize(
    "front",
    ["{{Question}}" * 200_000, "{{#Question}}" * 5_000 + "x", "{{" * 50_000, "{{/x}}" * 9_000,
     "<!--" * 30_000, "{{^Answer}}" * 20_000, "{{" + "a:" * 90 + "Question}}"],
)  # fmt: skip
def test_hostile_templates_end(empty: Library, tmp_path: Path, front: str) -> None:
    """A template that repeats itself costs its own card at most, and no time."""
    text = json.dumps(front)[1:-1].replace("'", "''")
    sql = (
        "update notes set mid = 77, flds = 'q' || flds; "
        "update col set models = replace(replace(models, '1795392000101', '77'), "
        f"'flashdeck Basic', 'Other'); update col set models = json_set(models, "
        f"'$.\"77\".tmpls[0].qfmt', json('\"{text}\"'))"
    )
    start = time.process_time()
    summary = import_decks(empty, [_foreign(tmp_path / "t.apkg", sql)])
    assert time.process_time() - start < 10
    assert summary.new <= 1
