"""The README keeps its word."""

from __future__ import annotations

from pathlib import Path


def test_ci_runs_what_the_readme_tells_a_newcomer(repo: Path) -> None:
    """Otherwise the command that newcomers copy is one that nobody runs."""
    command = (repo / ".ci/run").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert command.endswith("pytest")
    assert f"\n{command}\n" in (repo / "README.md").read_text(encoding="utf-8")
