"""What stands around a verb: its auxiliaries, where its argument ends, how a card words it."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEDGES = frozenset("may might can could".split())
_MODALS = HEDGES | frozenset("will would should must do does did".split())
DEGREES = frozenset(
    """usually often sometimes typically commonly generally occasionally rarely normally mostly
    mainly primarily frequently partly partially chiefly largely probably possibly predominantly
    occasionally infrequently""".split()
)
_FILLERS = frozenset(
    """also then thus therefore however both all together too again just simply is are has have
    been still even""".split()
)
_AUXILIARIES = frozenset("is are was were has have may can will it they this these then".split())
# Nouns in -ly, which no verb has for an adverb.
_NO_ADVERBS = frozenset("belly assembly anomaly family".split())
_NEGATION = re.compile(r"\b(?:not|never|cannot|no longer|neither|nor|hardly|without)\b|n't\b")

FINITE = (
    r"(?:is|are|was|were|has|have|had|can|may|might|could|will|should|must|does|do|did|"
    r"originates?|takes?|arises?|inserts?|attaches|attach|terminates?|begins?|ends|supplies|"
    r"supply|innervates?|"
    r"receives?|drains?|emerges?|enters|enter|leaves|exits?|passes|pass|runs|run|courses|lies|lie|"
    r"descends?|ascends?|extends?|travels?|continues?|gives|give|becomes?|divides?|splits?|"
    r"bifurcates?|crosses|cross|joins?|connects?|forms|form|separates?|covers|cover|surrounds?|"
    r"flexes|abducts?|adducts?|rotates?|elevates?|depresses|stabili[sz]es?|pulls|pull|draws|draw|"
    r"raises|raise|lowers|lower(?= (?:the|a|an|its|their)\b)|pronates?|"
    r"supinates?|inverts?|everts?|dorsiflexes|protracts?|"
    r"retracts?|"
    r"acts|act|serves|serve|functions|works|work|helps|help|assists?|aids|allows?|enables?|"
    r"prevents?|causes?|leads|lead|results?|occurs?|happens?|affects?|produces?|provides?|"
    r"contains?|"
    r"consists?|comprises?|includes?|involves?|requires?|increases?|decreases?|reduces?|improves?|"
    r"promotes?|relieves?|restores?|protects?|maintains?|makes|make|holds|hold|keeps|keep|sends?|"
    r"carries|carry|pumps|stores|secretes?|filters|absorbs?|spans|pierces?|winds?|turns|reaches|"
    r"articulates?|contributes?|participates?|uses|means|refers?|comes|come|derives?|"
    r"appears?|remains?|converges?|fuses?|blends?|tapers?|narrows|widens|contracts?|unites?|"
    r"stretches|"
    r"merges?|anchors|opens|closes|moves|move|tilts|brings|plays|performs|fits|sits|"
    r"develops?|meets?|presents?|shows?|returns?|resists?|controls?|regulates?|detects?|"
    r"measures(?= (?:\d|about|approx|up|between|around|roughly))|weighs|"
    r"(?:bears|follows?|faces)(?= (?:the|a|an|most|upward|downward|its)\b)|removes?|recycles?|"
    r"spreads?|suggests?|confirms?|"
    r"reproduces?|deepens?|strengthens?|reinforces?|cushions|transmits?|conveys?|drains|projects|"
    r"overl(?:ies|ie|aps?)|underl(?:ies|ie)|communicates?|abuts|traverses?|perforates?|"
    r"penetrates?|accompan(?:ies|y)|encloses?|envelops?|wraps|rests|hangs|"
    r"widens|locks|unlocks|steadies|fixes|tightens|tenses|relaxes|"
    r"permits?|restricts?|slides?|glides?|gives|represents?|constitutes?|"
    r"corresponds?|depends?|varies|vary|differs?|resembles?|exits|leaves|"
    r"disappears?|heals?|recovers?|resolves?|improves?|worsens?|radiates?|begins?|"
    r"lasts?|takes|recurs?|persists?|complains?|feels|notices?|recommends?|"
    r"prescribes?|advises?|diagnoses?|examines?|reveals?|demonstrates?|rules|helps|"
    r"(?<!blood )(?<!air )filters?|stores?|pumps?|secretes?|absorbs?|cleanses?|synthesi[sz]es?|"
    r"metaboli[sz]es?|digests?|transports?|distributes?|collects?|"
    r"mixes|churns|grinds|converts?|excretes?|releases?|delivers?|generates?|initiates?|"
    r"conducts?|monitors?|coordinates?|compress(?:es)?|irritates?|injures|spares?|"
    r"slows|stimulates?|inhibits?|modulates?|paraly[sz]es?|weakens?|swells?|hurts?|dislocates|"
    r"(?:plantar ?|dorsi)flexes|hyperextends|springs|stems|gains|climbs|"
    r"(?<=and )end(?= (?:in|on|at)\b)|ossif(?:ies|y)|fuses|unite|blend|taper|converge|"
    r"diverges?|insert|attach|terminate|"
    r"arise|originate|innervate)"
)
_FINITE_WORD = re.compile(rf"(?<![\w-]){FINITE}(?:n?'t)?(?![\w-])")
_STOP = re.compile(
    r"; | [–—] ?|--|: |, (?:which|who|whose|where|while|whereas|but|so that|so|because|since|"
    r"although|though|"
    r"as (?:it|they|the|well|opposed)|and (?:it|they|this|these|then|thus|therefore|so|may|"
    r"can|will|also|"
    rf"in|is|are|has|have|as|when|if)|"
    rf"thus|thereby|therefore|making|allowing|giving|helping|causing|resulting|enabling|however|"
    rf"when|if|"
    rf"and (?:[a-z]+ly )?{FINITE}|{FINITE}|then|before (?=[a-z]+ing)|after which|at which|in "
    r"which|with which|"
    rf"and (?=(?:the|its|their) [a-z -]{{3,50}} {FINITE} ))\b"
    r"| (?:and|but|or) (?:it|they|then|thus|therefore|is|are|may|can|will|has|have|also|so|"
    rf"(?:[a-z]+ly )?{FINITE})\b"
    rf"|, (?=(?:the|its|their) (?:(?!and\b|or\b|which\b|that\b|of\b)[a-z-]+ ){{1,4}}{FINITE} )"
    r"|, and (?=(?:[a-z]+ ){1,3}(?:confirms|causes|leads|is|are|has|have|can|may|supplies|covers|"
    r"runs|"
    r"lies|passes|inserts|arises|originates|gives|becomes|continues|divides|enters|begins|makes) )"
    r"|, and (?=(?:the |an? )?[a-z -]{3,50}, (?:which|who|whose|where) )"
    r"| and,(?= (?:after|when|in|at|before|during|on|through|as|with|by|if|while|having) )| and "
    r"(?=the [a-z -]{3,40} (?:is|are|has|have|may|can|was) )"
    rf"| (?:which|who|whereas|while|because|although|though|but|so that|where) "
)
# After "to" and "helps", verbs in their plain form are members of the answer.
_BASE_FORM = re.compile(r"(?:, and|,| and| but| or) (?:[a-z]+ly )?(?P<verb>[a-z]+)$")
_ARTICLE = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
_TAIL = re.compile(
    r"(?: (?:and|or|but|as|of|the|a|an|to|by|with|in|on|from|at|for|that|which|is|are|it|where|"
    r"also|when|"
    r"while|between|along|into|via|than|respectively))$|[ ,;:–—-]+$"
)
_LEADING_YOU = (
    (re.compile(r"^(when|while|if|as|whenever) you(?:'re| are) (\w+ing)\b"), r"\1 \2"),
    (re.compile(r"^(when|while|whenever|if) you (\w+)\b"), "gerund"),
)
_YOU_SEE = re.compile(r" (?:that|which) you (?:can|may) (?:easily )?(?:see|feel|notice|touch)\b")
_YOU_DO = re.compile(r"\b(when|while|as) you(?:'re| are) (?=\w+ing\b)")
_YOUR = re.compile(r"\b(?:your|his or her|our|one's) (own )?", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yours|yourself|we|us|our|i|my)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|him|his|her|these|those|this|itself|themselves)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\b(?:it|they|them|he|she|him|these|those|this|above-mentioned|aforementioned|such "
    r"as(?=[:.]?$| the following)|"
    r"the following)\b",
    re.IGNORECASE,
)
MAX_ANSWER_WORDS = 25


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """The words before a verb: a hedge ("may"), an adverb of degree, whether it is denied."""

    start: int
    modal: str = ""
    degree: str = ""
    negated: bool = False


def group_before(text: str, verb_start: int, verb: str) -> VerbGroup:
    """Read auxiliaries and adverbs backwards from the verb at ``verb_start``."""
    start = verb_start
    modal = degree = ""
    negated = _NEGATION.search(verb) is not None
    for _ in range(6):
        left = text[:start].rstrip()
        at = left.rfind(" ") + 1
        word = left[at:].strip(",").casefold()
        if word in _MODALS:
            modal = modal or word
        elif word in (
            "not",
            "never",
            "cannot",
            "hardly",
            "barely",
            "no",
            "nor",
            "neither",
        ) or word.endswith("n't"):
            negated = True
        elif word in DEGREES:
            degree = degree or word
        elif word in ("both", "all") and (at == 0 or text[at - 2] in ",;:"):
            break  # who does it, not how
        elif word in _NO_ADVERBS or not (
            word in _FILLERS or (word.endswith("ly") and len(word) > 4)
        ):
            break
        start = at
    inside = next((word for word in verb.casefold().split() if word in DEGREES), "")
    if inside and f"most {inside}" in verb.casefold():
        inside = f"most {inside}"
    return VerbGroup(start, modal if modal in HEDGES else "", degree or inside, negated)


def finite_verbs(text: str) -> list[re.Match[str]]:
    """Return the finite verbs of a stretch of text."""
    return list(_FINITE_WORD.finditer(text))


def argument_end(text: str, start: int, *, infinitive: bool = False) -> int:
    """Return where the argument that begins at ``start`` ends: at the next clause or the stop.

    In an infinitive answer ("to flex the knee and extend the hip") plain verbs end nothing.
    """
    end = len(text.rstrip(" .!?"))
    depth = 0
    at = start
    for stop in _STOP.finditer(text, start):
        depth += text.count("(", at, stop.start()) - text.count(")", at, stop.start())
        at = stop.start()
        if infinitive:
            member = _BASE_FORM.match(stop.group())
            if (
                member
                and not member["verb"].endswith("s")
                and member["verb"] not in _AUXILIARIES
                and re.fullmatch(FINITE, member["verb"])
            ):
                continue
        if depth <= 0 and stop.start() > start + 1:
            end = min(end, stop.start())
            break
    return max(end, start)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without blanks, loose brackets, and conjunctions left at its end."""
    while start < end and text[start] in " ,;:":
        start += 1
    for _ in range(12):
        piece = text[start:end]
        tail = _TAIL.search(piece)
        if tail:
            end = start + tail.start()
        elif piece.endswith(")") and piece.count("(") < piece.count(")"):
            end -= 1
        elif piece.count("(") > piece.count(")"):
            end = start + piece.rfind("(")
        elif piece.endswith((".", "!", "?")) and not re.search(r"\b[A-Za-z]\.$", piece[-3:]):
            end -= 1
        else:
            break
    return start, end


