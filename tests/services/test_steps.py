"""Putting cards aside, marking them, and studying some of them: all of it undone by one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashdeck.core.errors import NotFoundError, UsageError
from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Grade, Relation
from flashdeck.core.schedule.replay import Kind
from flashdeck.services import marking
from flashdeck.services.answering import Answer, record, undo
from flashdeck.services.finding import found_cards
from flashdeck.services.library import Library, open_library
from flashdeck.services.listing import card_rows
from flashdeck.services.selection import Selection
from flashdeck.services.study import Session
from flashdeck.store import cards, decks, reviews, states
from flashdeck.store.rows import DeckSettings

DECK = DeckId("dk-mv4t8q2rxh")
ORIGIN, ACTION = CardId("n7kq3m9xwa/origin"), CardId("n7kq3m9xwa/action")


def at(session: Session) -> str:
    return session.prompt.card.id if session.prompt else ""


def asked(session: Session, grade: Grade = Grade.GOOD) -> list[str]:
    order = []
    while session.prompt is not None:
        order.append(session.prompt.card.id)
        session.answer(grade, duration_ms=1)
    return order


def test_buried_until_tomorrow_also_after_restart(library: Library, clock, tmp_path: Path) -> None:
    """A card put off today must not come back today, and must come back tomorrow."""
    session = Session(library, clock)
    assert session.bury() == 1
    assert at(session) == "n7kq3m9xwa/insertion"
    with open_library(tmp_path / "library.db", clock) as again:
        assert ORIGIN not in asked(Session(again, clock))
        clock.forward(days=1)
        assert ORIGIN in asked(Session(again, clock))


def test_the_whole_note_put_off_and_taken_back_at_once(library: Library, clock) -> None:
    """B puts off all cards of a structure; one u brings them all back."""
    session = Session(library, clock)
    before = session.progress().total
    assert session.bury(note=True) == 6
    assert at(session) == "k2v8r5t1pd/q"
    undone = session.undo()
    assert undone and (undone.card_id, undone.kind, undone.grade) == (ORIGIN, Kind.BURY, None)
    assert (at(session), session.progress().total) == (ORIGIN, before)
    assert session.redo() is not None
    assert at(session) == "k2v8r5t1pd/q"
    assert session.progress().total == 2


def test_undo_takes_steps_back_in_order(library: Library, clock) -> None:
    """u always means the last thing done, whatever it was."""
    session = Session(library, clock)
    session.flag(3)
    session.write("mnemonic", "Three heads\x1b[2J")
    session.answer(Grade.EASY, duration_ms=1)
    session.suspend()
    second = CardId("n7kq3m9xwa/insertion")
    assert states.get_standing(library.db, second).suspended
    kinds = []
    for _ in range(4):
        undone = session.undo()
        assert undone is not None
        kinds.append((undone.kind, undone.what))
    assert kinds == [
        (Kind.SUSPEND, "Suspended"), (Kind.REVIEW, "Easy"), (Kind.NOTE, "Note"), (Kind.FLAG, "Flag")
    ]  # fmt: skip
    assert session.undo() is None
    assert at(session) == ORIGIN
    assert cards.overlay_of(library.db, ORIGIN) == cards.Overlay()
    for _ in range(4):
        assert session.redo() is not None
    assert session.redo() is None
    assert cards.overlay_of(library.db, ORIGIN) == cards.Overlay("", "Three heads[2J", "", 3)
    assert states.get_standing(library.db, second).suspended
    assert at(session) == "n7kq3m9xwa/innervation"


def test_marks_are_seen_at_once(library: Library, clock) -> None:
    """A flag or a note must show on the card that is being asked."""
    session = Session(library, clock)
    session.flag(2)
    session.write("hint", "three places")
    assert session.prompt is not None
    assert (session.prompt.state.flag, session.prompt.own.hint) == (2, "three places")
    assert at(session) == ORIGIN
    with pytest.raises(UsageError):
        session.flag(8)
    with pytest.raises(UsageError):
        session.write("answer", "x")
    with pytest.raises(NotFoundError):
        marking.set_flag(library, [CardId("nowhere/q")], 1)


def test_new_cards_mixed_among_the_due(library: Library, clock) -> None:
    """Who prefers variety gets new cards in between, not only at the end."""
    with library.store.transaction() as db:
        decks.put_settings(db, DECK, DeckSettings(new_per_day=4))
    asked(Session(library, clock))
    clock.forward(days=1)
    with library.store.transaction() as db:
        decks.put_settings(db, DECK, DeckSettings(new_per_day=2, new_mixed=True))
    order = asked(Session(library, clock))
    new = [place for place, card in enumerate(order) if card in (ACTION, "k2v8r5t1pd/q")]
    assert len(order) == 6 and 0 < new[0] < new[1] < 5


def test_leeches_are_named_and_rest_only_if_so_set(library: Library, clock) -> None:
    """A card forgotten eight times needs rewording; it disappears only where one asked for that."""
    for rests in (False, True):
        card = ACTION if rests else ORIGIN
        with library.store.transaction() as db:
            decks.put_settings(db, DECK, DeckSettings(leeches_rest=rests))
        for _ in range(8):
            for q in (4, 1):
                record(library, card, Answer(q=q))
                clock.forward(days=1)
        (row,) = [row for row in card_rows(library) if row.card.id == card]
        assert (row.state.lapses, row.state.leech, row.state.suspended) == (8, True, rests)
        assert "leech" in row.tags
    session = Session(library, clock)
    undone = session.undo()
    assert undone and (undone.card_id, undone.kind) == (ACTION, Kind.REVIEW)
    standing = states.get_standing(library.db, ACTION)
    assert (standing.suspended, standing.memory.lapses) == (False, 7)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(relation=Relation.ACTION), ["n7kq3m9xwa/action"]),
        (Selection(flag=1), ["n7kq3m9xwa/insertion"]),
        (Selection(overdue=True), ["n7kq3m9xwa/insertion"]),
        (Selection(leech=True), []),
        (Selection(tag="arm"), []),
        (Selection(cards=(ACTION, ORIGIN)), ["n7kq3m9xwa/origin", "n7kq3m9xwa/action"]),
    ],
)
def test_study_of_some_cards(
    library: Library, clock, selection: Selection, expected: list[str]
) -> None:
    """Before an exam one studies the innervations, or what is late, and nothing else."""
    card = CardId("n7kq3m9xwa/insertion")
    record(library, card, Answer(q=4))
    marking.set_flag(library, [card], 1)
    clock.forward(days=3)
    assert asked(Session(library, clock, None, selection)) == expected


def test_cram_leaves_the_schedule_alone(library: Library, clock) -> None:
    """The night before the exam must not ruin the weeks after it."""
    record(library, ORIGIN, Answer(q=5))
    before = states.deck_standings(library.db, DECK)
    session = Session(library, clock, None, Selection(cards=(ACTION, ORIGIN), cram=True))
    assert session.prompt and session.prompt.cram and session.cram
    assert at(session) == ACTION
    session.answer(Grade.AGAIN, duration_ms=1)
    assert at(session) == ORIGIN
    undone = session.undo()
    assert undone and (undone.kind, at(session)) == (Kind.CRAM, ACTION)
    assert session.progress().total == 2
    session.redo()
    session.answer(Grade.GOOD, duration_ms=1)
    assert asked(session) == [ACTION]
    assert states.deck_standings(library.db, DECK) == before
    kinds = [entry.kind for entry in reviews.all_entries(library.db)]
    assert kinds.count(Kind.REVIEW) == 1 and kinds.count(Kind.CRAM) == 3


def test_own_tags_are_found_shown_and_undone(library: Library) -> None:
    """A student sorts cards in words of their own, and the deck's next edition keeps them."""
    wanted = [CardId("n7kq3m9xwa/origin"), CardId("n7kq3m9xwa/action")]
    assert marking.add_tags(library, wanted, ["exam/oral", "weak"]) == 2
    assert marking.add_tags(library, wanted[:1], ["weak"]) == 0
    assert len(found_cards(library, "tag:exam")) == len(found_cards(library, "tag:WEAK")) == 2
    tags = {row.card.id: row.tags for row in card_rows(library)}
    assert tags[wanted[0]] == ("exam/oral", "weak")
    assert marking.take_tags(library, wanted, ["Weak"]) == 2
    assert len(found_cards(library, "tag:weak")) == 0
    undo(library)
    assert len(found_cards(library, "tag:weak")) == 2
    undo(library)
    assert len(found_cards(library, "tag:exam")) == 0
    with pytest.raises(UsageError, match="is no tag"):
        marking.add_tags(library, wanted, ["two words"])


def test_a_reset_card_starts_again_and_keeps_its_history(library: Library, clock) -> None:
    """Learning a deck anew must not cost the log of the first time."""
    session = Session(library, clock)
    assert session.prompt is not None
    card = session.prompt.card.id
    session.answer(Grade.EASY, duration_ms=1000)
    clock.forward(days=2)
    assert marking.reset(library, [card]) == 1
    standing = states.get_standing(library.db, card)
    assert (standing.memory.repetitions, standing.memory.due_day) == (0, library.today)
    assert len(found_cards(library, "rated:9")) == 1
    undo(library)
    assert states.get_standing(library.db, card).memory.repetitions == 1
    assert marking.reset(library, [CardId("k2v8r5t1pd/q")]) == 0
