"""Question and answer of one card, to be written anew in its place."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from flashdeck.core.model import Card, CardKind
from flashdeck.services.reworded import Wording, is_quoted, wording_problem
from flashdeck.tui import safe


class _Field(TextArea):
    """A text of one paragraph: Enter is done, Tab goes on."""

    class Done(Message):
        """Enter was pressed."""

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.post_message(self.Done())


class Rewording(Vertical):
    """Two fields, and below them whether the answer still stands in its quotation."""

    class Done(Message):
        """The words are to be kept."""

        def __init__(self, rewording: Rewording, wording: Wording) -> None:
            super().__init__()
            self.rewording = rewording
            self.wording = wording

        @property
        def control(self) -> Rewording:
            """The fields."""
            return self.rewording

    def __init__(self, card: Card, wording: Wording) -> None:
        super().__init__()
        self._card = card
        self._given = wording

    @property
    def wording(self) -> Wording:
        """The words as they stand."""
        question, *answer = (field.text for field in self.query(_Field))
        return Wording(question, answer[0] if answer else "")

    def compose(self) -> ComposeResult:
        """Lay the fields; a cloze has one, its text."""
        is_cloze = self._card.kind is CardKind.CLOZE
        yield _label("Text" if is_cloze else "Question")
        yield _field(self._given.question)
        if not is_cloze:
            items = self._card.kind is CardKind.LIST
            yield _label("Answers, parted by ; " if items else "Answer")
            yield _field(self._given.answer)
        yield Static(id="support")
        if self._card.quotation is not None:
            words = safe.block(f"“{' '.join(self._card.quotation.text.split())}”", "italic $muted")
            yield Static(words, id="quoted")

    def on_mount(self) -> None:
        """Begin with the answer: it is what most needs another word."""
        self.query(_Field).last().focus()
        self._tell()

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._tell()

    @on(_Field.Done)
    def _done(self, event: _Field.Done) -> None:
        event.stop()
        self.post_message(self.Done(self, self.wording))

    def _tell(self) -> None:
        wording = self.wording
        problem = wording_problem(self._card, wording)
        if problem:
            text = safe.line(("✗ ", "$text-error"), (safe.sentence(problem), "$text-error"))
        elif is_quoted(self._card, wording):
            text = safe.line(("✓ ", "$text-primary"), ("stands in its quotation", "$muted"))
        else:
            text = safe.line(
                ("~ ", "$text-warning"), ("own wording, saved without the quotation", "$muted")
            )
        self.query_one("#support", Static).update(text)


def _label(text: str) -> Static:
    return Static(safe.line((text, "$muted")), classes="label")


def _field(text: str) -> _Field:
    field = _Field(safe.block(text).plain, soft_wrap=True, compact=True, tab_behavior="focus")
    field.move_cursor(field.document.end)
    return field
