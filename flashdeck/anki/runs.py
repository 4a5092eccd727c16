"""Runs of text with marks, as Markdown writes them: emphasis opened and closed where it is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ESCAPED = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would escape
    r"|[`]"
    r"|(?<!\s)\*|\*(?!\s)"
    r"|(?<!\w)_(?!\s)|(?<!\s)_(?!\w)"
    r"|\[(?=[^\[\]]*\]\()|!(?=\[)"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)"
    r"|~(?=~)|(?<=[^\s])~(?=[^\s~]{1,80}~)|\^(?=[^\s^]{1,80}\^)"
    r"|\$(?=[^\s$][^$]*\$)",
    re.MULTILINE,
)
_LINE_START = re.compile(r"(?:[-+*]|\d{1,9}(?P<dot>[.)]))(?=\s|$)|[>#|](?=.)|=+$|-{2,}$")
_SIGNS = {"strong": "**", "em": "*", "s": "~~"}
_ORDER = ("strong", "em", "s", "sub", "sup", "code")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EDGES = " :;,.!?()/\"'-–—"

BREAK = "\x04"  # a line break among runs; cleaned text never holds it
Run = tuple[str, frozenset[str]]


class Words(str):
    """A paragraph, as opposed to a list or table that may look like one."""

    __slots__ = ()


def paragraphs(runs: list[Run]) -> Iterator[str]:
    """Yield the paragraphs that runs make; an empty line between breaks parts them."""
    for part in _split(runs):
        text = inline_text(part)
        if text:
            yield Words(text)


def _split(runs: list[Run]) -> Iterator[list[Run]]:
    part: list[Run] = []
    breaks = 0
    for run in runs:
        if run[0] == BREAK:
            breaks += 1
            part.append(run)
        elif run[0].strip():
            if breaks > 1:
                yield part
                part = []
            breaks = 0
            part.append(run)
        else:
            part.append(run)
    yield part


def inline_text(runs: Sequence[Run]) -> str:
    """Return runs as Markdown on one or more lines, without blanks at the ends."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run[0] == BREAK:
            lines.append([])
        elif run[0]:
            lines[-1].append(run)
    made = [_line(line) for line in lines]
    while made and not made[0]:
        made.pop(0)
    while made and not made[-1]:
        made.pop()
    if len(made) > 1:
        made = [no_list(line) for line in made]
    return "  \n".join(line for line in made if line)


def no_list(text: str) -> str:
    """Return text whose first line no reader takes for the beginning of a list or the like."""
    found = _LINE_START.match(text)
    return _escape_start(found) + text[found.end() :] if found else text


def _escape_start(found: re.Match[str]) -> str:
    return found[0][:-1] + "\\" + found[0][-1] if found["dot"] else "\\" + found[0]


def _line(runs: Sequence[Run]) -> str:
    """Return one line: marks opened and closed where Markdown sees them, blanks outside them."""
    joined: list[Run] = []
    for text, marks in runs:
        if joined and joined[-1][1] == marks and "raw" not in marks:
            joined[-1] = (joined[-1][0] + text, marks)
        else:
            joined.append((text, marks))
    pieces: list[Run] = []
    for text, marks in joined:
        if "raw" in marks:
            pieces.append((text, marks - {"raw"}))
            continue
        folded = _SPACES.sub(" ", text)
        bare = folded.strip(" ")
        if folded.startswith(" ") and (bare or not folded.strip()):
            pieces.append((" ", frozenset()))
        if bare:
            pieces.append((_verbatim(bare, marks), marks))
            if folded.endswith(" "):
                pieces.append((" ", frozenset()))
    return re.sub(" {2,}", " ", _marked(list(_outside(pieces)))).strip(" ")


def _outside(pieces: Sequence[Run]) -> Iterator[Run]:
    """Yield the pieces, punctuation between emphasis and a letter moved out of the emphasis.

    CommonMark takes the marks of ``**Note:**text`` for asterisks.
    """
    for at, (text, marks) in enumerate(pieces):
        before = pieces[at - 1][0][-1:] if at else ""
        after = pieces[at + 1][0][:1] if at + 1 < len(pieces) else ""
        if not marks.intersection(_SIGNS) or "{{" in text or "}}" in text:
            yield text, marks
            continue
        inner = text
        if after.isalnum():
            inner = inner.rstrip(_EDGES)
        end = text[len(inner) :]
        begin = ""
        if before.isalnum():
            kept = inner.lstrip(_EDGES)
            begin, inner = inner[: len(inner) - len(kept)], kept
        for piece, of in ((begin, frozenset[str]()), (inner, marks), (end, frozenset[str]())):
            if piece:
                yield piece, of


def _verbatim(text: str, marks: frozenset[str]) -> str:
    """Return words as Markdown writes them, innermost marks included."""
    if "code" in marks:
        fence = "``" if "`" in text else "`"
        pad = " " if "`" in text else ""
        return f"{fence}{pad}{text}{pad}{fence}"
    for tag in ("sub", "sup"):
        if tag in marks and "<" not in text and ">" not in text:
            pieces = [text[at : at + 80] for at in range(0, len(text), 80)]
            return "".join(f"<{tag}>{piece}</{tag}>" for piece in pieces)
    return escape(text)


def escape(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\\" + found[0], text)


def _marked(pieces: Sequence[Run]) -> str:
    """Open and close emphasis around the pieces."""
    out: list[str] = []
    open_: list[str] = []
    for at, (text, marks) in enumerate(pieces):
        wanted = [mark for mark in _ORDER[:3] if mark in marks]
        if text == " " and not marks:  # a blank between two pieces of one mark stays within it
            after = pieces[at + 1][1] if at + 1 < len(pieces) else frozenset()
            wanted = [mark for mark in open_ if mark in after]
        wanted = [mark for mark in open_ if mark in wanted] + [
            mark for mark in wanted if mark not in open_
        ]
        keep = 0
        while keep < len(open_) and keep < len(wanted) and open_[keep] == wanted[keep]:
            keep += 1
        for mark in reversed(open_[keep:]):
            out.append(_SIGNS[mark])
        for mark in wanted[keep:]:
            out.append(_SIGNS[mark])
        open_ = wanted
        out.append(text)
    out += [_SIGNS[mark] for mark in reversed(open_)]
    return "".join(out)
