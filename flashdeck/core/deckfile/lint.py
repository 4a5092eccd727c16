"""What makes a deck worse without keeping it from loading: one rule, one function.

A rule is a generator of findings over a deck and its cards; its docstring says why, and shows a
bad and a good example. Codes D300 to D499; a published code keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flashdeck.core.deckfile.identity import normal_text
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.model import Card, CardKind, Deck, PictureNote


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: one deck, its cards, and the cards of all decks that are checked."""

    deck: Deck
    cards: tuple[Card, ...]
    answers: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how much it matters, and the function that finds (line, message, fix)."""

    code: str
    severity: Severity
    find: Callable[[Subject], Iterator[tuple[int, str, str]]]


def picture_without_alt(subject: Subject) -> Iterator[tuple[int, str, str]]:
    """A picture says in words what it shows, for those who cannot see it.

    Bad: ``I: ![](media/leg.png)``. Good: ``I: ![Posterior leg](media/leg.png)``.
    """
    for note in subject.deck.notes:
        if isinstance(note, PictureNote) and not note.picture.alt:
            yield (
                note.line,
                "picture has no description; write what it shows between [ and ]",
                f"![what it shows]({note.picture.path})",
            )


def reverse_with_several_answers(subject: Subject) -> Iterator[tuple[int, str, str]]:
    """A reverse question has one right answer, or the student cannot know which is meant.

    Bad: two muscles with ``- innervation: tibial nerve`` and ``reverse: [innervation]``.
    Good: the root or branch in the value, or ``reverse: none`` under one of the headings.
    """
    for card in subject.cards:
        if card.kind is not CardKind.REVERSE:
            continue
        others = [
            name
            for key, name in subject.answers.get(normal_text(card.question), {}).items()
            if key != normal_text(card.answer)
        ]
        if others:
            named = ", ".join(others[:3]) + (", ..." if len(others) > 3 else "")
            yield (
                card.line,
                f"reverse question fits {named} too; make the value more exact, "
                "or write 'reverse: none' under the heading",
                "",
            )


RULES = (
    Rule("D301", Severity.WARNING, picture_without_alt),
    Rule("D302", Severity.WARNING, reverse_with_several_answers),
)


def lint(decks: Iterable[tuple[Deck, tuple[Card, ...]]]) -> list[Diagnostic]:
    """Return what the rules find in decks that are studied together."""
    loaded = list(decks)
    answers: dict[str, dict[str, str]] = {}
    for _, cards in loaded:
        for card in cards:
            if card.kind is CardKind.REVERSE:
                known = answers.setdefault(normal_text(card.question), {})
                known.setdefault(normal_text(card.answer), card.answer)
    found: list[Diagnostic] = []
    for deck, cards in loaded:
        subject = Subject(deck, cards, answers)
        for rule in RULES:
            found += [
                Diagnostic(deck.file, line, 1, rule.severity, rule.code, message, fix)
                for line, message, fix in rule.find(subject)
            ]
    return found
