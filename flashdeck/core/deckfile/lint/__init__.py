"""What makes a deck worse without keeping it from loading: one rule, one function.

A rule is a generator of findings over a deck and all that are checked with it; its docstring says
why, and shows a bad and a good example. Codes D300 to D399; a published code keeps its meaning.
A rule whose precision was measured below 80 % is information only (tests/benchmarks/README.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flashdeck.core.deckfile.lint import answers, leaks, questions, sources, structures, together
from flashdeck.core.deckfile.lint.base import Hit, Rule, Subject, checked
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.model import Card, Deck

_W, _I = Severity.WARNING, Severity.INFO

RULES = (
    Rule("D301", _W, structures.picture_without_alt),
    Rule("D302", _W, together.reverse_with_several_answers),
    Rule("D310", _W, answers.several_facts),
    Rule("D311", _W, answers.too_long),
    Rule("D312", _W, answers.list_in_one_line),
    Rule("D313", _W, answers.too_many_deletions),
    Rule("D320", _W, questions.dangling_pronoun),
    Rule("D321", _W, questions.yes_or_no),
    Rule("D322", _W, questions.unmarked_negation),
    Rule("D323", _W, questions.no_reference),
    Rule("D330", _W, leaks.in_question),
    Rule("D331", _W, leaks.in_hint),
    Rule("D332", _W, leaks.in_picture),
    Rule("D340", _W, together.exact_duplicate),
    Rule("D341", _W, together.near_duplicate),
    Rule("D342", _W, together.contradiction),
    Rule("D343", _I, together.confusable_names),
    Rule("D350", _W, sources.not_in_quotation),
    Rule("D351", _W, sources.not_in_source),
    Rule("D352", _W, sources.hedge_dropped),
    Rule("D353", _W, sources.moved_in_source),
    Rule("D354", _I, sources.no_source),
    Rule("D360", _I, structures.missing_slot),
)


def lint(
    decks: Iterable[tuple[Deck, tuple[Card, ...]]],
    sources: Mapping[str, Mapping[str, str | None]] | None = None,
) -> list[Diagnostic]:
    """Return what the rules find in decks that are studied together.

    ``sources`` are, by the deck's file, the texts that it quotes; without them quotations are not
    compared with their sources.
    """
    texts = sources or {}
    loaded = tuple(checked(deck, cards, texts.get(deck.file)) for deck, cards in decks)
    found: list[Diagnostic] = []
    for own in loaded:
        subject = Subject(own, loaded)
        for rule in RULES:
            found += [_diagnostic(own.deck.file, rule, hit) for hit in rule.find(subject)]
    return found


def _diagnostic(file: str, rule: Rule, hit: Hit) -> Diagnostic:
    fix = hit.fix or hit.message.partition("; ")[2]
    return Diagnostic(file, hit.line, 1, rule.severity, rule.code, hit.message, fix)
