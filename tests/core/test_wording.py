"""Questions read as a teacher would put them, for every relation."""

from __future__ import annotations

import pytest

from flashdeck.core.model import Relation
from flashdeck.core.wording import is_plural, noun_phrase, question_for, reverse_question


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize(
    "kind", ["", "muscle", "nerve", "artery", "condition", "joint", "exercise"]
)
def test_every_relation_has_a_question_in_every_form(relation: Relation, kind: str) -> None:
    """A relation without a question would leave its cards blank."""
    one = question_for(relation, "tibialis anterior", kind=kind)
    many = question_for(relation, "tibialis anterior", kind=kind, items=3)
    named = question_for(relation, "tibialis anterior", kind=kind, name="knee bent")
    back = reverse_question(relation, "deep fibular nerve", kind=kind)
    for question in (one, many, named, back):
        assert question.endswith("?") and "{" not in question
    assert "tibialis anterior" in one and "Which 3 " in many and "(knee bent)?" in named
    assert "deep fibular nerve" in back


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("soleus", False), ("biceps brachii", False), ("varicose veins", True),
        ("hamstrings", True), ("levator scapulae", False), ("lumbar vertebrae", True),
        ("dorsal interossei", True), ("pelvis", False), ("pancreas", False),
        ("heads of the gastrocnemius", True), ("head of the fibula", False),
        ("external intercostals", True), ("scoliosis", False), ("rectus abdominis", False),
        ("gastrocnemius and soleus", True), ("crus of the diaphragm", False),
    ],
)  # fmt: skip
def test_verbs_agree_with_latin_names(name: str, plural: bool) -> None:
    """'What are the soleus?' would make a student doubt the deck."""
    assert is_plural(name) is plural


def test_questions_read_well() -> None:
    """A fact of a deck is asked as a teacher would ask it."""
    assert (
        question_for(Relation.ORIGIN, "soleus", kind="muscle") == "Where does the soleus originate?"
    )
    assert (
        question_for(Relation.ORIGIN, "biceps brachii", kind="muscle", name="long head")
        == "Where does the long head of the biceps brachii originate?"
    )
    assert (
        question_for(Relation.SYMPTOM, "deep vein thrombosis", kind="condition", items=4)
        == "Which 4 symptoms can deep vein thrombosis cause?"
    )
    assert question_for(Relation.DEFINITION, "varicose veins") == "What are varicose veins?"
    assert (
        reverse_question(Relation.INNERVATION, "tibial nerve", kind="muscle")
        == "Which muscle is innervated by the tibial nerve?"
    )
    assert (
        question_for(Relation.COMPOSITION, "tarsal tunnel", kind="passage", items=5, ordered=True)
        == "Which 5 structures does the tarsal tunnel contain (in order)?"
    )
    assert noun_phrase("compartment syndrome", "condition") == "compartment syndrome"
    assert noun_phrase("deep vein thrombosis") == "deep vein thrombosis"
    assert noun_phrase("soleus", "muscle") == "the soleus"
