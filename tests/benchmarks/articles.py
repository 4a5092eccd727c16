"""Cards from many articles, from one, and from hostile ones.

``python -m tests.benchmarks.articles [PART ...]`` prints the throughput and the peak memory of one
call over 100 and over 1,000 articles, made by a seeded generator (many); one article with start,
beside ``python -c pass`` (start); and for texts of several shapes how much longer ten times the
text takes (growth).
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flashdeck.core.terms.tables import rows
from flashdeck.services.generate import generate
from tests.benchmarks.generation import DATA

REPO = Path(__file__).resolve().parent.parent.parent
SEED = 4
RUNS = 15
MANY = (100, 1000)
_MEGABYTE = 1_000_000

# Parts of a made article: {m} its muscle, {n} a nerve, {a} an artery, {b} and {c} bony places.
_SENTENCES = (
    "The {m} originates from the {b} and inserts on the {c}.",
    "It arises from the {b} by a short, flat tendon.",
    "The {m} is inserted into the {c}.",
    "The {m} is innervated by the {n} (C{i}, C{j}).",
    "Its blood supply comes from the {a}.",
    "The {m} flexes the elbow and, when the arm is raised, laterally rotates the humerus.",
    "It does not act on the wrist.",
    "Deep to the {m} lies the {n}.",
    "In about {i}{j}% of people the {m} has an additional head from the {b}.",
    "Unlike its neighbours, the {m} crosses only one joint.",
    "Weakness of the {m} may follow an injury of the {n}, which usually heals within {i} weeks.",
    "Its action was first described in the {i}th century, and the name comes from the Latin.",
    "Students remember it by the shape of the {c}, which can be felt through the skin.",
)
_HEADINGS = (
    "Structure",
    "Nerve supply",
    "Function",
    "Variation",
    "Clinical significance",
    "History",
)


@cache
def names(kind: str) -> list[str]:
    """Return the names of a kind in the lexicon."""
    return [row[0] for row in rows("own_terms.tsv") if row[2] == kind]


def article(chance: random.Random, ending: str) -> str:
    """Return an article of about 700 words with an ending's markup."""
    muscle = chance.choice(names("muscle"))
    said: dict[str, Callable[[], str]] = {
        "n": lambda: chance.choice(names("nerve")),
        "a": lambda: chance.choice(names("artery")),
        "b": lambda: chance.choice(names("bone_landmark")),
        "c": lambda: chance.choice(names("bone_landmark")),
    }

    def paragraph() -> str:
        picked = [chance.choice(_SENTENCES) for _ in range(chance.randint(5, 9))]
        return " ".join(
            sentence.format(
                m=muscle, i=chance.randint(1, 7), j=chance.randint(1, 8),
                **{key: draw() for key, draw in said.items()},
            )
            for sentence in picked
        )  # fmt: skip

    title = muscle.capitalize()
    heads = ["", *_HEADINGS]
    texts = [paragraph() for _ in heads]
    if ending == "html":
        body = "".join(
            (f"<h2>{head}</h2>" if head else "") + f"<p>{text}</p>\n"
            for head, text in zip(heads, texts, strict=True)
        )
        return f"<html><body><nav><a href='/'>Home</a></nav><h1>{title}</h1>\n{body}</body></html>"
    mark = "#" if ending == "md" else ""
    parts = [f"{mark} {title}".strip()]
    for head, text in zip(heads, texts, strict=True):
        parts += [f"{mark * 2} {head}".strip(), text] if head else [text]
    return "\n\n".join(parts) + "\n"


