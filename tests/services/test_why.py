"""Card info: what is told of a card is what its log says."""

from __future__ import annotations

import pytest

from flashdeck.core.errors import NotFoundError
from flashdeck.core.ids import CardId
from flashdeck.services.answering import Answer, record, undo
from flashdeck.services.library import Library
from flashdeck.services.study import Session
from flashdeck.services.why import card_info

CARD = CardId("n7kq3m9xwa/origin")


def test_card_info(library: Library, clock) -> None:
    """The four outcomes are those of the buttons, and the history shows what was undone."""
    for q, days in ((4, 1), (4, 6), (5, 2)):
        record(library, CARD, Answer(q=q))
        clock.forward(days=days)
    undo(library)
    info = card_info(library, CARD)
    session = Session(library, clock)
    assert session.prompt is not None and session.prompt.card.id == CARD
    shown = [(one.interval_days, one.due_day, one.again_today) for one in session.prompt.buttons]
    assert [(one.interval_days, one.due_day, one.again_today) for one in info.outcomes] == shown
    assert "(6 + 1) × 2.50 = 17.5, rounded up to 18" in info.outcomes[2].why
    assert info.why == "The second success in a row brings 6 days."
    told = [(one.undone, one.interval_before, one.interval_after) for one in info.history]
    assert told == [(False, 0, 1), (False, 1, 6), (True, None, None)]
    with pytest.raises(NotFoundError):
        card_info(library, CardId("nowhere/q"))
