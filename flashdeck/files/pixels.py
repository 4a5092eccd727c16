"""A picture file as a few pixels, for a terminal; labelled regions can be covered.

Pillow decodes it, behind limits on bytes, pixels and formats. It is imported with the first
picture.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flashdeck.core.errors import Location, SourceError
from flashdeck.files.read import MEDIA_CAP, read_bytes

if TYPE_CHECKING:
    from PIL import Image

    from flashdeck.core.picture import Region

MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_KEPT = 16

Colour = tuple[int, int, int]


class Mask(NamedTuple):
    """A region of the picture that is covered with a colour."""

    region: Region
    colour: Colour


class Pixels(NamedTuple):
    """Rows of colours from the top left corner; ``data`` is red, green, blue, red, ..."""

    width: int
    height: int
    data: bytes

    def colour(self, x: int, y: int) -> Colour:
        """Return the colour of one pixel."""
        at = 3 * (y * self.width + x)
        return self.data[at], self.data[at + 1], self.data[at + 2]


def drawable(path: Path) -> Path:
    """Return the file to draw: for a vector picture the bitmap of the same name beside it.

    Raises SourceError where there is none.
    """
    if path.suffix.lower() != ".svg":
        return path
    for ending in (".png", ".PNG", ".jpg", ".webp"):
        beside = path.with_suffix(ending)
        if beside.is_file():
            return beside
    raise SourceError(
        "an SVG is not drawn in the terminal",
        todo="put a PNG of the same name beside it",
        at=Location(path.name),
    )


def draw(
    path: Path, width: int, height: int, background: Colour, masks: tuple[Mask, ...] = ()
) -> Pixels:
    """Return the picture in at most ``width`` by ``height`` pixels, in its own proportions.

    Raises SourceError where the file cannot be read, or is too large to be decoded.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError as failure:
        raise SourceError("cannot be read", at=Location(path.name)) from failure
    return _drawn(path, changed, width, height, background, masks)


@lru_cache(_KEPT)
def _drawn(
    path: Path,
    changed_ns: int,
    width: int,
    height: int,
    background: Colour,
    masks: tuple[Mask, ...],
) -> Pixels:
    from PIL import Image, UnidentifiedImageError

    data = read_bytes(path, MEDIA_CAP, error=SourceError)
    try:
        small = _decoded(data, width, height)
    except UnidentifiedImageError as failure:
        raise SourceError("is no picture that can be drawn", at=Location(path.name)) from failure
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as failure:
        raise SourceError("is damaged, or too large to be drawn", at=Location(path.name)) from (
            failure
        )
    whole = Image.new("RGB", small.size, background)
    whole.paste(small, mask=small.getchannel("A"))
    for mask in masks:
        _cover(whole, mask)
    return Pixels(whole.width, whole.height, whole.tobytes())


def _decoded(data: bytes, width: int, height: int) -> Image.Image:
    """Return the first picture of the file, turned upright and made small."""
    from io import BytesIO

    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(BytesIO(data), formats=_FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (4 * width, 4 * height))  # a JPEG need not be decoded whole
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    scale = min(width / upright.width, height / upright.height)
    size = max(round(upright.width * scale), 1), max(round(upright.height * scale), 1)
    return upright.resize(size, Image.Resampling.LANCZOS)


def _cover(picture: Image.Image, mask: Mask) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    numbers = mask.region.numbers
    sides = (picture.width, picture.height)
    if mask.region.shape == "polygon":
        points = [number * sides[at % 2] / 100 for at, number in enumerate(numbers)]
        pen.polygon(points, fill=mask.colour)
        return
    left, top = numbers[0] * sides[0] / 100, numbers[1] * sides[1] / 100
    right = max(left + numbers[2] * sides[0] / 100 - 1, left)
    bottom = max(top + numbers[3] * sides[1] / 100 - 1, top)
    shape = pen.ellipse if mask.region.shape == "ellipse" else pen.rectangle
    shape((left, top, right, bottom), fill=mask.colour)
