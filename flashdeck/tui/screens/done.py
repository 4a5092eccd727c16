"""Done: what the session came to, and undo for the last answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.outcomes import Summary
from flashdeck.services.selection import Selection
from flashdeck.services.study import Session
from flashdeck.tui import markdown, safe, words
from flashdeck.tui.commands import place_bindings, place_ids
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
        "Go": ("done.decks", "done.leave", *place_ids(), "app.commands", "app.quit", "help"),
        "Answer": ("session.undo", "session.redo", "done.again"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "decks", "Decks", id="done.decks", tooltip="decks"),
        Binding("a", "again", show=False, id="done.again", tooltip="the missed ones again"),
        Binding("escape,q", "leave", show=False, id="done.leave", tooltip="decks"),
        *place_bindings("go.statistics"),
    ]

    def __init__(self, session: Session, message: str = "") -> None:
        super().__init__(session)
        self._message = message
        self._summary = session.summary()

    def on_mount(self) -> None:
        """Say what ended the session, where that was no answer."""
        if self._message:
            self.say(self._message)

    def body(self) -> Iterable[Widget]:
        """Show the figures."""
        progress = self.session.progress()
        head = Head()
        head.deck = "Today"
        head.at = head.done = progress.done
        head.total = progress.total
        head.minutes = self.app.minutes_since_start()
        yield head
        again = self.key("done.again")
        yield _Figures(Static(Flow(figures(self._summary, again, cram=self.session.cram))))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the missed cards only where there are some."""
        return action != "again" or bool(self._summary.missed)

    def action_again(self) -> None:
        """Ask the missed cards once more, in a round of its own that no schedule knows of."""
        missed = tuple(card.id for card in self._summary.missed)
        selection = Selection(cards=missed, cram=True)
        try:
            self.app.study(self.session.deck_ids, selection, instead=True)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)

    def action_decks(self) -> None:
        """Go to the decks."""
        self.action_leave()

    def arrive(self, message: str) -> None:
        """Go back to the card that the session is at now."""
        if self.session.prompt is None:
            self.say(message)
        else:
            self.app.switch_screen(ReviewScreen(self.session, message))


def figures(summary: Summary, again: str, *, cram: bool = False) -> list[Group]:
    """Return what a session came to, in centred lines; ``again`` is the key for the missed ones."""
    title = "Done; the schedule is as it was." if cram else "Done for today."
    told = [_centred(safe.line((title, "bold")))]
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
        which = "the missed one" if len(missed) == 1 else f"the {len(missed):,} missed ones"
        key = safe.line((again, "bold $text-primary"))
        what = safe.line(key, (f"  {which} again, schedule untouched", "$muted"))
        told.append(Group((Row(what),), align="lines", gap=2))
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
