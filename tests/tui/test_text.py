"""What card text looks like: Markdown, words for numbers, and the place of a quotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.core.ids import DeckId
from flashdeck.core.model import Quotation
from flashdeck.services.decklist import DeckRow
from flashdeck.services.passage import Passage, read_passage
from flashdeck.tui import markdown, themes, words
from flashdeck.tui.cards import View, answer, question
from flashdeck.tui.flow import Flow, Group, parts
from flashdeck.tui.tree import branches
from tests.tui.fake import card


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Latin *solea*, **sandal**", "Latin solea, sandal"),
        ("12. rib", "12. rib"),
        ("- 3 °C", "- 3 °C"),
        ("# 4 roots", "# 4 roots"),
        ("L4|L5", "L4|L5"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("<b>bold</b> <script>", "<b>bold</b> <script>"),
        ("Ca<sup>2+</sup> and H~2~O", "Ca²⁺ and H₂O"),
        ("from ~5 to ~6 cm", "from ~5 to ~6 cm"),
        ("V~max~ and x^q^", "Vₘₐₓ and x^q"),
        ("`code` and \\*stars\\*", "code and *stars*"),
        ("[a link](https://example.org)", "a link"),
        ("soleus_muscle_belly", "soleus_muscle_belly"),
        ("1. one\n2. two\n   - deep", "1. one\n2. two\n   • deep"),
        ("> quoted\n> twice", "> quoted twice"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a  b\n1  2"),
        ("```\nas *is*\n```", "as *is*"),
        (r"Flow is \(Q = \frac{*P*}{R_1}\) **here**", "Flow is Q = (*P*)/R₁ here"),
        (r"\\(x\_1\\) and $y^2$, for $5", "x₁ and y², for $5"),
        ("first\n\nsecond", "first\nsecond"),
        ("broken  \nline", "broken\nline"),
    ],
)
def test_markdown_as_plain_text(text: str, shown: str) -> None:
    """Marks that show, or text that vanishes, would spoil a card."""
    assert markdown.plain(text) == shown


@given(st.text(max_size=300), st.integers(min_value=8, max_value=80))
def test_any_text_can_be_laid_out(text: str, width: int) -> None:
    """No card may stop the app, and no line may be wider than the screen."""
    for align in ("left", "lines", "block"):
        lines = Flow([Group(parts(text, "bold"), align=align)]).lines(width)  # type: ignore[arg-type]
        assert all(line.cell_length <= max(width, 8) for line in lines)
    view = View(card(text, text, extra=text, hints=(text,)), hints=1, revealed=True)
    question(view).lines(width)
    answer(view).lines(width)


@pytest.mark.parametrize("depth", [30, 2000])
def test_nesting_has_an_end(depth: int) -> None:
    """A hostile card must not exhaust the stack."""
    for text in (">" * depth + " x\ny", "".join(f"{'  ' * i}- x\n" for i in range(depth // 10))):
        Flow([Group(parts(text))]).lines(60)


def test_words() -> None:
    """Numbers are said as a person would."""
    assert words.count(1, "card") == "1 card"
    assert words.count(1204, "card") == "1,204 cards"
    assert words.day_name(20_779) == "Sunday 22 November"
    assert words.day_in(20_797, 20_779) == "10 December"
    assert words.day_in(20_830, 20_779) == "12 January 2027"
    assert [words.day_beside(20_779 + n, 20_779) for n in (-2, -1, 0, 1, 6)] == [
        "2 days ago", "1 day ago", "today", "tomorrow", "in 6 days",
    ]  # fmt: skip
    assert words.minutes(540_000) == "9 minutes"
    assert words.minutes(20_000) == "under a minute"
    assert words.estimate(31, 12) == "about 9 minutes"
    assert words.as_phrase("What is the action of the soleus?") == "action of the soleus"
    assert words.as_phrase("Which nerve?") == "Which nerve?"


def test_tree_sums_folders_and_keeps_two_decks_of_one_place() -> None:
    """A folder must show all the work that lies in it."""
    rows = [
        DeckRow(DeckId(f"d{n}"), title, place, "", 9, 3, again, 0, 0, new, due)
        for n, (title, place, due, again, new) in enumerate(
            [
                ("Soleus", "Lower limb::Soleus", 18, 2, 4),
                ("More soleus", "lower limb::soleus", 1, 0, 0),
                ("Lower limb", "Lower limb", 5, 0, 0),
                ("Loose", "", 0, 0, 1),
            ]
        )
    ]
    shown = [(b.name, b.depth, len(b.decks), b.counts.due, b.counts.new) for b in branches(rows)]
    assert shown == [
        ("Lower limb", 0, 3, 24, 4),
        ("Soleus", 1, 2, 19, 4),
        ("Loose", 0, 1, 0, 1),
    ]


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours."""
    from textual.color import Color

    def light(name: str) -> float:
        parts = [value / 255 for value in Color.parse(name).rgb]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
def test_own_themes_can_be_read(theme: themes.Theme) -> None:
    """Text that is hard to read costs every card a second."""
    ground = theme.background or ""
    assert contrast(theme.variables["text-primary"], ground) >= 6
    assert contrast(themes.muted(ground), ground) >= 5
    assert contrast(theme.foreground or "", ground) >= 10
    assert contrast(theme.variables["text-error"], ground) >= 5


class TestPassage:
    """The source of a card, read from beside its deck."""

    TEXT = "Head.\r\n\r\nOne line\r\nand more. The soleus is deep.\r\nIt ends.\r\n\r\nNext."

    def quote(self, words: str, file: str = "source.md") -> Quotation:
        """Return a quotation of these words of the text."""
        start = self.TEXT.index(words)
        return Quotation(" ".join(words.split()), file, start, start + len(words))

    def test_paragraph_around_the_words(self, tmp_path: Path) -> None:
        """The sentence alone often says too little."""
        (tmp_path / "source.md").write_bytes(self.TEXT.encode())
        found = read_passage(str(tmp_path / "deck.md"), self.quote("The soleus is deep."))
        assert found == Passage("One line and more. ", "The soleus is deep.", " It ends.")

    def test_nothing_but_what_the_deck_quotes(self, tmp_path: Path) -> None:
        """A deck from a stranger must not show files of this computer."""
        (tmp_path / "source.md").write_bytes(self.TEXT.encode())
        deck = str(tmp_path / "deck.md")
        wrong = Quotation("The soleus is wide.", "source.md", 30, 49)
        absolute = self.quote("The soleus is deep.", str(tmp_path / "source.md"))
        missing = self.quote("The soleus is deep.", "gone.md")
        outside = Quotation("x", "source.md", 5000, 5001)
        for quotation in (wrong, absolute, missing, outside):
            assert read_passage(deck, quotation) is None
        assert read_passage("", self.quote("Next.")) is None
