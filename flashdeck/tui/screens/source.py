"""A quotation in its place: the sentence within its paragraph, where the source can be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.model import Quotation
from flashdeck.services.passage import read_passage
from flashdeck.tui import safe
from flashdeck.tui.flow import Flow, Group, Row
from flashdeck.tui.screens.page import Page


class _Text(VerticalScroll, can_focus=False):
    """The paragraph; it scrolls in a low window."""


class SourceScreen(Page):
    """Shows where the words of a card come from."""

    CSS_PATH = "source.tcss"
    KEYS_TITLE = "Keys in the source"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Go": ("source.down", "source.up", "source.close", "source.close.o", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back", key_display="Esc", id="source.close", tooltip="back"),
        Binding("o", "close", show=False, id="source.close.o", tooltip="back"),
        Binding("q", "close", show=False, id="source.close.q", tooltip="back"),
        Binding("down,pagedown", "scroll(1)", show=False, id="source.down", tooltip="scroll"),
        Binding("up,pageup", "scroll(-1)", show=False, id="source.up", tooltip="scroll"),
    ]

    def __init__(self, quotation: Quotation, deck_file: str) -> None:
        super().__init__()
        self._quotation = quotation
        self._deck_file = deck_file

    def body(self) -> Iterable[Widget]:
        """Show the paragraph, with the sentence of the card in full colour."""
        quotation = self._quotation
        passage = read_passage(self._deck_file, quotation)
        where = "" if passage else "not readable from here; these are its words"
        title = safe.line(("Source", "bold"), (f"  {quotation.file}", "$muted"))
        yield Static(title, id="title")
        if passage is None:
            groups = [
                Group((Row(safe.block(f"“{quotation.text}”", "italic")),)),
                Group((Row(safe.line((where, "$muted"))),)),
            ]
        else:
            text = safe.line(
                (passage.before, "$muted"), (passage.words, "bold"), (passage.after, "$muted")
            )
            groups = [Group((Row(text),))]
        yield _Text(Static(Flow(groups)))

    def action_scroll(self, direction: int) -> None:
        """Scroll the paragraph."""
        self.query_one(_Text).scroll_relative(y=direction * 3, animate=False)

    def action_close(self) -> None:
        """Go back to the card."""
        self.dismiss()
