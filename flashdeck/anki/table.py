"""Cards as a table that Anki imports as text: tabs or commas, with its header lines.

The note types named are those that every Anki has, so that nothing else need be there first. A
reverse card is a note of its own here, as its question is not simply the answer turned round.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from flashdeck.anki.cloze import to_cloze_html
from flashdeck.anki.html import to_html
from flashdeck.anki.notes import ExportDeck, anki_tag, items_html, source_html
from flashdeck.core.model import Card, CardKind, Source

COLUMNS = ("guid", "notetype", "deck", "front", "back", "hint", "extra", "tags")
_SEPARATORS = {"\t": "tab", ",": "comma"}
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(decks: Iterable[ExportDeck], separator: str) -> tuple[str, int]:
    """Return the decks in Anki's text format, separated by a tab or a comma, and how many notes.

    Picture notes are left out: a table holds no pictures. Cells that a spreadsheet would take for
    a formula begin with a quotation mark.
    """
    out = io.StringIO()
    out.write(f"#separator:{_SEPARATORS[separator]}\n#html:true\n")
    for number, name in enumerate(COLUMNS, start=1):
        if name in ("guid", "notetype", "deck", "tags"):
            out.write(f"#{name} column:{number}\n")
    out.write(f"#columns:{separator.join(COLUMNS)}\n")
    table = csv.writer(out, delimiter=separator, lineterminator="\n")
    rows = [[harmless(cell) for cell in row] for deck in decks for row in _rows(deck)]
    table.writerows(rows)
    return out.getvalue(), len(rows)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unharmed(cell: str) -> str:
    """Return a cell as it was before `harmless`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _rows(deck: ExportDeck) -> Iterator[tuple[str, ...]]:
    seen: set[str] = set()
    for one in deck.cards:
        card = one.card
        guid = str(card.note_id if card.kind is CardKind.CLOZE else card.id)
        if one.guid and card.kind is not CardKind.REVERSE:
            guid = one.guid
        if card.kind is CardKind.IMAGE or guid in seen:
            continue
        seen.add(guid)
        kind, front, back = _sides(card)
        tags = sorted({anki_tag(tag) for tag in card.tags} - {""})
        hint = "<br>".join(to_html(hint) for hint in card.hints)
        extra = _extra(card, deck.source)
        if card.kind is CardKind.CLOZE:  # Anki's second field of a cloze note is its extra
            back, extra = extra, ""
        yield guid, kind, deck.place, front, back, hint, extra, " ".join(tags)


def _sides(card: Card) -> tuple[str, str, str]:
    """Return Anki's name of the note type, front and back."""
    if card.kind is CardKind.CLOZE:
        return "Cloze", to_cloze_html(card.cloze), ""
    kind = "Basic (type in the answer)" if card.typed and not card.items else "Basic"
    if card.items:
        return kind, to_html(card.question), items_html(card.items, ordered=card.ordered)
    others = "".join(f"<br>or: {to_html(other)}" for other in card.alternatives)
    back = to_html(card.answer)
    return kind, to_html(card.question), back if card.typed else back + others


def _extra(card: Card, source: Source) -> str:
    parts = (to_html(card.extra), to_html(card.mnemonic), source_html(card.quotation, source))
    return "<br>".join(part for part in parts if part)
