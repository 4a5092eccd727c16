"""What was typed or picked beside what is right: by words and signs first, colour only helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flashdeck.core.choices import Choice
from flashdeck.core.grading.judge import Judgement, ListJudgement, Span, Verdict
from flashdeck.tui import safe
from flashdeck.tui.cards import ANSWER
from flashdeck.tui.flow import Group, Row

if TYPE_CHECKING:
    from flashdeck.tui.flow import Part

_INDENT = 4
_RIGHT, _SO_SO, _WRONG, _PLAIN = "✓  ", "~  ", "✗  ", "   "
# How a piece of the typed and of the right answer is drawn.
_TYPED = {"wrong": "strike $text-error", "typo": "underline", "plain": ""}
_CORRECT = {"missing": "bold underline $text-primary", "plain": "$text-primary"}


def judged(judgement: Judgement | ListJudgement) -> tuple[Group, ...]:
    """Return a typed answer beside the right one, and what is to be said about it."""
    if isinstance(judgement, ListJudgement):
        return _list(judgement)
    if judgement.verdict is Verdict.RIGHT:
        rows: list[Part] = [
            Row(safe.line((judgement.accepted, ANSWER)), safe.line((_RIGHT, "$text-primary")))
        ]
        if judgement.typos or judgement.reason:
            rows.append(Row(_spans(judgement.typed, _TYPED), safe.line((_PLAIN, ""))))
            rows.append(Row(safe.line((judgement.reason, "$muted")), safe.line((_PLAIN, ""))))
        return (Group(tuple(rows), align="block", indent=_INDENT),)
    rows = []
    if judgement.verdict is not Verdict.EMPTY:
        label = safe.line(("you wrote   ", "$muted"))
        rows.append(Row(_spans(judgement.typed, _TYPED), label))
    label = safe.line(("  correct   ", "$muted"))
    rows.append(Row(_spans(judgement.correct, _CORRECT), label))
    if judgement.reason:
        rows.append(Row(safe.line((judgement.reason, "$muted")), safe.line((" " * 12, ""))))
    return (Group(tuple(rows), align="block", indent=_INDENT),)


def _list(judgement: ListJudgement) -> tuple[Group, ...]:
    rows: list[Part] = []
    typos = 0
    for one in judgement.items:
        found = one.judgement
        if found is None:
            rows.append(_row(_WRONG, one.item.text, "missing"))
        elif found.verdict is Verdict.RIGHT:
            typos += found.typos
            typed = "".join(span.text for span in found.typed).strip()
            same = typed.casefold() == one.item.text.casefold()
            note = "" if same else f"{typed}   typo" if found.typos else typed
            rows.append(_row(_SO_SO if found.typos else _RIGHT, one.item.text, note))
        else:
            typed = "".join(span.text for span in found.typed).strip()
            rows.append(_row(_WRONG, one.item.text, f"you wrote {typed}"))
    rows += [_row(_WRONG, "", f"{text}   is none of them") for text in judgement.extra]
    said = [f"{judgement.right} of {len(judgement.items)} right."]
    if typos:
        said.append("One typo was let pass." if typos == 1 else f"{typos} typos were let pass.")
    if judgement.reason:
        said.append(judgement.reason)
    rows.append(Row(safe.line((" ".join(said), "$muted")), safe.line((_PLAIN, ""))))
    return (Group(tuple(rows), align="block", indent=_INDENT),)


def _row(sign: str, text: str, note: str) -> Row:
    style = "$text-error" if sign == _WRONG else "$text-primary"
    between = "   " if text and note else ""
    return Row(safe.line((text, ANSWER), (between + note, "$muted")), safe.line((sign, style)))


def choices(choice: Choice, picked: int | None = None) -> tuple[Group, ...]:
    """Return the numbered options; once one is picked, which was right."""
    rows: list[Part] = []
    for place, option in enumerate(choice.options):
        number = safe.line((f"{place + 1}  ", "$text-primary"))
        if picked is None:
            rows.append(Row(safe.line(option), number))
            continue
        right = place == choice.right
        sign = _RIGHT if right else _WRONG if place == picked else _PLAIN
        style = ANSWER if right else "strike" if place == picked else "$muted"
        note = "   your choice" if place == picked else ""
        marker = safe.line((sign, "$text-primary" if right else "$text-error"), number)
        rows.append(Row(safe.line((option, style), (note, "$muted")), marker))
    return (Group(tuple(rows), align="block", indent=_INDENT),)


def _spans(spans: tuple[Span, ...], styles: dict[str, str]) -> safe.Content:
    return safe.line(*((span.text, styles.get(span.state, "")) for span in spans))
