"""Words as the linter compares them: folded, without endings, without what carries no meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_TOKEN = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?:ations?|ings?|ions?|ed|es|ly|s|e)$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

# Words that no answer is known by.
EMPTY = frozenset(
    """a an and are as at be been being but by can could did do does for from had has have how if in
    into is it its made may might must of off on onto or other over should so some such than that
    the their them then there these they this those through to towards under up upon was were
    what when where which while who whom whose why will with within would you your""".split()
)
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""".split()
    )
} | {
    word: str(number)
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
        twelfth""".split(),
        1,
    )
}
_PAIRS = """medial lateral|anterior posterior|superior inferior|upper lower|above below|
superficial deep|superficialis profundus|proximal distal|dorsal ventral|plantar dorsal|
plantar palmar|palmar dorsal|plantar dorsiflexion|plantarflexion dorsiflexion|cranial caudal|
internal external|inner outer|internus externus|left right|ipsilateral contralateral|
flexion extension|flexor extensor|flexes extends|abduction adduction|abductor adductor|
abducts adducts|pronation supination|inversion eversion|elevation depression|
protraction retraction|origin insertion|longus brevis|major minor|maximus minimus|
maximus medius|medius minimus|long short|increases decreases|rises falls|contracts relaxes|
artery vein|agonist antagonist|sensory motor|afferent efferent|sympathetic parasympathetic|
systole diastole|medialis lateralis|supraspinatus infraspinatus|ileum ilium|
peroneal perineal|ureter urethra|front back|top bottom"""


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.replace("\n", "").split("|"):
        one, other = (stem(word) for word in pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word without its usual endings; four letters at least are left."""
    if len(word) < 5:
        return word[:-1] if len(word) == 4 and word[-1] == "s" and word[-2] not in "su" else word
    if word.endswith(("ss", "us", "is")):
        return word
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= 4 else word


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text, case folded; numbers in words become digits."""
    folded = unicodedata.normalize("NFKC", _PICTURE.sub(" ", text)).casefold()
    return tuple(NUMBERS.get(word, word) for word in _TOKEN.findall(folded))


@lru_cache(maxsize=65536)
def content(text: str) -> tuple[str, ...]:
    """Return the telling words of a text in their order, without endings."""
    return tuple(stem(word) for word in tokens(text) if word not in EMPTY)


@lru_cache(maxsize=65536)
def content_set(text: str) -> frozenset[str]:
    """Return the telling words of a text."""
    return frozenset(content(text))


def without_brackets(text: str) -> str:
    """Return the text without what stands in round or square brackets."""
    return _BRACKETS.sub(" ", text)


def differ_by_opposite(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether the two differ in an opposite, or in a number."""
    here, there = one - other, other - one
    if any(there & OPPOSITES.get(word, frozenset()) for word in here):
        return True
    return {word for word in here if word.isdigit()} != {word for word in there if word.isdigit()}


CLASSES = frozenset(
    stem(word)
    for word in "muscle nerve bone structure name called artery vein ligament tendon joint".split()
)
"""Words that say what kind of thing something is, not which."""
OPPOSITES = _opposites()
"""For a stem the stems that mean its contrary."""
