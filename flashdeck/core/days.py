"""Study days: a day begins at 04:00 local time, and is counted from 1970-01-01."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

DAY_STARTS_HOUR = 4
_MS_PER_MINUTE = 60_000
_MS_PER_DAY = 86_400_000
_EPOCH = date(1970, 1, 1)


class Moment(NamedTuple):
    """An instant in UTC milliseconds, with the local offset in force then, in minutes east."""

    utc_ms: int
    utc_offset_min: int = 0

    @property
    def day(self) -> int:
        """The study day it falls on."""
        return study_day(self.utc_ms, self.utc_offset_min)


def study_day(utc_ms: int, utc_offset_min: int) -> int:
    """Return the study day of an instant: days from 1970-01-01 of (local clock - 4 h).

    ``utc_offset_min`` is the offset in force at that instant, in minutes east of UTC. Negative
    results are days before 1970.
    """
    local_ms = utc_ms + (utc_offset_min - DAY_STARTS_HOUR * 60) * _MS_PER_MINUTE
    return local_ms // _MS_PER_DAY


def day_to_iso(day: int) -> str:
    """Return a study day as YYYY-MM-DD."""
    return (_EPOCH + timedelta(days=day)).isoformat()


def day_from_iso(text: str) -> int:
    """Return the study day of a YYYY-MM-DD date.

    Raises ValueError where the text is no such date.
    """
    return (date.fromisoformat(text) - _EPOCH).days


def ms_to_iso(utc_ms: int) -> str:
    """Return an instant as ISO 8601 in UTC with milliseconds and Z."""
    seconds, ms = divmod(utc_ms, 1000)
    stamp = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{stamp}.{ms:03d}Z"
