"""The README keeps its word."""

from __future__ import annotations

from pathlib import Path

from flashdeck import __version__
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of


def test_ci_runs_what_the_readme_tells_a_newcomer(repo: Path) -> None:
    """Otherwise the command that newcomers copy is one that nobody runs."""
    command = (repo / ".ci/run").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert command.endswith("pytest")
    assert f"\n{command}\n" in (repo / "README.md").read_text(encoding="utf-8")


def test_the_example_deck_loads_as_it_stands(repo: Path) -> None:
    """An author's first deck is a copy of it; it must not be refused."""
    readme = (repo / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```markdown\n")[2].partition("```")[0]
    parsed = parse_deck(example, file="my-muscles.md")
    assert parsed.deck is not None
    assert [str(found) for found in parsed.diagnostics] == []
    assert len(cards_of(parsed.deck)) == 5


def test_the_changelog_begins_with_this_version(repo: Path) -> None:
    """Who updates reads there what has changed."""
    text = (repo / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.partition("\n## [")[2].startswith(f"{__version__}]")
