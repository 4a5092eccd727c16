"""Exports of a library: what arrives elsewhere, and that it is the same every time."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flashdeck.core.days import day_to_iso
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.errors import NotFoundError, PackageError, UsageError
from flashdeck.core.ids import CardId
from flashdeck.core.model import Deck
from flashdeck.files.decks import load_deck
from flashdeck.services.answering import Answer, record
from flashdeck.services.export import export, write_export
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows
from flashdeck.services.marking import set_suspended
from flashdeck.store.rows import card_content
from tests.anki.judging import ask_anki
from tests.anki.samples import PIXEL
from tests.services.conftest import DECK, HandClock

LEG = """\
---
flashdeck: 1
id: dk-aaaaaaaaaa
title: Leg
tags: [lower-limb]
typed: [action]
---
The leg, *below* the knee.

I: ![Posterior leg](media/leg view.png) <!-- fd:p0q4d7m2ka -->
- L1: soleus @ 31% 42% 18% 25%
- L2: calcaneal tendon | Achilles tendon @ ellipse 44% 78% 8% 15%

## Soleus <!-- fd:n8kq3m9xwa -->
kind: muscle
- action: plantar flexion
- duration: =1+1 day
  > "One <day> & more" (a.md:1-5)

Q: What is seen in ![the leg](<media/leg view.png>)? <!-- fd:k3v8r5t1pd -->
A: @soleus
H: Look *behind*.
X: More.
T: clinical/imaging
"""
SEPARATORS = [(".tsv", "\t"), (".csv", ",")]


@pytest.fixture
def leg_file(tmp_path: Path) -> Path:
    """A deck with a picture."""
    path = tmp_path / "leg.md"
    path.write_text(LEG.replace("(media/leg view.png)", "(<media/leg view.png>)"), encoding="utf-8")
    (tmp_path / "media").mkdir()
    (tmp_path / "media/leg view.png").write_bytes(PIXEL)
    return path


@pytest.fixture
def both(library: Library, leg_file: Path) -> Library:
    """A library with two decks."""
    assert not import_decks(library, [leg_file]).refused
    return library


def _answer(library: Library, card: str, q: int) -> None:
    record(library, CardId(card), Answer(q=q, duration_ms=1234))


def _by_guid(seen: dict) -> dict[str, dict]:
    return {note["guid"]: note for note in seen["notes"]}


def test_a_library_reaches_anki(both: Library, tmp_path: Path) -> None:
    """Decks, tags, pictures and every kind of card, as the official library finds them."""
    made = export(both, ".apkg")
    path = tmp_path / "all.apkg"
    assert write_export(made, path) == ()
    step = {"do": "import", "path": str(path)}
    first, second, seen, problems = ask_anki(step, step, {"do": "dump"}, {"do": "check"})
    assert (first["new"], second["new"]) == (made.notes, 0)
    assert (made.decks, made.media) == (2, 1)
    assert problems == []
    assert {"Leg", "Upper limb::Shoulder"} <= set(seen["decks"])
    assert {"lower-limb", "clinical::imaging"} <= set(seen["tags"])
    (picture,) = seen["media"]
    assert re.fullmatch(r"leg-view-[0-9a-f]{10}\.png", picture)
    notes = _by_guid(seen)
    assert notes["n8kq3m9xwa/action"]["type"] == "flashdeck Typed"
    assert f'src="{picture}"' in notes["k3v8r5t1pd/q"]["cards"][0]["question"]
    assert len(notes["p0q4d7m2ka"]["cards"]) == 2
    assert len(notes["n7kq3m9xwa/innervation"]["cards"]) == 2
    assert sum(len(note["cards"]) for note in seen["notes"]) == made.cards


def test_only_a_changed_card_is_newer(
    both: Library, deck_file: Path, clock: HandClock, tmp_path: Path
) -> None:
    """A re-export must update what was reworded, and leave what learners edited."""
    before = tmp_path / "a.apkg"
    write_export(export(both, ".apkg"), before)
    clock.forward(days=3)
    deck_file.write_text(DECK.replace("deltoid tuberosity", "tuberosity"), encoding="utf-8")
    import_decks(both, [deck_file])
    after = tmp_path / "b.apkg"
    write_export(export(both, ".apkg"), after)
    edit = {"do": "edit", "guid": "n7kq3m9xwa/action", "field": "Mnemonic", "value": "mine"}
    _, _, log, seen = ask_anki(
        {"do": "import", "path": str(before)},
        edit,
        {"do": "import", "path": str(after)},
        {"do": "dump"},
    )
    assert (log["new"], log["updated"]) == (0, 1)
    notes = _by_guid(seen)
    assert notes["n7kq3m9xwa/insertion"]["fields"]["Answer"] == "tuberosity of the humerus"
    assert notes["n7kq3m9xwa/action"]["fields"]["Mnemonic"] == "mine"


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_history_is_that_of_the_library(
    both: Library, clock: HandClock, tmp_path: Path, zone: str
) -> None:
    """Due dates, intervals, ease and the log go on in Anki where they stood here."""
    answers = [(4, 4, 5), (3,), (1,), (5, 5, 5), (4, 2, 4)]
    studied = [row.card.id for row in card_rows(both, "Shoulder")][: len(answers)]
    for round_ in range(3):
        for card, qualities in zip(studied, answers, strict=True):
            if round_ < len(qualities):
                _answer(both, card, qualities[round_])
        clock.forward(days=7)
    set_suspended(both, [studied[3]], suspended=True)
    made = export(both, ".apkg", deck="Shoulder", with_history=True)
    assert any("first import" in notice for notice in made.notices)
    path = tmp_path / "a.apkg"
    write_export(made, path)
    step = {"do": "import", "path": str(path), "history": True}
    _, seen, problems = ask_anki(step, {"do": "dump"}, {"do": "check"}, zone=zone)
    assert problems == []
    assert len(seen["reviews"]) == made.reviews == sum(map(len, answers))
    today = (datetime.now(ZoneInfo(zone)) - timedelta(hours=4)).date()
    arrived = {}
    for note in seen["notes"]:
        for card in note["cards"]:
            reverse = "~rev" if card["number"] == 1 and "/" in note["guid"] else ""
            slot = "" if "/" in note["guid"] else f"/c{card['number'] + 1}"
            arrived[note["guid"] + reverse + slot] = card
    for row in card_rows(both, "Shoulder"):
        card, state = arrived[row.card.id], row.state
        if state.due_day is None:
            assert card["type"] == 0
            continue
        due = today + timedelta(days=card["due"] - seen["today"])
        assert due.isoformat() == day_to_iso(state.due_day)
        assert (card["ivl"], card["factor"]) == (state.interval_days, state.ease * 10)
        assert card["lapses"] == state.lapses
        assert card["queue"] == (-1 if state.suspended else 2)
        rows = [review for review in seen["reviews"] if review[1] == card["id"]]
        qualities = answers[studied.index(row.card.id)]
        assert [review[3] for review in rows] == [max(1, q - 1) for q in qualities]
        assert [review[8] for review in rows] == [0, 1, 1][: len(qualities)]
        assert rows[-1][4] == state.interval_days
        assert {review[7] for review in rows} == {1234}


def test_a_copied_library_gives_the_same_bytes(
    both: Library, clock: HandClock, tmp_path: Path
) -> None:
    """Who rebuilds a package elsewhere must get the same file."""
    _answer(both, "n7kq3m9xwa/origin", 4)
    endings = (".apkg", ".tsv", ".json", ".html")
    made = [export(both, ending, with_history=True).data for ending in endings]
    copy = tmp_path / "elsewhere" / "copy.db"
    copy.parent.mkdir()
    both.close()
    shutil.copy(both.path, copy)
    clock.forward(days=40)
    clock.offset_min = -480
    with open_library(copy, clock) as library:
        assert [export(library, ending, with_history=True).data for ending in endings] == made


def test_a_tag_takes_those_below_it(both: Library) -> None:
    """Part of a library is often wanted by subject, not by file."""
    document = json.loads(export(both, ".json", tag="Clinical").data)
    cards = [card["id"] for deck in document["decks"] for card in deck["cards"]]
    assert cards == ["k3v8r5t1pd/q"]
    with pytest.raises(PackageError, match="no card with the tag"):
        export(both, ".apkg", tag="clin")


def test_what_cannot_be_exported_is_said(both: Library) -> None:
    """A wrong name must not make an empty file."""
    with pytest.raises(UsageError, match="apkg"):
        export(both, ".docx")
    with pytest.raises(NotFoundError, match="Leg"):
        export(both, ".apkg", deck="Arm")


@pytest.mark.parametrize(("ending", "separator"), SEPARATORS)
def test_tables_are_text_that_anki_imports(
    both: Library, tmp_path: Path, ending: str, separator: str
) -> None:
    """A table is for spreadsheets and for Anki's text import alike."""
    made = export(both, ending)
    assert any("2 cards were left out" in notice for notice in made.notices)
    path = tmp_path / f"a{ending}"
    write_export(made, path)
    text = made.data.decode("utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert head[1:6] == [
        *("#html:true", "#guid column:1", "#notetype column:2", "#deck column:3", "#tags column:8")
    ]
    body = text.partition("extra" + separator + "tags\n")[2]
    rows = list(csv.reader(io.StringIO(body), delimiter=separator))
    assert len(rows) == made.notes
    assert {len(row) for row in rows} == {8}
    by_guid = {row[0]: row for row in rows}
    assert by_guid["n8kq3m9xwa/duration"][4] == "'=1+1 day"
    assert by_guid["k3v8r5t1pd/q"][4] == "'@soleus"
    assert by_guid["k3v8r5t1pd/q"][5:] == ["Look <em>behind</em>.", "More.", _tags(by_guid)]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    step = {"do": "table", "path": str(path)}
    first, second, seen, problems = ask_anki(step, step, {"do": "dump"}, {"do": "check"})
    assert (first["new"], second["new"]) == (made.notes, 0)
    assert problems == []
    assert {"Leg", "Upper limb::Shoulder"} <= set(seen["decks"])
    kinds = {note["guid"]: note["type"] for note in seen["notes"]}
    assert kinds["w3h6z0y4cb"] == "Cloze"
    assert kinds["n8kq3m9xwa/action"] == "Basic (type in the answer)"


