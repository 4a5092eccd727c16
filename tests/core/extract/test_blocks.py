"""Blocks before sentences: what is prose, list, table or junk, in each kind of file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flashdeck.core.extract.article import article_deck, read_blocks
from flashdeck.core.extract.blocks import Block, BlockKind
from flashdeck.core.extract.mapped import mapped


def shown(blocks: list[Block]) -> list[tuple[str, str]]:
    """Return kind and text of each block."""
    return [(block.kind.value, block.text.text) for block in blocks]


def test_wrapped_lines_and_divided_words_are_rejoined() -> None:
    """A sentence cut at every line end would lose its object."""
    raw = (
        "The flexor hallucis longus originates from the lower two thirds\r\n"
        "of the posterior sur-\r\nface of the fibula and inserts on the base of the\r\n"
        "distal phalanx of the great toe; its slow-\r\ntwitch fibres tire late.\r\n"
    )
    (block,) = read_blocks(raw, "txt")
    assert "posterior surface of the fibula" in block.text.text
    assert "slow-twitch fibres" in block.text.text
    start = block.text.text.index("posterior surface")
    low, high = block.text.raw_span(start, start + len("posterior surface"))
    assert raw[low:high] == "posterior sur-\r\nface"


def test_headings_lists_tables_and_junk_of_plain_text() -> None:
    """A menu or a reference that becomes a card is a card that a student has to delete."""
    raw = (
        "Gracilis\n\nBy Jane Roe, MD\n\nThe gracilis is a thin muscle.\n\nSymptoms of a strain:\n\n"
        "  • pain\n  • swelling\n\nMuscle\tOrigin\ngracilis\tpubis\n\nReferences\n\n"
        "1. Roe J. Thigh. 2001.\n"
    )
    assert shown(read_blocks(raw, "txt")) == [
        ("heading", "Gracilis"),
        ("paragraph", "The gracilis is a thin muscle."),
        ("pair", "Symptoms of a strain:"),
        ("item", "pain"),
        ("item", "swelling"),
        ("row", "Muscle Origin"),
        ("row", "gracilis pubis"),
    ]


def test_markdown() -> None:
    """Class notes hold their facts in bold keys, bullets and pipe tables."""
    raw = (
        "---\ntitle: Gracilis\n---\n# Gracilis\n\n**Origin:**\n- *inferior* pubic ramus\n\n"
        "| a | b |\n|---|---|\n| c | [d](x) |\n\n```\nThe soleus inserts on code.\n```\n"
    )
    assert shown(read_blocks(raw, "md")) == [
        ("heading", "Gracilis"),
        ("heading", "Gracilis"),
        ("pair", "Origin:"),
        ("item", "inferior pubic ramus"),
        ("row", "a b"),
        ("row", "c d"),
    ]


def test_html_without_navigation_and_scripts() -> None:
    """Only what a reader of the page reads may become a card."""
    raw = (
        "<title>Gracilis</title><nav><ul><li>Home</li></ul></nav><script>if (a<b) x()</script>"
        "<h1>Gracilis</h1><p>A gap &lt; 5&nbsp;cm and 3 < 4 is "
        "<b>text</b>.</p><ul><li>one</li></ul>"
        "<table><tr><th>Origin</th><td>pubis</td></tr></table><!-- <p>hidden</p> -->"
        "<footer>The end</footer>"
    )
    blocks = read_blocks(raw, "html")
    assert ("paragraph", "A gap < 5 cm and 3 < 4 is text.") in shown(blocks)
    assert ("item", "one") in shown(blocks)
    assert ("pair", "Origin: pubis") in shown(blocks)
    assert not any("Home" in text or "hidden" in text or "end" in text for _, text in shown(blocks))


def test_cleaning_keeps_offsets() -> None:
    """An offset that is off by one quotes the wrong words."""
    raw = "\ufeffThe so\u00adleus\u00a0and the ﬁ\u200bbula meet."
    text = mapped(raw)
    assert text.text == "The soleus and the fibula meet."
    start = text.text.index("fibula")
    low, high = text.raw_span(start, start + 6)
    assert raw[low:high] == "ﬁ\u200bbula"


_PIECES = st.sampled_from(
    [
        *("The soleus ", "originates from the fibula", " and inserts on the calcaneus", ". ", "\n"),
        *(
            "\r\n",
            "\n\n",
            "\t",
            "\u00a0",
            "\ufeff",
            "\u00ad",
            "💪",
            "<p>",
            "</p>",
            "<table><tr><td>",
        ),
        *(
            "<!--",
            "-->",
            "<b",
            ">",
            "&amp;",
            "&#0;",
            "# Soleus\n",
            "- ",
            "* ",
            "| ",
            "**Origin:** ",
        ),
        *("```\n", "---\n", "(", "[", "]", '"', "is innervated by the tibial nerve (S1, S2)", ", "),
        *("; ", "your ", "e\u0301", "ﬁ", "\u202e", "\x1b[31m", "Symptoms include:\n", "pain"),
        *("Muscle\tOrigin\n", "== Function ==", "\x85"),
    ]
)


@given(
    st.lists(_PIECES | st.text(max_size=8), max_size=40), st.sampled_from(["txt", "md", "html", ""])
)
def test_no_input_crashes_and_every_span_is_exact(pieces: list[str], form: str) -> None:
    """A quotation that is not in the file cannot be checked by anyone."""
    raw = "".join(pieces) + "\n\nThe soleus muscle is innervated by the tibial nerve.\n"
    for block in read_blocks(raw, form):
        assert block.kind in BlockKind
        low, high = block.text.raw_span(0, len(block.text.text))
        assert 0 <= low < high <= len(raw)
    deck = article_deck(raw, form=form, title="t", file="f")
    for note in deck.notes:
        quotations = [fact.quotation for fact in getattr(note, "facts", ())]
        quotations.append(getattr(note, "quotation", None))
        for quotation in quotations:
            if quotation is not None:
                assert raw[quotation.start : quotation.end] == quotation.text
                assert len(quotation.text.split()) <= 90


def test_marks_without_words_are_no_block() -> None:
    """A heading of marks alone, run together with others, is nothing to ask about."""
    raw = "== Function ==== Function ==\t== Function =="
    assert all(block.text.text for block in read_blocks(raw, "txt"))
