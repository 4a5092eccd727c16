"""The command that runs the benchmarks: its table keeps what it has not measured again."""

from __future__ import annotations

from tests.benchmarks.__main__ import BEGIN, BENCHMARKS, END, README, merged, ratio


def test_a_new_row_replaces_its_own_and_leaves_the_others() -> None:
    """Else the figures of a night's run are lost by measuring one of them again."""
    last, first = BENCHMARKS[1].name, BENCHMARKS[0].name
    page = f"before\n{BEGIN}\n| {last} | a | 1 |\n| {first} | b | 2 |\n{END}\nafter\n"
    renewed = merged(page, [f"| {first} | b | 3 |"])
    rows = [line for line in renewed.splitlines() if line.startswith((f"| {first} ", f"| {last} "))]
    assert rows == [f"| {first} | b | 3 |", f"| {last} | a | 1 |"]
    assert renewed.startswith("before\n")
    assert renewed.endswith(f"{END}\nafter\n")


def test_every_benchmark_is_a_script_and_the_readme_has_a_place_for_the_table() -> None:
    """A name without its script would fail an hour into the run."""
    assert [one.name for one in BENCHMARKS if not README.with_name(f"{one.name}.py").exists()] == []
    page = README.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1


def test_a_ratio_reads_two_numbers_of_the_output() -> None:
    """A ratio the wrong way round would call a loss a gain."""
    assert ratio(r"^a (\S+)", r"^b (\S+)")("a 3,000\nb 1,500\n") == "2.00"
