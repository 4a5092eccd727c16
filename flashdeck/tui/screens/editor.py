"""The deck editor: the text, what is wrong in it, and the cards it makes, while it is written."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from flashdeck.core.diagnostics import Severity
from flashdeck.core.errors import FlashdeckError
from flashdeck.core.model import Card
from flashdeck.services import authoring
from flashdeck.services.authoring import ChangedOnDiskError, Checked, Document
from flashdeck.tui import safe, words
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.deck_text import DeckText
from flashdeck.tui.widgets.preview import Preview
from flashdeck.tui.widgets.problems import Problems, next_problem

_CHECK_SECONDS = 0.15
_DRAFT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 3.0
_LARGE = 60_000  # characters; from here on checking takes longer than a key may


class EditorScreen(Page):
    """Edits a deck file, or with ``lines`` only these of it (from 1, both included).

    ``line`` is where the cursor begins; ``message`` is said first; ``form`` opens the form for a
    card of this structure and relation over it.
    """

    CSS_PATH = "editor.tcss"
    AUTO_FOCUS = "DeckText"
    KEYS_TITLE = "Keys in the editor"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "File": ("editor.save", "editor.reread", "editor.overwrite", "editor.leave", "app.quit"),
        "Problems": ("editor.next", "editor.previous", "editor.mend"),
        "Cards": ("editor.preview", "editor.form", "editor.format"),
        "Text": ("editor.undo", "editor.redo", "editor.copy"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s", "save", "Save", key_display="^s", id="editor.save",
            tooltip="save, schedules kept",
        ),
        Binding(
            "f5", "reread", "Read it", id="editor.reread", key_display="F5",
            tooltip="the file as it is now",
        ),
        Binding(
            "f9", "overwrite", "Save over it", id="editor.overwrite", key_display="F9",
            tooltip="save over another's change",
        ),
        Binding(
            "f8", "next_problem", "Next problem", key_display="F8", id="editor.next",
            tooltip="next problem",
        ),
        Binding(
            "shift+f8", "next_problem(True)", show=False, key_display="⇧F8", id="editor.previous",
            tooltip="problem before",
        ),
        Binding("f4", "mend", "Mend", key_display="F4", id="editor.mend",
                tooltip="mend names and ids"),
        Binding("f2", "preview", "Preview", key_display="F2", id="editor.preview",
                tooltip="the cards of this note"),
        Binding("f3", "form", "Form", key_display="F3", id="editor.form",
                tooltip="new card by form"),
        Binding("escape", "leave", "Back", key_display="Esc", id="editor.leave",
                tooltip="back; changes are kept"),
        Binding("f1", "help", "Keys", key_display="F1", id="editor.help", tooltip="these keys"),
        Binding("question_mark", "help", show=False, id="editor.help.mark", tooltip="these keys"),
        Binding("ctrl+z", "undo_text", show=False, key_display="^z", id="editor.undo",
                tooltip="undo"),
        Binding("ctrl+y", "redo_text", show=False, key_display="^y", id="editor.redo",
                tooltip="redo"),
    ]  # fmt: skip

    def __init__(
        self,
        document: Document,
        *,
        line: int = 1,
        lines: tuple[int, int] | None = None,
        message: str = "",
        form: tuple[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._document = document
        self._form = form
        all_lines = document.shown.split("\n")
        first, last = lines or (1, len(all_lines))
        self._part = lines is not None
        self._head = all_lines[: first - 1]
        self._tail = all_lines[last:]
        self._begin = "\n".join(all_lines[first - 1 : last])
        self._first, self._line = first, line
        self._message = message
        self._text = document.shown
        self._checked: Checked | None = None
        self._check_timer: Timer | None = None
        self._draft_timer: Timer | None = None
        self._conflict = False
        self._check_took = 0.0

    @property
    def document(self) -> Document:
        """The document as it was last read or saved."""
        return self._document

    @property
    def whole(self) -> str:
        """The deck's whole text as it stands now."""
        if not self._part:
            return self._text_area.text
        return "\n".join([*self._head, self._text_area.text, *self._tail])

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self._text != self._document.shown or not self._document.digest

    @property
    def _text_area(self) -> DeckText:
        return self.query_one(DeckText)

    def body(self) -> Iterable[Widget]:
        """Lay title, text and cards, problems and status."""
        yield Static(id="title")
        text = DeckText(self._begin, first_line=self._first, id="text")
        yield Horizontal(text, Preview(), id="panes")
        yield Problems()
        yield Static(id="status")

    def on_mount(self) -> None:
        """Show the text, with what was not saved the last time."""
        if len(self._text) < _LARGE:
            self._check()
        else:
            self._check_took = _LONGEST_WAIT_SECONDS
            self.set_timer(_DRAFT_SECONDS, self._check)
        self._text_area.go_to(self._line)
        if self._message:
            self.say(self._message)
        if not self._part:
            self._take_up_draft()
        if self._form is not None:
            self._open_form(*self._form)

    def on_unmount(self) -> None:
        """Lose nothing, however the screen goes."""
        self._keep_draft()

    def show_text(self, text: str, line: int) -> None:
        """Make this the deck's text, as one change, and go to a line."""
        self._text_area.bring_to(text)
        self._text_area.go_to(line)
        self._text = self.whole
        self._check()

    def _take_up_draft(self) -> None:
        draft = authoring.kept_draft(self.app.library, self._document)
        if draft is None:
            return
        self._text_area.bring_to(draft.text)
        if draft.digest != self._document.digest:
            self._document = replace(self._document, digest=draft.digest)
            self.say("Your unsaved changes are back; the file was changed meanwhile, too.")
        else:
            self.say("Your unsaved changes are back. ^z goes to what the file says.")

    # While it is written

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._text = self.whole
        self._restart_timers()
        self._tell_title()

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        self._tell_line()

    def _restart_timers(self) -> None:
        for timer in (self._check_timer, self._draft_timer):
            if timer is not None:
                timer.stop()
        # A large deck is checked when the hands rest: its check would hold up the keys.
        wait = max(_CHECK_SECONDS, min(2 * self._check_took, _LONGEST_WAIT_SECONDS))
        self._check_timer = self.set_timer(wait, self._check)
        self._draft_timer = self.set_timer(_DRAFT_SECONDS, self._keep_draft)

    def _check(self) -> None:
        if len(self._text) < _LARGE:
            self._show_checked(self._text, authoring.check(self._document, self._text))
        else:
            self._check_aside(self._text)

    @work(thread=True, exclusive=True, group="check", exit_on_error=False)
    def _check_aside(self, text: str) -> None:
        started = time.monotonic()
        for style in (False, True):
            if text != self._text:  # more was typed; it is checked next
                return
            checked = authoring.check(self._document, text, style=style)
            if self.is_mounted:
                self.app.call_from_thread(self._show_checked, text, checked)
        self._check_took = time.monotonic() - started

    def _show_checked(self, text: str, checked: Checked) -> None:
        if text != self._text:  # more was typed; it is checked next
            return
        self._checked = checked
        problems = self.query_one(Problems)
        inside = range(self._first, self._first + self._text_area.document.line_count)
        problems.found = tuple(
            found for found in checked.diagnostics if not self._part or found.line in inside
        )
        cards = words.count(len(checked.cards), "card")
        problems.clear = f"No problems. {cards} in this deck."
        self._tell_title()
        self._tell_line()
        self.update_keys()

    def _keep_draft(self) -> None:
        try:
            authoring.keep_draft(self.app.library, self._document, self._text)
        except FlashdeckError as failure:
            if self.is_mounted:
                self.say(safe.sentence(str(failure)), error=True)

    def _tell_title(self) -> None:
        found = self.query_one(Problems).found
        name = "note in " if self._part else ""
        if self._document.digest:
            state = "changed" if self.changed else ""
        else:
            state = "your copy, not saved yet" if self._document.original else "not saved yet"
        left = safe.line((name, "$muted"), (self._document.name, "bold"), (f"  {state}", "$muted"))
        errors = sum(one.severity is Severity.ERROR for one in found)
        warnings = sum(one.severity is Severity.WARNING for one in found)
        said: list[safe.Styled | str] = []
        if errors:
            said.append((words.count(errors, "error"), "bold $text-error"))
        if warnings:
            both = ", " if errors else ""
            said.append((f"{both}{words.count(warnings, 'warning')}", "$muted"))
        title = self.query_one("#title", Static)
        width = title.size.width or 72
        title.update(safe.spread(left, safe.line(*said), width))

    def on_resize(self, event: events.Resize) -> None:
        """Lay the title anew."""
        self.call_after_refresh(self._tell_title)

    def _tell_line(self) -> None:
        """Show the cards of the note under the cursor, and say what its line comes to."""
        checked = self._checked
        if checked is None:
            return
        line = self._text_area.line
        problems = self.query_one(Problems)
        problems.line = line
        cards = checked.cards_at(line)
        at_line = cards_at_line(cards, line)
        said = f"{words.count(len(cards), 'card')} in this note." if cards else "No card here."
        wrong = any(one.line == line and one.severity is Severity.ERROR for one in problems.found)
        if wrong:
            rest = f" {said}" if cards else ""
            said = f"Line {line} makes no card until it is mended.{rest}"
        self.query_one("#status", Static).update(safe.line((said, "$muted")))
        more = len(cards) - len(at_line)
        below = f"and {words.count(more, 'other card')} in this note" if more else ""
        self.query_one(Preview).show(at_line, below if cards else said)

    # What the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is to do."""
        if action in ("reread", "overwrite"):
            return self._conflict
        if action == "mend":
            return self._checked is not None and self._checked.mendable
        if action == "next_problem":
            return bool(self.is_mounted and self.query_one(Problems).found)
        if action == "form":
            return not self._part
        return True

    def action_save(self) -> None:
        """Save the file and read it into the library."""
        self._save()

    def action_overwrite(self) -> None:
        """Save although another program changed the file."""
        self._save(overwrite=True)

    def action_reread(self) -> None:
        """Take the file as it is now; what was written here is one undo away."""
        try:
            document = authoring.open_document(self.app.library, self._document.path)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self._set_conflict(False)
        self._document = document
        self._text_area.bring_to(document.shown)
        self.say("This is the file as it is now. ^z brings your text back.")

    def action_next_problem(self, back: bool = False) -> None:
        """Go to the next problem; errors come before warnings."""
        found = self.query_one(Problems).found
        row, column = self._text_area.cursor_location
        there = next_problem(found, row + self._first, column + 1, back=back)
        if there is not None:
            self._text_area.go_to(there.line, there.column)

    def action_mend(self) -> None:
        """Give names to facts and new ids to notes where that is all that is wrong."""
        self._text_area.bring_to(authoring.mend(self._document, self.whole))
        self.say("Mended. ^z takes it back.")

    def action_preview(self) -> None:
        """Show the cards, or the text again."""
        self.toggle_class("-preview")
        if not self.has_class("-preview"):
            self._text_area.focus()

    def action_form(self) -> None:
        """Write a card in a form."""
        checked = self._checked
        here = ""
        if checked is not None:
            here = next((card.subject for card in checked.cards_at(self._text_area.line)), "")
        self._open_form(here, "")

    def _open_form(self, structure: str, relation: str) -> None:
        from flashdeck.tui.screens.new_card import NewCardScreen

        self.app.push_screen(NewCardScreen(self, structure=structure, relation=relation))

    def action_leave(self) -> None:
        """Go back; unsaved changes are kept as a draft."""
        if self.has_class("-preview") and not self._text_area.display:
            self.action_preview()
            return
        kept = self._text != self._document.shown
        self._keep_draft()
        self.dismiss()
        if kept:
            key = "e" if self._document.digest or self._document.original else "n"
            said = f"{self._document.name} is not saved; {key} opens it with your changes."
            self.app.call_after_refresh(partial(self._say_below, said))

    def action_undo_text(self) -> None:
        """Undo in the text."""
        self._text_area.undo()

    def action_redo_text(self) -> None:
        """Redo in the text."""
        self._text_area.redo()

    def save(self) -> bool:
        """Save, say what came of it, and tell whether the file is written."""
        return self._save()

    def _save(self, *, overwrite: bool = False) -> bool:
        name = self._document.name
        text = self.whole
        try:
            saved = authoring.save(self.app.library, self._document, text, overwrite=overwrite)
        except ChangedOnDiskError as failure:
            self._set_conflict(True)
            self._keep_draft()
            self.say(f"Not saved: {failure.what}. F5 reads it, F9 saves over it.", error=True)
            return False
        except FlashdeckError as failure:
            self._keep_draft()
            said = safe.sentence(
                f"{failure.what}; {failure.todo}" if failure.todo else failure.what
            )
            self.say(f"Not saved: {name} {said} Your text is kept.", error=True)
            return False
        self._set_conflict(False)
        self._document = saved.document
        if self._part:
            self._leave_part(saved)
            return True
        self._text_area.bring_to(saved.document.shown)
        self._text = saved.document.shown
        self._check()
        self._say_saved(saved)
        return True

    def _leave_part(self, saved: authoring.Saved) -> None:
        """Go back to the card, unless the deck cannot be read as it is now."""
        self._text = saved.document.shown
        if saved.summary.refused:
            all_lines = saved.document.shown.split("\n")
            end = len(self._head) + self._text_area.document.line_count
            part = all_lines[len(self._head) : end]
            self._head, self._tail = all_lines[: len(self._head)], all_lines[end:]
            self._text_area.bring_to("\n".join(part))
            self._check()
            self._say_saved(saved)
            return
        self.dismiss()

    def _say_saved(self, saved: authoring.Saved) -> None:
        name, summary = saved.document.name, saved.summary
        checked = self._checked
        cards = len(checked.cards) if checked is not None else 0
        if not summary.refused:
            self.say(f"Saved {name}, {words.count(cards, 'card')}.")
        elif checked is not None and checked.count(Severity.ERROR):
            self.say(f"Saved {name}. Until it is mended you study it as it was.")
        elif not cards:
            self.say(f"Saved {name}. It has no card yet; F3 writes one.")
        else:
            self.say(f"Saved {name}, but {safe.sentence(summary.refused[0])}", error=True)

    def _set_conflict(self, conflict: bool) -> None:
        self._conflict = conflict
        self.update_keys()

    def _say_below(self, text: str) -> None:
        screen = self.app.screen
        if isinstance(screen, Page):
            screen.say(text)


def cards_at_line(cards: tuple[Card, ...], line: int) -> tuple[Card, ...]:
    """Return the cards of a note that a line makes: its fact's, else those of the note's start."""
    starts = [card.line for card in cards if card.line <= line]
    start = max(starts, default=min((card.line for card in cards), default=0))
    return tuple(card for card in cards if card.line == start)
