"""Statistics: what is coming, what was done, what was remembered, and which cards are hard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services.library import deck_ids, deck_names
from flashdeck.services.settings import deck_settings
from flashdeck.services.statistics import Statistics, statistics
from flashdeck.tui import safe, words
from flashdeck.tui.safe import Content
from flashdeck.tui.screens.page import Page
from flashdeck.tui.statistics_pages import PAGES, page_lines


class _Charts(VerticalScroll, can_focus=False):
    """The charts of a page; they scroll."""


class StatisticsScreen(Page):
    """Six pages of charts about some decks, or about all."""

    CSS_PATH = "statistics.tcss"
    KEYS_TITLE = "Keys in the statistics"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Look": ("stats.next", "stats.before", "stats.down", "stats.up", "stats.deck"),
        "Go": ("stats.close", "app.commands", "app.quit", "help"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,tab,space", "turn(1)", "Next page", key_display="→", id="stats.next",
                tooltip="next page"),
        Binding("left,h,shift+tab", "turn(-1)", "Page before", key_display="←", id="stats.before",
                tooltip="page before"),
        Binding("d", "deck", "Deck", id="stats.deck", tooltip="the next deck, then all of them"),
        Binding("down,j,pagedown", "scroll(1)", show=False, id="stats.down", tooltip="scroll"),
        Binding("up,k,pageup", "scroll(-1)", show=False, id="stats.up", tooltip="scroll"),
        Binding("escape,q", "close", "Back", key_display="Esc", id="stats.close", tooltip="back"),
    ]  # fmt: skip

    page: reactive[int] = reactive(0, init=False)
    found: reactive[Statistics | None] = reactive(None, init=False)

    def __init__(self, decks: Sequence[DeckId] = ()) -> None:
        super().__init__()
        self._decks = tuple(decks)
        self._goal: float | None = None

    @property
    def decks_in_mind(self) -> tuple[DeckId, ...]:
        """The decks whose numbers show."""
        return self._decks

    def body(self) -> Iterable[Widget]:
        """Lay the title, the names of the pages and the charts."""
        yield Static(id="title")
        yield Static(id="pages")
        yield _Charts(Static(id="charts"))

    def on_mount(self) -> None:
        """Count; the first page shows when that is done."""
        super().on_mount()
        self._count()

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new width."""
        super().on_resize(event)
        self.call_after_refresh(self._draw)

    def _count(self) -> None:
        library = self.app.library
        try:
            wanted = self._decks or deck_ids(library)
            goals = {deck_settings(library, deck).retention for deck in wanted}
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self._goal = goals.pop() if len(goals) == 1 else None
        self.found = None
        self._read(wanted, library.today)

    @work(thread=True, exclusive=True)
    def _read(self, wanted: tuple[DeckId, ...], today: int) -> None:
        worker = get_current_worker()

        def progress(cards: int) -> None:
            self.app.call_from_thread(self._progress, cards)

        try:
            found = statistics(
                self.app.library.path, wanted, today,
                progress=progress, cancelled=lambda: worker.is_cancelled,
            )  # fmt: skip
        except FlashdeckError as failure:
            self.app.call_from_thread(self.say, safe.sentence(str(failure)), error=True)
            return
        if found is not None and not worker.is_cancelled:
            self.app.call_from_thread(setattr, self, "found", found)

    def _progress(self, cards: int) -> None:
        if self.found is None:
            waiting = f"Reading the log: {words.count(cards, 'card')} so far. Esc stops it."
            self.query_one("#charts", Static).update(safe.line((waiting, "$muted")))

    def watch_found(self) -> None:
        """Draw the numbers that came."""
        self._draw()

    def watch_page(self) -> None:
        """Draw another page from its top."""
        self.query_one(_Charts).scroll_home(animate=False)
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        width = max(self.query_one("#charts", Static).size.width, 40)
        across = max(self.query_one("#title", Static).size.width, width)
        names = dict(deck_names(self.app.library))
        deck = ", ".join(names.get(one, "") for one in self._decks) or "all decks"
        left = safe.line(("Statistics", "bold"), (f"  {deck}", "$muted"))
        total = words.count(self.found.cards, "card") if self.found else ""
        line = safe.spread(left, safe.line((total, "$muted")), across)
        self.query_one("#title", Static).update(line)
        pages: list[safe.Styled] = []
        for place, name in enumerate(PAGES):
            here = place == self.page
            pages.append((f"▌{name}" if here else f" {name}", "bold" if here else "$muted"))
            pages.append(("  ", ""))
        self.query_one("#pages", Static).update(safe.line(*pages[:-1]))
        if self.found is not None:
            drawn = Content("\n").join(page_lines(self.page, self.found, width, self._goal))
            self.query_one("#charts", Static).update(drawn)

    def action_turn(self, by: int) -> None:
        """Turn the page."""
        self.page = (self.page + by) % len(PAGES)

    def action_deck(self) -> None:
        """Show the next deck, after the last one all of them."""
        decks = [(), *((deck,) for deck, _ in deck_names(self.app.library))]
        here = decks.index(self._decks) if self._decks in decks else 0
        self._decks = decks[(here + 1) % len(decks)]
        self._count()

    def action_scroll(self, direction: int) -> None:
        """Scroll."""
        self.query_one(_Charts).scroll_relative(y=direction * 3, animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """Turn to the page whose name was clicked."""
        pages = self.query_one("#pages", Static)
        offset = event.get_content_offset(pages)
        if event.widget is not pages or offset is None:
            return
        at = 0
        for place, name in enumerate(PAGES):
            if at <= offset.x <= at + len(name):
                self.page = place
            at += len(name) + 3
