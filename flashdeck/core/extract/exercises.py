"""Exercises that a page names and tells in commands: "Calf raise: Stand on one leg. ..."."""

from __future__ import annotations

import re

from flashdeck.core.extract import clauses
from flashdeck.core.extract.findings import Finding
from flashdeck.core.extract.mapped import Mapped
from flashdeck.core.extract.phrases import Subject, plain_case, strip_brackets
from flashdeck.core.extract.sentences import sentences
from flashdeck.core.model import Relation

MAX_STEPS = 6
_NAMED = re.compile(
    r"(?:[\w'-]+ ){0,4}(?:stretch(?:es)?|exercises?|raises?|curls?|squats?|bridges?|press|slides?|"
    r"lifts?|"
    r"hold|pumps?|rolls?|circles|lunges?|rotations?|planks?|twists?|rows?|extensions?|flexions?|"
    r"bends?|drops?|squeezes?|shrugs?|swings?|sits?|pendulum|crawl|walks?|tilts?)",
    re.IGNORECASE,
)
# Headings over several exercises.
_KINDS_OF = frozenset(
    ("exercise", "exercises", "stretches", "stretching exercises", "strengthening exercises")
)
_COMMAND = re.compile(
    r"(?:slowly |gently |then |now |next,? |first,? )?(?:stand|sit|lie|place|put|hold|keep|bend|"
    r"straighten|"
    r"lift|raise|lower|push|pull|press|lean|step|rest|repeat|do|perform|start|begin|stretch|"
    r"squeeze|"
    r"tighten|relax|rotate|turn|roll|move|reach|grasp|grip|cross|loop|wrap|point|use|let|switch|"
    r"return|slide|swing|walk|kneel|make|bring|extend|flex|tuck|count|work|stay|face)\b",
    re.IGNORECASE,
)
_UNTIL_YOU = re.compile(r"(?:,? (?:so that|until|as|when|if|and) you\b.*|,? as far as you can)$")


def named_exercise(text: str) -> Subject | None:
    """Return the exercise that a heading or a label names: "Calf stretch"."""
    called = plain_case(strip_brackets(text).strip(" .:"))
    if not _NAMED.fullmatch(called) or called.casefold() in _KINDS_OF:
        return None
    return Subject(called, "exercise")


def exercise(name: Mapped, text: Mapped) -> tuple[Subject, list[Finding]] | None:
    """Return the exercise and its steps, None where name and text are not those of one."""
    one = named_exercise(name.text)
    if one is None:
        return None
    steps: list[str] = []
    last: Mapped | None = None
    for sentence in sentences(text):
        if not _COMMAND.match(sentence.text) or len(steps) >= MAX_STEPS:
            break
        said = _UNTIL_YOU.sub("", sentence.text.rstrip(" .!"))
        step = clauses.impersonal(said)
        if not step or clauses.has_pronoun(step) or len(step.split()) > clauses.MAX_ANSWER_WORDS:
            break
        steps.append(step)
        last = sentence
    if last is None:
        return None
    start = name.raw_span(0, len(name.text))[0]
    end = last.raw_span(0, len(last.text))[1]
    return one, [
        Finding(
            one.name,
            one.kind,
            Relation.EXERCISE,
            "; ".join(steps),
            start,
            end,
            items=tuple(steps) if len(steps) > 1 else (),
            ordered=len(steps) > 1,
            rank=8,
            rule="EX",
        )
    ]
