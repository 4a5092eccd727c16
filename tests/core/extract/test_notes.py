"""Notes, tables and what several structures share: the forms in which students write muscles."""

from __future__ import annotations

import pytest

from flashdeck.services.generate import generate

Fact = tuple[str, str, str]


def facts(text: str, name: str = "notes.md") -> set[Fact]:
    """Return subject, relation and answer of every card."""
    return {
        (card.subject, card.relation.value, card.answer) for card in generate(text, name=name).cards
    }


ORIGIN: Fact = ("brachialis", "origin", "distal half of the humerus")
NERVE: Fact = ("brachialis", "innervation", "musculocutaneous nerve")


@pytest.mark.parametrize(
    "text",
    [
        "## Brachialis\nOrigin: distal half of the humerus\nInnervation: musculocutaneous nerve\n",
        "## Brachialis\n- **O:** distal half of the humerus\n- **N:** musculocutaneous nerve\n",
        "## Brachialis\n- Origin - distal half of the humerus\n- Nerve – musculocutaneous nerve\n",
        "Brachialis: O: distal half of the humerus; N: musculocutaneous nerve\n",
        "# Muscles of the arm\n\nBrachialis\n  Origin: distal half of the humerus\n"
        "  Nerve: musculocutaneous nerve\n",
        "# Muscles of the arm\n\n- Brachialis\n  - Origin: distal half of the humerus\n"
        "  - Nerve: musculocutaneous nerve\n",
        "| | Brachialis | Anconeus |\n|---|---|---|\n"
        "| Origin | distal half of the humerus | lateral epicondyle |\n"
        "| Nerve | musculocutaneous nerve | radial nerve |\n",
    ],
)
def test_keys_of_notes_in_every_form(text: str) -> None:
    """Notes whose keys are not seen give an empty deck."""
    assert facts(text) >= {ORIGIN, NERVE}


def test_a_letter_is_a_key_only_among_such_letters() -> None:
    """The answer of a quiz, "A: ...", is no action."""
    text = "## Brachialis\n\nQ: Which muscle flexes the elbow?\n\nA: the brachialis muscle\n"
    assert not [one for one in facts(text) if one[1] == "action"]


HEADS = {
    ("long head of the biceps brachii", "origin", "supraglenoid tubercle"),
    ("short head of the biceps brachii", "origin", "coracoid process"),
}


@pytest.mark.parametrize(
    "text",
    [
        "## Biceps brachii\nOrigin: long head - supraglenoid tubercle; short head - coracoid "
        "process\n",
        "## Biceps brachii\nOrigin: supraglenoid tubercle (long head), coracoid process (short "
        "head)\n",
        "## Biceps brachii\n\n**Origin:**\n- Long head: supraglenoid tubercle\n- Short head: "
        "coracoid process\n",
        "## Biceps brachii\n\n| Head | Origin |\n|---|---|\n| Long head | supraglenoid tubercle |\n"
        "| Short head | coracoid process |\n",
        "The biceps brachii has two heads. The long head arises from the supraglenoid tubercle, "
        "and the short head from the coracoid process.\n",
    ],
)
def test_each_head_has_its_place(text: str) -> None:
    """The origin of one head taught as that of the other, or of the muscle, is wrong."""
    assert facts(text) >= HEADS


def test_aligned_columns_and_their_second_lines() -> None:
    """A table typed with blanks is read by its columns."""
    text = (
        "Muscles of mastication\n\n"
        "Muscle            Origin                 Nerve\n"
        "----------------  ---------------------  ------------------------\n"
        "Masseter          zygomatic arch         masseteric nerve\n"
        "Medial pterygoid  medial surface of the  nerve to medial pterygoid\n"
        "                  pterygoid plate\n"
    )
    found = facts(text, "table.txt")
    assert ("masseter", "innervation", "masseteric nerve") in found
    assert ("medial pterygoid", "origin", "medial surface of the pterygoid plate") in found


