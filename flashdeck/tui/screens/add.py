"""Add: an article, whose cards are then checked, or a deck, by path or by dropping the file."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.beside import library_beside
from flashdeck.services.dropped import decks_and_articles, is_there, paths_in
from flashdeck.services.importing import import_decks
from flashdeck.services.summary import ImportSummary
from flashdeck.tui import safe, words
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.path_form import PathForm

_SPINNER_SECONDS = 0.3


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
        self._stop: threading.Event | None = None  # while something is being added
        self._began = 0.0
        self._timer: Timer | None = None

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
        """Stop what is being added, or go back to the decks."""
        if self._stop is not None:
            self._stop.set()
            self.say("Stopping.")
            return
        self.app.show_home()

    def on_unmount(self) -> None:
        """Leave nothing running behind."""
        if self._stop is not None:
            self._stop.set()

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
        if not decks:
            self.app.triage(articles)
        elif self._stop is None:
            self._stop = threading.Event()
            self._began = self.app.ticks()
            self._timer = self.set_interval(_SPINNER_SECONDS, self._tell)
            self._import(decks, articles, self._stop)

    def _tell(self) -> None:
        """Say that it takes a while, and how to stop it."""
        seconds = int(self.app.ticks() - self._began)
        self.say(
            f"Reading, {words.count(seconds, 'second')} so far. {self.key('add.leave')} stops."
        )

    @work(thread=True, exclusive=True, group="import", exit_on_error=False)
    def _import(
        self, decks: Sequence[Path], articles: Sequence[Path], stop: threading.Event
    ) -> None:
        """Import beside the app, on a connection of its own, so that no key waits for it."""
        problem, summary = "", ImportSummary()
        try:
            with library_beside(self.app.library.path, self.app.clock, stop) as library:
                summary = import_decks(library, decks)
        except FlashdeckError as failure:
            problem = safe.sentence(str(failure))
        if summary.refused:
            problem = safe.sentence(summary.refused[0])
        if stop.is_set():
            problem = "Stopped; a file that was not read to its end has added nothing."
        if self.app.is_running:
            said = "" if problem else _imported(decks, summary)
            self.app.call_from_thread(self._done, problem, said, articles)

    def _done(self, problem: str, said: str, articles: Sequence[Path]) -> None:
        self._stop = None
        if self._timer is not None:
            self._timer.stop()
        if not self.is_attached:
            return
        if problem:
            self.say(problem, error=True)
        elif articles:
            self.app.triage(articles)
        else:
            self.app.show_home(said)


def _imported(decks: Sequence[Path], summary: ImportSummary) -> str:
    name = decks[0].name if len(decks) == 1 else words.count(summary.files, "file")
    new = f"{words.count(summary.new, 'new card')}"
    changed = summary.updated + summary.moved
    return f"Added {name}: {new}{f', {changed:,} changed' if changed else ''}."
