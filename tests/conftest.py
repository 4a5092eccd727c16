"""What all tests share: the folder of other people's articles, and a fixed clock."""

from __future__ import annotations

from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent
SHARED = REPO.parent / "shared"


@pytest.fixture
def repo() -> Path:
    """The checkout."""
    return REPO


@pytest.fixture
def shared() -> Path:
    """The folder of texts that are not ours; tests that read it are skipped where it is missing."""
    if not (SHARED / "articles").is_dir():
        pytest.skip("the shared articles are not beside this checkout")
    return SHARED
