"""The one door from text to the screen: every string becomes `Content` here, as it is written.

Textual reads strings as markup and hands control characters on to the terminal, so no other
module of the app builds `Content` from text that came from outside.
"""

from __future__ import annotations

from textual.content import Content

from flashdeck.core.text import clean, clean_line, shorten

TAB = "    "
Styled = tuple[str, str]


def block(text: str, style: str = "") -> Content:
    """Return text of one or more lines as it is written, in one style."""
    return Content.styled(clean(text).replace("\t", TAB), style)


def line(*parts: str | Styled | Content) -> Content:
    """Return one line made of texts, (text, style) pairs and finished content.

    White space inside a text stays, but line breaks and tabs become blanks.
    """
    pieces: list[str | Styled | Content] = []
    for part in parts:
        if isinstance(part, Content):
            pieces.append(part)
        elif isinstance(part, tuple):
            pieces.append((_one_line(part[0]), part[1]))
        else:
            pieces.append(_one_line(part))
    return Content.assemble(*pieces)


def title(text: str, width: int, style: str = "") -> Content:
    """Return a name cut to ``width`` cells."""
    return Content.styled(clean_line(text), style).truncate(max(width, 0), ellipsis=True)


def spread(left: Content, right: Content, width: int) -> Content:
    """Return one line with one part at each end; the left one gives way."""
    room = max(width - right.cell_length - 1, 0)
    left = left.truncate(room, ellipsis=True)
    gap = max(width - left.cell_length - right.cell_length, 0)
    return Content.assemble(left, " " * gap, right)


def sentence(text: str) -> str:
    """Return an error's one line as a sentence."""
    text = clean_line(text)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _one_line(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\t", " ")


__all__ = ["Content", "Styled", "block", "line", "sentence", "shorten", "spread", "title"]
