"""One name for each thing: synonyms, eponyms, abbreviations, spellings, plurals and verbs.

The tables of `core.terms` are read on first use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from flashdeck.core.grading.words import words_of
from flashdeck.core.terms.tables import rows

# The words that say what a structure is; a muscle is never its nerve.
KINDS = frozenset(
    """muscle nerve artery vein vessel ligament tendon bone joint fascia foramen fossa plexus
    ganglion gland bursa cartilage""".split()
)
_LATIN_KINDS = {
    "nervus": "nerve", "nervi": "nerve", "musculus": "muscle", "musculi": "muscle",
    "arteria": "artery", "arteriae": "artery", "vena": "vein", "venae": "vein",
    "ligamentum": "ligament", "ligamenta": "ligament", "articulatio": "joint", "os": "bone",
    "ossis": "bone", "tendo": "tendon", "ramus": "branch", "rami": "branch",
}  # fmt: skip
_LONGEST_NAME = 7  # words; longer names are not looked for within an answer
# UK and US spelling, letters that ten thousand words share.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"ae(?=[a-z]{2})", "e"),
        (r"(?<=[a-z])oe(?=[a-z]{2})|^oe(?=[a-z]{3})", "e"),
        (r"our(?=s?$|ed$|ing$|less$)", "or"),
        (r"([bt])re(?=s?$)", r"\1er"),
        (r"is(?=e[sd]?$|ing$|ation$|ations$|er$|ers$)", "iz"),
        (r"ys(?=e[sd]?$|ing$)", "yz"),
        (r"ll(?=ed$|ing$)", "l"),
        (r"^sulph", "sulf"),
        (r"isation", "ization"),
        (r"endonitis$", "endinitis"),
    )
)
# Words that end like a plural and are none.
_SINGULAR = frozenset(
    """biceps triceps quadriceps pancreas atlas pons rickets herpes series lens forceps caries
    diabetes levator mons facies anus ramus bolus process abscess pelvis""".split()
)


@cache
def spell(word: str) -> str:
    """Return a word in the spelling and number in which words are compared."""
    table = _words()
    form = table.get(word, word)
    if len(form) > 4:
        for pattern, to in _SPELLINGS:
            form = pattern.sub(to, form)
    form = _one(form)
    return table.get(form, form)


def _one(word: str) -> str:
    """Return the singular of an English plural, or of a Latin one in -i that the tables know."""
    if word.endswith("i") and word[:-1] + "us" in _latin():
        return word[:-1] + "us"
    if len(word) < 4 or not word.endswith("s") or word in _SINGULAR or word[-2] in "sui":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


@cache
def _latin() -> frozenset[str]:
    """Return the Latin words in -us of the names."""
    cells = (cell for row in rows("own_terms.tsv") for cell in (row[0], row[1], row[5]))
    words = {word for cell in cells for word in re.split(r"[ |]", cell)}
    return frozenset(word for word in words if word.endswith("us"))


@dataclass(frozen=True, slots=True)
class Names:
    """Names: the words of any form, sorted, to those of the first one.

    ``verbs`` are the forms that are a verb: "plantarflexes" is "plantar flexion".
    """

    forms: dict[tuple[str, ...], tuple[str, ...]]
    verbs: frozenset[tuple[str, ...]]
    kinds: dict[tuple[str, ...], str]
    abbreviations: dict[str, tuple[tuple[str, ...], ...]]

    def settle(self, words: Sequence[str]) -> list[str]:
        """Return the words of a phrase with every name in it brought to its first form."""
        out: list[str] = []
        place = 0
        while place < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
                form = words[place : place + length]
                name = self.forms.get(tuple(sorted(form)))
                # A short form, "capitulum", stands for the whole name only where it stands alone.
                short = name is not None and (
                    (length == 1 and len(name) > 1 and tuple(form) not in self.verbs)
                    or set(form) < set(name)
                )
                if name is not None and (not short or length == len(words)):
                    out += name
                    place += length
                    break
            else:
                out.append(words[place])
                place += 1
        return out

    def kind_of(self, words: Iterable[str]) -> str:
        """Return what the tables call the thing of that name, '' where they do not know it."""
        return self.kinds.get(tuple(sorted(words)), "")


@cache
def names() -> Names:
    """Return the names of the tables, read once a process."""
    forms: dict[tuple[str, ...], tuple[str, ...]] = {}
    doubtful: set[tuple[str, ...]] = set()
    kinds: dict[tuple[str, ...], str] = {}

    def add(form: str, name: str) -> None:
        key, to = _key(form), _spelt(name)
        if not key or not to:
            return
        if forms.setdefault(key, to) != to and sorted(forms[key]) != sorted(to):
            doubtful.add(key)

    for name, _, kind, *_ in rows("own_terms.tsv"):
        kinds.setdefault(_key(name), kind)
        add(name, name)
    own = set(forms)
    for name, latin, _, _, _, synonyms in rows("own_terms.tsv"):
        for form in (latin, *synonyms.split("|")):
            if _key(form) not in own:
                add(form, name)
    for name, _, _, synonyms in rows("conditions.tsv"):
        for form in (name, *synonyms.split("|")):
            add(form, name)
    doing: set[tuple[str, ...]] = set()
    for name, _, _, verb, verbs, _, synonyms, _ in rows("movements.tsv"):
        if " of " not in name:
            for form in (name, verb, *verbs.split("|"), *synonyms.split("|")):
                if " of " not in form:
                    add(form, name)
                    doing.add(_key(form))
    for form, other, kind, *_ in rows("spelling.tsv"):
        if kind in ("name", "eponym") and not other.startswith("of ") and " " in form + other:
            modern, old = (other, form) if kind == "eponym" else (form, other)
            if _key(old) in own and _key(modern) not in own:
                modern, old = old, modern
            if _key(old) != _key(modern):
                forms.pop(_key(old), None)
                add(old, modern)
    for abbreviation, expansion, *_ in rows("abbreviations.tsv"):
        if len(words_of(abbreviation)) > 1:
            add(abbreviation, expansion)
    for key in doubtful:
        forms.pop(key, None)
    return Names(_followed(forms), frozenset(doing), kinds, _abbreviations())


def _followed(
    forms: dict[tuple[str, ...], tuple[str, ...]],
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Bring every form to the end of its chain: an eponym of a name that has a newer one."""

    def end_of(to: tuple[str, ...]) -> tuple[str, ...]:
        seen: set[tuple[str, ...]] = set()
        while (key := tuple(sorted(to))) in forms and key not in seen:
            seen.add(key)
            to = forms[key]
        return to

    return {form: end_of(to) for form, to in forms.items()}


