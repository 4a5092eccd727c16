"""The deck that everybody meets first teaches all that its article says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from flashdeck.core.model import Card
from flashdeck.core.text import fold_space
from flashdeck.files.decks import load_deck

# A fact; the words that one sentence of the article must hold; those that one card must hold,
# where they differ. A card is its question, answer, items, alternatives and extra, not the
# quotation under it.
FACTS: tuple[tuple[str, str, str], ...] = (
    ("a large, powerful muscle", "soleus|large|powerful|back of the leg", ""),
    ("two muscles, one in each leg", "two soleus|one in each leg", "two|one in each leg"),
    ("walking, running, jumping depend on it", "walking|running|jumping|injury|limit", ""),
    ("name", "latin|solea|sandal", "soleus|latin|solea|sandal"),
    (
        "origin: tibia",
        "soleus|posterior surface of the upper tibia|shin bone",
        "soleus|posterior surface of the upper tibia",
    ),
    ("origin: soleal line and medial border", "soleal line|middle third|medial border", ""),
    ("origin: slips from the fibula", "slips|head of the fibula", "soleus|head of the fibula"),
    ("origin: upper quarter of the shaft", "upper quarter|shaft", "fibula|upper quarter|shaft"),
    ("origin: aponeurosis", "soleus|aponeurosis between the fibula and the tibia", ""),
    ("what an aponeurosis is", "aponeurosis|white|sheet of fascia|wide area of attachment", ""),
    (
        "it spans two bones",
        "aponeurosis|span|fibula and the tibia",
        "aponeurosis|span|fibula and tibia",
    ),
    ("soleal line", "soleal line|oblique ridge|tibia", ""),
    ("tendinous arch", "tendinous arch|upper border|aponeurosis", ""),
    ("beneath the arch", "tibial nerve|popliteal vessels|deep to the tendinous arch", ""),
    (
        "course, deep to the gastrocnemius",
        "soleus|calf|deep to the gastrocnemius|larger",
        "soleus|deep to the gastrocnemius",
    ),
    ("common tendon", "gastrocnemius|soleus|unite|calcaneal tendon", ""),
    (
        "Achilles tendon",
        "calcaneal tendon|called the achilles tendon",
        "calcaneal tendon|called|achilles tendon",
    ),
    (
        "insertion",
        "soleus inserts|calcaneal tendon|posterior surface of the calcaneus",
        "soleus insert|posterior surface of the calcaneus",
    ),
    ("calcaneus", "calcaneus is the heel bone", "calcaneus|the heel bone"),
    ("triceps surae", "triceps surae|gastrocnemius|two heads|soleus", ""),
    ("part of the triceps surae", "triceps surae|soleus", "soleus part of|triceps surae"),
    ("compartment", "superficial part of the posterior compartment|plantaris|soleus", ""),
    ("plantaris tendon between", "plantaris|between the gastrocnemius and the soleus", ""),
    (
        "deep relations: muscles",
        "deep to the soleus|tibialis posterior|flexor digitorum longus|flexor hallucis longus",
        "",
    ),
    (
        "deep relations: vessels, nerve",
        "deep to the soleus|posterior tibial vessels|tibial nerve",
        "",
    ),
    ("innervation", "soleus|tibial nerve|s1|s2", ""),
    ("sacral segments", "first and second sacral", "segments|soleus|s1 and s2"),
    ("blood supply", "soleus|popliteal|posterior tibial|fibular", ""),
    ("action", "soleus plantar flexes|ankle", "action of the soleus|plantar flexion|ankle"),
    ("what plantar flexion is", "plantar flexion|foot and toes|downwards", ""),
    (
        "works with the gastrocnemius",
        "gastrocnemius assists|soleus",
        "works together|soleus|gastrocnemius",
    ),
    ("antagonist", "antagonist of the soleus|tibialis anterior", ""),
    (
        "gastrocnemius crosses knee and ankle",
        "gastrocnemius|two-joint|knee and the ankle",
        "gastrocnemius|2 joints|knee|ankle",
    ),
    (
        "gastrocnemius: knee straight",
        "gastrocnemius|plantar flexor|knee is straight",
        "gastrocnemius|plantar flexor|knee straight",
    ),
    (
        "gastrocnemius: knee bent",
        "knee|gastrocnemius slack|cannot contract with force",
        "gastrocnemius|knee is bent|slack|cannot contract with force",
    ),
    (
        "soleus crosses one joint",
        "soleus|one-joint muscle|only the ankle",
        "soleus|one-joint muscle",
    ),
    ("soleus: only the ankle", "soleus|only the ankle", "joint does the soleus|ankle"),
    (
        "soleus: knee bent",
        "knee is bent|plantar flexion|soleus|very active",
        "knee is bent|plantar flexor|soleus",
    ),
    ("stretched in walking and on stairs", "walking|stairs|stretch the soleus", ""),
    ("stretched in running, jumping, hopping", "running|jumping|hopping|stretch the soleus", ""),
    (
        "stores and releases energy",
        "stretched|soleus stores energy|releases|contracts and shortens",
        "stretched|soleus stores|energy|releases|contracts and shortens",
    ),
    ("weight-bearing", "soleus|weight-bearing activities", ""),
    ("balance on one foot", "soleus|balance|stands on one foot", ""),
    ("fibre type", "soleus|mostly|slow-twitch", ""),
    ("endurance", "slow-twitch|endurance|load for a long time", ""),
    ("pumps blood", "soleus|pump|blood from the leg back to the heart", ""),
    (
        "veins",
        "veins carry blood from the body to the heart",
        "veins|carry blood from the body to the heart",
    ),
    (
        "like a sponge",
        "soleus contracts|blood through the veins|sponge",
        "contracting soleus|blood through the veins|sponge",
    ),
    ("valves", "one-way valves|veins|pooling in the leg", "one-way valves|veins|leg|pooling"),
    (
        "skeletal muscle pump",
        "skeletal muscle pump|veins|contracting muscles|towards the heart",
        "",
    ),
    ("why it is injured", "soleus|workload|liable to injury", ""),
    ("injuries", "strain|soleus|tear|achilles tendon", ""),
    (
        "symptoms of an injury",
        "soleus injury|pain in|swelling of|bruising|standing and walking|tightness and cramps",
        "",
    ),
    ("see somebody promptly", "soleus injury|promptly|accurate diagnosis|treatment", ""),
    (
        "site of a thrombosis",
        "deep vein thrombosis|large vein between the soleus and the gastrocnemius",
        "",
    ),
    (
        "what a thrombosis is",
        "deep vein thrombosis|clot|return of blood from the leg to the heart",
        "",
    ),
    ("pulmonary embolus", "pulmonary embolus|clot|venous blood into the lungs", ""),
    ("pulmonary embolus: danger", "pulmonary embolus|fatal", ""),
    (
        "symptoms of a thrombosis",
        "deep vein thrombosis|pain in the leg|redness and swelling|cramp|warmth",
        "",
    ),
    (
        "thrombosis is urgent",
        "suspected deep vein thrombosis|health professional|emergency department|at once",
        "",
    ),
    (
        "thrombosis: ultrasound",
        "deep vein thrombosis|ultrasound examination|simple test",
        "deep vein thrombosis|ultrasound examination",
    ),
    (
        "when rehabilitation begins",
        "rehabilitation begins|diagnosis",
        "rehabilitation|begin|diagnosis",
    ),
    (
        "rehabilitation depends on severity",
        "rehabilitation|depends on the severity",
        "rehabilitation|severity",
    ),
    (
        "devices of immobilisation",
        "weeks|immobilisation|brace|walking boot",
        "immobilise|brace|walking boot",
    ),
    ("purpose of immobilisation", "immobilisation|soleus heal|stress|minimum", ""),
    (
        "secondary problems",
        "immobilisation often|secondary|tight|weak|range of motion",
        "immobilisation often|secondary|tight|weak|range of motion",
    ),
    (
        "weeks of immobilisation",
        "two to four weeks of immobilisation",
        "immobilisation|two to four weeks",
    ),
    (
        "physical therapist",
        "physical therapist|before any exercise programme",
        "physical therapist|before an exercise programme",
    ),
    ("goals", "rehabilitation|pain and swelling|flexibility|strength and endurance", ""),
    (
        "the end of it",
        "rehabilitation|walk and run normally",
        "rehabilitation|normal|walking and running",
    ),
    (
        "weeks of rehabilitation",
        "rehabilitation|four to eight weeks",
        "soleus injury|four to eight weeks",
    ),
    ("massage", "massage|local blood flow|extensible|pain", ""),
    ("massage against swelling", "massage|swelling|push|fluid|by hand", ""),
    ("heat", "heat|pain|circulation", ""),
    (
        "heat: nutrients",
        "injured muscle with blood and nutrients",
        "heat|injured muscle|blood|nutrients",
    ),
    ("ice: when", "ice|acute|strain|soleus|achilles tendon", ""),
    ("ice: what for", "ice|swelling|pain|inflammation", ""),
    ("therapeutic ultrasound", "therapeutic ultrasound|deep heating", ""),
    ("therapeutic ultrasound: what for", "ultrasound|local blood flow|flexible|cells", ""),
    ("therapeutic ultrasound: doubts", "ultrasound|high-powered studies|lacking", ""),
    ("electrical stimulation", "electrical stimulation|pain|swelling", ""),
    ("taping", "kinesiology taping|newer treatment|strips of cloth tape|injured part", ""),
    (
        "taping: placement and tension",
        "kinesiology tape|where|placed|tight",
        "kinesiology tape|placement|tension",
    ),
    ("taping: what for", "kinesiology taping|muscle function|pain and spasm|bruising", ""),
    ("flexibility matters", "flexibility|soleus|rehabilitation", ""),
    ("stretches", "towel calf stretch|runner's stretch|stair hang|knee bent", ""),
    (
        "why the knee is bent",
        "gastrocnemius slack|stretch falls on the soleus",
        "knee|gastrocnemius slack|stretch falls on the soleus",
    ),
    ("30 seconds", "stretch|30 seconds", ""),
    ("when to stop", "increasing pain in the calf|stop", ""),
    ("load-bearing tolerance", "strengthening|load-bearing tolerance|soleus", ""),
    ("strengthening exercises", "resistance band|heel raises|seated calf raises|knee bent", ""),
    ("Alfredson protocol", "heel raises|knee bent|alfredson protocol", ""),
    ("10 to 20 repetitions", "strengthening exercise|10 to 20|repetitions", ""),
    ("balance: what for", "balance exercises|stabilise the leg", ""),
    ("balance exercises", "balance|single leg|tandem walking|bosu|baps board", ""),
)


@pytest.fixture
def deck_file(repo: Path) -> Path:
    return repo / "decks" / "soleus.md"


@pytest.fixture
def article(repo: Path) -> str:
    return (repo / "decks" / "sources" / "soleus.md").read_bytes().decode("utf-8")


@cache
def _cards(deck_file: Path) -> tuple[Card, ...]:
    return load_deck(deck_file).cards


def _sentences(article: str) -> list[str]:
    """Return the article's sentences in lower case; a list is one with the line before it."""
    text = article.partition("\n## References")[0].lower()
    return [fold_space(line) for line in re.sub(r":\n\n- |\n- ", "; ", text).splitlines() if line]


def _words_of(card: Card) -> str:
    accepted = [text for item in card.items for text in (item.text, *item.alternatives)]
    parts = (card.question, card.answer, card.cloze, card.extra, *card.alternatives, *accepted)
    return fold_space(re.sub(r"\{\{c\d+::|\}\}", "", " ".join(parts))).lower()


def _hold(texts: list[str], words: str) -> bool:
    return any(all(word in text for word in words.split("|")) for text in texts)


def test_the_first_cards_are_the_basic_ones(deck_file: Path) -> None:
    """The first card a student meets would otherwise be a detail of the eighth chapter."""
    first = _cards(deck_file)[0]
    assert first.subject.casefold() == "soleus"
    assert first.relation == "location"


@pytest.mark.parametrize(("fact", "in_article", "in_card"), FACTS, ids=[row[0] for row in FACTS])
def test_no_fact_is_missing(
    deck_file: Path, article: str, fact: str, in_article: str, in_card: str
) -> None:
    """A student could pass every card and still not know what the article teaches."""
    cards = [_words_of(card) for card in _cards(deck_file)]
    assert _hold(_sentences(article), in_article), f"the article lacks: {fact}"
    assert _hold(cards, in_card or in_article), f"no card asks: {fact}"
