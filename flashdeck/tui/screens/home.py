"""Home: the decks with what today holds, and in one line what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services.decklist import deck_rows
from flashdeck.services.refreshing import import_bundled
from flashdeck.services.selection import ALL, Selection
from flashdeck.tui import safe, words
from flashdeck.tui.commands import place_bindings, place_ids
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.screens.page import Page
from flashdeck.tui.tree import Branch, Counts, branches, counts, tag_branches
from flashdeck.tui.web.served import is_served
from flashdeck.tui.widgets.deck_list import DeckList
from flashdeck.tui.widgets.year_map import YearMap

if TYPE_CHECKING:
    from flashdeck.services.tags import TagRow
    from flashdeck.services.year import Year

_MOST_EXAMS = 3  # that Home tells of; p shows all
_EXAM_WIDTH = 72


class HomeScreen(Page):
    """Lists the decks; an empty library offers the deck that comes with flashdeck."""

    CSS_PATH = "home.tcss"
    KEYS_TITLE = "Keys on the decks"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Study": ("home.study", "home.filter"),
        "Decks": ("home.add", "home.down", "home.up", "home.fold", "home.unfold", "home.tags"),
        "Write": ("home.new", "home.edit", "home.coverage"),
        "Go": (*place_ids(), "app.commands", "home.quit", "app.quit", "help"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,space", "study", "Study", id="home.study", tooltip="study the selected deck"
        ),
        Binding("down,j", "move(1)", show=False, id="home.down", tooltip="next"),
        Binding("up,k", "move(-1)", show=False, id="home.up", tooltip="previous"),
        Binding("left", "fold(False)", show=False, id="home.fold", tooltip="fold a folder"),
        Binding("right", "fold(True)", show=False, id="home.unfold", tooltip="unfold it"),
        Binding("a", "add", "Add", id="home.add", tooltip="add an article or a deck"),
        Binding("s", "filter", show=False, id="home.filter", tooltip="study some of its cards"),
        Binding("g", "tags", show=False, id="home.tags", tooltip="by folders, by tags"),
        *place_bindings("go.browse", "go.statistics", "go.exams"),
        Binding("n", "new_deck", "New deck", id="home.new", tooltip="a new deck"),
        Binding("e", "edit", "Edit", id="home.edit", tooltip="edit the selected deck"),
        Binding("c", "coverage", show=False, id="home.coverage", tooltip="what it covers"),
        Binding("q,escape", "quit", "Quit", id="home.quit", tooltip="quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._today = Counts()
        self._by_tags = False
        self._by_deck: tuple[Branch, ...] = ()
        self._deck_ids: tuple[DeckId, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Lay greeting, welcome and list; the library says which of the two shows."""
        yield Greeting()
        yield Static(id="welcome")
        yield DeckList()
        yield Static(id="coming")
        yield YearMap()

    def on_screen_resume(self) -> None:
        """Read what today holds, again after each session; the year when that has been shown."""
        self.read_decks()
        self.call_after_refresh(self._read_year)
        self.call_after_refresh(self._read_exams)

    def read_decks(self) -> None:
        """Show the decks as the library has them now."""
        try:
            rows = deck_rows(self.app.library)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        decks = self.query_one(DeckList)
        self._by_deck = branches(rows)
        self._deck_ids = tuple(row.id for row in rows)
        if self._by_tags:
            self._read_tags()
        else:
            decks.branches = self._by_deck
        self._today = sum((counts(row) for row in rows), Counts())
        decks.display = bool(rows)
        self.query_one(YearMap).set_class(not rows, "-nothing")
        welcome = self.query_one("#welcome", Static)
        welcome.display = not rows
        if not rows:
            welcome.update(Flow(self._welcome(0)))
            self.call_after_refresh(self._count_bundled)
        self._greet()
        self.update_keys()

    @work(thread=True, exclusive=True, group="year", exit_on_error=False)
    def _read_year(self) -> None:
        """Count the answers of the year beside the app; a long log takes a while the first time."""
        worker = get_current_worker()
        try:
            year = self.app.year.count(self.app.clock().day)
        except FlashdeckError:
            return  # what is wrong with the library is said where it is opened
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_year, year)

    @work(thread=True, exclusive=True, group="exams", exit_on_error=False)
    def _read_exams(self) -> None:
        """Work out how the coming exams stand, beside the app: it replays what they are about."""
        from flashdeck.services.exam import coming_exams, exam_status
        from flashdeck.services.exam_words import headline
        from flashdeck.services.library import open_library

        worker = get_current_worker()
        try:
            path, clock = self.app.library.path, self.app.clock
            with open_library(path, clock, create=False) as library:
                exams = coming_exams(library)[:_MOST_EXAMS]
                told = [(exam.name, headline(exam_status(library, exam))) for exam in exams]
        except FlashdeckError:
            return  # what is wrong with the library is said where it is opened
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_exams, told)

    def _show_exams(self, told: Sequence[tuple[str, str]]) -> None:
        if not self.is_attached:
            return
        line = self.query_one("#coming", Static)
        line.display = bool(told)
        width = min(max(self.query_one(Greeting).size.width - 2, 20), _EXAM_WIDTH)
        rows = [
            safe.spread(safe.line((name, "bold")), safe.line((text, "$muted")), width)
            for name, text in told
        ]
        line.update(safe.Content("\n").join(rows))

    def _show_year(self, year: Year) -> None:
        if self.is_attached:
            self.query_one(YearMap).year = year

    @on(YearMap.Pressed)
    def _day_pressed(self, event: YearMap.Pressed) -> None:
        self.say(event.text)

    def action_tags(self) -> None:
        """Show today's cards by tags, or by decks again."""
        self._by_tags = not self._by_tags
        if self._by_tags:
            self._read_tags()
        else:
            self._list("Decks", self._by_deck)

    @work(thread=True, exclusive=True, group="tags", exit_on_error=False)
    def _read_tags(self) -> None:
        from flashdeck.services.tags import tag_rows

        worker = get_current_worker()
        try:
            rows = tag_rows(self.app.library.path, self._deck_ids, self.app.clock().day)
        except FlashdeckError as failure:
            rows = ()
            self.app.call_from_thread(self.say, safe.sentence(str(failure)), error=True)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_tags, rows)

    def _show_tags(self, rows: Sequence[TagRow]) -> None:
        if not self.is_attached or not self._by_tags:
            return
        if rows:
            self._list("Tags", tag_branches(rows, self._deck_ids))
        else:
            self._by_tags = False
            self._list("Decks", self._by_deck)
            self.say("None of today's cards has a tag.")

    def _list(self, title: str, found: tuple[Branch, ...]) -> None:
        decks = self.query_one(DeckList)
        decks.title = title
        decks.branches = found
        self._greet()
        self.update_keys()

    @property
    def decks_in_mind(self) -> tuple[DeckId, ...]:
        """The decks of the selected row."""
        current = self.query_one(DeckList).current
        return current.decks if current is not None else ()

    def action_filter(self) -> None:
        """Choose which of the cards to study."""
        from flashdeck.tui.screens.filter import FilterScreen

        current = self.query_one(DeckList).current
        if current is not None:
            self.app.push_screen(FilterScreen(current.name, current.decks, current.tag))

    @on(DeckList.Moved)
    def _moved(self) -> None:
        self._greet()

    @on(DeckList.Opened)
    def _opened(self, event: DeckList.Opened) -> None:
        self._study(event.branch)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the list only where there is one."""
        if action in ("move", "fold", "edit", "coverage", "filter", "tags"):
            decks = self.query_one(DeckList) if self.is_mounted else None
            if decks is None or not decks.branches:
                return False
            return not (self._by_tags and action in ("edit", "coverage"))
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
        if not is_served():
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

        folders = [branch.place for branch in self._by_deck if branch.has_children]
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
            self._open(branch.decks, Selection(tag=branch.tag) if branch.tag else ALL)
        else:
            self.say(f"{safe.shorten(branch.name, 30)} is done for today.")

    def _open(self, decks: tuple[DeckId, ...], selection: Selection = ALL) -> None:
        try:
            self.app.study(decks, selection)
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
        self.query_one("#welcome", Static).update(Flow(self._welcome(bundled.new)))

    def _welcome(self, cards: int) -> list[Group]:
        about = f", {words.count(cards, 'card')} about one calf muscle" if cards else ""
        start = Row(safe.line(f"start with Soleus{about}"), _key(self.key("home.study")))
        empty = Group((Row(safe.line(("Nothing to study yet.", "bold"))),))
        if is_served():
            return [empty, Group((start,))]
        add = Row(
            safe.line("add an article, a deck or an Anki package"), _key(self.key("home.add"))
        )
        own = Row(safe.line("write a deck of your own"), _key(self.key("home.new")))
        drop = (
            "Or drop a file on this window. Articles become cards that you check before you study "
            "them; nothing leaves this computer."
        )
        return [
            empty,
            Group((start, add, own)),
            Group((Row(safe.line((drop, "$muted"))),)),
        ]

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
            greeting.key, greeting.what = self.key("home.study"), f"starts with {current.name}"
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


def _key(name: str) -> safe.Content:
    return safe.line((f"{name:<8}", "bold $text-primary"))
