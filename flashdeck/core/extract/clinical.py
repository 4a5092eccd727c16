"""Clinical sentences that speak of the condition in hand: what patients feel, what doctors do."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.lexicon import is_condition_word, singular
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import (
    Names,
    Subject,
    bare,
    lower_first,
    names_anatomy,
    strip_brackets,
)
from flashdeck.core.extract.rules.sayings import SAYINGS, Saying
from flashdeck.core.extract.topics import Topics
from flashdeck.core.model import Relation
from flashdeck.core.wording import is_plural, noun_phrase

_LEAD = re.compile(
    r"^(?:if|when|while|once|after|in (?:severe|mild|most|some|rare|chronic) cases)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"(?:it|they|this|these|the (?:condition|disorder|disease|injury|problem|syndrome|fracture|"
    r"tear))$",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"\b(?:tests?|scans?|x-rays?|mri|ct|ultrasound|imaging|radiographs?|biopsy|electromyography|"
    r"emg|studies|angiography|endoscopy|venogra\w+|blood tests?|examination)\b",
    re.IGNORECASE,
)
_TREATS = re.compile(
    r"\b(?:surgery|surgical|operation|injections?|splints?|brace|braces|orthotics|insoles?|rest|"
    r"ice|"
    r"physiotherapy|therapy|medications?|medicines?|drugs?|painkillers?|nsaids?|ibuprofen|"
    r"paracetamol|"
    r"acetaminophen|antibiotics|anticoagulants?|steroids?|corticosteroids?|exercises?|"
    r"stretch(?:es|ing)|"
    r"crutches|cast|sling|bandages?|stockings?|compression|massage|heat|reduction|fixation|repair|"
    r"release|replacement|arthroscopy|traction|immobili[sz]ation|\w+ectomy|\w+plasty|\w+otomy|"
    r"dialysis|"
    r"transplant\w*|diet|weight loss|procedure|procedures|treatment|treatments|boot|tape|taping|"
    r"pads?|"
    r"shockwave|ultrasound|shoes?|tablets|supplements?|vaccin\w+|radiation|chemotherapy|"
    r"embolization)\b",
    re.IGNORECASE,
)
_REVERSIBLE = frozenset(("rule out", "detect", "confirm", "find", "exclude"))
_DENIED = re.compile(r"\b(?:not|never|no longer)\b|n't\b")
_PURPOSE = re.compile(r"\bto [a-z]+")
MAX_BEFORE = 16
_NO_START = frozenset(
    """there what which that this these other most some no if when who and but it patients people in
    for to treatment such""".split()
)
_PERSONS = frozenset(("people", "patients"))
_SURE = re.compile(r"recommend|prescrib|advise|offer")


def clinical(names: Names, topics: Topics, sentence: Mapped) -> list[Finding]:
    """Return what a sentence says of the condition that it names or that is in hand."""
    text = sentence.text
    if not 12 < len(text) < 420 or text.endswith("?") or topics.aside:
        return []
    found: list[Finding] = []
    for clause in re.split(
        r"; (?:however, )?|, (?:and|but) (?=(?:the patient|patients|you) )", text
    ):
        lead, rest = _without_lead(clause)
        for saying in SAYINGS:
            match = saying.pattern.search(rest)
            if match is None or _DENIED.search(match.group()):
                continue
            one = _finding(names, topics, sentence, saying, rest, match, lead)
            if one:
                found.append(one)
                break
    return found


def _without_lead(text: str) -> tuple[str, str]:
    """Return the leading "If ...," clause, impersonal, and what follows it."""
    head, comma, rest = text.partition(", ")
    if comma and _LEAD.match(head) and len(head.split()) <= 14:
        lead = clauses.condition_phrase(head)
        if lead and not clauses.has_pronoun(lead):
            return lead, rest
        if lead is None or clauses.has_pronoun(lead or ""):
            return "-", rest
    return "", text


def _condition(names: Names, topics: Topics, phrase: str | None) -> Subject | None:
    """Return the condition that a phrase names, else the one in hand."""
    if phrase and not _MEANS.match(phrase.strip()):
        one = names.name(phrase)
        return one if one and one.kind == "condition" else None
    return topics.condition()


def _finding(
    names: Names,
    topics: Topics,
    sentence: Mapped,
    saying: Saying,
    text: str,
    match: re.Match[str],
    lead: str,
) -> Finding | None:
    groups = {key: value or "" for key, value in match.groupdict().items()}
    if lead == "-":
        return None
    if saying.code == "V22":
        return _test(names, topics, sentence, text, match)
    one = _condition(names, topics, groups.get("np"))
    if one is None:
        return None
    answer = _answer(saying, text, match)
    if answer is None:
        return None
    if saying.code == "V3" and _own_aim(names, groups.get("rest", "")):
        return None
    named = one.shown or one.name if saying.side == "cloze" else one.name
    c = noun_phrase(named, "condition")
    if groups.get("rest"):
        groups["rest"] = _in_full(names, strip_brackets(groups["rest"]), one.name, c)
    relation = saying.relation
    if saying.treats or saying.code == "V4":
        if _TEST.search(answer) and not re.search(r"\btherap", answer):
            relation = Relation.DIAGNOSIS
        elif not _TREATS.search(answer) and not _SURE.match(groups["verb"]):
            return None
    if saying.code == "V11":
        if lead:
            return None
        if _TEST.search(answer) or _TREATS.search(answer):
            relation = Relation.DIAGNOSIS if _TEST.search(answer) else Relation.TREATMENT
    items = clauses.items_of(answer) if saying.side == "after" else ()
    if any(re.match(r"(?:particularly|especially|mainly|usually)\b", item) for item in items):
        items = ()
    question, cloze = "", ""
    if saying.side == "cloze":
        verb = (
            f"{c[0].upper()}{c[1:]} {groups['verb']}"
            if saying.code == "V31"
            else (f"In {c}, the {groups['what'].lower()} {groups['verb']}")
        )
        if saying.code == "V31" and is_plural(named) != bool(
            re.match("are|occur ", groups["verb"])
        ):
            return None
        if "{" in answer:
            return None
        cloze = f"{' '.join(verb.split())} {{{{c1::{answer}}}}}."
    else:
        question = _question(saying, groups, c, lead)
        if items and saying.code in ("V13", "V30") and not groups["adj"]:
            question = ""
        if items and question:
            items = () if len(answer.split()) <= clauses.MAX_ANSWER_WORDS else items
        if not items and not clauses.fits_answer(answer):
            return None
        if items and question:
            return None
    name = ""
    if items:
        what = groups["what"].casefold()
        name = (
            what
            if what.endswith("s") and saying.code == "V30"
            else f"{what}s"
            if saying.code == "V30"
            else ""
        )
    return Finding(
        one.name,
        "condition",
        relation,
        "; ".join(items) if items else answer,
        *sentence.raw_span(0, len(sentence.text)),
        items=items,
        name=name,
        question=question,
        cloze=cloze,
        blank=bool(cloze),
        rank=8,
        rule=saying.code,
    )


def _own_aim(names: Names, rest: str) -> bool:
    """Tell whether "to assess the liver" says what for, without a condition."""
    return (
        rest.startswith(" to ")
        and names_anatomy(rest, names)
        and not any(is_condition_word(singular(word)) for word in re.findall(r"[a-z]+", rest))
    )


def _in_full(names: Names, rest: str, name: str, c: str) -> str:
    """Return the words with the condition's full name for its abbreviation."""
    for short, full in names.short.items():
        if full.casefold() == name.casefold():
            rest = re.sub(rf"\b(?:(?:an?|the) )?{re.escape(short)}\b", c, rest)
    return rest


