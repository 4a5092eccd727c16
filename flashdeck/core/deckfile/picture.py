"""Picture notes: ``![alt](path)`` and labels ``- L1: text @ x% y% w% h%``."""

from __future__ import annotations

import re

from flashdeck.core.model import Region

LABEL = re.compile(r"-[ \t]+(L\d{1,4}):(?:[ \t]+|$)")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
FORMS = {
    "rect": "' @ x% y% w% h%'",
    "ellipse": "' @ ellipse x% y% w% h%'",
    "polygon": "' @ polygon x%,y% x%,y% x%,y%'",
}


def read_picture(text: str) -> tuple[str, str] | None:
    """Return alt text and path of a line that is one picture, or None."""
    line = text.strip()
    middle = line.rfind("](")
    if not line.startswith("![") or middle < 0 or not line.endswith(")"):
        return None
    alt, path = line[2:middle], line[middle + 2 : -1].strip()
    if path.startswith("<") and path.endswith(">"):
        path = path[1:-1]
    elif re.search(r"[\s<>()]", path):
        return None
    return (alt.strip(), path) if path.strip() else None


def write_picture(alt: str, path: str) -> str:
    """Return the line that `read_picture` reads as this."""
    place = f"<{path}>" if re.search(r"[\s<>()]", path) else path
    return f"![{alt}]({place})"


def path_problem(path: str) -> str:
    """Return why a picture's path leads out of the deck's folder as it is written, or ''."""
    if "://" in path or (_SCHEME.match(path) and not re.match(r"[A-Za-z]:[\\/]", path)):
        return "is an address"
    if path.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:[\\/]", path):
        return "is an absolute path"
    depth = 0
    for part in re.split(r"[\\/]", path):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return "leads out of the deck's folder"
    return ""


def read_region(text: str) -> tuple[Region | None, str, str]:
    """Return the region, or None with the reason and the form to write."""
    words = text.split()
    shape = "rect"
    if words and words[0] in FORMS:
        shape = words.pop(0)
    form = FORMS[shape]
    if shape == "polygon":
        words = [part for word in words for part in word.split(",", 1)]
    numbers: list[float] = []
    for word in words:
        found = _PERCENT.fullmatch(word)
        if not found:
            return None, f"{word[:20]!r} is no percentage", form
        number = float(found[1])
        if number > 100:
            return None, f"{word} is more than 100%", form
        numbers.append(number)
    if shape == "polygon":
        if len(numbers) < 6 or len(numbers) % 2:
            return None, "a polygon has three points or more", form
    elif len(numbers) != 4:
        return None, f"{len(numbers)} numbers instead of 4", form
    elif not numbers[2] or not numbers[3]:
        return None, "its width or height is 0", form
    return Region(shape, tuple(numbers)), "", form


def write_region(region: Region) -> str:
    """Return the text that `read_region` reads as this region."""
    numbers = [f"{number:.6f}".rstrip("0").rstrip(".") + "%" for number in region.numbers]
    if region.shape == "polygon":
        points = zip(numbers[::2], numbers[1::2], strict=True)
        return "polygon " + " ".join(f"{x},{y}" for x, y in points)
    return " ".join(numbers if region.shape == "rect" else [region.shape, *numbers])
