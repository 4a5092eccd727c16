"""Spotter: a timed mock exam by station, apart from the schedule, that survives a crash.

A station asks twice about one structure: to identify it, and one thing more. Its state lies in a
file beside the library, written after every answer; what was answered goes into the log as asked in
a spotter, which leaves the schedule alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from flashdeck.core.card import Card, CardKind
from flashdeck.core.errors import LibraryError, Location
from flashdeck.core.grading.judge import Judgement, ListJudgement, Verdict, judge_card
from flashdeck.core.ids import CardId, DeckId
from flashdeck.files.media import find_picture
from flashdeck.files.write import write_atomically
from flashdeck.services.answering import Answer, record
from flashdeck.services.library import Library, deck_of_card
from flashdeck.store import cards

STATIONS = 20
SECONDS = 60  # a station
_FILE = "spotter.json"
_IDENTIFY = (CardKind.IMAGE, CardKind.REVERSE, CardKind.CLOZE, CardKind.BASIC)
_RIGHT_Q, _ALMOST_Q, _WRONG_Q = 4, 3, 1


@dataclass(frozen=True, slots=True)
class Station:
    """Two questions about one structure, and what was written; None where nothing was yet."""

    first: CardId
    second: CardId
    written: tuple[str | None, str | None] = (None, None)
    left_ms: int = SECONDS * 1000


@dataclass(frozen=True, slots=True)
class Spotter:
    """An exam under way: the stations, and the one at which it stands; at the end, past the last.

    There is no way back to a station that was left.
    """

    stations: tuple[Station, ...]
    at: int = 0

    @property
    def part(self) -> int:
        """0 while the structure is to be identified, 1 for the question after it."""
        return 0 if self.station is None or self.station.written[0] is None else 1

    @property
    def station(self) -> Station | None:
        """The station, None at the end."""
        return self.stations[self.at] if self.at < len(self.stations) else None

    @property
    def asked(self) -> CardId | None:
        """The card that is asked now."""
        station = self.station
        return (station.first, station.second)[self.part] if station else None


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer of an exam, judged; ``judgement`` None where nothing was written in time."""

    card: Card
    written: str
    judgement: Judgement | ListJudgement | None

    @property
    def points(self) -> float:
        """1 where it is right, one half where almost, else 0."""
        if self.judgement is None:
            return 0.0
        if isinstance(self.judgement, ListJudgement):
            return self.judgement.right / max(len(self.judgement.items), 1)
        return {Verdict.RIGHT: 1.0, Verdict.ALMOST: 0.5}.get(self.judgement.verdict, 0.0)


def set_up(library: Library, decks: Sequence[DeckId], seed: str, most: int = STATIONS) -> Spotter:
    """Return a new exam over some decks; the same ``seed`` draws the same stations.

    Structures with a picture come first. Raises LibraryError where no structure has two cards.
    """
    by_subject: dict[str, list[Card]] = {}
    for deck in decks:
        for stored in cards.deck_cards(library.db, deck):
            card = stored.card
            name = card.answer if card.kind is CardKind.IMAGE else card.subject
            if name and card.answer and "\n" not in card.answer:
                by_subject.setdefault(name.casefold(), []).append(card)
    drawn = []
    for name in sorted(by_subject, key=lambda one: _drawn(seed, one)):
        about = sorted(by_subject[name], key=lambda card: _drawn(seed, card.id))
        if len(about) < 2:
            continue
        first = min(
            about,
            key=lambda card: (
                _IDENTIFY.index(card.kind) if card.kind in _IDENTIFY else len(_IDENTIFY)
            ),
        )
        second = next(
            (
                card
                for card in about
                if card.sibling_key != first.sibling_key or card.relation is not first.relation
            ),
            None,
        )
        if second is None or second.id == first.id:
            continue
        drawn.append((first.kind is not CardKind.IMAGE, Station(first.id, second.id)))
    drawn.sort(key=lambda one: one[0])
    if not drawn:
        raise LibraryError(
            "no structure has two cards to ask about", todo="choose another deck, or add one"
        )
    return Spotter(tuple(station for _, station in drawn[:most]))


