"""What a card shows: its question, and below the fold hints, answer, extra and quotation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flashdeck.core.card import Card, CardKind, Quotation
from flashdeck.tui import safe
from flashdeck.tui.flow import BLANK_CLOSES, BLANK_OPENS, Flow, Group, Hidden, Row, parts, row

if TYPE_CHECKING:
    from flashdeck.core.deckfile.cloze import Deletion
    from flashdeck.tui.flow import Part

QUESTION = "bold"
ANSWER = "bold $text-primary"
EMPTY = "╌" * 12
_QUESTION_INDENT = 6
_TEXT_INDENT = 4
_CLOZE_INDENT = 5
_DOTS = "…………"
_NO_BREAK = "\u00a0"


class View(NamedTuple):
    """How much of a card is shown: hints and list items by number, and whether the answer is.

    ``own_hint``, ``own_mnemonic`` and ``own_note`` are what the student added to it. ``below`` are
    options to pick from, or what was picked or written beside what is right.
    """

    card: Card
    hints: int = 0
    items: int = 0
    revealed: bool = False
    own_hint: str = ""
    own_mnemonic: str = ""
    own_note: str = ""
    below: tuple[Group, ...] = ()

    @property
    def all_hints(self) -> tuple[str, ...]:
        """The hints of the deck, and the student's own after them."""
        return (*self.card.hints, self.own_hint) if self.own_hint else self.card.hints

    @property
    def below_fold(self) -> bool:
        """Tell whether anything stands below the fold."""
        return self.revealed or self.hints > 0 or self.items > 0 or bool(self.below)


def question(view: View) -> Flow:
    """Return what stands above the fold; it takes the same rows before and after the answer."""
    card = view.card
    if card.kind is CardKind.CLOZE and card.cloze:
        hidden, filled = _cloze(card, filled=False), _cloze(card, filled=True)
        return Flow([filled], Flow([hidden])) if view.revealed else Flow([hidden], Flow([filled]))
    shown = parts(_unmarked(card.question), QUESTION)
    plain = len(shown) == 1
    groups = [Group(shown, align="lines" if plain else "block", indent=_QUESTION_INDENT)]
    if card.picture is not None and card.picture.alt not in card.question:
        alt = Group((row(card.picture.alt, "$muted"),), align="lines", indent=_QUESTION_INDENT)
        groups.insert(0, alt)
    return Flow(groups)


def answer(view: View, *, source_key: str = "") -> Flow:
    """Return what stands below the fold. ``source_key`` opens the source, '' where nothing does."""
    card = view.card
    groups = list(view.below) or _answer(view)
    if not view.revealed:
        groups += [_labelled("hint", hint) for hint in view.all_hints[: view.hints]]
        return Flow(groups)
    if card.extra:
        groups.append(Group(parts(_unmarked(card.extra)), indent=_TEXT_INDENT))
    if card.mnemonic:
        groups.append(_labelled("mnemonic", card.mnemonic))
    if view.own_mnemonic:
        groups.append(_labelled("my mnemonic" if card.mnemonic else "mnemonic", view.own_mnemonic))
    if view.own_note:
        groups.append(_labelled("my note", view.own_note))
    if card.quotation is not None:
        groups += _quotation(card.quotation, source_key, gone=card.gone)
    return Flow(groups)


def own_words(told: Flow, view: View) -> tuple[Group, ...]:
    """Return what an answer tells besides the answer itself, or what is shown in its place."""
    return told.groups[len(view.below or _answer(view)) :]


def _answer(view: View) -> list[Group]:
    card = view.card
    if card.kind is CardKind.LIST and (view.items or view.revealed):
        return [_items(view)]
    if view.revealed and card.kind is not CardKind.CLOZE:
        shown = parts(_unmarked(card.answer), ANSWER)
        return [Group(shown, align="block", indent=_TEXT_INDENT)]
    return []


def _items(view: View) -> Group:
    items = view.card.items
    width = len(str(len(items)))
    shown = len(items) if view.revealed else view.items
    dashes = safe.line((EMPTY, "$muted"))
    rows: list[Part] = []
    for number, item in enumerate(items, 1):
        if number <= shown:
            marker = safe.line((f"{number:>{width}}  ", "$text-primary"))
            rows.append(row(_unmarked(item.text), ANSWER, marker))
        else:
            marker = safe.line((f"{number:>{width}}  ", "$muted"))
            # As wide as its text will be, so that what is shown already does not move.
            rows.append(Hidden(marker, dashes, row(_unmarked(item.text), ANSWER, marker)))
    return Group(tuple(rows), align="block", indent=_TEXT_INDENT)


def _labelled(label: str, text: str) -> Group:
    shown = parts(_unmarked(text))
    marked = row(_unmarked(text), "", safe.line((f"{label}  ", "$muted")))
    return Group((marked,) if len(shown) == 1 else shown, indent=_TEXT_INDENT)


def _quotation(quotation: Quotation, source_key: str, *, gone: bool) -> list[Group]:
    words = Row(safe.line((f"“{quotation.text}”", "italic $muted")))
    place = quotation.file.rpartition("/")[2]
    if gone:
        place += "   no longer says so"
    if source_key:
        place += f"   {source_key} shows it in place"
    return [Group((words, Row(safe.line((place, "$muted")))), indent=_TEXT_INDENT)]


def _cloze(card: Card, *, filled: bool) -> Group:
    from flashdeck.core.deckfile.cloze import parse_cloze

    text = _with_blanks(parse_cloze(_unmarked(card.cloze)).parts, card.cloze_number, filled)
    return Group(parts(text, QUESTION), indent=_CLOZE_INDENT)


def _with_blanks(pieces: Sequence[str | Deletion], number: int, filled: bool) -> str:
    shown: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            shown.append(piece)
        elif piece.number != number:
            shown.append(_with_blanks(piece.parts, number, filled))
        else:
            words = piece.plain() if filled else piece.hint or _DOTS
            # Blanks that do not break, so that the field keeps its edges in the line.
            shown.append(f"{BLANK_OPENS}{_NO_BREAK}{words}{_NO_BREAK}{BLANK_CLOSES}")
    return "".join(shown)


def _unmarked(text: str) -> str:
    return text.replace(BLANK_OPENS, "").replace(BLANK_CLOSES, "")
