"""Schedules and logs of Anki as entries of our log, under ids that belong to them for ever.

An answer of Anki becomes a review. Where replaying the reviews gives another schedule than Anki's,
an entry of kind ``import`` after them says where the card stood. Importing again makes the same
entries under the same ids.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flashdeck.anki.collection import ForeignCollection
from flashdeck.anki.foreign import ForeignCard, ForeignReview
from flashdeck.core.days import DAY_STARTS_HOUR, Moment, study_day
from flashdeck.core.ids import CardId
from flashdeck.core.schedule.base import LONGEST_INTERVAL_DAYS, START_EASE, Algorithm, Memory
from flashdeck.core.schedule.replay import Entry, Kind, replay_card

DEVICE = "anki"

_NEW, _LEARNING, _REVIEW, _RELEARNING = range(4)
_SUSPENDED, _BURIED_BY_STUDENT, _BURIED = -1, -3, -2
_CRAM, _MANUAL = 3, (4, 5)
_LEAST_EASE_PERMILLE = 1300
_FIRST_SECOND = 1_000_000_000  # a due number from here on is an instant, below it a day
_LONGEST_ANSWER_MS = 2_147_483_647
_DAY_MS = 86_400_000
_LONGEST_DATA = 10_000
_MOST = 2_147_483_647  # that Anki keeps in most of its numbers
_GREATEST_FACTOR = 65_535
_EPOCH_DAY = datetime(1970, 1, 1, tzinfo=UTC).date()


class HistoryReader:
    """Reads the histories of a collection's cards.

    ``now`` gives the local offset, by which the days of answers are told. ``notices`` counts rows
    that are no answers, in words.
    """

    def __init__(self, collection: ForeignCollection, now: Moment) -> None:
        self.notices: Counter[str] = Counter()
        self._now = now
        self._first_day = _first_day(collection, now)
        self._reviews: dict[int, list[ForeignReview]] = {}
        for review in collection.reviews():
            if review.ease == 0 or review.kind in _MANUAL:
                self.notices["a row of the log is a rescheduling, no answer"] += 1
            elif not 1 <= review.ease <= 4 or review.at_ms <= 0:
                self.notices["a row of the log has no grade"] += 1
            elif review.at_ms > now.utc_ms + _DAY_MS:
                self.notices["an answer is dated in the future"] += 1
            else:
                self._reviews.setdefault(review.card_id, []).append(review)

    def is_blank(self, foreign: ForeignCard) -> bool:
        """Tell whether nothing is to be said of a card: it is new and bears no mark."""
        new = foreign.type == _NEW and foreign.queue == 0 and not foreign.flag
        return new and foreign.id not in self._reviews

    def answers(self, card: CardId, foreign: ForeignCard) -> list[Entry]:
        """Return the card's answers, oldest first; cramming leaves the schedule alone."""
        return [self._answer(card, one) for one in self._reviews.get(foreign.id, ())]

    def settled(
        self, card: CardId, foreign: ForeignCard, answers: Sequence[Entry], algorithm: Algorithm
    ) -> Iterator[Entry]:
        """Yield the entries that bring the card where it stands in Anki after these answers."""
        last_ms = max((entry.at_ms for entry in answers), default=0)
        memory = self._memory(foreign, answers)
        if memory is not None:
            replayed = replay_card(card, answers, algorithm).memory
            more = _as_it_was(foreign, answers)
            if _told(replayed) != _told(memory) or more:
                yield self._imported(card, memory, more, last_ms)
        elif answers and any(entry.kind is Kind.REVIEW for entry in answers):
            # Forgotten in Anki after its answers: it is new again there.
            yield self._entry(card, Kind.RESET, last_ms + 1, "forgotten", str(last_ms))

    def marks(self, card: CardId, foreign: ForeignCard) -> Iterator[Entry]:
        """Yield that the card is suspended, buried for today, or has a flag."""
        now_ms = self._now.utc_ms
        if foreign.queue == _SUSPENDED:
            yield self._entry(card, Kind.SUSPEND, now_ms, str(foreign.id))
        if foreign.queue in (_BURIED, _BURIED_BY_STUDENT):
            yield self._entry(card, Kind.BURY, now_ms, str(foreign.id), str(self._now.day))
        if foreign.flag:
            flagged = self._entry(card, Kind.FLAG, now_ms, str(foreign.id), str(foreign.flag))
            yield replace(flagged, detail=json.dumps({"flag": foreign.flag}))

    def _answer(self, card: CardId, review: ForeignReview) -> Entry:
        cram = review.kind == _CRAM and review.factor == 0
        kind = Kind.CRAM if cram else Kind.REVIEW
        row = [
            review.ease,
            _bounded(review.interval, -_MOST, _MOST),
            _bounded(review.last_interval, -_MOST, _MOST),
            _bounded(review.factor, 0, _MOST),
            _bounded(review.kind, 0, _CRAM),
        ]
        return replace(
            self._entry(card, kind, review.at_ms),
            grade=review.ease,
            q=review.ease + 1,
            duration_ms=min(max(review.duration_ms, 0), _LONGEST_ANSWER_MS),
            interval_days=min(review.interval, LONGEST_INTERVAL_DAYS)
            if review.interval > 0
            else None,
            algorithm="anki",
            asked="shown",
            detail=json.dumps({"anki": row}, separators=(",", ":")),
        )

    def _memory(self, foreign: ForeignCard, answers: Sequence[Entry]) -> Memory | None:
        """Return where the card stands in Anki; None for one that was never answered."""
        if foreign.type == _NEW:
            return None
        interval = min(max(foreign.interval, 1), LONGEST_INTERVAL_DAYS)
        due_day = self._due_day(foreign)
        last = max((e.day for e in answers if e.kind is Kind.REVIEW), default=None)
        if last is None:
            reviewed = _reviewed_s(foreign.data)
            last = (
                study_day(reviewed * 1000, self._now.utc_offset_min)
                if reviewed
                else min(due_day - interval, self._now.day)
            )
        successes = _successes(answers)
        if foreign.type != _REVIEW:
            successes = 0
        elif interval > 1:
            successes = max(successes, 2)
        return Memory(
            repetitions=successes,
            ease=_ease(foreign),
            interval_days=interval,
            due_day=due_day,
            lapses=_bounded(foreign.lapses, 0, _MOST),
            last_day=last,
        )

    def _due_day(self, foreign: ForeignCard) -> int:
        due = foreign.home_due if _is_away(foreign) else foreign.due
        if due >= _FIRST_SECOND:
            return study_day(due * 1000, self._now.utc_offset_min)
        day = self._first_day + due
        far = self._now.day + LONGEST_INTERVAL_DAYS
        return min(max(day, 0), far)

    def _imported(
        self, card: CardId, memory: Memory, more: dict[str, object], last_ms: int
    ) -> Entry:
        assert memory.last_day is not None
        at_ms = last_ms + 1 if last_ms else _noon_ms(memory.last_day)
        detail: dict[str, object] = {
            "repetitions": memory.repetitions,
            "ease": memory.ease,
            "due_day": memory.due_day,
            "lapses": memory.lapses,
            "last_day": memory.last_day,
            **more,
        }
        text = json.dumps(detail, separators=(",", ":"))
        entry = self._entry(card, Kind.IMPORT, min(at_ms, self._now.utc_ms), text)
        return replace(entry, day=memory.last_day, interval_days=memory.interval_days, detail=text)

    def _entry(self, card: CardId, kind: Kind, at_ms: int, *more: str) -> Entry:
        offset = self._now.utc_offset_min
        key = (str(at_ms),) if kind in (Kind.REVIEW, Kind.CRAM) else more
        return Entry(
            id=_entry_id(card, kind.value, *key),
            device=DEVICE,
            card=card,
            at_ms=at_ms,
            utc_offset_min=offset,
            day=study_day(at_ms, offset),
            kind=kind,
        )


