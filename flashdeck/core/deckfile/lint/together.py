"""Rules that look at several notes at once: doubles, contradictions, look-alikes.

Every rule is linear in the number of notes but for the pairs that share their answer and their
rarest words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flashdeck.core.deckfile.identity import normal_text
from flashdeck.core.deckfile.lint.base import Hit, Piece, Subject
from flashdeck.core.deckfile.lint.words import (
    CLASSES,
    EMPTY,
    content,
    content_set,
    differ_by_opposite,
    stem,
    tokens,
    without_brackets,
)
from flashdeck.core.model import CardKind, Relation, Structure

ALIKE = 0.75
REPLACED = 0.85
"""Two questions with one answer are near duplicates from this share of common words on, and from
the other where each has words that the other lacks."""
_MOST_PARTNERS = 16
_INNERVATES = frozenset(
    stem(w) for w in "innervates supplies supply serves drives controls".split()
)
_ACTS = frozenset(stem(w) for w in "action function role job task purpose".split())
# Relations of which a structure has one value; of the others two notes may each tell a part.
_SINGLE = frozenset(
    (Relation.INNERVATION, Relation.INSERTION, Relation.ETYMOLOGY, Relation.DURATION)
)


def reverse_with_several_answers(subject: Subject) -> Iterator[Hit]:
    """A reverse question has one right answer, or the student cannot know which is meant.

    Bad: two muscles with ``- innervation: tibial nerve`` and ``reverse: [innervation]``.
    Good: the root or branch in the value, or ``reverse: none`` under one of the headings.
    """
    answers = _reverse_answers(subject)
    for card in subject.own.cards:
        if card.kind is not CardKind.REVERSE:
            continue
        others = [
            name
            for key, name in answers[normal_text(card.question)].items()
            if key != normal_text(card.answer)
        ]
        if others:
            named = ", ".join(others[:3]) + (", ..." if len(others) > 3 else "")
            yield Hit(
                card.line,
                f"reverse question fits {named} too; make the value more exact, "
                "or write 'reverse: none' under the heading",
            )


def _reverse_answers(subject: Subject) -> dict[str, dict[str, str]]:
    answers: dict[str, dict[str, str]] = {}
    for checked in subject.all:
        for card in checked.cards:
            if card.kind is CardKind.REVERSE:
                known = answers.setdefault(normal_text(card.question), {})
                known.setdefault(normal_text(card.answer), card.answer)
    return answers


def exact_duplicate(subject: Subject) -> Iterator[Hit]:
    """The same card twice costs every student twice, and its reviews are split.

    Bad: one question with one answer in two notes. Good: one of them.
    """
    first: dict[tuple[str, str], Piece] = {}
    for piece in subject.pieces:
        if piece.kind is CardKind.IMAGE:
            continue
        key = (" ".join(tokens(piece.question)), " ".join(tokens(piece.answer)))
        known = first.setdefault(key, piece)
        if known is not piece and known.note is not piece.note:
            yield Hit(piece.line, f"same card as in line {known.line}; delete one of them")


def near_duplicate(subject: Subject) -> Iterator[Hit]:
    """Two wordings of one question are one fact learned twice.

    Bad: "Which nerve innervates the soleus?" and "By which nerve is the soleus innervated?"
    Good: one of them.
    """
    groups: dict[tuple[str, ...], list[Piece]] = {}
    for piece in subject.pieces:
        if piece.kind is not CardKind.IMAGE and piece.kind is not CardKind.CLOZE:
            telling = content_set(without_brackets(piece.answer)) or content_set(piece.answer)
            groups.setdefault(tuple(sorted(telling)), []).append(piece)
    for answer, pieces in groups.items():
        if answer and len(pieces) > 1:
            yield from _alike(pieces)


def _alike(pieces: list[Piece]) -> Iterator[Hit]:
    """Find questions that share most of their words, by their rarest words first."""
    questions = [_meant(content_set(piece.question)) for piece in pieces]
    seen_in = Counter(word for words in questions for word in words)
    index: dict[str, list[int]] = {}
    for number, (piece, words) in enumerate(zip(pieces, questions, strict=True)):
        if len(words) < 2:
            continue
        ordered = sorted(words, key=lambda word: (seen_in[word], word))
        prefix = ordered[: len(ordered) - int(ALIKE * len(ordered)) + 1]
        partners = dict.fromkeys(
            other for word in prefix for other in index.get(word, ())[-_MOST_PARTNERS:]
        )
        for other in partners:
            there = questions[other]
            if (
                not _same_but_names(words, there)
                or pieces[other].note is piece.note
                or tokens(pieces[other].question) == tokens(piece.question)
                or differ_by_opposite(words, there)
            ):
                continue
            yield Hit(
                piece.line,
                f"asks what line {pieces[other].line} asks, in other words; keep one of them",
            )
            break
        for word in prefix:
            index.setdefault(word, []).append(number)


def _meant(words: frozenset[str]) -> frozenset[str]:
    """Return the words with one for several that ask the same."""
    if "nerv" in words or "nerve" in words:
        words = frozenset("innervat" if word in _INNERVATES else word for word in words)
    return frozenset("action" if word in _ACTS else word for word in words)


def _same_but_names(words: frozenset[str], there: frozenset[str]) -> bool:
    """Tell whether two questions ask one thing; a word put for another may be another name."""
    common, either = len(words & there), len(words | there)
    replaced = words - there and there - words
    return common >= (REPLACED if replaced else ALIKE) * either


def contradiction(subject: Subject) -> Iterator[Hit]:
    """Two notes that answer one question differently: one of them is wrong, and both are learned.

    Bad: ``- innervation: tibial nerve`` here and ``- innervation: fibular nerve`` there.
    Good: the right one in both places, or one list card.
    """
    by_question: dict[tuple[str, ...], list[Piece]] = {}
    for checked in subject.all:
        for piece in checked.pieces:
            if piece.kind is not CardKind.IMAGE and (key := _asked(piece)):
                by_question.setdefault(key, []).append(piece)
    for piece in subject.pieces:
        if piece.kind is CardKind.IMAGE:
            continue
        for other in by_question.get(_asked(piece), ())[:_MOST_PARTNERS]:
            if other is piece or other.note is piece.note or not _contrary(piece, other):
                continue
            place = (
                f"line {other.line}" if other.file == piece.file else f"{other.file}:{other.line}"
            )
            yield Hit(
                piece.line,
                f"{place} answers the same question with {other.answer[:60]!r}; "
                "correct one of them, or make one list of both",
            )
            break


def _asked(piece: Piece) -> tuple[str, ...]:
    """Return what a piece asks, in the order of its words; cloze texts count as they stand."""
    if piece.kind is CardKind.CLOZE:
        return ("cloze", *tokens(piece.question.replace("[...]", " blankhere ")))
    words = tokens(piece.question)
    telling = tuple(word for word in content(piece.question) if word not in CLASSES)
    if len(telling) < 2:
        return words
    # "What does it have?" and "What does it do?" differ in a word that tells nothing elsewhere.
    return (*telling, words[-1]) if words[-1] in EMPTY else telling


def _contrary(one: Piece, other: Piece) -> bool:
    """Tell whether two answers to one question cannot both be right.

    In two decks, of facts of which a structure has several, each may tell a part.
    """
    if one.is_list or other.is_list:
        return False
    here = [content_set(text) for item in one.answers for text in (item.text, *item.alternatives)]
    there = [content_set(t) for item in other.answers for t in (item.text, *item.alternatives)]
    shown, known = here[0], there[0]
    if any(a <= b or b <= a for a in here for b in there):
        return False
    if differ_by_opposite(shown, known):
        return True
    if one.file != other.file and one.relation not in _SINGLE:
        return False
    return all(_kin(a, b) for a in here for b in there)


def _kin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two answers share no more than a class word: tibial nerve, fibular nerve."""
    return (one & other) <= CLASSES


