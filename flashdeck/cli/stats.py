"""``flashdeck stats``: load, retention, intervals and predictions, as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from flashdeck.cli import Invocation, output
from flashdeck.cli.completing import deck_names

if TYPE_CHECKING:
    from flashdeck.core.statistics import Calibration, Rate
    from flashdeck.services.statistics import HardCard, Statistics

_RECENT_DAYS = 30


@click.command("stats", epilog="Example: flashdeck stats soleus --json")
@click.argument("deck", required=False, shell_complete=deck_names)
@click.option("--json", "as_json", is_flag=True, help="Print all numbers as one JSON object.")
@click.pass_obj
def command(invocation: Invocation, deck: str | None, as_json: bool) -> None:
    """Show what is coming, what was done and how much was remembered.

    Retention is the share of the first answers of a day, to cards seen on an earlier day, that
    were Hard or better. Predictions are judged once there are 200 such reviews.
    """
    from flashdeck.cli.opened import opened
    from flashdeck.services.library import deck_ids
    from flashdeck.services.statistics import statistics

    with opened(invocation) as library:
        wanted = deck_ids(library, deck)
        today = library.today
    found = statistics(invocation.library, wanted, today)
    assert found is not None  # nobody cancels here
    if as_json:
        output.emit(_as_json(found))
    else:
        for line in _lines(found):
            output.say(line)


def _as_json(found: Statistics) -> dict[str, object]:
    from flashdeck.services.statistics import EASE_EDGES, INTERVAL_EDGES

    return {
        "day": output.day(found.today),
        "cards": found.cards,
        "new": found.new,
        "suspended": found.suspended,
        "overdue": found.overdue,
        "forecast": [
            {"day": output.day(found.today + n), "due": due} for n, due in enumerate(found.forecast)
        ],
        "reviews": [
            {
                "day": output.day(load.day),
                "reviews": load.reviews,
                "new": load.new,
                "minutes": round(load.minutes, 2),
            }
            for load in found.loads
        ],
        "retention": {
            "all": _rate(found.overall),
            "age": [_rate(rate) for rate in found.by_age],
            "relation": [_rate(rate) for rate in found.by_relation],
            "region": [_rate(rate) for rate in found.by_region],
        },
        "intervals": [
            {"from_days": edge, "cards": number}
            for edge, number in zip(INTERVAL_EDGES, found.intervals, strict=True)
        ],
        "ease": [
            {"from": edge, "cards": number}
            for edge, number in zip(EASE_EDGES, found.eases, strict=True)
        ],
        "hardest": [_hard(card) for card in found.hardest],
        "leeches": [_hard(card) for card in found.leeches],
        "calibration": _calibration(found.calibration),
    }


def _rate(rate: Rate) -> dict[str, object]:
    share = round(rate.share, 4) if rate.of else None
    return {"name": rate.name, "remembered": rate.remembered, "of": rate.of, "share": share}


def _hard(card: HardCard) -> dict[str, object]:
    return {
        "card": card.card,
        "question": card.question,
        "lapses": card.lapses,
        "ease": card.ease / 100,
    }


def _calibration(found: Calibration | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "of": found.of,
        "error": round(found.error, 4),
        "log_loss": round(found.log_loss, 4),
        "steps": [
            {
                "from": step.least,
                "to": step.most,
                "of": step.of,
                "predicted": round(step.predicted, 4),
                "remembered": round(step.remembered, 4),
            }
            for step in found.steps
        ],
    }


def _lines(found: Statistics) -> Iterable[str]:
    yield f"{found.cards} cards, {found.new} new, {found.suspended} suspended"
    overdue = f" ({found.overdue} overdue)" if found.overdue else ""
    yield (
        f"due: {found.forecast[0]} today{overdue}, {sum(found.forecast[:7])} in 7 days, "
        f"{sum(found.forecast)} in 30 days"
    )
    recent = [load for load in found.loads if load.day > found.today - _RECENT_DAYS]
    yield (
        f"last {_RECENT_DAYS} days: {sum(load.reviews for load in recent)} reviews, "
        f"{sum(load.new for load in recent)} of them new cards, "
        f"{sum(load.minutes for load in recent):.0f} minutes, on {len(recent)} days"
    )
    if found.overall.of:
        yield f"remembered: {_share(found.overall)}"
        for title, rates in (
            ("age", found.by_age),
            ("relation", found.by_relation),
            ("region", found.by_region),
        ):
            for rate in rates:
                yield f"  by {title}, {rate.name.replace('_', ' ')}: {_share(rate)}"
    for card in found.hardest:
        yield f"hard: forgotten {card.lapses} times, ease {card.ease / 100:.2f}: {card.question}"
    if found.calibration:
        yield (
            f"predictions: off by {found.calibration.error * 100:.1f} points on average over "
            f"{found.calibration.of} reviews, log loss {found.calibration.log_loss:.3f}"
        )


def _share(rate: Rate) -> str:
    return f"{rate.share * 100:.0f} % of {rate.of}"
