"""The structure of the house holds: layers, a pure core, and commands that stay light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def test_imports_point_one_way(repo: Path) -> None:
    """Without this, a screen could write SQL and the core could read a clock, unnoticed."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=repo,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [["mypy"], ["ruff", "check"], ["ruff", "format", "--check"]])
def test_types_and_style(repo: Path, command: list[str]) -> None:
    """A type error is a crash that a student has not met yet."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=repo, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [["check", "decks/soleus.md"], ["due"]])
def test_light_commands_never_load_the_app(repo: Path, tmp_path: Path, command: list[str]) -> None:
    """Otherwise every script over `flashdeck check` or `due` waits for a user interface to load."""
    program = (
        "import sys\n"
        f"sys.argv = ['flashdeck', '--library', {str(tmp_path / 'library.db')!r}, *{command!r}]\n"
        "from flashdeck.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as leave:\n    assert not leave.code, leave.code\n"
        "assert not {'textual', 'rich'} & set(sys.modules), 'Textual was imported'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=repo, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_first_card_waits_for_nothing_it_does_not_need(repo: Path, tmp_path: Path) -> None:
    """Otherwise every start of the app would be slower, and nobody would see what made it so."""
    library = str(tmp_path / "library.db")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from flashdeck.services.clock import system_now\n"
        "from flashdeck.services.library import deck_ids, open_library\n"
        "from flashdeck.services.refreshing import refused_by_refresh\n"
        "from flashdeck.services.study import Session\n"
        "import flashdeck.cli.app, flashdeck.tui.screens.review\n"
        f"with open_library(Path({library!r}), system_now) as library:\n"
        "    refused_by_refresh(library)\n"
        "    assert Session(library, system_now, deck_ids(library)).prompt is not None\n"
        f"late = {_LATE!r}\n"
        "found = [name for name in sys.modules if name.startswith(late)]\n"
        "assert not found, found\n"
    )
    for command in (
        ["-m", "flashdeck", "--library", library, "import", "decks/soleus.md"],
        ["-c", program],
    ):
        done = subprocess.run(
            [sys.executable, *command], cwd=repo, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


_LATE = (
    "textual.widgets._text_area",
    "click",
    "sqlite_utils",
    "yaml",
    "markdown_it",
    "fsrs",
    "PIL",
    "hashlib",
    "secrets",
    "flashdeck.anki",
    "flashdeck.files",
    "flashdeck.core.extract",
    "flashdeck.core.deckfile",
    "flashdeck.core.model",
    "flashdeck.core.picture",
    "flashdeck.core.schedule.replay",
    "flashdeck.services.answering",
    "flashdeck.services.importing",
    "flashdeck.store.migrations",
    "flashdeck.tui.configured",
    "flashdeck.tui.keyfile",
    "flashdeck.tui.options",
)
