"""A library that a student has used for a year, made from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flashdeck.core.days import Moment
from flashdeck.core.model import Grade
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, deck_ids, open_library
from flashdeck.services.study import Session

DAY_MS = 86_400_000
# Title, place in the tree, tags, and a question with its answer for each structure.
DECKS = (
    ("Soleus", "Lower limb::Soleus", "leg/posterior", ("origin", "insertion", "nerve", "action")),
    ("Posterior leg", "Lower limb::Posterior leg", "leg/posterior", ("artery", "vein", "layer")),
    ("Rotator cuff", "Upper limb::Rotator cuff", "shoulder", ("tendon", "nerve", "test", "action")),
    ("Trunk", "Trunk", "trunk", ("level", "layer")),
)
NAMES = ("soleus", "plantaris", "popliteus", "supraspinatus", "subscapularis", "teres minor")


class Time:
    """A clock that the seed moves."""

    def __init__(self, now: Moment) -> None:
        self.now = now

    def __call__(self) -> Moment:
        return self.now


@contextmanager
def lived_in(
    folder: Path, now: Moment, days: int = 120, names: Sequence[str] = NAMES
) -> Iterator[Library]:
    """Open a library with four decks, studied on and off over the days before now."""
    rng = random.Random(7)
    folder.mkdir(parents=True, exist_ok=True)
    for number, (title, place, tags, asked) in enumerate(DECKS):
        cards = "\n".join(
            f"Q: What is the {what} of the {name}?\nA: {what} {at} of {name}\n"
            for at, name in enumerate(names)
            for what in asked
        )
        text = f"---\nflashdeck: 1\ntitle: {title}\ndeck: {place}\ntags: [{tags}]\n---\n{cards}"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    time = Time(now)
    with open_library(folder / "library.db", time) as library:
        import_decks(library, sorted(folder.glob("?.md")))
        for back in range(days, -1, -1):
            if back > 12 and rng.random() < back / (1.4 * days):
                continue
            time.now = Moment(now.utc_ms - back * DAY_MS, now.utc_offset_min)
            session = Session(library, time, deck_ids(library))
            for _ in range(rng.choice((3, 6, 12, 18, 36)) if back else 2):
                if session.prompt is None:
                    break
                grade = rng.choices(tuple(Grade), weights=(2, 2, 7, 1))[0]
                time.now = Moment(time.now.utc_ms + 7000, now.utc_offset_min)
                session.answer(grade, duration_ms=6000)
        time.now = now
        yield library
