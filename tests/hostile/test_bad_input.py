"""Whatever comes in: one clear line, the documented exit code, nothing lost, nothing half-written.

Every case is a command on something broken. Each is held to the same rules: the error names the
file and the reason in one line on stderr, no traceback and no control character is shown, nothing
is written beside what was asked for, and the library is what it was, byte by byte in its tables.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli import report
from flashdeck.cli.commands import group

GOOD = """\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Shoulder
---
## Deltoid <!-- fd:n7kq3m9xwa -->
- insertion: deltoid tuberosity of the humerus
"""
HEAD = "---\nflashdeck: 1\ntitle: T\n---\n"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SECONDS = 20.0


@dataclass(frozen=True)
class Case:
    """A command on a broken thing: its exit code and what its error says."""

    name: str
    words: tuple[str, ...]
    code: int
    says: str
    make: Callable[[Path], object] = field(default=lambda folder: None, compare=False)
    stdin: bytes = b""


def _write(name: str, data: bytes | str) -> Callable[[Path], object]:
    raw = data.encode("utf-8") if isinstance(data, str) else data
    return lambda folder: (folder / name).write_bytes(raw)


def _zip(name: str, *members: tuple[str, bytes]) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as package:
            for member, data in members:
                package.writestr(member, data)

    return make


def _link(folder: Path) -> None:
    (folder / "loop.md").symlink_to(folder / "loop.md")


def _sqlite(name: str, *statements: str) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        db = sqlite3.connect(folder / name)
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()

    return make


def _empty_collection() -> bytes:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t (a)")
    return db.serialize()


def articles() -> Iterator[Case]:
    """Articles that are none."""
    for name, data, says in (
        ("empty.txt", b"", "no cards"),
        ("blank.txt", b" \n\n\t ", "no cards"),
        ("binary.txt", bytes(range(256)) * 40, "not UTF-8"),
        ("zeros.txt", b"\0" * 5000, ""),
        ("utf16.txt", "The soleus is a muscle.".encode("utf-16"), "not UTF-8"),
        ("latin1.txt", "Der Musculus soleus gehört zur Wade".encode("latin-1"), "not UTF-8"),
        ("recipe.txt", b"Add two eggs to the flour, stir, and bake for an hour.\n", "no cards"),
        ("long-line.txt", b"x" * 3_000_000, "no cards"),
        ("brackets.txt", b"(" * 200_000, "no cards"),
        ("script.html", b"<html><script>document.write('The soleus is a muscle')</script>", ""),
        ("deep.html", b"<div>" * 20_000 + b"text", "no cards"),
        ("entities.html", b"&amp;" * 50_000 + b"&#x110000;&#0;&nope;", "no cards"),
        ("open.html", b"<p <p <p <!-- <![CDATA[ <a href='", "no cards"),
        ("style.html", b"<style>" + b"a{}" * 20_000, "no cards"),
        ("front.md", b"---\na: b\n", "no cards"),
        ("fence.md", b"```\nThe soleus is a muscle.\n", "no cards"),
        ("quotes.md", b"> " * 20_000, "no cards"),
        ("table.md", b"|" * 50_000 + b"\n|-|\n", "no cards"),
        ("escape.txt", b"\x1b]0;owned\x07\x1b[2J\n", "no cards"),
        ("bidi.txt", "\u202eeslaf\u202c \u2066x".encode(), "no cards"),
    ):
        yield Case(f"article {name}", ("generate", name), 1, says, _write(name, data))
    yield Case("article missing", ("generate", "none.txt"), 1, "no such file")
    yield Case(
        "article is a folder",
        ("generate", "there"),
        1,
        "folder",
        lambda folder: (folder / "there").mkdir(),
    )
    yield Case(
        "article of another kind", ("generate", "a.xyz"), 1, "", _write("a.xyz", b"\x00\x01")
    )
    yield Case("article named with an escape", ("generate", "a\x1b[31m.txt"), 1, "no such file")
    yield Case(
        "damaged PDF", ("generate", "a.pdf"), 1, "", _write("a.pdf", b"%PDF-1.7\n" + b"\xff" * 99)
    )
    yield Case("damaged docx", ("generate", "a.docx"), 1, "", _write("a.docx", b"PK\x03\x04nope"))
    yield Case("nothing on stdin", ("generate", "-"), 1, "no cards")
    yield Case("bytes on stdin", ("generate", "-"), 1, "not UTF-8", stdin=b"\xff\xfe\x00")
    yield Case(
        "into a missing folder",
        ("generate", "s.txt", "-o", "no/such/a.md"),
        1,
        "",
        _write("s.txt", "The soleus is innervated by the tibial nerve.\n"),
    )
    yield Case("no article", ("generate",), 2, "")


def decks() -> Iterator[Case]:
    """Decks that cannot be loaded."""
    for name, data, says in (
        ("empty", b"", "no card"),
        ("bom-only", b"\xef\xbb\xbf", "no card"),
        ("open-front", b"---\nflashdeck: 1\ntitle: T\n", ""),
        ("utf16", GOOD.encode("utf-16"), "not UTF-8"),
        ("bad-byte", GOOD.encode() + b"\xff\n", "not UTF-8"),
        ("later", b"---\nflashdeck: 2\ntitle: T\n---\n", ""),
        ("list-front", b"---\n- a\n- b\n---\n", ""),
        ("scalar-front", b"---\njust text\n---\n", ""),
        ("yaml-tag", b"---\nflashdeck: 1\ntitle: !!python/object:os.system x\n---\n", ""),
        ("yaml-anchor", b"---\nflashdeck: 1\ntitle: &a x\ntags: [*a]\n---\n", ""),
        ("yaml-bomb", b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n---\n", ""),
        ("yaml-double", b"---\nflashdeck: 1\ntitle: a\ntitle: b\n---\n", ""),
        ("yaml-broken", b"---\nflashdeck: 1\ntitle: [a\n---\n", ""),
        ("yaml-deep", b"---\ntags: " + b"[" * 5000 + b"\n---\n", ""),
        ("yaml-large", b"---\nflashdeck: 1\ntitle: " + b"x" * 70_000 + b"\n---\n", ""),
        ("bad-id", b"---\nflashdeck: 1\nid: soleus\ntitle: T\n---\n", ""),
        ("q-without-a", (HEAD + "Q: what?\n").encode(), ""),
        ("a-without-q", (HEAD + "A: that\n").encode(), ""),
        ("empty-side", (HEAD + "Q: \nA: b\n").encode(), ""),
        ("cloze-none", (HEAD + "C: no deletion here\n").encode(), ""),
        ("cloze-open", (HEAD + "C: {{c1::never closed\n").encode(), ""),
        ("cloze-empty", (HEAD + "C: {{c1::}} x\n").encode(), ""),
        ("cloze-zero", (HEAD + "C: {{c0::a}} x\n").encode(), ""),
        ("cloze-huge", (HEAD + "C: {{c999999999999::a}} x\n").encode(), ""),
        ("cloze-deep", (HEAD + "C: " + "{{c1::" * 400 + "a" + "}}" * 400 + "\n").encode(), ""),
        ("picture-gone", (HEAD + "I: ![a](gone.png)\n- L1: a @ 1% 1% 1% 1%\n").encode(), ""),
        ("picture-out", (HEAD + "I: ![a](../../etc/passwd)\n- L1: a @ 1% 1% 1% 1%\n").encode(), ""),
        ("picture-web", (HEAD + "I: ![a](http://x.y/z.png)\n- L1: a @ 1% 1% 1% 1%\n").encode(), ""),
        (
            "twice-the-id",
            (
                HEAD + "Q: a <!-- fd:k2v8r5t1pd -->\nA: b\n\nQ: c <!-- fd:k2v8r5t1pd -->\nA: d\n"
            ).encode(),
            "",
        ),
        ("bad-comment", (HEAD + "Q: a <!-- fd:nope! -->\nA: b\n").encode(), ""),
        (
            "merge-marks",
            (HEAD + "<<<<<<< ours\nQ: a\n=======\nQ: b\n>>>>>>> theirs\nA: c\n").encode(),
            "",
        ),
        ("bad-relation", (HEAD + "## Soleus\n- orign: tibia\n").encode(), ""),
        ("twice-a-fact", (HEAD + "## Soleus\n- origin: a\n- origin: b\n").encode(), ""),
        ("escapes", b"---\nflashdeck: 1\ntitle: \x1b]52;c;RVZJTA==\x07\n---\nA: \x1b[2J\n", ""),
        ("markup", (HEAD + "A: [bold red]x[/] [link=file:///etc]y[/link]\n").encode(), ""),
    ):
        file = f"{name}.md"
        yield Case(f"deck {name}", ("import", file), 1, says, _write(file, data))
        if name in ("utf16", "yaml-bomb", "cloze-deep", "escapes", "twice-the-id", "merge-marks"):
            yield Case(f"check {name}", ("check", file), 1, "", _write(file, data))
    yield Case("deck missing", ("import", "none.md"), 1, "no such file")
    yield Case("check missing", ("check", "none.md"), 1, "no such file")
    yield Case(
        "folder without decks",
        ("import", "there"),
        1,
        "",
        lambda folder: (folder / "there").mkdir(),
    )
    yield Case("nothing to import", ("import",), 2, "")
    yield Case("unknown kind", ("import", "a.xyz"), 1, "", _write("a.xyz", b"?"))
    if os.name != "nt":
        yield Case("link to itself", ("import", "loop.md"), 1, "", _link)
        yield Case(
            "a pipe",
            ("import", "pipe.md"),
            1,
            "no regular file",
            lambda folder: os.mkfifo(folder / "pipe.md"),
        )
        yield Case("a device", ("import", "/dev/zero"), 1, "")
        yield Case(
            "a pipe as article",
            ("generate", "pipe.txt"),
            1,
            "no regular file",
            lambda folder: os.mkfifo(folder / "pipe.txt"),
        )


def packages() -> Iterator[Case]:
    """Packages that are none, or mean harm."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("collection.anki2", _empty_collection())
        package.writestr("media", "{}")
    data = whole.getvalue()
    for name, raw in (
        ("empty", b""),
        ("text", b"this is no package"),
        ("magic-only", b"PK\x03\x04"),
        ("cut", data[: len(data) // 2]),
        ("cut-end", data[:-10]),
        ("noise", data[:60] + bytes(len(data) - 120) + data[-60:]),
        ("foreign-tables", data),
    ):
        yield Case(
            f"package {name}", ("import", f"{name}.apkg"), 1, "", _write(f"{name}.apkg", raw)
        )
        yield Case(
            f"collection {name}", ("import", f"{name}.colpkg"), 1, "", _write(f"{name}.colpkg", raw)
        )
    bomb = b"\0" * 60_000_000
    for name, members in (
        ("no-collection", [("media", b"{}")]),
        ("not-sqlite", [("collection.anki2", b"hello"), ("media", b"{}")]),
        ("bad-zstd", [("meta", b"\x08\x03"), ("collection.anki21b", b"nope"), ("media", b"")]),
        ("odd-meta", [("meta", b"\xff" * 30), ("collection.anki21b", b"x")]),
        ("later-meta", [("meta", b"\x08\x63"), ("collection.anki21b", b"x")]),
        ("bomb", [("collection.anki21", bomb)]),
        ("traversal", [("../../evil", b"x"), ("collection.anki2", b"x")]),
        ("absolute", [("/etc/evil", b"x"), ("collection.anki2", b"x")]),
        ("nul-name", [("collection.anki2", b"SQLite format 3\0" + b"\0" * 100)]),
        ("bad-media", [("collection.anki2", _empty_collection()), ("media", b"[1,2")]),
        ("list-media", [("collection.anki2", _empty_collection()), ("media", b"[]")]),
    ):
        yield Case(
            f"package {name}", ("import", f"{name}.apkg"), 1, "", _zip(f"{name}.apkg", *members)
        )


def tables() -> Iterator[Case]:
    """Tables that say nothing."""
    for name, data in (
        ("empty.csv", b""),
        ("head-only.csv", b"front,back\n"),
        ("utf32.tsv", "front\tback\n\u03b1\tb\n".encode("utf-32")),
        ("nul.csv", b"a\0b,c\n" * 3 + b"\xff\n"),
        ("latin1.csv", "Frage,Antwort\nF\xfc\xdfe,ja\n".encode("latin-1")),
        ("zip.txt", b"PK\x03\x04" + b"\xff" * 50),
    ):
        yield Case(f"table {name}", ("import", name), 1, "", _write(name, data))


def libraries() -> Iterator[Case]:
    """Libraries that cannot be used."""
    for name, make, says in (
        ("a folder", lambda folder: (folder / "lib.db").mkdir(), ""),
        ("text", _write("lib.db", b"hello, this is no database at all" * 100), ""),
        ("noise", _write("lib.db", bytes(range(256)) * 64), ""),
        ("only a head", _write("lib.db", b"SQLite format 3\0" + b"\0" * 84), ""),
        ("foreign", _sqlite("lib.db", "CREATE TABLE notes (a)"), ""),
        (
            "newer",
            _sqlite(
                "lib.db",
                "PRAGMA application_id=1179206763",
                "PRAGMA user_version=999",
                "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)",
            ),
            "",
        ),
    ):
        for words in (("decks",), ("due", "--json"), ("answer", "a/q", "3")):
            yield Case(
                f"library is {name}: {words[0]}", ("--library", "lib.db", *words), 1, says, make
            )
    yield Case("library under a file", ("--library", "f/lib.db", "decks"), 1, "", _write("f", b"x"))
    yield Case("restore from nothing", ("restore", "none.db"), 1, "")
    yield Case("restore from text", ("restore", "t.db"), 1, "", _write("t.db", b"hello" * 99))
    yield Case(
        "another library that is text",
        ("import", "t.db"),
        1,
        "",
        _write("t.db", b"SQLite format 3\0" + b"x" * 5000),
    )


def words() -> Iterator[Case]:
    """Commands that mean nothing."""
    for given, code in (
        (("nonsense",), 2),
        (("study", "--plain", "Nowhere"), 1),
        (("cards", "Nowhere"), 1),
        (("cards", "\x1b[31mNowhere"), 1),
        (("remove", "Nowhere"), 1),
        (("export", "-o", "x.zip"), 2),
        (("export", "Nowhere", "-o", "x.apkg"), 1),
        (("export", "-o", "no/such/x.apkg"), 1),
        (("export",), 2),
        (("answer", "no/card", "3"), 1),
        (("answer", "n7kq3m9xwa/insertion", "7"), 2),
        (("answer", "n7kq3m9xwa/insertion", "q9"), 2),
        (("search", "is:happy"), 1),
        (("search", '"open'), 1),
        (("search", "(" * 99), 1),
        (("diff", "none.md", "none2.md"), 1),
        (("schedule", "--algorithm", "guess"), 2),
        (("sync", "f/x"), 1),
        (("exam", "add", "A", "--date", "tomorrow-ish"), 2),
        (("serve", "--port", "0"), 2),
    ):
        yield Case(f"words {' '.join(given)[:40]!r}", given, code, "", _write("f", b"x"))
    for text in ("{", "[]", '{"steps":5}', '{"steps":[[9,1]]}', '{"steps":[[4,"x"]]}', "\x1b[2J"):
        yield Case(
            f"steps {text!r}", ("schedule", "--algorithm", "sm2"), 1, "", stdin=text.encode()
        )
    for text in ("x", "no/card 3", "n7kq3m9xwa/insertion nine", "\x1b[2J 3", "\0 1"):
        yield Case(f"answers {text!r}", ("answer", "-"), 1, "", stdin=text.encode())


CASES = [*articles(), *decks(), *packages(), *tables(), *libraries(), *words()]


def test_there_are_enough_of_them() -> None:
    """Every way in has its share."""
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


def _call(case: Case) -> Result:
    import click

    def invoke() -> object:
        return group.main(list(case.words), prog_name="flashdeck", standalone_mode=False)

    @click.command()
    def main() -> None:
        raise SystemExit(report.run(invoke, debug=False))

    return CliRunner().invoke(main, [], input=case.stdin)


def _tables(path: Path) -> list[str]:
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        # What exports showed last is remembered whether or not the file could be written.
        return [line for line in db.iterdump() if '"exported"' not in line]
    finally:
        db.close()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a library of one card outside of it."""
    monkeypatch.setenv("FLASHDECK_NOW", "2026-11-23T18:30:00+01:00")
    monkeypatch.setenv("FLASHDECK_LIBRARY", str(tmp_path / "own" / "library.db"))
    (tmp_path / "own").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "own" / "shoulder.md").write_text(GOOD, encoding="utf-8")
    case = Case("set up", ("import", str(tmp_path / "own" / "shoulder.md")), 0, "")
    assert _call(case).exit_code == 0
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input(case: Case, place: Path) -> None:
    """A student who feeds in something broken learns what it is, and loses nothing."""
    here = place / "here"
    case.make(here)
    before = {path: path.stat().st_size for path in here.rglob("*") if path.is_file()}
    library = _tables(place / "own" / "library.db")
    began = time.monotonic()
    done = _call(case)
    took = time.monotonic() - began
    assert done.exit_code == case.code, done.output
    assert took < _SECONDS
    findings = done.stdout if case.words[0] == "check" else ""
    lines = [line for line in (findings + done.stderr).splitlines() if line]
    errors = [line for line in lines if "error" in line or case.says.casefold() in line.casefold()]
    assert errors, done.output
    assert "Traceback" not in done.output
    assert "stopped unexpectedly" not in done.output
    assert not _CONTROL.search(done.output), ascii(done.output)
    assert case.says.casefold() in " ".join(errors).casefold()
    assert all(len(line) < 700 for line in lines), lines
    names = [
        word for word in case.words if word.endswith((".md", ".apkg", ".csv", ".tsv", ".colpkg"))
    ]
    if case.code == 1 and names and "-o" not in case.words:
        assert any(name in line for name in names for line in lines), lines
    after = {path: path.stat().st_size for path in here.rglob("*") if path.is_file()}
    assert after == before
    assert _tables(place / "own" / "library.db") == library
    assert sys.getrecursionlimit() <= 3000
