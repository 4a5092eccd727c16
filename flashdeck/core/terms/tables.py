"""The tables of terms in ``data``: tab-separated, one header line, ``|`` within a field."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).with_name("data")


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table of ``data``, without its header."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n")[1:] if line]