def _answer(saying: Saying, text: str, match: re.Match[str]) -> str | None:
    """Return what stands after, or before, the words of the frame; None where it cannot be cut."""
    if saying.side == "before":
        said = re.split(
            r"; |, (?:but|and|so|while) (?=[a-z ]+ (?:is|are|may|can)\b)|: ", text[: match.start()]
        )[-1]
        said = strip_brackets(said).strip(" ,")
        answer = clauses.impersonal(lower_first(said))
        if not answer or not 0 < len(answer.split()) <= MAX_BEFORE:
            return None
        first = answer.split()[0].casefold()
        if (
            clauses.has_pronoun(answer)
            or clauses.finite_verbs(_PURPOSE.sub("", answer))
            or (first in _NO_START and not (saying.ask.startswith("Who") and first in _PERSONS))
        ):
            return None
        answer = re.sub(r"(?: (?:all|both|each|also|together))+$", "", answer)
        answer = re.sub(r"^(?:usually|often|sometimes|also|then|in general),? ", "", answer)
        return None if answer.startswith("no ") else bare(answer) or None
    start = match.end()
    end = clauses.argument_end(text, start, infinitive=saying.side == "verb")
    start, end = clauses.trimmed(text, start, end)
    answer = clauses.impersonal(text[start:end]) if start < end else None
    if not answer:
        return None
    if clauses.dangles(answer):
        answer = clauses.undangled(answer)
        answer = answer[: clauses.trimmed(answer, 0, len(answer))[1]]
    answer = re.sub(r" and (?:look|ask|check|feel|listen)$", "", answer)
    if len(answer.split()) < (2 if saying.side == "cloze" else 1) or clauses.has_pronoun(answer):
        return None
    if saying.side != "cloze" and not saying.code.startswith("V20"):
        answer = clauses.without_article(answer)
    if not clauses.items_of(answer):
        answer = clauses.shortened(answer)
        answer = answer[: clauses.trimmed(answer, 0, len(answer))[1]]
    return answer or None


