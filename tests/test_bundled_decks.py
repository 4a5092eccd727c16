"""The decks that are shipped: exact, complete, written by us, and without a finding."""

from __future__ import annotations

import re
import struct
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from flashdeck.core.model import Card, CardKind, Deck, PictureNote, Region, Relation, Structure
from flashdeck.core.text import fold_space
from flashdeck.files.decks import deck_files, load_deck
from flashdeck.services.check import check_decks

DECKS = Path(__file__).resolve().parent.parent / "decks"
FILES = deck_files(DECKS)
MUSCLE = {Relation.ORIGIN, Relation.INSERTION, Relation.INNERVATION, Relation.ACTION}
PICTURE_CAP = 150_000  # bytes; decks live in git
RUN = 8  # identical words in a row that make a copy

each_deck = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


@cache
def _loaded(file: Path) -> tuple[Deck, tuple[Card, ...]]:
    loaded = load_deck(file)
    assert loaded.deck is not None, [str(diagnostic) for diagnostic in loaded.diagnostics]
    return loaded.deck, loaded.cards


def _all_cards() -> list[Card]:
    return [card for file in FILES for card in _loaded(file)[1]]


def _pictures(file: Path) -> list[PictureNote]:
    return [note for note in _loaded(file)[0].notes if isinstance(note, PictureNote)]


def _box(region: Region) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a region, in percent."""
    if region.shape == "polygon":
        across, down = region.numbers[::2], region.numbers[1::2]
        return min(across), min(down), max(across), max(down)
    left, top, width, height = region.numbers
    return left, top, left + width, top + height


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"<!--.*?-->", "", text).lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_three_decks_are_shipped() -> None:
    """A wheel without one of them would be an empty promise of the README."""
    assert [file.stem for file in FILES] == ["posterior-leg", "rotator-cuff", "soleus"]


def test_the_linter_finds_nothing() -> None:
    """An instructor who takes these decks as the model would copy their mistakes."""
    result = check_decks([DECKS])
    assert result.files == len(FILES) and not result.failures
    assert [str(finding) for finding in result.findings] == []
    assert result.waived == 0


@each_deck
def test_ids_are_written(file: Path) -> None:
    """The first rewording of a shipped card would cost everybody its schedule."""
    deck, cards = _loaded(file)
    assert not deck.id_derived
    assert not [note.line for note in deck.notes if note.identity.derived]
    assert len({card.id for card in cards}) == len(cards)


@each_deck
def test_a_deck_is_small_enough_for_a_week(file: Path) -> None:
    """A deck that takes longer than a week of 20 new cards a day is not finished."""
    assert 80 <= len(_loaded(file)[1]) <= 125


@each_deck
def test_every_card_quotes_its_article_exactly(file: Path) -> None:
    """A student who asks where a card comes from would be shown other words, or none."""
    source = f"sources/{file.stem}.md"
    article = (DECKS / source).read_bytes().decode("utf-8")
    for card in _loaded(file)[1]:
        quotation = card.quotation
        if card.kind is CardKind.IMAGE and quotation is None:
            continue
        assert quotation is not None, card.id
        assert quotation.file == source, card.id
        span = article[quotation.start : quotation.end]
        assert fold_space(span) == fold_space(quotation.text), card.id


@each_deck
def test_every_muscle_is_complete(file: Path) -> None:
    """A muscle without its nerve is the one that the examiner asks for."""
    muscles = [
        note
        for note in _loaded(file)[0].notes
        if isinstance(note, Structure) and note.kind == "muscle"
    ]
    assert muscles
    for muscle in muscles:
        missing = MUSCLE - {fact.relation for fact in muscle.facts}
        assert not missing, f"{muscle.name}: {sorted(missing)}"


def test_no_question_is_asked_twice() -> None:
    """A student of two decks would learn the same fact under two schedules."""
    asked = Counter(card.question for card in _all_cards() if card.kind is not CardKind.IMAGE)
    assert [question for question, times in asked.items() if times > 1] == []


def test_lists_can_be_held_in_mind() -> None:
    """A list of more than five items is failed for ever."""
    assert [card.question for card in _all_cards() if len(card.items) > 5] == []


@each_deck
def test_labels_lie_inside_the_picture(file: Path) -> None:
    """A mask beyond the edge would be cut off, and show a part of what it hides."""
    for note in _pictures(file):
        for label in note.picture.labels:
            left, top, right, bottom = _box(label.region)
            assert 0 <= left < right <= 100, label.name
            assert 0 <= top < bottom <= 100, label.name


@each_deck
def test_a_description_names_no_label(file: Path) -> None:
    """The description of a picture stands above the question: it must not be the answer."""
    for note in _pictures(file):
        alt = note.picture.alt.casefold()
        assert alt
        for label in note.picture.labels:
            names = (label.answer.text, *label.answer.alternatives)
            assert not [name for name in names if name.casefold() in alt], label.name


@each_deck
def test_a_picture_is_drawn_by_us_and_small(file: Path) -> None:
    """Nobody could correct a picture without its drawing, nor clone a deck of heavy ones."""
    for note in _pictures(file):
        picture = file.parent / note.picture.path
        data = picture.read_bytes()
        assert len(data) <= PICTURE_CAP
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", data[16:24])
        drawing = picture.with_suffix(".svg").read_text(encoding="utf-8")
        assert f'viewBox="0 0 {width} {height}"' in drawing
        assert "<text" not in drawing, "the labels belong to the deck"


def test_the_whole_format_is_shown() -> None:
    """Who learns the format from these decks would not meet a part of it."""
    cards = _all_cards()
    shapes = {
        label.region.shape for file in FILES for n in _pictures(file) for label in n.picture.labels
    }
    clozes = [card for card in cards if card.kind is CardKind.CLOZE]
    assert {card.kind for card in cards} == set(CardKind)
    assert shapes == {"rect", "ellipse", "polygon"}
    assert any(card.ordered for card in cards)
    assert any(card.typed for card in cards)
    assert any(card.alternatives for card in cards)
    assert any(card.hints and card.extra for card in cards)
    assert any(card.mnemonic for card in cards)
    assert any("contrast" in card.tags for card in cards)
    assert any("[...]" not in card.question for card in clozes)
    assert any(card.cloze_number == 2 for card in clozes)
    assert any(re.search(r"/\w+\.[\w-]+$", card.id) for card in cards)


@pytest.mark.parametrize("path", ["{}.md", "sources/{}.md"])
@each_deck
def test_nothing_is_copied(shared: Path, file: Path, path: str) -> None:
    """Other people's sentences would be shipped under our licence."""
    ours = _runs((DECKS / path.format(file.stem)).read_text(encoding="utf-8"))
    texts = [each for each in (shared / "articles").rglob("*") if each.suffix in (".txt", ".md")]
    for text in texts:
        assert ours & _runs(text.read_text(encoding="utf-8")) == set(), text.name
