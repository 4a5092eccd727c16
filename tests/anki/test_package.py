"""Packages as real Anki sees them: what arrives, what stays when they are imported again."""

from __future__ import annotations

import html
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from flashdeck.anki.notes import WITHDRAWN, ExportDeck
from flashdeck.anki.notetypes import NOTE_TYPES
from flashdeck.anki.write import write_package
from flashdeck.core.errors import PackageError
from flashdeck.core.ids import DeckId
from flashdeck.core.model import CardKind, Item
from tests.anki import samples
from tests.anki.conftest import Judge
from tests.anki.samples import ALL, MADE_MS, make_card, make_deck

MINUTE_MS = 60_000


def _save(path: Path, *decks: ExportDeck) -> str:
    path.write_bytes(write_package(decks).data)
    return str(path)


def _by_guid(seen: dict) -> dict[str, dict]:
    return {note["guid"]: note for note in seen["notes"]}


def test_every_kind_arrives_whole(tmp_path: Path, judge: Judge) -> None:
    """A deck that loses notes, cards, tags or pictures on the way is not the deck."""
    path = _save(tmp_path / "a.apkg", make_deck(*ALL))
    imported, seen, problems = judge(
        {"do": "import", "path": path}, {"do": "dump"}, {"do": "check"}
    )
    assert imported["new"] == 7
    assert problems == []
    assert seen["empty_cards"] == []
    assert seen["media"] == ["leg-0123456789.png"]
    assert set(seen["decks"]) >= {"Anatomy", "Anatomy::Leg", "Anatomy::Leg::Soleus"}
    assert set(seen["tags"]) == {"leg::posterior", "lower-limb", "two_words"}
    notes = _by_guid(seen)
    assert {guid: note["type"] for guid, note in notes.items()} == {
        "n7kq3m9xwa/innervation": "flashdeck Basic",
        "n7kq3m9xwa/origin": "flashdeck List",
        "n7kq3m9xwa/treatment": "flashdeck List",
        "k2v8r5t1pd/q": "flashdeck Basic",
        "k2v8r5t1pe/q": "flashdeck Typed",
        "w3h6z0y4cb": "flashdeck Cloze",
        "p0q4d7m2ka": "flashdeck Image Occlusion",
    }
    cards = {guid: [card["number"] for card in note["cards"]] for guid, note in notes.items()}
    assert cards == {
        "n7kq3m9xwa/innervation": [0, 1],
        "n7kq3m9xwa/origin": [0],
        "n7kq3m9xwa/treatment": [0],
        "k2v8r5t1pd/q": [0],
        "k2v8r5t1pe/q": [0],
        "w3h6z0y4cb": [0, 1],
        "p0q4d7m2ka": [0, 1, 2],
    }
    for note in seen["notes"]:
        for card in note["cards"]:
            assert card["deck"] == "Anatomy::Leg::Soleus"
            assert "{{" not in card["question"] + card["answer"]
            assert "problem" not in card["question"] + card["answer"]
            assert card["sounds"] == 0


def test_cards_ask_and_answer_as_here(tmp_path: Path, judge: Judge) -> None:
    """Question and answer, hints, lists and deletions must show on the side they belong to."""
    path = _save(tmp_path / "a.apkg", make_deck(*ALL))
    _, seen = judge({"do": "import", "path": path}, {"do": "dump"})
    notes = _by_guid(seen)
    forward, reverse = notes["n7kq3m9xwa/innervation"]["cards"]
    assert "What innervates the soleus?" in forward["question"]
    assert "tibial nerve" not in forward["question"]
    assert "tibial nerve (S1, S2)" in forward["answer"]
    assert "or: n. tibialis" in forward["answer"]
    assert "&lt;it&gt; &amp; more." in forward["answer"]
    assert "Which muscle is innervated by the tibial nerve?" in reverse["question"]
    assert ">Soleus<" in reverse["answer"]
    assert "<ul><li>upper tibia" in notes["n7kq3m9xwa/origin"]["cards"][0]["answer"]
    assert "<ol><li>rest</li>" in notes["n7kq3m9xwa/treatment"]["cards"][0]["answer"]
    (question,) = notes["k2v8r5t1pd/q"]["cards"]
    assert 'class=hint style="display: none">The gastrocnemius crosses' in question["question"]
    assert "of<br>it" in question["question"]
    assert "<table>" in question["answer"] and "<table>" not in question["question"]
    assert "[[type:Answer]]" in notes["k2v8r5t1pe/q"]["cards"][0]["question"]
    first, second = notes["w3h6z0y4cb"]["cards"]
    assert first["question"].count("[...]") == 2 and "gastro" in first["question"]
    assert "[calf]" in second["question"] and "gastro" not in _shown(second["question"])
    label = notes["p0q4d7m2ka"]["cards"][1]
    assert 'class="cloze" data-ordinal="2" data-shape="ellipse"' in label["question"]
    assert 'data-rx=".04" data-ry=".075"' in label["question"]
    assert "calcaneal tendon" not in label["question"]
    assert "calcaneal tendon / Achilles" in label["answer"] and "soleus" not in label["answer"]


