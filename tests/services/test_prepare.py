"""What a session looks up ahead, while the student thinks, is never older than the library."""

from __future__ import annotations

import random
from pathlib import Path

from flashdeck.core.ids import DeckId
from flashdeck.core.model import Grade
from flashdeck.services import marking
from flashdeck.services.answering import Answer, record
from flashdeck.services.doctor import examine
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library, open_library
from flashdeck.services.settings import set_deck_settings
from flashdeck.services.study import Session
from flashdeck.store import reviews
from flashdeck.store.rows import DeckSettings
from tests.services.conftest import DECK as TEXT
from tests.services.conftest import HandClock

DECK = DeckId("dk-mv4t8q2rxh")


def days_of_study(folder: Path, *, ahead: bool) -> list[tuple[object, ...]]:
    """Study some days, now and then beside another session; return what was asked and saved."""
    folder.mkdir()
    deck = folder / "shoulder.md"
    deck.write_text(TEXT, encoding="utf-8")
    clock, rng, told = HandClock(), random.Random(5), []
    with open_library(folder / "library.db", clock) as library:
        import_decks(library, [deck])
        for _ in range(12):
            session = Session(library, clock)
            while (prompt := session.prompt) is not None:
                if ahead:
                    session.prepare()
                match rng.randrange(12):
                    case 0:
                        _elsewhere(library, clock, rng)
                    case 1:
                        session.undo()
                        continue
                    case 2:
                        session.flag(rng.randrange(8))
                    case 3:
                        set_deck_settings(
                            library, DECK, DeckSettings(drill_below=rng.choice((3, 4)))
                        )
                    case _:
                        pass
                clock.forward(seconds=rng.randrange(30))
                given = session.answer(rng.choice(list(Grade)), duration_ms=9)
                told.append((prompt.card.id, given))
            clock.forward(days=rng.randrange(1, 9))
        told += [(e.card, e.at_ms, e.q, e.interval_days) for e in reviews.all_entries(library.db)]
        ids = [entry.id for entry in reviews.all_entries(library.db)]
        assert ids == sorted(ids)
        assert examine(library).findings == ()
    return told


def _elsewhere(library: Library, clock: HandClock, rng: random.Random) -> None:
    """Do something to the library in a connection of its own."""
    with open_library(library.path, clock) as other:
        session = Session(other, clock)
        if session.prompt is not None:
            card = session.prompt.card.id
            if rng.random() < 0.5:
                record(other, card, Answer(q=rng.randrange(6)))
            else:
                marking.set_own(other, card, "note", f"{rng.random()}")


def test_looking_ahead_changes_nothing(tmp_path: Path) -> None:
    """A card asked from a stale look would be graded by intervals that no longer hold."""
    plain = days_of_study(tmp_path / "plain", ahead=False)
    assert days_of_study(tmp_path / "ahead", ahead=True) == plain


def test_a_note_written_elsewhere_is_on_the_next_card(
    library: Library, clock: HandClock, tmp_path: Path
) -> None:
    """Two windows on one library must not disagree about a card."""
    session = Session(library, clock)
    session.prepare()
    ahead = Session(library, clock)
    ahead.answer(Grade.GOOD, duration_ms=1)
    assert ahead.prompt is not None
    following = ahead.prompt.card.id
    ahead.undo()
    session.reload()
    session.prepare()
    with open_library(library.path, clock) as other:
        marking.set_own(other, following, "hint", "from the other window")
    session.answer(Grade.GOOD, duration_ms=1)
    assert session.prompt is not None and session.prompt.card.id == following
    assert session.prompt.own.hint == "from the other window"
