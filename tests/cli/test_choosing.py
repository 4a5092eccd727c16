"""Study and listing of some cards only, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashdeck.cli.commands import group

DECK = """\
---
flashdeck: 1
title: Leg
tags: [leg]
---
## Soleus
tags: leg/posterior
- origin: back of the tibia
- innervation: tibial nerve

## Rectus femoris
tags: thigh
- innervation: femoral nerve
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run flashdeck on a library of three cards; return what it wrote."""
    monkeypatch.setenv("FLASHDECK_NOW", "2026-11-23T18:00:00+01:00")
    deck = tmp_path / "leg.md"
    deck.write_text(DECK, encoding="utf-8")

    def flashdeck(*words: str, typed: str = "") -> str:
        done = CliRunner().invoke(
            group, ["--library", str(tmp_path / "library.db"), *words], input=typed
        )
        assert done.exit_code == 0, done.output
        return done.stdout

    flashdeck("import", str(deck))
    return flashdeck


def answers(output: str) -> list[str]:
    return [json.loads(line)["answer"] for line in output.splitlines()]


def test_due_narrowed(run) -> None:
    """An evening for the nerves alone, or for one region."""
    assert len(answers(run("due", "--json"))) == 3
    nerves = ["tibial nerve", "femoral nerve"]
    assert sorted(answers(run("due", "--json", "--relation", "innervation"))) == sorted(nerves)
    assert answers(run("due", "--json", "--tag", "thigh")) == ["femoral nerve"]
    assert len(answers(run("due", "--json", "--tag", "leg/posterior"))) == 2
    assert answers(run("due", "--json", "--flag", "3")) == []
    assert len(answers(run("due", "--json", "--flag", "0"))) == 3
    assert answers(run("due", "--json", "--leech")) == answers(run("due", "--json", "--overdue"))


def test_cram_and_missed_leave_the_schedule_alone(run) -> None:
    """Practice the night before must not move a card's next day."""
    said = run("study", "--plain", "--tag", "thigh", typed="\n1\n\n3\n")
    assert "femoral" in said and "tibial" not in said
    before = run("cards", "--json")
    said = run("study", "--plain", "--missed", typed="\n3\n")
    assert "femoral" in said and "tibial" not in said
    said = run("study", "--plain", "--cram", "--relation", "innervation", typed="\n1\n\n3\n\n3\n")
    assert "femoral" in said and "tibial" in said and "back of" not in said
    assert run("cards", "--json") == before
    kinds = [json.loads(line)["kind"] for line in run("log", "--json").splitlines()]
    assert kinds == ["review", "review", "cram", "cram", "cram", "cram"]
