"""A new deck by form: its title, its place among the decks, and its file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.services import authoring, composing
from flashdeck.services.authoring import Document
from flashdeck.tui import safe
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.field import Field, Suggestions


class NewDeckScreen(Page):
    """Three fields; then the deck opens, with the form for its first card over it.

    ``places`` are the folders of the deck tree that exist.
    """

    CSS_PATH = "form.tcss"
    KEYS_TITLE = "Keys in the form"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Form": (
            "form.make",
            "form.next",
            "form.next.down",
            "form.previous",
            "form.previous.up",
            "form.resume",
        ),
        "Go": ("form.leave", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "make", "Make the deck", key_display="^s", id="form.make",
                tooltip="make the deck"),
        Binding("tab", "next_field", "Next field", key_display="Tab", id="form.next",
                tooltip="next field"),
        Binding("shift+tab", "previous_field", show=False, key_display="⇧Tab",
                id="form.previous", tooltip="field before"),
        Binding("down", "next_field", show=False, key_display="↓", id="form.next.down",
                tooltip="next field"),
        Binding("up", "previous_field", show=False, key_display="↑", id="form.previous.up",
                tooltip="field before"),
        Binding("escape", "leave", "Back", key_display="Esc", id="form.leave", tooltip="back"),
        Binding("f5", "resume", "Open the unsaved one", key_display="F5", id="form.resume",
                tooltip="open the unsaved deck"),
        Binding("question_mark", "help", show=False, id="form.help.mark", tooltip="these keys"),
        Binding("f1", "help", "Keys", key_display="F1", id="form.help", tooltip="these keys"),
    ]  # fmt: skip

    def __init__(self, places: Iterable[str] = ()) -> None:
        super().__init__()
        self._places = tuple(places)
        self._suggested = ""
        self._unsaved: Document | None = None

    def body(self) -> Iterable[Widget]:
        """Lay the fields."""
        yield Static(safe.line(("New deck", "bold")), id="title")
        with Vertical(id="form"):
            yield Field("title", "Title", hint="Posterior leg")
            yield Field("place", "In folder", hint="Lower limb; may stay empty",
                        suggester=Suggestions(self._places))  # fmt: skip
            yield Field("file", "File", hint="where the deck is written")
        yield Static(id="told")

    def on_mount(self) -> None:
        """Begin with the title."""
        self._field("title").input.focus()
        self._tell()
        self._unsaved = authoring.unsaved_deck(self.app.library)
        if self._unsaved is not None:
            self.say(f"{self._unsaved.name} was not saved; F5 opens it.")
            self.update_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the unsaved deck only where there is one."""
        return self._unsaved is not None if action == "resume" else True

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @on(Input.Changed, "#input-title")
    def _titled(self) -> None:
        """Suggest a file, until another one is written."""
        file, title = self._field("file"), self._field("title").value
        if file.value != self._suggested:
            return
        path = composing.suggested_path(self.app.library, title) if title.strip() else ""
        self._suggested = str(path)
        file.value = self._suggested
        file.input.cursor_position = len(self._suggested)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._field("file").input.has_focus:
            self.action_make()
        else:
            self.focus_next()

    def _tell(self) -> None:
        text = (
            "A deck is a Markdown file: you may keep it in git, edit it anywhere and share it. "
            "Nothing about your study is ever written into it."
        )
        self.query_one("#told", Static).update(safe.line((text, "$muted")))

    def action_make(self) -> None:
        """Open the new deck in the editor, and the form for its first card."""
        from flashdeck.tui.screens.editor import EditorScreen

        title, place = self._field("title").value, self._field("place").value
        written = self._field("file").value.strip()
        path = (
            Path(written).expanduser()
            if written
            else composing.suggested_path(self.app.library, title)
        )
        if not path.is_absolute():
            path = authoring.decks_folder(self.app.library) / path
        try:
            document = composing.new_deck(title, place, path)
        except FlashdeckError as failure:
            said = f"{failure.what}; {failure.todo}"
            self.say(safe.sentence(said), error=True)
            return
        end = document.shown.count("\n") + 1
        self.app.switch_screen(EditorScreen(document, line=end, form=("", "")))

    def action_resume(self) -> None:
        """Open the deck that was written and never saved."""
        from flashdeck.tui.screens.editor import EditorScreen

        if self._unsaved is not None:
            self.app.switch_screen(EditorScreen(self._unsaved))

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()

    def action_leave(self) -> None:
        """Go back; no deck was made."""
        self.dismiss()
