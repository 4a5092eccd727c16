"""Entries of the log as lines of text, one JSON object each, for other devices to read.

An object holds every field of an entry by its name, ``v`` (the version of this form, 1) and
``crc``, the entry's CRC-32 in hexadecimal, by which a torn or damaged line is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields

from flashdeck.core.days import study_day
from flashdeck.core.schedule.base import LONGEST_INTERVAL_DAYS
from flashdeck.core.schedule.replay import Entry, Kind, crc_of
from flashdeck.core.text import clean

VERSION = 1
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST_TEXT = 100_000
_LAST_MS = 253_402_300_799_999  # the end of the year 9999
_GREATEST_OFFSET_MIN = 24 * 60
_NAMES = tuple(field.name for field in fields(Entry))
_TEXTS = frozenset(
    ("id", "device", "card", "kind", "algorithm", "asked", "typed", "picked", "release", "detail")
)
_NUMBERS = {
    "at_ms": (0, _LAST_MS),
    "utc_offset_min": (-_GREATEST_OFFSET_MIN, _GREATEST_OFFSET_MIN),
    "day": (-1, _LAST_MS // 86_400_000 + 1),
    "rev": (1, 1_000_000_000),
}
_OPTIONAL_NUMBERS = {
    "grade": (1, 4),
    "q": (0, 5),
    "duration_ms": (0, _LAST_MS),
    "interval_days": (0, LONGEST_INTERVAL_DAYS),
}


class NotAnEntryError(ValueError):
    """The text is no entry of a log that can be taken; says why in a phrase."""


def line_of(entry: Entry) -> str:
    """Return an entry as one line, without its end."""
    values = {name: getattr(entry, name) for name in _NAMES}
    record = {"v": VERSION, **values, "kind": entry.kind.value, "crc": f"{crc_of(entry):08x}"}
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"))


def entry_of(line: str) -> Entry:
    """Return the entry of a line.

    Raises NotAnEntryError where it is none, is damaged, or was written by a newer flashdeck.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise NotAnEntryError("is no line of a review log") from None
    if not isinstance(record, dict) or not {"v", "id", "crc"} <= record.keys():
        raise NotAnEntryError("is no line of a review log")
    if type(record["v"]) is not int or record["v"] > VERSION:
        raise NotAnEntryError("was written by a newer flashdeck")
    entry = entry_from_values(record)
    if record["crc"] != f"{crc_of(entry):08x}":
        raise NotAnEntryError("is damaged")
    return entry


def entry_from_values(record: Mapping[str, object]) -> Entry:
    """Return an entry made of untrusted values by name; raises NotAnEntryError as `entry_of`."""
    try:
        values = {name: record[name] for name in _NAMES}
    except KeyError:
        raise NotAnEntryError("is damaged") from None
    options = values["options"]
    texts = [values[name] for name in _TEXTS]
    texts += options if isinstance(options, list | tuple) else [None]
    texts += [] if values["voids"] is None else [values["voids"]]
    if not all(isinstance(text, str) and len(text) <= _LONGEST_TEXT for text in texts):
        raise NotAnEntryError("is damaged")
    if any(text != clean(text) for text in texts if isinstance(text, str)):
        raise NotAnEntryError("holds control characters")
    try:
        values["kind"] = Kind(str(values["kind"]))
    except ValueError:
        raise NotAnEntryError("was written by a newer flashdeck") from None
    values["options"] = tuple(options) if isinstance(options, list | tuple) else ()
    numbers = [(values[name], *span) for name, span in _NUMBERS.items()]
    numbers += [
        (values[name], *span)
        for name, span in _OPTIONAL_NUMBERS.items()
        if values[name] is not None
    ]
    if not all(type(number) is int and least <= number <= most for number, least, most in numbers):
        raise NotAnEntryError("is damaged")
    entry = Entry(**values)  # type: ignore[arg-type]
    if not _ID.fullmatch(entry.id) or not entry.card or not entry.device:
        raise NotAnEntryError("is damaged")
    if entry.kind is not Kind.IMPORT and entry.day != study_day(entry.at_ms, entry.utc_offset_min):
        raise NotAnEntryError("has a study day that does not fit its time")
    if (entry.kind is Kind.VOID) is (entry.voids is None):
        raise NotAnEntryError("is damaged")
    return entry
