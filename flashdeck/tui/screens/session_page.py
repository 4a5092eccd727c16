"""What review and its end have in common: a session, undo and redo, and the way to the decks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services.study import Session
from flashdeck.tui import safe, words
from flashdeck.tui.screens.page import Page

if TYPE_CHECKING:
    from flashdeck.services.outcomes import Undone

_QUESTION_WIDTH = 46


class SessionPage(Page):
    """A screen over a session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", id="session.undo", tooltip="undo, any number of times"),
        Binding("U,ctrl+r", "redo", show=False, id="session.redo", tooltip="redo"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    @property
    def decks_in_mind(self) -> tuple[DeckId, ...]:
        """The decks that are studied."""
        return self.session.deck_ids

    def arrive(self, message: str) -> None:
        """Show the session as it is after an undo or a redo, and say what happened."""
        raise NotImplementedError

    def action_undo(self) -> None:
        """Take back the last answer."""
        self._travel(self.session.undo, "Undone", "Nothing to undo.")

    def action_redo(self) -> None:
        """Give again the answer that was taken back."""
        self._travel(self.session.redo, "Given again", "Nothing to give again.")

    def action_leave(self) -> None:
        """Go to the decks."""
        self.app.show_home()

    def _travel(self, step: Callable[[], Undone | None], done: str, nothing: str) -> None:
        try:
            result = step()
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        if result is None:
            self.say(nothing)
            return
        question = safe.shorten(words.as_phrase(result.question), _QUESTION_WIDTH)
        self.arrive(f"{done}: {result.what} on “{question}”")
