"""All benchmarks by one command, with what matters of each in one table.

``python -m tests.benchmarks [NAME ...] [--list] [--full] [--write]``: those named, or all, in
turn, in their short form unless ``--full``; ``--write`` puts the table into README.md beside
this file, where rows of benchmarks that did not run now stay as they were. Exit code 1 if one of
them failed. ``switching`` wants a log of answers and is run by hand.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent
README = Path(__file__).with_name("README.md")
BEGIN = "<!-- python -m tests.benchmarks --write -->"
END = "<!-- end of the table -->"
_HEAD = "| benchmark | figure | came to | aim | form | taken |\n|---|---|---|---|---|---|"

Read = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is read from the output of a benchmark, and what it is to come to."""

    what: str
    read: Read
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A script beside this file, the words that make it short, and its figures."""

    name: str
    short: tuple[str, ...]
    figures: tuple[Figure, ...]


def _found(pattern: str, output: str) -> str:
    match = re.search(pattern, output, re.MULTILINE)
    if match is None:
        raise ValueError(f"the output has nothing like {pattern}")
    return match[1].strip()


def text(pattern: str) -> Read:
    """Return what the pattern's group holds, as it stands."""
    return lambda output: _found(pattern, output)


def ratio(above: str, below: str) -> Read:
    """Return one number of the output through another."""
    return lambda output: f"{_number(above, output) / (_number(below, output) or 1e-9):.2f}"


def ended(_output: str) -> str:
    """Say that the script came to its end, which it does only if all is well."""
    return "sound"


def _number(pattern: str, output: str) -> float:
    return float(_found(pattern, output).replace(",", ""))


BENCHMARKS = (
    Benchmark(
        "start",
        ("4",),
        (Figure("start to first card / bare Textual app", text(r"^ratio\s+(\S+)"), "1.3"),),
    ),
    Benchmark(
        "paint",
        ("20000",),
        (
            Figure("key to next card / bare app, p95", text(r"^ratio of p95\s+(\S+)"), "3"),
            Figure("peak memory", text(r"^memory\s+(\d+ MB)"), "150 MB"),
        ),
    ),
    Benchmark(
        "answer",
        ("200",),
        (
            Figure(
                "answer / bare transaction, median",
                ratio(r"^flashdeck  +([\d.]+)", r"^bare transaction +([\d.]+)"),
                "2",
            ),
            Figure(
                "answer / Anki's, median", ratio(r"^flashdeck  +([\d.]+)", r"^Anki +([\d.]+)"), "1"
            ),
        ),
    ),
    Benchmark(
        "deckfile",
        (),
        (Figure("10,000 notes parsed, seconds", text(r"^\| parse it \| ([\d.]+)"), "1"),),
    ),
    Benchmark(
        "lint",
        (),
        (
            Figure(
                "rules below 80 % precision",
                lambda output: str(
                    sum(int(share) < 80 for share in re.findall(r"(\d+)% \|$", output, re.M))
                ),
                "0",
            ),
        ),
    ),
    Benchmark(
        "generation",
        (),
        (
            Figure("core 4 recall, group blind", text(r"^= blind\s+\d+\s+(\S+)"), "0.70"),
            Figure("recall of all, group blind", text(r"^= blind(?:\s+\S+){3}\s+(\S+)"), "0.60"),
        ),
    ),
    Benchmark(
        "articles",
        ("start",),
        (
            Figure(
                "one article with start, median", text(r"^one article: median (\S+ s)"), "0.5 s"
            ),
            Figure(
                "the same / python -c pass",
                ratio(r"^one article: median (\S+)", r"^python -c pass: median (\S+)"),
            ),
        ),
    ),
    Benchmark(
        "grading",
        (),
        (
            Figure("opposites accepted", text(r"^falsely accepted +opp[^\d]+([\d,]+ of +[\d,]+)")),
            Figure("synonyms refused", text(r"^falsely refused +Lat[^\d]+([\d,]+ of +[\d,]+)")),
        ),
    ),
    Benchmark(
        "browse",
        ("10000",),
        (
            Figure(
                "a frame while scrolling, most, ms",
                text(r"^a frame while scrolling(?: +[\d.]+){2} +([\d.]+)"),
                "50",
            ),
        ),
    ),
    Benchmark(
        "anki",
        ("5000",),
        (
            Figure(
                "export from a library / Anki's",
                ratio(r"^\| export, library \| ([\d.]+)", r"^\| export, anki \| ([\d.]+)"),
                "1",
            ),
            Figure(
                "import / Anki's",
                ratio(r"^\| import, flashdeck \| ([\d.]+)", r"^\| import, anki \| ([\d.]+)"),
                "1",
            ),
        ),
    ),
    Benchmark(
        "scale",
        ("50000",),
        (
            Figure(
                "deck list / Anki's",
                ratio(r"^deck list +([\d.]+)", r"^deck list +\S+ ms +\S+ ms +([\d.]+)"),
                "0.33",
            ),
            Figure(
                "queue and first card / Anki's",
                ratio(
                    r"^queue and first card +([\d.]+)",
                    r"^queue and first card +\S+ ms +\S+ ms +([\d.]+)",
                ),
                "0.02",
            ),
        ),
    ),
    Benchmark("torture", ("readonly", "full"), (Figure("every part", ended, "sound"),)),
    Benchmark("soak", ("300",), (Figure("random keys and clicks", ended, "sound"),)),
    Benchmark(
        "simulation",
        ("4",),
        (
            Figure(
                "load variation, balanced / not (power)",
                ratio(
                    r"^\| power \| on \| [\d.]+ \| ([\d.]+)",
                    r"^\| power \| off \| [\d.]+ \| ([\d.]+)",
                ),
                "0.5",
            ),
        ),
    ),
)


