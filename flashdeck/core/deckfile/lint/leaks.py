"""Rules against questions that tell their answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashdeck.core.deckfile.cloze import Deletion, parse_cloze
from flashdeck.core.deckfile.lint.base import Hit, Piece, Subject
from flashdeck.core.deckfile.lint.words import content
from flashdeck.core.model import CardKind, Cloze, PictureNote, Structure

_SHOWN_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(<?([^)\n]*?)>?\)")
_CHOICE = re.compile(r"\bor\b|^\s*(?:[-*+]|\d+[.)]|[A-Ea-e][.)])\s", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(r"\[[^\]\n]*\]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[_\W]+")


def _runs(answer: str, text: str) -> bool:
    """Tell whether the answer's words stand in the text one after the other."""
    words, shown = content(answer), content(text)
    if not words or not any(len(word) > 2 for word in words):
        return False
    return any(shown[at : at + len(words)] == words for at in range(len(shown) - len(words) + 1))


def in_question(subject: Subject) -> Iterator[Hit]:
    """An answer that can be read off the question is never recalled.

    Bad: ``Q: Which muscle is the soleus muscle named like?`` ``A: soleus``.
    Good: a question without the word that is asked.
    """
    for piece in subject.pieces:
        if piece.kind is CardKind.IMAGE:
            continue
        question = piece.question
        if isinstance(piece.note, Structure):
            told = [item.text for item in piece.answers if _runs(item.text, question)]
        elif piece.kind is CardKind.CLOZE:
            told = [t for t in piece.answer.split("; ") if _runs(t, _BLANK.sub(" ", question))]
        else:
            choice = _CHOICE.search(question)
            told = [i.text for i in piece.answers if not choice and _runs(i.text, question)]
        if told:
            yield Hit(piece.line, f"question tells its answer {told[0][:60]!r}; word it without")


def in_hint(subject: Subject) -> Iterator[Hit]:
    """A hint should lead to the answer, not give it.

    Bad: ``A: tibial nerve`` with ``H: the tibial nerve, of course``. Good: ``H: S1 and S2``.
    """
    for note in subject.deck.notes:
        if isinstance(note, Structure):
            continue
        hints = list(note.helps.hints)
        for piece in subject.pieces_of(note):
            shown = hints + (_inline_hints(note, piece) if isinstance(note, Cloze) else [])
            told = next((h for h in shown if any(_runs(i.text, h) for i in piece.answers)), "")
            if told:
                yield Hit(note.line, f"hint gives the answer ({told[:60]!r}); say less")
                break


def _inline_hints(note: Cloze, piece: Piece) -> list[str]:
    found: list[str] = []
    waiting = list(parse_cloze(note.text).parts)
    while waiting:
        part = waiting.pop()
        if isinstance(part, Deletion):
            waiting.extend(part.parts)
            if part.hint and f"c{part.number}" == piece.slot:
                found.append(part.hint)
    return found


def in_picture(subject: Subject) -> Iterator[Hit]:
    """The description and the file name of a picture are read aloud, and shown while it loads.

    Bad: ``I: ![The soleus](media/soleus.png)`` with the label "soleus".
    Good: ``I: ![Posterior leg, superficial layer removed](media/leg-2.png)``.
    """
    for note in subject.deck.notes:
        if isinstance(note, PictureNote):
            pictures = [(note.picture.alt, note.picture.path)]
            answers = [label.answer.text for label in note.picture.labels]
        elif isinstance(note, Structure):
            continue
        else:
            text = note.question if not isinstance(note, Cloze) else note.text
            pictures = [(found[1], found[2]) for found in _SHOWN_PICTURE.finditer(text)]
            if not pictures:
                continue
            answers = [item.text for piece in subject.pieces_of(note) for item in piece.answers]
        for alt, path in pictures:
            name = " ".join(_CAMEL.split(re.split(r"[\\/]", path)[-1].rpartition(".")[0]))
            for where, shown in (("description", alt), ("file name", name)):
                told = next((answer for answer in answers if _runs(answer, shown)), "")
                if told:
                    yield Hit(
                        note.line,
                        f"{where} of the picture tells the answer {told[:60]!r}; "
                        + ("describe it without" if where == "description" else "rename the file"),
                    )
                    break
