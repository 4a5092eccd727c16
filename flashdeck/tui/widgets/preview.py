"""The cards that a note makes, as they will be asked, while it is written."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from flashdeck.core.model import Card, CardKind
from flashdeck.tui import safe
from flashdeck.tui.cards import ANSWER, View, answer, question
from flashdeck.tui.flow import Flow, Group, Row, row


class Preview(VerticalScroll, can_focus=False):
    """Question and answer of each card, one below the other."""

    def compose(self) -> ComposeResult:
        """Lay the text."""
        yield Static(id="preview-text")

    def show(self, cards: Sequence[Card], below: str = "") -> None:
        """Show these cards, and a line below them."""
        groups: list[Group] = []
        for card in cards:
            groups += preview(card, gap=2 if groups else 0)
        if below:
            groups.append(Group((Row(safe.line((below, "$muted"))),), gap=2 if groups else 0))
        self.query_one("#preview-text", Static).update(Flow(groups))
        self.scroll_home(animate=False)


def preview(card: Card, *, gap: int = 1) -> list[Group]:
    """Return a card as groups flush left, its answer shown."""
    asked = question(View(card)).groups
    told = answer(View(card, revealed=True)).groups
    if card.kind is CardKind.CLOZE:
        told = (Group((row(card.answer, ANSWER),)), *told)
    first, *rest = [group._replace(align="left", indent=0) for group in asked]
    flush = [group._replace(align="left", indent=0) for group in told]
    hints = [row(hint, "", safe.line(("hint  ", "$muted"))) for hint in card.hints]
    if hints:
        flush.insert(0, Group(tuple(hints)))
    return [first._replace(gap=gap), *rest, *flush]
