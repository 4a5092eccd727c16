"""The official Anki library as judge, always in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Judge = Callable[..., list[Any]]


@pytest.fixture
def judge() -> Judge:
    """Call it with steps (see judge.py); it returns one result a step."""

    def run(*steps: dict[str, Any], zone: str = "UTC") -> list[Any]:
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("judge.py"), json.dumps(steps)],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        results: list[Any] = json.loads(done.stdout)
        return results

    return run