def _tags(rows: dict[str, list[str]]) -> str:
    tags = rows["k3v8r5t1pd/q"][7]
    assert tags == "clinical::imaging lower-limb"
    return tags


def test_the_document_has_what_generate_has(both: Library) -> None:
    """Scripts read one form of a card, wherever it comes from."""
    _answer(both, "n8kq3m9xwa/duration", 4)
    document = json.loads(export(both, ".json", with_history=True).data)
    leg, shoulder = document["decks"]
    assert (leg["title"], shoulder["path"]) == ("Leg", "Upper limb::Shoulder")
    cards = {card["id"]: card for deck in document["decks"] for card in deck["cards"]}
    card = cards["n8kq3m9xwa/duration"]
    assert list(card)[:8] == [
        *("id", "subject", "relation", "question", "answer", "kind", "tags", "source")
    ]
    assert card["source"] == {"file": "a.md", "text": "One <day> & more", "start": 1, "end": 5}
    assert card["schedule"]["interval_days"] == 1
    assert [review["q"] for review in card["reviews"]] == [4]
    assert cards["n7kq3m9xwa/origin"]["items"][0] == "lateral third of the clavicle"
    assert cards["n7kq3m9xwa/origin"]["schedule"] is None
    assert "schedule" not in json.loads(export(both, ".json").data)["decks"][0]["cards"][0]