def machine() -> str:
    """Return the programs and the processors that the figures depend on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("textual", "click"))
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}, "
        f"{platform.system()} on {os.cpu_count()} cores ({platform.machine()})"
    )


def rows_of(benchmark: Benchmark, *, full: bool, today: str) -> tuple[list[str], str]:
    """Run a benchmark; return its rows, and its output where something went wrong."""
    words = () if full else benchmark.short
    form = "short" if words else "full"
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{benchmark.name}", *words],
        cwd=REPO,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = f"{done.stdout}{done.stderr}"
    if done.returncode:
        return [f"| {benchmark.name} | | failed | | {form} | {today} |"], said
    rows, trouble = [], ""
    for figure in benchmark.figures:
        try:
            value = figure.read(done.stdout)
        except ValueError as missing:
            value, trouble = "not measured", f"{figure.what}: {missing}\n{said}"
        cells = (benchmark.name, figure.what, value, figure.aim, form, today)
        rows.append(f"| {' | '.join(cells)} |")
    return rows, trouble


def table(rows: Iterable[str]) -> str:
    """Return the table, with the machine below."""
    return "\n".join((_HEAD, *rows, "", f"Last taken with {machine()}."))


def merged(readme: str, rows: list[str]) -> str:
    """Return the README with these rows in its table; those of other benchmarks stay."""
    before, _, rest = readme.partition(BEGIN)
    old, _, after = rest.partition(END)
    names = {_name(row) for row in rows}
    stay = [row for row in old.splitlines() if _is_row(row) and _name(row) not in names]
    order = [benchmark.name for benchmark in BENCHMARKS]
    both = sorted((*stay, *rows), key=lambda row: order.index(_name(row)))
    return f"{before}{BEGIN}\n{table(both)}\n{END}{after}"


def _name(row: str) -> str:
    return row.split("|")[1].strip()


def _is_row(line: str) -> bool:
    return line.startswith("|") and _name(line) in {one.name for one in BENCHMARKS}


def main() -> int:
    """Run what is asked for and print the table; return the exit code."""
    known = {benchmark.name: benchmark for benchmark in BENCHMARKS}
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", metavar="NAME", nargs="*", help="which; else all")
    parser.add_argument("--list", action="store_true", help="only list them with their aims")
    parser.add_argument("--full", action="store_true", help="in their long form; takes hours")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in known]:
        parser.error(f"no benchmark is called {', '.join(unknown)}; --list lists them")
    chosen = [known[name] for name in asked.names or known]
    if asked.list:
        for one in chosen:
            for figure in one.figures:
                print(f"{one.name:12} {figure.what}" + (f" (aim: {figure.aim})" * bool(figure.aim)))
        return 0
    rows: list[str] = []
    failed = False
    for one in chosen:
        print(f"{one.name} ...", file=sys.stderr, flush=True)
        found, trouble = rows_of(one, full=asked.full, today=date.today().isoformat())
        rows += found
        if trouble:
            failed = True
            print(trouble, file=sys.stderr)
    print(table(rows))
    if asked.write:
        README.write_text(merged(README.read_text("utf-8"), rows), "utf-8", newline="\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
