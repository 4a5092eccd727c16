"""Decks into the library: whatever is done to a file, no schedule is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashdeck.core.errors import NotFoundError
from flashdeck.core.ids import CardId
from flashdeck.services.answering import Answer, record, undo
from flashdeck.services.decklist import deck_rows, remove_deck
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, find_deck
from flashdeck.services.listing import card_rows, found_rows
from flashdeck.services.refreshing import import_bundled, refresh
from flashdeck.store import cards, reviews, states

GOOD = Answer(q=4, grade=3)
INSERTION = CardId("n7kq3m9xwa/insertion")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def counts(library: Library, *paths: Path) -> tuple[int, int, int, int, int]:
    done = import_decks(library, paths)
    assert not done.refused, done.refused
    return done.new, done.updated, done.moved, done.orphaned, done.unchanged


def test_importing_again_changes_nothing(library: Library, deck_file: Path) -> None:
    """A student who imports a course twice must not get its cards twice."""
    before = library.db.execute("SELECT total_changes()").fetchone()
    assert counts(library, deck_file) == (0, 0, 0, 0, 9)
    (after,) = library.db.execute("SELECT total_changes()").fetchone()
    assert after - before[0] == 1, "only the deck's own row says when it was read"
    assert not list(reviews.all_entries(library.db)), "importing writes no log row"


def test_rewording_keeps_the_schedule(library: Library, deck_file: Path, clock) -> None:
    """A corrected typo must not send a card back to the beginning."""
    record(library, INSERTION, GOOD)
    was = cards.get_card(library.db, INSERTION)
    clock.forward(days=1)
    edit(deck_file, "deltoid tuberosity of the humerus", "deltoid tuberosity, halfway down")
    assert counts(library, deck_file) == (0, 1, 0, 0, 8)
    now = cards.get_card(library.db, INSERTION)
    assert was and now and now.content_mod_ms > was.content_mod_ms
    assert states.get_standing(library.db, INSERTION).memory.repetitions == 1
    assert [row.card.id for row in found_rows(library, "halfway")] == [INSERTION]
    assert not list(found_rows(library, "tuberosity humerus"))


def test_reordering_is_no_change_of_content(library: Library, deck_file: Path, clock) -> None:
    """Moving a line must not overwrite what a learner has edited in Anki."""
    was = cards.get_card(library.db, INSERTION)
    clock.forward(days=1)
    edit(deck_file, "- insertion: deltoid tuberosity of the humerus\n", "")
    edit(
        deck_file,
        "kind: muscle\n",
        "kind: muscle\n- insertion: deltoid tuberosity of the humerus\n",
    )
    assert counts(library, deck_file) == (0, 0, 0, 0, 9)
    now = cards.get_card(library.db, INSERTION)
    assert was and now and now.content_mod_ms == was.content_mod_ms
    assert next(card_rows(library)).card.id == INSERTION


def test_vanished_cards_get_their_history_back(library: Library, deck_file: Path) -> None:
    """A fact deleted by mistake, and put back, is still known."""
    record(library, INSERTION, GOOD)
    line = "- insertion: deltoid tuberosity of the humerus\n"
    edit(deck_file, line, "")
    assert counts(library, deck_file) == (0, 0, 0, 1, 8)
    assert INSERTION not in [row.card.id for row in card_rows(library)]
    assert len(list(reviews.all_entries(library.db))) == 1
    edit(deck_file, "kind: muscle\n", f"kind: muscle\n{line}")
    assert counts(library, deck_file) == (0, 1, 0, 0, 8)
    assert states.get_standing(library.db, INSERTION).memory.repetitions == 1


OTHER = """\
---
flashdeck: 1
id: dk-b4t8q2rxhz
title: Clinic
---
Q: Which nerve is at risk in a fracture of the surgical neck? <!-- fd:r3h6z0y4cb -->
A: Axillary nerve
"""
QUESTION = """
Q: Which part of the deltoid flexes the arm? <!-- fd:k2v8r5t1pd -->
A: Clavicular part | anterior part
"""


@pytest.mark.parametrize("first", ["from", "to", "both", "folder"])
def test_moving_a_note_to_another_file(
    library: Library, deck_file: Path, tmp_path: Path, first: str
) -> None:
    """Whichever file is read first, a moved note keeps its reviews and is nowhere refused."""
    other = tmp_path / "clinic.md"
    other.write_text(OTHER, encoding="utf-8")
    assert counts(library, other) == (1, 0, 0, 0, 0)
    record(library, CardId("k2v8r5t1pd/q"), GOOD)
    edit(deck_file, QUESTION, "")
    other.write_text(OTHER + QUESTION, encoding="utf-8")
    named = {"from": [deck_file], "to": [other], "both": [deck_file, other], "folder": [tmp_path]}
    counts(library, *named[first])
    counts(library, deck_file, other)
    stored = cards.get_card(library.db, CardId("k2v8r5t1pd/q"))
    assert stored and stored.present and stored.deck_id == "dk-b4t8q2rxhz"
    assert states.get_standing(library.db, CardId("k2v8r5t1pd/q")).memory.repetitions == 1
    if first != "from":
        assert counts(library, tmp_path) == (0, 0, 0, 0, 10)


def test_swapping_notes_between_two_files(
    library: Library, deck_file: Path, tmp_path: Path
) -> None:
    """Two notes that change places are two moves, not a conflict."""
    other = tmp_path / "clinic.md"
    other.write_text(OTHER, encoding="utf-8")
    counts(library, other)
    head, body = OTHER.split("Q:")
    edit(deck_file, QUESTION, f"\nQ:{body}")
    other.write_text(head + QUESTION, encoding="utf-8")
    assert counts(library, deck_file)[2:4] == (2, 0)


def test_one_id_on_two_notes_is_refused(library: Library, tmp_path: Path) -> None:
    """A copied id would mix the reviews of two notes; both places are named."""
    other = tmp_path / "clinic.md"
    other.write_text(OTHER + QUESTION, encoding="utf-8")
    done = import_decks(library, [other])
    assert done.files == 0
    assert "clinic.md:9" in done.refused[0]
    assert "shoulder.md:19" in done.refused[0]
    assert len(deck_rows(library)) == 1


def test_a_renamed_file_is_the_same_deck(library: Library, deck_file: Path) -> None:
    """Files may be sorted into folders without starting over."""
    record(library, INSERTION, GOOD)
    moved = deck_file.with_name("renamed.md")
    deck_file.rename(moved)
    assert counts(library, moved) == (0, 0, 0, 0, 9)
    assert find_deck(library, "renamed").title == "Shoulder"


@pytest.mark.parametrize("again", ["import", "refresh"])
def test_a_deck_with_a_new_id_or_title(library: Library, deck_file: Path, again: str) -> None:
    """Renaming a deck leaves its cards what they are, also where its id follows the title."""
    record(library, INSERTION, GOOD)
    edit(deck_file, "id: dk-mv4t8q2rxh\ntitle: Shoulder\n", "title: The shoulder\n")
    done = import_decks(library, [deck_file]) if again == "import" else refresh(library)
    assert (done.refused, done.moved, done.orphaned) == ((), 9, 0)
    assert [(row.title, row.cards, row.new) for row in deck_rows(library)] == [
        ("The shoulder", 9, 8)
    ]


def test_two_untitled_twins_do_not_replace_each_other(library: Library, tmp_path: Path) -> None:
    """Two files without ids and with one title are two decks; neither may swallow the other."""
    plain = "---\nflashdeck: 1\ntitle: Notes\n---\nQ: {0}?\nA: {0}\n"
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text(plain.format("a"), encoding="utf-8")
    two.write_text(plain.format("b"), encoding="utf-8")
    counts(library, one)
    assert "one.md" in import_decks(library, [two]).refused[0]
    assert [row.cards for row in deck_rows(library)] == [1, 9]


def test_a_rewording_without_id_is_said(library: Library, tmp_path: Path) -> None:
    """Whoever has not stamped a file is told what a rewording costs."""
    path = tmp_path / "notes.md"
    text = "---\nflashdeck: 1\ntitle: Notes\n---\nQ: Where?\nA: Here\n"
    path.write_text(text, encoding="utf-8")
    counts(library, path)
    path.write_text(text.replace("Where", "Where exactly"), encoding="utf-8")
    done = import_decks(library, [path])
    assert (done.new, done.orphaned) == (1, 1)
    assert "--write-ids" in done.notices[0]


def test_a_refused_file_leaves_the_others(
    library: Library, deck_file: Path, tmp_path: Path
) -> None:
    """One broken deck must not keep a class from studying, and nothing of it is half read."""
    other = tmp_path / "clinic.md"
    other.write_text(OTHER, encoding="utf-8")
    edit(deck_file, "Q: Which part", "<<<<<<< HEAD\nQ: Which part")
    done = import_decks(library, [tmp_path])
    assert done.files == 1
    assert "shoulder.md" in done.refused[0]
    assert [row.cards for row in deck_rows(library)] == [1, 9]


def test_dry_run_changes_nothing(library: Library, deck_file: Path) -> None:
    """What would change can be seen before it does."""
    edit(deck_file, "- action: abduction of the arm\n", "")
    assert import_decks(library, [deck_file], dry_run=True).orphaned == 1
    assert len(list(card_rows(library))) == 9


def test_changed_files_are_read_at_start(library: Library, deck_file: Path, clock) -> None:
    """An edited deck is studied as it is now, and a missing file takes nothing away."""
    assert refresh(library).files == 0
    edit(deck_file, "abduction of the arm", "abduction of the arm from 15 degrees")
    assert refresh(library).updated == 1
    assert refresh(library).files == 0
    deck_file.unlink()
    assert refresh(library).files == 0
    assert len(list(card_rows(library))) == 9


def test_an_edit_of_equal_size_at_once_is_seen(library: Library, deck_file: Path) -> None:
    """An editor may save twice within one tick of the file's clock."""
    import os

    before = deck_file.stat()
    edit(deck_file, "abduction of the arm", "Abduction of the arm")
    os.utime(deck_file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert deck_file.stat().st_size == before.st_size
    library.db.execute("UPDATE decks SET read_ms = file_mtime_ns / 1000000")
    assert refresh(library).updated == 1


def test_removed_and_back(library: Library, deck_file: Path) -> None:
    """Removing hides; the reviews wait for the deck to return."""
    record(library, INSERTION, GOOD)
    remove_deck(library, "shoulder")
    assert not deck_rows(library)
    assert not list(found_rows(library, "deltoid"))
    assert refresh(library).files == 0
    with pytest.raises(NotFoundError, match="no card"):
        record(library, INSERTION, GOOD)
    assert counts(library, deck_file)[0] == 0
    assert [(row.cards, row.new) for row in deck_rows(library)] == [(9, 8)]


def test_a_new_meaning_is_relearned_once(library: Library, deck_file: Path, clock) -> None:
    """`rev=2` brings the cards back soon; importing again does not reset what was relearned."""
    record(library, INSERTION, GOOD)
    clock.forward(days=1)
    record(library, INSERTION, GOOD)
    edit(deck_file, "fd:n7kq3m9xwa -->", "fd:n7kq3m9xwa rev=2 -->")
    counts(library, deck_file)
    memory = states.get_standing(library.db, INSERTION).memory
    assert (memory.repetitions, memory.due_day) == (0, library.today + 1)
    log = [(entry.kind, entry.rev) for entry in reviews.all_entries(library.db)]
    assert log == [("review", 1), ("review", 1), ("reset", 2)], "untouched cards need no reset"
    clock.forward(days=1)
    assert record(library, INSERTION, GOOD).standing.memory.repetitions == 1
    edit(deck_file, "abduction of the arm", "abduction")
    counts(library, deck_file)
    assert len(list(reviews.all_entries(library.db))) == 4
    undo(library)
    assert states.get_standing(library.db, INSERTION).memory == memory


def test_history_goes_with_a_renamed_slot(library: Library, deck_file: Path) -> None:
    """`was=` keeps what is known when an instructor reorganises a deck; a split gives both."""
    record(library, INSERTION, GOOD)
    edit(
        deck_file,
        "## Deltoid <!-- fd:n7kq3m9xwa -->",
        "## Deltoid <!-- fd:n7kq3m9xwa was=location:n7kq3m9xwa/insertion -->",
    )
    edit(deck_file, "- insertion: ", "- location: ")
    counts(library, deck_file)
    new = CardId("n7kq3m9xwa/location")
    assert states.get_standing(library.db, new).memory.repetitions == 1
    undo(library)
    assert states.get_standing(library.db, new).memory.due_day is None


def test_decks_are_found_by_any_of_their_names(library: Library, tmp_path: Path) -> None:
    """Id, title, file stem and place all name a deck; an unclear name names the candidates."""
    for name in ("dk-mv4t8q2rxh", "SHOULDER", "shoulder", "upper limb::shoulder"):
        assert find_deck(library, name).id == "dk-mv4t8q2rxh"
    twin = tmp_path / "twin.md"
    twin.write_text(OTHER.replace("Clinic", "Shoulder"), encoding="utf-8")
    counts(library, twin)
    with pytest.raises(NotFoundError, match=r"2 decks.*dk-mv4t8q2rxh|2 decks.*dk-b4t8q2rxhz"):
        find_deck(library, "shoulder")
    with pytest.raises(NotFoundError, match="no deck"):
        find_deck(library, "knee")


def test_the_bundled_deck(library: Library) -> None:
    """The deck that comes with flashdeck must import wherever flashdeck is installed."""
    done = import_bundled(library)
    assert not done.refused
    assert done.new > 50
