"""A generated deck made again from its article: ids and hand edits stay, new facts come in.

Three versions meet fact by fact: what was generated last (its digests stand in a comment of the
file), what the file holds now, and what the article gives now. What nobody has edited follows the
article, what was edited or deleted by hand stays so, and a fact that the article no longer holds
is marked with ``<!-- fd:gone -->``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flashdeck.core.deckfile.comments import GONE
from flashdeck.core.deckfile.compare import says_other
from flashdeck.core.deckfile.digests import (
    fact_digest,
    fact_words,
    note_digest,
    read_digests,
    with_digests,
)
from flashdeck.core.deckfile.identity import identity_text, normal_text
from flashdeck.core.deckfile.lint.words import CLASSES, content_set, differ_by_opposite
from flashdeck.core.deckfile.merge import merge
from flashdeck.core.deckfile.names import fact_name
from flashdeck.core.deckfile.parse import NoteSpan, ParsedDeck, parse_deck
from flashdeck.core.deckfile.views import note_title
from flashdeck.core.deckfile.write import write_note
from flashdeck.core.ids import NoteId, fact_slot
from flashdeck.core.model import (
    Cloze,
    Deck,
    Fact,
    Note,
    PictureNote,
    Question,
    Quotation,
    Structure,
)
from flashdeck.core.text import clean_line, fold_space

_QUOTE = re.compile(r"[ \t]*>")


@dataclass(frozen=True, slots=True)
class Regenerated:
    """The new text, and what became of the facts and notes, in words that name them.

    ``lost`` are questions and cloze texts that the article no longer holds; they stay untouched,
    since only facts can be marked.
    """

    text: str
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: int = 0


def regenerate(text: str, parsed: ParsedDeck, new: Deck, article: str) -> Regenerated:
    """Return the text of the deck as the article has it now.

    ``parsed`` is the text as it was read, without an error; ``new`` is the deck that the article
    gives now, its quotations naming the file as the deck does.
    """
    run = _Run(text, parsed, new, fold_space(clean_line(article)))
    return run.result()


def is_same_deck(parsed: ParsedDeck, new: Deck) -> bool:
    """Tell whether the file is an earlier version of this generated deck.

    It is where the ids of decks or notes meet, or where it quotes the same article.
    """
    ids = {note.identity.id for note in new.notes}
    if parsed.draft.id == new.id or any(note.identity.id in ids for note in parsed.draft.notes):
        return True
    return bool(_quoted_files(parsed.draft.notes) & _quoted_files(new.notes))


def _quoted_files(notes: Iterable[Note]) -> set[str]:
    found: set[str] = set()
    for note in notes:
        quoted = (
            [fact.quotation for fact in note.facts]
            if isinstance(note, Structure)
            else [note.quotation]
        )
        found.update(quotation.file for quotation in quoted if quotation)
    return found


@dataclass(slots=True)
class _Run:
    text: str
    parsed: ParsedDeck
    new: Deck
    article: str
    base: frozenset[str] = frozenset()
    lines: list[str] = field(default_factory=list)
    ends: dict[int, str] = field(default_factory=dict)
    changed: dict[int, tuple[int, list[str]]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    outdated: set[str] = field(default_factory=set)
    unchanged: int = 0

    def result(self) -> Regenerated:
        self.base = read_digests(self.text)
        self.lines = self.text.split("\n")
        fresh: list[Note] = []
        matched: set[NoteId] = set()
        there = list(zip(self.parsed.draft.notes, self.parsed.spans, strict=True))
        names: dict[str, str] = {}
        for note in self.new.notes:
            found = self._counterpart(note, there, matched)
            if found is not None:
                matched.add(found[0].identity.id)
            if isinstance(note, Structure):
                structure = self._structure(note, found)
                fresh.append(structure)
                names[note.name] = structure.name
                continue
            note = replace(note, subject=names.get(note.subject, note.subject))
            if found is not None:
                self._note(note, *found)
                continue
            digest = note_digest(note)
            self.made.add(digest)
            if digest in self.base:
                self._say("deleted", note_title(note))
            else:
                self._say("added", note_title(note))
                fresh.append(note)
        for note, span in there:
            if note.identity.id not in matched:
                self._vanished(note, span)
        text = self._written()
        again = parse_deck(text, file=self.parsed.draft.file)
        text = merge(text, again, replace(self.new, notes=tuple(fresh)))
        # What another article gave to this deck stays known too.
        text = with_digests(text, self.made | (self.base - self.outdated))
        said = {key: tuple(names) for key, names in self.said.items()}
        return Regenerated(text, unchanged=self.unchanged, **said)

    def _say(self, what: str, name: str) -> None:
        self.said.setdefault(what, []).append(name)

    def _counterpart(
        self, note: Note, there: list[tuple[Note, NoteSpan]], matched: set[NoteId]
    ) -> tuple[Note, NoteSpan] | None:
        """Return the note of the file that is this one: by id, else by its words."""
        words = identity_text(note)
        names = {words[1]}
        if isinstance(note, Structure):
            names |= {normal_text(alias) for alias in note.aliases}
        by_words = None
        for one in there:
            known, _ = one
            if known.identity.id == note.identity.id:
                return one
            if by_words is None and known.identity.id not in matched and type(known) is type(note):
                kind, text = identity_text(known)
                if kind == words[0] and text in names:
                    by_words = one
        return by_words

    def _structure(self, new: Structure, found: tuple[Note, NoteSpan] | None) -> Structure:
        """Settle the facts of a structure; return it with those that are to be added."""
        known = new if found is None else replace(new, identity=found[0].identity)
        self.made.update(fact_digest(known, fact) for fact in new.facts)
        if found is None:
            facts = [f for f in new.facts if fact_digest(new, f) not in self.base]
            for fact in facts:
                self._say("added", _fact_title(new, fact))
            return replace(new, facts=tuple(facts))
        there, span = found
        assert isinstance(there, Structure)
        ends = [fact.line - 1 for fact in there.facts[1:]] + [span.last]
        # A structure that only heads questions has no fact, and so one end too many.
        waiting = {fact.slot: (fact, end) for fact, end in zip(there.facts, ends, strict=False)}
        pairs: list[tuple[Fact, Fact, int]] = []
        rest = list(new.facts)
        for same in (_same_value, _same_quotation, _same_slot):
            left = []
            for fact in rest:
                slot = next((s for s, (old, _) in waiting.items() if same(old, fact)), None)
                if slot is None:
                    left.append(fact)
                else:
                    old, end = waiting.pop(slot)
                    pairs.append((old, fact, end))
            rest = left
        for old, fact, end in pairs:
            self._fact(there, old, fact, end)
        for old, end in waiting.values():
            self._vanished_fact(there, old, end)
        slots = {fact.slot for fact in there.facts}
        added: list[Fact] = []
        for fact in rest:
            if fact_digest(known, fact) in self.base:
                self._say("deleted", _fact_title(new, fact))
                continue
            if fact.slot in slots:
                taken = [one.name for one in there.facts if one.relation is fact.relation]
                name = fact_name(fact_words(fact)[0], taken)
                fact = replace(fact, name=name, slot=fact_slot(fact.relation.value, name))
            slots.add(fact.slot)
            added.append(fact)
            self._say("added", _fact_title(new, fact))
        return replace(new, identity=there.identity, name=there.name, facts=tuple(added))

    def _fact(self, structure: Structure, old: Fact, new: Fact, end: int) -> None:
        """Bring one fact in line with the article, unless it was edited by hand."""
        title = _fact_title(structure, old)
        ours, theirs = fact_digest(structure, old), fact_digest(structure, new)
        if ours != theirs and ours in self.base:
            kept = replace(new, name=old.name, slot=old.slot)
            block = write_note(replace(structure, facts=(kept,))).rstrip("\n").split("\n")
            start = next(at for at, line in enumerate(block) if line.startswith("- "))
            self._replace(old.line, self._trimmed(old.line, end), block[start:])
            self.outdated.add(ours)
            self._say("updated", title)
            return
        quoted = (old.quotation, new.quotation)
        changed = self._quotation(old.line, end, *quoted, "  ", edited=ours != theirs)
        if old.gone:
            line = self._bare(old.line)
            self._replace(old.line, old.line, [line.replace(f" {GONE}", "").replace(GONE, "")])
            self._say("back", title)
        elif ours != theirs:
            self._say("edited", title)
        elif changed:
            self._say("updated", title)
        else:
            self.unchanged += 1

    def _note(self, new: Question | Cloze | PictureNote, old: Note, span: NoteSpan) -> None:
        """Bring a question or cloze text in line with the article, unless it was edited."""
        if isinstance(old, Structure):
            return
        title = note_title(old)
        same = _under(new, old)
        ours, theirs = note_digest(old), note_digest(same)
        self.made.add(theirs)
        if ours != theirs and ours in self.base:
            block = write_note(_relearned(old, same)).rstrip("\n").split("\n")
            self._replace(span.first, span.last, block)
            self.outdated.add(ours)
            self._say("updated", title)
            return
        quoted = (old.quotation, new.quotation)
        changed = self._quotation(span.first, span.last, *quoted, "", edited=ours != theirs)
        if changed and ours == theirs:
            self._say("updated", title)
        elif ours != theirs:
            self._say("edited", title)
        else:
            self.unchanged += 1

    def _vanished(self, note: Note, span: NoteSpan) -> None:
        if not isinstance(note, Structure):
            if self._left_source(note.quotation):
                self._say("lost", note_title(note))
            return
        ends = [fact.line - 1 for fact in note.facts[1:]] + [span.last]
        for fact, end in zip(note.facts, ends, strict=True):
            self._vanished_fact(note, fact, end)

    def _vanished_fact(self, structure: Structure, fact: Fact, end: int) -> None:
        """Mark a fact whose quotation the article lost; one without a quotation is the author's."""
        if not fact.gone and self._left_source(fact.quotation):
            self._replace(fact.line, fact.line, [f"{self._bare(fact.line)} {GONE}"])
            self._say("gone", _fact_title(structure, fact))

    def _left_source(self, quotation: Quotation | None) -> bool:
        return quotation is not None and fold_space(quotation.text) not in self.article

    def _quotation(
        self,
        first: int,
        last: int,
        old: Quotation | None,
        new: Quotation | None,
        indent: str,
        *,
        edited: bool,
    ) -> bool:
        """Write where the quotation stands now; what an editor quotes stays, if it still stands."""
        if old is None or new is None or old == new:
            return False
        same = fold_space(old.text) == fold_space(new.text)
        if edited and not same and not self._left_source(old):
            return False
        if same and (old.start, old.end, old.file) == (new.start, new.end, new.file):
            return False
        last = self._trimmed(first, last)
        begin = last
        while begin > first and _QUOTE.match(self._bare(begin)):
            begin -= 1
        words = fold_space(new.text)
        line = f'{indent}> "{words}" ({new.file}:{new.start}-{new.end})'
        self._replace(begin + 1, last, [line])
        return True

    def _trimmed(self, first: int, last: int) -> int:
        while last > first and not self._bare(last).strip():
            last -= 1
        return last

    def _bare(self, number: int) -> str:
        return self.lines[number - 1].removesuffix("\r")

    def _replace(self, first: int, last: int, lines: list[str]) -> None:
        self.changed[first] = (last, lines)

    def _written(self) -> str:
        made: list[str] = []
        number = 1
        while number <= len(self.lines):
            line = self.lines[number - 1]
            if number not in self.changed:
                made.append(line)
                number += 1
                continue
            last, block = self.changed[number]
            end = "\r" if line.endswith("\r") else ""
            made += [one + end for one in block]
            number = last + 1
        return "\n".join(made)