def _shown(markup: str) -> str:
    """Return a card without the attribute in which Anki keeps what a deletion hides."""
    before, _, rest = markup.partition('data-cloze="')
    return before + rest.partition('"')[2]


def test_types_are_anki_s_own_kinds_and_follow_night_mode(tmp_path: Path, judge: Judge) -> None:
    """Anki's editors and add-ons know cloze and occlusion notes by these marks."""
    path = _save(tmp_path / "a.apkg", make_deck(*ALL))
    _, seen = judge({"do": "import", "path": path}, {"do": "dump"})
    types = seen["types"]
    assert (types["flashdeck Cloze"]["type"], types["flashdeck Cloze"]["stock"]) == (1, 5)
    image = types["flashdeck Image Occlusion"]
    assert (image["type"], image["stock"]) == (1, 6)
    assert image["fields"][:5] == ["Occlusion", "Image", "Header", "Back Extra", "Comments"]
    assert "{{type:Answer}}" in types["flashdeck Typed"]["fronts"][0]
    for name, kind in types.items():
        if name.startswith("flashdeck"):
            assert ".nightMode" in kind["css"]
            assert "Spare 4" in kind["fields"]


def test_the_frozen_part_of_the_note_types() -> None:
    """One field more, or another order, and Anki drops every update of every known note."""
    fact = (
        "Question, Answer, Reverse Question, Reverse Answer, Accepted, Hint, Hint 2, Hint 3, Extra,"
        " Mnemonic, Source, Subject, Relation, Note, flashdeck id, Spare 3, Spare 4"
    )
    hints = "Hint, Hint 2, Hint 3"
    shared = f"{hints}, Mnemonic, Source, Subject, Relation, Note, flashdeck id, Spare 3, Spare 4"
    assert [(t.id, t.name, ", ".join(t.fields), len(t.templates)) for t in NOTE_TYPES] == [
        (1795392000101, "flashdeck Basic", fact, 2),
        (1795392000102, "flashdeck Typed", fact, 2),
        (1795392000103, "flashdeck List", fact, 2),
        (1795392000104, "flashdeck Cloze", f"Text, Back Extra, {shared}", 1),
        (
            1795392000105,
            "flashdeck Image Occlusion",
            f"Occlusion, Image, Header, Back Extra, Comments, Answers, {shared}",
            1,
        ),
    ]
    ids = [
        part["id"]
        for kind in NOTE_TYPES
        for group in ("flds", "tmpls")
        for part in kind.as_json()[group]  # type: ignore[attr-defined]
    ]
    assert len(set(ids)) == len(ids)
    assert all(0 < number < 2**63 for number in ids)
    assert NOTE_TYPES[0].as_json()["flds"][0]["id"] == 4916151661393821379  # type: ignore[index]


def test_a_second_import_adds_nothing(tmp_path: Path, judge: Judge) -> None:
    """Importing the same deck again must not double a student's work."""
    path = _save(tmp_path / "a.apkg", make_deck(*ALL))
    step = {"do": "import", "path": path}
    first, second, seen = judge(step, step, {"do": "dump"})
    assert (first["new"], second["new"], second["duplicate"]) == (7, 0, 7)
    assert second["updated"] == second["conflicting"] == 0
    assert len(seen["notes"]) == 7


