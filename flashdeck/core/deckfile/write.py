"""From notes to the text of a deck file, in the one form that reads back as the same deck."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flashdeck.core.deckfile.comments import GONE, write_comment
from flashdeck.core.deckfile.lines import FENCE, escape, escape_inline, opaque_lines
from flashdeck.core.deckfile.picture import write_picture, write_region
from flashdeck.core.model import (
    Cloze,
    Deck,
    Fact,
    Helps,
    Item,
    Note,
    PictureNote,
    Question,
    Quotation,
    Relation,
    Source,
    Structure,
)
from flashdeck.core.text import fold_space

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ()./+-]*[\w).+])?")
_BAR = re.compile(r"\|(?=\s|$)|(?<=\s)\||(?<=\\)\||^\|")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write_deck(deck: Deck) -> str:
    """Return the text of a deck file that reads back as this deck, its ids written.

    Ids that are derived are left out, as they are derived again; see `stamp` for writing them.
    """
    parts = [_front_matter(deck)]
    if deck.description:
        parts.append("\n".join(_escaped(deck.description.split("\n"))) + "\n")
    parts += [write_note(note) for note in deck.notes]
    return "\n".join(parts)


def write_note(note: Note) -> str:
    """Return the lines of one note."""
    match note:
        case Structure():
            lines = _structure(note)
        case Question():
            lines = _value("Q: ", note.question, _comment(note))
            lines += _value("A: ", _answer(note.answer))
        case Cloze():
            lines = _value("C: ", note.text, _comment(note))
        case PictureNote():
            picture = write_picture(note.picture.alt, note.picture.path)
            lines = [f"I: {escape_inline(picture)}{_comment(note)}"]
            lines += [
                f"- {label.name}: {escape_inline(_answer(label.answer))} "
                f"@ {write_region(label.region)}"
                for label in note.picture.labels
            ]
    if not isinstance(note, Structure):
        lines += _helps(note.helps)
        lines += _quotation(note.quotation, "", lines[-1])
    return "\n".join(lines) + "\n"


def write_scalar(text: str) -> str:
    """Return the text as a YAML scalar that reads back as the same text."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + "".join(_yaml_char(char) for char in text) + '"'


def _yaml_char(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _front_matter(deck: Deck) -> str:
    lines = ["---", "flashdeck: 1"]
    if not deck.id_derived:
        lines.append(f"id: {deck.id}")
    lines.append(f"title: {write_scalar(deck.title)}")
    if deck.place and deck.place != deck.title:
        lines.append(f"deck: {write_scalar(deck.place)}")
    if deck.tags:
        lines.append(f"tags: {_flow(deck.tags)}")
    if deck.source != Source():
        named = {
            "title": deck.source.title,
            "url": deck.source.url,
            "accessed": deck.source.accessed,
        }
        inner = ", ".join(f"{key}: {write_scalar(text)}" for key, text in named.items() if text)
        lines.append(f"source: {{{inner}}}")
    if deck.reverse:
        lines.append(f"reverse: {_flow(deck.reverse)}")
    if deck.typed:
        lines.append(f"typed: {_flow(deck.typed)}")
    if deck.release:
        lines.append(f"release: {write_scalar(deck.release)}")
    return "\n".join([*lines, "---"]) + "\n"


def _flow(words: Iterable[str]) -> str:
    return f"[{', '.join(write_scalar(str(word)) for word in words)}]"


def _comment(note: Note) -> str:
    hide_one = isinstance(note, PictureNote) and note.picture.hide_one
    comment = write_comment(note.identity, hide_one=hide_one)
    return f" {comment}" if comment else ""


def _structure(note: Structure) -> list[str]:
    lines = [f"## {escape_inline(note.name)}{_comment(note)}"]
    if note.kind:
        lines.append(f"kind: {escape_inline(note.kind)}")
    if note.aliases:
        lines.append(f"aliases: {escape_inline(', '.join(note.aliases))}")
    if note.tags:
        lines.append(f"tags: {escape_inline(', '.join(note.tags))}")
    if note.reverse is not None:
        lines.append(f"reverse: {_relations(note.reverse)}")
    if note.typed is not None:
        lines.append(f"typed: {_relations(note.typed)}")
    for fact in note.facts:
        lines += _fact(fact)
    return lines


def _relations(relations: tuple[Relation, ...]) -> str:
    return ", ".join(relation.value for relation in relations) or "none"


def _fact(fact: Fact) -> list[str]:
    name = f" ({fact.name})" if fact.name else ""
    head = f"- {fact.relation.value}{name}: "
    tail = f" {GONE}" if fact.gone else ""
    if fact.items:
        lines = [head.rstrip() + tail]
        for number, item in enumerate(fact.items, 1):
            sign = f"{number}." if fact.ordered else "-"
            lines.append(f"  {sign} {escape_inline(_answer(item))}")
    else:
        lines = _value(head, _answer(fact.value or Item("")), tail, fact=True)
    return lines + _quotation(fact.quotation, "  ", lines[-1])


def _answer(item: Item) -> str:
    if "\n" in item.text:
        return item.text
    return " | ".join(_BAR.sub(r"\\|", text) for text in (item.text, *item.alternatives))


def _value(marker: str, text: str, tail: str = "", *, fact: bool = False) -> list[str]:
    """Return a value behind its marker; ``tail`` is the comment that ends the first line."""
    lines = text.split("\n")
    indent = "  " if fact else ""
    below = len(lines) > 1 and (lines[0][:1].isspace() or FENCE.match(lines[0]))
    if below:
        first, rest = marker.rstrip() + tail, _escaped(lines, fact=fact)
    else:
        first = marker + escape_inline(lines[0]) + tail
        rest = _escaped(["", *lines[1:]], fact=fact)[1:]
    return [first, *(f"{indent}{line}" if line else "" for line in rest)]


def _escaped(lines: list[str], *, fact: bool = False) -> list[str]:
    opaque = opaque_lines(lines)
    return [line if at in opaque else escape(line, fact=fact) for at, line in enumerate(lines)]


def _helps(helps: Helps) -> list[str]:
    lines: list[str] = []
    for hint in helps.hints:
        lines += _value("H: ", hint)
    if helps.extra:
        lines += _value("X: ", helps.extra)
    if helps.mnemonic:
        lines += _value("M: ", helps.mnemonic)
    if helps.tags:
        lines.append(f"T: {escape_inline(', '.join(helps.tags))}")
    if helps.relation is not Relation.OTHER:
        lines.append(f"R: {helps.relation.value}")
    return lines


def _quotation(quotation: Quotation | None, indent: str, above: str) -> list[str]:
    """Return the block quote of a quotation, parted from one that ends the value ``above`` it."""
    if quotation is None:
        return []
    words = escape_inline(fold_space(quotation.text))
    quote = f'{indent}> "{words}" ({quotation.file}:{quotation.start}-{quotation.end})'
    return ["", quote] if above.lstrip(" \t").startswith(">") else [quote]
