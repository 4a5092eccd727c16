"""Done: what the session came to, and undo for the last answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.services.outcomes import Summary
from flashdeck.tui import markdown, safe, words
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.screens.review import ReviewScreen
from flashdeck.tui.screens.session_page import SessionPage
from flashdeck.tui.widgets.head import Head

if TYPE_CHECKING:
    from flashdeck.tui.flow import Part

_MISSED_SHOWN = 6
_MISSED_WIDTH = 60


class _Figures(VerticalScroll, can_focus=False):
    """The figures; they scroll in a low window."""


class DoneScreen(SessionPage):
    """The end of a session; it can still be undone."""

    CSS_PATH = "done.tcss"
    KEYS_TITLE = "Keys when done"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Go": ("done.decks", "done.leave", "done.leave.q", "app.quit", "help"),
        "Answer": ("session.undo", "session.redo", "session.redo.ctrl"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "decks", "Decks", key_display="Enter", id="done.decks", tooltip="decks"),
        Binding("escape", "leave", show=False, key_display="Esc", id="done.leave", tooltip="decks"),
        Binding("q", "leave", show=False, id="done.leave.q", tooltip="decks"),
    ]

    def body(self) -> Iterable[Widget]:
        """Show the figures."""
        progress = self.session.progress()
        head = Head()
        head.deck = "Today"
        head.at = head.done = progress.done
        head.total = progress.total
        head.minutes = self.app.minutes_since_start()
        yield head
        yield _Figures(Static(Flow(figures(self.session.summary()))))

    def action_decks(self) -> None:
        """Go to the decks."""
        self.action_leave()

    def arrive(self, message: str) -> None:
        """Go back to the card that the session is at now."""
        if self.session.prompt is None:
            self.say(message)
        else:
            self.app.switch_screen(ReviewScreen(self.session, message))


def figures(summary: Summary) -> list[Group]:
    """Return what a session came to, in centred lines."""
    told = [_centred(safe.line(("Done for today.", "bold")))]
    lines: list[Part] = []
    if summary.cards:
        spent = words.minutes(summary.elapsed_ms)
        asked = words.count(summary.cards, "card")
        lines.append(_muted(f"{asked} in {spent}, {summary.remembered:,} remembered"))
    else:
        lines.append(_muted("Nothing is due now."))
    if summary.tomorrow:
        expected = words.count(summary.tomorrow, "card")
        lines.append(_muted(f"tomorrow {expected}, {words.estimate(summary.tomorrow, 0)}"))
    told.append(Group(tuple(lines), align="lines"))
    missed = [
        safe.shorten(words.as_phrase(markdown.plain(card.question)), _MISSED_WIDTH)
        for card in summary.missed
    ]
    if missed:
        told.append(_missed(missed))
    return told


def _missed(questions: list[str]) -> Group:
    label = "missed  "
    rows: list[Part] = []
    for index, question in enumerate(questions[:_MISSED_SHOWN]):
        marker = label if not index else " " * len(label)
        rows.append(Row(safe.line(question), safe.line((marker, "$muted"))))
    more = len(questions) - _MISSED_SHOWN
    if more > 0:
        rows.append(Row(safe.line((f"and {more:,} more", "$muted")), safe.line(" " * len(label))))
    return Group(tuple(rows), align="block", gap=2)


def _centred(text: safe.Content) -> Group:
    return Group((Row(text),), align="lines")


def _muted(text: str) -> Row:
    return Row(safe.line((text, "$muted")))
