"""Our signs in ASCII, for terminals and fonts that lack them: one cell for one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

_ASCII = str.maketrans(
    {
        "▌": ">", "✓": "+", "✗": "x", "▸": ">", "▾": "v", "◂": "<", "━": "=", "─": "-", "╌": "-",
        "┊": "|", "│": "|", "█": "#", "…": ".", "·": ".", "▫": "-", "▪": "+", "■": "#", "•": "*",
        "–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "↑": "^", "↓": "v", "←": "<",
        "→": ">", "⇧": "+", "›": ">", "×": "x", "┤": "|", "└": "+", "╸": "=", "▀": "#", "▄": "#",
        "▁": ".", "▂": ".", "▃": ":", "▅": "+", "▆": "#", "▇": "#", "\u00a0": " ",
    }
)  # fmt: skip


class AsciiFilter(LineFilter):
    """Draws our signs in ASCII; letters of other scripts stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with every sign replaced."""
        return [
            segment if segment.text.isascii() else segment._replace(
                text=segment.text.translate(_ASCII)
            )
            for segment in segments
        ]  # fmt: skip
