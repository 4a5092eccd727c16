"""The text of an article: of a text file as it stands, of a PDF or Word file as it is drawn out.

Offsets into an article count characters of the text that `read_article` returns.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flashdeck.core.errors import FlashdeckError, Location, SourceError
from flashdeck.files.read import ARTICLE_CAP, decode, read_bytes

# What the text of an article is written in, by the ending of its file.
FORMS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".pdf": "txt",
    ".docx": "html",
}
_EXTRA = "pip install 'flashdeck[documents]'"
_EDGE_LINES = 2  # a running head or foot is among so many lines of a page's top or bottom
_OTHER_SIZE = 1.08  # letters larger by this factor are another kind of text
_PARAGRAPH_GAP = 1.55  # lines further apart than this many times their letters' size
_NUMBER = re.compile(r"\d+")


def read_article(path: Path, *, error: type[FlashdeckError] = SourceError) -> str:
    """Return the text of an article: plain, Markdown or HTML in UTF-8, PDF or .docx.

    A PDF gives plain text, a .docx simple HTML; both need the extra ``documents``. Raises ``error``
    where the file cannot be read, is damaged or encrypted, or holds no text.
    """
    data = read_bytes(path, ARTICLE_CAP, error=error)
    draw = _DRAWN.get(path.suffix.casefold())
    if draw is None:
        return decode(data, str(path), error=error)
    at = Location(str(path))
    try:
        text = draw(data)
    except ImportError:
        kind = path.suffix.removeprefix(".").upper()
        raise error(f"{kind} needs an extra of flashdeck", todo=_EXTRA, at=at) from None
    except _UnusableError as why:
        raise error(str(why), todo=why.todo, at=at) from None
    except Exception as failure:  # both libraries raise whatever a damaged file leads them into
        what = f"cannot be read as {path.suffix} ({type(failure).__name__})"
        raise error(what, todo="open it in its own program and save it as text", at=at) from None
    if not text.strip():
        raise error("holds no text (scanned?)", todo="run text recognition on it first", at=at)
    return text


class _UnusableError(Exception):
    """A file that can be opened, but not used; ``todo`` says what helps."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.todo = todo


# PDF


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; ``height`` is where it stands above the foot, both in points."""

    text: str
    height: float
    size: float


def _from_pdf(data: bytes) -> str:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are no help to a student
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _UnusableError("is encrypted", "save it without a password")
    return joined_pages([_lines_of(page) for page in reader.pages])


def _lines_of(page: Any) -> list[Line]:
    """Return the lines of a page in reading order."""
    lines: list[Line] = []
    text, height, size = "", 0.0, 0.0

    def take(
        part: str, outer: list[float], inner: list[float], _font: object, points: float
    ) -> None:
        nonlocal text, height, size
        first, *more = part.split("\n")
        if first.strip() and not text.strip():
            height = inner[5] * outer[3] + outer[5]
            size = points * abs(inner[3] * outer[3])
        text += first
        for piece in more:
            if text.strip():
                lines.append(Line(" ".join(text.split()), height, size))
            text = piece

    page.extract_text(visitor_text=take)
    if text.strip():
        lines.append(Line(" ".join(text.split()), height, size))
    return lines


def joined_pages(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of pages: an empty line between paragraphs, no running heads and feet."""
    running = _running(pages)
    made: list[str] = []
    before: Line | None = None
    for page in pages:
        for number, line in enumerate(page):
            at_edge = min(number, len(page) - 1 - number) < _EDGE_LINES
            if at_edge and _shape(line.text) in running:
                continue
            if before is not None and _parts(before, line):
                made.append("")
            made.append(line.text)
            before = line
    return "\n".join([*made, ""]) if made else ""


def _running(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Return the lines, numbers aside, that stand at the edge of most pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        edge = [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]]
        edges.update({_shape(line.text) for line in edge})
    least = max(2, len(pages) // 2 + 1)
    return {shape for shape, count in edges.items() if count >= least or shape == "#"}


def _shape(text: str) -> str:
    return _NUMBER.sub("#", text)


def _parts(before: Line, line: Line) -> bool:
    """Tell whether a paragraph ends between two lines."""
    small, large = sorted((before.size, line.size))
    if large > small * _OTHER_SIZE:
        return True
    down = before.height - line.height
    if down < 0:  # the next column or page goes on where this one stopped
        return before.text.endswith((".", "!", "?", ":"))
    return down > large * _PARAGRAPH_GAP


# Word


def _from_docx(data: bytes) -> str:
    import zipfile

    import mammoth  # type: ignore[import-untyped]

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > ARTICLE_CAP:
            raise _UnusableError(f"is larger than {ARTICLE_CAP // 1_000_000} MB", "split it")
    made = mammoth.convert_to_html(
        io.BytesIO(data),
        convert_image=mammoth.images.img_element(lambda image: {}),
        include_embedded_style_map=False,
    )
    return _BLOCK_END.sub(r"\1\n", str(made.value))


_BLOCK_END = re.compile(r"(</(?:p|h[1-6]|li|tr|table|ul|ol)>)(?!\n)")
_DRAWN: dict[str, Callable[[bytes], str]] = {".pdf": _from_pdf, ".docx": _from_docx}