def _entry_id(*parts: str) -> str:
    """Return the id that belongs to these parts on every device (UUID version 8)."""
    digest = hashlib.sha256("\x1f".join(("anki", *parts)).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _first_day(collection: ForeignCollection, now: Moment) -> int:
    """Return the calendar day from which Anki counts due days, as a study day.

    Anki counts from the local date of the collection's making, whatever the hour was.
    """
    west = collection.minutes_west
    offset = now.utc_offset_min if west is None else -west
    return study_day(collection.created_s * 1000, offset + DAY_STARTS_HOUR * 60)


def _is_away(foreign: ForeignCard) -> bool:
    """Tell whether a filtered deck has the card, with a due day of its own."""
    return foreign.home_deck_id != 0 and foreign.home_due != 0


def _noon_ms(day: int) -> int:
    noon = datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=max(day, 0))
    return int(noon.timestamp()) * 1000


def _successes(answers: Iterable[Entry]) -> int:
    """Return how many study days in a row, up to the last, began with a right answer."""
    first_of_day: dict[int, int] = {}
    for entry in answers:
        if entry.kind is Kind.REVIEW and entry.grade is not None:
            first_of_day.setdefault(entry.day, entry.grade)
    row = 0
    for day in sorted(first_of_day, reverse=True):
        if first_of_day[day] == 1:
            break
        row += 1
    return row


