"""Labelled pictures on paper: each place has its own form, and no number is hidden."""

from __future__ import annotations

import re

import pytest

from flashdeck.anki.notes import ExportCard, ExportDeck, Media
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.services.sheet import write_sheet

PICTURE = """---
flashdeck: 1
title: Leg
---
I: ![Leg from behind](leg.png) <!-- fd:p0q4d7m2ka{hide} -->
- L1: soleus @ 10% 20% 30% 40%
- L2: calcaneal tendon @ ellipse 40% 70% 10% 20%
- L3: popliteus @ polygon 0%,0% 60%,0% 0%,30%
"""


def _sheet(hide: str) -> str:
    deck = parse_deck(PICTURE.replace("{hide}", hide), file="leg.md").deck
    assert deck is not None
    cards = tuple(ExportCard(card, 0) for card in cards_of(deck))
    media = Media("leg.png", lambda: b"")
    return write_sheet([ExportDeck(deck.id, "Leg", cards, "Leg", picture=lambda _: media)])


@pytest.mark.parametrize(("hide", "outlined"), [("", False), (" hide=one", True)])
def test_a_place_keeps_its_form(hide: str, outlined: bool) -> None:
    """The box around a polygon would cover its neighbours, and their numbers."""
    page = _sheet(hide)
    assert '<rect x="10" y="20" width="30" height="40"/>' in page
    assert '<ellipse cx="45" cy="80" rx="5" ry="10"/>' in page
    assert '<polygon points="0,0 60,0 0,30"/>' in page
    assert ('preserveAspectRatio="none" class="one">' in page) is outlined


def test_numbers_stand_in_their_places_above_all_masks() -> None:
    """A number under the next mask could not be answered."""
    page = _sheet("")
    numbers = re.findall(r'<b style="left: ([\d.]+)%; top: ([\d.]+)%">(\d)</b>', page)
    assert numbers == [("25", "40", "1"), ("45", "80", "2"), ("20", "10", "3")]
    assert page.index("</svg>") < page.index("<b style=")
