"""Histories of cards as an export takes them along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flashdeck.anki.history import DEVICE
from flashdeck.anki.notes import History, OwnWords, Review
from flashdeck.core.schedule.base import Algorithm
from flashdeck.core.schedule.fsrs import Fsrs, memory_state
from flashdeck.core.schedule.replay import Entry, Kind, Standing, detail_of, live, step
from flashdeck.store.rows import Overlay

_DAY_MS = 86_400_000


def history_of(
    standing: Standing,
    entries: Sequence[Entry],
    algorithm: Algorithm,
    overlay: Overlay,
    today: int,
) -> History:
    """Return where a card stands, its answers, and what its student added."""
    memory = standing.memory
    counted = live(entries)
    came = _came(counted)
    aim = decay = stability = difficulty = 0.0
    if isinstance(algorithm, Fsrs):
        known = algorithm.known(memory)
        stability, difficulty = known.stability or 0.0, known.difficulty or 0.0
        aim, decay = algorithm.retention, algorithm.decay
    elif known_there := memory_state(came.get("stability"), came.get("difficulty")):
        stability, difficulty = known_there
    noted = (entry.at_ms for entry in entries if entry.kind is Kind.NOTE)
    return History(
        due_day=memory.due_day,
        interval_days=memory.interval_days,
        ease=memory.ease,
        lapses=memory.lapses,
        answered_ms=standing.answered_ms or _noon_ms(memory.last_day),
        suspended=standing.suspended,
        buried=standing.buried_day == today,
        flag=overlay.flag,
        stability=stability,
        difficulty=difficulty,
        retention=aim,
        decay=decay,
        reviews=tuple(_reviews(counted, algorithm)),
        own=OwnWords(overlay.hint, overlay.mnemonic, overlay.note, max(noted, default=0)),
        reps=_repetitions(counted),
        factor=_whole(came.get("factor")),
        steps=_steps(came.get("steps")),
        data=_data(came.get("data")),
    )


def _noon_ms(day: int | None) -> int:
    """Return an instant of a study day, for a card that came without the instant itself."""
    return 0 if day is None else day * _DAY_MS + _DAY_MS // 2


def _came(counted: Iterable[Entry]) -> Mapping[str, Any]:
    """Return what came with the card's schedule, unless something changed that since."""
    found: Mapping[str, Any] = {}
    for entry in counted:
        if entry.kind in (Kind.REVIEW, Kind.RESET, Kind.DUE):
            found = {}
        elif entry.kind is Kind.IMPORT:
            found = detail_of(entry)
    return found


def _repetitions(counted: Iterable[Entry]) -> int:
    """Return how often the card was answered, answers counted that came without a row."""
    number = 0
    for entry in counted:
        if entry.kind is Kind.IMPORT:
            number = _whole(detail_of(entry).get("reps")) or number
        elif entry.kind is Kind.REVIEW or _anki_row(entry):
            number += 1
    return number


def _reviews(counted: Iterable[Entry], algorithm: Algorithm) -> Iterable[Review]:
    """Yield the answers that count, each with the ease and interval that it led to."""
    standing = Standing()
    for entry in counted:
        before, standing = standing, step(standing, entry, algorithm)
        row = _anki_row(entry)
        if entry.q is not None and (entry.kind is Kind.REVIEW or row):
            interval = entry.interval_days
            yield Review(
                at_ms=entry.at_ms,
                q=entry.q,
                interval_days=standing.memory.interval_days if interval is None else interval,
                last_interval_days=before.memory.interval_days,
                ease=standing.memory.ease,
                duration_ms=entry.duration_ms or 0,
                row=row,
            )


def _anki_row(entry: Entry) -> tuple[int, ...]:
    """Return an answer as Anki's log had it, where it came from there."""
    if entry.device != DEVICE:
        return ()
    row = detail_of(entry).get("anki")
    whole = isinstance(row, list) and len(row) == 5 and all(type(one) is int for one in row)
    return tuple(row) if whole and row is not None else ()


def _whole(value: object) -> int:
    return value if type(value) is int and value > 0 else 0


def _steps(value: object) -> tuple[int, ...]:
    whole = isinstance(value, list) and len(value) == 5 and all(type(one) is int for one in value)
    return tuple(value) if whole and isinstance(value, list) else ()


def _data(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
