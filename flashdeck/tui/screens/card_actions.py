"""What one does with the card under review besides answering it: put aside, mark, write, look."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.study import Prompt, Session
from flashdeck.tui import safe, words
from flashdeck.tui.screens.session_page import SessionPage
from flashdeck.tui.widgets.message import MessageLine

if TYPE_CHECKING:
    from flashdeck.tui.cards import View
    from flashdeck.tui.widgets.line_form import LineForm

_FIELDS = {"note": "My note", "mnemonic": "My mnemonic", "hint": "My hint"}


_BURY, _SUSPEND = "tomorrow: card, note", "suspend: card, note"
_FLAG, _OWN = "flag, by number", "my note, mnemonic, hint"


def _quiet(key: str, action: str, name: str, id: str, tooltip: str) -> Binding:
    """Return a key that the footer leaves out; the palette has its name, the help its tooltip."""
    return Binding(key, action, name, show=False, id=id, tooltip=tooltip)


class CardActions(SessionPage):
    """A session with a card in view; subclasses show it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hint", "Hint", id="review.hint", tooltip="next hint"),
        Binding("o", "source", "Source", id="card.source", tooltip="source, in its place"),
        Binding("e", "edit", "Edit", id="card.edit", tooltip="edit here, in $EDITOR"),
        _quiet("E", "edit_outside", "Edit in $EDITOR", "card.outside", "edit here, in $EDITOR"),
        _quiet("i", "info", "Card info", "card.info", "card info: why this day"),
        _quiet("b", "bury", "Put the card off until tomorrow", "card.bury", _BURY),
        _quiet("B", "bury(True)", "Put the whole note off until tomorrow", "card.bury_note", _BURY),
        _quiet("s", "suspend", "Suspend the card", "card.suspend", _SUSPEND),
        _quiet("S", "suspend(True)", "Suspend the whole note", "card.suspend_note", _SUSPEND),
        _quiet("f", "flag", "Flag the card, or take the flag off", "card.flag", _FLAG),
        _quiet("F", "number", "Give the card a flag by number", "card.flag_number", _FLAG),
        _quiet("m", "fix", "Fix the card later", "card.fix", "fix later, why"),
        _quiet("D", "delete", "Delete the card from its deck", "card.delete", "delete from deck"),
        _quiet("n", "write('note')", "My note on the card", "card.note", _OWN),
        _quiet("M", "write('mnemonic')", "My mnemonic for the card", "card.mnemonic", _OWN),
        _quiet("H", "write('hint')", "My hint for the card", "card.hint", _OWN),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._prompt: Prompt | None = None
        self._view: View | None = None

    def show_again(self) -> None:
        """Show the card as the library has it now, as much of it as was shown."""
        raise NotImplementedError

    # Put aside

    def action_bury(self, note: bool = False) -> None:
        """Put the card, or its whole note, off until tomorrow."""
        self._put_aside(partial(self.session.bury, note=note), "Put off until tomorrow")

    def action_suspend(self, note: bool = False) -> None:
        """Take the card, or its whole note, out of study."""
        self._put_aside(partial(self.session.suspend, note=note), "Suspended")

    def action_delete(self) -> None:
        """Take the card out of its deck file."""
        try:
            removed = self.session.delete()
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        what = f" {words.count(removed.cards, 'card')}" if removed.cards != 1 else ""
        self.arrive(f"Deleted{what} from {removed.path.name}. {self._undo_key} brings it back.")

    def _put_aside(self, step: Callable[[], int], done: str) -> None:
        changed = self._try(step)
        if changed is None:
            return
        if changed > 1:
            self.arrive(f"{done}: {changed:,} cards. {self._undo_key} brings them back.")
        else:
            self.arrive(f"{done}. {self._undo_key} brings it back.")

    # Mark and write

    def action_flag(self) -> None:
        """Flag the card, or take its flag off."""
        if self._prompt is not None:
            self._set_flag(0 if self._prompt.own.flag else 1)

    def action_number(self) -> None:
        """Ask for one of the seven flags."""
        if self._prompt is not None:
            self._open_line("Flag, 1 to 7; 0 takes it off", str(self._prompt.own.flag), "flag")

    def action_fix(self) -> None:
        """Ask what is to be mended."""
        self._open_line("Fix later, because", "", "fix")

    def action_write(self, field: str) -> None:
        """Ask for the student's own hint, mnemonic or note."""
        if self._prompt is not None:
            # One line is shown as one: further lines came from elsewhere and are joined.
            text = str(getattr(self._prompt.own, field)).replace("\n", "; ")
            self._open_line(_FIELDS[field], text, field)

    def _open_line(self, label: str, text: str, purpose: str) -> None:
        from flashdeck.tui.widgets.line_form import LineForm

        if not self.query(LineForm):
            line = self.query_one(MessageLine)
            line.display = False  # the form takes its row, so that the question stays
            self.mount(LineForm(label, text, purpose), after=line)
            self.call_after_refresh(self.update_keys)

    def on_line_form_closed(self, event: LineForm.Closed) -> None:
        """Take what was written; None where it was not meant."""
        event.form.remove()
        self.query_one(MessageLine).display = True
        self.set_focus(None)
        self.call_after_refresh(self.update_keys)
        if event.text is None:
            return
        if event.form.purpose == "flag":
            if event.text.strip() in [str(number) for number in range(8)]:
                self._set_flag(int(event.text))
            else:
                self.say("Flags run from 1 to 7; 0 takes it off.")
        elif event.form.purpose == "fix":
            self._mark(lambda: self.session.fix_later(event.text or ""), "To be fixed")
        else:
            what = f"{_FIELDS[event.form.purpose]} is kept"
            self._mark(lambda: self.session.write(event.form.purpose, event.text or ""), what)

    def _set_flag(self, number: int) -> None:
        done = f"Flag {number} is set" if number else "The flag is off"
        self._mark(lambda: self.session.flag(number), done)

    def _mark(self, step: Callable[[], None], done: str) -> None:
        def marked() -> int:
            step()
            return 1

        if self._try(marked) is not None:
            self.show_again()
            self.say(f"{done}. {self._undo_key} takes it back.")

    def _try(self, step: Callable[[], int]) -> int | None:
        """Take a step; None where it failed, which is said."""
        if self._prompt is None:
            return None
        try:
            return step()
        except FlashdeckError as failure:
            self.say(f"Not saved: {safe.sentence(str(failure))}", error=True)
            return None

    @property
    def _undo_key(self) -> str:
        return self.key("session.undo")

    # Look and edit

    def action_source(self) -> None:
        """Show the quotation in its place."""
        from flashdeck.tui.screens.source import SourceScreen

        if self._prompt is not None and self._prompt.card.quotation is not None:
            self.app.push_screen(SourceScreen(self._prompt.card.quotation, self._prompt.deck_file))

    def action_info(self) -> None:
        """Show where the card stands, why, and what it went through."""
        from flashdeck.tui.screens.info import InfoScreen

        if self._prompt is not None and self._view is not None:
            shown = self._prompt.card if self._view.revealed else None
            self.app.push_screen(InfoScreen(self._prompt.card, shown is not None))

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
        try:
            self.session.reload()
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self.show_again()
