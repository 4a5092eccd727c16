"""Decks as one JSON document, each card with the keys that ``flashdeck generate --json`` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable

from flashdeck.anki.notes import ExportCard, ExportDeck
from flashdeck.core.days import day_to_iso, ms_to_iso
from flashdeck.core.model import Card, Quotation

VERSION = 1


def write_document(decks: Iterable[ExportDeck], *, with_history: bool) -> str:
    """Return the document: ``{"flashdeck": 1, "decks": [{..., "cards": [...]}]}``.

    With history each card has ``schedule`` (None before its first answer) and ``reviews``.
    """
    document = {
        "flashdeck": VERSION,
        "decks": [
            {
                "id": deck.id,
                "title": deck.title,
                "path": deck.place,
                "description": deck.description,
                "source": {
                    "title": deck.source.title,
                    "url": deck.source.url,
                    "accessed": deck.source.accessed,
                },
                "cards": [_card(one, with_history=with_history) for one in deck.cards],
            }
            for deck in decks
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _card(one: ExportCard, *, with_history: bool) -> dict[str, object]:
    card = one.card
    record: dict[str, object] = {
        "id": card.id,
        "subject": card.subject,
        "relation": card.relation.value,
        "question": card.question,
        "answer": card.answer,
        "kind": card.kind.value,
    }
    if card.items:
        record["items"] = [item.text for item in card.items]
    record["tags"] = list(card.tags)
    record["source"] = _source(card.quotation)
    record |= {name: value for name, value in _more(card).items() if value}
    if with_history:
        record |= _history(one)
    return record


def _source(quotation: Quotation | None) -> dict[str, object] | None:
    if quotation is None:
        return None
    return {
        "file": quotation.file,
        "text": quotation.text,
        "start": quotation.start,
        "end": quotation.end,
    }


def _more(card: Card) -> dict[str, object]:
    """Return what only some cards have."""
    picture = card.picture
    return {
        "accepted": list(card.alternatives),
        "ordered": card.ordered,
        "cloze": card.cloze,
        "picture": picture and {"path": picture.path, "alt": picture.alt, "label": card.label},
        "hints": list(card.hints),
        "extra": card.extra,
        "mnemonic": card.mnemonic,
        "typed": card.typed,
        "withdrawn": card.gone,
    }


def _history(one: ExportCard) -> dict[str, object]:
    was = one.history
    schedule = None
    if was.due_day is not None:
        schedule = {
            "due": day_to_iso(was.due_day),
            "interval_days": was.interval_days,
            "ease": was.ease / 100,
            "lapses": was.lapses,
        }
    reviews = [
        {
            "reviewed_at": ms_to_iso(review.at_ms),
            "q": review.q,
            "interval_days": review.interval_days,
            "duration_ms": review.duration_ms,
        }
        for review in was.reviews
    ]
    return {
        "schedule": schedule,
        "suspended": was.suspended,
        "flag": was.flag,
        "reviews": reviews,
    }
