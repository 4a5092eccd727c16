"""The library from the command line: exact keys, exit codes, and one line for each error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli import report
from flashdeck.cli.commands import group

DECK = """\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: Shoulder
deck: Upper limb::Shoulder
---
## Deltoid <!-- fd:n7kq3m9xwa -->
kind: muscle
tags: [arm]
- insertion: deltoid tuberosity of the humerus
- action: abduction of the arm
"""
CARD = "n7kq3m9xwa/insertion"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """flashdeck on a fixed evening, with a library of two cards."""
    monkeypatch.setenv("FLASHDECK_NOW", "2026-11-23T18:30:00+01:00")
    monkeypatch.setenv("FLASHDECK_LIBRARY", str(tmp_path / "library.db"))
    (tmp_path / "shoulder.md").write_text(DECK, encoding="utf-8")

    def call(*words: str, stdin: str = "") -> Result:
        def invoke() -> object:
            return group.main(list(words), prog_name="flashdeck", standalone_mode=False)

        import click

        @click.command(context_settings={"ignore_unknown_options": True})
        def main() -> None:
            raise SystemExit(report.run(invoke, debug=True))

        return CliRunner().invoke(main, [], input=stdin)

    assert call("import", str(tmp_path / "shoulder.md")).exit_code == 0
    return call


def records(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_import_says_what_it_did(run: Run, tmp_path: Path) -> None:
    """A script must be able to tell whether anything changed."""
    again = run("import", "--json", str(tmp_path))
    (summary,) = records(again)
    assert {k: summary[k] for k in ("new", "updated", "moved", "orphaned", "unchanged")} == {
        "new": 0,
        "updated": 0,
        "moved": 0,
        "orphaned": 0,
        "unchanged": 2,
    }
    (tmp_path / "cards.apkg").write_bytes(b"PK")
    refused = run("import", str(tmp_path / "cards.apkg"), str(tmp_path / "shoulder.md"))
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"error: {tmp_path / 'cards.apkg'}: ")
    assert "2 unchanged" in refused.stderr
    (tmp_path / "notes.md").write_text("# Nothing here\n", encoding="utf-8")
    assert run("import", str(tmp_path / "notes.md")).exit_code == 1
    assert run("import", str(tmp_path / "none.md")).exit_code == 1
    assert run("import").exit_code == 2


def test_keys_of_every_listing(run: Run) -> None:
    """Other people's scripts read these keys."""
    assert records(run("decks", "--json")) == [
        {
            "id": "dk-mv4t8q2rxh",
            "deck": "Shoulder",
            "path": "Upper limb::Shoulder",
            "cards": 2,
            "new": 2,
            "learning": 0,
            "due": 0,
            "suspended": 0,
        }
    ]
    (answer,) = records(run("answer", CARD, "hard"))
    review_id = answer.pop("review_id")
    assert answer == {
        "card": CARD,
        "grade": 2,
        "q": 3,
        "reviewed_at": "2026-11-23T17:30:00.000Z",
        "due": "2026-11-24",
        "interval_days": 1,
        "ease": 2.36,
        "repetitions": 1,
        "lapses": 0,
    }
    card = records(run("cards", "--json", "shoulder"))[0]
    question = card.pop("question")
    assert card == {
        "card": CARD,
        "deck": "Shoulder",
        "kind": "basic",
        "answer": "deltoid tuberosity of the humerus",
        "tags": ["arm"],
        "state": "learning",
        "due": "2026-11-24",
        "interval_days": 1,
        "ease": 2.36,
        "repetitions": 1,
        "lapses": 0,
        "suspended": False,
        "flag": 0,
    }
    new, drilled = records(run("due", "--json"))
    assert (new["state"], new["due"]) == ("new", None)
    assert drilled == {
        "card": CARD,
        "deck": "Shoulder",
        "question": question,
        "answer": "deltoid tuberosity of the humerus",
        "state": "learning",
        "due": "2026-11-24",
    }
    assert [row["card"] for row in records(run("search", "--json", "tuberos"))] == [CARD]
    assert records(run("log", "--json")) == [
        {
            "review_id": review_id,
            "card": CARD,
            "kind": "review",
            "grade": 2,
            "q": 3,
            "reviewed_at": "2026-11-23T17:30:00.000Z",
            "utc_offset_min": 60,
            "study_day": "2026-11-23",
            "duration_ms": None,
            "interval_days": 1,
            "algorithm": "sm2",
            "voids": None,
        }
    ]


