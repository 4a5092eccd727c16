"""What an update means for students: every change of a card is named, and named rightly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli.diff import command
from flashdeck.core.deckfile.compare import says_other

FRONT = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Calf\n---\n"
SOLEUS = (
    "## Soleus <!-- fd:n7kq3m9xwa -->\n- origin: fibula\n- innervation: tibial nerve\n"
    "- action: plantar flexion\n\n"
)
SANDAL = "Q: Which shoe? <!-- fd:k2v8r5t1pd -->\nA: A sandal\n\n"
HEEL = "Q: Which bone is the heel? <!-- fd:r3h6z0y4cb -->\nA: Calcaneus\n\n"
DEEP = "C: {{c1::Soleus}} and {{c2::plantaris}}. <!-- fd:w3h6z0y4cb -->\n"
OLD = FRONT + SOLEUS + SANDAL + HEEL + DEEP


def run(*words: object, stdin: str = "") -> Result:
    return CliRunner().invoke(command, [*map(str, words)], input=stdin, standalone_mode=False)


def diff(tmp_path: Path, new: str, old: str = OLD) -> list[dict[str, object]]:
    (tmp_path / "old.md").write_text(old)
    (tmp_path / "new.md").write_text(new)
    done = run(tmp_path / "old.md", tmp_path / "new.md", "--json")
    assert done.return_value == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


CHANGES = {
    "nothing": ("", "", []),
    "a reworded question": ("Which shoe?", "Which footwear?", [("reworded", "k2v8r5t1pd/q")]),
    "a reworded answer": ("A sandal", "A sandal (solea)", [("reworded", "k2v8r5t1pd/q")]),
    "a hint": ("A: A sandal", "A: A sandal\nH: Roman", [("reworded", "k2v8r5t1pd/q")]),
    "a new meaning": (
        "fd:k2v8r5t1pd -->\nA: A sandal",
        "fd:k2v8r5t1pd rev=2 -->\nA: A boot",
        [("meaning", "k2v8r5t1pd/q")],
    ),
    "a removed note": (SANDAL, "", [("removed", "k2v8r5t1pd/q")]),
    "a new fact": ("- action", "- joint: ankle\n- action", [("added", "n7kq3m9xwa/joint")]),
    "a note moved down": (
        SANDAL + HEEL + DEEP,
        HEEL + DEEP + "\n" + SANDAL,
        [("moved", "k2v8r5t1pd/q")],
    ),
    "a fact that is gone": (
        "plantar flexion",
        "plantar flexion <!-- fd:gone -->",
        [("gone", "n7kq3m9xwa/action")],
    ),
    "another slot": (
        "fd:n7kq3m9xwa -->\n- origin",
        "fd:n7kq3m9xwa was=location:n7kq3m9xwa/origin -->\n- location",
        [("renamed", "n7kq3m9xwa/location")],
    ),
    "a split note": (
        HEEL,
        HEEL + "Q: What is the calcaneus? <!-- fd:c2v8r5t1pd was=r3h6z0y4cb -->\nA: A bone\n\n",
        [("split", "c2v8r5t1pd/q")],
    ),
    "two notes made one": (
        SANDAL + HEEL,
        "Q: Both? <!-- fd:c2v8r5t1pd was=k2v8r5t1pd/q,r3h6z0y4cb/q -->\nA: Yes\n\n",
        [("merged", "c2v8r5t1pd/q")],
    ),
    "a renamed heading": (
        "## Soleus",
        "## Musculus soleus",
        [("reworded", f"n7kq3m9xwa/{slot}") for slot in ("origin", "innervation", "action")],
    ),
    "line ends": ("\n", "\r\n", []),
    "the deck's title": ("title: Calf", "title: Leg", []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change(tmp_path: Path, name: str) -> None:
    """An instructor must be able to trust that what is not listed has not changed."""
    old, new, expected = CHANGES[name]
    assert old in OLD
    found = diff(tmp_path, OLD.replace(old, new) if old else OLD)
    assert [(one["change"], one["card"]) for one in found] == expected


def test_a_note_in_another_file(tmp_path: Path) -> None:
    """Folders are compared as wholes: a note that changed its file has moved, not vanished."""
    foot = FRONT.replace("mv4t8q2rxh", "b4t8q2rxhz").replace("Calf", "Foot")
    for folder, calf, other in (("a", OLD, foot), ("b", OLD.replace(HEEL, ""), foot + HEEL)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "calf.md").write_text(calf)
        (tmp_path / folder / "foot.md").write_text(other)
    done = run(tmp_path / "a", tmp_path / "b")
    (line,) = done.stdout.splitlines()
    assert line.startswith("moved r3h6z0y4cb/q") and "was at" in line
    assert done.return_value == 0


def test_keys(tmp_path: Path) -> None:
    """Scripts read these keys."""
    (found,) = diff(tmp_path, OLD.replace("tibial nerve", "common fibular nerve"))
    assert list(found) == ["change", "card", "parts", "carries", "old", "new", "warning"]
    assert found["parts"] == ["answer"]
    old, new = found["old"], found["new"]
    assert isinstance(old, dict) and isinstance(new, dict)
    assert list(new) == ["file", "line", "subject", "question", "answer", "rev"]
    assert (old["answer"], new["answer"]) == ("tibial nerve", "common fibular nerve")
    assert isinstance(found["warning"], str) and "D370" in found["warning"]
    assert "rev=innervation:2" in found["warning"]


def test_from_a_pipe(tmp_path: Path) -> None:
    """`git show HEAD:leg.md | flashdeck diff - leg.md` is how most will call it."""
    new = tmp_path / "calf.md"
    new.write_text(OLD.replace("A sandal", "Sandal"))
    done = run("-", new, stdin=OLD)
    assert done.stdout.startswith("reworded k2v8r5t1pd/q") and done.return_value == 0
    assert "1 reworded" in done.stderr


def test_versions_without_ids(tmp_path: Path) -> None:
    """Two copies of an unstamped file are two versions of it, whatever the copies are called."""
    bare = "---\nflashdeck: 1\n---\nQ: Which shoe?\nA: A sandal\n\nQ: Which bone?\nA: Calcaneus\n"
    (found,) = diff(tmp_path, bare.replace("A sandal", "Sandal"), bare)
    assert found["change"] == "reworded"


def test_a_broken_file(tmp_path: Path) -> None:
    """What cannot be read is not compared half."""
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(OLD + "\nQ: no answer\n")
    done = run(tmp_path / "old.md", tmp_path / "new.md")
    assert done.return_value == 1 and not done.stdout
    assert f"{tmp_path / 'new.md'}:19: question has no answer" in done.stderr


MEANS = [
    ("tibial nerve", "fibular nerve", True),
    ("calcaneus", "talus", True),
    ("medial malleolus", "lateral malleolus", True),
    ("flexion of the knee", "extension of the knee", True),
    ("4 to 6 weeks", "6 to 8 weeks", True),
    ("crosses the knee", "does not cross the knee", True),
    ("tibial nerve", "tibial nerve (S1, S2)", False),
    ("the calcaneus", "calcaneus", False),
    ("back of the heel bone", "the back of the heel bone", False),
    ("plantar flexion", "plantar flexion of the ankle", False),
    ("two weeks", "2 weeks", False),
    ("origin on the fibula", "Origin: the fibula", False),
]


@pytest.mark.parametrize(("old", "new", "other"), MEANS)
def test_a_change_of_meaning(old: str, new: str, other: bool) -> None:
    """A corrected mistake must be relearned, a corrected comma must not."""
    assert says_other((old,), (new,)) is other


def test_accepted_before_is_no_new_meaning() -> None:
    """Putting another accepted answer first changes nothing for the student."""
    assert not says_other(("calcaneus", "heel bone"), ("heel bone", "calcaneus"))