def test_a_reworded_card_updates_in_place(tmp_path: Path, judge: Judge) -> None:
    """A corrected answer reaches the learner, whose schedule in Anki goes on."""
    old = _save(tmp_path / "a.apkg", make_deck(*ALL))
    reworded = [
        replace(card, answer="tibial nerve") if card is samples.NERVE else card for card in ALL
    ]
    deck = make_deck(*reworded)
    cards = tuple(
        one._replace(changed_ms=MADE_MS + MINUTE_MS) if one.card.answer == "tibial nerve" else one
        for one in deck.cards
    )
    new = _save(tmp_path / "b.apkg", replace(deck, cards=cards))
    guid = "n7kq3m9xwa/innervation"
    _, _, before, log, after = judge(
        {"do": "import", "path": old},
        {"do": "answer", "guid": guid, "ease": 4},
        {"do": "dump"},
        {"do": "import", "path": new},
        {"do": "dump"},
    )
    assert (log["new"], log["updated"], log["duplicate"]) == (0, 1, 6)
    was, now = _by_guid(before)[guid], _by_guid(after)[guid]
    assert now["fields"]["Answer"] == "tibial nerve"
    assert was["cards"][0]["type"] == 2
    kept = ("id", "type", "queue", "due", "ivl", "factor", "reps", "lapses", "data")
    assert [[card[key] for key in kept] for card in now["cards"]] == [
        [card[key] for key in kept] for card in was["cards"]
    ]
    assert len(after["reviews"]) == 1


def test_a_learner_s_edit_of_an_unchanged_note_stays(tmp_path: Path, judge: Judge) -> None:
    """What learners add in Anki is theirs."""
    path = _save(tmp_path / "a.apkg", make_deck(*ALL))
    edit = {"do": "edit", "guid": "k2v8r5t1pd/q", "field": "Extra", "value": "my own words"}
    step = {"do": "import", "path": path}
    _, _, log, seen = judge(step, edit, step, {"do": "dump"})
    assert log["updated"] == 0
    assert _by_guid(seen)["k2v8r5t1pd/q"]["fields"]["Extra"] == "my own words"


def test_a_deletion_more_makes_a_card_more(tmp_path: Path, judge: Judge) -> None:
    """A sentence that grows must not need a second note."""
    old = _save(tmp_path / "a.apkg", make_deck(*samples.CLOZES))
    text = samples.CLOZE + " {{c3::Deep}}."
    cards = [
        make_card(f"w3h6z0y4cb/c{number}", CardKind.CLOZE, cloze=text, cloze_number=number)
        for number in (1, 2, 3)
    ]
    new = _save(tmp_path / "b.apkg", make_deck(*cards, made_ms=MADE_MS + MINUTE_MS))
    _, log, seen = judge(
        {"do": "import", "path": old}, {"do": "import", "path": new}, {"do": "dump"}
    )
    assert (log["new"], log["updated"]) == (0, 1)
    (note,) = seen["notes"]
    assert [card["number"] for card in note["cards"]] == [0, 1, 2]


HOSTILE = (
    "<script>alert(1)</script> {{c1::x}} }} [sound:x.mp3] [latex]a[/latex] {{type:Answer}} "
    "[[type:Answer]] [anki:tts lang=en_US]x[/anki:tts] <img src=x onerror=y> [$]z[/$] {{Extra}}"
)


def test_hostile_text_is_shown_as_text(tmp_path: Path, judge: Judge) -> None:
    """A shared deck may come from anyone."""
    cloze = "{{c1::soleus}} " + HOSTILE.replace("{{c1::x}} }} ", "") + " {{c2::[sound:y.mp3]}}"
    cards = [
        make_card("k2v8r5t1pd/q", question=HOSTILE, answer=HOSTILE, extra=HOSTILE),
        make_card("k2v8r5t1pe/q", question=HOSTILE, answer=HOSTILE, hints=(HOSTILE,), typed=True),
        make_card("n7kq3m9xwa/origin", CardKind.LIST, items=(Item(HOSTILE, (HOSTILE,)),)),
        make_card("w3h6z0y4cb/c1", CardKind.CLOZE, cloze=cloze, cloze_number=1, mnemonic=HOSTILE),
        make_card("w3h6z0y4cb/c2", CardKind.CLOZE, cloze=cloze, cloze_number=2),
    ]
    path = _save(tmp_path / "a.apkg", make_deck(*cards, description=HOSTILE))
    _, seen, problems = judge({"do": "import", "path": path}, {"do": "dump"}, {"do": "check"})
    assert problems == []
    notes = _by_guid(seen)
    assert len(notes["w3h6z0y4cb"]["cards"]) == 2
    for note in seen["notes"]:
        for card in note["cards"]:
            both = card["question"] + card["answer"]
            assert card["sounds"] == 0
            assert "<script" not in both and "<img" not in both
            assert "[sound:" not in both and "[latex" not in both
            assert both.count("[[type:") == (2 if note["type"] == "flashdeck Typed" else 0)
    assert HOSTILE in html.unescape(notes["k2v8r5t1pd/q"]["cards"][0]["answer"])


