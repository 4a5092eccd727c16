"""The pages of the statistics: charts with their titles, and what they mean in words."""

from __future__ import annotations

import itertools

from flashdeck.core.statistics import LEAST_FOR_CALIBRATION, DayLoad, Rate
from flashdeck.services.statistics import EASE_EDGES, INTERVAL_EDGES, Statistics
from flashdeck.tui import charts, safe, words
from flashdeck.tui.safe import Content

PAGES = ("Due", "Reviews", "Remembered", "Intervals", "Hard cards", "Predictions")
_DAYS_BACK = 30


def page_lines(page: int, found: Statistics, width: int, goal: float | None) -> list[Content]:
    """Return one of `PAGES` at this width; ``goal`` is the recall that all its decks aim at."""
    draw = (_due, _reviews, _remembered, _intervals, _hard, _predictions)[page]
    lines = draw(found, width, goal)
    return [part for line in lines for part in (_wrapped(line, width))]


def _wrapped(line: Content, width: int) -> list[Content]:
    return line.wrap(width) if line.cell_length > width else [line]


def _head(title: str, note: str = "") -> Content:
    return safe.line((title, "bold"), (f"  {note}", "$muted"))


def _note(text: str) -> Content:
    return safe.line((text, "$muted"))


def _due(found: Statistics, width: int, goal: float | None) -> list[Content]:
    total, days = sum(found.forecast), len(found.forecast)
    weeks = [(0, "today"), (7, "in 1 week"), (14, "2 weeks"), (21, "3 weeks"), (28, "4")]
    mean = f"{total:,} in the next {days} days, about {round(total / days):,} a day"
    lines = [_head("Cards due", mean)]
    lines += charts.columns(found.forecast, weeks, width, marked=0)
    lines.append(Content(""))
    if found.overdue:
        late = words.count(found.overdue, "card")
        lines.append(_note(f"{late} of today's waited before today."))
    if found.new:
        new = words.count(found.new, "new card")
        lines.append(_note(f"{new} not begun yet; they come on top."))
    if found.suspended:
        lines.append(_note(f"{words.count(found.suspended, 'card')} suspended."))
    return lines


def _reviews(found: Statistics, width: int, goal: float | None) -> list[Content]:
    by_day = {load.day: load for load in found.loads}
    first = found.today - _DAYS_BACK + 1
    none = DayLoad(0, 0, 0, 0.0)
    recent = [by_day.get(first + n, none) for n in range(_DAYS_BACK)]
    labels = [(0, words.day_in(first, found.today)), (_DAYS_BACK - 1, "today")]
    reviews, minutes = sum(one.reviews for one in recent), sum(one.minutes for one in recent)
    studied = sum(one.reviews > 0 for one in recent)
    new = words.count(sum(one.new for one in recent), "new card")
    lines = [_head("Reviews a day", f"{reviews:,} in {_DAYS_BACK} days, {new} among them")]
    today = _DAYS_BACK - 1
    lines += charts.columns([one.reviews for one in recent], labels, width, marked=today)
    lines.append(Content(""))
    note = f"{minutes:,.0f} in {_DAYS_BACK} days, on {words.count(studied, 'day')}"
    lines.append(_head("Minutes a day", note))
    lines += charts.columns([one.minutes for one in recent], labels, width, marked=today)
    return lines


def _remembered(found: Statistics, width: int, goal: float | None) -> list[Content]:
    if not found.overall.of:
        return [_note("Nothing was asked a second time yet.")]
    aim = f", your goal is {goal * 100:.0f} % (┊)" if goal is not None else ""
    note = f"{found.overall.share * 100:.0f} % of {found.overall.of:,}{aim}"
    lines = [_head("Remembered", note), Content("")]
    for title, rates in (
        ("By age of the card", found.by_age),
        ("By relation", found.by_relation),
        ("By region", found.by_region),
    ):
        if rates:
            lines.append(_head(title))
            lines += charts.shares([_bar(rate) for rate in rates], width, goal=goal)
            lines.append(Content(""))
    counted = "Counted is the first answer of a day to a card seen on another day; "
    lines.append(_note(counted + "Hard, Good and Easy are remembered."))
    return lines


def _bar(rate: Rate) -> charts.Bar:
    return charts.Bar(rate.name.replace("_", " "), rate.share, f"of {rate.of:,}")


def _intervals(found: Statistics, width: int, goal: float | None) -> list[Content]:
    if found.new == found.cards:
        return [_note("No card was answered yet.")]
    names = [
        f"{edge} to {end - 1}" if end - 1 > edge else f"{edge}"
        for edge, end in itertools.pairwise(INTERVAL_EDGES)
    ]
    names.append(f"{INTERVAL_EDGES[-1]} and more")
    lines = [_head("Intervals", "days between reviews, and how many cards have them")]
    lines += charts.counts(list(zip(names, found.intervals, strict=True)), width)
    lines.append(Content(""))
    lines.append(_head("Ease", "what SM-2 multiplies an interval by; cards start at 2.5"))
    edges = [f"from {edge:.1f}" for edge in EASE_EDGES]
    lines += charts.counts(list(zip(edges, found.eases, strict=True)), width)
    return lines


def _hard(found: Statistics, width: int, goal: float | None) -> list[Content]:
    if not found.hardest:
        return [_note("No card was forgotten yet.")]
    lines = [_head("Hardest cards", "forgotten most often"), Content("")]
    for card in found.hardest:
        lines.append(safe.line((safe.shorten(card.question, width), "")))
        times = words.count(card.lapses, "time")
        lines.append(_note(f"  forgotten {times}, ease {card.ease / 100:.2f}"))
    if found.leeches:
        count = words.count(len(found.leeches), "card")
        what = f"{count} forgotten 8 times or more: reword them, or put them aside."
        lines += [Content(""), _note(f"{what} is:leech finds them.")]
    return lines


def _predictions(found: Statistics, width: int, goal: float | None) -> list[Content]:
    known = found.calibration
    lines = [_head("Predictions", "recall that was foretold (FSRS), and what came of it")]
    if known is None:
        lines.append(Content(""))
        least = f"They are judged once {LEAST_FOR_CALIBRATION} reviews of cards seen on "
        lines.append(_note(least + "an earlier day are in the log."))
        return lines
    lines.append(Content(""))
    bars = []
    for step in known.steps:
        name = f"{step.least * 100:.0f} to {step.most * 100:.0f} %"
        foretold = f"foretold {step.predicted * 100:.0f} %, of {step.of:,}"
        bars.append(charts.Bar(name, step.remembered, foretold))
    lines += charts.shares(bars, width)
    lines.append(Content(""))
    off = f"Off by {known.error * 100:.1f} points on average over {known.of:,} reviews, "
    lines.append(_note(f"{off}log loss {known.log_loss:.3f}."))
    lines.append(_note("On the left the recall foretold; the bars are what came."))
    return lines