def many() -> None:
    """Print throughput and peak memory of one call over many articles."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        chance = random.Random(SEED)
        paths = []
        for number in range(max(MANY)):
            ending = ("txt", "md", "html")[number % 3]
            path = folder / f"{number:04}.{ending}"
            path.write_text(article(chance, ending), encoding="utf-8")
            paths.append(path)
        for count in MANY:
            some = paths[:count]
            size = sum(path.stat().st_size for path in some)
            began = time.perf_counter()
            cards, processor, memory = _measured(["generate", *map(str, some), "--json"], folder)
            seconds = time.perf_counter() - began
            print(
                f"{count:5} articles, {size / _MEGABYTE:.2f} MB: {cards} cards, {seconds:.1f} s, "
                f"{processor:.1f} s of processor time, {count / processor:.0f} articles and "
                f"{size / 1000 / processor:.0f} kB a second; peak memory {memory:.0f} MB"
            )


def _measured(words: list[str], folder: Path) -> tuple[int, float, float]:
    """Run the command; return its lines of output, processor seconds, and peak memory in MB."""
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flashdeck", *words], cwd=REPO, stdout=out
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}")
    unit = 1_000_000 if sys.platform == "darwin" else 1000  # bytes there, kibibytes elsewhere
    lines = (folder / "out").read_bytes().count(b"\n")
    return lines, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def start() -> None:
    """Print how long one article takes with start, beside an interpreter that does nothing."""
    path = DATA / "articles" / "thigh_chapter.txt"
    flashdeck = [sys.executable, "-m", "flashdeck", "generate", str(path), "--json"]
    bare = [sys.executable, "-c", "pass"]
    taken: dict[str, list[float]] = {"python -c pass": [], "one article": []}
    for run in range(RUNS + 1):
        for name, command in zip(taken, (bare, flashdeck), strict=True):
            began = time.perf_counter()
            subprocess.run(command, cwd=REPO, stdout=subprocess.DEVNULL, check=True)
            if run:  # the first run fills the caches
                taken[name].append(time.perf_counter() - began)
    for name, seconds in taken.items():
        print(
            f"{name}: median {statistics.median(seconds):.3f} s, "
            f"{min(seconds):.3f} to {max(seconds):.3f}"
        )


def _prose(size: int, ending: str) -> str:
    chance = random.Random(SEED)
    text = ""
    while len(text) < size:
        text += article(chance, ending) + "\n"
    return text[:size]


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece))


# name: (ending, text of a size, larger size in characters)
SHAPES: dict[str, tuple[str, Callable[[int], str], int]] = {
    "articles, plain": ("txt", lambda size: _prose(size, "txt"), 1_000_000),
    "articles, Markdown": ("md", lambda size: _prose(size, "md"), 1_000_000),
    "articles, HTML": ("html", lambda size: _prose(size, "html"), 1_000_000),
    "one line of prose": ("txt", lambda size: " ".join(_prose(size, "txt").split()), 5_000_000),
    "one line without a stop": ("txt", _repeated("the soleus and the biceps and "), 5_000_000),
    "one word": ("txt", _repeated("soleus"), 5_000_000),
    "nested HTML": ("html", _repeated("<div><p>soleus "), 5_000_000),
    "nested lists": ("html", _repeated("<ul><li>soleus: "), 2_000_000),
    "open tags": ("html", _repeated("<a href='"), 5_000_000),
    "open comments": ("html", _repeated("<!-- "), 5_000_000),
    "nested quotes": ("md", _repeated("> "), 1_000_000),
    "a million brackets": ("txt", _repeated("("), 1_000_000),
    "a million square brackets": ("md", _repeated("["), 1_000_000),
    "links in links": ("md", _repeated("[soleus]("), 1_000_000),
    "stars": ("md", _repeated("**_"), 1_000_000),
    "bars": ("md", _repeated("| a "), 1_000_000),
    "lists of commas": ("txt", _repeated("soleus, "), 1_000_000),
    "empty lines": ("txt", _repeated("\n"), 5_000_000),
}  # fmt: skip


def growth() -> None:
    """Print for each shape how long a text takes, and one of ten times its length."""
    for name, (ending, made, size) in SHAPES.items():
        small, large = (_seconds(made(part), ending) for part in (size // 10, size))
        print(
            f"{name}: {size / _MEGABYTE:g} MB of .{ending} in {large:.2f} s of processor time, "
            f"a tenth of it in {small:.2f} s: {large / small:.1f} times"
        )


def _seconds(text: str, ending: str) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        generate(text, name=f"article.{ending}")
        best = min(best, time.process_time() - began)
    return best


PARTS = {"many": many, "start": start, "growth": growth}


def main(words: list[str]) -> None:
    """Run the parts that are named, or all."""
    for name in words or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