def test_a_deck_file_comes_back_the_same(both: Library, leg_file: Path, tmp_path: Path) -> None:
    """The way out of the library loses no id, no hint, no picture."""
    target = tmp_path / "out" / "leg.md"
    target.parent.mkdir()
    made = export(both, ".md", deck="leg")
    assert write_export(made, target) == ()
    loaded, original = load_deck(target), load_deck(leg_file)
    assert loaded.errors == ()
    assert [(card.id, card_content(card)) for card in loaded.cards] == [
        (card.id, card_content(card)) for card in original.cards
    ]
    assert (target.parent / "media/leg view.png").read_bytes() == PIXEL


def test_a_deck_without_its_file_is_rebuilt(both: Library, deck_file: Path) -> None:
    """Cards outlive the file they came from."""
    before = cards_of(_deck(DECK))
    deck_file.unlink()
    text = export(both, ".md", deck="Shoulder").data.decode("utf-8")
    after = {card.id: card for card in cards_of(_deck(text))}
    assert set(after) == {card.id for card in before}
    for card in before:
        again = after[card.id]
        assert (again.answer, again.items, again.kind) == (card.answer, card.items, card.kind)


def test_part_of_a_deck_keeps_its_ids(both: Library) -> None:
    """A note by tag stays the note that it is, under its structure."""
    text = export(both, ".md", deck="leg", tag="clinical").data.decode("utf-8")
    (card,) = cards_of(_deck(text))
    assert (card.id, card.subject) == ("k3v8r5t1pd/q", "Soleus")


def test_one_deck_a_deck_file(both: Library) -> None:
    """Two decks in one file would be one deck."""
    with pytest.raises(PackageError, match="Leg, Shoulder"):
        export(both, ".md")


def test_the_sheet_prints_questions_then_answers(both: Library) -> None:
    """Paper for the bus: no answer beside its question, nothing active in the page."""
    page = export(both, ".html").data.decode("utf-8")
    asked, _, key = page.partition('<section class="key">')
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert "deltoid tuberosity" in key and "deltoid tuberosity" not in asked
    assert asked.count('<img src="data:image/png;base64,') == 2
    assert "name what is marked 1 to 2" in html.unescape(asked)
    assert "or: Achilles tendon" in key


def test_a_missing_picture_is_named(both: Library, leg_file: Path, tmp_path: Path) -> None:
    """Cards that cannot be shown are left out, and the student is told."""
    (leg_file.parent / "media/leg view.png").unlink()
    made = export(both, ".apkg", deck="leg")
    assert any("media/leg view.png is missing" in notice for notice in made.notices)
    path = tmp_path / "a.apkg"
    write_export(made, path)
    log, seen = ask_anki({"do": "import", "path": str(path)}, {"do": "dump"})
    assert log["new"] == made.notes == 3
    assert "the leg" in _by_guid(seen)["k3v8r5t1pd/q"]["fields"]["Question"]


def _deck(text: str) -> Deck:
    deck = parse_deck(text, file="a.md").deck
    assert deck is not None
    return deck
