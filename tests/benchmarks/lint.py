"""How often the linter is right: ``python -m tests.benchmarks.lint`` prints its precisions.

Cards written by hand carry their labels in comments: tests/data/lint/hand.md, with which the rules
were made, and unseen.md, which was written and labelled after them. Of cards generated from the
shared articles each finding is judged, right or wrong, in tests/data/lint/generated.tsv; findings
that nobody has judged yet go to stderr.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flashdeck.core.deckfile.lint import RULES, lint
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.model import Deck
from flashdeck.services.generate import generate

DATA = Path(__file__).parents[1] / "data" / "lint"
ARTICLES = Path(__file__).parents[2] / ".." / "shared" / "articles"
_LABEL = re.compile(r"^<!-- label: ([D\d ]+) -->$")
GOAL = 0.8


@dataclass
class Score:
    """Findings by rule: right, wrong, missed, and those that nobody has judged."""

    cards: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    unjudged: list[str] = field(default_factory=list)

    def precision(self, code: str) -> float | None:
        """Return the share of findings that are right, None where there are none."""
        found = self.right[code] + self.wrong[code]
        return self.right[code] / found if found else None


def score_by_hand(score: Score, name: str) -> None:
    """Compare the findings in a deck written by hand with its labels, note by note."""
    text = (DATA / name).read_text("utf-8")
    parsed = parse_deck(text, file=name)
    assert parsed.deck is not None, parsed.errors
    cards = cards_of(parsed.deck)
    score.cards += len(cards)
    labels: dict[int, set[str]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if label := _LABEL.match(line):
            inside = [s.first for s in parsed.spans if s.first < number <= s.last]
            following = [s.first for s in parsed.spans if s.first > number]
            labels[(inside or following)[0]] = set(label[1].split())
    found: dict[int, set[str]] = {}
    for one in lint([(parsed.deck, cards)]):
        note = max(s.first for s in parsed.spans if s.first <= one.line)
        found.setdefault(note, set()).add(one.code)
    for note in labels.keys() | found.keys():
        wanted, had = labels.get(note, set()), found.get(note, set())
        score.right.update(wanted & had)
        score.wrong.update(had - wanted)
        score.missed.update(wanted - had)


def generated_decks() -> Iterator[tuple[str, Deck]]:
    """Return the decks of the shared articles, each with its article's name."""
    folder = ARTICLES.resolve()
    for path in sorted([*folder.glob("*.*"), *folder.glob("dev/*.*")]):
        if path.name != "README.md":
            yield path.name, generate(path.read_text("utf-8"), name=path.name).deck


def score_generated(score: Score) -> None:
    """Compare the findings in generated decks with the judgements that were made of them."""
    verdicts = {}
    for row in (DATA / "generated.tsv").read_text("utf-8").splitlines()[1:]:
        article, card, code, verdict = row.split("\t")[:4]
        verdicts[article, card, code] = verdict
    for article, deck in generated_decks():
        cards = cards_of(deck)
        score.cards += len(cards)
        at = {}
        for note in deck.notes:
            at[note.line] = note
        numbered = parse_deck_of(deck)
        for one in lint([(numbered, cards_of(numbered))]):
            card = next((c.id for c in cards_of(numbered) if c.line == one.line), "")
            card = card or next(n.identity.id for n in numbered.notes if n.line == one.line)
            verdict = verdicts.get((article, card, one.code))
            if verdict is None:
                score.unjudged.append(f"{article}\t{card}\t{one.code}\t?\t{one.message}")
            else:
                (score.right if verdict == "right" else score.wrong)[one.code] += 1


def parse_deck_of(deck: Deck) -> Deck:
    """Return the deck as it is read from its own file, so that every note has its line."""
    from flashdeck.core.deckfile.write import write_deck

    read = parse_deck(write_deck(deck), file=deck.file).deck
    assert read is not None
    return read


def main() -> None:
    """Print one row a rule."""
    score, unseen = Score(), Score()
    score_by_hand(score, "hand.md")
    score_by_hand(unseen, "unseen.md")
    if ARTICLES.is_dir():
        score_generated(score)
    print(f"{score.cards} cards, and {unseen.cards} that the rules had not seen\n")
    print(
        "| rule | severity | right | wrong | missed | unseen: right | wrong | missed | precision |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for rule in RULES:
        code = rule.code
        found = score.right[code] + unseen.right[code]
        wrong = score.wrong[code] + unseen.wrong[code]
        cells = [code, rule.severity.value]
        for one in (score, unseen):
            cells += [str(count[code]) for count in (one.right, one.wrong, one.missed)]
        cells.append(f"{found / (found + wrong):.0%}" if found + wrong else "")
        print(f"| {' | '.join(cells)} |")
    for line in score.unjudged:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
