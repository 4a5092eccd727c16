"""How long decks take: ``python -m tests.benchmarks.deckfile [NOTES]`` prints a table.

A deck of that many notes (10,000 unless told) is read from disk, parsed, made into cards and
checked by the linter; seconds of processor time, the best of three.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flashdeck.core.deckfile.lint import RULES, Subject, lint
from flashdeck.core.deckfile.lint.base import checked
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of

SIDES = ("anterior", "posterior", "medial", "lateral", "deep", "superficial")
PARTS = ("tibial", "fibular", "femoral", "radial", "ulnar", "median", "axillary", "obturator")


def big_deck(notes: int) -> str:
    """Return a deck of notes of every kind; names differ, words recur as they do in anatomy."""
    parts = ["---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Big\nreverse: [insertion]\n---\n"]
    for number in range(notes // 4):
        side, part = SIDES[number % 6], PARTS[number % 8]
        name = f"muscle {number:05} {side}"
        parts.append(
            f"## {name.capitalize()}\nkind: muscle\n"
            f"- origin:\n  - {side} surface of bone {number}\n  - {part} border\n"
            f"- insertion: tubercle {number} of the {part} bone\n"
            f"- innervation: {part} nerve (C{number % 8 + 1})\n"
            f"- action: flexion of joint {number % 97}\n\n"
            f"Q: Which nerve passes {side} to muscle {number}?\nA: {part} nerve | {part} n.\n"
            f"H: It leaves cord {number % 3}.\nR: location\n\n"
            f"C: Muscle {number} lies {side} to the {{{{c1::{part} artery}}}} in zone {number}.\n\n"
            f"Q: What does muscle {number} do while standing?\nA: It steadies joint {number % 97}\n"
        )
    return "\n".join(parts)


def best(call: Callable[[], object]) -> float:
    """Return the shortest of three runs, in seconds of processor time."""
    times = []
    for _ in range(3):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the table."""
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    text = big_deck(notes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.md"
        path.write_text(text, encoding="utf-8")
        reading = best(lambda: path.read_text(encoding="utf-8"))
    parsed = parse_deck(text, file="big.md")
    assert parsed.deck is not None, parsed.errors[:3]
    deck, cards = parsed.deck, cards_of(parsed.deck)
    rows = [
        ("read the file", reading),
        ("parse it", best(lambda: parse_deck(text, file="big.md"))),
        ("make its cards", best(lambda: cards_of(deck))),
        ("check it with every rule", best(lambda: lint([(deck, cards)]))),
    ]
    print(f"{len(deck.notes):,} notes, {len(cards):,} cards, {len(text) / 1e6:.1f} MB\n")
    print("| step | seconds |\n|---|---|")
    for name, seconds in rows:
        print(f"| {name} | {seconds:.3f} |")
    if "--rules" in sys.argv:
        subject = Subject(checked(deck, cards), (checked(deck, cards),))
        for rule in RULES:
            print(rule.code, f"{best(lambda rule=rule: list(rule.find(subject))):.3f}")


if __name__ == "__main__":
    main()
