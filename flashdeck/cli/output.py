"""What goes to stdout: data, as JSON lines or as plain text in UTF-8."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from flashdeck.core.days import day_to_iso
from flashdeck.core.text import clean, clean_line

# DEL, C1 and bidi controls, line separators: JSON lets them stand, terminals and line readers not.
_ACTED_ON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def use_utf8() -> None:
    """Make stdin, stdout and stderr UTF-8 with LF line ends, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def emit(record: Mapping[str, object], *, flush: bool = False) -> None:
    """Write one JSON object as one line; what a terminal could act on is written as an escape."""
    text = json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
    sys.stdout.write(_ACTED_ON.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n")
    if flush:
        sys.stdout.flush()


def day(study_day: int | None) -> str | None:
    """Return a study day as YYYY-MM-DD, or None."""
    return None if study_day is None else day_to_iso(study_day)


def say(text: str) -> None:
    """Write text to stdout, safe for a terminal."""
    sys.stdout.write(clean(text) + "\n")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows in aligned columns; numbers to the right, everything else to the left."""
    body = [[clean_line(str("" if cell is None else cell)) for cell in row] for row in rows]
    cells = [list(head), *body]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    right = [
        bool(body)
        and all(row[i].replace(".", "", 1).lstrip("-").isdigit() for row in body if row[i])
        for i in range(len(head))
    ]
    for row in cells:
        line = "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        sys.stdout.write(line.rstrip() + "\n")
