"""What can be set of a deck, in the words of the settings screen; the library keeps it."""

from __future__ import annotations

from flashdeck.tui.options import Choice

_NEW = (0, 5, 10, 15, 20, 30, 40, 60, 100)
_REVIEWS = (25, 50, 100, 150, 200, 300, 500)
_RETENTIONS = (0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.97)

DECK_OPTIONS = (
    Choice(
        "new_per_day",
        "New cards a day",
        tuple((number, f"{number}") for number in _NEW),
        "So many cards a day are asked for the first time.",
    ),
    Choice(
        "reviews_per_day",
        "Reviews a day",
        ((None, "all that are due"), *((number, f"{number}") for number in _REVIEWS)),
        "What is due beyond that waits until tomorrow; with a limit, reviews pile up.",
    ),
    Choice(
        "new_mixed",
        "Order",
        ((False, "due, then new"), (True, "new among the due")),
        "New cards come after the reviews, or spread among them.",
    ),
    Choice(
        "algorithm",
        "Scheduler",
        (("sm2", "SM-2"), ("fsrs", "FSRS-6")),
        "SM-2 as published in 1990, or FSRS-6, which predicts recall. Switching replays the log.",
    ),
    Choice(
        "retention",
        "Recall aimed at",
        tuple((share, f"{share * 100:.0f} %") for share in _RETENTIONS),
        "FSRS brings a card back when its recall falls to this. Higher means more reviews.",
    ),
    Choice(
        "drill_below",
        "Drill until",
        ((4, "Good"), (3, "Hard")),
        "Cards graded Again or Hard come back today until they are Good; or only failures do.",
    ),
    Choice(
        "balanced",
        "Quiet days first",
        ((True, "on"), (False, "off")),
        "Of the days near the computed one, the one with the fewest cards is taken.",
    ),
    Choice(
        "leeches_rest",
        "Leeches",
        ((False, "tagged"), (True, "suspended")),
        "A card forgotten eight times is tagged as a leech, and rests if you wish.",
    ),
)
