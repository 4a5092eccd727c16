"""Sentences whose muscle stands in the object: "the process gives origin to the muscle"."""

from __future__ import annotations

import pytest

from flashdeck.core.extract.engine import Engine
from flashdeck.core.extract.given import given
from flashdeck.core.extract.groups import Groups
from flashdeck.core.extract.mapped import mapped
from flashdeck.core.extract.phrases import Names
from flashdeck.core.extract.sharing import supplies
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation


def read(text: str) -> set[tuple[str, str, str]]:
    """Return subject, relation and answer of what one sentence gives."""
    names = Names()
    engine = Engine(names, Topics(names, Groups(names)))
    found = given(names, mapped(text), engine.subjects.named)
    return {(one.subject, one.relation.value, one.answer) for one in found}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "The coracoid process gives origin to the coracobrachialis.",
            {("coracobrachialis", "origin", "coracoid process")},
        ),
        (
            "The greater tubercle of the humerus, into which the supraspinatus inserts, is large.",
            {("supraspinatus", "insertion", "greater tubercle of the humerus")},
        ),
        (
            "Flexion of the elbow is produced by the brachialis and the biceps brachii.",
            {
                ("brachialis", "action", "flexion of the elbow"),
                ("biceps brachii", "action", "flexion of the elbow"),
            },
        ),
        (
            "The elbow is flexed by the brachialis and extended by the triceps brachii.",
            {("brachialis", "action", "elbow")},
        ),
        (
            "Arising from the front of the humerus, the brachialis covers the joint.",
            {("brachialis", "origin", "front of the humerus")},
        ),
    ],
)
def test_muscles_in_the_object(text: str, facts: set[tuple[str, str, str]]) -> None:
    """Half the attachments of an older textbook are said of the bone."""
    assert read(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "The committee gives origin to the rumour.",
        "The coracoid process may give origin to the pectoralis minor.",
        "Flexion of the elbow is limited by the soft parts of the arm.",
        "Extension of the lease is produced by the lawyer.",
        "It gives attachment to the deltoid.",
    ],
)
def test_silence_where_place_or_muscle_is_open(text: str) -> None:
    """A hedge that is dropped, or a place without a name, teaches what nobody said."""
    assert read(text) == set()


def test_nerve_and_artery_are_two_facts() -> None:
    """A question for the nerve must not be answered with an artery."""
    assert supplies("femoral nerve and by branches of the femoral artery") == [
        (Relation.INNERVATION, "femoral nerve", ""),
        (Relation.BLOOD_SUPPLY, "branches of the femoral artery", ""),
    ]
    assert supplies("superior gluteal nerve and artery")[0][1] == "superior gluteal nerve"
    assert supplies("femoral nerve and the obturator nerve") == []
