"""Confusions: which two were swapped, how often, and a round of contrast."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.confusions import Confusion, confusions
from flashdeck.services.library import deck_ids, open_library
from flashdeck.services.selection import Selection
from flashdeck.tui import safe, words
from flashdeck.tui.screens.page import Page


class _Pairs(Widget):
    """The pairs, the one under the cursor marked."""

    pairs: reactive[tuple[Confusion, ...] | None] = reactive(None)
    at: reactive[int] = reactive(0)
    today = 0

    def render(self) -> safe.Content:
        """Return the rows in view."""
        if self.pairs is None:
            return safe.line(("Reading the log …", "$muted"))
        if not self.pairs:
            nothing = "Nothing was taken for something else yet. Answers that are written, or "
            return safe.line((nothing + "picked from four, are looked at.", "$muted"))
        width, room = self.size.width, max(self.size.height, 1)
        first = min(max(self.at - room + 1, 0), max(len(self.pairs) - room, 0))
        rows = []
        for place, pair in enumerate(self.pairs[first : first + room], first):
            here = place == self.at
            times = words.count(pair.times, "time")
            right = safe.line((f"{times}, {words.day_beside(pair.last_day, self.today)}", "$muted"))
            mark = ("▌", "$text-primary") if here else " "
            left = safe.line(mark, " ", pair.right, ("  and  ", "$muted"), pair.given)
            line = safe.spread(left, right, width)
            rows.append(line.stylize_before("on $foreground 8%") if here else line)
        return safe.Content("\n").join(rows)


class ConfusionsScreen(Page):
    """The pairs that were swapped, the most frequent first."""

    CSS_PATH = "statistics.tcss"
    KEYS_TITLE = "Keys for confusions"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Look": ("confusions.down", "confusions.up"),
        "Go": ("confusions.study", "confusions.close", "app.commands", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,c", "contrast", "Contrast round", id="confusions.study",
                tooltip="ask both sides, schedule untouched"),
        Binding("down,j", "move(1)", show=False, id="confusions.down", tooltip="next pair"),
        Binding("up,k", "move(-1)", show=False, id="confusions.up", tooltip="pair before"),
        Binding("escape,q", "close", "Back", id="confusions.close", tooltip="back"),
    ]  # fmt: skip

    def body(self) -> Iterable[Widget]:
        """Lay title and pairs."""
        yield Static(safe.line(("Confusions", "bold"), ("  what was taken for what", "$muted")),
                     id="title")  # fmt: skip
        pairs = _Pairs(id="pairs")
        pairs.today = self.app.clock().day
        yield pairs

    def on_mount(self) -> None:
        """Look through the log."""
        super().on_mount()
        self._read()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _read(self) -> None:
        try:
            with open_library(self.app.library.path, self.app.clock, create=False) as library:
                found = confusions(library)
        except FlashdeckError as failure:
            self.app.call_from_thread(self.say, safe.sentence(str(failure)), error=True)
            return
        self.app.call_from_thread(self._take, found)

    def _take(self, found: tuple[Confusion, ...]) -> None:
        if self.is_attached:
            self.query_one(_Pairs).pairs = found

    def action_move(self, by: int) -> None:
        """Go to another pair."""
        pairs = self.query_one(_Pairs)
        pairs.at = min(max(pairs.at + by, 0), max(len(pairs.pairs or ()) - 1, 0))

    def action_contrast(self) -> None:
        """Ask every card whose answer is one of the two."""
        pairs = self.query_one(_Pairs)
        if not pairs.pairs:
            return
        chosen = pairs.pairs[pairs.at].cards
        selection = Selection(cards=chosen, cram=True)
        if not chosen or not self.app.study_some(deck_ids(self.app.library), selection):
            self.say("No card asks for either of them now.")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()
