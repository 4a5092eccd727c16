"""Reading articles one after the other in the background, with progress, and Esc to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from flashdeck.core.errors import FlashdeckError
from flashdeck.services.drafts import DraftFile
from flashdeck.services.triage import Triage, open_article
from flashdeck.tui import safe, words
from flashdeck.tui.screens.page import Page

_PATIENCE_SECONDS = 0.3  # an article that is read sooner needs no word about it
_NAME_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Opened:
    """An article that was read: its triage, and the draft that goes with it."""

    path: Path
    triage: Triage
    draft: DraftFile


class _UnwantedError(Exception):
    """The article is not wanted any more."""


class ArticlePage(Page):
    """A screen over several articles, with a `Static` named ``reading`` for what is under way.

    Subclasses say what happens when an article begins to be read, is there, or gives no cards.
    """

    class Ready(Message):
        """An article was read; ``opened`` is None where ``problem`` says why not."""

        def __init__(self, path: Path, opened: Opened | None, problem: str = "") -> None:
            super().__init__()
            self.path = path
            self.opened = opened
            self.problem = problem

    def __init__(self, articles: Sequence[Path]) -> None:
        super().__init__()
        self.articles = tuple(articles)
        self.number = 0
        self._is_reading = False
        self._progress = (0, 0)

    @property
    def is_last(self) -> bool:
        """Whether no article comes after this one."""
        return self.number + 1 >= len(self.articles)

    @property
    def article_name(self) -> str:
        """The name of the article whose turn it is."""
        return safe.shorten(self.articles[self.number].name, _NAME_WIDTH)

    def begin(self, path: Path) -> None:
        """Show that an article is being read."""
        raise NotImplementedError

    def arrive(self, opened: Opened) -> None:
        """Show an article and its cards."""
        raise NotImplementedError

    def nothing(self) -> None:
        """Show that the last article gives no cards; ``reading`` says why."""
        raise NotImplementedError

    def read(self) -> None:
        """Read the article whose turn it is, without keeping the keys waiting."""
        path = self.articles[self.number]
        self._is_reading = True
        self._progress = (0, 0)
        self.query_one("#reading", Static).update(safe.line(""))
        self.begin(path)
        self.set_timer(_PATIENCE_SECONDS, self._say_reading)
        self.run_worker(lambda: self._prepare(path), thread=True, exclusive=True)

    def read_next(self) -> None:
        """Read the next article."""
        self.number += 1
        self.read()

    def stop_reading(self) -> None:
        """Give the article up."""
        self._is_reading = False
        self.workers.cancel_all()

    def _say_reading(self) -> None:
        if not self._is_reading:
            return
        done, total = self._progress
        so_far = f"{done:,} of {words.count(total, 'paragraph')}" if total else "…"
        text = safe.line(f"Reading {self.article_name}  ", (f"{so_far}   Esc stops", "$muted"))
        self.query_one("#reading", Static).update(text)
        self.set_timer(_PATIENCE_SECONDS, self._say_reading)

    def _prepare(self, path: Path) -> None:
        """Make the triage of an article; runs in a thread of its own."""
        worker = get_current_worker()

        def tell(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise _UnwantedError
            self._progress = (done, total)

        try:
            text, triage = open_article(path, tell)
        except _UnwantedError:
            return
        except FlashdeckError as failure:
            ready = self.Ready(path, None, safe.sentence(str(failure)))
        else:
            draft = DraftFile(self.app.library.path.parent / "drafts", text)
            ready = self.Ready(path, Opened(path, triage, draft))
            if not triage.proposals:
                problem = f"No anatomy found in {path.name}; no cards made."
                ready = self.Ready(path, None, problem)
        if not worker.is_cancelled:
            self.post_message(ready)

    @on(Ready)
    def _ready(self, event: Ready) -> None:
        if not self._is_reading or event.path != self.articles[self.number]:
            return
        self._is_reading = False
        if event.opened is not None:
            self.arrive(event.opened)
        elif self.is_last:
            self.query_one("#reading", Static).update(safe.line(event.problem))
            self.nothing()
        else:
            self.say(event.problem, error=True)
            self.read_next()
