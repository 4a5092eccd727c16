"""Cloze texts as Anki's cloze fields: Markdown inside and around the deletions, hints, nesting."""

from __future__ import annotations

from collections.abc import Iterable

from flashdeck.anki.html import Pictures, escape, no_pictures, to_html
from flashdeck.core.deckfile.cloze import Deletion, parse_cloze

# Stand-ins for the braces while Markdown is read; punctuation, as braces are, so that emphasis
# right beside a deletion is found. The first that the text does not hold is taken; a text that was
# cleaned never holds the last.
_STAND_INS = "⸤⸢⸦⸨⟅⟦\x01"


def to_cloze_html(text: str, pictures: Pictures = no_pictures) -> str:
    """Return a cloze text as the HTML of an Anki cloze field with the same deletions.

    Only what the deck marks as a deletion is one: no other text can open or close one, or start
    a hint.
    """
    pieces, marks = [""], [""]
    _take_apart(parse_cloze(text).parts, pieces, marks)
    stand_in = next(char for char in _STAND_INS if char not in text)
    shown = to_html(stand_in.join(pieces), pictures).split(stand_in)
    if len(shown) != len(pieces):  # a mark stood where Markdown shows nothing, in an address say
        shown = [escape(piece).replace("\n", "<br>") for piece in pieces]
    return "".join(mark + no_hint(part) for mark, part in zip(marks, shown, strict=True))


def no_hint(markup: str) -> str:
    """Return HTML in which no ``::`` starts a hint."""
    return markup.replace("::", ":&#58;")


def _take_apart(parts: Iterable[str | Deletion], pieces: list[str], marks: list[str]) -> None:
    """Append the stretches of text, and before each the mark in Anki's form."""
    for part in parts:
        if isinstance(part, str):
            pieces[-1] += part
            continue
        marks.append(f"{{{{c{part.number}::")
        pieces.append("")
        _take_apart(part.parts, pieces, marks)
        marks.append(f"::{no_hint(escape(part.hint))}}}}}" if part.hint else "}}")
        pieces.append("")
