"""Decisions on an article that is not saved yet, kept beside the library."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flashdeck.core.errors import FlashdeckError
from flashdeck.core.ids import CardId
from flashdeck.files.read import digest_of, read_bytes
from flashdeck.files.write import write_atomically
from flashdeck.services.reworded import Wording
from flashdeck.services.triage import Decision, Triage, Verdict

_CAP = 50_000_000
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """Decisions by card, and the card that was looked at."""

    decisions: Mapping[CardId, Decision]
    current: CardId | None = None


class DraftFile:
    """The draft of one article; it goes with the article's words, not with its name."""

    def __init__(self, folder: Path, text: str) -> None:
        digest = digest_of(text.encode("utf-8", "surrogatepass"))
        self._path = folder / f"triage-{digest[:32]}.json"

    def read(self) -> Draft | None:
        """Return the draft; None where there is none, or none that can be understood."""
        try:
            data = json.loads(read_bytes(self._path, _CAP))
            decisions = {CardId(card): _decision(one) for card, one in data["decisions"].items()}
            current = data.get("current")
        except (FlashdeckError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Draft(decisions, CardId(current) if isinstance(current, str) else None)

    def write(self, triage: Triage, current: int) -> None:
        """Keep the decisions as they are now.

        Raises FlashdeckError where the disk does not take them.
        """
        decisions = {
            one.card.id: _record(decision)
            for one, decision in zip(triage.proposals, triage.decisions, strict=True)
        }
        at = triage.proposals[current].card.id if triage.proposals else None
        record = {"flashdeck": _FORMAT, "current": at, "decisions": decisions}
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, json.dumps(record, ensure_ascii=False).encode("utf-8"))

    def drop(self) -> None:
        """Forget the draft."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def _record(decision: Decision) -> dict[str, str]:
    record = {"verdict": decision.verdict.value}
    if decision.wording:
        record |= {"question": decision.wording.question, "answer": decision.wording.answer}
    return record


def _decision(record: Mapping[str, str]) -> Decision:
    wording = None
    if "question" in record:
        wording = Wording(str(record["question"]), str(record["answer"]))
    return Decision(Verdict(record["verdict"]), wording)
