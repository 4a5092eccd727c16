"""The rule table: each row takes its example, refuses its counterexample, keeps the span."""

from __future__ import annotations

import pytest

from flashdeck.core.extract.engine import Engine
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.groups import Groups
from flashdeck.core.extract.mapped import mapped
from flashdeck.core.extract.phrases import Names
from flashdeck.core.extract.rules import RULES, Rule
from flashdeck.core.extract.topics import Topics


def read(text: str, rule: Rule | None = None) -> list[Finding]:
    """Return what the engine finds in one sentence, with one rule or all."""
    names = Names()
    rules = RULES if rule is None else (rule,)
    return Engine(names, Topics(names, Groups(names)), rules).read(mapped(text))


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_each_rule_takes_its_example(rule: Rule) -> None:
    """A rule that misses its own example would silently lose that kind of fact."""
    found = [one for one in read(rule.example, rule) if one.rule == rule.code]
    assert found, rule.example
    assert all(one.relation is rule.relation for one in found)
    for one in found:
        assert (one.start, one.end) == (0, len(rule.example))
        for word in one.answer.rstrip(".").split():
            assert word.strip(",;") in rule.example


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_each_rule_refuses_its_counterexample(rule: Rule) -> None:
    """Cards about committees and rivers would end a teacher's trust."""
    assert [one for one in read(rule.counterexample, rule) if one.rule == rule.code] == []


def test_codes_are_unique() -> None:
    """Two rules of one code could not be told apart in a report."""
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("text", "subject", "relation", "answer"),
    [
        (
            "Small slips of the soleus also arise from the fibular head.",
            "soleus", "origin", "fibular head",
        ),
        (
            "The pectineus originates on the pubis and inserts on the pectineal line.",
            "pectineus", "insertion", "pectineal line",
        ),
        (
            "The pectineus originates on the pubis and inserts on the pectineal line.",
            "pectineus", "origin", "pubis",
        ),
        (
            "The gracilis and the sartorius are innervated by the obturator nerve and the "
            "femoral nerve, respectively.",
            "sartorius", "innervation", "femoral nerve",
        ),
        (
            "Deep to the gastrocnemius lies the soleus.",
            "soleus", "location", "deep to the gastrocnemius",
        ),
        (
            "When you stand on tiptoe, your soleus flexes the foot.",
            "soleus", "action", "flexes the foot",
        ),
        (
            "The supraspinatus arises from the supraspinous fossa; the teres minor springs from "
            "the lateral border of the scapula and is attached to the lowest facet.",
            "teres minor", "insertion", "lowest facet",
        ),
        (
            "The gracilis originates between the symphysis and the ramus, the pectineus between "
            "the tubercle and the eminence.",
            "pectineus", "origin", "between the tubercle and the eminence",
        ),
        (
            "The deltoid ligament is attached above to the malleolus and below to the talus.",
            "deltoid ligament", "insertion", "talus",
        ),
        (
            "The serratus anterior, whose nerve is the long thoracic nerve, lies on the ribs.",
            "serratus anterior", "innervation", "long thoracic nerve",
        ),
        (
            "The upper and lower subscapular nerves supply the subscapularis.",
            "lower subscapular nerve", "innervation", "subscapularis",
        ),
        (
            "Acting from below, the sartorius steadies the pelvis.",
            "sartorius", "action", "steadies the pelvis",
        ),
    ],
)  # fmt: skip
def test_subjects_and_arguments(text: str, subject: str, relation: str, answer: str) -> None:
    """Who the subject is and where the answer ends decide whether a card is right."""
    facts = {(one.subject, one.relation.value, one.answer) for one in read(text)}
    assert (subject, relation, answer) in facts


@pytest.mark.parametrize(
    "text",
    [
        "The gracilis does not originate from the femur.",
        "It inserts on the tibia.",
        "The muscle inserts on the tibia.",
        "Where does the soleus insert on the tibia?",
        "The rotator of the gate inserts on the frame.",
        "Dorsiflexion is free; it is limited by the tightness of the calcaneal tendon.",
        "Blood is supplied by the fibular artery.",
    ],
)
def test_silence_instead_of_doubt(text: str) -> None:
    """A denied fact, or one whose subject is open, must not be taught."""
    assert read(text) == []
