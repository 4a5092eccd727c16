"""Add: an article, whose cards are then checked, or a deck, by path or by dropping the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.dropped import decks_and_articles, is_there, paths_in
from flashdeck.services.importing import import_decks
from flashdeck.services.summary import ImportSummary
from flashdeck.tui import safe, words
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.path_form import PathForm


class AddScreen(Page):
    """Asks for a path; with ``dropped`` it takes what was dropped on the window."""

    CSS_PATH = "add.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Add", key_display="Enter", id="add.take", tooltip="add"),
        Binding("escape", "leave", "Back", key_display="Esc", id="add.leave", tooltip="back"),
    ]

    def __init__(self, dropped: str = "") -> None:
        super().__init__()
        self._dropped = dropped

    def body(self) -> Iterable[Widget]:
        """Lay title, path and what may be added."""
        yield Static(safe.line(("Add", "bold")), id="title")
        yield PathForm("File")
        about = Group(
            (
                Row(safe.line("An article (.txt, .md, .html) becomes cards that you check first.")),
                Row(safe.line("A deck (.md), a folder of decks or an Anki package is imported.")),
            )
        )
        private = Group((Row(safe.line(("Or drop a file on this window.", "$muted"))),))
        yield Static(Flow([about, private]), id="about")

    def on_mount(self) -> None:
        """Take what was dropped already."""
        if self._dropped:
            self.call_after_refresh(self._take, self._dropped)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no help: there is nothing more to know."""
        return action != "help"

    @on(PathForm.Submitted)
    def _submitted(self, event: PathForm.Submitted) -> None:
        self._take(event.path)

    def action_take(self) -> None:
        """Add the path that is typed."""
        self._take(self.query_one(PathForm).path)

    def on_paste(self, event: events.Paste) -> None:
        """Take files that are dropped while no field has the keys."""
        event.stop()
        self._take(event.text)

    @on(Input.Changed)
    def _typed(self) -> None:
        self.say("")

    def action_leave(self) -> None:
        """Go back to the decks."""
        self.app.show_home()

    def _take(self, text: str) -> None:
        paths = paths_in(text)
        if not paths:
            self.say("Write the path of a file, or drop one on this window.")
            return
        decks, articles = decks_and_articles(paths)
        missing = [path for path in articles if not is_there(path)]
        if missing:
            self.query_one(PathForm).fill(safe.shorten(text, 200))
            self.say(f"No such file: {safe.shorten(str(missing[0]), 50)}", error=True)
            return
        said = ""
        if decks:
            try:
                summary = import_decks(self.app.library, decks)
            except FlashdeckError as failure:
                self.say(safe.sentence(str(failure)), error=True)
                return
            if summary.refused:
                self.say(safe.sentence(summary.refused[0]), error=True)
                return
            said = _imported(decks, summary)
        if articles:
            self.app.triage(articles)
        else:
            self.app.show_home(said)


def _imported(decks: Sequence[Path], summary: ImportSummary) -> str:
    name = decks[0].name if len(decks) == 1 else words.count(summary.files, "file")
    new = f"{words.count(summary.new, 'new card')}"
    changed = summary.updated + summary.moved
    return f"Added {name}: {new}{f', {changed:,} changed' if changed else ''}."
