"""What triage says of a card, of a plan to save, and of what was saved."""

from __future__ import annotations

from pathlib import Path

from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.model import CardKind
from flashdeck.services.keep import Plan
from flashdeck.services.reworded import Wording
from flashdeck.services.triage import Decision, Triage, Verdict
from flashdeck.tui import safe, words
from flashdeck.tui.widgets.proposals import Shown

_NAME_WIDTH = 40


def shown(triage: Triage, number: int, decision: Decision) -> Shown:
    """Return a card as the list shows it."""
    proposal = triage.proposals[number]
    card = proposal.card
    wording = triage.wording(number)
    if card.kind is CardKind.CLOZE:
        wording = _blanked(wording, card.cloze_number)
    relation = card.relation.value.replace("_", " ")
    if card.kind is CardKind.REVERSE:
        relation += ", backwards"
    remark = ""
    if decision.wording is not None:
        remark = "own words"
    elif decision.verdict is Verdict.UNSURE:
        remark = proposal.doubt
    return Shown(decision.verdict, relation, remark, wording.question, wording.answer)


def _blanked(wording: Wording, number: int) -> Wording:
    cloze = parse_cloze(wording.question)
    number = number if number in cloze.numbers() else cloze.numbers()[0]
    return Wording(cloze.question(number), cloze.answer(number))


def what_happens(planned: Plan) -> str:
    """Return what saving would do, as a sentence."""
    cards = words.count(planned.added, "card")
    if planned.is_new:
        return f"A new deck, {cards}."
    if not planned.added:
        return f"{planned.title} has them all already."
    return f"Adds {cards} to {planned.title}; its {planned.there:,} stay as they are."


def what_happened(planned: Plan, left_out: int) -> str:
    """Return what saving did; ``left_out`` counts the cards that were not sure."""
    name = safe.shorten(planned.path.name, _NAME_WIDTH)
    if planned.is_new:
        done = f"Saved {name}, {words.count(planned.added, 'card')}"
    elif planned.added:
        done = f"Added {words.count(planned.added, 'card')} to {name}"
    else:
        done = f"{name} had them all already"
    verb = "was" if left_out == 1 else "were"
    return f"{done}; {left_out:,} not sure {verb} left out." if left_out else f"{done}."


def spelled(path: Path) -> str:
    """Return a path as people write it, from their home folder on."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
