"""A small article with fixed proposals, so that the screen is tested and not the generator."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.services.generate import Generated
from flashdeck.services.triage import Triage, propose

NAME = "brachialis.txt"
ORIGIN = "The brachialis originates from the front of the distal humerus, below the deltoid."
INSERTION = (
    "It inserts on the tuberosity of the ulna and, with a few fibres, on the coronoid process."
)
NERVE = (
    "The brachialis is innervated by the musculocutaneous nerve (C5, C6); a small lateral part "
    "takes a branch of the radial nerve."
)
ACTION = "The brachialis flexes the forearm at the elbow, whatever the position of the hand."
VEIN = "It may be pierced by the anterior branch of the radial recurrent artery."
ARTICLE = f"""\
The brachialis

Many people call it the biceps, which lies on top of it. {ORIGIN} {INSERTION}

{NERVE} Both nerves reach it from the side.

{ACTION} It is the strongest flexor of the elbow.

{VEIN}
"""


def _quoted(sentence: str) -> str:
    start = ARTICLE.index(sentence)
    return f'> "{sentence}" ({NAME}:{start}-{start + len(sentence)})'


DECK = f"""\
---
flashdeck: 1
id: dk-mv4t8q2rxh
title: The brachialis
---
## brachialis <!-- fd:n7kq3m9xwa -->
kind: muscle
reverse: origin
- origin: front of the distal humerus, below the deltoid
  {_quoted(ORIGIN)}
- insertion:
  - tuberosity of the ulna
  - coronoid process
  {_quoted(INSERTION)}
- innervation: musculocutaneous nerve (C5, C6)
  {_quoted(NERVE)}
- action: flexes the forearm at the elbow
  {_quoted(ACTION)}

C: The brachialis may be pierced by the {{{{c1::anterior branch of the radial recurrent artery}}}}. <!-- fd:w3h6z0y4cb -->
R: blood_supply
{_quoted(VEIN)}
"""  # noqa: E501
CARDS = 6
UNSURE = "flexes the forearm at the elbow"


def proposed() -> Triage:
    """The triage of the article: six cards in reading order, one of them not sure."""
    deck = parse_deck(DECK, file=NAME).deck
    assert deck is not None
    triage = propose(ARTICLE, Generated(deck, cards_of(deck)), name=NAME)
    doubted = [
        replace(one, doubt="two facts" if one.card.answer == UNSURE else "")
        for one in triage.proposals
    ]
    return Triage(deck, triage.paragraphs, doubted)


def open_proposed(path: Path, tell: object = None) -> tuple[str, Triage]:
    """Stands in for `triage.open_article`."""
    return ARTICLE, proposed()
