"""Pictures decoded for a terminal: proportions, masks, and what is refused."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from flashdeck.core.errors import SourceError
from flashdeck.core.picture import Region
from flashdeck.files.pixels import Mask, draw, drawable

RED, GREEN, BLUE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)


def test_a_picture_keeps_its_proportions_and_its_masks_cover(tmp_path: Path) -> None:
    """A mask beside its structure would show the answer."""
    path = tmp_path / "red.png"
    Image.new("RGB", (200, 100), RED).save(path)
    masks = (
        Mask(Region("rect", (0, 0, 50, 50)), GREEN),
        Mask(Region("polygon", (60, 60, 100, 60, 100, 100, 60, 100)), BLUE),
    )
    found = draw(path, 40, 40, BLACK, masks)
    assert (found.width, found.height) == (40, 20)
    assert found.colour(5, 5) == GREEN
    assert found.colour(35, 5) == RED
    assert found.colour(35, 15) == BLUE


def test_what_is_clear_shows_the_background(tmp_path: Path) -> None:
    """A picture without a background must not become a black box on paper."""
    path = tmp_path / "clear.png"
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(path)
    assert draw(path, 10, 10, BLUE).colour(3, 3) == BLUE


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    """A few bytes that claim a billion pixels must not fill the memory."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    with pytest.raises(SourceError, match="too large"):
        draw(path, 40, 40, BLACK)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF"])
def test_what_is_no_picture_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    """A damaged picture must not end a session."""
    path = tmp_path / "odd.png"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"odd\.png"):
        draw(path, 40, 40, BLACK)


def test_a_vector_picture_is_drawn_from_the_bitmap_beside_it(tmp_path: Path) -> None:
    """A deck that keeps its drawing as SVG can have both."""
    vector = tmp_path / "leg.svg"
    vector.write_text("<svg/>", encoding="utf-8")
    with pytest.raises(SourceError, match="PNG of the same name"):
        drawable(vector)
    bitmap = tmp_path / "leg.png"
    bitmap.write_bytes(b"")
    assert drawable(vector) == bitmap
    assert drawable(bitmap) == bitmap
