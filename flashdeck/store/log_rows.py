"""Rows of the review log, turned into entries and back."""

from __future__ import annotations

import json
from typing import Any

from flashdeck.core.schedule.replay import Entry, Kind, crc_of

ENTRY_COLUMNS = (
    "id, device, card, at_ms, utc_offset_min, day, kind, grade, q, duration_ms, interval_days, "
    "algorithm, asked, typed, picked, options, voids, rev, release, detail"
)


# `json.dumps` makes an encoder anew for each call that is not plain.
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def entry_from_row(row: tuple[Any, ...]) -> Entry:
    """Return the log entry of a row of `ENTRY_COLUMNS`."""
    values = list(row)
    values[6] = Kind(values[6])
    values[15] = tuple(json.loads(values[15]))
    return Entry(*values)


def entry_values(entry: Entry) -> tuple[Any, ...]:
    """Return the values of `ENTRY_COLUMNS` and the CRC."""
    return (
        entry.id,
        entry.device,
        entry.card,
        entry.at_ms,
        entry.utc_offset_min,
        entry.day,
        entry.kind.value,
        entry.grade,
        entry.q,
        entry.duration_ms,
        entry.interval_days,
        entry.algorithm,
        entry.asked,
        entry.typed,
        entry.picked,
        _ENCODE(entry.options),
        entry.voids,
        entry.rev,
        entry.release,
        entry.detail,
        crc_of(entry),
    )
