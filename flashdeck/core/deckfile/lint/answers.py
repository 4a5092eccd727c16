"""Rules for answers: one fact, short enough to say, a list where it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.deckfile.lint.base import Hit, Subject
from flashdeck.core.deckfile.lint.words import without_brackets
from flashdeck.core.model import CardKind, Cloze

MOST_WORDS = 25
MOST_ITEM_WORDS = 15
MOST_ITEMS = 4
MOST_DELETIONS = 4
_SENTENCE = re.compile(r"(?<=[a-z0-9)][.!])\s+(?=[A-Z])")
_ANOTHER = re.compile(
    r",?\s(?:and|but|while|whereas)\s(?:it|they|he|she)\s(?!is also called|are also called)"
    r"|;\s+(?=\S+\s+\S)|,\s(?:and|but)\s(?:also|then|is|are|has|have|does|can|runs|lies|"
    r"inserts|originates|arises|flexes|extends|rotates)\s",
)
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs|approx|ca|no|fig|a|n|m|v|lig|prof|dr)\.$", re.I)
_COMMA = re.compile(r",\s+(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|;\s+")
_ROOT = re.compile(r"[CTLS]\d{1,2}", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+\S", re.MULTILINE)
_WORD = re.compile(r"[^\W_][\w'’-]*")


def words_of(text: str) -> int:
    """Return how many words a text has; marks of tables and emphasis are none."""
    return len(_WORD.findall(text))


def several_facts(subject: Subject) -> Iterator[Hit]:
    """A card that asks for several facts at once is failed for one of them, again and again.

    Bad: ``A: It plantar flexes the foot, and it pumps blood to the heart.``
    Good: two notes, or one list card.
    """
    for piece in subject.pieces:
        answer = piece.answer
        if piece.kind is not CardKind.BASIC or "\n" in answer or _items_in(answer) > MOST_ITEMS:
            continue
        parts = [part for part in _SENTENCE.split(answer) if words_of(part) > 1]
        sentences = len(parts) - sum(bool(_ABBREVIATION.search(part)) for part in parts[:-1])
        bare = without_brackets(answer)
        if sentences > 1 or _ANOTHER.search(bare):
            yield Hit(
                piece.line, "answer holds several facts; make a card of each, or one list card"
            )


def too_long(subject: Subject) -> Iterator[Hit]:
    """An answer that nobody can say in one breath is never known, only half known.

    Bad: an answer of 40 words. Good: its point in a few words, the rest in ``X:``.
    """
    for piece in subject.pieces:
        if piece.kind not in (CardKind.BASIC, CardKind.LIST, CardKind.CLOZE):
            continue
        most = MOST_ITEM_WORDS if piece.is_list else MOST_WORDS
        longest = max((words_of(item.text) for item in piece.answers), default=0)
        if longest > most:
            what = "item" if piece.is_list else "answer"
            yield Hit(
                piece.line,
                f"{what} has {longest} words, more than {most}; keep its point, and put the rest "
                f"into {'a fact of its own' if piece.worded else 'X:'}",
            )


def list_in_one_line(subject: Subject) -> Iterator[Hit]:
    """More than four things in one line are a list, which is asked and graded item by item.

    Bad: ``- composition: femur, tibia, fibula, patella and talus``.
    Good: ``- composition:`` and the five below as indented items.
    """
    for piece in subject.pieces:
        if piece.kind is not CardKind.BASIC:
            continue
        count = _items_in(piece.answer)
        if count > MOST_ITEMS:
            how = (
                "write each as an indented '- ' item"
                if piece.worded
                else "make it a fact with indented '- ' items under its structure"
            )
            yield Hit(piece.line, f"answer is a list of {count}; {how}")


def _items_in(answer: str) -> int:
    """Return how many things an answer lists; 0 where it is no list."""
    if "\n" in answer:
        return 0 if "|" in answer else len(_BULLET.findall(answer))
    bare = without_brackets(answer).strip().rstrip(".")
    if bare.count(",") + bare.count(";") < 2:
        return 0
    parts = [part.strip() for part in _COMMA.split(bare) if part.strip()]
    if any(words_of(part) > 6 for part in parts) or all(_ROOT.fullmatch(part) for part in parts):
        return 0
    return len(parts)


def too_many_deletions(subject: Subject) -> Iterator[Hit]:
    """A cloze text with many blanks makes many cards that all show the same sentence.

    Bad: a sentence with ``c1`` to ``c6``. Good: two or three sentences, each with what matters.
    """
    for note in subject.deck.notes:
        if isinstance(note, Cloze):
            count = len(parse_cloze(note.text).numbers())
            if count > MOST_DELETIONS:
                yield Hit(
                    note.line,
                    f"cloze text has {count} deletions, more than {MOST_DELETIONS}; "
                    "split it into several notes",
                )
