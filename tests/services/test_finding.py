"""A search finds what it says, among the cards as the library has them now."""

from __future__ import annotations

import pytest

from flashdeck.core.card import Grade
from flashdeck.core.ids import CardId
from flashdeck.services import marking
from flashdeck.services.answering import undo
from flashdeck.services.finding import Order, found_cards
from flashdeck.services.library import Library
from flashdeck.services.study import Session
from flashdeck.store.cards import cards_by_num

from .conftest import CARDS, HandClock

ORIGIN = CardId("n7kq3m9xwa/origin")
NERVE = CardId("n7kq3m9xwa/innervation")


def _found(library: Library, query: str, **how: object) -> list[str]:
    nums = found_cards(library, query, **how)  # type: ignore[arg-type]
    return [stored.card.id.split("/")[1] for stored in cards_by_num(library.db, nums)]


@pytest.mark.parametrize(
    ("query", "slots"),
    [
        ("axillary", "innervation innervation~rev"),
        ("AXILLARY nerve", "innervation innervation~rev"),
        ('"nerve axillary"', ""),
        ('"axillary nerve"', "innervation innervation~rev"),
        ("axil*", "innervation innervation~rev"),
        ("axil", ""),
        ("anterior part", "q"),
        ("axillary -kind:reverse", "innervation"),
        ("humeral or clavicular", "blood_supply q"),
        ("(humeral or clavicular) kind:basic", "blood_supply q"),
        ("kind:cloze", "c1 c2"),
        ("relation:origin", "origin"),
        ("relation:origin or relation:insertion", "origin insertion"),
        ("subject:delt* kind:list", "origin"),
        ("deck:shoulder -subject:deltoid", ""),
        ('deck:"upper limb" relation:action', "action"),
        ("deck:upper*::s* relation:action", "action"),
        ("deck:leg", ""),
        ("card:n7kq3m9xwa/action", "action"),
        ("note:k2v8r5t1pd", "q"),
        ("is:due", ""),
        ("is:new relation:action", "action"),
        ("is:suspended or is:buried or is:leech or is:flagged or is:learn", ""),
        ("prop:ease<1.6", ""),
        ("%' OR 1=1 --", ""),
        ('humeral"', None),
    ],
)
def test_cards_are_found_by_what_they_hold(library: Library, query: str, slots: str | None) -> None:
    """Otherwise a card cannot be found again."""
    if slots is None:
        with pytest.raises(Exception, match="without its partner"):
            _found(library, query)
        return
    assert sorted(_found(library, query)) == sorted(slots.split())


def test_cards_are_found_by_where_they_stand(library: Library, clock: HandClock) -> None:
    """What was answered, put aside or flagged is found, and no longer where it was undone."""
    session = Session(library, clock)
    while session.prompt and session.prompt.card.id != ORIGIN:
        session.bury()
    session.answer(Grade.AGAIN, duration_ms=900)
    assert _found(library, "is:learn") == _found(library, "rated:1:1") == ["origin"]
    assert _found(library, "rated:1:3") == []
    clock.forward(days=3)
    assert _found(library, "is:due") == _found(library, "is:overdue") == ["origin"]
    assert _found(library, "prop:due=-2") == _found(library, "prop:ivl=1") == ["origin"]
    assert _found(library, "rated:3") == []
    assert _found(library, "rated:4") == ["origin"]
    undo(library)
    assert _found(library, "rated:9") == _found(library, "is:review") == []
    marking.set_flag(library, [NERVE], 3)
    marking.set_suspended(library, [NERVE], suspended=True)
    assert _found(library, "flag:3") == _found(library, "is:flagged") == ["innervation"]
    assert _found(library, "is:suspended") == ["innervation"]
    assert len(_found(library, "-flag:3")) == CARDS - 1


def test_tags_take_their_sub_tags_along(library: Library) -> None:
    """ "tag:leg" without leg/posterior would miss most of the leg."""
    library.db.execute(
        "UPDATE cards SET content = json_set(content, '$.tags', json('[\"arm/upper\"]'))"
        " WHERE id = ?",
        (ORIGIN,),
    )
    num = library.db.execute("SELECT num FROM cards WHERE id = ?", (ORIGIN,)).fetchone()[0]
    library.db.execute("UPDATE card_search SET tags = 'arm/upper' WHERE rowid = ?", (num,))
    for tag in ("arm", "ARM/upper", "arm/", "arm/up*", "a*"):
        assert _found(library, f"tag:{tag}") == ["origin"], tag
    for tag in ("upper", "ar", "arm/upp", "a_m", "%"):
        assert _found(library, f"tag:{tag}") == [], tag


def test_found_cards_come_in_the_order_asked_for(library: Library) -> None:
    """The best match first in a search; in a table by the column that was clicked."""
    assert _found(library, "", order=Order.DECK)[:2] == ["origin", "insertion"]
    assert _found(library, "", order=Order.DECK, descending=True)[0] == "c2"
    assert len(_found(library, "", limit=4)) == 4
    by_question = _found(library, "", order=Order.QUESTION)
    assert by_question == list(reversed(_found(library, "", order=Order.QUESTION, descending=True)))
    for order in Order:
        assert len(_found(library, "", order=order)) == CARDS
