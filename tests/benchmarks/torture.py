"""All of the rough treatment that the suite only samples.

``python -m tests.benchmarks.torture [kills|full|readonly|bits|events]...``: 500 ``kill -9`` with
two processes answering at once, a disk that is full at 400 places, a disk that has become
read-only, 200 flipped bits, 100,000 random events; each ends with a library that the doctor finds
sound. Needs a POSIX system.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests import torture

SEED = 2026
PARTS: dict[str, Callable[[Path, random.Random], dict[str, int]]] = {
    "kills": lambda folder, rng: torture.kill(folder, 500, rng),
    "full": lambda folder, rng: torture.full_disk(folder, 400, rng),
    "readonly": torture.read_only,
    "bits": lambda folder, rng: torture.flip_bits(folder, 200, rng),
    "events": lambda folder, rng: torture.random_events(folder, 100_000, rng),
}


def main() -> None:
    """Run the named parts, or all, and print what each came to."""
    for name in sys.argv[1:] or PARTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            came_to = PARTS[name](Path(folder), random.Random(SEED))
        figures = ", ".join(f"{number} {what}" for what, number in came_to.items())
        print(f"{name}: {figures}; {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
