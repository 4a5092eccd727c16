"""What stands out in the editor: cheap, line by line, and never wrong about what is hidden."""

from __future__ import annotations

import pytest

from flashdeck.tui.highlight import HIDDEN, KEY, NAME, QUIET, front_matter_end, highlights


def shown(line: str, style: str, *, front: bool = False) -> list[str]:
    return [line[start:end] for start, end, name in highlights(line, front=front) if name == style]


@pytest.mark.parametrize(
    ("line", "style", "words"),
    [
        ("## Soleus <!-- fd:n7kq3m9xwa -->", NAME, ["Soleus "]),
        ("## Soleus <!-- fd:n7kq3m9xwa -->", QUIET, ["##", "<!-- fd:n7kq3m9xwa -->"]),
        ("kind: muscle", KEY, ["kind:"]),
        ("- action (balance): stands", KEY, ["action (balance):"]),
        ("- origin:", KEY, ["origin:"]),
        ("  - origin: not a fact", KEY, []),
        ("Q: Why: so?", KEY, ["Q:"]),
        ("Quite: so", KEY, []),
        ("A: bent | flexed", QUIET, ["|"]),
        ("C: a {{c1::b}} c {{c2::d::e}}", HIDDEN, ["b", "d::e"]),
        ("C: {{c1::a {{c2::b}} c}}", HIDDEN, ["b", "a {{c2::b}} c"]),
        ("C: {{c1::open", HIDDEN, []),
        ("- L1: tendon @ 1% 2% 3% 4%", QUIET, [" @ 1% 2% 3% 4%"]),
    ],
)
def test_what_stands_out(line: str, style: str, words: list[str]) -> None:
    """Authors find the answer among the braces at a glance."""
    assert shown(line, style) == words


def test_front_matter_is_quiet() -> None:
    """Keys of the front matter show as keys, and it ends where YAML ends."""
    assert shown("title: Leg", KEY, front=True) == ["title:"]
    assert front_matter_end(["---", "title: Leg", "---", "Q: a"]) == 3
    assert front_matter_end(["---", "title: Leg"]) == 0
    assert front_matter_end(["# Leg", "---"]) == 0
