"""One session of study: what to ask next, what each answer would do, and answers that last."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from flashdeck.core.ids import CardId, DeckId
from flashdeck.core.model import Card, Grade
from flashdeck.core.schedule.queue import next_card
from flashdeck.core.schedule.replay import Entry, Standing
from flashdeck.services import answering
from flashdeck.services.clock import Clock
from flashdeck.services.library import Library
from flashdeck.services.library import deck_ids as all_deck_ids
from flashdeck.services.today import recent_cards, todays_queue
from flashdeck.store import cards, decks, states
from flashdeck.store.rows import StoredCard

# How often the length of the write-ahead log is looked at.
_ANSWERS_A_CHECKPOINT = 100


@dataclass(frozen=True, slots=True)
class Button:
    """One of the four answers, computed before the answer; what is shown is what is saved."""

    grade: Grade
    interval_days: int
    due_day: int
    again_today: bool


@dataclass(frozen=True, slots=True)
class CardState:
    """Where a card stands. ``ease`` is in hundredths, days are study days, ``flag`` 0 to 7.

    ``state`` is ``new`` (never answered), ``learning`` (to be drilled today) or ``review``.
    """

    state: str
    due_day: int | None
    interval_days: int
    ease: int
    repetitions: int
    lapses: int
    suspended: bool
    flag: int
    last_day: int | None


@dataclass(frozen=True, slots=True)
class Prompt:
    """The card that is asked now, with its four answers."""

    card: Card
    deck_title: str
    deck_place: str
    deck_file: str
    state: CardState
    buttons: tuple[Button, Button, Button, Button]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the session is: ``total`` is ``done`` and what is still to come today."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Undone:
    """The answer that was taken back, or given again."""

    card_id: CardId
    grade: Grade
    question: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the session came to.

    ``remembered`` counts cards whose first answer was not Again, ``missed`` holds the others;
    ``tomorrow`` counts cards due then.
    """

    cards: int
    elapsed_ms: int
    remembered: int
    tomorrow: int
    missed: tuple[Card, ...]


def card_state(standing: Standing, today: int, flag: int = 0) -> CardState:
    """Return where a card stands, as it is shown on that study day."""
    memory = standing.memory
    if memory.due_day is None:
        state = "new"
    elif memory.drill and memory.last_day == today:
        state = "learning"
    else:
        state = "review"
    return CardState(
        state=state,
        due_day=memory.due_day,
        interval_days=memory.interval_days,
        ease=memory.ease,
        repetitions=memory.repetitions,
        lapses=memory.lapses,
        suspended=standing.suspended,
        flag=flag,
        last_day=memory.last_day,
    )


