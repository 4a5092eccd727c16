"""The proposed cards, one under the other, each with what is decided on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from flashdeck.services.triage import Verdict
from flashdeck.tui import safe
from flashdeck.tui.wrapping import breaks

_INDENT = 3  # marker, sign, blank
_NEIGHBOUR = 4  # rows of the next card that should show
_SIGNS = {
    Verdict.KEPT: ("✓", "$text-primary"),
    Verdict.UNSURE: ("?", "bold $text-warning"),
    Verdict.REJECTED: ("✗", "$muted"),
}
_WORDS = {Verdict.KEPT: "keep", Verdict.UNSURE: "not sure", Verdict.REJECTED: "reject"}


class Shown(NamedTuple):
    """A card as the list shows it; ``remark`` says more about the verdict."""

    verdict: Verdict
    relation: str
    remark: str
    question: str
    answer: str

    def head(self) -> str:
        """Return the first line, after the sign."""
        words = _WORDS[self.verdict]
        return f"{self.relation}  {words}{': ' if self.remark else ''}{self.remark}"


class ProposalList(Widget):
    """Cards of several lines; only those in view are drawn."""

    cards: reactive[tuple[Shown, ...]] = reactive(())
    current: reactive[int] = reactive(0)
    top: reactive[int] = reactive(0)

    _ends: tuple[int, int, list[int]] = (-1, -1, [])

    class Picked(Message):
        """A card was clicked."""

        def __init__(self, proposals: ProposalList, number: int) -> None:
            super().__init__()
            self.proposals = proposals
            self.number = number

        @property
        def control(self) -> ProposalList:
            """The list."""
            return self.proposals

    def ends(self) -> list[int]:
        """Return the row after each card, its blank row included."""
        width = self._room
        if self._ends[:2] != (width, id(self.cards)):
            heights = (
                len(breaks(card.head(), width))
                + len(breaks(card.question, width))
                + len(breaks(card.answer, width))
                + 1
                for card in self.cards
            )
            self._ends = (width, id(self.cards), list(accumulate(heights)))
        return self._ends[2]

    @property
    def _room(self) -> int:
        return max(self.size.width - _INDENT, 1)

    def watch_current(self) -> None:
        """Bring the current card into view."""
        self.call_after_refresh(self.follow)

    def watch_cards(self) -> None:
        """Bring the current card into view again: cards change their height."""
        self.call_after_refresh(self.follow)

    def on_resize(self) -> None:
        """Bring the current card into view again."""
        self.follow()

    def follow(self) -> None:
        """Show the current card whole, with a part of its neighbours where there is room."""
        ends = self.ends()
        if not 0 <= self.current < len(ends):
            return
        first = ends[self.current - 1] if self.current else 0
        last = ends[self.current] - 1
        height = max(self.size.height, 1)
        margin = min(_NEIGHBOUR, max((height - (last - first)) // 2, 0))
        starts = [0, *ends[:-1]]
        if first - margin < self.top:
            self.top = starts[max(bisect_right(starts, first - margin) - 1, 0)]
        elif last + margin > self.top + height:
            least = min(last + margin - height, first)
            self.top = max(starts[min(bisect_left(starts, least), self.current)], 0)

    def scroll_to_row(self, row: int) -> None:
        """Show from this row on; the last page is the end."""
        rows = self.ends()[-1] - 1 if self.cards else 0
        self.top = max(0, min(row, rows - self.size.height))

    def render(self) -> safe.Content:
        """Return the rows in view."""
        ends = self.ends()
        height = max(self.size.height, 1)
        number = bisect_right(ends, self.top)
        lines: list[safe.Content] = []
        skipped = self.top - (ends[number - 1] if number else 0)
        while number < len(self.cards) and len(lines) < skipped + height:
            lines += [*self._lines(number), safe.line("")]
            number += 1
        return safe.Content("\n").join(lines[skipped : skipped + height])

    def _lines(self, number: int) -> list[safe.Content]:
        card = self.cards[number]
        is_current = number == self.current
        sign, style = _SIGNS[card.verdict]
        text = "$muted" if card.verdict is Verdict.REJECTED else "$foreground"
        question = f"bold {text}" if is_current else text
        answer = "$text-primary" if is_current and text != "$muted" else text
        styled = [
            *((line, "$muted") for line in self._wrapped(card.head())),
            *((line, question) for line in self._wrapped(card.question)),
            *((line, answer) for line in self._wrapped(card.answer)),
        ]
        marker = ("▌", "$text-primary") if is_current else " "
        return [
            safe.line(marker, (sign, style) if not at else " ", " ", line)
            for at, line in enumerate(styled)
        ]

    def _wrapped(self, text: str) -> list[str]:
        return [text[start:end] for start, end in breaks(text, self._room)]

    def on_click(self, event: events.Click) -> None:
        """Pick the card that was clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None:
            number = bisect_right(self.ends(), self.top + offset.y)
            if number < len(self.cards):
                self.post_message(self.Picked(self, number))

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.scroll_to_row(self.top + 3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.scroll_to_row(self.top - 3)
