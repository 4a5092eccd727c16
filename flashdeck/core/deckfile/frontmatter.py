"""The front matter of a deck: YAML read event by event, so that nothing in it can surprise.

No tags, anchors or aliases, no duplicate keys, a cap on size and depth; every scalar stays the
text that was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flashdeck.core.deckfile.relations import KNOWN, relation_named
from flashdeck.core.ids import is_deck_id
from flashdeck.core.model import Relation, Source
from flashdeck.core.text import clean_line

if TYPE_CHECKING:
    import yaml

SIZE_CAP = 64 * 1024
DEPTH_CAP = 4
FORMAT = "1"
KEYS = ("flashdeck", "id", "title", "deck", "tags", "source", "reverse", "typed", "release")
_SOURCE_KEYS = ("title", "url", "accessed")

Report = Callable[..., None]
"""Called as ``report(code, offset, **words)``; the offset counts characters of the YAML text."""


@dataclass(slots=True)
class FrontMatter:
    """What the front matter says; ``flashdeck`` tells whether the file calls itself a deck."""

    flashdeck: bool = False
    id: str = ""
    title: str = ""
    place: str = ""
    tags: tuple[str, ...] = ()
    source: Source = field(default_factory=Source)
    reverse: tuple[Relation, ...] = ()
    typed: tuple[Relation, ...] = ()
    release: str = ""


@dataclass(frozen=True, slots=True)
class _Scalar:
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class _List:
    items: tuple[_Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class _Map:
    entries: tuple[tuple[_Scalar, _Node], ...]
    at: int


_Node = _Scalar | _List | _Map


class _RefusedError(Exception):
    def __init__(self, code: str, at: int, **words: object) -> None:
        super().__init__(code)
        self.code, self.at, self.words = code, at, words


def read_front_matter(text: str, report: Report) -> FrontMatter:
    """Read the YAML between the two ``---`` lines; what is wrong goes to ``report``."""
    import yaml  # 30 ms that only a changed deck is worth

    try:
        root = _compose(text)
    except _RefusedError as refused:
        report(refused.code, refused.at, **refused.words)
        return FrontMatter(flashdeck=True)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = clean_line(error.problem or error.context or "unreadable")
        report("D102", mark.index if mark else 0, problem=problem)
        return FrontMatter(flashdeck=True)
    except (yaml.YAMLError, ValueError, RecursionError, IndexError, AttributeError) as error:
        at = getattr(error, "position", 0)
        report("D102", at if isinstance(at, int) else 0, problem="a character YAML does not allow")
        return FrontMatter(flashdeck=True)
    return _interpret(root, report)


def _compose(text: str) -> _Node | None:
    import yaml

    if len(text.encode("utf-8", "surrogatepass")) > SIZE_CAP:
        raise _RefusedError("D103", 0, what=f"more than {SIZE_CAP // 1024} KiB")
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    documents: list[_Node] = []
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            if documents:
                raise _RefusedError("D103", _at(event), what="a second document")
            documents.append(_node(event, events, 0))
    return documents[0] if documents else None


def _at(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> _Node:
    import yaml

    at = _at(event)
    if isinstance(event, yaml.AliasEvent):
        raise _RefusedError("D103", at, what="an alias")
    if getattr(event, "anchor", None) is not None:
        raise _RefusedError("D103", at, what="an anchor")
    if getattr(event, "tag", None) is not None:
        raise _RefusedError("D103", at, what="a tag")
    if depth > DEPTH_CAP:
        raise _RefusedError("D103", at, what=f"more than {DEPTH_CAP} levels")
    if isinstance(event, yaml.ScalarEvent):
        return _Scalar(clean_line(event.value), at)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[_Node] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(inner, events, depth + 1))
        return _List(tuple(items), at)
    entries: list[tuple[_Scalar, _Node]] = []
    seen: set[str] = set()
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        key = _node(inner, events, depth + 1)
        if not isinstance(key, _Scalar):
            raise _RefusedError("D103", key.at, what="a list or a map as a key")
        if key.text in seen:
            raise _RefusedError("D105", key.at, key=key.text)
        seen.add(key.text)
        entries.append((key, _node(next(events), events, depth + 1)))
    return _Map(tuple(entries), at)


def _interpret(root: _Node | None, report: Report) -> FrontMatter:
    front = FrontMatter()
    if root is None or (isinstance(root, _Scalar) and not root.text):
        return front
    if not isinstance(root, _Map):
        report("D106", root.at, key="front matter", form="lines of 'key: value'")
        return front
    for key, value in root.entries:
        match key.text:
            case "flashdeck":
                front.flashdeck = True
                version = _text(key, value, report)
                if version != FORMAT:
                    report("D107", value.at, version=version)
            case "id":
                front.id = _text(key, value, report)
                if not is_deck_id(front.id):
                    report("D108", value.at, id=front.id)
                    front.id = ""
            case "title":
                front.title = _text(key, value, report)
            case "deck":
                front.place = _place(_text(key, value, report))
            case "release":
                front.release = _text(key, value, report)
            case "tags":
                front.tags = tuple(tag for tag, _ in _texts(key, value, report))
            case "reverse":
                front.reverse = _relations(key, value, report)
            case "typed":
                front.typed = _relations(key, value, report)
            case "source":
                front.source = _source(key, value, report)
            case _:
                report("D202", key.at, key=key.text)
    return front


def _text(key: _Scalar, value: _Node, report: Report) -> str:
    if isinstance(value, _Scalar):
        return value.text
    report("D106", value.at, key=key.text, form="one value")
    return ""


def _place(text: str) -> str:
    return "::".join(part.strip() for part in text.split("::") if part.strip())


def _texts(key: _Scalar, value: _Node, report: Report) -> list[tuple[str, int]]:
    if isinstance(value, _Scalar):
        found = [(part.strip(), value.at) for part in value.text.split(",")]
    elif isinstance(value, _List) and all(isinstance(item, _Scalar) for item in value.items):
        found = [(item.text, item.at) for item in value.items if isinstance(item, _Scalar)]
    else:
        report("D106", value.at, key=key.text, form="a list like [one, two]")
        found = []
    first: dict[str, int] = {}
    for text, at in found:
        if text:
            first.setdefault(text, at)
    return list(first.items())


def _relations(key: _Scalar, value: _Node, report: Report) -> tuple[Relation, ...]:
    names = _texts(key, value, report)
    found, unknown = relations_from(name for name, _ in names)
    for name, at in names:
        if name in unknown:
            report("D203", at, name=name, known=KNOWN)
    return found


def relations_from(names: Iterable[str]) -> tuple[tuple[Relation, ...], tuple[str, ...]]:
    """Return the relations of these names, each once, and the names that are none.

    ``all`` means every relation, ``none`` means no relation.
    """
    found: dict[Relation, None] = {}
    unknown: list[str] = []
    for name in names:
        word = name.casefold()
        if word in ("all", "true", "yes"):
            found.update(dict.fromkeys(Relation))
        elif word in ("none", "false", "no"):
            continue
        elif relation := relation_named(name):
            found[relation] = None
        else:
            unknown.append(name)
    return tuple(found), tuple(unknown)


def _source(key: _Scalar, value: _Node, report: Report) -> Source:
    if isinstance(value, _Scalar):
        return Source(title=value.text)
    if not isinstance(value, _Map):
        report("D106", value.at, key=key.text, form="a map like {title: ..., url: ...}")
        return Source()
    parts: dict[str, str] = {}
    for name, part in value.entries:
        if name.text in _SOURCE_KEYS:
            parts[name.text] = _text(name, part, report)
        else:
            report("D202", name.at, key=f"source.{name.text}")
    return Source(**parts)
