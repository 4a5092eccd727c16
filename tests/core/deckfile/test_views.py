"""What a student is asked: the cards of a deck."""

from __future__ import annotations

from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import card_tags, cards_of
from flashdeck.core.model import Card, CardKind, Relation

FRONT = (
    "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Calf\ntags: [leg]\nreverse: [innervation]\n---\n"
)


def cards(body: str) -> dict[str, Card]:
    deck = parse_deck(FRONT + body, file="calf.md").deck
    assert deck is not None
    return {card.id: card for card in cards_of(deck)}


def test_facts() -> None:
    """Each fact is one card, a list one card as a whole, a reversed fact one more."""
    found = cards(
        "## Soleus <!-- fd:n7kq3m9xwa -->\nkind: muscle\naliases: musculus soleus\n"
        "tags: Calf::deep\n"
        "- origin:\n  - tibia | shin bone\n  - fibula\n- innervation: tibial nerve\n"
        "- action (standing): keeps upright <!-- fd:gone -->\n"
    )
    origin = found["n7kq3m9xwa/origin"]
    assert (origin.kind, origin.answer) == (CardKind.LIST, "tibia; fibula")
    assert origin.items[0].alternatives == ("shin bone",)
    assert "2" in origin.question and "soleus" in origin.question
    assert origin.tags == ("leg", "Calf/deep")
    back = found["n7kq3m9xwa/innervation~rev"]
    assert (back.kind, back.answer, back.alternatives) == (
        CardKind.REVERSE,
        "Soleus",
        ("musculus soleus",),
    )
    assert back.question == "Which muscle is innervated by the tibial nerve?"
    assert back.sibling_key == found["n7kq3m9xwa/innervation"].sibling_key != origin.sibling_key
    assert found["n7kq3m9xwa/action.standing"].gone
    assert len(found) == 4


def test_reverse_of_a_structure_overrides_the_deck() -> None:
    """An author can switch reverse cards off where several structures would be right."""
    body = "## Soleus <!-- fd:n7kq3m9xwa -->\nreverse: none\n- innervation: tibial nerve\n"
    assert list(cards(body)) == ["n7kq3m9xwa/innervation"]


def test_cloze_cards() -> None:
    """Deletions of one number are one card; an outer one hides what is in it."""
    found = cards(
        "C: {{c1::The {{c2::tibial::which?}} nerve}} and {{c2::it}}, {{c1::too}}."
        " <!-- fd:w3h6z0y4cb -->\nR: innervation\n"
    )
    one, two = found["w3h6z0y4cb/c1"], found["w3h6z0y4cb/c2"]
    assert one.question == "[...] and it, [...]."
    assert one.answer == "The tibial nerve; too"
    assert two.question == "The [which?] nerve and [...], too."
    assert two.answer == "tibial; it"
    assert one.sibling_key == two.sibling_key
    assert two.cloze_number == 2 and two.cloze.startswith("{{c1::")
    assert one.relation is Relation.INNERVATION


def test_picture_cards() -> None:
    """Every label is asked for itself, and labels are not siblings."""
    found = cards(
        "I: ![Calf](calf.png) <!-- fd:p0q4d7m2ka -->\n- L1: soleus @ 1% 2% 3% 4%\n"
        "- L4: tendon | Achilles tendon @ ellipse 1% 2% 3% 4%\n"
    )
    assert list(found) == ["p0q4d7m2ka/L1", "p0q4d7m2ka/L4"]
    four = found["p0q4d7m2ka/L4"]
    assert (four.answer, four.alternatives, four.label) == ("tendon", ("Achilles tendon",), "L4")
    assert len({card.sibling_key for card in found.values()}) == 2


def test_typed_and_subject() -> None:
    """A question under a heading belongs to that structure, also after a line ---."""
    found = cards(
        "## Soleus <!-- fd:n7kq3m9xwa -->\ntyped: innervation\n- innervation: tibial nerve\n\n---\n"
        "Q: Which? <!-- fd:k2v8r5t1pd -->\nA: x\nR: nerve\nT: exam, A::B c\n"
    )
    question = found["k2v8r5t1pd/q"]
    assert question.subject == "Soleus" and question.typed
    assert question.tags == ("leg", "exam", "A/B-c")
    assert found["n7kq3m9xwa/innervation"].typed


def test_tags() -> None:
    """Tags of every notation meet in one tree, without blanks that Anki would split at."""
    assert card_tags(["a b", "x::y"], ["x/y", " / "]) == ("a-b", "x/y")
