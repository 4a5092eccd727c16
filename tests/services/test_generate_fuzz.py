"""Real articles, damaged: whatever an editor or a web page does to them, each card stays proven."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.text import clean
from flashdeck.services.generate import generate
from tests.benchmarks.generation import DATA

_ARTICLES = [
    path.read_bytes().decode("utf-8")
    for path in sorted((DATA / "articles").glob("*.*"))
    if not path.stem.startswith("negative")
]
_DAMAGE = st.sampled_from(
    [
        *("\r\n", "\r", "\n\n", "\ufeff", "\u00a0", "\u00ad", "\u200b", "\u2028", "\x85", "\x0c"),
        *("💪🏽", "e\u0301", "ﬁ", "\u202e", "\x1b[31m", "\x00", "Ａ", "½", "²", "ſ"),
        *(
            "<b",
            "</",
            "<p>",
            "</p>",
            "<td>",
            "<!--",
            "-->",
            "<script>",
            "&amp;",
            "&#x0;",
            "&",
            "]]>",
        ),
        *("# ", "- ", "* ", "| ", "**", "_", "`", "```\n", "---\n", "> ", "[", "](", ")", "((("),
        *("{{c1::", "}}", " | ", "<!-- fd:", "Q: ", "- origin: ", "::", '"', "; ", ": ", "-\n"),
    ]
)
_EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), _DAMAGE | st.text(max_size=6)), max_size=8
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(_ARTICLES), _EDITS, st.sampled_from(["txt", "md", "html", "none"]))
def test_a_damaged_article_gives_proven_cards_or_none(
    text: str, edits: list[tuple[float, int, str]], ending: str
) -> None:
    """One bad byte must not cost the deck, nor a card point at words that are not there."""
    start = int(edits[0][0] * len(text)) if edits else 0
    raw = text[start // 2 : start // 2 + 2500]
    for place, dropped, piece in edits:
        at = int(place * len(raw))
        raw = raw[:at] + piece + raw[at + dropped :]
    made = generate(raw, name=f"article.{ending}")
    for card in made.cards:
        quotation = card.quotation
        assert quotation is not None
        assert raw[quotation.start : quotation.end] == quotation.text
        assert 0 < len(quotation.text.split()) <= 90
        shown = card.question + card.answer
        assert clean(shown) == shown and "\n" not in shown
    parsed = parse_deck(write_deck(made.deck), file="article.md")
    assert not parsed.errors or not made.cards
