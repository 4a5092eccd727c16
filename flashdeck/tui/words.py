"""Numbers, days and lengths of time as the app says them."""

from __future__ import annotations

from datetime import date, timedelta

_EPOCH = date(1970, 1, 1)
# Not strftime: the app speaks English in every locale.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SECONDS_A_REVIEW = 10
_SECONDS_A_NEW_CARD = 20


def count(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 card``, ``1,204 cards``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def day_name(day: int) -> str:
    """Return a study day as ``Sunday 22 November``."""
    there = _EPOCH + timedelta(days=day)
    return f"{_WEEKDAYS[there.weekday()]} {there.day} {_MONTHS[there.month - 1]}"


def day_in(day: int, today: int) -> str:
    """Return a study day as ``10 December``, with the year where it is another one."""
    there, here = _EPOCH + timedelta(days=day), _EPOCH + timedelta(days=today)
    year = f" {there.year}" if there.year != here.year else ""
    return f"{there.day} {_MONTHS[there.month - 1]}{year}"


def day_beside(day: int, today: int) -> str:
    """Return a day as seen from today: ``today``, ``tomorrow``, ``2 days ago``, ``in 6 days``."""
    away = day - today
    if away == 0:
        return "today"
    if away == 1:
        return "tomorrow"
    return f"in {count(away, 'day')}" if away > 0 else f"{count(-away, 'day')} ago"


def minutes(ms: int) -> str:
    """Return a length of time as ``9 minutes``, or ``under a minute``."""
    whole = round(ms / 60_000)
    return count(whole, "minute") if whole else "under a minute"


def estimate(reviews: int, new: int) -> str:
    """Return about how long these cards take, as ``about 9 minutes``."""
    seconds = reviews * _SECONDS_A_REVIEW + new * _SECONDS_A_NEW_CARD
    return f"about {count(max(1, round(seconds / 60)), 'minute')}"


def as_phrase(question: str) -> str:
    """Return a question as a phrase in a list: ``innervation of the soleus``.

    Only the forms that flashdeck asks itself are shortened; every other question stays whole.
    """
    for opening in ("What is the ", "What are the "):
        if question.startswith(opening) and question.endswith("?"):
            return question[len(opening) : -1]
    return question
