"""Study line by line: no redraws, no colour, the same session and rules as in the app."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.model import Card, CardKind, Grade
from flashdeck.core.text import clean, clean_line
from flashdeck.services.clock import Clock
from flashdeck.services.study import Button, Prompt, Session
from flashdeck.tui import markdown, words

_NAMES = {Grade.AGAIN: "Again", Grade.HARD: "Hard", Grade.GOOD: "Good", Grade.EASY: "Easy"}
_GRADES = {str(int(grade)): grade for grade in Grade} | {
    name.casefold(): grade for grade, name in _NAMES.items()
}
_STOP = ("q", "quit")


class _Stopped(Exception):  # noqa: N818  (the student stops; nothing is wrong)
    """The input ended, or the student asked to stop."""


class _Plain:
    def __init__(self, session: Session, clock: Clock, source: TextIO, sink: TextIO) -> None:
        self._session = session
        self._clock = clock
        self._source = source
        self._sink = sink

    def study(self) -> None:
        """Ask cards until none is left or the student stops."""
        while (prompt := self._session.prompt) is not None:
            self._ask(prompt)

    def say(self, text: str) -> None:
        """Write lines."""
        self._sink.write(clean(text) + "\n")
        self._sink.flush()

    def _ask(self, prompt: Prompt) -> None:
        progress = self._session.progress()
        began = time.monotonic()
        at = min(progress.done + 1, progress.total)
        question = markdown.plain(prompt.card.question)
        self.say(f"{prompt.deck_title}, question {at} of {progress.total}. {question}")
        marked = self._reveal(prompt)
        if marked is None:
            return  # an undo: another card is asked
        self.say(_answer(prompt.card))
        offered = ", ".join(_offer(button) for button in prompt.buttons)
        grade = self._grade(offered, marked)
        while grade is not None:
            spent_ms = round((time.monotonic() - began) * 1000)
            try:
                button = self._session.answer(grade, duration_ms=spent_ms)
            except FlashdeckError as failure:
                self.say(f"Not saved: {failure}. Nothing is lost.")
                grade = self._grade(f"Enter tries again, {offered}", grade)
                continue
            self.say(self._saved(button))
            return

    def _reveal(self, prompt: Prompt) -> Grade | None:
        """Return the grade that Enter takes, hard with a hint, or None after an undo."""
        hints = list(prompt.card.hints)
        while True:
            keys = ["Enter: answer", *(["h: hint"] if hints else []), "u: undo", "q: stop"]
            self._sink.write(f"[{', '.join(keys)}] ")
            self._sink.flush()
            key = self._read()
            if key == "h" and hints:
                self.say(f"Hint: {markdown.plain(hints.pop(0))}")
            elif key == "u":
                if self._undo():
                    return None
            elif not key:
                return Grade.GOOD if len(hints) == len(prompt.card.hints) else Grade.HARD
            else:
                self.say("Enter shows the answer.")

    def _grade(self, offered: str, default: Grade) -> Grade | None:
        """Return the grade, or None after an undo."""
        while True:
            self._sink.write(f"{offered} [{int(default)}]: ")
            self._sink.flush()
            key = self._read()
            if not key:
                return default
            if key in _GRADES:
                return _GRADES[key]
            if key == "u" and self._undo():
                return None
            if key != "u":
                self.say("Type 1, 2, 3 or 4.")

    def _undo(self) -> bool:
        undone = self._session.undo()
        if undone is None:
            self.say("Nothing to undo.")
            return False
        self.say(f"Undone: {undone.what} on “{markdown.plain(undone.question)}”.")
        return True

    def _read(self) -> str:
        line = self._source.readline()
        if not line:
            raise _Stopped
        key = clean_line(line).casefold()
        if not self._source.isatty():  # no terminal echoes what came from a pipe
            self.say(key)
        if key in _STOP:
            raise _Stopped
        return key

    def _saved(self, button: Button) -> str:
        next_day = words.day_in(button.due_day, self._clock().day)
        again = " Once more today." if button.again_today else ""
        return f"{_NAMES[button.grade]}.{again} Next on {next_day}."


def study_plain(
    session: Session,
    clock: Clock,
    source: TextIO | None = None,
    sink: TextIO | None = None,
) -> int:
    """Study on stdin and stdout; return the exit code.

    The end of the input stops like ``q``: every answer given before is kept.
    """
    plain = _Plain(session, clock, source or sys.stdin, sink or sys.stdout)
    try:
        plain.study()
        plain.say("Done for today.")
    except _Stopped:
        plain.say("Stopped.")
    summary = session.summary()
    if summary.cards:
        asked = words.count(summary.cards, "card")
        plain.say(f"{asked}, {summary.remembered} remembered; tomorrow {summary.tomorrow}.")
    return 0


def _offer(button: Button) -> str:
    again = " and again today" if button.again_today else ""
    name = f"{int(button.grade)} {_NAMES[button.grade]}"
    return f"{name} {words.count(button.interval_days, 'day')}{again}"


def _answer(card: Card) -> str:
    lines: list[str] = []
    if card.kind is CardKind.LIST:
        lines += [
            f"{number}. {markdown.plain(item.text)}" for number, item in enumerate(card.items, 1)
        ]
    else:
        lines.append(markdown.plain(card.answer))
    if card.extra:
        lines.append(markdown.plain(card.extra))
    if card.mnemonic:
        lines.append(f"Mnemonic: {markdown.plain(card.mnemonic)}")
    if card.quotation is not None:
        lines.append(f"Source: “{card.quotation.text}” {card.quotation.file}")
    return "\n".join(lines)