def _look_alikes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in _LOOK_ALIKE_PAIRS.replace("\n", "").split("|"):
        one, other = (stem(word) for word in pair.split())
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


_LOOK_ALIKE_PAIRS = """ileum ilium|peroneal perineal|ureter urethra|malleus malleolus|
trapezius trapezium|trochanter trochlea|vesical vesicle|facial fascial|saphenous sphenous|
scaphoid sphenoid|supraspinatus infraspinatus|suprascapular subscapular|abductor adductor|
abduction adduction|afferent efferent|piriformis pisiform|mental mentalis|cochlea trochlea|
perineum peritoneum|perineum periosteum|peritoneum periosteum|palmar plantar|brachialis brachii|
longus brevis|major minor|superficialis profundus|internus externus|humeral humoral"""
_LOOK_ALIKES = _look_alikes()


def confusable_names(subject: Subject) -> Iterator[Hit]:
    """Names that look alike are mixed up until a card sets them side by side.

    Bad: "Abductor hallucis" and "Adductor hallucis", and no note that names both.
    Good: a question or hint that contrasts them.
    """
    by_words: dict[frozenset[str], Structure] = {}
    for note in subject.deck.notes:
        if isinstance(note, Structure) and note.facts:
            by_words.setdefault(content_set(note.name), note)
    texts: list[frozenset[str]] | None = None
    for words, note in by_words.items():
        for word, twin in _twins(words):
            other = by_words.get(words - {word} | {twin})
            if other is None or other.line <= note.line:
                continue
            texts = texts or _texts(subject)
            if not any(content_set(note.name) | content_set(other.name) <= text for text in texts):
                yield Hit(
                    other.line,
                    f"{other.name!r} is easily taken for {note.name!r}; "
                    "add a note that contrasts the two",
                )


def _twins(words: frozenset[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        for other in _LOOK_ALIKES.get(word, ()):
            yield word, other


def _texts(subject: Subject) -> list[frozenset[str]]:
    found = []
    for piece in subject.pieces:
        parts: list[str] = [piece.question, piece.answer]
        if not isinstance(piece.note, Structure):
            helps = piece.note.helps
            parts += [*helps.hints, helps.extra, helps.mnemonic]
        found.append(content_set(" ".join(parts)))
    return found