def test_undo_and_redo(run: Run) -> None:
    """Both leave their own row, and say so when there is nothing left."""
    (answer,) = records(run("answer", CARD, "q5"))
    assert (answer["grade"], answer["q"]) == (None, 5)
    assert run("undo").exit_code == 0
    last = records(run("log", "--json"))[-1]
    assert (last["kind"], last["voids"]) == ("void", answer["review_id"])
    nothing = run("undo")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("error: ")
    assert run("redo").exit_code == 0
    assert run("redo").exit_code == 1
    assert [row["state"] for row in records(run("cards", "--json"))] == ["review", "new"]


def test_answers_from_stdin(run: Run) -> None:
    """A bad line is told by its number; the others are recorded."""
    done = run("answer", "-", stdin=f"{CARD} 3\nnowhere 3\n{CARD} 7\n\n{CARD}\n{CARD} easy\n")
    assert done.exit_code == 1
    assert [json.loads(line)["q"] for line in done.stdout.splitlines()] == [4, 5]
    assert [line[:10] for line in done.stderr.splitlines()] == [
        "error: -:2",
        "error: -:3",
        "error: -:5",
    ]
    assert run("answer", "-", stdin="").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("answer", CARD), 2),
        (("answer", CARD, "5"), 2),
        (("answer", CARD, "q6"), 2),
        (("answer", "nowhere/q", "3"), 1),
        (("cards", "knee"), 1),
        (("due", "knee"), 1),
        (("remove", "knee"), 1),
        (("schedule", "--algorithm", "sm17"), 2),
        (("search",), 2),
    ],
)
def test_exit_codes(run: Run, words: tuple[str, ...], code: int) -> None:
    """Wrong usage is 2, a command that found nothing to work on is 1, each in one line."""
    done = run(*words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_listings_for_people(run: Run) -> None:
    """Without --json the same is readable."""
    assert "Shoulder" in run("decks").stdout
    assert CARD in run("cards").stdout
    assert CARD in run("due").stdout
    assert CARD in run("search", "humerus").stdout
    nothing = run("search", "humeruss OR *")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no card matches" in nothing.stderr
    assert "no reviews" in run("log").stderr
    run("answer", CARD, "3")
    assert CARD in run("log").stdout
    assert run("remove", "SHOULDER").exit_code == 0
    assert "no decks yet" in run("decks").stderr


def test_schedule(run: Run) -> None:
    """What-if answers line by line, floats as they are."""
    lines = '{"steps":[]}\n{"steps":[[3,0],[4,1]]}\n'
    first, second = records(run("schedule", "--algorithm", "sm2", stdin=lines))
    assert first == {"states": []}
    assert second["states"] == [
        {
            "repetitions": 1,
            "ease": 2.36,
            "interval_days": 1,
            "due_day": 1,
            "lapses": 0,
            "drill": True,
        },
        {
            "repetitions": 2,
            "ease": 2.36,
            "interval_days": 6,
            "due_day": 7,
            "lapses": 0,
            "drill": False,
        },
    ]
    for bad in (
        "x",
        "[]",
        "{}",
        '{"steps":[[6,0]]}',
        '{"steps":[[4,0.5]]}',
        '{"steps":[[true,1]]}',
    ):
        done = run("schedule", "--algorithm", "sm2", stdin=f"{bad}\n")
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith("error: -:1: ")


def test_a_search_narrows_study_export_and_lists(run: Run, tmp_path: Path) -> None:
    """The words that find a card are those that study or export it."""
    assert [row["card"] for row in records(run("due", "--json", "--search", "tuberosity"))] == [
        CARD
    ]
    asked = run("study", "--plain", "--search", "relation:insertion", stdin="q\n").stdout
    assert "question 1 of 1. Where does the deltoid insert?" in asked
    done = run("export", "--search", "relation:insertion", "-o", str(tmp_path / "x.json"))
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "x.json").read_text(encoding="utf-8")
    assert "tuberosity" in text
    assert "abduction of the arm" not in text
    nothing = run("export", "--search", "zzz", "-o", str(tmp_path / "y.json"))
    assert (nothing.exit_code, "found by 'zzz'" in nothing.stderr) == (1, True)
    wrong = run("due", "--search", "is:happy")
    assert (wrong.exit_code, "means nothing" in wrong.stderr) == (1, True)
