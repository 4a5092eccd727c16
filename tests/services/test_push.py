"""Cards into a running Anki, against a stand-in that keeps AnkiConnect's documented interface."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from flashdeck.core.errors import PackageError, UsageError
from flashdeck.services.importing import import_decks
from flashdeck.services.library import Library
from flashdeck.services.push import push
from tests.anki.samples import PIXEL
from tests.services.conftest import DECK, HandClock
from tests.services.test_export import LEG


class StandIn:
    """What an Anki with AnkiConnect holds, and what it was asked."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.types: dict[str, list[str]] = {}
        self.decks: set[str] = set()
        self.notes: dict[int, dict[str, Any]] = {}
        self.media: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.raw: bytes | None = None

    def answer(self, request: dict[str, Any]) -> bytes:
        if self.raw is not None:
            return self.raw
        assert request["version"] == 6
        self.asked.append(request["action"])
        try:
            result = getattr(self, "do_" + request["action"])(**request["params"])
        except AssertionError as failure:
            return json.dumps({"result": None, "error": str(failure)}).encode()
        return json.dumps({"result": result, "error": None}).encode()

    def do_version(self) -> int:
        return 6

    def do_modelNames(self) -> list[str]:  # noqa: N802
        return list(self.types)

    def do_modelFieldNames(self, modelName: str) -> list[str]:  # noqa: N802, N803
        return self.types[modelName]

    def do_createModel(self, **params: Any) -> dict[str, Any]:  # noqa: N802
        assert {"Name", "Front", "Back"} == set(params["cardTemplates"][0])
        self.types[params["modelName"]] = params["inOrderFields"]
        return {}

    def do_createDeck(self, deck: str) -> int:  # noqa: N802
        self.decks.add(deck)
        return 1

    def do_findNotes(self, query: str) -> list[int]:  # noqa: N802
        kind = query.removeprefix('"note:').removesuffix('"')
        return [number for number, note in self.notes.items() if note["modelName"] == kind]

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        return [
            {
                "noteId": number,
                "modelName": self.notes[number]["modelName"],
                "tags": self.notes[number]["tags"],
                "mod": self.notes[number]["mod"],
                "fields": {
                    name: {"value": value, "order": order}
                    for order, (name, value) in enumerate(self.notes[number]["fields"].items())
                },
            }
            for number in notes
        ]

    def do_addNotes(self, notes: list[dict[str, Any]]) -> list[int]:  # noqa: N802
        for note in notes:
            assert note["deckName"] in self.decks, "deck was not found"
            assert list(note["fields"]) == self.types[note["modelName"]]
            self.notes[len(self.notes) + 1] = {**note, "mod": self.clock.ms // 1000}
        return list(range(len(notes)))

    def do_updateNoteFields(self, note: dict[str, Any]) -> None:  # noqa: N802
        self.notes[note["id"]]["fields"] = note["fields"]
        self.notes[note["id"]]["mod"] = self.clock.ms // 1000

    def do_addTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        for number in notes:
            self.notes[number]["tags"] += tags.split()

    def do_storeMediaFile(self, filename: str, data: str) -> str:  # noqa: N802
        self.media[filename] = base64.b64decode(data)
        return filename


@pytest.fixture
def anki(clock: HandClock) -> Iterator[tuple[StandIn, str]]:
    """A stand-in on the loopback address, and its URL."""
    stand_in = StandIn(clock)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            data = stand_in.answer(json.loads(body))
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield stand_in, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def both(library: Library, tmp_path: Path) -> Library:
    """A library with two decks, one with a picture."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media/leg view.png").write_bytes(PIXEL)
    leg = tmp_path / "leg.md"
    leg.write_text(LEG.replace("(media/leg view.png)", "(<media/leg view.png>)"), encoding="utf-8")
    assert not import_decks(library, [leg]).refused
    return library


def test_notes_come_once(both: Library, anki: tuple[StandIn, str], clock: HandClock) -> None:
    """Pushing every day must not fill Anki with the same cards."""
    stand_in, url = anki
    clock.forward(seconds=60)
    dry = push(both, url=url, dry_run=True)
    assert (stand_in.notes, stand_in.types, stand_in.media) == ({}, {}, {})
    done = push(both, url=url)
    assert (done.added, done.updated) == (dry.added, 0) == (len(stand_in.notes), 0)
    assert "Upper limb::Shoulder" in stand_in.decks
    assert list(stand_in.media.values()) == [PIXEL]
    clock.forward(days=1)
    again = push(both, url=url)
    assert (again.added, again.updated, again.unchanged) == (0, 0, done.added)


def test_a_reworded_card_is_updated_and_a_learners_edit_stays(
    both: Library, anki: tuple[StandIn, str], clock: HandClock, deck_file: Path
) -> None:
    """What changed here goes there; what only changed there is the learner's."""
    stand_in, url = anki
    clock.forward(seconds=60)
    push(both, url=url)
    by_id = {note["fields"]["flashdeck id"]: note for note in stand_in.notes.values()}
    edited = by_id["n7kq3m9xwa/action"]
    edited["fields"] = {**edited["fields"], "Mnemonic": "mine"}
    edited["mod"] += 10
    clock.forward(days=1)
    deck_file.write_text(DECK.replace("deltoid tuberosity", "tuberosity"), encoding="utf-8")
    import_decks(both, [deck_file])
    done = push(both, url=url)
    assert (done.added, done.updated) == (0, 1)
    by_id = {note["fields"]["flashdeck id"]: note for note in stand_in.notes.values()}
    assert by_id["n7kq3m9xwa/insertion"]["fields"]["Answer"] == "tuberosity of the humerus"
    assert by_id["n7kq3m9xwa/action"]["fields"]["Mnemonic"] == "mine"


@pytest.mark.parametrize(
    "url",
    ["http://example.org:8765", "https://127.0.0.1:8765", "file:///etc/passwd",
     "http://127.0.0.1@example.org", "http://127.0.0.1.example.org", "ftp://localhost", "x"],
)  # fmt: skip
def test_nothing_leaves_this_machine(library: Library, url: str) -> None:
    """A pasted address must not send a student's notes to a stranger."""
    with pytest.raises(UsageError, match="no address of this machine"):
        push(library, url=url)


def test_whatever_answers_is_one_line(library: Library, anki: tuple[StandIn, str]) -> None:
    """Another program on the port, or no program, is an error and not a crash."""
    stand_in, url = anki
    for raw in (b"<html>", b"{}", b"[]", b'{"result": 1, "error": null}', b'"x"'):
        stand_in.raw = raw
        with pytest.raises(PackageError, match=r"no Anki|too old"):
            push(library, url=url)
    stand_in.raw = json.dumps({"result": None, "error": "collection is\nnot available"}).encode()
    with pytest.raises(PackageError, match=r"refused version \(collection is not available\)"):
        push(library, url=url)
    with pytest.raises(PackageError, match="no Anki answers at"):
        push(library, url="http://127.0.0.1:9")
