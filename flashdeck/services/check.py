"""Checking deck files together, and writing what can be mended without a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashdeck.core.deckfile.edit import fix as fix_text
from flashdeck.core.deckfile.edit import stamp
from flashdeck.core.deckfile.lint import lint
from flashdeck.core.deckfile.parse import parse_deck
from flashdeck.core.deckfile.waivers import waive
from flashdeck.core.diagnostics import Diagnostic
from flashdeck.core.errors import DeckError, Location
from flashdeck.core.ids import DeckId, NoteId
from flashdeck.files.decks import (
    LoadedDeck,
    deck_files,
    deck_from,
    load_deck,
    refuse_duplicates,
    unreadable,
)
from flashdeck.files.read import real
from flashdeck.files.sources import quoted_texts
from flashdeck.files.write import write_atomically
from flashdeck.services.diff import changed_meanings


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What `check_decks` found: findings in files, paths that could not be followed, changes.

    ``waived`` counts the findings that lint comments waive.
    """

    findings: tuple[Diagnostic, ...]
    failures: tuple[DeckError, ...]
    written: tuple[Path, ...]
    files: int
    waived: int = 0


STDIN = Path("-")


def check_decks(
    paths: Sequence[Path],
    *,
    write_ids: bool = False,
    fix: bool = False,
    against: Path | None = None,
    stdin: Callable[[], bytes] | None = None,
) -> CheckResult:
    """Check the decks that the paths name, all of them together.

    ``fix`` gives new ids to notes that share one, names to facts that need one and an id to decks
    that have none; ``write_ids`` writes the derived ids of notes. Files with other errors are
    left alone. ``against`` is an earlier version, file or folder: answers that mean something else
    than in it, under the same ``rev``, are found. The path ``-`` is what ``stdin`` returns, which
    is never written. Raises DeckError where ``against`` cannot be read.
    """
    files, failures = _files(paths)
    findings: list[Diagnostic] = []
    decks: list[LoadedDeck] = []
    for file in files:
        try:
            if stdin and file == STDIN:
                decks.append(deck_from(stdin(), file, str(file)))
            else:
                decks.append(load_deck(file))
        except DeckError as failure:
            findings.append(unreadable(file, failure))
    written: list[Path] = []
    if fix or write_ids:
        decks = list(_mend(decks, written, failures, write_ids=write_ids, fix=fix))
    checked = refuse_duplicates(decks)
    good = [(loaded.deck, loaded.cards, loaded.path) for loaded in checked if loaded.deck]
    sources = {deck.file: quoted_texts(deck, path.parent) for deck, _, path in good}
    by_file: dict[str, list[Diagnostic]] = {}
    for found in lint(((deck, cards) for deck, cards, _ in good), sources):
        by_file.setdefault(found.file, []).append(found)
    if against is not None:
        decks_now = [(deck, cards) for deck, cards, _ in good]
        for found in changed_meanings(against, decks_now, stdin=stdin):
            by_file.setdefault(found.file, []).append(found)
    waived = 0
    for loaded in checked:
        name = loaded.parsed.draft.file
        own = [*loaded.diagnostics, *by_file.get(name, ())]
        if loaded.deck is None:  # the rules have not run, so no waiver is for nothing
            findings += own
            continue
        kept, number = waive(name, own, loaded.parsed.waivers)
        findings += kept
        waived += number
    order = {str(file): number for number, file in enumerate(files)}
    findings.sort(key=lambda d: (order.get(d.file, -1), d.line, d.column, d.code))
    return CheckResult(tuple(findings), tuple(failures), tuple(written), len(files), waived)


def _files(paths: Iterable[Path]) -> tuple[list[Path], list[DeckError]]:
    files: dict[Path, Path] = {}
    failures: list[DeckError] = []
    for path in paths:
        if path == STDIN:
            files[path] = path
            continue
        found = deck_files(path)
        if not found:
            what = "no deck in this folder"
            todo = "write 'flashdeck: 1' into the front matter of its decks"
            failures.append(DeckError(what, todo=todo, at=Location(str(path))))
        for file in found:
            if not file.exists():
                at = Location(str(file))
                failures.append(DeckError("no such file", todo="check the name", at=at))
            else:
                files.setdefault(real(file), file)
    return list(files.values()), failures


def _mend(
    decks: Iterable[LoadedDeck],
    written: list[Path],
    failures: list[DeckError],
    *,
    write_ids: bool,
    fix: bool,
) -> Iterable[LoadedDeck]:
    taken_notes: set[NoteId] = set()
    taken_decks: set[DeckId] = set()
    for loaded in decks:
        text, parsed, name = loaded.text, loaded.parsed, loaded.parsed.draft.file
        before = text
        if loaded.path == STDIN:
            yield loaded
            continue
        if fix:
            text = fix_text(text, parsed, taken_notes=taken_notes, taken_decks=taken_decks)
            parsed = parse_deck(text, file=name)
        if write_ids:
            text = stamp(text, parsed)
        if text != before:
            try:
                write_atomically(loaded.path, text.encode("utf-8"))
                written.append(loaded.path)
                loaded = load_deck(loaded.path)
            except DeckError as failure:
                failures.append(failure)
        taken_notes.update(span.id for span in loaded.parsed.spans)
        taken_decks.add(loaded.parsed.draft.id)
        yield loaded
