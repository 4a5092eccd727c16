"""Laws that hold for every text and every deck."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.deckfile.edit import fix, stamp
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.deckfile.write import write_deck
from tests.core.deckfile.strategies import PIECES, decks, without_lines

# Whole lines that fit together now and then, so that every path of the reader is walked.
SENSIBLE = st.sampled_from(
    [
        "## Soleus",
        "## Soleus <!-- fd:n7kq3m9xwa -->",
        "- action: flexes",
        "- action (b): runs",
        "- action (b): walks",
        "- origin:",
        "  - tibia",
        "  - fibula | x",
        "    - deep",
        "  1. one",
        "Q: Why?",
        "Q: Why? <!-- fd:n7kq3m9xwa -->",
        "A: Because | so",
        "H: hint",
        "R: action",
        "R: nothing",
        "C: {{c1::a}} b",
        "C: {{c1::a {{c501::b}} c",
        "I: ![a](b.png)",
        "- L1: a @ 1% 2% 3% 4%",
        "- L1: b @ x",
        "- L2: c",
        "# Other",
        "kind: muscle",
        "reverse: all",
        "typed: x",
        "text",
        "",
        '> "words" (a.md:1-2)',
        "<<<<<<< a",
        "=======",
        ">>>>>>> b",
        "```",
        "- orign: x",
    ]
)
ANY = st.lists(
    SENSIBLE
    | st.lists(PIECES | st.text(max_size=5), max_size=4).map("".join)
    | st.sampled_from(
        ["---", "flashdeck: 1", "id: dk-abcdefghjk", "tags: [a, b]", "", "reverse: all"]
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(ANY, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_text_is_read(lines: list[str], end: str, bom: bool) -> None:
    """An instructor's half-written file must give findings with places in it, never a crash."""
    text = ("\ufeff" if bom else "") + end.join(lines)
    parsed = parse_deck(text, file="x.md")
    rows = text.split("\n")
    for found in parsed.diagnostics:
        assert 1 <= found.line <= len(rows)
        assert 1 <= found.column <= len(rows[found.line - 1]) + 2
        assert "\n" not in found.message and "{" not in found.message.replace("{{", "")
    assert (parsed.deck is None) == bool(parsed.errors)
    spans = parsed.spans
    assert len(spans) == len(parsed.draft.notes)
    for before, after in pairwise(spans):
        assert before.first <= before.last < after.first
    ids = [card.id for card in cards_of(parsed.draft)]
    if parsed.deck:
        assert len(set(ids)) == len(ids)


@settings(max_examples=80, deadline=None)
@given(decks())
def test_a_written_deck_reads_back(deck) -> None:
    """A generated or exported deck must be, when read, the deck that was written."""
    text = write_deck(deck)
    parsed = parse_deck(text, file="x.md")
    assert not parsed.errors, text
    assert without_lines(parsed.draft) == deck, text
    assert write_deck(parsed.draft) == text


@settings(max_examples=80, deadline=None)
@given(decks(), st.sampled_from(["\n", "\r\n"]))
def test_writing_ids_moves_nothing(deck, end: str) -> None:
    """Stamping a deck must not change one card id, nor any line but those of the notes."""
    text = write_deck(deck).replace("\n", end)
    parsed = parse_deck(text, file="x.md")
    stamped = stamp(text, parsed)
    again = parse_deck(stamped, file="x.md")
    assert [c.id for c in cards_of(again.draft)] == [c.id for c in cards_of(parsed.draft)]
    assert [n.identity.id for n in again.draft.notes] == [n.identity.id for n in parsed.draft.notes]
    assert not any(note.identity.derived for note in again.draft.notes)
    assert stamp(stamped, again) == stamped
    changed = {span.first for span in parsed.spans if span.derived}
    for number, (old, new) in enumerate(zip(text.split("\n"), stamped.split("\n"), strict=True), 1):
        assert old == new or number in changed
        assert old.endswith("\r") == new.endswith("\r")


@settings(max_examples=80, deadline=None)
@given(ANY, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_file_that_needs_nothing_is_not_touched(lines: list[str], end: str, bom: bool) -> None:
    """However oddly a file is laid out: what is stamped and mended is not changed by another run,
    byte for byte, or every check would be a commit."""
    text = ("\ufeff" if bom else "") + end.join(["---", "flashdeck: 1", "---", *lines])
    mended = fix(text, parse_deck(text, file="x.md"))
    stamped = stamp(mended, parse_deck(mended, file="x.md"))
    parsed = parse_deck(stamped, file="x.md")
    assert fix(stamped, parsed) == stamped
    assert stamp(stamped, parsed) == stamped
    if parsed.errors:
        assert stamped == mended


HOSTILE = {
    "comments": "<!--" * 50_000,
    "comment lines": "<!--\n" * 40_000,
    "fd comments": "Q: " + "<!-- fd:" * 25_000,
    "brackets": "I: ![" + "](" * 100_000,
    "backquotes": "`" * 200_000,
    "fences that never close": "~~~x\n" * 40_000,
    "growing fences": "".join("`" * n + "\n" for n in range(3, 630)),
    "deep lists": "## x\n- origin:\n" + "".join(" " * n + "- a\n" for n in range(1, 600)),
    "deletions": "C: " + "{{c1::" * 33_000,
    "deletions closed": "C: " + "{{c1::a::b" * 12_000 + "}}" * 30_000,
    "bars": "Q: x\nA: " + " | " * 66_000,
    "quotes": "Q: x\nA: y\n" + '> "x" (\n' * 25_000 + "> (a:1-2)",
    "one quote line": "Q: x\nA: y\n> " + '" (' * 66_000 + ":1-2)",
    "parentheses": "## x\n- " + "(" * 200_000 + ": x",
    "backslashes": "Q: x\nA: y\n" + "\\" * 200_000,
    "merge": "<<<<<<< a\n" * 20_000,
    "same questions": "Q: x\nA: y\n" * 18_000,
    "flow lists": "---\nflashdeck: 1\ntags: " + "[" * 60_000 + "\n---\n",
    "flow maps": "---\nflashdeck: 1\nsource: " + "{a: " * 15_000 + "\n---\n",
    "aliases": "---\nflashdeck: 1\ntitle: &a x\ntags: [*a, *a]\n---\n",
    "yaml keys": "---\n" + "".join(f"k{n}: x\n" for n in range(7000)) + "---\n",
    "hashes": "#" * 200_000,
    "colons": "## x\n- " + ":" * 200_000,
    "polygon": "I: ![a](b.png)\n- L1: x @ polygon " + "1%,1% " * 33_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_shapes_take_linear_time(name: str) -> None:
    """A file made to hang the reader must not hang the app at its start."""
    start = time.process_time()
    parse_deck(HOSTILE[name], file="x.md")
    assert time.process_time() - start < 3.0
