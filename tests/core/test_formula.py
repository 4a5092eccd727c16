"""Formulas as readable text."""

from __future__ import annotations

import time

import pytest

from flashdeck.core.formula import readable_formula, with_formulas


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"x^2 + y_1", "x² + y₁"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a + b}{2c}", "(a + b)/2c"),
        (r"\sqrt{x^2 + 1}", "√(x² + 1)"),
        (r"\sqrt 2", "√2"),
        (r"\Delta P = Q \cdot R", "ΔP = Q · R"),
        (r"37\,^\circ\mathrm{C}", "37 °C"),
        (r"\text{cardiac output} = HR \times SV", "cardiac output = HR × SV"),
        (r"\mathrm{Ca}^{2+}", "Ca²⁺"),
        (r"10^{-7}", "10⁻⁷"),
        (r"P_{aCO_2}", "P_(aCO₂)"),
        (r"\ce{H2O}", "H₂O"),
        (r"\ce{CO2 + H2O <=> H2CO3}", "CO₂ + H₂O ⇌ H₂CO₃"),
        (r"\bar{x}", "x̄"),
        (r"\left( \frac{1}{2} \right)", "( 1/2 )"),
        (r"\sin x", "sin x"),
        (r"\unknown{x}", "unknownx"),
        ("", ""),
        ("}{", ""),
        (r"\frac{", "()/()"),
        ("x^", "x^"),
    ],
)
def test_readable(source: str, shown: str) -> None:
    """A card with a formula must be readable without knowing LaTeX."""
    assert readable_formula(source) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Flow is \(Q = \frac{P}{R}\) here.", "Flow is Q = P/R here."),
        (r"\[x^2\]", "x²"),
        (r"\\(x\_1\\)", "x₁"),
        ("$x^2$ and $$y_2$$", "x² and y₂"),
        ("[$]x^2[/$] [latex]x^3[/latex]", "x² x³"),
        ("It costs $5, not $6.", "It costs $5, not $6."),
        ("from $5 to $10 = cheap", "from $5 to $10 = cheap"),
        ("S1 (tibial) [S2]", "S1 (tibial) [S2]"),
        (r"\(never closed", r"\(never closed"),
    ],
)
def test_formulas_are_found_in_text(text: str, shown: str) -> None:
    """Money and brackets are no formulas."""
    assert with_formulas(text) == shown


def test_hostile_formulas_end() -> None:
    """A card from a stranger must not hang the review."""
    began = time.process_time()
    for text in ("\\(" * 50_000, "$x" * 50_000, "\\(" + "{" * 5_000 + "\\)", "[latex]" * 20_000):
        with_formulas(text)
    readable_formula("^" * 2_000)
    readable_formula("\\frac" * 400)
    assert time.process_time() - began < 5