def test_pictures_in_text_come_along(tmp_path: Path, judge: Judge) -> None:
    """Only files that a card shows are in the package, each once."""
    card = make_card("k2v8r5t1pd/q", question="![the leg](media/leg.png) Where?")
    path = tmp_path / "a.apkg"
    _save(path, make_deck(card, samples.LABELS[0]))
    with zipfile.ZipFile(path) as package:
        assert package.namelist() == ["meta", "collection.anki21", "media", "0"]
        assert json.loads(package.read("media")) == {"0": "leg-0123456789.png"}
        assert package.read("0") == samples.PIXEL
    _, seen = judge({"do": "import", "path": str(path)}, {"do": "dump"})
    assert seen["media"] == ["leg-0123456789.png"]


def test_a_withdrawn_fact_says_so(tmp_path: Path, judge: Judge) -> None:
    """Anki keeps notes that a later edition leaves out; the tag lets learners find them."""
    path = _save(tmp_path / "a.apkg", make_deck(replace(samples.ORIGIN, gone=True)))
    _, seen = judge({"do": "import", "path": path}, {"do": "dump"})
    assert seen["notes"][0]["tags"] == [WITHDRAWN]


def test_decks_of_one_place_share_it(tmp_path: Path, judge: Judge) -> None:
    """Two files may stand at one place of the tree."""
    one = make_deck(samples.NERVE)
    two = make_deck(samples.QUESTION, id=DeckId("dk-aaaaaaaaaa"))
    three = make_deck(samples.TYPED, id=DeckId("dk-bbbbbbbbbb"), place="Anatomy::Arm")
    path = _save(tmp_path / "a.apkg", one, two, three)
    log, seen = judge({"do": "import", "path": path}, {"do": "dump"})
    assert log["new"] == 3
    assert [name for name in seen["decks"] if name != "Default"] == [
        *("Anatomy", "Anatomy::Arm", "Anatomy::Leg", "Anatomy::Leg::Soleus"),
    ]


def test_odd_places_are_places_in_anki(tmp_path: Path, judge: Judge) -> None:
    """Anki knows no empty level, no case, and one deck named Default."""
    cards = [make_card(f"k{number:09d}/q") for number in range(5)]
    places = ["Leg", "LEG", "Arm:: ::Hand::", "default", "::"]
    decks = [
        make_deck(card, id=DeckId(f"dk-{card.note_id}"), place=place)
        for card, place in zip(cards, places, strict=True)
    ]
    path = _save(tmp_path / "a.apkg", *decks)
    log, seen, problems = judge({"do": "import", "path": path}, {"do": "dump"}, {"do": "check"})
    assert log["new"] == 5
    assert problems == []
    assert {card["deck"].casefold() for note in seen["notes"] for card in note["cards"]} == {
        *("leg", "arm::hand", "default", "flashdeck")
    }
    assert len(seen["decks"]) == 5


def test_a_note_twice_is_refused() -> None:
    """Anki would import both, and never again know which is which."""
    twice = [make_deck(samples.NERVE), make_deck(samples.NERVE, place="Other")]
    with pytest.raises(PackageError, match="n7kq3m9xwa/innervation"):
        write_package(twice)


def test_a_fact_and_its_reverse_in_two_decks(tmp_path: Path, judge: Judge) -> None:
    """Who moved the reverse to a deck of its own can still export the library."""
    decks = [make_deck(samples.NERVE), make_deck(samples.NERVE_REVERSE, place="Other")]
    path = _save(tmp_path / "a.apkg", *decks)
    log, seen, problems = judge({"do": "import", "path": path}, {"do": "dump"}, {"do": "check"})
    assert log["new"] == 2
    assert problems == []
    assert sorted(card["deck"] for note in seen["notes"] for card in note["cards"]) == [
        *("Anatomy::Leg::Soleus", "Other")
    ]


def test_nothing_to_export_is_said() -> None:
    """An empty package would look like a success."""
    with pytest.raises(PackageError):
        write_package([make_deck()])


PROGRAM = """
import sys
from flashdeck.anki.write import write_package
from tests.anki import samples
sys.stdout.buffer.write(write_package([samples.make_deck(*samples.ALL)]).data)
"""


def test_the_same_decks_give_the_same_bytes(repo: Path) -> None:
    """A package in version control, or on a server, changes only when its cards do."""
    made = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=repo,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Pacific/Auckland"), ("2", "America/Los_Angeles"))
    }
    assert len(made) == 1
    assert write_package([make_deck(*ALL)]).data in made
    with zipfile.ZipFile(io.BytesIO(made.pop())) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
