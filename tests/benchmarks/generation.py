"""How good are generated cards? ``python -m tests.benchmarks.generation [-v] [NAME ...]``.

Gold facts are rows (relation, subject, key words of the answer), in our own words; ``|`` parts
alternatives. A fact is found if a card of that relation and subject has all key words in its
answer. Core cards are right if they fit a gold fact of their relation and subject. The checks look
at every card's form.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from flashdeck.core.model import Card, CardKind
from flashdeck.core.wording import is_plural
from flashdeck.services.generate import generate

DATA = Path(__file__).resolve().parent.parent / "data" / "generation"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "articles"
CORE = ("origin", "insertion", "innervation", "action", "blood_supply", "etymology")
FIRST_FOUR = CORE[:4]
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|he|she|you|your|we|our|these|those|this)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Gold:
    """One fact that a good teacher would ask."""

    relations: tuple[str, ...]
    subjects: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Score:
    """Counts over one or several articles."""

    wanted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    core_cards: int = 0
    core_right: int = 0
    cards: int = 0
    clean: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add another article's counts."""
        for relation, count in other.wanted.items():
            self.wanted[relation] += count
        for relation, count in other.found.items():
            self.found[relation] += count
        self.core_cards += other.core_cards
        self.core_right += other.core_right
        self.cards += other.cards
        self.clean += other.clean

    def recall(self, relations: tuple[str, ...] = ()) -> float:
        """Return the share of gold facts found, of some relations or all."""
        names = relations or tuple(self.wanted)
        wanted = sum(self.wanted[name] for name in names)
        return sum(self.found[name] for name in names) / wanted if wanted else 1.0

    @property
    def precision(self) -> float:
        """The share of core cards that a gold fact bears out."""
        return self.core_right / self.core_cards if self.core_cards else 1.0

    @property
    def checks(self) -> float:
        """The share of cards that pass every check."""
        return self.clean / self.cards if self.cards else 1.0


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, plural endings off."""
    return [stem(word) for word in re.findall(r"[^\W_]+", text.casefold())]


def stem(word: str) -> str:
    """Return a word without its commonest endings."""
    if word.endswith("s") and len(word) > 4 and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    return word


def read_gold(path: Path) -> list[Gold]:
    """Return the gold facts of a table."""
    facts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            relation, subject, keys = line.split("\t")
            parts = tuple(tuple(words_of(part)) for part in keys.split("|"))
            facts.append(Gold(tuple(relation.split("|")), tuple(subject.split("|")), parts))
    return facts


def fits(card: Card, fact: Gold) -> bool:
    """Tell whether the card asks the fact."""
    if card.relation.value not in fact.relations:
        return False
    if not any(words_of(card.subject) == words_of(subject) for subject in fact.subjects):
        return False
    said = " ".join(words_of(f"{card.question} {card.answer}"))
    return any(all(re.search(rf"\b{re.escape(key)}", said) for key in keys) for keys in fact.keys)


def problems(card: Card, raw: str) -> list[str]:
    """Return what is wrong with a card's form."""
    found = []
    quotation = card.quotation
    if quotation is None or raw[quotation.start : quotation.end] != quotation.text:
        return ["span"]
    if len(quotation.text.split()) > 90:
        found.append("quotation too long")
    answer, question = card.answer, card.question
    source = set(words_of(quotation.text + " the a an"))
    asked = answer if card.kind is not CardKind.REVERSE else question
    missing = [word for word in words_of(answer) if word not in source]
    if card.kind is not CardKind.REVERSE and len(missing) > 0 and "-" not in quotation.text:
        found.append(f"not in the quotation: {missing}")
    if (
        card.kind is not CardKind.REVERSE
        and not _names(card.subject, question)
        and (card.relation.value not in ("duration",))
    ):
        found.append("subject not named")
    if _PRONOUN.search(question) or re.search(r"\b(?:your?|it|they)\b", answer, re.IGNORECASE):
        found.append("pronoun")
    if len(asked) > 3 and re.search(rf"\b{re.escape(answer.casefold())}\b", question.casefold()):
        found.append("leak")
    if card.kind is not CardKind.CLOZE and not question.endswith("?"):
        found.append("no question mark")
    if card.kind is CardKind.LIST:
        if str(len(card.items)) not in question:
            found.append("number of items missing")
    elif len(answer.split()) > 25:
        found.append("too long")
    for open_mark, close_mark in ("()", "[]", "“”"):
        if answer.count(open_mark) != answer.count(close_mark):
            found.append("brackets")
    if re.match(r"(?:and|or|but|of|which)\b", answer) or re.search(
        r"(?:\b(?:and|or|but|of|the|a|an|to|with|which|that)|[,;:])$", answer
    ):
        found.append("cut off")
    if card.kind in (CardKind.BASIC, CardKind.LIST):
        verb = re.search(r"\b(is|are|does|do) ", question)
        named = (
            question.split(verb.group())[1]
            if verb and len(question.split(verb.group())) > 1
            else ""
        )
        if verb and named.casefold().startswith(
            ("the " + card.subject.casefold(), card.subject.casefold())
        ):
            plural = verb.group(1) in ("are", "do")
            asked_of = named.removeprefix("the ")[: len(card.subject) + 1].rstrip(" ?")
            if plural != is_plural(asked_of):
                found.append("agreement")
    return found


