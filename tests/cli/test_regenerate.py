"""generate -o onto a deck that is there: nothing of an author's is lost, and all is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli.generate import command
from flashdeck.files.decks import load_deck

ARTICLE = (
    "The popliteus muscle\n\n"
    "The popliteus originates from the lateral condyle of the femur. "
    "The popliteus inserts on the posterior surface of the tibia. "
    "The popliteus is innervated by the tibial nerve.\n"
)


def run(*words: object, stdin: str = "") -> Result:
    return CliRunner().invoke(command, [*map(str, words)], input=stdin, standalone_mode=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article with a deck made from it."""
    path = tmp_path / "popliteus.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    done = run(path, "-o", tmp_path / "popliteus.md")
    assert done.return_value == 0 and "made" in done.stderr
    return path


def test_a_second_run_writes_nothing(article: Path) -> None:
    """A deck that is up to date keeps even its time of change."""
    deck = article.with_suffix(".md")
    before = (deck.read_bytes(), deck.stat().st_mtime_ns)
    done = run(article, "-o", deck)
    assert done.return_value == 0 and "unchanged" in done.stderr
    assert (deck.read_bytes(), deck.stat().st_mtime_ns) == before


def test_dry_run(article: Path, tmp_path: Path) -> None:
    """What would happen is said on stderr, one line a fact, and nothing happens."""
    deck = article.with_suffix(".md")
    before = deck.read_bytes()
    article.write_text(ARTICLE.replace("The popliteus inserts on the posterior surface", "X"))
    done = run(article, "-o", deck, "--dry-run")
    assert done.return_value == 0 and done.stdout == ""
    assert "would be written" in done.stderr
    assert deck.read_bytes() == before
    fresh = tmp_path / "deep" / "new.md"
    assert run(article, "-o", fresh, "--dry-run").return_value == 0
    assert not fresh.parent.exists()


def test_what_the_article_dropped_is_marked(article: Path) -> None:
    """A dropped sentence is a question to the author, not a deletion."""
    deck = article.with_suffix(".md")
    cards = {card.id for card in load_deck(deck).cards}
    article.write_text(
        ARTICLE.replace("The popliteus inserts on the posterior surface of the tibia. ", "")
    )
    done = run(article, "-o", deck)
    assert "no longer in the article" in done.stderr
    after = load_deck(deck)
    assert not after.errors
    assert {card.id for card in after.cards} == cards
    marked = [card for card in after.cards if card.gone]
    assert marked and all("insert" in card.question for card in marked)


def test_another_deck_is_never_touched(article: Path, tmp_path: Path) -> None:
    """A mistyped name must not pour an article into somebody's own deck."""
    other = tmp_path / "own.md"
    other.write_text("---\nflashdeck: 1\ntitle: Own\n---\nQ: Mine?\nA: Yes, mine\n")
    before = other.read_bytes()
    done = run(article, "-o", other)
    assert done.return_value == 1 and f"error: {other}: is another deck" in done.stderr
    assert other.read_bytes() == before


def test_a_deck_with_an_error_is_not_touched(article: Path) -> None:
    """A half-merged deck cannot be understood, so nothing in it may be changed."""
    deck = article.with_suffix(".md")
    text = deck.read_text() + "\n<<<<<<< ours\nQ: x\n"
    deck.write_text(text)
    done = run(article, "-o", deck)
    assert done.return_value == 1 and "nothing was changed" in done.stderr
    assert deck.read_text() == text
    assert f"{deck}:{text.count(chr(10)) - 1}" in done.stderr


def test_a_deck_from_stdout_is_known_again(article: Path, tmp_path: Path) -> None:
    """`generate a.txt > a.md` and `generate a.txt -o a.md` are the same deck."""
    deck = tmp_path / "piped.md"
    deck.write_text(run(article).stdout, encoding="utf-8")
    done = run(article, "-o", deck)
    assert done.return_value == 0 and "as before" in done.stderr
    assert not load_deck(deck).errors


def test_a_hand_edit_of_the_sample_article_s_deck_stays(repo: Path, tmp_path: Path) -> None:
    """A whole article has headings over questions alone; the second run must take those too."""
    article, deck = repo / "decks/sources/soleus.md", tmp_path / "soleus.md"
    assert run(article, "-o", deck).return_value == 0
    text = deck.read_text(encoding="utf-8")
    first = next(line for line in text.split("\n") if line.startswith("- definition: "))
    deck.write_text(text.replace(first, first + " (by hand)"), encoding="utf-8")
    edited = deck.read_bytes()
    done = run(article, "-o", deck)
    assert done.return_value == 0 and "1 edited by hand, kept" in done.stderr
    assert deck.read_bytes() == edited
