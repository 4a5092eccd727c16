"""Packages of 50,000 notes, side by side in one run: export and import, time and peak memory.

``python -m tests.benchmarks.anki [NOTES]``. Anki is the official library; genanki takes part where
it is installed (``pip install genanki``; it is no dependency, not even of the tests). A package of
cards at hand is compared with genanki, one from a library with Anki's from its collection. Each
figure is of a process of its own; processor time, of runs in turn the least: other work only adds.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

RUNS = 3
QUESTION = "What is the function of structure number {}?"
ANSWER = "It does what number {} does (C{}, C{})."


def words(count: int) -> list[tuple[str, str]]:
    """Return questions and answers."""
    return [(QUESTION.format(n), ANSWER.format(n, n % 8 + 1, n % 8 + 2)) for n in range(count)]


def export_library(count: int, folder: Path) -> Callable[[], None]:
    from flashdeck.services.clock import system_now
    from flashdeck.services.export import export, write_export
    from flashdeck.services.library import open_library

    shutil.copy(folder / "library.db", folder / "export.db")
    library = open_library(folder / "export.db", system_now)

    def run() -> None:
        made = export(library, ".apkg")
        assert made.notes == count
        write_export(made, folder / "flashdeck.apkg")

    return run


def export_flashdeck(count: int, folder: Path) -> Callable[[], None]:
    from flashdeck.anki.notes import ExportCard, ExportDeck
    from flashdeck.anki.write import write_package
    from flashdeck.core.ids import CardId, DeckId, derive_note_id
    from flashdeck.core.model import Card, CardKind, Relation

    cards = []
    for question, answer in words(count):
        note = derive_note_id("benchmark", question)
        id_ = f"{note}/q"
        card = Card(CardId(id_), note, id_, CardKind.BASIC, Relation.OTHER, "", question, answer)
        cards.append(ExportCard(card, 1_790_000_000_000))
    deck = ExportDeck(DeckId("dk-mv4t8q2rxh"), "Benchmark", tuple(cards))
    return lambda: (folder / "flashdeck.apkg").write_bytes(write_package([deck]).data) and None


def export_genanki(count: int, folder: Path) -> Callable[[], None]:
    import genanki

    def run() -> None:
        deck = genanki.Deck(2_059_400_110, "Benchmark")
        for question, answer in words(count):
            deck.add_note(genanki.Note(genanki.BASIC_MODEL, [question, answer]))
        genanki.Package(deck).write_to_file(str(folder / "genanki.apkg"))

    return run


def export_anki(count: int, folder: Path) -> Callable[[], None]:
    from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageRequest

    col = Collection(str(folder / "export.anki2"))
    package = str(folder / "basic.apkg")
    col.import_anki_package(ImportAnkiPackageRequest(package_path=package))
    options = ExportAnkiPackageOptions(with_media=True, legacy=True)
    target = str(folder / "anki.apkg")
    return lambda: col.export_anki_package(out_path=target, options=options, limit=None) and None


def import_flashdeck(count: int, folder: Path) -> Callable[[], None]:
    from flashdeck.services.clock import system_now
    from flashdeck.services.importing import import_decks
    from flashdeck.services.library import open_library

    library = open_library(folder / "library.db", system_now)

    def run() -> None:
        assert import_decks(library, [folder / "basic.apkg"]).new == count
        library.close()

    return run


def import_anki(count: int, folder: Path) -> Callable[[], None]:
    from anki.collection import Collection, ImportAnkiPackageRequest

    col = Collection(str(folder / "import.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(folder / "basic.apkg"))

    def run() -> None:
        assert len(col.import_anki_package(request).log.new) == count
        col.close()

    return run


JOBS = {
    one.__name__: one
    for one in (
        export_flashdeck,
        export_genanki,
        export_library,
        export_anki,
        import_flashdeck,
        import_anki,
    )
}


def make_basic(count: int, folder: Path) -> None:
    """Write a package of Anki's own Basic notes, by Anki itself."""
    from anki.collection import AddNoteRequest, Collection, ExportAnkiPackageOptions

    col = Collection(str(folder / "made.anki2"))
    kind, deck = col.models.by_name("Basic"), col.decks.id("Benchmark")
    requests = []
    for question, answer in words(count):
        note = col.new_note(kind)
        note["Front"], note["Back"] = question, answer
        requests.append(AddNoteRequest(note, deck))
    col.add_notes(requests)
    options = ExportAnkiPackageOptions(with_media=True, legacy=True)
    col.export_anki_package(out_path=str(folder / "basic.apkg"), options=options, limit=None)
    col.close()


def make_library(count: int, file: Path) -> None:
    """Write a library with a deck of our own of these notes."""
    from flashdeck.services.clock import system_now
    from flashdeck.services.importing import import_decks
    from flashdeck.services.library import open_library

    deck = file.with_name("benchmark.md")
    with deck.open("w", encoding="utf-8") as out:
        out.write("---\nflashdeck: 1\nid: dk-mv4t8q2rxh\ntitle: Benchmark\n---\n")
        out.writelines(f"\nQ: {question}\nA: {answer}\n" for question, answer in words(count))
    with open_library(file, system_now) as library:
        assert import_decks(library, [deck]).new == count


def measure(job: str, count: int, basic: Path) -> dict[str, float]:
    """Run one job in a process of its own; return seconds and megabytes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.anki", job, str(count), str(basic)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def child(job: str, count: int, basic: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "basic.apkg").symlink_to(basic)
        (folder / "library.db").symlink_to(basic.with_name("library.db"))
        if job == "make_basic":
            made = folder / "made"
            made.mkdir()
            make_basic(count, made)
            (made / "basic.apkg").rename(basic)
            make_library(count, basic.with_name("library.db"))
            print("{}")
            return
        run = JOBS[job](count, folder)
        start = time.process_time()
        run()
        seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


def main() -> None:
    if len(sys.argv) == 4:
        child(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    jobs = [job for job in JOBS if job != "export_genanki" or find_spec("genanki")]
    with tempfile.TemporaryDirectory() as folder:
        basic = Path(folder, "basic.apkg")
        measure("make_basic", count, basic)
        results = [{job: measure(job, count, basic) for job in jobs} for _ in range(RUNS)]
    print(f"{count} notes, least of {RUNS} runs\n")
    print("| | processor seconds | peak memory |\n|---|---|---|")
    for job in jobs:
        least = min(result[job]["seconds"] for result in results)
        peak = min(result[job]["megabytes"] for result in results)
        print(f"| {job.replace('_', ', ')} | {least:.2f} | {peak:.0f} MB |")


if __name__ == "__main__":
    main()
