"""Study line by line: no redraws, no colour, the same session and rules as in the app."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from flashdeck.core.card import CardKind, Grade
from flashdeck.core.errors import FlashdeckError
from flashdeck.core.text import clean, clean_line
from flashdeck.services.clock import Clock
from flashdeck.services.passage import read_passage
from flashdeck.services.study import Button, Prompt, Session
from flashdeck.tui import markdown, words

if TYPE_CHECKING:
    from flashdeck.services.outcomes import Undone

_NAMES = {Grade.AGAIN: "Again", Grade.HARD: "Hard", Grade.GOOD: "Good", Grade.EASY: "Easy"}
_GRADES = {str(int(grade)): grade for grade in Grade} | {
    name.casefold(): grade for grade, name in _NAMES.items()
}
_STOP = ("q", "quit")
_HELP = (
    "Enter goes on. h: hint. n: next item of a list. u: undo. r: redo. s: suspend the card. "
    "b: put it off until tomorrow. f: flag. o: source. i: why this day. D: delete it. q: stop.\n"
    "note TEXT, mnemonic TEXT, hint TEXT: your own words. fix REASON: fix it later. "
    "After the answer 1 to 4, or again, hard, good, easy."
)


class _Stopped(Exception):  # noqa: N818  (the student stops; nothing is wrong)
    """The input ended, or the student asked to stop."""


class _Elsewhere(Exception):  # noqa: N818
    """Another card is asked now."""


class _Plain:
    def __init__(self, session: Session, clock: Clock, source: TextIO, sink: TextIO) -> None:
        self._session = session
        self._clock = clock
        self._source = source
        self._sink = sink

    def study(self) -> None:
        """Ask cards until none is left or the student stops."""
        while (prompt := self._session.prompt) is not None:
            with suppress(_Elsewhere):
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
        self._session.prepare()
        marked = self._reveal(prompt)
        prompt = self._session.prompt or prompt  # with what was written to it meanwhile
        self.say(_answer(prompt))
        offered = ", ".join(_offer(button) for button in prompt.buttons)
        grade = self._grade(offered, marked)
        while True:
            spent_ms = round((time.monotonic() - began) * 1000)
            try:
                button = self._session.answer(grade, duration_ms=spent_ms)
            except FlashdeckError as failure:
                self.say(f"Not saved: {failure}. Nothing is lost.")
                grade = self._grade(f"Enter tries again, {offered}", grade)
                continue
            self.say(self._saved(button))
            return

    def _reveal(self, prompt: Prompt) -> Grade:
        """Wait for Enter; return the grade that Enter takes then, hard with a hint."""
        hints, items = 0, 0
        while True:
            own = self._session.prompt or prompt
            all_hints = [*own.card.hints, *filter(None, [own.own.hint])]
            more = len(prompt.card.items) > items + 1
            keys = ["Enter: answer"]
            keys += ["n: next item"] * more + ["h: hint"] * (hints < len(all_hints))
            self._sink.write(f"[{', '.join([*keys, 'u: undo', 'q: stop', '?: more'])}] ")
            self._sink.flush()
            typed = self._read()
            key = typed.casefold()
            if key in ("h", "hint") and hints < len(all_hints):
                self.say(f"Hint: {markdown.plain(all_hints[hints])}")
                hints += 1
            elif key in ("n", "next") and more:
                items += 1
                self.say(f"{items}. {markdown.plain(prompt.card.items[items - 1].text)}")
            elif not key:
                return Grade.HARD if hints else Grade.GOOD
            elif not self._obey(typed, prompt):
                self.say("Enter shows the answer.")

    def _grade(self, offered: str, default: Grade) -> Grade:
        """Return the grade that is given."""
        while True:
            self._sink.write(f"{offered} [{int(default)}]: ")
            self._sink.flush()
            typed = self._read()
            if not typed:
                return default
            if typed.casefold() in _GRADES:
                return _GRADES[typed.casefold()]
            if self._session.prompt is None or not self._obey(typed, self._session.prompt):
                self.say("Type 1, 2, 3 or 4.")

    def _obey(self, typed: str, prompt: Prompt) -> bool:
        """Do what works before and after the answer; tell whether it was understood.

        Raises _Elsewhere where another card is asked after it.
        """
        key = typed if typed == "D" else typed.casefold()
        word, _, text = typed.partition(" ")
        session = self._session
        try:
            match key:
                case "?" | "help":
                    self.say(_HELP)
                case "u" | "undo":
                    self._travel(session.undo(), "Undone", "Nothing to undo.")
                case "r" | "redo":
                    self._travel(session.redo(), "Given again", "Nothing to give again.")
                case "s" | "suspend":
                    session.suspend()
                    self._left("Suspended. u brings it back.")
                case "b" | "bury":
                    session.bury()
                    self._left("Put off until tomorrow. u brings it back.")
                case "D" | "delete":
                    removed = session.delete()
                    self._left(f"Deleted from {removed.path.name}. u brings it back.")
                case "f" | "flag":
                    number = 0 if prompt.own.flag else 1
                    session.flag(number)
                    self.say("Flagged." if number else "The flag is off.")
                case "o" | "source":
                    self.say(_source(prompt))
                case "i" | "info":
                    self.say(_standing(prompt, self._clock().day))
                case _ if word.casefold() in ("note", "mnemonic", "hint") and text:
                    session.write(word.casefold(), text)
                    self.say("Kept.")
                case _ if word.casefold() == "fix":
                    session.fix_later(text)
                    self.say("To be fixed.")
                case _:
                    return False
        except FlashdeckError as failure:
            self.say(f"Not done: {failure}.")
        return True

    def _travel(self, result: Undone | None, done: str, nothing: str) -> None:
        if result is None:
            self.say(nothing)
        else:
            self._left(f"{done}: {result.what} on “{markdown.plain(result.question)}”.")

    def _left(self, told: str) -> None:
        self.say(told)
        raise _Elsewhere

    def _read(self) -> str:
        line = self._source.readline()
        if not line:
            raise _Stopped
        typed = clean_line(line)
        if not self._source.isatty():  # no terminal echoes what came from a pipe
            self.say(typed)
        if typed.casefold() in _STOP:
            raise _Stopped
        return typed

    def _saved(self, button: Button) -> str:
        again = " Once more today." if button.again_today else ""
        if self._session.cram:
            return f"{_NAMES[button.grade]}.{again} The schedule stays."
        next_day = words.day_in(button.due_day, self._clock().day)
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


def _answer(prompt: Prompt) -> str:
    card, own = prompt.card, prompt.own
    lines: list[str] = []
    if card.kind is CardKind.LIST:
        lines += [
            f"{number}. {markdown.plain(item.text)}" for number, item in enumerate(card.items, 1)
        ]
    else:
        lines.append(markdown.plain(card.answer))
    if card.extra:
        lines.append(markdown.plain(card.extra))
    for name, text in (
        ("Mnemonic", card.mnemonic),
        ("My mnemonic", own.mnemonic),
        ("My note", own.note),
    ):
        if text:
            lines.append(f"{name}: {markdown.plain(text)}")
    if card.quotation is not None:
        lines.append(f"Source: “{card.quotation.text}” {card.quotation.file}")
    return "\n".join(lines)


def _source(prompt: Prompt) -> str:
    """Return the quotation within its paragraph, where the source can be read."""
    quotation = prompt.card.quotation
    if quotation is None:
        return "This card names no source."
    passage = read_passage(prompt.deck_file, quotation)
    if passage is None:
        return f"“{quotation.text}” {quotation.file}, which cannot be read from here."
    return f"{passage.before}[{passage.words}]{passage.after}\n{quotation.file}"


def _standing(prompt: Prompt, today: int) -> str:
    state = prompt.state
    if state.due_day is None:
        return "New, never answered."
    when = words.day_beside(state.due_day, today)
    interval = words.count(state.interval_days, "day")
    forgotten = words.count(state.lapses, "time")
    return f"Due {when}, interval {interval}, ease {state.ease / 100:.2f}, forgotten {forgotten}."
