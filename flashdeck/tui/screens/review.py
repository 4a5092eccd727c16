"""Review: one card, its answer, four grades."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from flashdeck.core.card import CardKind, Grade
from flashdeck.core.errors import FlashdeckError
from flashdeck.services.study import Prompt, Session
from flashdeck.tui import safe
from flashdeck.tui.cards import View
from flashdeck.tui.screens.session_page import SessionPage
from flashdeck.tui.widgets.card import CardStage
from flashdeck.tui.widgets.dock import Dock
from flashdeck.tui.widgets.head import Head

GUARD_SECONDS = 0.12  # a key that repeats, or a finger that bounces, must not grade
_CLOCK_SECONDS = 5.0
_GRADES_TOOLTIP = "Again, Hard, Good, Easy"


class ReviewScreen(SessionPage):
    """Asks the cards of one session, one after the other."""

    CSS_PATH = "review.tcss"
    KEYS_TITLE = "Keys while reviewing"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Answer": (
            "review.take",
            "review.take.enter",
            "review.again",
            "review.hard",
            "review.good",
            "review.easy",
            "session.undo",
            "session.redo",
            "session.redo.ctrl",
        ),
        "This card": (
            "review.hint",
            "review.item",
            "review.source",
            "review.edit",
            "review.outside",
            "review.down",
            "review.up",
        ),
        "Go": ("review.leave", "review.leave.q", "app.quit", "help"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space", "take", show=False, key_display="Space", id="review.take",
            tooltip="show, then marked grade",
        ),
        Binding(
            "enter", "take", show=False, key_display="Enter", id="review.take.enter",
            tooltip="show, then marked grade",
        ),
        Binding("1", "grade(1)", show=False, id="review.again", tooltip=_GRADES_TOOLTIP),
        Binding("2", "grade(2)", show=False, id="review.hard", tooltip=_GRADES_TOOLTIP),
        Binding("3", "grade(3)", show=False, id="review.good", tooltip=_GRADES_TOOLTIP),
        Binding("4", "grade(4)", show=False, id="review.easy", tooltip=_GRADES_TOOLTIP),
        Binding("r", "retry", "Try again", id="review.retry", tooltip="save the answer again"),
        Binding("h", "hint", "Hint", id="review.hint", tooltip="next hint"),
        Binding("o", "source", "Source", id="review.source", tooltip="source, in its place"),
        Binding("e", "edit", "Edit", id="review.edit", tooltip="edit this card"),
        Binding("E", "edit_outside", show=False, key_display="E", id="review.outside",
                tooltip="edit it in $EDITOR"),
        Binding("escape", "leave", "Decks", key_display="Esc", id="review.leave", tooltip="decks"),
        Binding("q", "leave", show=False, id="review.leave.q", tooltip="decks"),
        Binding(
            "down", "item", show=False, key_display="↓", id="review.item",
            tooltip="next item of a list",
        ),
        Binding(
            "pagedown", "page(1)", show=False, key_display="PgDn", id="review.down",
            tooltip="scroll a long card",
        ),
        Binding(
            "pageup", "page(-1)", show=False, key_display="PgUp", id="review.up",
            tooltip="scroll a long card",
        ),
    ]  # fmt: skip

    def __init__(self, session: Session, message: str = "") -> None:
        super().__init__(session)
        self._message = message
        self._prompt: Prompt | None = None
        self._view: View | None = None
        self._shown_at = 0.0
        self._guarded_until = 0.0
        self._unsaved: Grade | None = None

    def body(self) -> Iterable[Widget]:
        """Lay head, card and dock."""
        yield Head()
        yield Vertical(CardStage(), Dock(), id="table")

    def on_mount(self) -> None:
        """Ask the first card."""
        self.set_interval(_CLOCK_SECONDS, self._tell_time)
        self._ask()
        if self._message:
            self.say(self._message)

    def arrive(self, message: str) -> None:
        """Ask the card that the session is at now."""
        self._ask()
        self.say(message)

    # What is shown

    def _ask(self) -> None:
        """Show the question of the session's card, or the end."""
        prompt = self.session.prompt
        self._prompt = prompt
        self._unsaved = None
        if prompt is None:
            self._view = None
            self._finish()
            return
        progress = self.session.progress()
        head = self.query_one(Head)
        head.deck = prompt.deck_title
        head.place = place_above(prompt.deck_place, prompt.deck_title)
        head.at = min(progress.done + 1, progress.total)
        head.done, head.total = progress.done, progress.total
        self._tell_time()
        self._shown_at = self.app.ticks()
        self._show(View(prompt.card))

    def _show(self, view: View) -> None:
        self._view = view
        stage = self.query_one(CardStage)
        stage.source_key = "o" if view.card.quotation else ""
        stage.view = view
        dock = self.query_one(Dock)
        dock.marked = self._marked(view)
        dock.prompt = self._dock_prompt(view)
        dock.buttons = self._prompt.buttons if self._prompt and view.revealed else ()
        self.update_keys()

    def _marked(self, view: View) -> Grade:
        """Return the grade that Space takes: with a hint it was hard."""
        return Grade.HARD if view.hints else Grade.GOOD

    def _dock_prompt(self, view: View) -> tuple[tuple[str, str], ...]:
        if view.card.kind is CardKind.LIST and len(view.card.items) > 1:
            all_items = "show all items" if view.items else "show the answer"
            return ("Space", all_items), ("↓", "next item")
        return (("Space", "show the answer"),)

    def _tell_time(self) -> None:
        self.query_one(Head).minutes = self.app.minutes_since_start()

    def _finish(self) -> None:
        from flashdeck.tui.screens.done import DoneScreen

        self.app.switch_screen(DoneScreen(self.session))

    def _clear_error(self) -> None:
        if self._unsaved is None:
            self.say("")

    # What the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works on what is shown."""
        view = self._view
        if view is None:
            return action in ("leave", "help")
        if action == "grade":
            return view.revealed
        if action == "hint":
            return not view.revealed and view.hints < len(view.card.hints)
        if action == "source":
            return view.revealed and view.card.quotation is not None
        if action == "item":
            return not view.revealed and view.card.kind is CardKind.LIST
        if action == "retry":
            return self._unsaved is not None
        return True

    def action_take(self) -> None:
        """Show the answer, or give the marked grade."""
        view = self._view
        if view is None:
            return
        if not view.revealed:
            self._reveal()
        elif self._is_guarded():
            self._guard()  # a key held down keeps the guard up
        else:
            self._save(self._marked(view))

    def action_grade(self, grade: int) -> None:
        """Give a grade, once the answer has been seen."""
        if self._view is not None and self._view.revealed and not self._is_guarded():
            self._save(Grade(grade))

    def action_retry(self) -> None:
        """Save the answer that could not be saved."""
        if self._unsaved is not None:
            self._save(self._unsaved)

    def action_hint(self) -> None:
        """Show one more hint."""
        if self._view is not None:
            self._show(self._view._replace(hints=self._view.hints + 1))

    def action_item(self) -> None:
        """Show one more item of a list; the last one is the whole answer."""
        view = self._view
        if view is None:
            return
        if view.items + 1 >= len(view.card.items):
            self._reveal()
        else:
            self._show(view._replace(items=view.items + 1))

    def action_source(self) -> None:
        """Show the quotation in its place."""
        from flashdeck.tui.screens.source import SourceScreen

        if self._prompt is not None and self._prompt.card.quotation is not None:
            self.app.push_screen(SourceScreen(self._prompt.card.quotation, self._prompt.deck_file))

    def action_edit(self) -> None:
        """Edit the lines of this card's note; its schedule stays."""
        from flashdeck.tui.editing import edit_card

        if self._prompt is not None:
            edit_card(self, self._prompt.card, self._prompt.deck_file, self._edited)

    def action_edit_outside(self) -> None:
        """Edit the deck in the student's own editor."""
        from flashdeck.tui.editing import edit_outside

        if self._prompt is not None:
            edit_outside(self, self._prompt.card, self._prompt.deck_file, self._edited)

    def _edited(self) -> None:
        """Show the card as it is now, as much of it as was shown."""
        view, before = self._view, self._prompt
        try:
            self.session.reload()
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        prompt = self.session.prompt
        if view is None or before is None or prompt is None or prompt.card.id != before.card.id:
            self._ask()
            return
        self._prompt = prompt
        self._show(view._replace(card=prompt.card))

    def action_page(self, direction: int) -> None:
        """Scroll a long card."""
        self.query_one(CardStage).page(direction)

    @on(Dock.Pressed)
    def _dock_pressed(self, event: Dock.Pressed) -> None:
        if event.grade is None:
            self.action_take()
        else:
            self.action_grade(int(event.grade))

    def _reveal(self) -> None:
        if self._view is not None:
            self._guard()
            self._clear_error()
            self._show(self._view._replace(revealed=True))

    def _guard(self) -> None:
        self._guarded_until = self.app.ticks() + GUARD_SECONDS

    def _is_guarded(self) -> bool:
        return self.app.ticks() < self._guarded_until

    def _save(self, grade: Grade) -> None:
        """Record the grade; only when it is on disk does the next card show."""
        spent_ms = max(round((self.app.ticks() - self._shown_at) * 1000), 0)
        try:
            self.session.answer(grade, duration_ms=spent_ms)
        except FlashdeckError as failure:
            self._unsaved = grade
            self.say(not_saved(failure), error=True)
            self.update_keys()
            return
        self.say("")
        self._ask()


def place_above(place: str, title: str) -> str:
    """Return the folders that a deck lies in, without its own name."""
    names = [name.strip() for name in place.split("::")]
    if names and names[-1].casefold() == title.strip().casefold():
        names.pop()
    return " › ".join(name for name in names if name)


def not_saved(failure: FlashdeckError) -> str:
    """Return the message about an answer that could not be saved."""
    todo = f"{failure.todo}, then r" if failure.todo else "r tries again"
    return f"Not saved: {failure.what}. Nothing is lost; {todo}."
