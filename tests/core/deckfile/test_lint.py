"""The linter finds what an experienced author would, and is silent about the rest."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashdeck.cli.check import command
from flashdeck.core.deckfile.lint import RULES, lint
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.views import cards_of
from flashdeck.core.diagnostics import Severity
from tests.benchmarks import lint as benchmark
from tests.benchmarks.deckfile import big_deck

FRONT = "---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Calf\n---\n"


def codes(body: str) -> list[str]:
    deck = parse_deck(FRONT + body, file="calf.md").deck
    assert deck is not None
    return [found.code for found in lint([(deck, cards_of(deck))])]


def check(*args: object) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args], standalone_mode=False)


def test_precision_on_labelled_cards() -> None:
    """A rule that cries wolf is switched off: below 80 % it may only inform."""
    score = benchmark.Score()
    benchmark.score_by_hand(score, "hand.md")
    benchmark.score_by_hand(score, "unseen.md")
    for rule in RULES:
        precision = score.precision(rule.code)
        if precision is not None and precision < benchmark.GOAL:
            assert rule.severity is Severity.INFO, rule.code
    found = sum(score.right.values())
    assert found > 60 and sum(score.missed.values()) < found // 10


def test_no_false_alarm_in_shipped_decks() -> None:
    """Decks that we ship as examples must pass our own linter, strictly."""
    done = check(Path(__file__).parents[3] / "decks", "--strict")
    assert (done.stdout, done.return_value) == ("", 0)


def test_many_notes_take_linear_time() -> None:
    """A course of 10,000 notes is checked while one waits, also if all answers are alike."""
    times = []
    for number in (500, 2000):
        deck = parse_deck(big_deck(number), file="big.md").deck
        assert deck is not None
        cards = cards_of(deck)
        start = time.process_time()
        lint([(deck, cards)])
        times.append(time.process_time() - start)
    assert times[1] < 4 * times[0] * 3 + 0.5


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"Q: Which nerve drives it in case {n}?\nA: Tibial nerve\n\n" for n in range(4000)),
        "Q: " + "which it " * 20_000 + "?\nA: " + "x, " * 20_000 + "\n",
        "C: " + "it {{c1::a}} " * 5000 + "\n",
        "Q: " + "(" * 50_000 + "?\nA: " + "lies " * 20_000 + "\n",
        "Q: " + "not " * 20_000 + "?\nA: " + "; " * 20_000 + "\n",
        "Q: " + "is it " * 20_000 + "?\nA: x\n",
        "Q: " + "*" * 40_000 + "?\nA: " + "_" * 40_000 + "\n",
    ],
    ids=["one answer", "pronouns", "cloze", "brackets", "negations", "expletives", "marks"],
)
def test_hostile_shapes(body: str) -> None:
    """A file made to hang the linter must not hang the editor that runs it at every pause."""
    start = time.process_time()
    codes(body)
    assert time.process_time() - start < 4


def test_waivers(tmp_path: Path) -> None:
    """An author who knows better says so once, and is told when the waiver is for nothing."""
    deck = tmp_path / "calf.md"
    bad = "Q: Does the soleus cross the knee? <!-- fd:k2v8r5t1pd -->\nA: No\n"
    deck.write_text(FRONT + bad)
    assert "D321" in check(deck, "--strict").stdout
    deck.write_text(FRONT + "---\n<!-- lint: D321 the exam asks it -->\n" + bad)
    done = check(deck, "--strict")
    assert (done.stdout, done.return_value) == ("", 0) and "1 waived" in done.stderr
    deck.write_text(FRONT + "<!-- lint file: D321, D340: the exam asks it -->\n" + bad)
    assert "D216 waiver of D340" in check(deck).stdout
    deck.write_text(FRONT + bad + "---\n<!-- lint: D321 late -->\n")
    assert Counter(line.split()[1] for line in check(deck).stdout.splitlines()) == {
        "D321": 1,
        "D216": 1,
    }


def test_quotations_are_compared_with_their_sources(tmp_path: Path) -> None:
    """When an article is corrected, the cards that quote the old sentence must be named."""
    (tmp_path / "sources").mkdir()
    source = tmp_path / "sources" / "a.md"
    sentence = "The soleus inserts on the calcaneus."
    source.write_bytes(f"# Soleus\r\n\r\n{sentence[:18]}\r\n{sentence[19:]}".encode())
    deck = tmp_path / "calf.md"
    fact = '## Soleus <!-- fd:n7kq3m9xwa -->\n- insertion: calcaneus\n  > "{}" (sources/a.md:{})\n'
    start, end = 12, 12 + len(sentence) + 1
    deck.write_text(FRONT + fact.format(sentence, f"{start}-{end}"))
    assert check(deck, "--strict").return_value == 0
    deck.write_text(FRONT + fact.format(sentence, "3-9"))
    assert f"(sources/a.md:{start}-{end})" in check(deck).stdout
    source.write_text("The soleus inserts on the talus.")
    assert "D351" in check(deck).stdout
    source.unlink()
    assert "D354" in check(deck).stdout and check(deck).return_value == 0
    deck.write_text(FRONT + fact.format(sentence, "3-9").replace("sources/a.md", "/etc/hostname"))
    assert "D354" in check(deck).stdout


def test_contradictions_between_two_files(tmp_path: Path) -> None:
    """Two instructors of one course who teach different nerves confuse the whole year."""
    for name, deck_id, nerve in (("a", "mv4t8q2rxh", "tibial"), ("b", "b4t8q2rxhz", "fibular")):
        text = FRONT.replace("mv4t8q2rxh", deck_id).replace("Calf", name)
        (tmp_path / f"{name}.md").write_text(f"{text}## Soleus\n- innervation: {nerve} nerve\n")
    lines = check(tmp_path).stdout.splitlines()
    assert len(lines) == 2 and all("D342" in line and "answers the same" in line for line in lines)
    assert "b.md:7" in lines[0] and "a.md:7" in lines[1]


def test_a_changed_meaning_is_found_before_the_commit(tmp_path: Path) -> None:
    """A corrected answer without rev leaves every student with the wrong one for months."""
    old, new = tmp_path / "old.md", tmp_path / "calf.md"
    text = FRONT + "## Soleus <!-- fd:n7kq3m9xwa -->\n- innervation: {}\n"
    old.write_text(text.format("tibial nerve"))
    new.write_text(text.format("fibular nerve"))
    (line,) = check(new, "--against", old).stdout.splitlines()
    assert line.startswith(f"{new}:7:1: D370 ") and "rev=innervation:2" in line
    new.write_text(text.format("fibular nerve").replace("wa -->", "wa rev=innervation:2 -->"))
    assert check(new, "--against", old).stdout == ""
    waived = "## Soleus <!-- fd:n7kq3m9xwa -->\n<!-- lint: D370 a typo -->\n"
    new.write_text(
        text.format("fibular nerve").replace("## Soleus <!-- fd:n7kq3m9xwa -->\n", waived)
    )
    assert check(new, "--against", old).stdout == check(new).stdout == ""


SILENT = [
    "Q: What does a muscle do when it contracts?\nA: It shortens\n",
    "Q: Why is it wrong to massage a thrombosis?\nA: The clot may travel\n",
    "Q: Which nerve runs in the cubital tunnel, and from which cord is it?\nA: Ulnar nerve\n",
    "Q: Which muscle is the longest?\nA: Sartorius\nH: Tailors have it.\n",
    "Q: Name the roots of the femoral nerve.\nA: L2, L3, L4\n",
    "Q: What is 5 + 5?\nA: 10\n",
    "Q: Wie heißt der große Wadenmuskel?\nA: Gastrocnemius\n",
    "Q: Is the soleus deep or superficial to the gastrocnemius?\nA: Deep\n",
    "## Soleus\n- action: plantar flexion\n- action (pump): pushes venous blood upwards\n",
    "Q: Which artery?\nA: Tibial\n\nQ: Which vein?\nA: Tibial\n",
    "Q: Which nerve innervates the soleus?\nA: Tibial nerve | n. tibialis\n\n"
    "Q: Which nerve innervates the soleus muscle and the plantaris?\nA: N. tibialis\n",
]


@pytest.mark.parametrize("body", SILENT)
def test_silence(body: str) -> None:
    """Good cards that look a little like bad ones must pass."""
    assert codes(body) == []


def test_two_questions_of_little_words_do_not_contradict(tmp_path: Path) -> None:
    """What a structure has and what it does are two answers, not one that is wrong."""
    deck = tmp_path / "calf.md"
    questions = ("What does the soleus have?", "What does the soleus do?", "What is it made of?")
    answers = ("two heads", "flexes the foot", "slow fibres")
    notes = [f"\nQ: {q}\nA: {a}\n" for q, a in zip(questions, answers, strict=True)]
    deck.write_text(FRONT + "".join(notes))
    assert "D342" not in check(deck).stdout