class Session:
    """Study of some decks, or of all: the next card, its answer, undo and redo."""

    def __init__(
        self, library: Library, clock: Clock, deck_ids: Sequence[DeckId] | None = None
    ) -> None:
        self._library = library
        self._clock = clock
        with library.store.guard():
            self._deck_ids = tuple(all_deck_ids(library) if deck_ids is None else deck_ids)
            self._answered: list[Entry] = []
            self._taken_back: dict[str, Entry] = {}
            self._prompt: Prompt | None = None
            self._load_queue()
            self._advance()

    @property
    def prompt(self) -> Prompt | None:
        """The card to ask now; None when today's queue is empty."""
        return self._prompt

    def progress(self) -> Progress:
        """Return how far the session is."""
        done = len(self._answered)
        to_come = {*self._waiting, *self._drills}
        if self._prompt is not None:
            to_come.add(self._prompt.card.id)
        return Progress(done, done + len(to_come))

    def answer(
        self,
        grade: Grade,
        *,
        duration_ms: int,
        asked: str = "shown",
        typed: str = "",
        picked: str = "",
        options: tuple[str, ...] = (),
    ) -> Button:
        """Record the answer; it is on disk when this returns, and `prompt` is then the next.

        Raises LibraryError where it could not be saved; the card is then still the prompt, and the
        answer may be given again: it is never recorded twice.
        """
        prompt = self._prompt
        if prompt is None:
            raise ValueError("there is no card to answer")
        promised = prompt.buttons[grade - 1]
        answer = answering.Answer(
            q=grade.q,
            grade=int(grade),
            duration_ms=duration_ms,
            interval_days=promised.interval_days,
            asked=asked,
            typed=typed,
            picked=picked,
            options=options,
        )
        recorded = answering.record(self._library, prompt.card.id, answer, self._attempt)
        self._answered.append(recorded.entry)
        self._taken_back.clear()
        with self._library.store.guard():
            self._advance()
        if len(self._answered) % _ANSWERS_A_CHECKPOINT == 0:
            self._library.store.checkpoint()
        return _button(grade, recorded.standing)

    def undo(self) -> Undone | None:
        """Take the last answer back, also one from before this session; its card is asked again."""
        undone = answering.undo(self._library)
        if undone is None:
            return None
        entry = undone.entry
        for place, answered in enumerate(self._answered):
            if answered.id == entry.id:
                self._taken_back[entry.id] = self._answered.pop(place)
                break
        with self._library.store.guard():
            self._load_queue()
            self._advance(first=entry.card)
            return self._undone(entry)

    def redo(self) -> Undone | None:
        """Give again the answer that was last taken back."""
        redone = answering.redo(self._library)
        if redone is None:
            return None
        entry = self._taken_back.pop(redone.entry.id, None)
        if entry is not None:
            self._answered.append(entry)
        with self._library.store.guard():
            self._load_queue()
            self._advance()
            return self._undone(redone.entry)

    def summary(self) -> Summary:
        """Return what the session came to so far."""
        first: dict[CardId, Entry] = {}
        for entry in self._answered:
            first.setdefault(entry.card, entry)
        db, tomorrow = self._library.db, self._clock().day + 1
        missed = [cards.get_card(db, card) for card, e in first.items() if e.grade == Grade.AGAIN]
        return Summary(
            cards=len(first),
            elapsed_ms=sum(entry.duration_ms or 0 for entry in self._answered),
            remembered=len(first) - len(missed),
            tomorrow=sum(states.due_on(db, deck_id, tomorrow) for deck_id in self._deck_ids),
            missed=tuple(stored.card for stored in missed if stored is not None),
        )

    def _load_queue(self) -> None:
        self._day = self._clock().day
        queue = todays_queue(self._library.db, self._deck_ids, self._day)
        self._waiting = deque(queue.waiting)
        self._drills = queue.drills

    def _advance(self, first: CardId | None = None) -> None:
        """Make the next card the prompt: ``first`` where it can be asked."""
        db = self._library.db
        today = self._clock().day
        if today != self._day:
            self._load_queue()
        wanted = set(self._deck_ids)
        self._drills = tuple(
            card for card, deck in states.drilled_cards(db, today) if deck in wanted
        )
        self._attempt: list[str] = []
        self._prompt = self._prompt_for(first, today) if first is not None else None
        if self._prompt is not None:
            self._waiting = deque(card for card in self._waiting if card != first)
            return
        # Another process may have answered what this one still has in line.
        while self._waiting and not states.is_waiting(db, self._waiting[0], today):
            self._waiting.popleft()
        card = next_card(
            [self._waiting[0]] if self._waiting else [],
            self._drills,
            recent_cards(db, today) if self._drills else (),
        )
        if card is None:
            return
        if self._waiting and card == self._waiting[0]:
            self._waiting.popleft()
        self._prompt = self._prompt_for(card, today)

    def _prompt_for(self, card: CardId, today: int) -> Prompt | None:
        db = self._library.db
        stored = cards.get_card(db, card)
        deck = decks.get_deck(db, stored.deck_id) if stored is not None else None
        if stored is None or deck is None or not stored.present or deck.hidden:
            return None
        standing = states.get_standing(db, card)
        algorithm = answering.algorithm_for(decks.settings_of(db, deck.id))
        outcomes = answering.four_outcomes(standing, algorithm, card, self._clock())
        again, hard, good, easy = (
            _button(grade, outcome) for grade, outcome in zip(Grade, outcomes, strict=True)
        )
        return Prompt(
            card=stored.card,
            deck_title=deck.title,
            deck_place=deck.place,
            deck_file=deck.file,
            state=card_state(standing, today, cards.overlay_of(db, card).flag),
            buttons=(again, hard, good, easy),
        )

    def _undone(self, entry: Entry) -> Undone:
        stored: StoredCard | None = cards.get_card(self._library.db, entry.card)
        grade = Grade(min(max((entry.q or 0) - 1, 1), 4))
        return Undone(entry.card, grade, stored.card.question if stored else "")


def _button(grade: Grade, standing: Standing) -> Button:
    memory = standing.memory
    assert memory.due_day is not None
    return Button(grade, memory.interval_days, memory.due_day, memory.drill)
