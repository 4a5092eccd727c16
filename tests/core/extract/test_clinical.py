"""Clinical sentences: facts of the condition in hand, and silence where none is in hand."""

from __future__ import annotations

import pytest

from flashdeck.core.extract.clinical import clinical
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.groups import Groups
from flashdeck.core.extract.mapped import mapped
from flashdeck.core.extract.phrases import Names, Subject
from flashdeck.core.extract.rules.sayings import SAYINGS, Saying
from flashdeck.core.extract.topics import Topics

FASCIITIS = Subject("plantar fasciitis", "condition")


def read(text: str, topic: Subject | None = FASCIITIS) -> list[Finding]:
    """Return what the sentence says where that condition is in hand."""
    names = Names()
    topics = Topics(names, Groups(names))
    if topic:
        topics.said(topic)
    return clinical(names, topics, mapped(text))


@pytest.mark.parametrize("saying", SAYINGS, ids=[one.code for one in SAYINGS])
def test_each_saying_takes_its_example(saying: Saying) -> None:
    """Health pages say most of their facts in such sentences."""
    found = read(saying.example)
    assert [one.rule for one in found] == [saying.code]
    assert found[0].subject == FASCIITIS.name
    assert found[0].relation is saying.relation
    for word in found[0].answer.replace(";", " ").split():
        assert word.strip(",.") in saying.example.replace("your ", "the ").lower() + saying.example


@pytest.mark.parametrize("saying", SAYINGS, ids=[one.code for one in SAYINGS])
def test_no_condition_in_hand_no_card(saying: Saying) -> None:
    """Ships and music have causes and tests too."""
    assert read(saying.counterexample, None) == []


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "If other treatments fail, surgery may be recommended.",
            "If other treatments fail, what may be recommended for plantar fasciitis?",
            "surgery",
        ),
        (
            "The diagnosis can be confirmed by ultrasound.",
            "How can the diagnosis of plantar fasciitis be confirmed?",
            "by ultrasound",
        ),
        (
            "Your doctor might suggest an X-ray or MRI.",
            "What might a doctor suggest for plantar fasciitis?",
            "X-ray or MRI",
        ),
    ],
)
def test_questions(text: str, question: str, answer: str) -> None:
    """Hedge and condition stay; nobody is addressed."""
    assert [(one.question, one.answer) for one in read(text)] == [(question, answer)]


@pytest.mark.parametrize(
    "text",
    [
        "Bed rest is not recommended.",
        "No tests are needed.",
        "Surgery is never the first treatment.",
        "You may be asked to walk.",
    ],
)
def test_silence_instead_of_doubt(text: str) -> None:
    """What is denied must not be taught."""
    assert read(text) == []
