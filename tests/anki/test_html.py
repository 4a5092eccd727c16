"""Card text becomes a little HTML, and never anything that acts."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.anki.cloze import to_cloze_html
from flashdeck.anki.html import escape, to_html

ALLOWED = {
    *("p", "em", "strong", "s", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr"),
    *("th", "td", "sub", "sup", "code", "pre", "br", "a", "img", "span"),
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tibial nerve (S1, S2)", "tibial nerve (S1, S2)"),
        ("a **b** *c* ~~d~~", "a <strong>b</strong> <em>c</em> <s>d</s>"),
        ("`x < y`", "<code>x &lt; y</code>"),
        ("H~2~O, Ca^2+^, ^18^F", "H<sub>2</sub>O, Ca<sup>2+</sup>, <sup>18</sup>F"),
        ("Na<sup>+</sup> and O<sub>2</sub>", "Na<sup>+</sup> and O<sub>2</sub>"),
        ("~5 to ~7 cm, ~5-~7 cm", "~5 to ~7 cm, ~5-~7 cm"),
        ("a\\\nb", "a<br>b"),
        ("a  \nb", "a<br>b"),
        ("a\nb", "a b"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("x\n\n- a\n- b", "<p>x</p><ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> a\n> b", "<blockquote><p>a b</p></blockquote>"),
        ("12. rib", "12. rib"),
        ("[x]: y\n\nz", "<p>&#91;x]: y</p><p>z</p>"),
        (
            "| a | b |\n|:--|--|\n| 1 | 2 |",
            '<table><thead><tr><th style="text-align:left">a</th><th>b</th></tr></thead><tbody>'
            '<tr><td style="text-align:left">1</td><td>2</td></tr></tbody></table>',
        ),
        ("[a](https://b.org/?c=1&d=2)", '<a href="https://b.org/?c=1&amp;d=2">a</a>'),
        ("![a](https://b.org/c.png)", "a"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
    ],
)
def test_markdown_survives(text: str, shown: str) -> None:
    """A table or a formula that arrives as soup cannot be learned from."""
    assert to_html(text) == shown


def test_pictures_are_those_of_the_package() -> None:
    """A picture of the deck is shown; nothing is ever fetched from elsewhere."""
    names = {"media/a b.png": 'x"y.png'}
    assert to_html("![it](<media/a b.png>)", names.get) == '<img src="x&quot;y.png" alt="it">'
    assert to_html("![it](media/a%20b.png)", names.get) == '<img src="x&quot;y.png" alt="it">'
    assert to_html("![](other.png)", names.get) == "other.png"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{c1::x}} {{type:Answer}} {{Answer}} {{#Hint}}",
        "[sound:x.mp3] [anki:tts lang=en]x[/anki:tts] [[type:Answer]]",
        "[latex]a[/latex] [$]a[/$] [$$]a[/$$]",
        r"\\(x\\) \\[y\\]",
        "<!-- x -->",
        "a } } }} b",
        '" onload="x',
    ],
)
def test_commands_are_shown_as_they_were_written(text: str) -> None:
    """Text of a stranger's deck must not run in a student's Anki."""
    shown = to_html(text)
    assert not re.search(r"<(?!/?span>)", shown)
    assert not re.search(r"\[(?:sound|anki|latex|\$|\[type)|\{\{|\\[(\[]", shown)
    plain = html.unescape(shown.replace("<span>", "").replace("</span>", ""))
    assert plain == text.replace("\\\\", "\\")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_links_lead_to_the_web_only(link: str) -> None:
    """A link that runs code or reads files is no link."""
    assert "href" not in to_html(f"[a]({link}) <{link}>")


FRAGMENTS = st.sampled_from(
    [
        *"<>&\"'[](){}\\`*_~^|!#:-\n $/=+",
        *("{{c1::", "}}", "::", "](", "![", "javascript:", "[sound:"),
        *("<script>", "<!--", "\\(", "&lt;", "&#60;", "x", "a b", "1. ", "```", "https://b.org"),
    ]
)


@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_no_text_gets_out(text: str) -> None:
    """Whatever stands in a deck, only elements of the fixed set come out."""
    for shown in (to_html(text), to_html(text, lambda path: "p.png"), to_cloze_html(text)):
        rest = re.sub(r'<(/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)>', _take, shown)
        assert "<" not in rest and ">" not in rest
        assert "[sound:" not in shown
        assert "\\(" not in re.sub(r"\\\([^<]*?\\\)", "", shown)
    assert "{{" not in to_html(text)


def _take(found: re.Match[str]) -> str:
    assert found[2] in ALLOWED
    assert set(re.findall(r' ([a-z]+)="', found[3])) <= {"href", "src", "alt", "style", "start"}
    assert "javascript:" not in found[3].partition("alt=")[0]
    return ""


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("The {{c1::soleus}}.", "The {{c1::soleus}}."),
        ("{{c1::a}} {{c2::b::hint}}", "{{c1::a}} {{c2::b::hint}}"),
        ("**{{c1::a}}** {{c2::*b*}}", "<strong>{{c1::a}}</strong> {{c2::<em>b</em>}}"),
        ("{{c1::_a_}}", "{{c1::<em>a</em>}}"),
        ("{{c1::a {{c2::b}} c::h}}", "{{c1::a {{c2::b}} c::h}}"),
        ("{{c1::a::h::i}}", "{{c1::a::h:&#58;i}}"),
        ("a::b {{c1::c}}", "a:&#58;b {{c1::c}}"),
        ("}} {{c1::a}}", "&#125;&#125; {{c1::a}}"),
        ("{{c1::a}}}", "{{c1::a}}&#125;"),
        ("`{{c1::a}}`", "<code>{{c1::a}}</code>"),
        ("[x]({{c1::a}})", "&#91;x]({{c1::a}})"),
        ("[x](https://{{c1::a}}.org)", "&#91;x](https://{{c1::a}}.org)"),
        ("- {{c1::a}}\n- b", "<ul><li>{{c1::a}}</li><li>b</li></ul>"),
        ("{{c1::a::<b> [sound:x]}}", "{{c1::a::&lt;b&gt; &#91;sound:x]}}"),
        ("⸤ {{c1::a}} ⸢", "⸤ {{c1::a}} ⸢"),
    ],
)
def test_cloze_fields(text: str, field: str) -> None:
    """The deletions of a text are exactly those that its author marked."""
    assert to_cloze_html(text) == field


def test_plain_text_is_escaped() -> None:
    """Names of subjects and files go the same way."""
    assert escape("<{[&]}>") == "&lt;&#123;&#91;&amp;]&#125;&gt;"
