"""Places in pictures put in words."""

from __future__ import annotations

from flashdeck.core.card import Item
from flashdeck.core.ids import Slot
from flashdeck.core.picture import Label, Picture, Region
from flashdeck.core.places import described


def _label(number: int, name: str, region: Region) -> Label:
    return Label(Slot(f"L{number}"), Item(name), region)


SOLEUS = _label(1, "soleus", Region("rect", (31, 42, 18, 25)))
TENDON = _label(2, "calcaneal tendon", Region("ellipse", (44, 78, 8, 15)))
FIBULA = _label(3, "fibula", Region("polygon", (80, 40, 90, 40, 85, 60)))
LEG = Picture("leg.png", "Posterior leg", (SOLEUS, TENDON, FIBULA))


def test_a_place_is_told_by_fifths_and_its_nearest_label() -> None:
    """Who cannot see the picture would have no question otherwise."""
    assert described(LEG, TENDON, named=True) == (
        "Label 2 of 3: centre, lowest fifth, below 1 (soleus)."
    )
    assert described(LEG, FIBULA, named=False) == (
        "Label 3 of 3: far right, middle fifth, right of 1."
    )


def test_a_picture_with_one_label() -> None:
    """The only label has no neighbour to be told by."""
    alone = Picture("leg.png", "", (SOLEUS,))
    assert described(alone, SOLEUS, named=True) == "Label 1 of 1: centre, middle fifth."
