"""Study of some cards only: by tag, relation, flag, difficulty or delay; as due, or as cram."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from flashdeck.core.card import Relation
from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services.selection import Selection
from flashdeck.services.tags import tag_names
from flashdeck.tui import safe
from flashdeck.tui.options import Choice
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.option_list import OptionRow, SettingsList

_FIXED = (
    Choice(
        "relation", "About",
        ((None, "anything"), *((one, one.value.replace("_", " ")) for one in Relation)), "",
    ),
    Choice(
        "flag", "Flag",
        (
            (None, "any or none"), (0, "none"),
            *((number, f"flag {number}") for number in range(1, 7)), (7, "flag 7, to be fixed"),
        ), "",
    ),
    Choice("leech", "Often forgotten", ((False, "with the others"), (True, "only leeches")), ""),
    Choice("overdue", "Late", ((False, "with the others"), (True, "only overdue ones")), ""),
    Choice(
        "cram", "How",
        ((False, "what is due, as usual"), (True, "all of them, schedule untouched")), "",
    ),
)  # fmt: skip


class FilterScreen(Page):
    """Narrows the cards of some decks, of which ``tag`` may be one choice made already."""

    CSS_PATH = "settings.tcss"
    KEYS_TITLE = "Keys while choosing cards"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Choose": ("filter.next", "filter.back", "filter.down", "filter.up"),
        "Go": ("filter.study", "filter.close", "app.commands", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "study", "Study these", id="filter.study", tooltip="study these cards"),
        Binding("right,space,l", "turn(1)", "Change", id="filter.next", tooltip="next choice"),
        Binding("left,h", "turn(-1)", show=False, id="filter.back", tooltip="choice before"),
        Binding("down,j", "move(1)", show=False, id="filter.down", tooltip="next"),
        Binding("up,k", "move(-1)", show=False, id="filter.up", tooltip="previous"),
        Binding("escape,q", "close", "Back", id="filter.close", tooltip="back"),
    ]

    def __init__(self, name: str, decks: Sequence[DeckId], tag: str = "") -> None:
        super().__init__()
        self._title = name
        self._decks = tuple(decks)
        self._selection = Selection(tag=tag)
        self._options: list[Choice] = [_tags([tag] if tag else []), *_FIXED]

    def body(self) -> Iterable[Widget]:
        """Lay title and choices."""
        title = safe.line(("Study some of ", "bold"), safe.title(self._title, 40, "bold"))
        yield Static(title, id="title")
        yield SettingsList()

    def on_mount(self) -> None:
        """Show the choices; the tags come when they have been read."""
        self._list()
        self._read_tags()

    @work(thread=True, exclusive=True, group="tags", exit_on_error=False)
    def _read_tags(self) -> None:
        worker = get_current_worker()
        try:
            tags = tag_names(self.app.library.path)
        except FlashdeckError:
            return  # there is then no tag to choose
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_tags, tags)

    def _take_tags(self, tags: Sequence[str]) -> None:
        if self.is_attached:
            self._options[0] = _tags(tags)
            self._list()

    def _list(self) -> None:
        plain = Selection()
        rows = []
        for option in self._options:
            value = getattr(self._selection, option.name)
            changed = value != getattr(plain, option.name)
            rows.append(OptionRow(option.title, option.word(value), changed))
        self.query_one(SettingsList).rows = tuple(rows)

    @on(SettingsList.Turned)
    def _turned(self, event: SettingsList.Turned) -> None:
        self.action_turn(event.step)

    def action_turn(self, step: int) -> None:
        """Go to the next choice of the selected row."""
        option = self._options[self.query_one(SettingsList).selected]
        values = [value for value, _ in option.choices]
        now = getattr(self._selection, option.name)
        at = values.index(now) if now in values else 0
        value: Any = values[(at + step) % len(values)]
        self._selection = self._selection._replace(**{option.name: value})
        self._list()

    def action_move(self, step: int) -> None:
        """Select another row."""
        self.query_one(SettingsList).move(step)

    def action_study(self) -> None:
        """Study the chosen cards, or say that there are none."""
        try:
            found = self.app.study_some(self._decks, self._selection)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        if not found:
            more = "" if self._selection.cram else " Today has none; the last row asks all of them."
            self.say(f"No card is left.{more}")

    def action_close(self) -> None:
        """Go back to the decks."""
        self.dismiss()


def _tags(tags: Sequence[str]) -> Choice:
    choices = (("", "any"), *((tag, safe.shorten(tag, 40)) for tag in tags))
    return Choice("tag", "Tag", choices, "")
