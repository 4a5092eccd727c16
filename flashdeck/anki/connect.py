"""A running Anki, reached through the add-on AnkiConnect on this machine and nowhere else.

https://git.sr.ht/~foosoft/anki-connect, version 6 of its interface: an object with ``action``,
``version`` and ``params`` is posted; ``result`` and ``error`` come back.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from flashdeck.anki.notes import AnkiNote, Media
from flashdeck.anki.notetypes import ID, NoteType
from flashdeck.core.errors import PackageError, UsageError

DEFAULT_URL = "http://127.0.0.1:8765"
_VERSION = 6
_TIMEOUT_S = 60
_ANSWER_CAP = 64_000_000
_AT_ONCE = 200
_TODO = "start Anki with the add-on AnkiConnect, then try again"


@dataclass(frozen=True, slots=True)
class Found:
    """A note of ours as Anki has it; ``changed_s`` is 0 where Anki does not say."""

    number: int
    fields: dict[str, str]
    tags: frozenset[str]
    changed_s: int


class AnkiConnect:
    """The add-on at an address of this machine.

    Raises UsageError for an address elsewhere, and PackageError from every method where Anki does
    not answer or refuses.
    """

    def __init__(self, url: str = DEFAULT_URL) -> None:
        self._url = _on_this_machine(url)
        # No proxy sees a student's notes, and no answer sends them elsewhere.
        self._opener = urllib.request.OpenerDirector()
        for handler in (urllib.request.HTTPHandler(), urllib.request.HTTPErrorProcessor()):
            self._opener.add_handler(handler)

    def check(self) -> None:
        """Make sure that Anki is there and speaks version 6."""
        version = self._call("version")
        if not isinstance(version, int) or version < _VERSION:
            raise PackageError("this AnkiConnect is too old", todo="update the add-on in Anki")

    def ensure_type(self, kind: NoteType) -> None:
        """Make our note type where Anki has none of its name.

        Raises PackageError where it is there with other fields.
        """
        if kind.name not in self._call("modelNames"):
            self._call(
                "createModel",
                modelName=kind.name,
                inOrderFields=list(kind.fields),
                css=kind.css,
                isCloze=kind.cloze,
                cardTemplates=[
                    {"Name": one.name, "Front": one.front, "Back": one.back}
                    for one in kind.templates
                ],
            )
        elif self._call("modelFieldNames", modelName=kind.name) != list(kind.fields):
            raise PackageError(
                f"Anki has the note type {kind.name} with other fields",
                todo="import an .apkg once, which renames them",
            )

    def notes_of(self, kind: NoteType) -> list[Found]:
        """Return the notes of one of our types."""
        if kind.name not in self._call("modelNames"):
            return []
        numbers = self._call("findNotes", query=f'"note:{kind.name}"')
        found = []
        for some in _portions(numbers):
            for info in self._call("notesInfo", notes=list(some)):
                if info:
                    found.append(_found(info))
        return found

    def ensure_deck(self, place: str) -> None:
        """Make a deck; nothing happens where it is there."""
        self._call("createDeck", deck=place)

    def add(self, place: str, notes: Sequence[AnkiNote]) -> int:
        """Add notes to a deck; return how many Anki took."""
        taken = 0
        for some in _portions(notes):
            made = [
                {
                    "deckName": place,
                    "modelName": note.type.name,
                    "fields": dict(zip(note.type.fields, note.fields, strict=True)),
                    "tags": list(note.tags),
                    # Two facts may have one question; that they are two notes is settled already.
                    "options": {"allowDuplicate": True},
                }
                for note in some
            ]
            taken += sum(number is not None for number in self._call("addNotes", notes=made))
        return taken

    def update(self, number: int, note: AnkiNote, tags: Iterable[str]) -> None:
        """Write a note's fields, and add tags that it has not."""
        fields = dict(zip(note.type.fields, note.fields, strict=True))
        self._call("updateNoteFields", note={"id": number, "fields": fields})
        missing = " ".join(tags)
        if missing:
            self._call("addTags", notes=[number], tags=missing)

    def store(self, media: Media) -> None:
        """Put a file among Anki's media; its name holds a hash of its content."""
        data = base64.b64encode(media.read()).decode("ascii")
        self._call("storeMediaFile", filename=media.name, data=data)

    def _call(self, action: str, **params: object) -> Any:
        body = {"action": action, "version": _VERSION, "params": params}
        request = urllib.request.Request(
            self._url,
            data=json.dumps(body).encode("utf-8"),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT_S) as answer:
                data = answer.read(_ANSWER_CAP + 1)
        except (OSError, urllib.error.URLError, HTTPException):
            raise PackageError(f"no Anki answers at {self._url}", todo=_TODO) from None
        try:
            if len(data) > _ANSWER_CAP:
                raise ValueError("too long")
            said = json.loads(data)
            result, problem = said["result"], said["error"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise PackageError(f"what answers at {self._url} is no Anki", todo=_TODO) from None
        if problem is not None:
            what = " ".join(str(problem).split())[:200]
            raise PackageError(f"Anki refused {action} ({what})", todo="see Anki's window")
        return result


def _on_this_machine(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if parts.scheme != "http" or not loopback or parts.username is not None:
        raise UsageError(
            f"{url!r} is no address of this machine", todo=f"use one such as {DEFAULT_URL}"
        )
    return url


def _found(info: dict[str, Any]) -> Found:
    changed = info.get("mod", 0)
    return Found(
        number=int(info["noteId"]),
        fields={name: str(one["value"]) for name, one in info["fields"].items()},
        tags=frozenset(map(str, info["tags"])),
        changed_s=changed if isinstance(changed, int) else 0,
    )


def _portions(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(values), _AT_ONCE):
        yield values[at : at + _AT_ONCE]


def id_of(found: Found) -> str:
    """Return the id that the note has here, '' where it came before ids were written."""
    return found.fields.get(ID, "")
