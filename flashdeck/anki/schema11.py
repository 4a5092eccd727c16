"""Anki's collection of schema 11, which every Anki reads: tables, settings, decks."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flashdeck.anki.html import to_html
from flashdeck.anki.notes import ExportDeck
from flashdeck.anki.notetypes import NoteType
from flashdeck.anki.places import place_of
from flashdeck.core.days import study_day

# The collection's day zero. At noon UTC, with `creationOffset` 0, Anki finds the same calendar date
# wherever it runs, and counts due days from that date to the learner's own, both by calendar.
_CREATED = 1_262_347_200  # 2010-01-01T12:00:00Z
CREATED_DAY = study_day(_CREATED * 1000, 0)

SCHEMA_VERSION = 11
TABLES = """
create table col (id integer primary key, crt integer not null, mod integer not null,
  scm integer not null, ver integer not null, dty integer not null, usn integer not null,
  ls integer not null, conf text not null, models text not null, decks text not null,
  dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null,
  mod integer not null, usn integer not null, tags text not null, flds text not null,
  sfld integer not null, csum integer not null, flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null,
  ord integer not null, mod integer not null, usn integer not null, type integer not null,
  queue integer not null, due integer not null, ivl integer not null, factor integer not null,
  reps integer not null, lapses integer not null, left integer not null, odue integer not null,
  odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
  time integer not null, type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
"""
INDEXES = """
create index ix_notes_usn on notes (usn);
create index ix_cards_usn on cards (usn);
create index ix_revlog_usn on revlog (usn);
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
"""


def col_row(
    filled: Mapping[str, ExportDeck],
    deck_ids: Mapping[str, int],
    types: Mapping[int, NoteType],
    changed_ms: int,
    notes: int,
) -> tuple[object, ...]:
    decks = {"1": _deck_json(1, "Default", "")}
    for key, deck in filled.items():
        number = deck_ids[key]
        if str(number) not in decks:
            decks[str(number)] = _deck_json(number, place_of(deck), to_html(deck.description))
    conf = {
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": 0,
        "curDeck": 1,
        "activeDecks": [1],
        "curModel": min(types),
        "nextPos": notes + 1,
        "sortType": "noteFld",
        "sortBackwards": False,
        "collapseTime": 1200,
        "timeLim": 0,
        "estTimes": True,
        "dueCounts": True,
        "newSpread": 0,
        "addToCur": True,
        "dayLearnFirst": False,
    }
    models = {str(number): types[number].as_json() for number in sorted(types)}
    return (
        1, _CREATED, changed_ms, changed_ms, SCHEMA_VERSION, 0, 0, 0,
        json_text(conf), json_text(models), json_text(decks), json_text({"1": _PRESET}), "{}",
    )  # fmt: skip


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _deck_json(number: int, name: str, description: str) -> dict[str, object]:
    today = [0, 0]
    return {
        "id": number, "mod": 0, "name": name, "usn": 0, "desc": description, "dyn": 0, "conf": 1,
        "collapsed": False, "browserCollapsed": False, "extendNew": 0, "extendRev": 0,
        "newToday": today, "revToday": today, "lrnToday": today, "timeToday": today,
    }  # fmt: skip


_PRESET: dict[str, object] = {
    "id": 1, "mod": 0, "name": "Default", "usn": 0, "maxTaken": 60, "autoplay": True, "timer": 0,
    "replayq": True, "dyn": False,
    "new": {"bury": True, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0],
            "order": 1, "perDay": 20},
    "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200,
            "hardFactor": 1.2},
    "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
}  # fmt: skip
