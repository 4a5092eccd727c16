r"""Formulas in LaTeX as a line of text: ``\(\frac{V_T}{2}\)`` is ``V_T/2``, ``\(x^2\)`` is ``x²``.

What Anki knows as a formula is read: ``\( \)``, ``\[ \]``, ``$ $``, ``$$ $$``, ``[$] [/$]`` and
``[latex]``. It is a reading aid, no typesetter: what it does not know shows by its name.
"""

from __future__ import annotations

import re

SUBSCRIPTS = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
SUPERSCRIPTS = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_MOST = 2_000  # characters of a formula
_DEPTH = 20
_BETWEEN = rf"(.{{1,{_MOST}}}?)"
_FORMULA = re.compile(
    rf"(\\?)\\\({_BETWEEN}\1\\\)|(\\?)\\\[{_BETWEEN}\3\\\]"
    rf"|\[\$\$?\]{_BETWEEN}\[/\$\$?\]|\[latex\]{_BETWEEN}\[/latex\]"
    rf"|(?<![\\$\w])\$\$?(?=[^\s$])([^$\n]{{1,{_MOST}}}?)(?<=[^\s\\])\$\$?(?![\d$])",
    re.DOTALL,
)
_TEX = re.compile(r"[\\^_{=]")  # without one of these, dollars are money
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TOKEN = re.compile(r"\\([A-Za-z]+|.)\s*|[{}^_]|\s+|[^\\{}^_\s]", re.DOTALL)
_SYMBOLS = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu "
        "xi pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma "
        "Upsilon Phi Psi Omega cdot times div pm mp leq le geq ge neq ne approx equiv sim simeq "
        "propto infty rightarrow to leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow "
        "uparrow downarrow rightleftharpoons partial nabla sum prod int degree circ prime ldots "
        "dots cdots ast star bullet in notin subset cup cap emptyset forall exists neg land lor "
        "langle rangle mid parallel perp angle ll gg hbar ell AA dagger".split(),
        "α β γ δ ε ε ζ η θ ϑ ι κ λ μ ν ξ π ρ σ τ υ φ φ χ ψ ω Γ Δ Θ Λ Ξ Π Σ Υ Φ Ψ Ω · × ÷ ± ∓ ≤ ≤ "
        "≥ ≥ ≠ ≠ ≈ ≡ ∼ ≃ ∝ ∞ → → ← ↔ ⇒ ⇐ ⇔ ↑ ↓ ⇌ ∂ ∇ Σ Π ∫ ° ° ′ … … … ∗ ⋆ • ∈ ∉ ⊂ ∪ ∩ ∅ ∀ ∃ ¬ "
        "∧ ∨ ⟨ ⟩ ∣ ∥ ⊥ ∠ ≪ ≫ ℏ ℓ Å †".split(),
        strict=True,
    )
)
_SILENT = frozenset(
    "left right big Big bigg Bigg displaystyle textstyle limits nolimits begin end".split()
)
_SPACES = frozenset(("quad", "qquad", ",", ";", ":", " ", "!", "\\", "thinspace"))
_WRAPPERS = frozenset(
    "text textrm textit textbf mathrm mathit mathbf mathsf mathcal mathbb operatorname mbox "
    "boldsymbol underline displaymath".split()
)
_ACCENTS = {
    "bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "vec": "\u20d7", "dot": "\u0307",
    "tilde": "\u0303",
}  # fmt: skip
_ATOM = re.compile(r"[\w.,′°]+|\S")


def with_formulas(text: str, escape: str = "") -> str:
    r"""Return a text with its formulas as plain text, the signs of ``escape`` behind ``\``."""

    def readable(found: re.Match[str]) -> str:
        at = found.lastindex or 0
        inner = found[at]
        if at == 7 and not _TEX.search(inner):
            return found[0]
        if found[1] or found[3]:  # it stands in Markdown, where its backslashes are escaped
            inner = _ESCAPED.sub(r"\1", inner)
        plain = readable_formula(inner)
        return "".join(f"\\{sign}" if sign in escape else sign for sign in plain)

    return _FORMULA.sub(readable, text) if "\\" in text or "$" in text or "[" in text else text


def readable_formula(source: str) -> str:
    """Return a formula, without the signs that mark it as one, as a line of text."""
    tokens = [found[0] for found in _TOKEN.finditer(source[:_MOST])]
    return re.sub(r"\s+", " ", _Reader(tokens).read(0)).strip()


def script(text: str, table: dict[int, int], sign: str) -> str:
    """Return a text as sub- or superscript, behind its sign where Unicode has none for it."""
    if text and all(ord(letter) in table for letter in text):
        return text.translate(table)
    return f"{sign}{text}" if len(text) <= 1 else f"{sign}({text})"


class _Reader:
    """Reads tokens from the front."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def read(self, depth: int) -> str:
        """Return everything up to the end of the group."""
        found: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token == "}":
                if depth:
                    break
                self._at += 1
                continue
            found.append(self._one(depth))
        return "".join(found)

    def _one(self, depth: int) -> str:
        token = self._tokens[self._at]
        self._at += 1
        if token == "{":
            if depth >= _DEPTH:
                return ""
            inner = self.read(depth + 1)
            self._at += 1
            return inner
        if token in "^_":
            table, sign = (SUPERSCRIPTS, "^") if token == "^" else (SUBSCRIPTS, "_")
            text = self._argument(depth)
            return text if text in ("°", "′") else script(text, table, sign)
        if token.startswith("\\"):
            return self._command(token[1:], depth)
        return " " if token.isspace() else {"-": "−", "'": "′"}.get(token, token)

    def _command(self, token: str, depth: int) -> str:
        name = token.strip() or " "
        if name in ("frac", "dfrac", "tfrac"):
            above, below = self._argument(depth), self._argument(depth)
            return f"{_together(above)}/{_together(below)}"
        if name == "sqrt":
            return f"√{_together(self._argument(depth))}"
        if name == "ce":
            return _chemistry(self._argument(depth))
        if name in _ACCENTS:
            text = self._argument(depth)
            return f"{text}{_ACCENTS[name]}" if len(text) == 1 else text
        if name in ("begin", "end"):
            self._argument(depth)
            return " "
        if name in _WRAPPERS:
            return self._argument(depth)
        if name in _SPACES:
            return "" if name == "!" else " "
        if name in _SILENT:
            return ""
        if name in _SYMBOLS:
            sign = _SYMBOLS[name]
            return f"{sign} " if token != name and not sign.isalpha() else sign
        # A name keeps its distance from a letter after it: sin x.
        return f"{name} " if len(name) > 1 and token != name else name

    def _argument(self, depth: int) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens) or self._tokens[self._at] == "}" or depth >= _DEPTH:
            return ""
        mark = self._tokens[self._at]
        return self._one(depth + 1).replace("−", "-" if mark == "{" else "−")


def _together(text: str) -> str:
    """Return a part of a fraction, in brackets where it is more than one thing."""
    text = text.strip()
    return text if _ATOM.fullmatch(text) else f"({text})"


def _chemistry(text: str) -> str:
    """Return a formula of chemistry: numbers after letters are low, arrows are arrows."""
    text = re.sub(r"<=>|<->", "⇌", text).replace("->", "→").replace("−>", "→")
    return re.sub(r"(?<=[A-Za-z)\]])\d+", lambda m: m[0].translate(SUBSCRIPTS), text)
