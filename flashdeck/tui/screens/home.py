"""Home: the decks with what today holds, and in one line what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services.decklist import deck_rows
from flashdeck.services.refreshing import import_bundled
from flashdeck.tui import safe, words
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.screens.page import Page
from flashdeck.tui.tree import Branch, Counts, branches, counts
from flashdeck.tui.widgets.deck_list import DeckList


class HomeScreen(Page):
    """Lists the decks; an empty library offers the deck that comes with flashdeck."""

    CSS_PATH = "home.tcss"
    KEYS_TITLE = "Keys on the decks"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Study": ("home.study", "home.study.space"),
        "Decks": ("home.add", "home.down", "home.up", "home.fold", "home.unfold"),
        "Write": ("home.new", "home.edit", "home.coverage"),
        "Go": ("home.quit", "home.quit.escape", "app.quit", "app.commands", "help"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "study", "Study", key_display="Enter", id="home.study",
            tooltip="study the selected deck",
        ),
        Binding(
            "space", "study", show=False, key_display="Space", id="home.study.space",
            tooltip="study the selected deck",
        ),
        Binding("down,j", "move(1)", show=False, key_display="↓", id="home.down", tooltip="next"),
        Binding("up,k", "move(-1)", show=False, key_display="↑", id="home.up", tooltip="previous"),
        Binding(
            "left", "fold(False)", show=False, key_display="←", id="home.fold",
            tooltip="fold a folder",
        ),
        Binding(
            "right", "fold(True)", show=False, key_display="→", id="home.unfold",
            tooltip="unfold it",
        ),
        Binding("a", "add", "Add", id="home.add", tooltip="add an article or a deck"),
        Binding("n", "new_deck", "New deck", id="home.new", tooltip="a new deck"),
        Binding("e", "edit", "Edit", id="home.edit", tooltip="edit the selected deck"),
        Binding("c", "coverage", show=False, id="home.coverage",
                tooltip="what it covers"),
        Binding("q", "quit", "Quit", id="home.quit", tooltip="quit"),
        Binding(
            "escape", "quit", show=False, key_display="Esc", id="home.quit.escape", tooltip="quit"
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._today = Counts()

    def body(self) -> Iterable[Widget]:
        """Lay greeting, welcome and list; the library says which of the two shows."""
        yield Greeting()
        yield Static(id="welcome")
        yield DeckList()

    def on_screen_resume(self) -> None:
        """Read what today holds, again after each session."""
        self.read_decks()

    def read_decks(self) -> None:
        """Show the decks as the library has them now."""
        try:
            rows = deck_rows(self.app.library)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        decks = self.query_one(DeckList)
        decks.branches = branches(rows)
        self._today = sum((counts(row) for row in rows), Counts())
        decks.display = bool(rows)
        welcome = self.query_one("#welcome", Static)
        welcome.display = not rows
        if not rows:
            welcome.update(Flow(_welcome(0)))
            self.call_after_refresh(self._count_bundled)
        self._greet()
        self.update_keys()

    @on(DeckList.Moved)
    def _moved(self) -> None:
        self._greet()

    @on(DeckList.Opened)
    def _opened(self, event: DeckList.Opened) -> None:
        self._study(event.branch)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the list only where there is one."""
        if action in ("move", "fold", "edit", "coverage"):
            return bool(self.query_one(DeckList).branches) if self.is_mounted else False
        return True

    def action_study(self) -> None:
        """Study the selected deck, or the first one of an empty library."""
        decks = self.query_one(DeckList)
        if decks.current is not None:
            self._study(decks.current)
        elif not decks.branches:
            self._start_bundled()

    def action_add(self) -> None:
        """Ask for an article or a deck to add."""
        from flashdeck.tui.screens.add import AddScreen

        self.app.push_screen(AddScreen())

    def on_paste(self, event: events.Paste) -> None:
        """Add the files that were dropped on the window: terminals paste their paths."""
        from flashdeck.tui.screens.add import AddScreen

        event.stop()
        self.app.push_screen(AddScreen(event.text))

    def action_move(self, rows: int) -> None:
        """Select another row."""
        self.query_one(DeckList).move(rows)

    def action_fold(self, open_it: bool) -> None:
        """Fold or unfold a folder."""
        self.query_one(DeckList).fold(open_it=open_it)

    def action_new_deck(self) -> None:
        """Write a deck of one's own."""
        from flashdeck.tui.screens.new_deck import NewDeckScreen

        branches = self.query_one(DeckList).branches
        folders = [branch.place for branch in branches if branch.has_children]
        self.app.push_screen(NewDeckScreen(folders))

    def action_edit(self) -> None:
        """Open the selected deck in the editor."""
        from flashdeck.tui.editing import edit_deck

        current = self.query_one(DeckList).current
        if current is not None and len(current.decks) == 1:
            edit_deck(self, current.decks[0])
        elif current is not None:
            self.say(f"{safe.shorten(current.name, 30)} holds several decks; select one of them.")

    def action_coverage(self) -> None:
        """Show what the selected decks say of which structure."""
        from flashdeck.tui.screens.coverage import CoverageScreen

        current = self.query_one(DeckList).current
        if current is not None:
            self.app.push_screen(CoverageScreen(current.name, current.decks))

    def action_quit(self) -> None:
        """Leave flashdeck."""
        self.app.exit()

    def _study(self, branch: Branch) -> None:
        if branch.counts.all:
            self._open(branch.decks)
        else:
            self.say(f"{safe.shorten(branch.name, 30)} is done for today.")

    def _open(self, decks: tuple[DeckId, ...]) -> None:
        try:
            self.app.study(decks)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)

    def _start_bundled(self) -> None:
        try:
            import_bundled(self.app.library)
            rows = deck_rows(self.app.library)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self._open(tuple(row.id for row in rows))

    def _count_bundled(self) -> None:
        """Say how many cards there are to start with; reading them takes longer than showing."""
        try:
            bundled = import_bundled(self.app.library, dry_run=True)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self.query_one("#welcome", Static).update(Flow(_welcome(bundled.new)))

    def _greet(self) -> None:
        greeting = self.query_one(Greeting)
        today = self._today
        greeting.date = words.day_name(self.app.clock().day)
        decks = self.query_one(DeckList)
        current = decks.current
        if current is None:
            greeting.first, greeting.rest, greeting.key, greeting.what = "flashdeck", "", "", ""
            return
        greeting.first, greeting.rest = _load(today)
        if current.counts.all:
            greeting.key, greeting.what = "Enter", f"starts with {current.name}"
        else:
            greeting.key = ""
            greeting.what = "" if not today.all else f"{current.name} is done for today"


