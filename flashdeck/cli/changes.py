"""How a change of a card is printed: for people, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from flashdeck.core.deckfile.compare import Change, Placed, What
from flashdeck.core.text import clean_line, shorten

_WIDTH = 70


def change_record(change: Change) -> dict[str, object]:
    """Return a change as a JSON object with stable keys."""
    return {
        "change": change.what.value,
        "card": change.card,
        "parts": list(change.parts),
        "carries": list(change.carries),
        "old": _side(change.old),
        "new": _side(change.new),
        "warning": change.warning or None,
    }


def _side(placed: Placed | None) -> dict[str, object] | None:
    if placed is None:
        return None
    card = placed.card
    return {
        "file": placed.file,
        "line": card.line,
        "subject": card.subject,
        "question": card.question,
        "answer": card.answer,
        "rev": card.rev,
    }


def change_line(change: Change) -> str:
    """Return a change as one line: what, which card, where, and its words before and after."""
    at = change.new or change.old
    assert at is not None
    line = f"{change.what.value:<9} {change.card:<24} {at.file}:{at.card.line}: {_words(change)}"
    return clean_line(line + (f" [{change.warning}]" if change.warning else ""))


def _words(change: Change) -> str:
    old, new = change.old, change.new
    if new is None or old is None:
        placed = new or old
        assert placed is not None
        return f"{shorten(placed.card.question, _WIDTH)} {shorten(placed.card.answer, _WIDTH)}"
    if change.what in (What.RENAMED, What.SPLIT, What.MERGED):
        carried = ", ".join(change.carries)
        return f"{shorten(new.card.question, _WIDTH)} carries on {carried}"
    if change.what is What.MOVED:
        return f"{shorten(new.card.question, _WIDTH)} was at {old.file}:{old.card.line}"
    if change.what is What.GONE:
        return f"{shorten(new.card.question, _WIDTH)} is no longer in its source"
    said = []
    if "question" in change.parts:
        said.append(_arrow(old.card.question, new.card.question))
    if "answer" in change.parts:
        said.append(_arrow(old.card.answer, new.card.answer))
    others = [part for part in change.parts if part not in ("question", "answer")]
    if others:
        said.append(f"({', '.join(others)})")
    if change.what is What.MEANING:
        said.append(f"rev {old.card.rev} -> {new.card.rev}, to be relearned")
    return "; ".join(said)


def _arrow(old: str, new: str) -> str:
    return f"{shorten(old, _WIDTH)} -> {shorten(new, _WIDTH)}"


def counted(changes: Iterable[Change]) -> str:
    """Return how many cards changed in which way, in words."""
    numbers = Counter(change.what for change in changes)
    return (
        ", ".join(f"{numbers[what]} {what.value}" for what in What if numbers[what]) or "no change"
    )
