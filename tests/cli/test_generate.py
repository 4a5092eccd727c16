"""``generate`` over several articles: none costs another, and nothing is half-written."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli.generate import command
from flashdeck.cli.progress import Progress

ARTICLE = (
    "The popliteus\n\nThe popliteus is innervated by the tibial nerve. It arises from the femur.\n"
)


def run(*words: object, stdin: bytes | str = "") -> Result:
    return CliRunner().invoke(command, [*map(str, words)], input=stdin, standalone_mode=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, one without anatomy between them, and one that is no text."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Beat two eggs and bake for an hour.\n", encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\xff\xfe\x00nothing")
    (tmp_path / "d.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_one_bad_article_costs_no_other(folder: Path) -> None:
    """A folder of articles is one command, whatever lies in it; the code says that some failed."""
    articles = [folder / f"{name}.txt" for name in "abcd"]
    done = run(*articles, "--json")
    assert done.return_value == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    files = [record["source"]["file"] for record in records]
    assert set(files) == {str(articles[0]), str(articles[3])}
    said = done.stderr.splitlines()
    assert len(said) == 2
    assert said[0].startswith(f"error: {articles[1]}: no cards")
    assert said[1].startswith(f"error: {articles[2]}:1: not UTF-8")
    made = run(*articles, "-o", f"{folder / 'decks'}{os.sep}")
    assert made.return_value == 1
    assert sorted(path.name for path in (folder / "decks").iterdir()) == ["a.md", "d.md"]


def test_articles_of_one_name_do_not_meet(folder: Path) -> None:
    """The second `muscle.txt` of another folder must not overwrite the first one's deck."""
    other = folder / "other" / "a.txt"
    other.parent.mkdir()
    other.write_text(ARTICLE.replace("popliteus", "plantaris"), encoding="utf-8")
    out = folder / "decks"
    assert run(folder / "a.txt", other, "-o", f"{out}{os.sep}").return_value == 0
    assert sorted(path.name for path in out.iterdir()) == ["a-2.md", "a.md"]
    assert "plantaris" in (out / "a-2.md").read_text(encoding="utf-8").casefold()


def test_stdin_is_an_article(tmp_path: Path) -> None:
    """A pipe from a converter needs no file in between."""
    done = run("-", "--json", stdin="\ufeff" + ARTICLE)
    assert done.return_value == 0
    record = json.loads(done.stdout.splitlines()[0])
    assert record["source"]["file"] == "-"
    start, end = record["source"]["start"], record["source"]["end"]
    assert ("\ufeff" + ARTICLE)[start:end] == record["source"]["text"]
    assert run("-", "-o", tmp_path / "deck.md", stdin=ARTICLE).return_value == 0
    bad = run("-", stdin=b"\xff\xfe")
    assert bad.return_value == 1 and bad.stderr.startswith("error: stdin:1: not UTF-8")


@pytest.mark.parametrize(
    "given",
    [["a.txt", "d.txt"], ["a.txt", "d.txt", "-o", "one.md"], ["a.txt", "--json", "-o", "x.md"]],
)
def test_what_cannot_be_meant_is_wrong_usage(folder: Path, given: list[str]) -> None:
    """Two decks in one file or on one stream would be neither."""
    words = [str(folder / one) if one.endswith((".txt", ".md")) else one for one in given]
    result = run(*words)
    assert getattr(result.exception, "exit_code", 0) == 2
    assert not list(folder.glob("*.md"))


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_ctrl_c_leaves_whole_decks_only(repo: Path, tmp_path: Path) -> None:
    """What was stopped half-way must not look finished."""
    for number in range(400):
        (tmp_path / f"{number:03}.txt").write_text(ARTICLE * 30, encoding="utf-8")
    decks = tmp_path / "decks"
    process = subprocess.Popen(
        [sys.executable, "-m", "flashdeck", "generate", *map(str, sorted(tmp_path.glob("*.txt"))),
         "-o", f"{decks}{os.sep}"],
        cwd=repo, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (decks.is_dir() and list(decks.glob("*.md"))):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "interrupted"
    made = sorted(decks.iterdir())
    assert 0 < len(made) < 400
    assert all(path.suffix == ".md" for path in made)
    assert len({path.read_bytes().count(b"\n") for path in made}) == 1


def test_progress_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log full of half lines cannot be read."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    ticks = iter(range(100))
    monkeypatch.setattr("flashdeck.cli.progress.time.monotonic", lambda: float(next(ticks)))
    for stream in (io.StringIO(), Terminal()):
        monkeypatch.setattr(sys, "stderr", stream)
        progress = Progress(3)
        progress.begin("a\x1b[31m.txt")
        progress.tell(1, 9)
        progress.clear()
        progress.clear()
        said = stream.getvalue()
        shown = "1 of 3: a[31m.txt, 1 of 9 paragraphs"
        assert said == (f"\r\x1b[K{shown}\r\x1b[K" if stream.isatty() else "")
