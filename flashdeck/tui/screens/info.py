"""Card info: where a card stands, why it comes back when it does, and what it went through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from flashdeck.core.card import Card, Grade
from flashdeck.core.errors import FlashdeckError
from flashdeck.core.schedule.replay import Kind, detail_of
from flashdeck.services.why import CardInfo, Event, card_info
from flashdeck.tui import safe, words
from flashdeck.tui.flow import Flow, Group, Row, parts
from flashdeck.tui.screens.page import Page

if TYPE_CHECKING:
    from flashdeck.tui.flow import Part

_MOST_EVENTS = 200
_DAY_WIDTH, _WHAT_WIDTH, _STEP_WIDTH = 20, 10, 22
_KINDS = {
    Kind.REVIEW: "answered",
    Kind.CRAM: "extra round",
    Kind.RESET: "new meaning: starts again",
    Kind.DUE: "put on another day",
    Kind.SUSPEND: "suspended",
    Kind.RESUME: "back in study",
    Kind.BURY: "put off until the next day",
    Kind.IMPORT: "schedule brought from elsewhere",
}


class _Facts(VerticalScroll, can_focus=False):
    """All that is told; it scrolls."""


class InfoScreen(Page):
    """Tells of one card; while it is still asked (``revealed`` False) its answer is not told."""

    CSS_PATH = "info.tcss"
    KEYS_TITLE = "Keys in the card info"
    KEY_GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "Go": ("info.down", "info.up", "info.close", "app.commands", "app.quit"),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q", "close", "Back", id="info.close", tooltip="back"),
        Binding("down,j,pagedown", "scroll(1)", show=False, id="info.down", tooltip="scroll"),
        Binding("up,k,pageup", "scroll(-1)", show=False, id="info.up", tooltip="scroll"),
    ]

    def __init__(self, card: Card, revealed: bool = True) -> None:
        super().__init__()
        self._card = card
        self._revealed = revealed

    def body(self) -> Iterable[Widget]:
        """Show what the library knows of the card."""
        card = self._card
        name = f"{card.subject}, {card.relation.value.replace('_', ' ')}" if card.subject else ""
        yield Static(safe.line(("Card", "bold"), (f"  {name}", "$muted")), id="title")
        try:
            info = card_info(self.app.library, card.id)
        except FlashdeckError as failure:
            yield Static(safe.line(safe.sentence(str(failure))))
            return
        yield _Facts(Static(Flow(self._groups(info))))

    def _groups(self, info: CardInfo) -> list[Group]:
        card, today = self._card, self.app.clock().day
        head: list[Part] = [*parts(card.question, "bold")]
        if self._revealed:
            head += parts(card.answer, "$text-primary")
        found = [Group(tuple(head)), Group((_standing(info, today),))]
        if info.why:
            after = info.state.interval_days
            title = f"Why {words.count(after, 'day')}"
            found.append(_told(title, info.why))
        good = info.outcomes[Grade.GOOD - 1]
        if self._revealed:
            title = f"Why {words.count(good.interval_days, 'day')} for Good"
            found.append(_told(title, good.why))
        if info.history:
            rows: list[Part] = [Row(safe.line(("History", "bold")))]
            newest = [*reversed(info.history)]
            rows += [Row(_event(one, today)) for one in newest[:_MOST_EVENTS]]
            if len(newest) > _MOST_EVENTS:
                rows.append(Row(safe.line((f"and {len(newest) - _MOST_EVENTS:,} more", "$muted"))))
            found.append(Group(tuple(rows)))
        found.append(Group((Row(safe.line((card.id, "$muted"))),)))
        return found

    def action_scroll(self, direction: int) -> None:
        """Scroll."""
        self.query_one(_Facts).scroll_relative(y=direction * 3, animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


def _standing(info: CardInfo, today: int) -> Row:
    state = info.state
    if state.due_day is None:
        pieces: list[safe.Styled] = [("new", ""), ("   never answered", "$muted")]
    else:
        answered = sum(one.entry.kind is Kind.REVIEW and not one.undone for one in info.history)
        pieces = [
            ("due ", "$muted"), (words.day_beside(state.due_day, today), ""),
            ("   interval ", "$muted"), (words.count(state.interval_days, "day"), ""),
            ("   ease ", "$muted"), (f"{state.ease / 100:.2f}", ""),
            (f"   {words.count(answered, 'review')}, {state.lapses:,} forgotten", "$muted"),
        ]  # fmt: skip
    if state.suspended:
        pieces.append(("   suspended", "$text-warning"))
    if state.flag:
        pieces.append((f"   flag {state.flag}", "$text-primary"))
    if state.leech:
        pieces.append(("   leech: reword it", "$text-warning"))
    return Row(safe.line(*pieces))


def _told(title: str, text: str) -> Group:
    return Group((Row(safe.line((title, "bold"))), Row(safe.block(text))))


def _event(event: Event, today: int) -> safe.Content:
    entry = event.entry
    day = words.day_in(entry.day, today)
    what, step = _KINDS.get(entry.kind, ""), ""
    if entry.kind in (Kind.FLAG, Kind.NOTE):
        what = _wrote(detail_of(entry))
    elif entry.q is not None:
        what = Grade(entry.grade).name.capitalize() if entry.grade else f"q{entry.q}"
        if event.interval_after is not None:
            before = words.count(event.interval_before or 0, "day")
            step = f"{before if event.interval_before else 'new'} → "
            step += words.count(event.interval_after, "day")
        elif not event.undone:
            step = "extra round" if entry.kind is Kind.CRAM else "drill"
    spent = f"{entry.duration_ms / 1000:.0f} s" if entry.duration_ms is not None else ""
    if step or spent:
        what = f"{what:<{_WHAT_WIDTH}}{step:<{_STEP_WIDTH}}{spent:>6}"
    style = "$muted strike" if event.undone else ""
    gone = "  undone" if event.undone else ""
    return safe.line((f"{day:<{_DAY_WIDTH}}", "$muted"), (what.rstrip(), style), (gone, "$muted"))


def _wrote(detail: dict[str, object]) -> str:
    if "flag" in detail:
        return f"flag {detail['flag']}" if detail["flag"] else "flag taken off"
    return f"wrote a {next(iter(detail), 'note')}"
