"""Runs the official Anki library in a process of its own and says what it makes of packages.

Called as ``judge.py STEPS`` with STEPS a JSON list; writes one JSON list with one result a step.
Steps: ``{"do": "import", "path", "history", "merge"}``,
``{"do": "edit", "guid", "field", "value"}``, ``{"do": "answer", "guid", "ease"}``,
``{"do": "dump"}``, ``{"do": "table", "path"}``, ``{"do": "write_table", "path"}``,
``{"do": "check"}``, ``{"do": "export", "path", "legacy"}``,
``{"do": "colpkg", "path", "legacy"}``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)


def run_import(col: Collection, step: dict) -> dict:
    request = ImportAnkiPackageRequest(
        package_path=step["path"],
        options=ImportAnkiPackageOptions(
            merge_notetypes=step.get("merge", False),
            with_scheduling=step.get("history", False),
            with_deck_configs=step.get("presets", False),
        ),
    )
    log = col.import_anki_package(request).log
    names = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck")
    return {name: len(getattr(log, name)) for name in names}


def run_table(col: Collection, step: dict) -> dict:
    metadata = col.get_csv_metadata(path=step["path"], delimiter=None)
    log = col.import_csv(ImportCsvRequest(path=step["path"], metadata=metadata)).log
    return {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate")}


def run_edit(col: Collection, step: dict) -> None:
    note = col.get_note(col.db.scalar("select id from notes where guid = ?", step["guid"]))
    note[step["field"]] = step["value"]
    col.update_note(note)


def run_answer(col: Collection, step: dict) -> None:
    number = col.db.scalar(
        "select c.id from cards c join notes n on n.id = c.nid where n.guid = ? order by c.ord",
        step["guid"],
    )
    card = col.get_card(number)
    card.start_timer()
    col.sched.answerCard(card, step["ease"])


def run_export(col: Collection, step: dict) -> None:
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=step["legacy"]
    )
    col.export_anki_package(out_path=step["path"], options=options, limit=None)


def run_colpkg(col: Collection, step: dict) -> None:
    col.export_collection_package(step["path"], include_media=True, legacy=step["legacy"])
    col.reopen()


def run_write_table(col: Collection, step: dict) -> None:
    col.export_note_csv(
        out_path=step["path"],
        limit=None,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )


def run_check(col: Collection, step: dict) -> list[str]:
    # The message ends with "Database rebuilt and optimized." whatever there was.
    message, _ = col.fix_integrity()
    return [line for line in message.splitlines() if "optimized" not in line]


def run_dump(col: Collection, step: dict) -> dict:
    return {
        "today": col.sched.today,
        "notes": [dump_note(col, number) for number in col.find_notes("")],
        "decks": sorted(deck.name for deck in col.decks.all_names_and_ids()),
        "tags": sorted(col.tags.all()),
        "types": {
            kind["name"]: {
                "id": kind["id"],
                "type": kind["type"],
                "stock": kind.get("originalStockKind", 0),
                "fields": [field["name"] for field in kind["flds"]],
                "fronts": [template["qfmt"] for template in kind["tmpls"]],
                "css": kind["css"],
            }
            for kind in col.models.all()
        },
        "media": sorted(path.name for path in Path(col.media.dir()).iterdir()),
        "reviews": [list(row) for row in col.db.all("select * from revlog order by id")],
        "empty_cards": [
            [note.note_id, list(note.card_ids)] for note in col.get_empty_cards().notes
        ],
    }


def dump_note(col: Collection, number: int) -> dict:
    note = col.get_note(number)
    return {
        "guid": note.guid,
        "type": note.note_type()["name"],
        "fields": dict(note.items()),
        "tags": note.tags,
        "mod": note.mod,
        "cards": [dump_card(col, card) for card in note.cards()],
    }


def dump_card(col: Collection, card) -> dict:
    shown = card.render_output(reload=True)
    return {
        "id": card.id,
        "number": card.ord,
        "deck": col.decks.name(card.did),
        "question": shown.question_text,
        "answer": shown.answer_text,
        "sounds": len(shown.question_av_tags) + len(shown.answer_av_tags),
        "css": shown.css,
        "type": card.type,
        "queue": card.queue,
        "due": card.due,
        "ivl": card.ivl,
        "factor": card.factor,
        "reps": card.reps,
        "lapses": card.lapses,
        "left": card.left,
        "flag": card.user_flag(),
        "data": col.db.scalar("select data from cards where id = ?", card.id),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        results = [globals()[f"run_{step['do']}"](col, step) for step in json.loads(sys.argv[1])]
        col.close()
    print(json.dumps(results))


main()
