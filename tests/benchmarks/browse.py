"""Browsing 100,000 cards: ``python -m tests.benchmarks.browse [CARDS]``.

Search as one types (what the screen does until the first page is there) beside SQLite's own time
for the words alone; the time of a frame while scrolling to the end and back; a bulk change of
10,000 cards and its undo.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flashdeck.core.query import QueryError, parse_query
from flashdeck.services import marking
from flashdeck.services.answering import undo
from flashdeck.services.clock import system_now
from flashdeck.services.finding import Order, found_cards
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import ids_at, rows_at
from flashdeck.tui.app import FlashdeckApp
from flashdeck.tui.screens.browse import BrowseScreen
from flashdeck.tui.widgets.card_table import CardTable

_DECKS = 10
_TYPED = ("nerve of the soleus 77", "is:due deck:d3 nerve", "-relation:origin thing 4", "tag:leg")
_FRAMES = 200


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def told(name: str, seconds: list[float]) -> None:
    """Print median, 95th percentile and most, in milliseconds."""
    ordered = sorted(seconds)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(f"{name:34} {middle * 1e3:8.1f} {late * 1e3:8.1f} {ordered[-1] * 1e3:8.1f} ms")


def filled(folder: Path, cards: int) -> None:
    """Write decks with this many cards."""
    for deck in range(_DECKS):
        notes = "\n".join(
            f"Q: What is thing {deck} number {n} of the soleus?\nA: answer {n} nerve\n"
            for n in range(cards // _DECKS)
        )
        text = f"---\nflashdeck: 1\ntitle: D{deck}\n---\n{notes}"
        (folder / f"{deck}.md").write_text(text, encoding="utf-8")


def _means_something(text: str) -> bool:
    try:
        parse_query(text, typing=True)
    except QueryError:
        return False
    return True


def search(library: Library) -> None:
    """Time every state of a search that is being typed."""
    first, alone = [], []
    for query in _TYPED:
        for end in range(1, len(query) + 1):
            text = query[:end]
            if not _means_something(text):
                continue

            def page(text: str = text) -> None:
                nums = found_cards(library, text, typing=True, order=Order.ADDED, limit=200)
                rows_at(library, nums[:12])

            first.append(timed(page))
            words = " ".join(f'"{word}"*' for word in text.split() if word.isalnum())
            if words:
                sql = "SELECT rowid FROM card_search WHERE card_search MATCH ? LIMIT 200"
                alone.append(timed(lambda w=words, s=sql: library.db.execute(s, (w,)).fetchall()))
    told("a letter typed, first page shown", first)
    told("SQLite alone, the words", alone)


async def scroll(library: Library) -> None:
    """Time frames of the table on the way to the end and back."""
    app = FlashdeckApp(library, system_now)
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(BrowseScreen())
        await pilot.pause(1)
        await app.workers.wait_for_complete()
        await pilot.pause(0.5)
        table = app.screen.query_one(CardTable)
        step = max(len(table.nums) // (_FRAMES // 2), 1)
        frames = []
        for frame in range(_FRAMES):
            began = time.perf_counter()
            table.move(step if frame < _FRAMES // 2 else -step)
            table.render()
            frames.append(time.perf_counter() - began)
            await pilot.pause()
        told("a frame while scrolling", frames)


def main(cards: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder, cards)
        with open_library(folder / "library.db", system_now) as library:
            import_decks(library, sorted(folder.glob("?.md")))
            print(f"{cards:,} cards {'':22} {'median':>8} {'p95':>8} {'most':>8}")
            search(library)
            asyncio.run(scroll(library))
            many = ids_at(library, found_cards(library, "", order=Order.ADDED, limit=10_000))
            suspend = timed(lambda: marking.set_suspended(library, many, suspended=True))
            back = timed(lambda: undo(library))
            left = len(found_cards(library, "is:suspended"))
            print(f"{len(many):,} cards suspended in {suspend:.1f} s, undone in {back:.1f} s, "
                  f"{left} left suspended")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
