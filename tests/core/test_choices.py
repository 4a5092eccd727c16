"""A choice question offers three wrong answers worth a thought, and one right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flashdeck.core.card import Card, CardKind, Item, Relation
from flashdeck.core.choices import Choice, choice_for
from flashdeck.core.grading.judge import Verdict, judge_answer
from flashdeck.core.ids import CardId, NoteId
from flashdeck.files.decks import load_deck


@pytest.fixture(scope="module")
def shipped() -> tuple[Card, ...]:
    decks = ("soleus", "posterior-leg", "rotator-cuff")
    return tuple(
        card
        for deck in decks
        for card in load_deck(Path(__file__).parents[2] / f"decks/{deck}.md").cards
    )


@pytest.fixture(scope="module")
def choices(shipped: Sequence[Card]) -> dict[Card, Choice]:
    found = {card: choice_for(card, shipped) for card in shipped}
    return {card: choice for card, choice in found.items() if choice is not None}


def test_no_true_answer_is_offered_as_a_wrong_one(
    shipped: Sequence[Card], choices: dict[Card, Choice]
) -> None:
    """A student who picks a true answer must never be told that it is wrong."""
    assert len(choices) > 60
    for card, choice in choices.items():
        truths = [
            truth
            for other in shipped
            if other.question == card.question
            or (other.note_id, other.relation) == (card.note_id, card.relation)
            for truth in (other.answer, *other.alternatives, *(one.text for one in other.items))
        ]
        for place, option in enumerate(choice.options):
            right = any(judge_answer(option, [one]).verdict is Verdict.RIGHT for one in truths)
            assert right == (place == choice.right), (card.question, choice)


def test_four_options_in_a_lasting_order(
    shipped: Sequence[Card], choices: dict[Card, Choice]
) -> None:
    """The right answer has no favourite place, and a question looks the same tomorrow."""
    for card, choice in choices.items():
        assert len(set(choice.options)) == 4
        assert choice.options[choice.right] == card.answer
    places = [choice.right for choice in choices.values()]
    assert all(places.count(place) > len(places) / 8 for place in range(4))
    some = next(iter(choices))
    assert choice_for(some, tuple(reversed(shipped))) == choices[some]


def _card(name: str, relation: Relation, answer: str, **more: object) -> Card:
    note = NoteId(name.replace(" ", "")[:10].ljust(10, "0"))
    card = Card(
        id=CardId(f"{note}/{relation.value}"),
        note_id=note,
        sibling_key=note,
        kind=CardKind.BASIC,
        relation=relation,
        subject=name,
        question=f"{relation.value} of {name}?",
        answer=answer,
    )
    return replace(card, **more)  # type: ignore[arg-type]


_LEG = (
    _card("soleus", Relation.INNERVATION, "tibial nerve"),
    _card("tibialis anterior", Relation.INNERVATION, "deep fibular nerve"),
    _card("fibularis longus", Relation.INNERVATION, "superficial fibular nerve"),
    _card("popliteus", Relation.INNERVATION, "tibial nerve"),
    _card("soleus", Relation.ORIGIN, "head of the fibula and soleal line of the tibia"),
)


def test_wrong_answers_are_of_the_same_relation_and_region() -> None:
    """An origin among nerves, or a nerve of the face, would give the answer away."""
    choice = choice_for(_LEG[0], _LEG)
    assert choice is not None
    assert {"deep fibular nerve", "superficial fibular nerve"} <= set(choice.options)
    assert all("nerve" in option for option in choice.options)


def test_what_the_other_cards_tell_is_no_wrong_answer() -> None:
    """A muscle with two nerves: the second one is as true as the first."""
    second = _card("soleus", Relation.INNERVATION, "deep fibular nerve")
    choice = choice_for(_LEG[0], (*_LEG, replace(second, id=CardId("soleus0000/innervation.b"))))
    assert choice is not None
    assert "deep fibular nerve" not in choice.options


def test_near_misses_exchange_one_direction() -> None:
    """Medial or lateral is what a student has to know."""
    origin = _card("gastrocnemius", Relation.ORIGIN, "posterior surface of the medial condyle")
    choice = choice_for(origin, (*_LEG, origin))
    assert choice is None or any(
        option in choice.options
        for option in (
            "anterior surface of the medial condyle",
            "posterior surface of the lateral condyle",
        )
    )


def test_without_three_good_ones_there_is_no_choice() -> None:
    """Two wrong answers and a joke make a question that tests nothing."""
    lone = _card("soleus", Relation.ETYMOLOGY, "Latin solea, a sandal")
    assert choice_for(lone, (lone,)) is None
    listed = _card(
        "soleus", Relation.ORIGIN, "a; b", kind=CardKind.LIST, items=(Item("a"), Item("b"))
    )
    assert choice_for(listed, (*_LEG, listed)) is None


def test_every_structure_that_fits_a_reverse_question_is_right() -> None:
    """ "Which muscle is innervated by the tibial nerve?": the popliteus is no wrong answer."""
    asked = _card(
        "soleus",
        Relation.INNERVATION,
        "soleus",
        kind=CardKind.REVERSE,
        id=CardId("soleus0000/innervation~rev"),
        question="Which muscle is innervated by the tibial nerve?",
    )
    names = (
        "gastrocnemius",
        "popliteus",
        "tibialis anterior",
        "fibularis longus",
        "fibularis brevis",
        "tibialis posterior",
    )
    reverses = [
        replace(
            asked,
            id=CardId(f"r{n}00000000/innervation~rev"),
            note_id=NoteId(f"r{n}00000000"),
            subject=name,
            answer=name,
            question=f"Which muscle is innervated by nerve {n}?",
        )
        for n, name in enumerate(names)
    ]
    choice = choice_for(asked, (*_LEG, asked, *reverses))
    assert choice is not None
    assert "popliteus" not in choice.options
