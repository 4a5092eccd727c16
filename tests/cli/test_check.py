"""flashdeck check, as an instructor calls it."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli.check import command

FRONT = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Calf\n---\n"
GOOD = FRONT + "Q: Which? <!-- fd:k2v8r5t1pd -->\nA: x\n"
BARE = "---\nflashdeck: 1\nid: dk-ab4t8q2rxh\ntitle: Leg\n---\n## Soleus\n- origin: tibia\n"


def check(*args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args], standalone_mode=False)


def test_clean(tmp_path: Path) -> None:
    """A good deck is silent on stdout, so that scripts need not read anything."""
    deck = tmp_path / "calf.md"
    deck.write_text(GOOD)
    done = check(deck)
    assert (done.stdout, done.return_value) == ("", 0)


def test_form_of_findings(tmp_path: Path) -> None:
    """Editors jump to FILE:LINE:COLUMN; scripts read the JSON keys."""
    deck = tmp_path / "calf.md"
    deck.write_text(GOOD + "\nQ: no answer\n\nC: no deletion\n")
    done = check(deck)
    first, second = done.stdout.splitlines()
    assert first == f"{deck}:9:1: D131 question has no answer; add a line A:"
    assert second.startswith(f"{deck}:11:4: D104 ")
    assert done.return_value == 1
    records = [json.loads(line) for line in check(deck, "--json").stdout.splitlines()]
    assert list(records[0]) == ["file", "line", "column", "severity", "code", "message", "fix"]
    assert records[0]["severity"] == "error"


def test_warnings_and_strict(tmp_path: Path) -> None:
    """A warning does not stop a build unless it is asked to."""
    deck = tmp_path / "calf.md"
    deck.write_text(GOOD.replace("title:", "colour: red\ntitle:"))
    assert check(deck).return_value == 0
    assert check(deck, "--strict").return_value == 1


def test_folder(tmp_path: Path) -> None:
    """In a folder only files that call themselves decks are read."""
    (tmp_path / "README.md").write_text("Q: not a deck\n")
    (tmp_path / "notes.md").write_text("---\ntitle: x\n---\nQ: not a deck\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.md").write_text("---\nflashdeck: 1\n---\nQ: broken\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "calf.md").write_text(GOOD)
    done = check(tmp_path)
    assert (done.stdout, done.return_value) == ("", 0)
    assert "1 deck checked" in done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfeQ\x00", "not UTF-8 at byte 0 (likely UTF-16)"),
        ("---\nflashdeck: 1\n---\nQ: Größe?\nA: b\n".encode("cp1252"), "likely Windows-1252"),
    ],
)
def test_unreadable(tmp_path: Path, content: bytes, says: str) -> None:
    """A file in another encoding gives one line that says which, not a traceback."""
    deck = tmp_path / "calf.md"
    deck.write_bytes(content)
    done = check(deck)
    assert done.return_value == 1
    assert "D100" in done.stdout and says in done.stdout and len(done.stdout.splitlines()) == 1


def test_standard_input() -> None:
    """A deck can be checked in a pipe, before it is a file."""
    text = GOOD + "Q: no answer\n"
    done = CliRunner().invoke(command, ["-", "--write-ids"], input=text, standalone_mode=False)
    assert done.stdout.startswith("-:8:1: D131") and done.return_value == 1


def test_missing_file(tmp_path: Path) -> None:
    """A wrong name is said on stderr, and the other files are still checked."""
    (tmp_path / "calf.md").write_text(GOOD + "Q: x\n")
    done = check(tmp_path / "nothing.md", tmp_path / "calf.md", tmp_path)
    assert done.return_value == 1
    assert f"error: {tmp_path / 'nothing.md'}: no such file; check the name" in done.stderr
    assert done.stdout.count("D131") == 1


def test_folder_without_decks(tmp_path: Path) -> None:
    """A folder that holds no deck is most likely the wrong folder."""
    done = check(tmp_path)
    assert done.return_value == 1 and "no deck in this folder" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipe_is_refused(tmp_path: Path) -> None:
    """A pipe in the folder must not make the command wait for ever."""
    os.mkfifo(tmp_path / "calf.md")
    done = check(tmp_path / "calf.md")
    assert done.return_value == 1 and "no regular file" in done.stdout


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_write_ids(tmp_path: Path, end: str) -> None:
    """Stamping changes the lines of notes and nothing else: not line ends, not the mode."""
    deck = tmp_path / "leg.md"
    deck.write_bytes(BARE.replace("\n", end).encode())
    deck.chmod(0o640)
    assert check(deck, "--write-ids").return_value == 0
    first = deck.read_bytes()
    lines = first.decode().split(end)
    assert lines[5].startswith("## Soleus <!-- fd:") and lines[5].endswith(" -->")
    assert [*lines[:5], "## Soleus", *lines[6:]] == BARE.split("\n")
    if sys.platform != "win32":
        assert stat.S_IMODE(deck.stat().st_mode) == 0o640
    check(deck, "--write-ids")
    assert deck.read_bytes() == first
    assert [file.name for file in tmp_path.iterdir()] == ["leg.md"]


def test_checking_never_writes(tmp_path: Path) -> None:
    """Without being asked to, check must leave a deck alone."""
    deck = tmp_path / "leg.md"
    deck.write_text(BARE)
    check(deck)
    assert deck.read_text() == BARE


def test_duplicate_ids_across_files(tmp_path: Path) -> None:
    """One id in two files names both places, and --fix gives the second file a new one."""
    (tmp_path / "a.md").write_text(GOOD)
    (tmp_path / "b.md").write_text(GOOD.replace("dk-mv", "dk-ab"))
    done = check(tmp_path)
    assert done.return_value == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{tmp_path / 'b.md'}:6:1: D162 id k2v8r5t1pd ")
    assert f"{tmp_path / 'a.md'}:6" in line
    assert check(tmp_path, "--fix").return_value == 0
    assert (tmp_path / "a.md").read_text() == GOOD
    assert "k2v8r5t1pd" not in (tmp_path / "b.md").read_text()


def test_copied_deck(tmp_path: Path) -> None:
    """A deck copied whole becomes a deck of its own with --fix."""
    (tmp_path / "a.md").write_text(GOOD)
    (tmp_path / "b.md").write_text(GOOD)
    assert {line.split()[1] for line in check(tmp_path).stdout.splitlines()} == {"D162", "D163"}
    assert check(tmp_path, "--fix").return_value == 0
    assert check(tmp_path).return_value == 0
    assert (tmp_path / "a.md").read_text() == GOOD


def test_fix_gives_front_matter(tmp_path: Path) -> None:
    """A plain list of questions becomes a deck that folders find."""
    deck = tmp_path / "calf.md"
    deck.write_text("Q: Which?\nA: this\n")
    assert check(deck, "--fix", "--write-ids").return_value == 0
    assert deck.read_text().startswith("---\nflashdeck: 1\nid: dk-")
    assert check(tmp_path, "--strict").return_value == 0


def test_pictures(tmp_path: Path) -> None:
    """A picture that is missing or outside the folder is an error before a student sees a blank."""
    inside = tmp_path / "decks"
    (inside / "media").mkdir(parents=True)
    (inside / "media" / "my leg.png").write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"x")
    label = "\n- L1: soleus @ 1% 2% 3% 4%\n"
    deck = inside / "calf.md"
    for picture, code in [
        ("<media/my leg.png>", ""),
        ("media/my%20leg.png", ""),
        ("media/none.png", "D151"),
        ("media", "D151"),
        ("../secret.png", "D151"),
        ("/etc/passwd", "D151"),
        ("https://example.org/a.png", "D151"),
        ("%2e%2e/secret.png", "D151"),
    ]:
        deck.write_text(GOOD + f"\nI: ![Leg]({picture})" + label)
        said = check(deck).stdout
        assert (code in said) if code else not said, (picture, said)
    if hasattr(os, "symlink") and sys.platform != "win32":
        (inside / "link.png").symlink_to(tmp_path / "secret.png")
        deck.write_text(GOOD + "\nI: ![Leg](link.png)" + label)
        assert "leads out of the deck's folder" in check(deck).stdout


def test_reverse_with_several_answers(tmp_path: Path) -> None:
    """A student cannot know which of two muscles is meant."""
    deck = tmp_path / "calf.md"
    front = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Calf\nreverse: all\n---\n"
    deck.write_text(
        front + "## Soleus\n- nerve: tibial nerve\n## Plantaris\n- nerve: tibial nerve\n"
    )
    done = check(deck)
    assert done.return_value == 0 and done.stdout.count("D302") == 2