def test_cells_over_several_rows() -> None:
    """A cell that reaches over the rows of two heads is said of the muscle."""
    text = (
        "<html><h1>Calf</h1><table><tr><th>Muscle</th><th>Head</th><th>Origin</th>"
        "<th>Insertion</th></tr><tr><th scope=row rowspan=2>Gastrocnemius</th><td>Medial head</td>"
        "<td>medial condyle of the femur</td><td rowspan=2>calcaneus</td></tr>"
        "<tr><td>Lateral head</td><td>lateral condyle of the femur</td></tr></table></html>"
    )
    found = facts(text, "calf.html")
    assert ("lateral head of the gastrocnemius", "origin", "lateral condyle of the femur") in found
    assert ("gastrocnemius", "insertion", "calcaneus") in found


def test_note_marks_are_no_text() -> None:
    """ "fibula[2]" is what a student would learn else."""
    text = (
        "<html><h1>Soleus</h1><p>The soleus originates<sup><a href=#n>[2]</a></sup> from the "
        "fibula.<sup>3</sup> It inserts on the calcaneus.[4]</p></html>"
    )
    found = facts(text, "soleus.html")
    assert found >= {("soleus", "origin", "fibula"), ("soleus", "insertion", "calcaneus")}


def test_they_and_respectively() -> None:
    """Each of two muscles gets its own nerve, and none gets both."""
    text = (
        "The infraspinatus and the teres minor rotate the arm laterally. They are supplied by the "
        "suprascapular nerve and the axillary nerve, respectively.\n"
    )
    found = {one for one in facts(text) if one[1] == "innervation"}
    assert found == {
        ("infraspinatus", "innervation", "suprascapular nerve"),
        ("teres minor", "innervation", "axillary nerve"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "The soleus and the gastrocnemius lie in the calf. It inserts on the calcaneus.\n",
        "The soleus plantar flexes the foot, whereas the popliteus flexes the knee. It inserts on "
        "the tibia.\n",
        "The gracilis adducts the thigh. The vastus latéralis isn't part of that group. It inserts "
        "on the pes anserinus.\n",
    ],
)
def test_it_after_two_candidates_says_nothing_wrong(text: str) -> None:
    """A card from another structure's sentence is the worst a deck can hold."""
    wrong = {("soleus", "tibia"), ("gracilis", "pes anserinus")}
    found = {(one[0], one[2]) for one in facts(text) if one[1] == "insertion"}
    assert not found & wrong
    if "gastrocnemius" in text:
        assert not found


def test_variants_are_not_taught() -> None:
    """What holds of a few people, or of horses, is no fact of the muscle."""
    text = (
        "# Palmaris longus\n\n## Structure\n\nThe palmaris longus inserts on the palmar "
        "aponeurosis.\n\n## Variations\n\nIt inserts on the pisiform bone.\n\n"
        "## Other animals\n\nIt inserts on the radius.\n"
    )
    insertions = {one[2] for one in facts(text) if one[1] == "insertion"}
    assert insertions == {"palmar aponeurosis"}


@pytest.mark.parametrize("name", ["Brachialis", "1. Brachialis", "BRACHIALIS (C5, C6)"])
@pytest.mark.parametrize("sign", [": ", " = ", "   ", "\t"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_keys_under_a_bare_line_of_plain_text(name: str, sign: str, indent: str) -> None:
    """Short values under a muscle's name were taken for headings, or for the title's."""
    lines = [f"Origin{sign}distal half of the humerus", f"Nerve{sign}musculocutaneous nerve"]
    body = "".join(f"{indent}{line}\n" for line in lines)
    found = facts(f"Muscles of the arm\n\n{name}\n{body}", "arm.txt")
    assert {ORIGIN, NERVE} <= found
    assert {one[0] for one in found} == {"brachialis"}


def test_a_wrapped_line_is_no_key() -> None:
    """Prose typed with two blanks after a stop would lose the end of its sentence."""
    text = (
        "THE BRACHIALIS\n\nThe brachialis of the arm is supplied with blood by branches of an\n"
        "artery.  The humerus is the bone of the arm, and the brachialis flexes\nthe elbow.\n"
    )
    assert not [one for one in facts(text, "arm.txt") if one[2].startswith("humerus is")]
