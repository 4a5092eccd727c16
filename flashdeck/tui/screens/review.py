"""Review: one card, its answer, four grades."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from flashdeck.core.card import CardKind, Grade
from flashdeck.core.errors import FlashdeckError
from flashdeck.services.library import Library
from flashdeck.services.study import Prompt, Session
from flashdeck.tui import safe
from flashdeck.tui.cards import View
from flashdeck.tui.commands import place_bindings, place_ids
from flashdeck.tui.screens.asking import Asking
from flashdeck.tui.web.served import is_served
from flashdeck.tui.widgets.card import CardStage
from flashdeck.tui.widgets.dock import Dock
from flashdeck.tui.widgets.head import Head
from flashdeck.tui.widgets.message import MessageLine

GUARD_SECONDS = 0.12  # a key that repeats, or a finger that bounces, must not grade
_CLOCK_SECONDS = 5.0
_GRADES_TOOLTIP = "Again, Hard, Good, Easy"


class ReviewScreen(Asking):
    """Asks the cards of one session, one after the other."""

    CSS_PATH = "review.tcss"
    KEYS_TITLE = "Keys while reviewing"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Answer": (
            "review.take",
            "review.again",
            "review.hard",
            "review.good",
            "review.easy",
            "session.undo",
            "session.redo",
            "review.hint",
            "review.write",
            "review.choose",
            "review.item",
            "review.down",
            "review.up",
        ),
        "Put aside": ("card.bury", "card.bury_note", "card.suspend", "card.suspend_note",
                      "card.flag", "card.flag_number", "card.fix", "card.delete"),
        "This card": ("card.source", "card.info", "card.note", "card.mnemonic", "card.hint",
                      "card.edit", "card.outside", "review.picture", "review.describe"),
        "Go": ("review.leave", *place_ids(), "app.commands", "app.quit", "help"),
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter", "take", show=False, id="review.take", tooltip="show, then marked grade"
        ),
        Binding("1", "grade(1)", show=False, id="review.again", tooltip=_GRADES_TOOLTIP),
        Binding("2", "grade(2)", show=False, id="review.hard", tooltip=_GRADES_TOOLTIP),
        Binding("3", "grade(3)", show=False, id="review.good", tooltip=_GRADES_TOOLTIP),
        Binding("4", "grade(4)", show=False, id="review.easy", tooltip=_GRADES_TOOLTIP),
        Binding("r", "retry", "Try again", id="review.retry", tooltip="save the answer again"),
        Binding("escape,q", "leave", "Decks", id="review.leave", tooltip="decks"),
        Binding("down", "item", show=False, id="review.item", tooltip="next item of a list"),
        Binding("pagedown", "page(1)", show=False, id="review.down", tooltip="scroll a long card"),
        Binding("pageup", "page(-1)", show=False, id="review.up", tooltip="scroll a long card"),
        Binding("O", "open_picture", "Open the picture", show=False, id="review.picture",
                tooltip="picture: outside, in words"),
        Binding("T", "describe", "The picture in words", show=False, id="review.describe",
                tooltip="picture: outside, in words"),
        *place_bindings(),
    ]  # fmt: skip

    def __init__(self, session: Session, message: str = "") -> None:
        super().__init__(session)
        self._message = message
        self._said = ""
        self._shown_at = 0.0
        self._guarded_until = 0.0
        self._unsaved: Grade | None = None
        self._tours = not message

    def body(self) -> Iterable[Widget]:
        """Lay head, card and dock."""
        yield Head()
        yield Vertical(CardStage(), Dock(), id="table")

    def on_mount(self) -> None:
        """Ask the first card."""
        timed = self.app.preferences.timer_seconds > 0
        self.set_interval(1.0 if timed else _CLOCK_SECONDS, self._tell_time)
        self._ask()
        if self._message:
            self.say(self._message)

    def arrive(self, message: str) -> None:
        """Ask the card that the session is at now."""
        self._said = message
        self._ask()
        if self.session.prompt is not None:
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
        head.place = (
            "once more, schedule untouched"
            if prompt.cram
            else place_above(prompt.deck_place, prompt.deck_title)
        )
        head.at = min(progress.done + 1, progress.total)
        head.glides = self.app.preferences.motion
        head.total = progress.total
        head.done = progress.done
        self._shown_at = self.app.ticks()
        self.forget_asking()
        self._show(self._with_own(View(prompt.card), prompt))
        self.begin_asking(prompt.card)
        self._tell_time()
        if self._tours and self.app.library is not None:
            self._tour()
        self.call_after_refresh(self.session.prepare)

    def _tour(self) -> None:
        """Say a line of the tour, unless something else is said already."""
        from flashdeck.tui import tour

        answered = tour.answered_ever(self.app.library)
        self._tours = answered < tour.STOPS
        if self._tours and not self._said and not self.query_one(MessageLine).text:
            self.say(tour.line(answered, self.key))

    def show_again(self) -> None:
        """Show the card as the library has it now, as much of it as was shown."""
        prompt, view = self.session.prompt, self._view
        before = self._prompt
        if prompt is None or view is None or before is None or prompt.card.id != before.card.id:
            self._ask()
            return
        self._prompt = prompt
        self._show(self._with_own(view._replace(card=prompt.card), prompt))

    def _with_own(self, view: View, prompt: Prompt) -> View:
        own = prompt.own
        return view._replace(own_hint=own.hint, own_mnemonic=own.mnemonic, own_note=own.note)

    def _show(self, view: View) -> None:
        self._view = view
        prompt = self._prompt
        stage = self.query_one(CardStage)
        stage.source_key = self.key("card.source") if view.card.quotation else ""
        self._show_picture(stage)
        stage.view = view
        dock = self.query_one(Dock)
        dock.marked = self._marked(view)
        dock.prompt = self._dock_prompt(view)
        dock.space = self.key("review.take")
        dock.cram = prompt is not None and prompt.cram
        dock.buttons = prompt.buttons if prompt and view.revealed else ()
        self.query_one(Head).flag = prompt.own.flag if prompt else 0
        self.update_keys()

    def _show_picture(self, stage: CardStage) -> None:
        """Tell the stage which file the card's picture is."""
        path = None
        if self._prompt is not None and self._prompt.card.picture is not None:
            path = picture_file(self.app.library, self._prompt)
            outside = [(self.key("review.picture"), "opens it large")] * (not is_served())
            stage.picture_keys = (*outside, (self.key("review.describe"), "describes it"))
        stage.picture = path

    def show_view(self) -> None:
        """Draw the card as it is in view."""
        if self._view is not None:
            self._show(self._view)

    def _marked(self, view: View) -> Grade:
        """Return the grade that Space takes; with a hint it was hard at best."""
        most = Grade.HARD if view.hints else Grade.GOOD
        return min(self.suggested() or most, most)

    def _dock_prompt(self, view: View) -> tuple[tuple[str, str], ...]:
        if self.writing:
            return ("Enter", "compare"), ("Esc", "don't write")
        if self.can_pick:
            return ("1 to 4", "your choice"), (self.key("review.take"), "show the answer")
        if view.card.kind is CardKind.LIST and len(view.card.items) > 1:
            all_items = "show all items" if view.items else "show the answer"
            return (self.key("review.take"), all_items), (self.key("review.item"), "next item")
        return ((self.key("review.take"), "show the answer"),)

    def _tell_time(self) -> None:
        head = self.query_one(Head)
        head.minutes = self.app.minutes_since_start()
        most = self.app.preferences.timer_seconds
        view = self._view
        if not most or view is None or view.revealed:
            head.left = None
        else:
            head.left = max(most - int(self.app.ticks() - self._shown_at), 0)

    def _finish(self) -> None:
        from flashdeck.tui.screens.done import DoneScreen

        self.app.switch_screen(DoneScreen(self.session, self._said))

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
            return view.revealed or self.can_pick
        if action in ("write_answer", "choose"):
            return not view.revealed
        if action == "hint":
            return not view.revealed and view.hints < len(view.all_hints)
        if action == "source":
            return view.revealed and view.card.quotation is not None
        if action == "item":
            return not view.revealed and view.card.kind is CardKind.LIST
        if action in ("open_picture", "describe"):
            return view.card.picture is not None
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
        """Give a grade, once the answer has been seen; before it, pick one of four options."""
        if self.can_pick:
            self.pick(grade - 1)
        elif self._view is not None and self._view.revealed and not self._is_guarded():
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

    def action_describe(self) -> None:
        """Put the picture in words, or show it again."""
        stage = self.query_one(CardStage)
        stage.describes = not stage.describes

    def action_open_picture(self) -> None:
        """Show the picture in the system's own viewer."""
        from flashdeck.services.external import open_viewer

        path = self.query_one(CardStage).picture
        if is_served():
            self.say("In a browser no other program is opened.", error=True)
        elif path is None:
            self.say("The picture is missing.", error=True)
        else:
            try:
                open_viewer(path)
            except FlashdeckError as failure:
                self.say(safe.sentence(str(failure)), error=True)

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
            self.mark_options()
            self._guard()
            self._clear_error()
            self._show(self._view._replace(revealed=True))
            self._tell_time()

    def _guard(self) -> None:
        self._guarded_until = self.app.ticks() + GUARD_SECONDS

    def _is_guarded(self) -> bool:
        return self.app.ticks() < self._guarded_until

    def _save(self, grade: Grade) -> None:
        """Record the grade; only when it is on disk does the next card show."""
        spent_ms = max(round((self.app.ticks() - self._shown_at) * 1000), 0)
        try:
            self.session.answer(grade, duration_ms=spent_ms, **self.how_asked())
        except FlashdeckError as failure:
            self._unsaved = grade
            self.say(not_saved(failure, self.key("review.retry")), error=True)
            self.update_keys()
            return
        self.say("")
        self._said = ""
        self._ask()


def picture_file(library: Library, prompt: Prompt) -> Path | None:
    """Return the file of the picture: beside the deck, or in the library's folder."""
    from flashdeck.files.media import find_picture

    assert prompt.card.picture is not None
    if prompt.deck_file:
        folder = Path(prompt.deck_file).parent
    elif library is not None:
        folder = library.path.parent
    else:
        return None
    return find_picture(folder, prompt.card.picture.path)[0]


def place_above(place: str, title: str) -> str:
    """Return the folders that a deck lies in, without its own name."""
    names = [name.strip() for name in place.split("::")]
    if names and names[-1].casefold() == title.strip().casefold():
        names.pop()
    return " › ".join(name for name in names if name)


def not_saved(failure: FlashdeckError, retry: str) -> str:
    """Return the message about an answer that could not be saved."""
    todo = f"{failure.todo}, then {retry}" if failure.todo else f"{retry} tries again"
    return f"Not saved: {failure.what}. Nothing is lost; {todo}."
