"""The names of media files in the fields of a note."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"<(?:img|audio|video|source|embed|object)\b[^<>]{0,5000}>", re.IGNORECASE)
_SOURCE = re.compile(
    r"\b(?:src|data)\s?=\s?(?:\"([^\"]{1,1000})\"|'([^']{1,1000})'|([^\s\"'>]{1,1000}))",
    re.IGNORECASE,
)
_SOUND = re.compile(r"\[sound:([^\[\]]{1,1000})\]")
_SIGNS = ("[sound:", "src", "SRC", "<object", "<OBJECT")


def has_files(fields: str) -> bool:
    """Tell whether fields may name files; most name none."""
    return any(sign in fields for sign in _SIGNS)


def references(fields: str) -> Iterator[str]:
    """Yield the names of files, as a browser or player takes them."""
    for tag in _TAG.findall(fields):
        for found in _SOURCE.findall(tag):
            yield html.unescape(next(filter(None, found)))
    for name in _SOUND.findall(fields):
        yield html.unescape(name)
