"""A card on its fold: the question grows up from it, the answer down, and neither moves."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Static

from flashdeck.tui import safe
from flashdeck.tui.cards import EMPTY, View, answer, question


class _Scroll(VerticalScroll, can_focus=False):
    """Text that may be longer than its zone."""


class CardStage(Vertical):
    """Question, fold and answer of the card in view."""

    view: reactive[View | None] = reactive(None)
    source_key: reactive[str] = reactive("")

    def compose(self) -> ComposeResult:
        """Lay the three zones."""
        with _Scroll(id="question"):
            yield Static(id="question-text")
        yield Static(id="fold")
        with _Scroll(id="answer"):
            yield Static(id="answer-text")

    def watch_view(self, before: View | None, view: View | None) -> None:
        """Show as much of the card as is to be seen."""
        if view is None or not self.is_mounted:
            return
        fold = safe.line((EMPTY, "$foreground 30%") if view.below_fold else "")
        self.query_one("#question-text", Static).update(question(view))
        self.query_one("#fold", Static).update(fold)
        self.query_one("#answer-text", Static).update(answer(view, source_key=self.source_key))
        if before is None or before.card.id != view.card.id:
            for zone in self.query(_Scroll):
                zone.scroll_home(animate=False, immediate=True)

    def on_mount(self) -> None:
        """Show what was set before there were zones to show it in."""
        self.watch_view(None, self.view)

    def page(self, direction: int) -> None:
        """Scroll by a page: the answer where it shows, else the question."""
        zone = "#answer" if self.view is not None and self.view.below_fold else "#question"
        scroll = self.query_one(zone, _Scroll)
        if direction > 0:
            scroll.scroll_page_down(animate=False)
        else:
            scroll.scroll_page_up(animate=False)
