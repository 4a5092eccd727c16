"""Tables into the library: Anki's text exports, and what spreadsheets save."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flashdeck.anki.markdown import MarkdownReader
from flashdeck.anki.own import own_note
from flashdeck.anki.table import unharmed
from flashdeck.core.deckfile.cloze import parse_cloze
from flashdeck.core.deckfile.views import QUESTION, card_tags
from flashdeck.core.errors import Location, PackageError
from flashdeck.core.ids import REVERSE, CardId, NoteId, derive_note_id
from flashdeck.core.model import Card, CardKind, Relation
from flashdeck.core.text import clean
from flashdeck.files.read import TABLE_CAP, decode, read_bytes
from flashdeck.services.arrivals import Arrival, store_arrivals
from flashdeck.services.library import Library
from flashdeck.services.packages import summary_of
from flashdeck.services.summary import ImportSummary

_SEPARATORS = {
    "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " ",
}  # fmt: skip
_GUESSED = "\t;,|"
_COLUMNS = {
    "front": "front", "question": "front", "text": "front",
    "back": "back", "answer": "back",
    "tags": "tags", "tag": "tags", "deck": "deck", "hint": "hint", "extra": "extra",
    "back extra": "extra", "guid": "guid", "id": "guid", "notetype": "notetype", "type": "notetype",
}  # fmt: skip
_HEADERS = ("guid", "notetype", "deck", "tags")
_CELL_CAP = 256_000
_MOST_ERRORS = 5


@dataclass(slots=True)
class _Head:
    """What the header lines say; ``rows_from`` is the number of the first line after them."""

    separator: str = ""
    html: bool | None = None
    columns: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    deck: str = ""
    notetype: str = ""
    tags: str = ""
    rows_from: int = 1


def import_table(library: Library, path: Path, *, dry_run: bool = False) -> ImportSummary:
    """Take a .csv, .tsv or .txt file in: all of it, or nothing where a row is wrong.

    Raises PackageError for a file that is no table in UTF-8 (or UTF-16 with its mark), and for
    rows that hold no question or no answer, by their line numbers.
    """
    text = _text(path)
    head, body = _head(text)
    separator = head.separator or _guess(body, path)
    rows = _Rows(path, head, separator)
    arrivals = list(rows.arrivals(body))
    if rows.problems:
        (line, what), *others = rows.problems
        said = [what, *(f"line {at} {why}" for at, why in others[:_MOST_ERRORS])]
        if len(others) > _MOST_ERRORS:
            said.append(f"and {len(others) - _MOST_ERRORS} lines more")
        raise PackageError(", ".join(said), todo="mend them", at=Location(str(path), line))
    if not arrivals:
        raise PackageError(
            "holds no card", todo="write a question and an answer a row", at=Location(str(path))
        )
    with library.store.transaction() as db:
        if dry_run:
            db.execute("SAVEPOINT dry_run")
        arrived = store_arrivals(library, db, arrivals)
        if dry_run:
            db.execute("ROLLBACK TO dry_run")
    library.store.checkpoint()
    return summary_of(arrived, path, rows.notices + arrived.notices)


def _text(path: Path) -> str:
    data = read_bytes(path, TABLE_CAP, error=PackageError)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what spreadsheets call Unicode text
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise PackageError(
                "not UTF-16, as its first bytes say",
                todo="save it as UTF-8",
                at=Location(str(path)),
            ) from None
    return decode(data, str(path), error=PackageError).removeprefix("\ufeff")


def _head(text: str) -> tuple[_Head, str]:
    """Take Anki's header lines off: ``#separator:tab``, ``#deck column:3``, ..."""
    head = _Head()
    at = 0
    while text.startswith("#", at):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        key, colon, value = text[at + 1 : end].rstrip("\r").partition(":")
        if not colon:
            break
        _header(head, key.strip().lower(), value)
        at = end + 1
        head.rows_from += 1
    return head, text[at:]


def _header(head: _Head, key: str, value: str) -> None:
    said = value.strip()
    name, _, kind = key.rpartition(" ")
    if key == "separator":
        head.separator = _SEPARATORS.get(said.lower(), value[:1] or "\t")
    elif key == "html":
        head.html = said.lower() == "true"
    elif key == "columns":
        sign = head.separator or _guess_line(value)
        head.columns = next(csv.reader([value], delimiter=sign), [])
    elif kind == "column" and name in _HEADERS and said.isdecimal() and len(said) < 5:
        head.places[name] = int(said) - 1
    elif key in ("deck", "notetype", "tags"):
        setattr(head, key, said)


def _guess_line(line: str) -> str:
    counts = {sign: line.count(sign) for sign in _GUESSED}
    best = max(_GUESSED, key=lambda sign: counts[sign])
    return best if counts[best] else ""


def _guess(body: str, path: Path) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    first = body[:100_000].partition("\n")[0]
    return _guess_line(first) or "\t"


