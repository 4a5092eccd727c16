"""How an exam stands, in words; of predicted recall, never of a mark."""

from __future__ import annotations

from flashdeck.core.days import day_to_iso
from flashdeck.services.exam import ExamStatus


def headline(status: ExamStatus) -> str:
    """Return one line: days left, and whether the plan holds."""
    recall = f"predicted recall {percent(status.recall)}"
    if not status.cards:
        return f"{_left(status.days_left)}; it has no cards yet"
    held = "on track" if status.fits else "does not fit"
    return f"{_left(status.days_left)}, {held}, {recall}"


def lines(status: ExamStatus) -> tuple[str, ...]:
    """Return all there is to say, the headline with the exam's name first."""
    exam = status.exam
    said = [f"{exam.name}  {day_to_iso(exam.day)}  {headline(status)}"]
    if not status.cards:
        return tuple(said)
    said += [f"  {line}" for line in (*plan(status), *outlook(status))]
    return tuple(said)


def plan(status: ExamStatus) -> list[str]:
    """Return what the plan takes, and what it lacks."""
    exam, said = status.exam, []
    if status.new:
        pace = f"{_count(status.new_per_day, 'new card')} today" if status.new_per_day else \
            "no new card today"  # fmt: skip
        last = f"the last by {day_to_iso(exam.last_new_day)}"
        said.append(f"{_count(status.new, 'card')} still new: {pace}, {last}")
    budget = "" if exam.minutes is None else f"; you set {exam.minutes}"
    said.append(f"about {_count(status.minutes_needed, 'minute')} a day are needed{budget}")
    if status.missing_minutes:
        said.append(f"{_count(status.missing_minutes, 'minute')} a day are missing")
    if status.unseen:
        said.append(f"{_count(status.unseen, 'card')} would stay unseen")
    return said


def outlook(status: ExamStatus) -> list[str]:
    """Return what the plan may come to."""
    said = [
        f"{_count(status.low, 'card')} of {status.cards:,} predicted below 80 %; "
        f"one more minute a day would bring {100 * status.more:.1f} %",
        f"without any more review: {percent(status.recall_if_stopped)}",
    ]
    if len(status.by_deck) > 1:
        said += [f"{title}  {percent(recall)}" for title, recall in status.by_deck]
    return said


def percent(recall: float) -> str:
    """Return a predicted recall as whole percent; nothing is ever predicted with certainty."""
    return f"{min(round(100 * recall), 99)} %"


def _left(days: int) -> str:
    return "today" if days == 0 else f"{_count(days, 'day')} left"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"
