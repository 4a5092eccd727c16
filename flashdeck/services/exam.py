"""The exam planner: dates kept, what studying for them takes, and what it may come to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from flashdeck.core.errors import NotFoundError, UsageError
from flashdeck.core.ids import DeckId
from flashdeck.core.schedule.exam import Exam, load_share, new_today
from flashdeck.core.schedule.forecast import Forecast, Learned, forecast
from flashdeck.core.text import clean_line
from flashdeck.services.exam_day import members, pace_of
from flashdeck.services.library import Library, find_deck
from flashdeck.services.memory import kept_memories
from flashdeck.services.scheduling import algorithm_for, memory_model_for
from flashdeck.store import decks, exams

_LONGEST_NAME = 80
_MOST_MINUTES = 1440
_SAMPLE = 240  # cards played through
_MORE_MINUTES = 2


@dataclass(frozen=True, slots=True)
class ExamStatus:
    """An exam, and how studying for it stands; minutes are a day, recalls 0 to 1.

    ``recall`` is the mean predicted for the day with this plan, unseen cards with 0;
    ``recall_if_stopped`` without any more review. ``by_deck`` has the title of each deck and its
    recall. ``low`` counts cards predicted below 0.8, ``unseen`` those that would stay unseen.
    ``more`` is what one more minute a day would add to the recall.
    """

    exam: Exam
    days_left: int
    about: str
    cards: int
    new: int
    new_per_day: int
    minutes_needed: int
    recall: float
    recall_if_stopped: float
    by_deck: tuple[tuple[str, float], ...]
    low: int
    unseen: int
    more: float

    @property
    def missing_minutes(self) -> int:
        """The minutes a day that the plan lacks; 0 where it fits."""
        if self.exam.minutes is None:
            return 0
        return max(0, self.minutes_needed - self.exam.minutes)

    @property
    def fits(self) -> bool:
        """Whether the minutes suffice and no card stays unseen."""
        return not self.missing_minutes and not self.unseen


def add_exam(
    library: Library,
    name: str,
    day: int,
    *,
    deck: str | None = None,
    tag: str = "",
    minutes: int | None = None,
) -> Exam:
    """Keep an exam date, in place of the one of that name.

    Raises UsageError for a date that has passed or a number out of range, NotFoundError where there
    is no such deck, or no card has the tag.
    """
    name, tag = clean_line(name).strip(), clean_line(tag).strip().rstrip("/")
    today = library.today
    if not name or len(name) > _LONGEST_NAME:
        raise UsageError("an exam needs a name", todo=f"at most {_LONGEST_NAME} characters")
    if day < today:
        raise UsageError("this day has passed", todo="name the day of the exam")
    if deck is not None and tag:
        raise UsageError("an exam is about a deck or a tag", todo="leave one of them out")
    if minutes is not None and not 1 <= minutes <= _MOST_MINUTES:
        raise UsageError("no such number of minutes", todo=f"they run from 1 to {_MOST_MINUTES}")
    deck_id = find_deck(library, deck).id if deck is not None else None
    with library.store.transaction() as db:
        if tag and not exams.tagged(db, tag):
            raise NotFoundError(f"no card has the tag {tag!r}", todo="name a tag of your cards")
        known = {exam.name.casefold(): exam for exam in exams.all_exams(db)}
        before = known.get(name.casefold())
        added = min(before.added_day, today) if before is not None else today
        if before is not None:
            exams.remove_exam(db, before.name)
        exam = Exam(name, day, added, deck_id, tag, minutes)
        exams.put_exam(db, exam)
    return exam


def remove_exam(library: Library, name: str) -> Exam:
    """Forget an exam; cards and reviews stay. Raises NotFoundError where there is none of it."""
    wanted = name.strip().casefold()
    with library.store.transaction() as db:
        known = exams.all_exams(db)
        for exam in known:
            if exam.name.casefold() == wanted:
                exams.remove_exam(db, exam.name)
                return exam
    have = ", ".join(exam.name for exam in known)
    raise NotFoundError(
        f"no exam goes by {name!r}", todo=f"there is {have}" if have else "there are none yet"
    )


def coming_exams(library: Library) -> tuple[Exam, ...]:
    """Return the exams of today and later, the next one first."""
    with library.store.guard():
        return tuple(exams.all_exams(library.db, library.today))


def exam_statuses(library: Library) -> tuple[ExamStatus, ...]:
    """Return how the exams of today and later stand, the next one first."""
    return tuple(exam_status(library, exam) for exam in coming_exams(library))


def exam_status(library: Library, exam: Exam) -> ExamStatus:
    """Return how studying for an exam stands.

    The forecast plays through a sample of the cards; the same library gives the same numbers.
    """
    db, today = library.db, library.today
    with library.store.guard():
        known = {deck.id: deck for deck in decks.all_decks(db)}
        about = members(db, exam, list(known))
        pace = pace_of(db)
        learned: list[Learned] = []
        usual = 0
        for deck_id, cards in about.items():
            settings = decks.settings_of(db, deck_id)
            usual = max(usual, settings.new_per_day)
            algorithm, model = algorithm_for(settings), memory_model_for(settings)
            learned += [
                Learned(standing.memory, algorithm, model, deck_id)
                for standing in kept_memories(library, deck_id, cards).values()
                if not standing.suspended
            ]
    whole = len(learned)
    new = sum(one.memory.last_day is None for one in learned)
    sample = learned
    if whole > _SAMPLE:
        sample = Random(f"{exam.name} {today}").sample(learned, _SAMPLE)

    def play(minutes: float | None) -> Forecast:
        return forecast(sample, exam, today, pace, whole=whole, minutes=minutes, usual=usual)

    free = play(None)
    needed = math.ceil(free.busiest_minutes - 0.01)
    allowed = exam.minutes if exam.minutes is not None else max(needed, 1)
    planned = free if exam.minutes is None else play(exam.minutes)
    base = planned if exam.minutes is not None else play(allowed)
    more = max(0.0, (play(allowed + _MORE_MINUTES).recall - base.recall) / _MORE_MINUTES)
    now = [one.model.recall(one.memory, exam.day) for one in learned]
    return ExamStatus(
        exam=exam,
        days_left=exam.day - today,
        about=_about(exam, known[exam.deck_id].title if exam.deck_id in known else ""),
        cards=whole,
        new=new,
        new_per_day=new_today(
            exam, new, today, usual, load_share(exam, new, whole - new, today, pace)
        ),
        minutes_needed=needed,
        recall=planned.recall,
        recall_if_stopped=sum(now) / len(now) if now else 0.0,
        by_deck=_titled(planned, [(deck_id, known[deck_id].title) for deck_id in about]),
        low=round(planned.low * whole),
        unseen=round(planned.unseen * whole),
        more=more,
    )


def _about(exam: Exam, title: str) -> str:
    if exam.tag:
        return f"tag {exam.tag}"
    return title if exam.deck_id is not None else "all decks"


def _titled(
    planned: Forecast, titles: Sequence[tuple[DeckId, str]]
) -> tuple[tuple[str, float], ...]:
    return tuple(
        (title, planned.groups[deck_id]) for deck_id, title in titles if deck_id in planned.groups
    )
