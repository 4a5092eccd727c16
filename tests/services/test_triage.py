"""Triage: what is proposed, decided, taken back, and what the deck holds in the end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.errors import DeckError
from flashdeck.core.model import CardKind, Question, Structure
from flashdeck.files.decks import load_deck
from flashdeck.services.check import check_decks
from flashdeck.services.drafts import DraftFile
from flashdeck.services.generate import generate
from flashdeck.services.keep import carry_out, default_target, named_target, plan
from flashdeck.services.passage import read_passage
from flashdeck.services.regenerate import write_deck_file
from flashdeck.services.reworded import Wording, is_quoted
from flashdeck.services.triage import Counts, Triage, Verdict, propose

ARTICLE = """\
# The brachialis

The brachialis is a muscle of the upper arm. The brachialis originates from the front of the
distal humerus and inserts on the tuberosity of the ulna.

The brachialis is innervated by the musculocutaneous nerve. The brachialis flexes the forearm at
the elbow. The brachialis is supplied by the brachial artery.

# The anconeus

The anconeus originates from the lateral epicondyle of the humerus. The anconeus is innervated by
the radial nerve.
"""

OWN_DECK = """\
---
flashdeck: 1
title: My arm
---
## Brachialis <!-- fd:n7kq3m9xwa -->
kind: muscle
- etymology: Latin *brachium*, arm

Q: Own words? <!-- fd:k2v8r5t1pd -->
A: Yes
"""


def triage_of(text: str = ARTICLE, name: str = "arm.md") -> Triage:
    return propose(text, generate(text, name=name), name=name)


def at(triage: Triage, answer: str, kind: CardKind = CardKind.BASIC) -> int:
    """The number of the first proposal with this in its answer."""
    return next(
        number
        for number, one in enumerate(triage.proposals)
        if answer in one.card.answer and one.card.kind is kind
    )


def reversed_pair(triage: Triage) -> tuple[int, int]:
    """A fact and its reverse."""
    for back, one in enumerate(triage.proposals):
        if one.card.kind is CardKind.REVERSE:
            forward = one.card.id.removesuffix("~rev")
            ids = [other.card.id for other in triage.proposals]
            return ids.index(forward), back
    raise AssertionError("no reverse card was proposed")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "my articles" / "arm.md"
    path.parent.mkdir()
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_proposals_come_in_reading_order_with_their_words() -> None:
    """The two sides follow each other only if the cards go down the article as it is read."""
    triage = triage_of()
    starts = [(one.facts[0].paragraph, one.facts[0].start) for one in triage.proposals]
    assert starts == sorted(starts)
    nerve = triage.proposals[at(triage, "musculocutaneous")]
    place = nerve.facts[0]
    said = triage.paragraphs[place.paragraph].text[place.start : place.end]
    assert "musculocutaneous nerve" in said
    assert "flexes" not in said


def test_places_are_found_in_every_article(shared: Path) -> None:
    """A card whose words cannot be shown in the article must be looked for by hand."""
    names = [shared / "articles" / "soleus.txt", *sorted((shared / "articles" / "dev").iterdir())]
    for path in names:
        text = path.read_text(encoding="utf-8")
        triage = triage_of(text, path.name)
        for one in triage.proposals:
            assert one.facts, one.card.question
            for place in (*one.facts, *one.sentence):
                words = triage.paragraphs[place.paragraph].text
                assert 0 <= place.start < place.end <= len(words)


def test_all_kept_is_the_generated_deck() -> None:
    """Who agrees with everything gets what `generate` writes, under the same ids."""
    triage = triage_of()
    for number in range(len(triage.proposals)):
        triage.decide(number, Verdict.KEPT)
    assert triage.deck() == triage.proposed


def test_rejected_and_doubted_cards_are_left_out() -> None:
    """A card that was rejected must never be asked."""
    triage = triage_of()
    triage.decide(at(triage, "musculocutaneous"), Verdict.REJECTED)
    triage.decide(at(triage, "brachial artery"), Verdict.UNSURE)
    answers = [card.answer for card in cards_of(triage.deck())]
    assert not any("musculocutaneous" in answer or "artery" in answer for answer in answers)
    total = len(triage.proposals)
    counts = triage.counts()
    assert counts.unsure >= 1
    assert counts.rejected == 1
    assert counts.kept + counts.unsure + counts.rejected == total


def test_a_reverse_goes_with_its_fact_and_alone() -> None:
    """The question backwards makes no sense without the fact, but the fact does without it."""
    triage = triage_of()
    forward, back = reversed_pair(triage)
    triage.decide(forward, Verdict.REJECTED)
    assert triage.decisions[back].verdict is Verdict.REJECTED
    triage.decide(back, Verdict.KEPT)
    assert triage.decisions[forward].verdict is Verdict.KEPT
    triage.decide(back, Verdict.REJECTED)
    ids = {card.id for card in cards_of(triage.deck())}
    assert triage.proposals[forward].card.id in ids
    assert triage.proposals[back].card.id not in ids


def test_undo_and_redo_go_all_the_way() -> None:
    """A wrong key is no loss, however long ago."""
    triage = triage_of()
    first = triage.decisions
    for number in range(len(triage.proposals)):
        triage.decide(number, Verdict.REJECTED)
    assert triage.counts().rejected == len(triage.proposals)
    last = triage.decisions
    while triage.undo() is not None:
        pass
    assert triage.decisions == first
    while triage.redo() is not None:
        pass
    assert triage.decisions == last


def test_an_answer_within_its_quotation_keeps_it() -> None:
    """A shorter answer is still proven by the sentence it was taken from."""
    triage = triage_of()
    number = at(triage, "musculocutaneous")
    card = triage.proposals[number].card
    triage.reword(number, Wording(card.question, "musculocutaneous  nerve"))
    made = next(one for one in cards_of(triage.deck()) if one.id == card.id)
    assert made.answer == "musculocutaneous nerve"
    assert made.quotation == card.quotation


def test_own_wording_claims_no_source() -> None:
    """A quotation under words that are not in it would mislead whoever looks it up."""
    triage = triage_of()
    number = at(triage, "musculocutaneous")
    card = triage.proposals[number].card
    own = Wording(card.question, "the nerve of the biceps")
    assert not is_quoted(card, own)
    triage.reword(number, own)
    made = next(one for one in cards_of(triage.deck()) if one.id == card.id)
    assert (made.answer, made.quotation) == (own.answer, None)


def test_an_own_question_becomes_a_note_under_its_structure() -> None:
    """Facts are worded by flashdeck; a student's own question must be asked as written."""
    triage = triage_of()
    forward, back = reversed_pair(triage)
    card = triage.proposals[forward].card
    triage.reword(forward, Wording("From which bone does it come?", card.answer))
    deck = triage.deck()
    notes = [note for note in deck.notes if isinstance(note, Question)]
    own = next(note for note in notes if note.question == "From which bone does it come?")
    assert own.subject == card.subject
    assert own.quotation == card.quotation
    asked = {one.question for one in cards_of(deck)}
    assert card.question not in asked
    assert triage.proposals[back].card.question in asked


