"""``generate --review`` where there is no app to open: one clear line, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from flashdeck.cli.commands import group
from flashdeck.core.errors import FlashdeckError, UsageError

ARTICLE = "The brachialis originates from the humerus and inserts on the tuberosity of the ulna.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["arm.txt", "--review", "--json"], "--review shows the cards in the app"),
        (["-", "--review"], "--review needs the terminal"),
        (["arm.txt", "leg.txt", "--review", "-o", "one.md"], "several articles need a folder"),
        (["missing.txt", "--review"], "missing.txt: no such file"),
        (["arm.txt", "--review"], "the app needs a terminal"),
    ],
)
def test_what_cannot_be_reviewed_is_said_before_the_app_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    """An app that opens only to fail hides what was wrong."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    for name in ("arm.txt", "leg.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    given = ["--library", str(tmp_path / "library.db"), "generate", *arguments]
    result = CliRunner().invoke(group, given, standalone_mode=False)
    assert isinstance(result.exception, FlashdeckError)
    assert said in str(result.exception)
    assert result.exception.exit_code == (1 if "missing.txt" in arguments else 2)
    assert isinstance(result.exception, UsageError) == ("missing.txt" not in arguments)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arm.txt", "leg.txt"]


def test_articles_without_anatomy_open_no_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty screen says less than a line that stays."""
    monkeypatch.chdir(tmp_path)
    for name in ("cake.txt", "pie.txt"):
        (tmp_path / name).write_text("Beat two eggs and bake for an hour.\n", encoding="utf-8")
    given = [
        "--library",
        str(tmp_path / "library.db"),
        "generate",
        "--review",
        "cake.txt",
        "pie.txt",
    ]
    result = CliRunner().invoke(group, given, standalone_mode=False)
    assert result.return_value == 1
    assert result.stdout == ""
    assert [line.split(":")[1].strip() for line in result.stderr.splitlines()] == [
        "cake.txt",
        "pie.txt",
    ]
    assert not (tmp_path / "library.db").exists()