def _question(saying: Saying, groups: dict[str, str], c: str, lead: str) -> str:
    verb = groups.get("verb", "")
    words = verb.split()
    what = groups.get("what", "").lower()
    plural_what = what.endswith("s") and not what.endswith("sis")
    hedge = groups.get("hedge", "").strip()
    deg = groups.get("deg", "")
    who = lower_first(groups.get("who", ""))
    single = who in ("the patient",)
    plain = " ".join([clauses.base_form(words[0]) or words[0], *words[1:]]) if words else ""
    rest = clauses.impersonal(groups.get("rest", "")) or ""
    if clauses.has_pronoun(rest):
        rest = ""
    if saying.code == "V3":
        joined = "in" if rest else "for"
    elif "choice" in what or "resort" in what:
        joined = "for"
    else:
        joined = "of"
    plain_verbs = saying.code in ("V1", "V4", "V7", "V10", "V40")
    does = hedge or (
        "does" if saying.code in ("V4", "V5", "V40") else "do" if plural_what else "does"
    )
    include = " include" if verb.startswith("include") else ""
    fill = {
        "c": c,
        "adj": f"{groups.get('adj', '').strip().lower()} " if groups.get("adj") else "",
        "what": what,
        "deg": f"{deg} " if deg else "",
        "late": f" {deg}" if deg else "",
        "who": who,
        "verb": plain if plain_verbs else verb,
        "does": does,
        "do": hedge or ("does" if single else "do"),
        "the": "the ",
        "hedge": f"{hedge} " if saying.code in ("V21", "V32") and hedge else hedge,
        "be": groups.get("be", ""),
        "rest": rest,
        "for": joined,
        "hedge1": hedge.split()[0] if hedge else "is",
        "hedge2": "be " if hedge.endswith(" be") else "",
        "hedge_or_is": (hedge or ("do" if plural_what else "does")) if include else verb,
        "include": include,
    }
    if saying.code == "V12" and " " in what:  # "the first symptoms", but "typical"
        fill["what"] = f"the {what}"
        fill["hedge1"] = "are" if plural_what else "is"
    if saying.code == "V3" and hedge == "are":
        fill["hedge"] = "is"
    if saying.code in ("V21", "V32") and not hedge:
        fill["verb"] = clauses.third_person(plain)
    elif saying.code in ("V21", "V32", "V8"):
        fill["verb"] = plain
    if saying.code == "V3" and c in rest:
        fill["for"] = fill["c"] = ""
    question = " ".join(saying.ask.format_map(fill).split()).replace(" ?", "?")
    if lead:
        question = f"{lead[0].upper()}{lead[1:]}, {question[0].lower()}{question[1:]}"
    return question


def _test(
    names: Names, topics: Topics, sentence: Mapped, text: str, match: re.Match[str]
) -> Finding | None:
    """Read "An MRI scan may show a tear" as a finding, "can rule out X" as a test, of X."""
    start = match.end()
    start, end = clauses.trimmed(text, start, clauses.argument_end(text, start))
    said = clauses.impersonal(text[start:end]) if start < end else None
    if not said or clauses.has_pronoun(said) or not clauses.fits_answer(said):
        return None
    test = clauses.impersonal(lower_first(match["test"]))
    if not test or clauses.has_pronoun(test):
        return None
    verb = match["verb"].strip()
    named = names.name(said)
    reversed_verb = next((one for one in _REVERSIBLE if re.search(rf"\b{one}s?$", verb)), "")
    if named and named.kind == "condition" and reversed_verb:
        one, answer = named, bare(test)
        question = f"Which test {verb} {noun_phrase(one.name, 'condition')}?"
        if is_plural(bare(test)):
            return None
    else:
        inside = topics.condition()
        if inside is None:
            return None
        one, answer = inside, clauses.without_article(said)
        c = noun_phrase(one.name, "condition")
        plural = is_plural(bare(test))
        positive = re.match(r"(?:is|are) positive", verb)
        first, _, after = verb.partition(" ")
        if positive:
            question = f"When {'are' if plural else 'is'} {test} positive in {c}?"
        elif first in ("may", "can", "will", "might", "is", "are"):
            question = f"What {first} {test} {after} in {c}?"
        else:
            plain = " ".join(filter(None, [clauses.base_form(first) or first, after]))
            question = f"What {'do' if plural else 'does'} {test} {plain} in {c}?"
    return Finding(
        one.name,
        "condition",
        Relation.DIAGNOSIS,
        answer,
        *sentence.raw_span(0, len(sentence.text)),
        question=question,
        rank=8,
        rule="V22",
    )
