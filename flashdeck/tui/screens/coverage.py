"""The coverage map: which structure the decks say what of, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.services.coverage import Cover, coverage_of
from flashdeck.tui import safe, words
from flashdeck.tui.screens.page import Page
from flashdeck.tui.widgets.cover_map import SIGNS, CoverMap, relation_name


class CoverageScreen(Page):
    """Structures by relations; Enter writes what is missing, or opens what is there."""

    CSS_PATH = "coverage.tcss"
    KEYS_TITLE = "Keys on the coverage map"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Map": ("cover.down", "cover.up", "cover.left", "cover.right", "cover.missing"),
        "Go": ("cover.open", "cover.leave", "cover.leave.q", "app.quit", "help"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Write or open", key_display="Enter", id="cover.open",
                tooltip="write it, or open it"),
        Binding("m", "missing", "Next missing", id="cover.missing", tooltip="next missing fact"),
        Binding("down,j", "move(1,0)", show=False, key_display="↓", id="cover.down",
                tooltip="structure below"),
        Binding("up,k", "move(-1,0)", show=False, key_display="↑", id="cover.up",
                tooltip="structure above"),
        Binding("left", "move(0,-1)", show=False, key_display="←", id="cover.left",
                tooltip="relation before"),
        Binding("right", "move(0,1)", show=False, key_display="→", id="cover.right",
                tooltip="relation after"),
        Binding("escape", "leave", "Back", key_display="Esc", id="cover.leave", tooltip="back"),
        Binding("q", "leave", show=False, id="cover.leave.q", tooltip="back"),
    ]  # fmt: skip

    def __init__(self, name: str, deck_ids: Sequence[DeckId]) -> None:
        super().__init__()
        self._name = name
        self._deck_ids = tuple(deck_ids)

    def body(self) -> Iterable[Widget]:
        """Lay title, map, legend and the selected cell in words."""
        yield Static(id="title")
        yield CoverMap()
        legend = [
            ("learned", Cover.LEARNED),
            ("written by hand", Cover.AUTHORED),
            ("generated", Cover.GENERATED),
            ("missing", Cover.MISSING),
        ]
        parts: list[safe.Styled] = []
        for word, cover in legend:
            sign, style = SIGNS[cover]
            parts += [(sign, style), (f" {word}   ", "$muted")]
        yield Static(safe.line(*parts), id="legend")
        yield Static(id="cell")

    def on_screen_resume(self) -> None:
        """Read the decks, again after each visit to the editor."""
        try:
            coverage = coverage_of(self.app.library, self._deck_ids)
        except FlashdeckError as failure:
            self.say(safe.sentence(str(failure)), error=True)
            return
        self.query_one(CoverMap).coverage = coverage
        self.call_after_refresh(self._tell)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the title anew."""
        self.call_after_refresh(self._tell)

    @on(CoverMap.Moved)
    def _tell(self) -> None:
        """Say what the map comes to, and what the selected cell holds."""
        chart = self.query_one(CoverMap)
        coverage = chart.coverage
        title = self.query_one("#title", Static)
        covered = coverage.cells - coverage.count(Cover.MISSING)
        learned = coverage.count(Cover.LEARNED)
        right = f"{covered:,} of {coverage.cells:,} facts, {learned:,} learned"
        left = safe.line(("Coverage", "bold"), (f"  {self._name}", "$muted"))
        width = max(title.size.width, 1)
        title.update(safe.spread(left, safe.line((right, "$muted")), width))
        cell = self.query_one("#cell", Static)
        if chart.cell is None or chart.row is None or chart.relation is None:
            cell.update(safe.line(("These decks say nothing of a structure yet.", "$muted")))
            return
        name = f"{chart.row.structure}, {relation_name(chart.relation)}"
        if chart.cell.cover is Cover.MISSING:
            state, below = "missing", "Enter writes this card."
        else:
            count = words.count(len(chart.cell.questions), "card")
            state = f"{count}, {_STATES[chart.cell.cover]}"
            below = safe.shorten(chart.cell.questions[0], width)
        first = safe.line((name, "bold"), (f"  {state}", "$muted"))
        cell.update(safe.Content("\n").join([first, safe.line((below, "$muted"))]))

    def action_move(self, rows: int, columns: int) -> None:
        """Select another cell."""
        self.query_one(CoverMap).move(rows, columns)

    def action_missing(self) -> None:
        """Select the next cell with nothing in it."""
        if not self.query_one(CoverMap).next_missing():
            self.say("Nothing is missing.")

    def action_open(self) -> None:
        """Write the missing fact in the form, or open the deck at the fact."""
        from flashdeck.tui.editing import edit_deck

        chart = self.query_one(CoverMap)
        if chart.row is None or chart.cell is None or chart.relation is None:
            return
        edit_deck(
            self,
            chart.row.deck_id,
            line=chart.cell.line or chart.row.line,
            structure=chart.row.structure,
            relation=chart.relation.value.replace("_", " "),
            form=chart.cell.cover is Cover.MISSING,
        )

    def action_leave(self) -> None:
        """Go back to the decks."""
        self.dismiss()


_STATES = {
    Cover.LEARNED: "learned",
    Cover.AUTHORED: "written by hand, not learned yet",
    Cover.GENERATED: "generated, not learned yet",
}