class _Rows:
    """Reads rows into cards; ``problems`` are (line, what is wrong)."""

    def __init__(self, path: Path, head: _Head, separator: str) -> None:
        self.problems: list[tuple[int, str]] = []
        self._head, self._separator, self._path = head, separator, path
        self._reader = MarkdownReader(lambda name: None)
        self._seen: Counter[str] = Counter()
        self._places: dict[str, int] = {}
        self._width = self._count = 0

    @property
    def notices(self) -> Counter[str]:
        """What was simplified, and how often."""
        return self._reader.notices

    def arrivals(self, body: str) -> Iterator[Arrival]:
        """Yield the cards of all rows."""
        csv.field_size_limit(_CELL_CAP)
        lines = csv.reader(io.StringIO(body, newline=""), delimiter=self._separator, strict=True)
        first = True
        line = self._head.rows_from
        while True:
            start = line
            try:
                row = next(lines)
            except StopIteration:
                return
            except csv.Error as failure:
                at = self._head.rows_from + lines.line_num - 1
                self.problems.append((max(at, start), f"cannot be read ({failure})"))
                return
            line = self._head.rows_from + lines.line_num
            if not any(cell.strip() for cell in row) or row[0].startswith("#"):
                continue
            if first:
                first = False
                if self._settle_columns(row):
                    continue
            yield from self._row(row, start)

    def _settle_columns(self, row: Sequence[str]) -> bool:
        """Find out which column is what; tell whether this row is the line of their names."""
        names = self._head.columns or row
        known: dict[str, int] = {}
        for place, name in enumerate(names):
            role = _COLUMNS.get(name.strip().lower())
            if role:
                known.setdefault(role, place)
        named = "front" in known and "back" in known
        if not named:
            known = {}
        self._places = known | self._head.places
        taken = set(self._places.values())
        free = (place for place in range(len(names) + 2) if place not in taken)
        for role in ("front", "back"):
            if role not in self._places:
                self._places[role] = next(free)
        self._width = len(row)
        return named and not self._head.columns

    def _row(self, row: Sequence[str], line: int) -> Iterator[Arrival]:
        if len(row) > self._width:
            expected = f"{self._width} column{'s' if self._width != 1 else ''}"
            self.problems.append(
                (line, f"has {len(row)} columns where the first row has {expected}")
            )
            return
        front, back = self._markdown(row, "front"), self._markdown(row, "back")
        extra, hint = self._markdown(row, "extra"), self._markdown(row, "hint")
        cloze = parse_cloze(front)
        numbers = () if cloze.problems else cloze.numbers()
        if not front or not (back or numbers):
            missing = "question" if not front else "answer"
            self.problems.append((line, f"has no {missing}"))
            return
        place = self._cell(row, "deck") or self._head.deck or self._path.stem
        tags = card_tags(f"{self._head.tags} {self._cell(row, 'tags')}".split())
        kind = (self._cell(row, "notetype") or self._head.notetype).casefold()
        note, id_ = self._identity(self._cell(row, "guid"), place, front)
        shared = {
            "note_id": note,
            "relation": Relation.OTHER,
            "subject": "",
            "hints": (hint,) if hint else (),
            "tags": tags,
            "typed": "type in the answer" in kind,
        }
        if numbers:
            more = "\n\n".join(part for part in (back, extra) if part)
            for number in numbers:
                card = Card(
                    id=CardId(f"{note}/c{number}"),
                    sibling_key=str(note),
                    kind=CardKind.CLOZE,
                    question=cloze.question(number),
                    answer=cloze.answer(number),
                    cloze=front,
                    cloze_number=number,
                    extra=more,
                    **shared,  # type: ignore[arg-type]
                )
                yield self._arrival(card, place)
            return
        turned = str(id_).endswith(REVERSE)
        key = str(id_).removesuffix(REVERSE)
        kind_ = CardKind.REVERSE if turned else CardKind.BASIC
        yield self._arrival(
            Card(id=id_, sibling_key=key, kind=kind_, question=front, answer=back, extra=extra,
                 **shared),  # type: ignore[arg-type]
            place,
        )  # fmt: skip
        if "reversed" in kind and not turned:
            yield self._arrival(
                Card(id=CardId(f"{id_}{REVERSE}"), sibling_key=key, kind=CardKind.REVERSE,
                     question=back, answer=front, extra=extra, **shared),  # type: ignore[arg-type]
                place,
            )  # fmt: skip

    def _arrival(self, card: Card, place: str) -> Arrival:
        self._count += 1
        return Arrival(card, place, self._count)

    def _identity(self, guid: str, place: str, front: str) -> tuple[NoteId, CardId]:
        """Return note and card id: of our own guid, of a foreign one, else of deck and question."""
        mine = own_note(guid.removesuffix(REVERSE)) if guid else None
        if mine is not None:
            back = REVERSE if guid.endswith(REVERSE) else ""
            return mine[0], CardId(f"{mine[0]}/{mine[1] or QUESTION}{back}")
        if guid:
            note = derive_note_id("anki", guid)
        else:
            key = f"{place.casefold()}\x1f{front}"
            self._seen[key] += 1
            note = derive_note_id("table", key, str(self._seen[key]))
        return note, CardId(f"{note}/{QUESTION}")

    def _cell(self, row: Sequence[str], role: str) -> str:
        place = self._places.get(role)
        if place is None or place >= len(row):
            return ""
        return clean(unharmed(row[place])).strip()

    def _markdown(self, row: Sequence[str], role: str) -> str:
        text = self._cell(row, role)
        if self._head.html is False:
            return text
        return self._reader.read(text)
