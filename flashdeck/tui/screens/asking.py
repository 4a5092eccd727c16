"""Answers that are written or picked before the right one shows; the grade stays the student's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widgets import Input
from textual.worker import get_current_worker

from flashdeck.core.card import Card, CardKind, Grade
from flashdeck.core.errors import FlashdeckError
from flashdeck.tui import safe
from flashdeck.tui.screens.card_actions import CardActions
from flashdeck.tui.widgets.card import CardStage

if TYPE_CHECKING:
    from pathlib import Path

    from flashdeck.core.choices import Choice
    from flashdeck.core.grading.judge import Judgement, ListJudgement
    from flashdeck.tui.flow import Group

_INDENT = 5
ASKED = ("deck", "shown", "typed", "choice")  # what the setting may say


class Asking(CardActions):
    """A review in which a card may be answered by hand or from four options."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write_answer", "Write", show=False, id="review.write",
                tooltip="write the answer"),
        Binding("c", "choose", "Choose", show=False, id="review.choose",
                tooltip="choose from four"),
    ]  # fmt: skip

    writing = False
    """Whether the line for an answer is open; a closed one may still be on its way out."""

    _typed = ""
    _judged: Judgement | ListJudgement | None = None
    _choice: Choice | None = None
    _picked: int | None = None

    def _reveal(self) -> None:
        raise NotImplementedError

    # What a subclass asks

    def forget_asking(self) -> None:
        """Leave what was written or offered for the card before."""
        self._typed, self._judged, self._choice, self._picked = "", None, None, None
        self.close_line()

    def begin_asking(self, card: Card) -> None:
        """Ask a card as the setting or its deck wants it answered."""
        wanted = self.app.preferences.asked
        if wanted == "deck":
            wanted = "typed" if card.typed else "shown"
        if wanted == "typed" and can_be_typed(card):
            self.call_after_refresh(self.action_write_answer)
        elif wanted == "choice":
            self._find_options(card, self.app.library.path, False)

    def suggested(self) -> Grade | None:
        """Return the grade that what was written or picked suggests, None where nothing was."""
        if self._judged is not None:
            return self._judged.grade
        if self._picked is not None and self._choice is not None:
            return Grade.GOOD if self._picked == self._choice.right else Grade.AGAIN
        return None

    def how_asked(self) -> dict[str, Any]:
        """Return what the log is to keep of it."""
        if self._judged is not None:
            return {"asked": "typed", "typed": self._typed}
        if self._picked is not None and self._choice is not None:
            options = self._choice.options
            return {"asked": "choice", "picked": options[self._picked], "options": options}
        return {}

    @property
    def can_pick(self) -> bool:
        """Whether four options wait for a number."""
        return self._choice is not None and self._picked is None and not self._is_revealed

    @property
    def _is_revealed(self) -> bool:
        return self._view is None or self._view.revealed

    # Written answers

    def action_write_answer(self) -> None:
        """Write the answer on its first row."""
        if self._is_revealed or self._prompt is None or self.query("AnswerInput"):
            return
        if not can_be_typed(self._prompt.card):
            self.say("This card has nothing to write.")
            return
        self._choice = None
        self._set_below(())
        parted = "the answers, parted by ;" if self._prompt.card.kind is CardKind.LIST else ""
        # The first card need not wait for what writes: fields are among the slowest to import.
        from flashdeck.tui.widgets.answer_input import AnswerInput

        self.writing = True
        line = AnswerInput(placeholder=parted, compact=True, select_on_focus=False)
        self.query_one("#table").mount(line)
        self._place_line()
        line.focus()
        self.run_worker(_load_grading, thread=True, group="grading", exit_on_error=False)
        self.call_after_refresh(self.show_view)

    def _place_line(self) -> None:
        for line in self.query("AnswerInput"):
            stage = self.query_one(CardStage)
            line.styles.width = max(stage.size.width - 2 * _INDENT, 10)
            above = self.query_one("#table").region.y
            line.styles.offset = Offset(_INDENT, stage.answer_row - above)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the line below the fold."""
        super().on_resize(event)
        self.call_after_refresh(self._place_line)

    def close_line(self) -> None:
        """Close the line without what is written in it."""
        if self.writing:
            self.writing = False
            self.query("AnswerInput").remove()
            self.set_focus(None)
            self.call_after_refresh(self.show_view)

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        if event.input not in self.query("AnswerInput") or self._prompt is None:
            return
        event.stop()
        from flashdeck.core.grading.judge import judge_card
        from flashdeck.tui.comparison import judged

        self.close_line()
        self._typed = event.value
        if event.value.strip():
            self._judged = judge_card(event.value, self._prompt.card)
            self._set_below(judged(self._judged))
        self._reveal()

    # Options

    def action_choose(self) -> None:
        """Show four options."""
        if not self._is_revealed and self._prompt is not None and self._choice is None:
            self.close_line()
            self._find_options(self._prompt.card, self.app.library.path, True)

    @work(thread=True, exclusive=True, group="options", exit_on_error=False)
    def _find_options(self, card: Card, path: Path, wanted: bool) -> None:
        from flashdeck.services.choosing import options_for

        worker = get_current_worker()
        try:
            found = options_for(path, card)
        except FlashdeckError as failure:
            self.app.call_from_thread(self.say, safe.sentence(str(failure)), error=True)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._offer, card, found, wanted)

    def _offer(self, card: Card, found: Choice | None, wanted: bool) -> None:
        if self._is_revealed or self._prompt is None or self._prompt.card.id != card.id:
            return
        if found is None:
            if wanted:
                self.say("There are no three good wrong answers for this card.")
            return
        from flashdeck.tui.comparison import choices

        self._choice = found
        self._set_below(choices(found))

    def mark_options(self) -> None:
        """Show which of the options is right, where none was picked."""
        from flashdeck.tui.comparison import choices

        if self.can_pick and self._choice is not None:
            self._view = self._view and self._view._replace(below=choices(self._choice, -1))

    def pick(self, place: int) -> None:
        """Pick an option, from 0 on, and show which was right."""
        from flashdeck.tui.comparison import choices

        if self._choice is not None and place < len(self._choice.options):
            self._picked = place
            self._set_below(choices(self._choice, place))
            self._reveal()

    def _set_below(self, groups: tuple[Group, ...]) -> None:
        if self._view is not None:
            self._view = self._view._replace(below=groups)
            self.show_view()

    def show_view(self) -> None:
        """Draw the card as it is in view."""
        raise NotImplementedError


def can_be_typed(card: Card) -> bool:
    """Tell whether a card has an answer that can be compared."""
    return bool(card.answer) and "\n" not in card.answer.strip()


def _load_grading() -> None:
    """Read the names of anatomy while the student still writes."""
    from flashdeck.core.grading.judge import judge_answer

    judge_answer("soleus", ["soleus"])