def test_words_that_cannot_be_asked_are_refused() -> None:
    """An empty side would keep the whole deck from loading."""
    triage = triage_of()
    for wording in (Wording("", "x"), Wording("What?", " "), Wording("What?", " ; ")):
        with pytest.raises(ValueError, match="needs"):
            triage.reword(0, wording)
    assert not triage.is_changed


@pytest.mark.parametrize("where", ["decks/arm.md", "arm.md", "my articles/deck (1).md", "a/b/c.md"])
def test_a_saved_deck_has_no_errors_and_shows_its_source(
    tmp_path: Path, article: Path, where: str
) -> None:
    """The source view opens the right sentence wherever the deck went."""
    triage = triage_of()
    triage.reword(0, Wording("Own question?", "own answer"))
    triage.decide(1, Verdict.REJECTED)
    target = tmp_path / where
    planned = plan(triage, target, article)
    carry_out(planned)
    loaded = load_deck(target)
    assert not loaded.errors
    assert len(loaded.cards) == planned.added
    quoted = [card for card in loaded.cards if card.quotation]
    assert quoted
    for card in quoted:
        assert card.quotation is not None
        passage = read_passage(str(target), card.quotation)
        assert passage is not None, card.quotation
    assert not [f for f in check_decks([target]).findings if f.severity == "error"]


def test_saving_again_adds_only_what_is_new_and_keeps_hand_edits(
    tmp_path: Path, article: Path
) -> None:
    """Coming back to an article must not undo what was mended by hand since."""
    triage = triage_of()
    number = at(triage, "radial nerve")
    triage.decide(number, Verdict.REJECTED)
    target = tmp_path / "arm.md"
    carry_out(plan(triage, target, article))
    edited = target.read_text(encoding="utf-8").replace("# ", "# ").replace(
        "musculocutaneous nerve", "musculocutaneous nerve (C5, C6)", 1
    ) + "\nQ: Mine? <!-- fd:k2v8r5t1pd -->\nA: Yes\n"  # fmt: skip
    target.write_text(edited, encoding="utf-8")
    again = plan(triage_of(), target, article)
    assert not again.is_new
    assert again.added >= 1
    carry_out(again)
    after = target.read_text(encoding="utf-8")
    added = [line for line in after.split("\n") if line not in edited.split("\n")]
    assert set(edited.split("\n")) <= set(after.split("\n"))
    assert any("radial nerve" in line for line in added)
    assert not any("musculocutaneous" in line for line in added)
    assert plan(triage_of(), target, article).added == 0


