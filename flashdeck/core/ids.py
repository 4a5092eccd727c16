"""Identity of decks, notes and cards: drawn or derived once, never taken from a position.

A note id is 10 characters of lower-case Crockford base 32 (no i, l, o, u), a letter first; a deck
id is ``dk-`` and the same. A card id is ``NOTE/SLOT``, its reverse ``NOTE/SLOT~rev``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    import random

NoteId = NewType("NoteId", str)
DeckId = NewType("DeckId", str)
CardId = NewType("CardId", str)
Slot = NewType("Slot", str)

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LETTERS = ALPHABET[10:]
_LENGTH = 10
_NOTE_ID = re.compile(rf"[{_LETTERS}][{ALPHABET}]{{{_LENGTH - 1}}}")
_NOT_SLOT = re.compile(r"[\W_]+")
REVERSE = "~rev"


def is_note_id(text: str) -> bool:
    """Tell whether the text has the form of a note id."""
    return _NOTE_ID.fullmatch(text) is not None


def is_deck_id(text: str) -> bool:
    """Tell whether the text has the form of a deck id."""
    return text.startswith("dk-") and is_note_id(text[3:])


# Two digits at a time, the lower one first: packages bring ids by the ten thousand.
_PAIRS = tuple(low + high for high in ALPHABET for low in ALPHABET)
_PAIR = len(_PAIRS) - 1


def _spell(number: int) -> str:
    number, first = divmod(number, len(_LETTERS))
    return (
        _LETTERS[first]
        + _PAIRS[number & _PAIR]
        + _PAIRS[number >> 10 & _PAIR]
        + _PAIRS[number >> 20 & _PAIR]
        + _PAIRS[number >> 30 & _PAIR]
        + ALPHABET[number >> 40 & 31]
    )


def derive_note_id(*parts: str) -> NoteId:
    """Return the id that belongs to these parts, the same on every machine (SHA-256)."""
    import hashlib  # only where an id is made, which the way to the first card never does

    joined = "\x1f".join(parts)
    if not joined.isascii():
        joined = "\x1f".join(unicodedata.normalize("NFC", part) for part in parts)
    digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).digest()
    return NoteId(_spell(int.from_bytes(digest[:16])))


def derive_deck_id(*parts: str) -> DeckId:
    """Return the deck id that belongs to these parts."""
    return DeckId("dk-" + derive_note_id("deck", *parts))


def draw_note_id(rng: random.Random) -> NoteId:
    """Return a new note id from the given generator (`random.SystemRandom` in the app)."""
    return NoteId(_spell(rng.getrandbits(64)))


def draw_deck_id(rng: random.Random) -> DeckId:
    """Return a new deck id from the given generator."""
    return DeckId("dk-" + draw_note_id(rng))


def slot_name(name: str) -> str:
    """Return a fact's written name as it stands in a slot: ``knee bent`` is ``knee-bent``."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _NOT_SLOT.sub("-", folded).strip("-")


def fact_slot(relation: str, name: str = "") -> Slot:
    """Return a fact's slot: the relation, or ``relation.name`` where it has a name."""
    named = slot_name(name)
    return Slot(f"{relation}.{named}" if named else relation)


def card_id(note: str, slot: str, *, reverse: bool = False) -> CardId:
    """Return the id of the card that shows this slot of the note."""
    return CardId(f"{note}/{slot}{REVERSE if reverse else ''}")


def split_card_id(card: str) -> tuple[NoteId, Slot, bool]:
    """Return note id, slot and whether it is the reverse card."""
    note, _, slot = card.partition("/")
    reverse = slot.endswith(REVERSE)
    return NoteId(note), Slot(slot.removesuffix(REVERSE)), reverse
