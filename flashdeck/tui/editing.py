"""The ways into the editor: a deck from the list, a card under review, an editor of one's own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import DeckId
from flashdeck.core.model import Card
from flashdeck.tui import safe

if TYPE_CHECKING:
    from flashdeck.services.authoring import Document
    from flashdeck.tui.screens.page import Page

# What deck files need is imported when a deck is edited, so that the first card need not wait.


def edit_deck(
    page: Page, deck_id: DeckId, *, line: int = 1, structure: str = "", relation: str = "",
    form: bool = False,
) -> None:  # fmt: skip
    """Open a deck in the editor, with ``form`` also the form for a card of the structure."""
    from flashdeck.services import authoring
    from flashdeck.tui.screens.editor import EditorScreen

    try:
        path = authoring.deck_path(page.app.library, deck_id)
        document = authoring.open_document(page.app.library, path)
    except FlashdeckError as failure:
        page.say(safe.sentence(str(failure)), error=True)
        return
    wanted = (structure, relation) if form else None
    page.app.push_screen(
        EditorScreen(document, line=line, message=copy_told(document), form=wanted)
    )


def edit_card(page: Page, card: Card, file: str, done: Callable[[], None]) -> None:
    """Open the lines of a card's note, and call ``done`` when the editor is left."""
    from flashdeck.services import authoring
    from flashdeck.tui.screens.editor import EditorScreen

    try:
        document = authoring.open_document(page.app.library, _file(file))
        checked = authoring.check(document, document.shown)
    except FlashdeckError as failure:
        page.say(safe.sentence(str(failure)), error=True)
        return
    line = next((one.line for one in checked.cards if one.id == card.id), 0)
    lines = checked.lines_of(card.note_id)
    if lines is None:
        page.say(f"{document.name} has this card no more; it is read again at the next start.")
        return
    message = copy_told(document)
    if authoring.kept_draft(page.app.library, document) is not None:
        editor = EditorScreen(document, line=line or lines[0], message=message)
    else:
        editor = EditorScreen(document, line=line or lines[0], lines=lines, message=message)
    page.app.push_screen(editor, lambda _: done())


def edit_outside(page: Page, card: Card, file: str, done: Callable[[], None]) -> None:
    """Open a card's line in the editor that the environment names, and read the deck again."""
    from textual.app import SuspendNotSupported

    from flashdeck.services import authoring, external
    from flashdeck.services.importing import import_decks

    app = page.app
    try:
        document = authoring.open_document(app.library, _file(file))
        checked = authoring.check(document, document.shown)
        line = next((one.line for one in checked.cards if one.id == card.id), 1)
        command = external.editor_command(document.path, line, os.environ)
        if document.original is not None:
            document = authoring.save(app.library, document, document.shown).document
        try:
            with app.suspend():
                external.run_editor(command)
        except SuspendNotSupported:
            page.say("This terminal cannot be lent to another program; e edits here.", error=True)
            return
        summary = import_decks(app.library, [document.path])
    except FlashdeckError as failure:
        page.say(safe.sentence(str(failure)), error=True)
        return
    done()
    if summary.refused:
        page.say(f"The deck stays as it was: {safe.sentence(summary.refused[0])}", error=True)
    elif summary.changed:
        page.say(f"Read {document.name} again; schedules are kept.")


def copy_told(document: Document) -> str:
    """Return the line about a deck that is copied before it is edited, '' for any other."""
    if document.original is None:
        return ""
    return f"Saving makes your own copy of {document.original.name}, schedule kept."


def _file(file: str) -> Path:
    if not file:
        raise FlashdeckError(
            "this card's deck has no file", todo="'flashdeck export' writes it as one (.md)"
        )
    return Path(file)
