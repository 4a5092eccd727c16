"""Bulk work without the pauses of Python's collector, which looks at every object again and again.

Nothing that is made there is part of a cycle; a quarter of the time goes into that search.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector of cycles off while the block runs, if it was on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
