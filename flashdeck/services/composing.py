"""Decks and cards from forms: what was filled in, as lines of a deck file."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flashdeck.core.deckfile.compose import add_fact, add_note
from flashdeck.core.deckfile.relations import relation_named
from flashdeck.core.deckfile.write import write_deck
from flashdeck.core.diagnostics import Diagnostic, Severity
from flashdeck.core.errors import DeckError, Location
from flashdeck.core.ids import NoteId, draw_deck_id, draw_note_id, fact_slot
from flashdeck.core.model import (
    Card,
    Cloze,
    Deck,
    Fact,
    Helps,
    Identity,
    Item,
    Question,
    Relation,
    Structure,
)
from flashdeck.core.text import clean_line, fold_space
from flashdeck.services import authoring
from flashdeck.services.authoring import Checked, Document
from flashdeck.services.library import Library

_ORDERED = re.compile(r"\d{1,3}[.)]\s+")
_BULLET = re.compile(r"[-*•]\s+")
_BAR = re.compile(r"\s+\|\s+")


class FormKind(StrEnum):
    """The kinds of notes that a form makes."""

    FACT = "fact"
    LIST = "list"
    QUESTION = "question"
    CLOZE = "cloze"


@dataclass(frozen=True, slots=True)
class CardForm:
    """What was filled in; each kind reads only its own fields.

    ``answer`` may hold alternatives parted by `` | ``; ``items`` stand one a line, with numbers
    where their order counts; ``hidden`` are the words of ``text`` to hide, parted by ``;``.
    """

    kind: FormKind = FormKind.FACT
    structure: str = ""
    structure_kind: str = ""
    relation: str = ""
    answer: str = ""
    items: str = ""
    question: str = ""
    hint: str = ""
    text: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A deck's text with the note of a form in it.

    ``text`` is as it was while something is missing; ``problems`` say what, in sentences.
    ``line`` is where the note's new lines begin, counted from 1.
    """

    text: str
    cards: tuple[Card, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    line: int = 1


def draw_id() -> NoteId:
    """Return a new note id."""
    return draw_note_id(random.SystemRandom())


def suggested_path(library: Library, title: str) -> Path:
    """Return where a new deck of this title would be written."""
    return authoring.free_path(authoring.decks_folder(library), title)


def new_deck(title: str, folder: str, path: Path) -> Document:
    """Return a new deck of this title in a folder of the deck tree, not yet written.

    Raises DeckError where the title is empty, or the file there already or no Markdown file.
    """
    title = clean_line(title)
    if not title:
        raise DeckError("a deck needs a title", todo="write one")
    at = Location(str(path))
    if path.suffix.lower() not in (".md", ".markdown"):
        raise DeckError("a deck is a Markdown file", todo="end its name in .md", at=at)
    if path.exists():
        raise DeckError("is there already", todo="choose another name", at=at)
    above = [name.strip() for name in re.split(r"::|/", clean_line(folder)) if name.strip()]
    deck = Deck(
        id=draw_deck_id(random.SystemRandom()), title=title, place="::".join([*above, title])
    )
    return authoring.new_document(path, write_deck(deck))


def structures(checked: Checked) -> tuple[str, ...]:
    """Return the names of the structures of a deck."""
    return tuple(n.name for n in checked.parsed.draft.notes if isinstance(n, Structure))


def compose(document: Document, text: str, form: CardForm, note_id: NoteId) -> Composed:
    """Return the text with the note of the form, its cards, and what is still missing.

    The note gets the given id; a fact goes to its structure, whose id stays.
    """
    missing = _missing(form)
    if missing:
        return Composed(text, problems=(missing,))
    before = authoring.check(document, text)
    after_text = _with_note(text, before, form, note_id)
    after = authoring.check(document, after_text)
    known = {card.id for card in before.cards}
    found = _new_findings(before.diagnostics, after.diagnostics)
    errors = tuple(_told(d) for d in found if d.severity is Severity.ERROR)
    cards = tuple(card for card in after.cards if card.id not in known)
    if not cards and not errors:
        errors = ("This makes no new card.",)
    others = tuple(_told(d) for d in found if d.severity is Severity.WARNING)
    line = _first_change(text, after_text)
    return Composed(text if errors else after_text, cards, errors, others, line)


def _missing(form: CardForm) -> str:
    """Return what is not filled in yet, in a sentence."""
    if form.kind in (FormKind.FACT, FormKind.LIST):
        if not fold_space(form.structure):
            return "Which structure is it about?"
        if relation_named(fold_space(form.relation)) is None:
            known = ", ".join(relation.value.replace("_", " ") for relation in list(Relation)[5:10])
            if not fold_space(form.relation):
                return f"What is said of it: {known}, …?"
            return f"“{fold_space(form.relation)}” is no relation; write {known} or another."
    if form.kind is FormKind.FACT and not fold_space(form.answer):
        return "What is the answer?"
    if form.kind is FormKind.LIST and not _items(form.items)[0]:
        return "Which items? Write one a line."
    if form.kind is FormKind.QUESTION:
        if not fold_space(form.question):
            return "What is the question?"
        if not fold_space(form.answer):
            return "What is the answer?"
    if form.kind is FormKind.CLOZE:
        return _missing_in_cloze(form)
    return ""


def _missing_in_cloze(form: CardForm) -> str:
    text = fold_space(form.text)
    if not text:
        return "Which text?"
    if "{{c" in text:
        return ""
    hidden = _hidden(form.hidden)
    if not hidden:
        return "Which of its words are asked for?"
    absent = [words for words in hidden if not _found(words).search(text)]
    return f"“{absent[0]}” is not in the text." if absent else ""


def _with_note(text: str, before: Checked, form: CardForm, note_id: NoteId) -> str:
    identity = Identity(note_id)
    if form.kind is FormKind.QUESTION:
        hints = (fold_space(form.hint),) if fold_space(form.hint) else ()
        question = fold_space(form.question)
        note = Question(identity, question, _item(form.answer), Helps(hints=hints))
        return add_note(text, note)
    if form.kind is FormKind.CLOZE:
        return add_note(text, Cloze(identity, cloze_text(form.text, form.hidden)))
    relation = relation_named(fold_space(form.relation)) or Relation.OTHER
    slot = fact_slot(relation)
    if form.kind is FormKind.LIST:
        items, ordered = _items(form.items)
        fact = Fact(relation, slot, items=items, ordered=ordered)
    else:
        fact = Fact(relation, slot, value=_item(form.answer))
    name, kind = fold_space(form.structure), fold_space(form.structure_kind)
    return add_fact(text, before.parsed, name, kind, fact, note_id)


def cloze_text(text: str, hidden: str) -> str:
    """Return the text with its hidden words as numbered deletions, wherever they stand in it."""
    text = fold_space(text)
    if "{{c" in text:
        return text
    places: list[tuple[int, int, int]] = []
    numbered = list(enumerate(_hidden(hidden), 1))
    for number, words in sorted(numbered, key=lambda pair: -len(pair[1])):
        for found in _found(words).finditer(text):
            if all(found.end() <= start or end <= found.start() for start, end, _ in places):
                places.append((found.start(), found.end(), number))
    for start, end, number in sorted(places, reverse=True):
        text = f"{text[:start]}{{{{c{number}::{text[start:end]}}}}}{text[end:]}"
    return text


def _hidden(hidden: str) -> list[str]:
    words = (fold_space(part) for part in hidden.split(";"))
    return list({part.casefold(): part for part in words if part}.values())


def _found(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)


def _items(text: str) -> tuple[tuple[Item, ...], bool]:
    lines = [fold_space(line) for line in text.split("\n")]
    lines = [line for line in lines if line]
    ordered = bool(lines) and all(_ORDERED.match(line) for line in lines)
    sign = _ORDERED if ordered else _BULLET
    return tuple(_item(sign.sub("", line, count=1)) for line in lines), ordered


def _item(text: str) -> Item:
    first, *others = (part.strip() for part in _BAR.split(fold_space(text)))
    return Item(first, tuple(other for other in others if other))


def _new_findings(
    before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...]
) -> list[Diagnostic]:
    known = [(found.code, found.message) for found in before]
    fresh: list[Diagnostic] = []
    for found in after:
        key = (found.code, found.message)
        if key in known:
            known.remove(key)
        elif found.code != "D212":
            fresh.append(found)
    return fresh


def _told(found: Diagnostic) -> str:
    return f"{found.message[:1].upper()}{found.message[1:]}."


def _first_change(before: str, after: str) -> int:
    old, new = before.split("\n"), after.split("\n")
    for number, (one, other) in enumerate(zip(old, new, strict=False), 1):
        if one != other:
            return number + (other == "" and number < len(new))
    return min(len(old) + 1, len(new))
