"""A typed answer as words: folded, without accents and filler, in phrases."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

# Characters that fold to more than NFKD gives.
_FOLDED = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'", "‘": "'"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
# What parts phrases: "origin: tibia, fibula and soleal line" is three.
_PARTING = re.compile(r"[,;/&+\n|]")
_PARTING_WORDS = frozenset("and or on in at into onto within upon as well plus".split())
# What says nothing about the structure.
_FILLER = frozenset(
    """the a an of its it they their his her your this that these those is are was were be being by
    via inserts insert inserting attaches attach attached originates originate arises arise
    arising supplied innervated supplies s which there called mainly also""".split()
)
# Words that turn what follows them into a phrase of its own: "medial to the artery".
JOINERS = frozenset("to from between than before after over under behind through with".split())
_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        """zero|one first 1st|two second 2nd twice|three third 3rd|four fourth 4th|five fifth 5th|
        six sixth 6th|seven seventh 7th|eight eighth 8th|nine ninth 9th|ten tenth 10th|
        eleven eleventh 11th|twelve twelfth 12th|thirteen|fourteen|fifteen|sixteen|seventeen|
        eighteen|nineteen|twenty""".split("|")
    )
    for word in words.split()
}
_ROMAN = dict(zip("i ii iii iv v vi vii viii ix x xi xii".split(), range(1, 13), strict=True))
_ROOT = re.compile(r"(c|t|l|s|co)(\d{1,2})")
_LAST_ROOT = {"c": 8, "t": 12, "l": 5, "s": 5, "co": 1}
_SPINE = ("c", "t", "l", "s", "co")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an answer: its folded form, and characters ``start`` to ``end`` of the text.

    ``phrase`` counts the phrases of the text, ``bracketed`` tells whether it stands in brackets,
    ``joined`` whether a hyphen ties it to the word before it.
    """

    form: str
    start: int
    end: int
    phrase: float = 0
    bracketed: bool = False
    joined: bool = False


def words_of(text: str) -> list[Word]:
    """Return the words that count, with nerve roots and numbers in one form."""
    folded, places = _fold(text)
    found: list[Word] = []
    phrase = depth = last = 0
    for match in _WORD.finditer(folded):
        between = folded[last : match.start()]
        bracket = depth
        depth = max(0, depth + between.count("(") - between.count(")"))
        if _PARTING.search(between) or bracket != depth:
            phrase += 1
        last = match.end()
        form = match.group().replace("'s", "").replace("'", "")
        if form in _PARTING_WORDS:
            phrase += 1
            continue
        start, end = places[match.start()], places[match.end() - 1] + 1
        tied = bool(found) and re.fullmatch(r"\s*[-–—‐‑]\s*", between) is not None
        if form not in _FILLER or _is_letter_abbreviation(folded, match):
            found.append(Word(form, start, end, phrase, depth > 0, tied))
    return _cranial(_numbers(_roots(found)))


def _is_letter_abbreviation(folded: str, match: re.Match[str]) -> bool:
    """Tell "tibial a." from the article: a letter that ends the text or carries a full stop."""
    if match.group() not in ("a", "s"):
        return False
    rest = folded[match.end() :]
    return match.start() > 0 and (rest.startswith(".") or not rest.strip())


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text in plain lower-case letters, and where each of them stood."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        low = _FOLDED.get(char.casefold()) or unicodedata.normalize("NFKD", char).casefold()
        for letter in low:
            if not unicodedata.combining(letter) and letter not in "\u00ad\u200b\u200c\u200d*`^~":
                folded.append(letter)
                places.append(place)
    return "".join(folded), places


