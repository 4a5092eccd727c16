"""Browse: every card by a search, looked at, marked, and changed many at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from flashdeck.core.card import CardKind
from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.services import marking
from flashdeck.services.answering import Recorded, redo, undo
from flashdeck.services.finding import Order, found_cards, found_meanwhile
from flashdeck.services.library import Library, deck_ids, deck_names, open_library
from flashdeck.services.listing import CardRow, ids_at, rows_at
from flashdeck.services.selection import Selection
from flashdeck.tui import safe, words
from flashdeck.tui.flow import Flow, Group, Row, parts
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.card_table import CardTable
from flashdeck.tui.widgets.field import SafeInput
from flashdeck.tui.widgets.line_form import LineForm
from flashdeck.tui.widgets.message import MessageLine

if TYPE_CHECKING:
    from flashdeck.tui.flow import Part

_TYPING_SECONDS = 0.08
_FIRST = 200  # cards that show while the rest is still looked for
_MOST_STUDIED = 1000
_ORDERS = (
    (Order.ADDED, "as added"),
    (Order.DECK, "by deck"),
    (Order.DUE, "by day due"),
    (Order.INTERVAL, "by interval"),
    (Order.EASE, "by ease"),
    (Order.LAPSES, "most forgotten first"),
    (Order.QUESTION, "by question"),
)
Step = Callable[[Library, Sequence[CardId]], int]


class _Preview(VerticalScroll, can_focus=False):
    """The card under the cursor."""


class BrowseScreen(Page):
    """A search, what it found, and the card under the cursor. ``decks`` narrow the first look."""

    CSS_PATH = "browse.tcss"
    KEYS_TITLE = "Keys while browsing"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Look": ("browse.search", "browse.down", "browse.up", "browse.page", "browse.back",
                 "browse.first", "browse.last", "browse.order", "browse.info", "browse.edit"),
        "Mark": ("browse.mark", "browse.all"),
        "Change the marked, or the one": (
            "browse.suspend", "browse.flag", "browse.tag", "browse.bury", "browse.reset",
            "browse.undo", "browse.redo",
        ),
        "Go": ("browse.study", "browse.close", "app.commands", "app.quit"),
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="browse.search", tooltip="search"),
        Binding("space", "mark", "Mark", id="browse.mark", tooltip="mark, and go on"),
        Binding("s", "suspend", "Suspend", id="browse.suspend", tooltip="suspend, or bring back"),
        Binding("f", "flag", "Flag", id="browse.flag", tooltip="flag"),
        Binding("u", "undo", "Undo", id="browse.undo", tooltip="undo, any number of times"),
        Binding("escape", "close", "Back", id="browse.close", tooltip="take marks off, then back"),
        Binding("enter,i", "info", show=False, id="browse.info", tooltip="card info"),
        Binding("e", "edit", show=False, id="browse.edit", tooltip="edit the note"),
        Binding("a", "mark_all", show=False, id="browse.all", tooltip="mark all, or none"),
        Binding("t", "tag", show=False, id="browse.tag", tooltip="tag; -tag takes it off"),
        Binding("b", "bury", show=False, id="browse.bury", tooltip="put off until tomorrow"),
        Binding("R", "reset", show=False, id="browse.reset", tooltip="start again, history kept"),
        Binding("U,ctrl+r", "redo", show=False, id="browse.redo", tooltip="redo"),
        Binding("c", "study", show=False, id="browse.study",
                tooltip="ask these, schedule untouched"),
        Binding("o", "order", show=False, id="browse.order", tooltip="another order"),
        Binding("down,j", "move(1)", show=False, id="browse.down", tooltip="next card"),
        Binding("up,k", "move(-1)", show=False, id="browse.up", tooltip="card before"),
        Binding("pagedown", "page(1)", show=False, id="browse.page", tooltip="next page"),
        Binding("pageup", "page(-1)", show=False, id="browse.back", tooltip="page before"),
        Binding("home,g", "move(-10_000_000)", show=False, id="browse.first", tooltip="first"),
        Binding("end,G", "move(10_000_000)", show=False, id="browse.last", tooltip="last"),
    ]  # fmt: skip

    def __init__(self, decks: Sequence[DeckId] = (), query: str = "") -> None:
        super().__init__()
        self._decks = tuple(decks)
        self._query = query
        self._order = 0
        self._total = 0
        self._counted = True

    def body(self) -> Iterable[Widget]:
        """Lay the search, the table and the card."""
        yield Static(id="title")
        yield SafeInput(self._query, placeholder="words, deck:  tag:  is:due  flag:  rated:7 …",
                        compact=True, select_on_focus=False, id="search")  # fmt: skip
        with Container(id="panes"):
            yield CardTable(self._rows, self.app.clock().day)
            yield _Preview(Static(id="card"))

    def on_mount(self) -> None:
        """Show all cards, or those of the decks in mind."""
        super().on_mount()
        if self._decks and not self._query:
            names = dict(deck_names(self.app.library))
            if len(self._decks) == 1 and len(names) > 1:
                name = names.get(self._decks[0], "")
                self._query = f'deck:"{name}"' if " " in name else f"deck:{name}"
                self.query_one("#search", Input).value = self._query
        self._look()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the title anew."""
        super().on_resize(event)
        self.call_after_refresh(self._tell)

    def on_screen_resume(self) -> None:
        """Read the rows again: a card may have changed meanwhile."""
        for table in self.query(CardTable):
            table.forget()

    def _rows(self, nums: Sequence[int]) -> list[CardRow]:
        try:
            return rows_at(self.app.library, nums)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return []

    # Search

    @on(Input.Changed, "#search")
    def _changed(self, event: Input.Changed) -> None:
        if event.value != self._query:
            self._query = event.value
            self.set_timer(_TYPING_SECONDS, lambda: self._look_if(event.value))

    def _look_if(self, query: str) -> None:
        if query == self._query and self.is_attached:
            self._look()

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(None)
        self.update_keys()

    def _look(self) -> None:
        """Show the first cards at once, and all of them when they are found."""
        order = _ORDERS[self._order][0]
        try:
            if order is Order.ADDED:
                some = found_cards(
                    self.app.library, self._query, typing=True, order=order, limit=_FIRST
                )
                self._take(some, whole=len(some) < _FIRST)
            else:
                found_cards(self.app.library, self._query, typing=True, limit=0)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self.query_one(MessageLine).say("")
        if not self._counted or order is not Order.ADDED:
            self._find(self._query, order, self.app.library.today)

    @work(thread=True, exclusive=True, group="browse", exit_on_error=False)
    def _find(self, query: str, order: Order, today: int) -> None:
        worker = get_current_worker()
        try:
            found = found_meanwhile(
                self.app.library.path, query, today,
                typing=True, order=order, descending=order is Order.LAPSES,
            )  # fmt: skip
        except FlashdeckError as failure:
            self.app.call_from_thread(self.say, safe.sentence(str(failure)), error=True)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_all, query, found)

    def _take_all(self, query: str, found: array[int]) -> None:
        if self.is_attached and query == self._query:
            self._take(found, whole=True)

    def _take(self, found: array[int], *, whole: bool) -> None:
        self._counted = whole
        if whole and not self._query.strip():
            self._total = len(found)
        self.query_one(CardTable).nums = found
        self._tell()

    @on(CardTable.Moved)
    def _tell(self) -> None:
        """Say how many there are, and show the card under the cursor."""
        if not self.is_attached or not self.query(CardTable):
            return
        table = self.query_one(CardTable)
        title = self.query_one("#title", Static)
        count = f"{len(table.nums):,}" + ("" if self._counted else "+")
        found = (
            f"{count} of {self._total:,}" if self._total else words.count(len(table.nums), "card")
        )
        if table.marked:
            found += f", {len(table.marked):,} marked"
        left = safe.line(("Browse", "bold"), (f"  {_ORDERS[self._order][1]}", "$muted"))
        width = max(title.size.width, 1)
        title.update(safe.spread(left, safe.line((found, "$muted")), width))
        card = self.query_one("#card", Static)
        row = table.row
        if row is None:
            nothing = "No card matches." if self._query.strip() else "There are no cards yet."
            card.update(safe.line((nothing, "$muted")))
        else:
            card.update(Flow(_preview(row)))

    # Marks

    def action_mark(self) -> None:
        """Mark the card, and go on to the next."""
        table = self.query_one(CardTable)
        table.toggle()
        table.move(1)
        self._tell()

    def action_mark_all(self) -> None:
        """Mark all cards found, or none."""
        table = self.query_one(CardTable)
        if not self._counted:
            self.say("Still counting; a moment.")
            return
        everything = frozenset(table.nums)
        table.marked = frozenset() if everything <= table.marked else everything
        self._tell()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.query_one(CardTable).move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by a page."""
        table = self.query_one(CardTable)
        table.move(pages * table.page)

    def action_order(self) -> None:
        """Sort in another way."""
        self._order = (self._order + 1) % len(_ORDERS)
        self._look()
        self._tell()

    # Change

    def action_suspend(self) -> None:
        """Suspend the marked cards, or bring them back where the first is suspended."""
        row = self._first()
        if row is None:
            return
        aside = not row.state.suspended
        self._change(
            "Suspended" if aside else "Brought back",
            lambda library, cards: marking.set_suspended(library, cards, suspended=aside),
        )

    def action_bury(self) -> None:
        """Put the marked cards off until tomorrow."""
        self._change("Put off until tomorrow", marking.bury)

    def action_reset(self) -> None:
        """Let the marked cards start again."""
        self._change("To be learned again", marking.reset)

    def action_flag(self) -> None:
        """Ask for a flag."""
        row = self._first()
        if row is not None:
            self._open_line("Flag, 1 to 7; 0 takes it off", str(row.state.flag or 1), "flag")

    def action_tag(self) -> None:
        """Ask for tags."""
        if self._first() is not None:
            self._open_line("Tags; -tag takes it off", "", "tag")

    def _open_line(self, label: str, text: str, purpose: str) -> None:
        if not self.query(LineForm):
            line = self.query_one(MessageLine)
            line.display = False
            self.mount(LineForm(label, text, purpose), after=line)
            self.call_after_refresh(self.update_keys)

    def on_line_form_closed(self, event: LineForm.Closed) -> None:
        """Take the flag or the tags."""
        event.form.remove()
        self.query_one(MessageLine).display = True
        self.set_focus(None)
        self.call_after_refresh(self.update_keys)
        text = (event.text or "").strip()
        if not text:
            return
        if event.form.purpose == "flag":
            if text not in [str(number) for number in range(marking.GREATEST_FLAG + 1)]:
                self.say("Flags run from 1 to 7; 0 takes it off.")
                return
            number = int(text)
            done = f"Flag {number} set" if number else "Flag taken off"
            self._change(done, lambda library, cards: marking.set_flag(library, cards, number))
        else:
            given = [tag for tag in text.split() if not tag.startswith("-")]
            gone = [tag[1:] for tag in text.split() if tag.startswith("-") and tag[1:]]
            self._change(
                "Tagged" if given else "Tags taken off",
                lambda library, cards: marking.retag(library, cards, given, gone),
            )

    def _first(self) -> CardRow | None:
        table = self.query_one(CardTable)
        if not table.marked:
            return table.row
        rows = self._rows([next(num for num in sorted(table.marked))])
        return rows[0] if rows else None

    def _chosen(self) -> list[int]:
        table = self.query_one(CardTable)
        if table.marked:
            return sorted(table.marked)
        return [table.row.num] if table.row is not None else []

    def _change(self, done: str, step: Step) -> None:
        chosen = self._chosen()
        if chosen:
            if len(chosen) > 1:
                self.say(f"{words.count(len(chosen), 'card')} …")
            self._run(done, step, chosen)

    @work(thread=True, exclusive=True, group="change", exit_on_error=False)
    def _run(self, done: str, step: Step, chosen: Sequence[int]) -> None:
        try:
            with open_library(self.app.library.path, self.app.clock, create=False) as library:
                changed = step(library, ids_at(library, chosen))
        except FlashdeckError as failure:
            said = f"Not changed: {safe.sentence(str(failure))}"
            self.app.call_from_thread(self.say, said, error=True)
            return
        text = f"{done}: {words.count(changed, 'card')}."
        back = f" {self.key('browse.undo')} takes it back." if changed else ""
        self.app.call_from_thread(self._changed_cards, text + back)

    def action_undo(self) -> None:
        """Take the last step back, wherever it was taken."""
        self._travel(undo, "Undone", "Nothing to undo.")

    def action_redo(self) -> None:
        """Take it again."""
        self._travel(redo, "Done again", "Nothing to do again.")

    @work(thread=True, exclusive=True, group="change", exit_on_error=False)
    def _travel(self, step: Callable[[Library], Recorded | None], done: str, none: str) -> None:
        try:
            with open_library(self.app.library.path, self.app.clock, create=False) as library:
                found = step(library)
        except FlashdeckError as failure:
            self.app.call_from_thread(self.say, safe.sentence(str(failure)), error=True)
            return
        said = none if found is None else f"{done}: {found.entry.kind.value}."
        self.app.call_from_thread(self._changed_cards, said)

    def _changed_cards(self, said: str) -> None:
        if self.is_attached:
            self.query_one(CardTable).forget()
            self._look()
            self.say(said)

    # Go

    def action_search(self) -> None:
        """Write a search."""
        self.query_one("#search", Input).focus()
        self.update_keys()

    def action_info(self) -> None:
        """Show where the card stands, and its history."""
        from flashdeck.tui.screens.info import InfoScreen

        row = self.query_one(CardTable).row
        if row is not None:
            self.app.push_screen(InfoScreen(row.card))

    @on(CardTable.Opened)
    def _opened(self) -> None:
        self.action_info()

    def action_edit(self) -> None:
        """Edit the card's note in its deck."""
        from flashdeck.services.library import deck_of_card
        from flashdeck.tui.editing import edit_card

        row = self.query_one(CardTable).row
        if row is not None:
            file = deck_of_card(self.app.library, row.card.id)
            edit_card(self, row.card, file, self.query_one(CardTable).forget)

    def action_study(self) -> None:
        """Ask the marked cards, or all found, without touching their schedule."""
        table = self.query_one(CardTable)
        nums = sorted(table.marked) or list(table.nums)
        if len(nums) > _MOST_STUDIED:
            self.say(f"These are {len(nums):,} cards; mark {_MOST_STUDIED:,} at most.")
            return
        cards = tuple(ids_at(self.app.library, nums))
        decks = deck_ids(self.app.library)
        if not cards or not self.app.study_some(decks, Selection(cards=cards, cram=True)):
            self.say("No card is left to ask.")

    def action_close(self) -> None:
        """Leave the search line, take the marks off, then go back."""
        table = self.query_one(CardTable)
        if self.focused is not None:
            self.set_focus(None)
            self.update_keys()
        elif table.marked:
            table.marked = frozenset()
            self._tell()
        else:
            self.dismiss()


def _preview(row: CardRow) -> list[Group]:
    card, state = row.card, row.state
    shown: list[Part] = [*parts(card.question, "bold")]
    if card.kind is CardKind.LIST:
        for item in card.items:
            shown += parts(item.text, "$text-primary")
    else:
        shown += parts(card.answer, "$text-primary")
    facts = [row.deck]
    if row.tags:
        facts.append("tags: " + ", ".join(row.tags))
    if state.due_day is not None:
        facts.append(f"ease {state.ease / 100:.2f}")
        facts.append(f"forgotten {words.count(state.lapses, 'time')}")
    return [Group(tuple(shown)), Group((Row(safe.line(("   ".join(facts), "$muted"))),))]
