"""``<!-- fd:ID rev=2 was=OLD/SLOT hide=one -->``: what a note's comment says of its identity."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.deckfile.lines import FD
from flashdeck.core.ids import NoteId, Slot, is_note_id
from flashdeck.core.model import Alias, Identity

GONE = "<!-- fd:gone -->"
_SLOT = r"[^\s,:/=]+"
_REV = re.compile(rf"(?:({_SLOT}):)?([1-9]\d{{0,5}})")
_WAS = re.compile(rf"(?:({_SLOT}):)?([a-z0-9]+)(?:/({_SLOT}))?")


@dataclass(frozen=True, slots=True)
class Comment:
    """An fd comment: the identity it gives, or ``gone``, or ``problem`` in words."""

    at: int
    identity: Identity | None = None
    hide_one: bool = False
    gone: bool = False
    problem: str = ""


def fd_comments(line: str) -> list[int]:
    """Return where fd comments begin in the line; ``\\<!-- fd:`` is text."""
    if "fd:" not in line:
        return []
    return [
        found.start()
        for found in FD.finditer(line)
        if not (found.start() and line[found.start() - 1] == "\\")
    ]


def take_comment(line: str) -> tuple[str, Comment | None, list[int]]:
    """Return the line without the fd comment that ends it, the comment, and misplaced ones."""
    places = fd_comments(line)
    if not places:
        return line, None, []
    at = places[-1]
    end = line.find("-->", at)
    if end >= 0 and line[end + 3 :].strip():
        return line, None, places
    content = line[at + 4 : end if end >= 0 else len(line)].strip().removeprefix("fd:")
    comment = read_comment(content, at) if end >= 0 else Comment(at, problem="no --> at its end")
    return line[:at].removesuffix(" "), comment, places[:-1]


def read_comment(content: str, at: int) -> Comment:
    """Return what stands between ``fd:`` and ``-->``."""
    words = content.split()
    if words == ["gone"]:
        return Comment(at, gone=True)
    if not words or not is_note_id(words[0]):
        what = f"{words[0][:40]!r} is no id" if words else "no id"
        return Comment(at, problem=what)
    rev, slot_revs, aliases, hide_one = 1, dict[Slot, int](), list[Alias](), False
    for word in words[1:]:
        key, _, value = word.partition("=")
        for part in value.split(","):
            if key == "rev" and (found := _REV.fullmatch(part)):
                if found[1]:
                    slot_revs[Slot(found[1])] = int(found[2])
                else:
                    rev = int(found[2])
            elif key == "was" and (found := _WAS.fullmatch(part)) and is_note_id(found[2]):
                old = Slot(found[3]) if found[3] else None
                aliases.append(Alias(NoteId(found[2]), old, Slot(found[1]) if found[1] else None))
            elif key == "hide" and part == "one":
                hide_one = True
            else:
                return Comment(at, problem=f"{word[:40]!r} is unknown")
    identity = Identity(
        NoteId(words[0]), rev=rev, slot_revs=tuple(slot_revs.items()), aliases=tuple(aliases)
    )
    return Comment(at, identity, hide_one)


def write_comment(identity: Identity, *, hide_one: bool = False) -> str:
    """Return the comment that `read_comment` reads as this; '' for a derived identity."""
    if identity.derived:
        return ""
    words = [f"fd:{identity.id}"]
    if identity.rev != 1:
        words.append(f"rev={identity.rev}")
    words += [f"rev={slot}:{number}" for slot, number in identity.slot_revs]
    if identity.aliases:
        words.append("was=" + ",".join(_alias(alias) for alias in identity.aliases))
    if hide_one:
        words.append("hide=one")
    return f"<!-- {' '.join(words)} -->"


def _alias(alias: Alias) -> str:
    slot = f"{alias.slot}:" if alias.slot else ""
    return f"{slot}{alias.old_note}" + (f"/{alias.old_slot}" if alias.old_slot else "")