class Greeting(Widget):
    """Two rows: what today holds, and what Enter does; the date at the right."""

    first: reactive[str] = reactive("")
    rest: reactive[str] = reactive("")
    key: reactive[str] = reactive("")
    what: reactive[str] = reactive("")
    date: reactive[str] = reactive("")

    def render(self) -> safe.Content:
        """Return the rows."""
        width = self.size.width
        head = safe.line((self.first, "bold"), (f"  {self.rest}" if self.rest else "", "$muted"))
        top = safe.spread(head, safe.line((self.date, "$muted")), width)
        key = safe.line((f"{self.key}  ", "bold $text-primary")) if self.key else safe.line("")
        below = safe.line(key, (safe.shorten(self.what, max(width - 8, 1)), "$muted"))
        return safe.Content("\n").join([top, below])


def _load(today: Counts) -> tuple[str, str]:
    """Return today's load as a number of cards and the rest of the line."""
    spent = words.estimate(today.reviews, today.new)
    if today.reviews:
        new = f"and {today.new:,} new, " if today.new else ""
        return f"{words.count(today.reviews, 'card')} due", f"{new}{spent}"
    if today.new:
        return words.count(today.new, "new card"), spent
    return "All done for today", "a new day starts at 04:00"


def _welcome(cards: int) -> list[Group]:
    about = f", {words.count(cards, 'card')} about one calf muscle" if cards else ""
    start = Row(safe.line(f"start with Soleus{about}"), _key("Enter"))
    add = Row(safe.line("add an article, a deck or an Anki package"), _key("a"))
    own = Row(safe.line("write a deck of your own"), _key("n"))
    drop = (
        "Or drop a file on this window. Articles become cards that you check before you study "
        "them; nothing leaves this computer."
    )
    return [
        Group((Row(safe.line(("Nothing to study yet.", "bold"))),)),
        Group((start, add, own)),
        Group((Row(safe.line((drop, "$muted"))),)),
    ]


def _key(name: str) -> safe.Content:
    return safe.line((f"{name:<8}", "bold $text-primary"))