def _under(new: Question | Cloze | PictureNote, old: Note) -> Question | Cloze | PictureNote:
    """Return the note as the article gives it, known and placed as the one in the file."""
    subject = new.subject if isinstance(old, Structure) else old.subject
    return replace(new, identity=old.identity, subject=subject)


def _relearned(
    old: Question | Cloze | PictureNote, new: Question | Cloze | PictureNote
) -> Question | Cloze | PictureNote:
    """Return the new version, its ``rev`` raised where its answer means something else."""
    if not (isinstance(old, Question) and isinstance(new, Question)):
        return new
    before, after = (note.answer.text for note in (old, new))
    if not says_other((before,), (after,)):
        return new
    return replace(new, identity=replace(new.identity, rev=new.identity.rev + 1))


def _same_value(old: Fact, new: Fact) -> bool:
    if old.relation is not new.relation:
        return False
    if old.items or new.items:
        here, there = (sorted(normal_text(i.text) for i in fact.items) for fact in (old, new))
        return here == there
    accepted, given = (set(map(normal_text, fact_words(fact))) for fact in (old, new))
    return bool(accepted & given)


def _same_quotation(old: Fact, new: Fact) -> bool:
    """Tell whether two facts of one relation come from one sentence: one was edited by hand."""
    if old.relation is not new.relation or not (old.quotation and new.quotation):
        return False
    return fold_space(old.quotation.text) == fold_space(new.quotation.text)


def _same_slot(old: Fact, new: Fact) -> bool:
    """Tell whether two facts of one slot are wordings of one fact: they share a telling word."""
    if old.slot != new.slot:
        return False
    here, there = (content_set(" ".join(fact_words(fact))) for fact in (old, new))
    return bool(here & there - CLASSES) and not differ_by_opposite(here, there)


def _fact_title(structure: Structure, fact: Fact) -> str:
    return f"{structure.name}: {fact.slot}"