def without_article(text: str) -> str:
    """Return the text without the article it begins with."""
    match = _ARTICLE.match(text)
    return text[match.end() :] if match else text


def impersonal(text: str) -> str | None:
    """Return the text without "your" and "you", or None where that cannot be done.

    "your shin" is "the shin", "veins that you can see under" is "veins under".
    """
    text = _YOU_SEE.sub("", text)
    text = _YOU_DO.sub(r"\1 ", text)
    text = _YOUR.sub(lambda match: "The " if match.group()[0].isupper() else "the ", text)
    text = re.sub(r"\bthe (?=the\b)", "", text)
    return None if _YOU.search(text) else text


def has_pronoun(text: str) -> bool:
    """Tell whether the text holds a personal or demonstrative pronoun."""
    return _PRONOUN.search(text) is not None


def base_form(verb: str) -> str:
    """Return the plain form of a verb in the third person or in -ing: "lies" is "lie"."""
    if verb.endswith("ing") and len(verb) > 5:
        stem = verb[:-3]
        for form in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
            if re.fullmatch(FINITE, form) or re.fullmatch(FINITE, form + "s"):
                return form
        return ""
    if verb in ("lies", "dies", "ties", "underlies", "overlies"):
        return verb[:-1]
    if verb == "has":
        return "have"
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith(("ss", "us")) else verb