def _drawn(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{name}".encode()).digest()


def write(library: Library, spotter: Spotter, text: str, left_ms: int) -> Spotter:
    """Take an answer: on disk, and in the log, when it returns. An empty one is a pass."""
    station, asked = spotter.station, spotter.asked
    if station is None or asked is None:
        return spotter
    stored = cards.get_card(library.db, asked)
    if stored is not None:
        took_ms = max(station.left_ms - left_ms, 0)
        answer = Answer(
            q=_quality(text, stored.card), duration_ms=took_ms, asked="spotter", typed=text,
            cram=True,
        )  # fmt: skip
        record(library, asked, answer)
    written = (text, None) if spotter.part == 0 else (station.written[0], text)
    after = _with(spotter, replace(station, written=written, left_ms=max(left_ms, 0)))
    if written[1] is not None:
        after = replace(after, at=after.at + 1)
    keep(library.path, after)
    return after


def time_is_up(library: Library, spotter: Spotter) -> Spotter:
    """Leave a station whose time has passed; what is not written stays empty."""
    if spotter.station is None:
        return spotter
    after = replace(_with(spotter, replace(spotter.station, left_ms=0)), at=spotter.at + 1)
    keep(library.path, after)
    return after


def stopped(spotter: Spotter, left_ms: int) -> Spotter:
    """Return an exam with the clock of its station stopped at what is left."""
    if spotter.station is None:
        return spotter
    return _with(spotter, replace(spotter.station, left_ms=max(left_ms, 0)))


def _with(spotter: Spotter, station: Station) -> Spotter:
    stations = list(spotter.stations)
    stations[spotter.at] = station
    return replace(spotter, stations=tuple(stations))


def _quality(text: str, card: Card) -> int:
    points = Marked(card, text, judge_card(text, card) if text.strip() else None).points
    return _RIGHT_Q if points == 1 else _ALMOST_Q if points else _WRONG_Q


def card_of(library: Library, card: CardId) -> Card | None:
    """Return a card of a station; None where the library has it no more."""
    stored = cards.get_card(library.db, card)
    return stored.card if stored else None


def picture_of(library: Library, card: Card) -> Path | None:
    """Return the file of a card's picture, beside its deck or in the library's folder."""
    if card.picture is None:
        return None
    file = deck_of_card(library, card.id)
    folder = Path(file).parent if file else library.path.parent
    return find_picture(folder, card.picture.path)[0]


def marked(library: Library, spotter: Spotter) -> list[tuple[Marked, Marked]]:
    """Return every station judged, for the look back at the end."""
    found = []
    for station in spotter.stations:
        pair = []
        for card, text in zip((station.first, station.second), station.written, strict=True):
            stored = cards.get_card(library.db, card)
            if stored is not None:
                judged = judge_card(text, stored.card) if text and text.strip() else None
                pair.append(Marked(stored.card, text or "", judged))
        if len(pair) == 2:
            found.append((pair[0], pair[1]))
    return found


# Kept beside the library


def keep(library: Path, spotter: Spotter) -> None:
    """Write where an exam stands; one that is over is kept until the next begins.

    Raises LibraryError where it cannot be written.
    """
    data = {"at": spotter.at, "stations": [asdict(station) for station in spotter.stations]}
    write_atomically(library.with_name(_FILE), json.dumps(data, ensure_ascii=False).encode())


def kept(library: Path) -> Spotter | None:
    """Return the exam that was begun last, where it is not over; None otherwise.

    Raises LibraryError where its file cannot be read.
    """
    path = library.with_name(_FILE)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        stations = tuple(
            Station(
                CardId(str(one["first"])),
                CardId(str(one["second"])),
                (_text(one["written"][0]), _text(one["written"][1])),
                int(one["left_ms"]),
            )
            for one in data["stations"]
        )
        spotter = Spotter(stations, int(data["at"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, IndexError) as failure:
        raise LibraryError(
            "the spotter cannot be read", todo="delete the file; the log has its answers",
            at=Location(str(path)),
        ) from failure  # fmt: skip
    return spotter if spotter.station is not None else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def end(library: Path) -> None:
    """Forget an exam; its answers stay in the log."""
    library.with_name(_FILE).unlink(missing_ok=True)
