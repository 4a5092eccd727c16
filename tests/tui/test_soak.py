"""Random keys, clicks and resizes over all screens, in short; the long form is a benchmark."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.soak import soak


async def test_nothing_stops_the_app_or_loses_an_answer(tmp_path: Path) -> None:
    """A cat on the keyboard must not cost a session."""
    report = await soak(80, 3, tmp_path)
    assert report.logged == report.acknowledged
    assert sum(report.seen.values()) == 80
