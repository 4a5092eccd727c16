"""Rules for structures and pictures: what is there to be complete."""

from __future__ import annotations

from collections.abc import Iterator

from flashdeck.core.deckfile.lint.base import Hit, Subject
from flashdeck.core.model import PictureNote, Relation, Structure

WANTED: dict[str, tuple[Relation, ...]] = {
    "muscle": (Relation.ORIGIN, Relation.INSERTION, Relation.INNERVATION, Relation.ACTION),
}
"""What a structure of a kind should say of itself."""


def picture_without_alt(subject: Subject) -> Iterator[Hit]:
    """A picture says in words what it shows, for those who cannot see it.

    Bad: ``I: ![](media/leg.png)``. Good: ``I: ![Posterior leg](media/leg.png)``.
    """
    for note in subject.deck.notes:
        if isinstance(note, PictureNote) and not note.picture.alt:
            yield Hit(
                note.line,
                "picture has no description; write what it shows between [ and ]",
                f"![what it shows]({note.picture.path})",
            )


def missing_slot(subject: Subject) -> Iterator[Hit]:
    """A muscle is known by origin, insertion, innervation and action; gaps are easily overseen.

    Bad: ``kind: muscle`` with an origin alone. Good: all four, as facts or questions.
    """
    said: dict[str, set[Relation]] = {}
    for piece in subject.pieces:
        said.setdefault(piece.subject, set()).add(piece.relation)
    for note in subject.deck.notes:
        if not isinstance(note, Structure) or note.kind.casefold() not in WANTED:
            continue
        known = said.get(note.name, set())
        missing = [r.value for r in WANTED[note.kind.casefold()] if r not in known]
        if missing and known:
            yield Hit(
                note.line,
                f"{note.kind} without {', '.join(missing)}; add what is known, or take 'kind:' off",
                f"- {missing[0]}: ",
            )