@pytest.mark.parametrize("into", ["", OWN_DECK], ids=["new deck", "own deck"])
def test_a_rejected_card_does_not_return(tmp_path: Path, article: Path, into: str) -> None:
    """Who weeded an article once must not weed it again whenever the deck is made anew."""
    target = article.parent / "deck.md"
    if into:
        target.write_text(into, encoding="utf-8")
    triage = triage_of()
    gone = triage.proposals[at(triage, "brachial artery")].card
    for number, one in enumerate(triage.proposals):
        rejected = one.card.id == gone.id
        triage.decide(number, Verdict.REJECTED if rejected else Verdict.KEPT)
    carry_out(plan(triage, target, article))
    saved = target.read_bytes()
    loaded = load_deck(target)
    assert not loaded.errors
    assert not any("brachial artery" in card.answer for card in loaded.cards)
    written = write_deck_file(target, generate(ARTICLE, name=str(article)), str(article), ARTICLE)
    assert written.again is not None and not written.again.added
    assert written.again.deleted
    assert target.read_bytes() == saved
    assert not plan(triage, target, article).is_changed


def test_a_rejected_card_does_not_return_after_another_article(
    tmp_path: Path, article: Path
) -> None:
    """A deck fed from two articles remembers what was rejected of both."""
    target = article.parent / "deck.md"
    triage = triage_of()
    triage.decide(at(triage, "brachial artery"), Verdict.REJECTED)
    carry_out(plan(triage, target, article))
    other = article.with_name("popliteus.md")
    text = (
        "# The popliteus\n\nThe popliteus originates from the lateral condyle of the femur. "
        "The popliteus is innervated by the tibial nerve.\n"
    )
    other.write_text(text, encoding="utf-8")
    carry_out(plan(triage_of(text, other.name), target, other))
    write_deck_file(target, generate(text, name=str(other)), str(other), text)
    written = write_deck_file(target, generate(ARTICLE, name=str(article)), str(article), ARTICLE)
    assert written.again is not None and not written.again.added
    assert any("popliteus" in card.question for card in load_deck(target).cards)


def test_the_place_of_a_deck_is_never_taken_from_another(tmp_path: Path, article: Path) -> None:
    """The usual name may belong to a deck, or to a file that is none."""
    triage = triage_of()
    deck = triage.deck()
    decks = tmp_path / "decks"
    assert default_target(decks, article, deck.id) == decks / "arm.md"
    decks.mkdir()
    (decks / "arm.md").write_text("---\nflashdeck: 1\n---\nQ: Other?\nA: Yes\n", encoding="utf-8")
    assert default_target(decks, article, deck.id) == decks / "arm-2.md"
    carry_out(plan(triage, decks / "arm-2.md", article))
    assert default_target(decks, article, deck.id) == decks / "arm-2.md"
    with pytest.raises(DeckError, match="no deck"):
        plan(triage, article, article)
    with pytest.raises(DeckError, match="no name"):
        named_target("  ", article)
    for impossible in ("x" * 5000, "~nobody-of-this-name/x"):
        with pytest.raises(DeckError, match="no file can have"):
            named_target(impossible, article)
    assert named_target(f"{decks}{os.sep}", article) == decks / "arm.md"
    assert named_target(str(decks / "calf"), article) == decks / "calf.md"
    (decks / "bad.md").write_text("---\nflashdeck: 1\n---\nQ: No answer?\n", encoding="utf-8")
    with pytest.raises(DeckError, match="error in line 4"):
        plan(triage, decks / "bad.md", article)


def test_nothing_kept_is_nothing_to_save(tmp_path: Path, article: Path) -> None:
    """An empty deck would be an error in the next start."""
    triage = triage_of()
    for number in range(len(triage.proposals)):
        triage.decide(number, Verdict.REJECTED)
    with pytest.raises(DeckError, match="no card is kept"):
        plan(triage, tmp_path / "x.md", article)


def test_a_draft_brings_decisions_back(tmp_path: Path) -> None:
    """Half an hour of triage survives the end of the app."""
    triage = triage_of()
    triage.reword(0, Wording("Own?", "own"))
    triage.decide(2, Verdict.REJECTED)
    drafts = DraftFile(tmp_path / "drafts", ARTICLE)
    assert drafts.read() is None
    drafts.write(triage, 2)
    other = triage_of()
    draft = DraftFile(tmp_path / "drafts", ARTICLE).read()
    assert draft is not None
    assert other.take_up(draft.decisions) == sum(
        a != b for a, b in zip(triage.decisions, triage_of().decisions, strict=True)
    )
    assert other.decisions == triage.decisions
    assert draft.current == triage.proposals[2].card.id
    other.undo()
    assert not other.is_changed
    (tmp_path / "drafts").joinpath(*[p.name for p in (tmp_path / "drafts").iterdir()]).write_text(
        '{"decisions": {"x": 3}}', encoding="utf-8"
    )
    assert drafts.read() is None
    drafts.drop()
    assert list((tmp_path / "drafts").iterdir()) == []


def test_text_without_anatomy_proposes_nothing() -> None:
    """Silence is better than a doubtful card."""
    triage = triage_of("Beat two eggs, add flour, and bake for an hour.\n", "cake.txt")
    assert triage.proposals == ()
    assert triage.counts() == Counts(0, 0, 0)
    assert not any(isinstance(note, Structure) for note in triage.deck().notes)
