"""Tables of cards: what Anki and spreadsheets write, and rows that are wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashdeck.services.export import export, write_export
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows
from tests.anki.judging import ask_anki
from tests.services.conftest import HandClock


@pytest.fixture
def empty(tmp_path: Path, clock: HandClock) -> Iterator[Library]:
    """A library without decks."""
    with open_library(tmp_path / "empty.db", clock) as opened:
        yield opened


def read(library: Library, path: Path, text: str | bytes) -> dict[str, str]:
    """Import a table; return answers by question."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    summary = import_decks(library, [path])
    assert summary.refused == ()
    return {row.card.question: row.card.answer for row in card_rows(library)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "front,back\nWhat?,That\n\"a, b\",\"c \"\"d\"\"\"\n"),
        ("a.csv", "\ufeffAnswer;Question\r\nThat;What?\r\n\"c \"\"d\"\"\";a, b\r\n"),
        ("a.tsv", "What?\tThat\na, b\tc \"d\"\n".replace('c "d"', '"c ""d"""')),
        ("a.txt", "#separator:tab\n#html:true\nWhat?\tThat\na, b\t\"c \"\"d\"\"\"\n"),
        ("a.txt", "#separator:pipe\n#html:false\n#columns:Back|Front\nThat|What?\n"
                  "\"c \"\"d\"\"\"|a, b\n"),
        ("a.csv", "front,back\nWhat?,That\n\"a, b\",\"c \"\"d\"\"\"\n".encode("utf-16")),
    ],
)  # fmt: skip
def test_tables_as_programs_write_them(
    empty: Library, tmp_path: Path, name: str, text: str | bytes
) -> None:
    """A list that a student kept in a spreadsheet is their deck, however it was saved."""
    assert read(empty, tmp_path / name, text) == {"What?": "That", "a, b": 'c "d"'}


def test_columns_have_their_places(empty: Library, tmp_path: Path) -> None:
    """Deck, tags, hint and extra go where they belong; HTML becomes Markdown."""
    text = (
        "question,answer,tags,deck,hint,extra\n"
        '<b>What</b>?,"<ul><li>a</li><li>b</li></ul>",x leg::back,Anatomy::Leg,think,more\n'
        "{{c1::Tibia}} and {{c2::fibula::thin}},,y,,,\n"
        "'=1+1,'-2,,,,\n"
    )
    read(empty, tmp_path / "cards.csv", text)
    rows = {row.card.question: row for row in card_rows(empty)}
    assert rows["**What**?"].card.answer == "- a\n- b"
    assert rows["**What**?"].card.tags == ("x", "leg/back")
    assert (rows["**What**?"].card.hints, rows["**What**?"].card.extra) == (("think",), "more")
    assert rows["**What**?"].deck == "Leg"
    assert rows["[...] and fibula"].card.answer == "Tibia"
    assert rows["Tibia and [thin]"].deck == "cards"
    assert rows["=1+1"].card.answer == "-2"


def test_a_table_again_adds_only_what_is_new(empty: Library, tmp_path: Path) -> None:
    """A list that grows is imported again and again."""
    path = tmp_path / "a.csv"
    read(empty, path, "a,1\nb,2\na,1\n")
    before = {row.card.id for row in card_rows(empty)}
    path.write_text("a,1\nb,two\na,1\nc,3\n", encoding="utf-8")
    summary = import_decks(empty, [path])
    assert (summary.new, summary.updated, summary.unchanged) == (1, 1, 2)
    assert len({row.card.id for row in card_rows(empty)} - before) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a,b\nq\n,x\n", r"\.csv:2: has no answer, line 3 has no question;"),
        (b"a,b\nc,d,e\n", r"\.csv:2: has 3 columns where the first row has 2 columns;"),
        (b'a,b\n"c,d\n', r"\.csv:\d: cannot be read"),
        (b"caf\xe9,x\n", r"\.csv:1: not UTF-8 at byte 3 \(likely Windows-1252\)"),
        (b"", "holds no card"),
        (b"\x00\x01\x02", "has no question"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_a_wrong_row_refuses_the_file(
    empty: Library, tmp_path: Path, text: bytes, words: str
) -> None:
    """Half a table taken would be found out in the exam; the line is named instead."""
    path = tmp_path / "a.csv"
    path.write_bytes(text)
    before = hashlib.sha256("".join(empty.db.iterdump()).encode()).digest()
    (line,) = import_decks(empty, [path]).refused
    assert "\n" not in line
    assert re.search(words, line), line
    assert hashlib.sha256("".join(empty.db.iterdump()).encode()).digest() == before


@pytest.mark.parametrize("ending", [".tsv", ".csv"])
def test_our_own_table_comes_back(library: Library, tmp_path: Path, ending: str) -> None:
    """An export for a spreadsheet, imported again, adds no card."""
    path = tmp_path / f"out{ending}"
    write_export(export(library, ending), path)
    summary = import_decks(library, [path])
    assert (summary.refused, summary.new, summary.updated) == ((), 0, 0)


def test_a_table_that_anki_wrote(empty: Library, tmp_path: Path, library: Library) -> None:
    """Anki's own text export has guid, note type, deck and tags in its columns."""
    package, table = tmp_path / "a.apkg", tmp_path / "a.txt"
    write_export(export(library, ".apkg"), package)
    ask_anki({"do": "import", "path": str(package)}, {"do": "write_table", "path": str(table)})
    summary = import_decks(library, [table])
    assert (summary.refused, summary.new) == ((), 0)