def _data(text: str) -> dict[str, object]:
    if not text.startswith("{") or len(text) > _LONGEST_DATA:
        return {}
    try:
        found = json.loads(text, parse_constant=int)  # NaN is no number to keep
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _reviewed_s(data: str) -> int:
    found = _data(data).get("lrt")
    return found if isinstance(found, int) and 0 < found < 1 << 40 else 0


def _bounded(number: int, least: int, most: int) -> int:
    return min(max(number, least), most)


def _ease(foreign: ForeignCard) -> int:
    """Return a card's ease in hundredths; Anki has none below 1.3."""
    factor = _bounded(foreign.factor, 0, _GREATEST_FACTOR)
    return (factor + 5) // 10 if factor >= _LEAST_EASE_PERMILLE else START_EASE


def _told(memory: Memory) -> tuple[int | None, ...]:
    """Return what Anki's numbers say of a memory."""
    return (
        memory.repetitions,
        memory.ease,
        memory.interval_days,
        memory.due_day,
        memory.lapses,
    )


def _as_it_was(foreign: ForeignCard, answers: Sequence[Entry]) -> dict[str, object]:
    """Return what only Anki knows of a studied card, so that it can go back as it came.

    ``stability`` (days) and ``difficulty`` are FSRS's; ``data`` is Anki's record of these and of
    the rest; ``reps`` and ``factor`` are there where nothing else tells them, ``steps`` where the
    card is being learned: its type, steps left, the instant it is due, interval and factor.
    """
    more: dict[str, object] = {}
    factor = _bounded(foreign.factor, 0, _GREATEST_FACTOR)
    data = _data(foreign.data)
    stability, difficulty = data.get("s"), data.get("d")
    if isinstance(stability, int | float) and isinstance(difficulty, int | float):
        more |= {"stability": float(stability), "difficulty": float(difficulty)}
    if not data.keys() <= {"lrt", "pos"}:
        more["data"] = data
    if foreign.reps != max(len(answers), 1):
        more["reps"] = _bounded(foreign.reps, 0, _MOST)
    if foreign.type in (_LEARNING, _RELEARNING):
        due = foreign.home_due if _is_away(foreign) else foreign.due
        instant = due if due >= _FIRST_SECOND else 0
        left, interval = (_bounded(n, 0, _MOST) for n in (foreign.left, foreign.interval))
        more["steps"] = [foreign.type, left, _bounded(instant, 0, _MOST), interval, factor]
    elif factor != _ease(foreign) * 10:
        more["factor"] = factor
    return more
