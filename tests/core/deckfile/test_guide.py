"""The guide for authors is true: each of its examples does what it says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from flashdeck.core.deckfile.codes import MESSAGES, finding
from flashdeck.core.deckfile.lint import RULES, Rule, lint
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.reader import LINE_CAP, NOTE_CAP
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.deckfile.waivers import waive
from flashdeck.core.diagnostics import Diagnostic, Severity

GUIDE = Path(__file__).parents[3] / "decks" / "README.md"
GOLDEN = Path(__file__).with_name("messages.txt")
FRONT = "---\nflashdeck: 1\ntitle: Example\n---\n"
BLOCK = re.compile(
    r"^````markdown (ok|D\d{3}|bad D\d{3}|good D\d{3})( file)?\n(.*?)^````$",
    re.MULTILINE | re.DOTALL,
)
BLOCKS = [
    (found[1], found[3] if found[2] or found[3].startswith("---\nflashdeck") else FRONT + found[3])
    for found in BLOCK.finditer(GUIDE.read_text("utf-8"))
]
EXAMPLES = [(says, text) for says, text in BLOCKS if " " not in says]
RULE_EXAMPLES = [(*says.split(), text) for says, text in BLOCKS if " " in says]
MORE = [
    ("D113", FRONT + "x" * (LINE_CAP + 1) + "\n\nQ: a?\nA: b\n"),
    ("D114", FRONT + "Q: a?\nA: b\n" + "x\n" * NOTE_CAP),
    ("D204", FRONT + "Q: a\x07b?\nA: b\n"),
]
ELSEWHERE = {"D100", "D163"}  # these need files
# The files that the guide's examples quote.
SOURCES = {
    "sources/soleus.md": "The soleus is innervated by the tibial nerve.",
    "sources/more.md": "The soleus does not originate from the medial malleolus.",
    "sources/lost.md": None,
}


def findings(text: str) -> tuple[Diagnostic, ...]:
    return parse_deck(text, file="leg.md").diagnostics


@pytest.mark.parametrize(("says", "text"), [*EXAMPLES, *MORE])
def test_example(says: str, text: str) -> None:
    """An instructor who copies an example from the guide must get what the guide promises."""
    assert {found.code for found in findings(text)} == ({says} - {"ok"})


def checked(text: str) -> list[Diagnostic]:
    """Everything that `flashdeck check` finds in a text."""
    parsed = parse_deck(text, file="leg.md")
    assert parsed.deck is not None, parsed.errors
    rules = lint([(parsed.deck, cards_of(parsed.deck))], {"leg.md": SOURCES})
    kept, _ = waive("leg.md", [*parsed.diagnostics, *rules], parsed.waivers)
    return kept


@pytest.mark.parametrize(("kind", "code", "text"), RULE_EXAMPLES)
def test_rule_example(kind: str, code: str, text: str) -> None:
    """What the guide calls bad is found as that and nothing else; what it calls good is silent."""
    assert {found.code for found in checked(text)} == ({code} if kind == "bad" else set())


def test_every_rule_has_a_bad_and_a_good_example() -> None:
    """An author who gets a finding must be able to look up what would be better."""
    for kind in ("bad", "good"):
        shown = {code for said, code, _ in RULE_EXAMPLES if said == kind}
        assert shown >= {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_complete(rule: Rule) -> None:
    """A rule without a reason and examples could not be argued with; codes are never reused."""
    text = rule.find.__doc__ or ""
    assert rule.reason.endswith((".", "?")) and "Bad:" in text and "Good:" in text
    assert [other.code for other in RULES].count(rule.code) == 1
    assert re.fullmatch(r"D3\d\d", rule.code) and rule.severity is not Severity.ERROR


def test_every_finding_has_an_example() -> None:
    """A finding that no example shows could be unreachable, or wrong."""
    shown = {says for says, _ in [*EXAMPLES, *MORE]} | {code for _, code, _ in RULE_EXAMPLES}
    assert shown - {"ok"} - {rule.code for rule in RULES} == set(MESSAGES) - ELSEWHERE


def test_messages() -> None:
    """Scripts and people rely on the place and words of each message; a change must be meant."""
    lines = [str(found) for _, text in [*EXAMPLES, *MORE] for found in findings(text)]
    lines += [
        str(found) for kind, _, text in RULE_EXAMPLES if kind == "bad" for found in checked(text)
    ]
    lines.append(str(finding("D100", "leg.md", 1, 1, reason="not UTF-8; save it as UTF-8")))
    lines.append(str(finding("D163", "leg.md", 1, 1, id="dk-mv4t8q2rxh", place="foot.md")))
    said = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(said, "utf-8")
    assert said == GOLDEN.read_text("utf-8")
    assert all(";" in line or " " in line for line in lines)