def _names(subject: str, question: str) -> bool:
    asked = words_of(question)
    return all(word in asked for word in words_of(subject))


def measure(article: Path, gold: Path) -> Score:
    """Return the score of one article."""
    raw = article.read_bytes().decode("utf-8")
    cards = generate(raw, name=str(article)).cards
    facts = read_gold(gold) if gold.exists() else []
    score = Score()
    for fact in facts:
        score.wanted[fact.relations[0]] += 1
        if any(fits(card, fact) for card in cards):
            score.found[fact.relations[0]] += 1
        else:
            score.notes.append(f"missed {fact.relations[0]}: {fact.subjects[0]}: {fact.keys}")
    seen: set[tuple[str, str]] = set()
    for card in cards:
        score.cards += 1
        found = problems(card, raw)
        key = (card.question.casefold(), card.answer.casefold())
        if key in seen or (
            card.kind is not CardKind.CLOZE and (card.question.casefold(), "") in seen
        ):
            found.append("duplicate")
        seen |= {key, (card.question.casefold(), "")}
        score.clean += not found
        if found:
            score.notes.append(f"check {found}: {card.question} -> {card.answer}")
        if card.relation.value in CORE and facts:
            score.core_cards += 1
            if any(fits(card, fact) for fact in facts):
                score.core_right += 1
            else:
                score.notes.append(f"core? [{card.subject}] {card.question} -> {card.answer}")
    return score


def articles() -> list[tuple[str, Path, Path]]:
    """Return (group, article, gold table) of everything there is to measure."""
    found = []
    if SHARED.is_dir():
        found.append(("soleus", SHARED / "soleus.txt", DATA / "gold" / "soleus.tsv"))
        for path in sorted((SHARED / "dev").iterdir()):
            found.append(("dev", path, DATA / "gold" / f"{path.stem}.tsv"))
    for group, folder in (("own", "articles"), ("blind", "blind")):
        for path in sorted((DATA / folder).glob("*.*")):
            found.append((group, path, DATA / "gold" / f"{path.stem}.tsv"))
    return found


def main(arguments: list[str]) -> None:
    """Print a table, and with -v what was missed."""
    names = [argument for argument in arguments if argument != "-v"]
    totals: dict[str, Score] = defaultdict(Score)
    print(
        f"{'article':28} {'cards':>5} {'core4':>6} {'core6':>6} {'all':>6} {'prec':>6} "
        f"{'checks':>6}"
    )
    for group, article, gold in articles():
        if names and article.stem not in names:
            continue
        score = measure(article, gold)
        totals[group].add(score)
        print(_row(article.stem, score))
        if "-v" in arguments:
            for note in score.notes:
                print(f"    {note}")
    for group, score in totals.items():
        print(_row(f"= {group}", score))
        print(
            "    "
            + ", ".join(
                f"{relation} {score.found[relation]}/{count}"
                for relation, count in sorted(score.wanted.items())
            )
        )


def _row(name: str, score: Score) -> str:
    return (
        f"{name:28} {score.cards:5} {score.recall(FIRST_FOUR):6.2f} {score.recall(CORE):6.2f} "
        f"{score.recall():6.2f} {score.precision:6.2f} {score.checks:6.2f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
