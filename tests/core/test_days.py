"""Study days: 04:00 on the local clock, whatever the clock does."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.core.days import Moment, day_from_iso, day_to_iso, ms_to_iso, study_day
from flashdeck.services.clock import parse_now

# Local time with the offset in force, and the study day it belongs to.
TABLE = [
    ("2026-11-23T03:59:59.999+01:00", "2026-11-22"),
    ("2026-11-23T04:00:00+01:00", "2026-11-23"),
    ("2026-11-24T00:30:00+01:00", "2026-11-23"),
    # Berlin, clocks forward on 2026-03-29: 02:00 +01:00 becomes 03:00 +02:00.
    ("2026-03-29T01:59:59+01:00", "2026-03-28"),
    ("2026-03-29T03:00:00+02:00", "2026-03-28"),
    ("2026-03-29T03:59:59+02:00", "2026-03-28"),
    ("2026-03-29T04:00:00+02:00", "2026-03-29"),
    # Berlin, clocks back on 2026-10-25: 03:00 +02:00 becomes 02:00 +01:00.
    ("2026-10-25T02:30:00+02:00", "2026-10-24"),
    ("2026-10-25T02:30:00+01:00", "2026-10-24"),
    ("2026-10-25T03:59:59+01:00", "2026-10-24"),
    ("2026-10-25T04:00:00+01:00", "2026-10-25"),
    # New York, clocks back on 2026-11-01.
    ("2026-11-01T01:30:00-04:00", "2026-10-31"),
    ("2026-11-01T04:00:00-05:00", "2026-11-01"),
    # Half and quarter hours, and both ends of the world at one instant.
    ("2026-06-01T03:59:00+05:30", "2026-05-31"),
    ("2026-06-01T04:00:00+05:45", "2026-06-01"),
    ("2026-06-02T00:00:00+14:00", "2026-06-01"),
    ("2026-05-31T22:00:00-12:00", "2026-05-31"),
    # Lord Howe Island moves by half an hour.
    ("2026-04-05T01:45:00+11:00", "2026-04-04"),
    ("2026-04-05T04:00:00+10:30", "2026-04-05"),
    # Before 1970, and a leap day.
    ("1969-12-31T23:00:00+00:00", "1969-12-31"),
    ("1970-01-01T03:00:00+00:00", "1969-12-31"),
    ("2028-02-29T12:00:00+00:00", "2028-02-29"),
    ("2028-03-01T03:00:00+00:00", "2028-02-29"),
]


@pytest.mark.parametrize(("local", "day"), TABLE)
def test_study_day(local: str, day: str) -> None:
    """A card answered after midnight, or on the night the clocks change, must not lose a day."""
    moment = parse_now(local)
    assert day_to_iso(moment.day) == day
    assert day_from_iso(day) == moment.day


@given(st.integers(-(10**13), 10**13), st.integers(-12 * 60, 14 * 60))
def test_a_study_day_has_24_hours_at_one_offset(utc_ms: int, offset: int) -> None:
    """Exactly one day later on the same clock is the next study day."""
    assert study_day(utc_ms + 86_400_000, offset) == study_day(utc_ms, offset) + 1
    assert study_day(utc_ms, offset) == Moment(utc_ms, offset).day


def test_instants_are_shown_in_utc() -> None:
    """Logs of two time zones must be comparable line by line."""
    moment = parse_now("2026-11-23T18:30:00.250+05:30")
    assert (moment.utc_offset_min, ms_to_iso(moment.utc_ms)) == (330, "2026-11-23T13:00:00.250Z")
    assert datetime.fromisoformat(ms_to_iso(moment.utc_ms)).timestamp() * 1000 == moment.utc_ms
