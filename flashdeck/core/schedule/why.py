"""Why an answer brings a card back when it does: the rule and its numbers, in words."""

from __future__ import annotations

from flashdeck.core.schedule.base import LONGEST_INTERVAL_DAYS, Algorithm, Memory, fuzz_range
from flashdeck.core.schedule.fsrs import Fsrs
from flashdeck.core.schedule.sm2 import Sm2

_NAMES = {0: "q0", 1: "q1", 2: "Again", 3: "Hard", 4: "Good", 5: "Easy"}
_CREDIT_HALVES = {3: 0, 4: 1, 5: 2}
_CREDIT = {3: "credits none of that", 4: "credits half of that", 5: "credits all of it"}
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_PASS = 3


def why(
    memory: Memory, q: int, day: int, algorithm: Algorithm | None = None, given: int | None = None
) -> str:
    """Return why an answer gives the interval that it gives, in a few sentences.

    ``memory`` is the card's before the answer of quality ``q`` on that study day; ``given`` the
    interval that was chosen near the computed one, where it was.
    """
    rule = algorithm or Sm2()
    after = rule.answer(memory, q, day)
    if not rule.schedules(memory, day):
        return _again_today(memory, after)
    if isinstance(rule, Fsrs):
        sentences = _by_memory(rule, memory, after, q, day)
    elif q < _PASS:
        sentences = [_failure(memory, q)]
    else:
        sentences = [_success(memory, q, day, after.repetitions), _ease(memory, after, q, day)]
    if after.interval_days == LONGEST_INTERVAL_DAYS:
        sentences.insert(1, f"No interval is longer than {LONGEST_INTERVAL_DAYS:,} days.")
    if given is not None and given != after.interval_days:
        least, greatest = fuzz_range(after.interval_days)
        if least <= given <= greatest:
            sentences.append(f"From {least} to {greatest} days, day {given} has the fewest cards.")
    if after.drill:
        sentences.append(f"{_NAMES[q]} also brings it back today, until it is Good.")
    return " ".join(filter(None, sentences))


def _by_memory(rule: Fsrs, memory: Memory, after: Memory, q: int, day: int) -> list[str]:
    """Say what FSRS expected of the card, and what the answer tells it."""
    before = rule.known(memory)
    assert after.stability is not None
    answer, lasts = _NAMES[max(q, 2)], _lasting(after.stability)
    if before.stability is None:
        first = f"The first answer tells how long it lasts: after {answer}, {lasts} until recall "
        first += "falls to 90 %."
    elif memory.last_day is not None and day <= memory.last_day:
        first = "A further answer on the same day counts less. "
        first += f"The time until recall falls to 90 % was {_lasting(before.stability)}, "
        first += f"after {answer} {lasts}."
    else:
        first = f"Predicted recall was {100 * rule.recall(before, day):.0f} %. "
        first += f"The time until it falls to 90 % was {_lasting(before.stability)}, "
        first += f"after {answer} {lasts}."
    return [first, f"Your goal is {100 * rule.retention:.4g} %: {_days(after.interval_days)}."]


def _lasting(stability: float) -> str:
    if stability < 1:
        return "less than a day"
    return f"{stability:,.1f} days" if stability < 10 else f"{stability:,.0f} days"


def _again_today(memory: Memory, after: Memory) -> str:
    days = _days(memory.interval_days)
    if after.drill:
        return (
            f"Only the first answer of a day schedules: it stays at {days}, and comes back today."
        )
    return f"Only the first answer of a day schedules: it stays at {days}, and is done for today."


def _failure(memory: Memory, q: int) -> str:
    ease = f"its ease stays {_hundredths(memory.ease)}"
    if memory.repetitions:
        return f"{_NAMES[q]} starts the card over: 1 day; {ease}, and it counts as forgotten once."
    return f"{_NAMES[q]} begins again at 1 day; {ease}."


def _success(memory: Memory, q: int, day: int, number: int) -> str:
    had = memory.interval_days
    delay = 0 if memory.due_day is None else day - memory.due_day
    halves = max(delay, 0) * _CREDIT_HALVES[q]
    late = f"You are {_days(delay)} late, and {_NAMES[q]} {_CREDIT[q]}" if delay > 0 else ""
    if number == 1:
        return "The first success brings the card back the next day."
    if number == 2:
        if not late:
            return "The second success in a row brings 6 days."
        total = had + -(-halves // 2)
        sum_ = f"{had} + {_halved(halves)} = {_halved(2 * had + halves)}"
        up = f", rounded up to {total}" if halves % 2 else ""
        least = ", but at least 6" if total < 6 else ""
        rule = "The second success in a row brings 6 days, or more after a longer wait."
        return f"{rule} {late}: {sum_}{up}{least}."
    rule = f"The {_ordinal(number)} success in a row multiplies the interval by the ease."
    ease = _hundredths(memory.ease)
    if delay < 0:
        return f"{rule} {_early(memory, day, delay)}"
    product = (2 * had + halves) * memory.ease
    terms = f"({had} + {_halved(halves)}) × {ease}" if halves else f"{had} × {ease}"
    up = f", rounded up to {-(-product // 200)}" if product % 200 else ""
    said = f"{late}: " if late else ""
    return f"{rule} {said}{terms} = {_fraction(product, 200)}{up}."


def _early(memory: Memory, day: int, delay: int) -> str:
    had, ease = memory.interval_days, _hundredths(memory.ease)
    elapsed = max(had + delay if memory.last_day is None else day - memory.last_day, 0)
    earned = elapsed * memory.ease
    most = -(-had * memory.ease // 100)
    reached = min(most, max(had, -(-earned // 100)))
    product = f"{elapsed} × {ease} = {_fraction(earned, 100)}"
    bound = ""
    if reached == had and -(-earned // 100) < had:
        bound = f", but never less than the {_days(had)} it had"
    elif earned % 100:
        bound = f", rounded up to {reached}"
    return f"You are {_days(-delay)} early, so only the days that passed count: {product}{bound}."


def _ease(memory: Memory, after: Memory, q: int, day: int) -> str:
    early = memory.due_day is not None and day < memory.due_day
    if after.ease == memory.ease:
        if q == 5 and early:
            return f"An early answer does not raise the ease; it stays {_hundredths(after.ease)}."
        return ""
    way = "rises" if after.ease > memory.ease else "falls"
    return f"Then the ease {way} to {_hundredths(after.ease)}."


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _ordinal(number: int) -> str:
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ends = {1: "st", 2: "nd", 3: "rd"}
    end = "th" if number % 100 in (11, 12, 13) else ends.get(number % 10, "th")
    return f"{number}{end}"


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"


def _halved(halves: int) -> str:
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)


def _fraction(numerator: int, divisor: int) -> str:
    """Return a quotient of at most four decimals without the zeros at its end."""
    whole, rest = divmod(numerator * 10_000 // divisor, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