def _roots(words: list[Word]) -> list[Word]:
    """Write out nerve roots and levels: C5-C7, C5 to 7 and C5, 6, 7 are C5, C6 and C7."""
    out: list[Word] = []
    place = 0
    region = ""
    while place < len(words):
        word = words[place]
        split = place + 1 < len(words) and word.form in _SPINE and words[place + 1].form.isdigit()
        if split:
            following = words[place + 1]
            form = word.form + following.form
            word = replace(word, form=form, end=following.end)
            place += 1
        if region and word.form.isdigit() and _may_follow(words, place):
            word = replace(word, form=region + word.form)
        root = _ROOT.fullmatch(word.form)
        if root is None or not 1 <= int(root[2]) <= 12:
            region = ""
            out.append(word)
            place += 1
            continue
        region = root[1]
        ahead = place + 1
        ranged = False
        if ahead < len(words) and words[ahead].form == "to":
            ahead += 1
            ranged = True
        if ahead < len(words) and (ranged or words[ahead].joined):
            upper = words[ahead].form
            upper = region + upper if upper.isdigit() else upper
            span = _span_of(word.form, upper)
            if span:
                end = words[ahead].end
                # Each root is a phrase of its own, as if it had been written out.
                between = range(len(span))
                out += [
                    replace(word, form=one, end=end, phrase=word.phrase + n / 100, joined=False)
                    for n, one in zip(between, span, strict=True)
                ]
                region = upper.rstrip("0123456789")
                place = ahead + 1
                continue
        out.append(replace(word, joined=False))
        place += 1
    return out


def _may_follow(words: list[Word], place: int) -> bool:
    """Tell whether a bare number goes on a list of roots: "C5, 6, 7", not "C5 6 weeks"."""
    return (
        place > 0
        and (words[place].joined or words[place].phrase > words[place - 1].phrase)
        and (
            place + 1 == len(words)
            or words[place + 1].phrase > words[place].phrase
            or words[place + 1].joined
        )
    )


def _span_of(lower: str, upper: str) -> list[str]:
    first, last = _ROOT.fullmatch(lower), _ROOT.fullmatch(upper)
    if first is None or last is None:
        return []
    spine = [f"{region}{n}" for region in _SPINE for n in range(1, _LAST_ROOT[region] + 1)]
    if lower not in spine or upper not in spine or spine.index(lower) >= spine.index(upper):
        return []
    return spine[spine.index(lower) : spine.index(upper) + 1]


def _numbers(words: list[Word]) -> list[Word]:
    """Write numbers in figures, and "6 to 8" like "6-8"."""
    out: list[Word] = []
    for place, word in enumerate(words):
        form = _NUMBERS.get(word.form, word.form)
        figures = re.fullmatch(r"(\d+)([a-z]{1,4})", form)
        if figures and _ROOT.fullmatch(form) is None and figures[2] not in ("st", "nd", "rd", "th"):
            unit = replace(word, form=figures[2])
            out += [replace(word, form=figures[1]), unit]
            continue
        if figures and figures[2] in ("st", "nd", "rd", "th"):
            form = figures[1]
        between_numbers = (
            form == "to"
            and 0 < place < len(words) - 1
            and _NUMBERS.get(words[place - 1].form, words[place - 1].form).isdigit()
            and _NUMBERS.get(words[place + 1].form, words[place + 1].form).isdigit()
        )
        if not between_numbers:
            out.append(replace(word, form=form))
    return out


def _cranial(words: list[Word]) -> list[Word]:
    """Write every name of a cranial nerve's number as "cn" and the number."""
    out: list[Word] = []
    place = 0
    while place < len(words):
        forms = [word.form for word in words[place : place + 3]]
        number, used = _cranial_number(forms)
        if used:
            first, last = words[place], words[place + used - 1]
            out.append(replace(first, form=f"cn{number}", end=last.end))
            place += used
        else:
            out.append(words[place])
            place += 1
    return out


def _cranial_number(forms: list[str]) -> tuple[str, int]:
    def number_of(form: str) -> str:
        return form if form.isdigit() else str(_ROMAN.get(form, ""))

    if forms[:1] == ["cn"] and len(forms) > 1 and number_of(forms[1]):
        return number_of(forms[1]), 2
    glued = re.fullmatch(r"cn(\d+|[ivx]+)", forms[0])
    if glued and number_of(glued[1]):
        return number_of(glued[1]), 1
    if forms[:2] == ["cranial", "nerve"] and len(forms) > 2 and number_of(forms[2]):
        return number_of(forms[2]), 3
    if len(forms) > 2 and forms[1:3] == ["cranial", "nerve"] and number_of(forms[0]):
        return number_of(forms[0]), 3
    return "", 0
