"""The oldest dependencies that pyproject.toml allows: ``python -m tests.oldest [PYTEST WORD ...]``.

Makes an environment with the lower bound of each dependency and extra, and runs the suite in it, or
the tests that the words name. Run by hand before a release: it downloads the old versions.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
# What the tests themselves need stays at what is current.
_NOT_BOUND = "dev"


def oldest() -> list[str]:
    """Return each dependency, and each of the extras for users, pinned to its lower bound."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    bounds = [
        *project["dependencies"],
        *(bound for name, bounds in extras.items() if name != _NOT_BOUND for bound in bounds),
    ]
    return [_pinned(bound) for bound in bounds]


def _pinned(bound: str) -> str:
    found = re.match(r"([\w.-]+)>=([\w.]+)", bound)
    if found is None:
        raise SystemExit(f"{bound}: no lower bound")
    return f"{found[1]}=={found[2]}"


def main(words: list[str]) -> int:
    """Make the environment and run the tests; return their exit code."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "Scripts/python.exe" if os.name == "nt" else "bin/python")
        pins = Path(folder, "oldest.txt")
        pins.write_text("\n".join(oldest()), "utf-8")
        print(*oldest(), sep="\n", flush=True)
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        for what in (["-r", pins], ["-c", pins, "-e", f"{REPO}[dev]"]):
            done = subprocess.run([*install, *what], check=False)
            if done.returncode:
                return done.returncode
        return subprocess.run([python, "-m", "pytest", *words], cwd=REPO, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