def _abbreviations() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return what each abbreviation may stand for; the answer tells which one is meant."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for abbreviation, expansion, kind, *_ in rows("abbreviations.tsv"):
        words = words_of(abbreviation)
        if kind not in ("level", "side") and len(words) == 1:
            found.setdefault(words[0].form, []).append(_spelt(expansion))
        elif len(words) == 0 or abbreviation in ("a.", "s."):
            found.setdefault(abbreviation.rstrip("."), []).append(_spelt(expansion))
    return {form: tuple(meant) for form, meant in found.items()}


@cache
def _words() -> dict[str, str]:
    """Return single words that are another's spelling, plural or synonym."""
    found: dict[str, str] = {}
    for form, other, kind, *_ in rows("spelling.tsv"):
        if " " in form + other or "-" in (form + other)[-1:] or form.startswith("-"):
            continue
        low, variant = form.casefold(), other.casefold()
        if kind == "plural":
            found[variant] = low
        elif kind in ("error", "short"):
            found[low] = variant
        elif kind not in ("latin", "agreement"):
            found[variant] = low
    for movement, _, _, verb, verbs, *_ in rows("movements.tsv"):
        for form in (verb, *verbs.split("|")):
            if form and " " not in form + movement:
                found.setdefault(form, movement)
    found |= _LATIN_KINDS
    return {form: to for form, to in found.items() if form != to}


@cache
def adjectives() -> dict[str, str]:
    """Return the nouns of the bones by their adjectives: "fibular" is of the fibula."""
    return {spell(adjective): spell(noun) for adjective, noun in rows("adjectives.tsv")}


@cache
def _spelt(text: str) -> tuple[str, ...]:
    return tuple(spell(word.form) for word in words_of(text))


def _key(text: str) -> tuple[str, ...]:
    return tuple(sorted(_spelt(text)))


@cache
def vocabulary() -> frozenset[str]:
    """Return every word that the tables know, as it is compared."""
    found: set[str] = set()
    columns: dict[str, Callable[[list[str]], Iterable[str]]] = {
        "own_terms.tsv": lambda row: (row[0], row[1], row[5]),
        "conditions.tsv": lambda row: (row[0], row[3]),
        "movements.tsv": lambda row: (row[0], row[3], row[4], row[5], row[6]),
        "opposites.tsv": lambda row: row[:2],
        "adjectives.tsv": lambda row: row,
        "abbreviations.tsv": lambda row: row[1:2],
    }
    for table, cells in columns.items():
        for row in rows(table):
            for cell in cells(row):
                found.update(_spelt(cell))
                found.update(word.form for word in words_of(cell))
    for row in rows("spelling.tsv"):
        if row[2] not in ("error", "agreement"):
            found.update(_spelt(row[0]))
    return frozenset(word for word in found if len(word) > 2 and word.isalpha())
