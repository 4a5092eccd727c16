"""Note types and decks of a collection: JSON up to schema 14, tables with records from 15 on.

A type of either form is told as schema 11 writes it, so that it can go out as it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flashdeck.anki.foreign import ForeignDeck, ForeignType
from flashdeck.anki.notetypes import Template
from flashdeck.anki.wire import WireError, fields_of

_SEPARATOR = "\x1f"
# The numbers of the fields in Anki's records: proto/anki/notetypes.proto and decks.proto.
_TYPE_KEYS = {3: "css", 5: "latexPre", 6: "latexPost", 7: "latexsvg", 9: "originalStockKind"}
_FIELD_KEYS = {
    1: "sticky", 2: "rtl", 3: "font", 4: "size", 5: "description", 6: "plainText", 7: "collapsed",
    8: "excludeFromSearch", 9: "id", 10: "tag", 11: "preventDeletion",
}  # fmt: skip
_TEMPLATE_KEYS = {1: "qfmt", 2: "afmt", 3: "bqfmt", 4: "bafmt", 6: "bfont", 7: "bsize", 8: "id"}
_TYPE: dict[str, Any] = {
    "type": 0, "usn": 0, "sortf": 0, "did": None, "css": "", "latexPre": "", "latexPost": "",
    "latexsvg": False, "req": [], "originalStockKind": 0,
}  # fmt: skip
_FIELD: dict[str, Any] = {
    "sticky": False, "rtl": False, "font": "Arial", "size": 20, "description": "",
    "plainText": False, "collapsed": False, "excludeFromSearch": False, "tag": None,
    "preventDeletion": False,
}  # fmt: skip
_TEMPLATE: dict[str, Any] = {
    "qfmt": "", "afmt": "", "bqfmt": "", "bafmt": "", "did": None, "bfont": "", "bsize": 0,
}  # fmt: skip

Row = tuple[Any, ...]


def types_from_json(text: str) -> Iterator[ForeignType]:
    """Yield the note types of ``col.models``. Raises ValueError, KeyError or TypeError."""
    for key, value in _object(text).items():
        yield _type_of({**value, "id": int(key)})


def types_from_tables(
    types: Iterable[Row], fields: Iterable[Row], templates: Iterable[Row]
) -> Iterator[ForeignType]:
    """Yield the note types of rows ``(id, name, mtime, config)`` and ``(ntid, name, config)``.

    The rows of fields and templates come in their order.
    """
    parts: dict[str, dict[int, list[dict[str, Any]]]] = {"flds": {}, "tmpls": {}}
    for name, rows, keys, blank in (
        ("flds", fields, _FIELD_KEYS, _FIELD),
        ("tmpls", templates, _TEMPLATE_KEYS, _TEMPLATE),
    ):
        for owner, title, config in rows:
            some = parts[name].setdefault(owner, [])
            some.append({"name": title, "ord": len(some), **_named(config, keys, blank)})
    for id_, name, changed, config in types:
        values = _record(config)
        kind, sorted_by = values.get(1, 0), values.get(2, 0)
        yield _type_of(
            {
                **_named(config, _TYPE_KEYS, _TYPE),
                "id": id_,
                "name": name,
                "mod": changed,
                "type": 1 if kind == 1 else 0,
                "sortf": sorted_by if isinstance(sorted_by, int) else 0,
                "flds": parts["flds"].get(id_, []),
                "tmpls": parts["tmpls"].get(id_, []),
            }
        )


def decks_from_json(text: str) -> Iterator[tuple[int, ForeignDeck]]:
    """Yield the decks of ``col.decks``. Raises ValueError or TypeError."""
    for key, value in _object(text).items():
        yield int(key), ForeignDeck(_text(value.get("name")), _text(value.get("desc")))


def decks_from_table(rows: Iterable[Row]) -> Iterator[tuple[int, ForeignDeck]]:
    """Yield the decks of rows ``(id, name, kind)``."""
    for id_, name, kind in rows:
        normal = _record(_record(kind).get(1, b""))
        yield id_, ForeignDeck(name.replace(_SEPARATOR, "::"), _text(normal.get(4)))


def _type_of(model: dict[str, Any]) -> ForeignType:
    model = _shaped(model, _TYPE)
    for part, blank in (("flds", _FIELD), ("tmpls", _TEMPLATE)):
        ordered = sorted(model[part], key=lambda one: _whole(one.get("ord", 0)))
        model[part] = [_shaped(one, blank) for one in ordered]
    return ForeignType(
        id=model["id"],
        name=_text(model.get("name")),
        cloze=model.get("type") == 1,
        stock=_whole(model.get("originalStockKind", 0)),
        fields=tuple(_text(one["name"]) for one in model["flds"]),
        templates=tuple(
            Template(_text(one.get("name")), _text(one.get("qfmt")), _text(one.get("afmt")))
            for one in model["tmpls"]
        ),
        definition=json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )


def _shaped(found: Mapping[str, Any], blank: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values, those that are missing or of another kind than Anki takes as usual."""
    kept = {
        name: value
        for name, value in found.items()
        if blank.get(name) is None or type(value) is type(blank[name])
    }
    return {**blank, **kept, "name": _text(found["name"])}


def _named(config: object, keys: Mapping[int, str], blank: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a record by the names that schema 11 has for them."""
    found: dict[str, Any] = {}
    for number, value in _record(config).items():
        name = keys.get(number)
        if name is None:
            continue
        plain = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        found[name] = bool(plain) if isinstance(blank.get(name), bool) else plain
    return found


def _record(data: object) -> dict[int, int | bytes]:
    """Return the fields of a protobuf record by number; of a repeated one the last."""
    try:
        return dict(fields_of(data)) if isinstance(data, bytes) else {}
    except WireError:
        return {}


def _object(text: str) -> dict[str, Any]:
    value = json.loads(text or "{}")
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