def third_person(verb: str) -> str:
    """Return the third person of a plain verb: "insert" is "inserts", "pass" is "passes"."""
    special = {"are": "is", "have": "has", "do": "does", "were": "was"}
    if verb in special:
        return special[verb]
    if verb in _MODALS or (verb.endswith("s") and not verb.endswith("ss")):
        return verb
    if verb.endswith(("ss", "ch", "sh", "x")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def inflected(group: str) -> str:
    """Return a verb group in the third person singular, adverbs as they stand."""
    words = group.split(" ")
    for number, word in enumerate(words):
        if (
            word not in _FILLERS - {"are", "is", "has", "have"}
            and word not in DEGREES
            and not word.endswith("ly")
        ):
            words[number] = third_person(word)
            break
    return " ".join(words)


def question_from(verb: str, asks: str) -> tuple[str, str] | None:
    """Return how a verb group is asked: ("is", "attached to") or ("does", "consist of").

    ``asks`` is "What" or "Where"; after "Where" no preposition is kept. None where it cannot be.
    """
    verb = re.sub(r"\bmost (?=often|commonly|frequently|usually)", "", verb)
    words = [
        word
        for word in verb.strip(" ,").split()
        if word not in DEGREES and word not in _FILLERS - _BE_FORMS - {"has", "have"}
    ]
    where = [word for word in words if _SIDEWAYS.fullmatch(word)]
    words = [word for word in words if not (word.endswith("ly") and len(word) > 4)]
    if asks == "What" and where and len(words) > 1:
        words.append(where[0])
    if not words:
        return None
    if words[0] in _BE_FORMS:
        return "is", " ".join(words[1:])
    first = base_form(words[0])
    if not first:
        return None
    rest = " ".join([first, *words[1:]])
    return "does", f"{rest} to do" if rest == "help" else f"{rest} do" if rest.endswith(
        " to"
    ) and first in _DOING else rest


_SIDEWAYS = re.compile(
    r"(?:anterior|posterior|superior|inferior|medial|lateral|proximal|distal|ventral|dorsal|"
    r"superficial)ly"
)
_DOING = frozenset("help aid assist act function serve work contract".split())
_BE_FORMS = frozenset("is are be being was were".split())


def undangled(text: str) -> str:
    """Return the text up to the phrase that points outside it: "calf muscle to do this" is cut."""
    found = _DANGLING.search(text)
    if found is None:
        return text
    cuts = list(_PHRASE_START.finditer(text, 0, found.start() + 1))
    return text[: cuts[-1].start()].rstrip(" ,") if cuts else ""


def without_possessive(text: str) -> str:
    """Return the text up to the phrase with "its": "longest nerve, 2 cm at its root" is cut.

    Nothing is left where an exception would be lost.
    """
    found = re.search(r"\b(?:its|their)\b", text)
    if found is None:
        return text
    comma = text.rfind(", ", 0, found.start())
    cuts = [cut.start() for cut in _PHRASE_START.finditer(text, 0, found.start() + 1)]
    at = comma if comma > 0 and not _FINITE_WORD.search(text, comma) else max(cuts, default=0)
    if re.search(r"\b(?:except|unless|but|without|not|only|from|than)\b", text[at : found.end()]):
        return ""
    return _LOOSE_PARTICIPLE.sub("", text[:at].rstrip(" ,"))


_LOOSE_PARTICIPLE = re.compile(
    r",? (?:and )?(?:attached|connected|situated|located|bound|fixed|joined|related|covered|formed|"
    r"supplied|surrounded|compressed|lined|held|arising|lying|running|passing)$"
)
_PHRASE_START = re.compile(
    r",? (?:to|in|by|for|with|during|when|while|after|if|from|as|and|or|because|through|than|at) "
)


def dangles(text: str) -> bool:
    """Tell whether the text points to something outside itself."""
    return _DANGLING.search(text) is not None


def fits_answer(text: str) -> bool:
    """Tell whether the text has the form of an answer: not empty, balanced, not too long."""
    words = text.split()
    return (
        0 < len(words) <= MAX_ANSWER_WORDS
        and text.count("(") == text.count(")")
        and text.count("“") == text.count("”")
        and text.count('"') % 2 == 0
        and any(char.isalnum() for char in text)
    )


def gerund(verb: str) -> str:
    """Return the -ing form of a plain English verb."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if re.fullmatch(r"[a-z]?[a-z]?[^aeiou\W][aeiou][bdgmnprt]", verb):
        return verb + verb[-1] + "ing"
    return verb + "ing"


def condition_phrase(text: str) -> str | None:
    """Return a leading "when ..." clause without "you": "when standing on one foot", or None."""
    text = text.strip(" ,")
    text = text[0].lower() + text[1:] if text else text
    match = re.match(r"(when|while|whenever) you(?:'re| are) (?=\w+ing)", text)
    if match:
        text = f"{match.group(1)} {text[match.end() :]}"
    else:
        match = re.match(r"(when|while|whenever) you ([a-z]+)\b", text)
        if match:
            text = f"{match.group(1)} {gerund(match.group(2))}{text[match.end() :]}"
    clean = impersonal(text)
    return None if clean is None or has_pronoun(clean) else clean


_PREPOSITION_FIRST = re.compile(
    r"(?:from|by|with|to|in|on|at|of|for|under|when|while|which|that|as|via|if) "
)
_LOOSE_END = re.compile(
    r", | (?:by|during|when|while|with|in order|so|through|as|before|after|because|especially|"
    r"including) "
)


def shortened(text: str) -> str:
    """Return an answer that is too long up to its last loose phrase within the limit, or ''."""
    if len(text.split()) <= MAX_ANSWER_WORDS:
        return text
    text = re.sub(r" \([^()]{0,200}\)", "", text)
    while len(text.split()) > MAX_ANSWER_WORDS:
        ends = list(_LOOSE_END.finditer(text, 8))
        if not ends:
            return ""
        tail = text[ends[-1].start() :]
        text = text[: ends[-1].start()]
        if re.match(r", (?:and|or) ", tail) and ", " in text:  # never in the middle of a list
            text = text[: text.index(", ")]
    return text if len(text.split()) >= 4 else ""


def items_of(text: str) -> tuple[str, ...]:
    """Return the members of a serial list "A, B, and C" of three or more, else nothing.

    "between the tibia and the fibula" is one; members with verbs of their own are none.
    """
    if text.count(", ") < 1 or (
        "(" in text and ", " in text[text.index("(") : text.rfind(")") + 1]
    ):
        return ()
    parts = re.split(r",? and |,? or |, ", text)
    tail = re.search(r"(?:, | )(?:and|or) [^,]+$", text)
    if tail is None or len(parts) < 3:
        return ()
    if text.count(" and ") + text.count(" or ") > 1 and not re.search(r", (?:and|or) ", text):
        return ()
    pieces = re.split(r", (?:and |or )?", text)
    if not re.search(r", (?:and|or) ", text):
        last = re.split(r" (?:and|or) ", pieces[-1], maxsplit=1)
        pieces = [*pieces[:-1], *last]
    pieces = [piece.strip() for piece in pieces]
    if any(_PREPOSITION_FIRST.match(piece) for piece in pieces[1:]):
        return ()
    if len(pieces) < 3 or any(
        not piece or len(piece.split()) > 14 or _FINITE_WORD.match(piece) for piece in pieces
    ):
        return ()
    if (
        re.search(r"\b(?:between|both|from)\b", pieces[0])
        and len(pieces) == 3
        and "from" not in pieces[0]
    ):
        return ()
    return tuple(pieces)
