"""What the tests of packages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.anki.judging import ask_anki

Judge = Callable[..., list[Any]]


@pytest.fixture
def judge() -> Judge:
    """The official library; call it with steps (see judge.py)."""
    return ask_anki
