"""The order of a day's cards."""

from __future__ import annotations

from flashdeck.core.ids import CardId
from flashdeck.core.schedule.queue import asking_order, next_card


def ids(text: str) -> list[CardId]:
    return [CardId(letter) for letter in text]


def test_drills_come_back_after_some_others() -> None:
    """A failed card asked again at once is read off the short-term memory, not recalled."""
    assert next_card(ids("abc"), ids("x"), ids("x")) == "a"
    assert next_card(ids("abc"), ids("x"), ids("vwyzx")) == "a"
    assert next_card(ids("abc"), ids("x"), ids("uvwyzx")) == "x"
    assert next_card([], ids("xy"), ids("yx")) == "x"
    assert next_card([], [], ids("yx")) is None


def test_order_of_a_day() -> None:
    """`due` lists what the session will ask, in that order."""
    assert "".join(asking_order(ids("abcdefgh"), ids("xy"), ids("yx"))) == "abcdxyefgh"
    assert asking_order(ids("ab"), ids("x"), ids("x")) == ids("abx")
    assert asking_order([], [], []) == []
