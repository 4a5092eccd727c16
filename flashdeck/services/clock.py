"""What time it is, for everything above the core; fixed by ``$FLASHDECK_NOW``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime

from flashdeck.core.days import Moment
from flashdeck.core.errors import UsageError

VARIABLE = "FLASHDECK_NOW"
Clock = Callable[[], Moment]


def system_now() -> Moment:
    """Return the present instant with the local offset in force now."""
    utc_ms = time.time_ns() // 1_000_000
    return Moment(utc_ms, round(time.localtime(utc_ms // 1000).tm_gmtoff / 60))


def parse_now(text: str) -> Moment:
    """Return the instant that an ISO 8601 text with an offset names.

    Raises UsageError where it is none, or has no offset.
    """
    try:
        then = datetime.fromisoformat(text.strip())
    except ValueError:
        then = None
    offset = then.utcoffset() if then else None
    if then is None or offset is None:
        raise UsageError(
            f"{VARIABLE} is not a time with an offset: {text!r}",
            todo="write it like 2026-11-23T18:30:00+01:00",
        )
    utc_ms = (then - datetime.fromtimestamp(0, then.tzinfo)).total_seconds() * 1000
    return Moment(round(utc_ms), round(offset.total_seconds() / 60))


def clock_from_environment() -> Clock:
    """Return the clock to use: fixed where ``$FLASHDECK_NOW`` is set, else the system's."""
    fixed = os.environ.get(VARIABLE, "")
    if not fixed:
        return system_now
    moment = parse_now(fixed)
    return lambda: moment
